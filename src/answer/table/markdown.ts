/** A table as a GitHub Flavored Markdown table (GFM specification 4.10), which has no spans: such a table has no Markdown. */
import { columns as widthOf } from '../layout.js';
import { cleanLines } from '../labels.js';
import type { Align, Cell, Table } from '../types.js';
import { hasSpans, headerRows } from './grid.js';

/** Columns are padded, so that the source can be read too. Undefined for a table with spans, or without any cell. A caption is left out: Markdown has none. */
export function writeMarkdownTable(table: Table): string | undefined {
  if (hasSpans(table) || table.columns === 0) return undefined;
  const head = headerRows(table);
  const at = (row: number, column: number): Cell | undefined => table.cells[row * table.columns + column];
  const names = Array.from({ length: table.columns }, (_, column) => join(Array.from({ length: head }, (_row, row) => at(row, column)?.lines ?? []).flat()));
  const body = Array.from({ length: table.rows - head }, (_, row) => Array.from({ length: table.columns }, (_column, column) => join(at(head + row, column)?.lines ?? [])));
  const widths = names.map((name, column) => Math.max(3, widthOf(name), ...body.map((row) => widthOf(row[column] ?? ''))));
  const aligns = names.map((_, column) => alignOf(table, head, column));
  const rule = aligns.map((align, column) => { const dashes = '-'.repeat((widths[column] ?? 3) - (align === 'left' ? 0 : align === 'right' ? 1 : 2)); return align === 'left' ? dashes : align === 'right' ? `${dashes}:` : `:${dashes}:`; });
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, aligns[column] ?? 'left')).join(' | ')} |\n`;
  return [line(names), line(rule), ...body.map(line)].join('');
}

/** The commonest alignment of a column's cells below its header. */
function alignOf({ cells }: Table, head: number, column: number): Align {
  const own = cells.filter((cell) => cell.column === column && cell.row >= head && cell.lines.length > 0);
  return (['left', 'center', 'right'] as const).map((align) => ({ align, count: own.filter((cell) => cell.align === align).length })).reduce((a, b) => (b.count > a.count ? b : a)).align;
}

function pad(text: string, width: number, align: Align): string {
  const room = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? `${room}${text}` : `${text}${room}`;
}

function join(lines: readonly string[]): string {
  return cleanLines(lines).map(escapeCell).join('<br>');
}

/** Within a cell no block can begin, so that numbers and signs at its start stay as they are; everything else that Markdown would take up is escaped. */
function escapeCell(text: string): string {
  return text.replace(/[\\`*_[\]<>&|~#!$@^]/g, '\\$&').replace(/:(?=\/\/)/g, '\\:').replace(/\b(www)\./gi, '$1\\.');
}
