/** The order of a table's rows when a person sorts by a column. */
import { headerRows } from '../../../src/answer/table/grid.js';
import { mannerOf, quantityOf } from '../../../src/answer/table/numbers.js';
import { recordsOf } from '../../../src/answer/table/records.js';
import type { Table } from '../../../src/answer/types.js';

export type Way = 'ascending' | 'descending';

/** Rows can change places where none is tied to its neighbours: no cell over several rows, no heading of a section among them. */
export function isSortable(table: Table): boolean {
  const head = headerRows(table);
  return head > 0 && table.rows - head > 1 && table.cells.every((cell) => cell.row < head || (cell.rowSpan === 1 && (cell.columnSpan < table.columns || table.columns === 1)));
}

/**
 * Rows of the body (counted from the table's first row) in their new order. Numbers by value, texts as people sort them; numbers before texts, empty cells and rows of totals
 * at the end whichever way, and what is equal as it stood.
 */
export function sortedRows(table: Table, column: number, way: Way): number[] {
  const head = headerRows(table);
  const { rows, totals } = recordsOf(table);
  const manner = mannerOf(rows.flat());
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const keys = rows.map((row, index) => { const text = row[column] ?? ''; return { index, text, quantity: quantityOf(text, manner)?.value }; });
  const sign = way === 'ascending' ? 1 : -1;
  return keys.sort((a, b) => {
    const last = Number(totals.has(a.index)) - Number(totals.has(b.index)) || Number(a.text === '') - Number(b.text === '');
    if (last !== 0) return last;
    if (a.quantity !== undefined && b.quantity !== undefined) return sign * (a.quantity - b.quantity) || a.index - b.index;
    if (a.quantity !== undefined || b.quantity !== undefined) return a.quantity !== undefined ? -1 : 1;
    return sign * collator.compare(a.text, b.text) || a.index - b.index;
  }).map(({ index }) => head + index);
}
