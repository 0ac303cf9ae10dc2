/** What stands around code in an editor and is no part of it: bars above and below, an overview beside it. */
import type { Sheet, SheetCell, SheetRow } from './types.js';

/** A row of code; `goesOn` where the row above did not end: an editor numbers lines, not rows. */
export interface CodeRow extends SheetRow { readonly goesOn: boolean }

/** Columns. */
const FAR = 5;
/** Mean confidence of text that is the sheet's own; bars and overviews in other fonts and sizes are read with less. */
const LEGIBLE = 0.87;

/** In a numbered sheet the rows outside the numbered ones are the editor's own; elsewhere all rows stay. */
export function codeRows({ rows, numbered = false }: Sheet): CodeRow[] {
  if (!numbered) return withoutOrnaments(rows).map((row) => ({ ...row, goesOn: false }));
  const known = rows.flatMap(({ number }, i) => (number === undefined ? [] : [{ number, i }]));
  const [first, last] = [known[0]?.i ?? 0, known.at(-1)?.i ?? 0];
  const columns = rows.slice(first, last + 1).flatMap(({ cells }) => cells.map(({ column }) => column));
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  const isRest = ({ cells }: SheetRow): boolean => (cells[0]?.column ?? 0) - left <= 0.35 * (right - left) && certainty(cells) >= LEGIBLE;
  return rows.flatMap((row, i): CodeRow[] => {
    if (row.number !== undefined) return [{ ...row, goesOn: false }];
    if (i < first || row.cells.length === 0) return [];
    // Below the last number only its line's rest.
    if (i > last) return i === last + 1 && row.unreadNumber !== true && isRest(row) && row.index - (rows[last]?.index ?? 0) === 1 ? [{ ...row, goesOn: true }] : [];
    // A row without a number: the rest of the line above, or a line whose number was not read. The numbers around tell how many lines there are.
    const [before, after] = [known.findLast((each) => each.i < i), known.find((each) => each.i > i)];
    const unread = (after?.number ?? 0) - (before?.number ?? 0) - 1;
    return [{ ...row, goesOn: unread <= 0 && row.unreadNumber !== true }];
  });
}

function certainty(cells: readonly SheetCell[]): number {
  return cells.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, cells.length);
}

/** What stands far right of a row and was hardly read is no part of it: an overview of the file, a scroll bar. */
export function withoutMargin<Row extends SheetRow>(row: Row): Row {
  const { cells } = row;
  for (let at = cells.length - 1; at > 0; at--) {
    if ((cells[at]?.column ?? 0) - (cells[at - 1]?.column ?? 0) < FAR) continue;
    const rest = cells.slice(at);
    if (certainty(rest) < LEGIBLE) return withoutMargin({ ...row, cells: cells.slice(0, at) });
  }
  return row;
}

/** Rows at the top or bottom that are hardly text: window buttons, icons. */
function withoutOrnaments(rows: readonly SheetRow[]): SheetRow[] {
  const worth = ({ cells }: SheetRow): boolean => cells.length > 8 || cells.reduce((sum, cell) => sum + (/^[!-~]$/.test(cell.character) ? cell.confidence : 0), 0) >= 0.55 * cells.length;
  const [first, last] = [rows.findIndex(worth), rows.findLastIndex(worth)];
  return first < 0 ? [] : rows.slice(first, last + 1);
}
