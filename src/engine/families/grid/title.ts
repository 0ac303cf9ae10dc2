/** A title that stands in the table's own frame, as dashboards and cards have it, is a caption: what names the columns begins below it. */
import type { Table } from '../../../answer/types.js';

/** The table with a first row of one cell, over all columns and above other headers, as its caption. */
export function titled(table: Table): Table {
  const [first, ...rest] = table.cells;
  const over = first !== undefined && first.row === 0 && first.rowSpan === 1 && first.columnSpan === table.columns && table.columns > 1;
  const named = over && first.header === 'column' && first.lines.length > 0 && rest.some(({ row, header }) => row === 1 && header === 'column');
  if (!named || table.caption !== undefined) return table;
  const { lines, regions, confidence } = first;
  return { rows: table.rows - 1, columns: table.columns, cells: rest.map((cell) => ({ ...cell, row: cell.row - 1 })), caption: { lines, regions, confidence } };
}
