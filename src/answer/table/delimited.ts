/** A table as CSV (RFC 4180) and as TSV (the same rules with a tab: what spreadsheets put on the clipboard and take from it). */
import { cleanLines } from '../labels.js';
import type { Table } from '../types.js';
import { ownersOf } from './grid.js';
import { quantityOf } from './numbers.js';

/** Comma, CRLF after every record. A cell that spans stands in its first place; the others are empty, as spreadsheets do it. */
export function writeCsv(table: Table): string { return write(table, ','); }

export function writeTsv(table: Table): string { return write(table, '\t'); }

function write(table: Table, separator: string): string {
  const owners = ownersOf(table);
  return owners.map((line, row) => `${line.map((index, column) => {
    const cell = table.cells[index];
    return cell?.row === row && cell.column === column ? field(cleanLines(cell.lines).join('\n'), separator, table.columns) : '';
  }).join(separator)}\r\n`).join('');
}

/**
 * Quotes where the format wants it, and a text that a spreadsheet could take for a formula. The text itself is never changed: it is the reader's own data, and a value with
 * an apostrophe before it is another value.
 */
function field(text: string, separator: string, columns: number): string {
  const risky = /^[=+\-@]/.test(text) && quantityOf(text) === undefined;
  // A record of one empty field would be an empty line, which readers skip.
  const blank = text === '' && columns === 1;
  return risky || blank || text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
