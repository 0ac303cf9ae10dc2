/** The grid under a table: which cell takes which place, and how any list of cells becomes one that covers its grid. */
import { cleanLines } from '../labels.js';
import type { Cell, Table } from '../types.js';

/** Larger than any picture of a table that can be read; a bound for what comes from outside. */
export const largestGrid = 100_000;

/** Index of the cell that takes a place, row by row; -1 where there is none. The first cell keeps a place that several claim. */
export function ownersOf({ rows, columns, cells }: Table): number[][] {
  const owners = Array.from({ length: rows }, () => new Array<number>(columns).fill(-1));
  cells.forEach((cell, index) => {
    for (let row = cell.row; row < Math.min(rows, cell.row + cell.rowSpan); row++) {
      const line = owners[row];
      for (let column = cell.column; column < Math.min(columns, cell.column + cell.columnSpan); column++) if (line?.[column] === -1) line[column] = index;
    }
  });
  return owners;
}

/**
 * The same table with every rule of the type kept: spans within the grid, no cell over another (the one that begins first keeps its place; the other shrinks to what is
 * free, or goes), free places taken by empty cells, reading order.
 * @throws RangeError for a grid that no picture holds
 */
export function completeTable(table: Table): Table {
  const rows = Math.max(0, Math.floor(table.rows)), columns = Math.max(0, Math.floor(table.columns));
  if (!(rows * columns <= largestGrid)) throw new RangeError(`A table of ${table.rows} × ${table.columns} cells is too large.`);
  if (rows * columns === 0) return { ...table, rows: 0, columns: 0, cells: [] };
  const taken = Array.from({ length: rows }, () => new Array<boolean>(columns).fill(false));
  const isFree = (row: number, column: number): boolean => taken[row]?.[column] === false;
  const cells: Cell[] = [];
  const put = (cell: Cell): void => {
    for (let row = cell.row; row < cell.row + cell.rowSpan; row++) taken[row]?.fill(true, cell.column, cell.column + cell.columnSpan);
    cells.push(cell);
  };
  for (const cell of [...table.cells].sort(inReadingOrder)) {
    if (!isFree(cell.row, cell.column)) continue;
    let columnSpan = 1, rowSpan = 1;
    while (columnSpan < cell.columnSpan && isFree(cell.row, cell.column + columnSpan)) columnSpan++;
    while (rowSpan < cell.rowSpan && Array.from({ length: columnSpan }, (_, at) => isFree(cell.row + rowSpan, cell.column + at)).every(Boolean)) rowSpan++;
    put({ ...cell, rowSpan, columnSpan });
  }
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) if (isFree(row, column)) put(emptyCell(row, column));
  return { ...table, rows, columns, cells: cells.sort(inReadingOrder) };
}

export function inReadingOrder(a: Pick<Cell, 'row' | 'column'>, b: Pick<Cell, 'row' | 'column'>): number {
  return a.row - b.row || a.column - b.column;
}

export function emptyCell(row: number, column: number): Cell {
  return { row, column, rowSpan: 1, columnSpan: 1, header: 'none', lines: [], align: 'left', regions: [], confidence: 1 };
}

/** The cell's text on one line, cleaned. */
export function cellText({ lines }: Pick<Cell, 'lines'>): string {
  return cleanLines(lines).join(' ');
}

export function hasSpans({ cells }: Table): boolean {
  return cells.some(({ rowSpan, columnSpan }) => rowSpan > 1 || columnSpan > 1);
}

/** How many rows at the top hold nothing but headers of columns (and empty cells), as far down as no cell reaches across the end of them. */
export function headerRows({ rows, cells }: Table): number {
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const own = cells.filter((cell) => cell.row === row);
    // A row that is covered from above has no cell of its own.
    if (own.some((cell) => cell.header !== 'column' && cellText(cell) !== '') || (own.length > 0 && !own.some(({ header }) => header === 'column'))) break;
    if (cells.every((cell) => cell.row > row || cell.row + cell.rowSpan <= row + 1)) count = row + 1;
  }
  return count;
}

/** A table from plain texts: a header row, rows that may be shorter than it, and a caption. */
export function tableOf(header: readonly string[], rows: readonly (readonly string[])[], caption?: string): Table {
  const columns = Math.max(header.length, ...rows.map((row) => row.length));
  const lines = [header, ...rows];
  const cells = lines.flatMap((line, row) => Array.from({ length: columns }, (_, column): Cell => {
    const text = line[column] ?? '';
    return { ...emptyCell(row, column), header: row === 0 ? 'column' : 'none', lines: text === '' ? [] : [text] };
  }));
  return { rows: lines.length, columns, cells, ...(caption === undefined ? {} : { caption: { lines: [caption], regions: [], confidence: 1 } }) };
}
