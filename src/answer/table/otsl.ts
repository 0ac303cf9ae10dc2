/**
 * OTSL, the language of table structure (Lysak et al. 2023, "Optimized Table Tokenization for Table Structure Recognition", arXiv 2305.03393, section 4): one token a
 * place of the grid, row by row. `C` begins a cell with text, `E` one without; `L` continues the cell on the left, `U` the one above, `X` both ways; `NL` ends a row.
 */
import { cellText, inReadingOrder, ownersOf } from './grid.js';
import type { Cell, Table } from '../types.js';

export const otslTokens = ['C', 'E', 'L', 'U', 'X', 'NL'] as const;
export type OtslToken = (typeof otslTokens)[number];

/** A cell of the structure alone; `empty` for `E`. */
export interface Slot { readonly row: number; readonly column: number; readonly rowSpan: number; readonly columnSpan: number; readonly empty: boolean }
export interface Structure { readonly rows: number; readonly columns: number; readonly slots: readonly Slot[] }

/** The structure of a table that covers its grid (`completeTable`). */
export function writeOtsl(table: Table): OtslToken[] {
  const slots = table.cells.map((cell) => ({ ...cell, empty: cellText(cell) === '' }));
  return writeStructure({ rows: table.rows, columns: table.columns, slots });
}

export function writeStructure({ rows, columns, slots }: Structure): OtslToken[] {
  const owners = ownersOf({ rows, columns, cells: slots as unknown as readonly Cell[] });
  return owners.flatMap((line, row) => [...line.map((index, column): OtslToken => {
    const slot = slots[index];
    if (slot === undefined) return 'E';
    const [down, right] = [row > slot.row, column > slot.column];
    return down && right ? 'X' : down ? 'U' : right ? 'L' : slot.empty ? 'E' : 'C';
  }), 'NL' as const]);
}

interface Open { row: number; column: number; rowSpan: number; columnSpan: number; empty: boolean }

/**
 * The structure that a stream means. Any stream has one: short rows are filled with empty cells, and a merge that no rectangle can hold begins an empty cell instead.
 * A stream that the grammar (`nextOtsl`) allows is read as it stands.
 */
export function readOtsl(tokens: readonly OtslToken[]): Structure {
  const lines: OtslToken[][] = [[]];
  for (const token of tokens) if (token === 'NL') lines.push([]); else lines.at(-1)?.push(token);
  if (lines.at(-1)?.length === 0) lines.pop();
  const columns = Math.max(0, ...lines.map((line) => line.length));
  if (columns === 0) return { rows: 0, columns: 0, slots: [] };
  const owners: Open[][] = [];
  const slots: Open[] = [];
  lines.forEach((line, row) => {
    const own: Open[] = [];
    const above = owners[row - 1];
    for (let column = 0; column < columns;) {
      const token = line[column] ?? 'E';
      const [left, up] = [own[column - 1], above?.[column]];
      const merges = (at: number): boolean => ['L', 'U', 'X'].includes(line[at] ?? '');
      if (token !== 'C' && token !== 'E' && token !== 'L' && up !== undefined && up.column === column && Array.from({ length: up.columnSpan }, (_, at) => merges(column + at)).every(Boolean)) {
        up.rowSpan++;
        for (let at = 0; at < up.columnSpan; at++) own.push(up);
        column += up.columnSpan;
        continue;
      }
      if ((token === 'L' || token === 'X') && left !== undefined && left.row === row) {
        left.columnSpan++;
        own.push(left);
      } else {
        const slot: Open = { row, column, rowSpan: 1, columnSpan: 1, empty: token !== 'C' };
        slots.push(slot);
        own.push(slot);
      }
      column++;
    }
    owners.push(own);
  });
  return { rows: lines.length, columns, slots: slots.sort(inReadingOrder) };
}

/**
 * The tokens that may come next: the paper's rules (section 4.2), and that every merge stays a rectangle, which they do not ensure alone. After `NL` the stream may end.
 * @param longest most columns of the first row
 */
export function nextOtsl(tokens: readonly OtslToken[], longest = 60): OtslToken[] {
  const breaks = tokens.flatMap((token, at) => (token === 'NL' ? [at] : []));
  const column = tokens.length - ((breaks.at(-1) ?? -1) + 1);
  const row = breaks.length;
  if (row === 0) return column === 0 ? ['C', 'E'] : column < longest ? ['C', 'E', 'L', 'NL'] : ['NL'];
  const columns = breaks[0] ?? 0;
  if (column === columns) return ['NL'];
  const at = (r: number, c: number): OtslToken | undefined => tokens[r * (columns + 1) + c];
  const [left, above, aboveLeft] = [column === 0 ? undefined : at(row, column - 1), at(row - 1, column), column === 0 ? undefined : at(row - 1, column - 1)];
  const continues = above === 'L' || above === 'X';
  // Inside a merge that came from above: it is as wide here as it is there.
  if ((left === 'U' || left === 'X') && aboveLeft !== undefined && continues) return ['X'];
  return ['C', 'E', ...(left === 'C' || left === 'E' || left === 'L' ? ['L' as const] : []), ...(continues ? [] : ['U' as const])];
}
