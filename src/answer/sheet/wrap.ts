/** Joins rows that are one line: what was too long for its window goes on in the next row. */
import type { CodeRow } from './gutter.js';
import { textOf, type SheetCell, type SheetLine } from './types.js';

/** Most empty lines that are kept in a row. */
const MOST_BLANK = 2;

/** Lines from top to bottom, their columns counted from the text's left edge. @param terminal terminals break lines at their last column, words or not */
export function joinRows(rows: readonly CodeRow[], terminal: boolean): SheetLine[] {
  const filled = rows.filter(({ cells }) => cells.length > 0);
  const left = Math.min(...filled.map(({ cells }) => cells[0]?.column ?? 0));
  const ends = filled.map(({ cells }) => cells.at(-1)?.column ?? 0);
  const limit = Math.max(...ends);
  const lines: { blank: number; parts: { region: number; cells: SheetCell[] }[] }[] = [];
  let before: CodeRow | undefined;
  filled.forEach((row, i) => {
    const line = lines.at(-1);
    const above = filled[i - 1];
    const full = (ends[i - 1] ?? 0) === limit;
    const hard = terminal && above !== undefined && row.index === above.index + 1 && full && row.cells[0]?.column === left && breaksWord(above, row, ends[i] !== limit && (ends[i - 2] !== limit || i < 2) && limit - left >= 40 ? ends.filter((end) => end === limit).length : 0);
    if (line !== undefined && (row.goesOn || hard)) {
      const last = line.parts.at(-1)?.cells.at(-1)?.column ?? 0;
      // Terminals break words; editors do only where a row holds a single one.
      const gap = hard || (full && above !== undefined && isOneWord(above)) ? 1 : 2;
      const shift = last + gap - (row.cells[0]?.column ?? 0);
      line.parts.push({ region: row.region, cells: row.cells.map((cell) => ({ ...cell, column: cell.column + shift })) });
    } else {
      const blank = before === undefined ? 0 : Math.min(MOST_BLANK, Math.max(0, row.index - before.index - 1));
      lines.push({ blank, parts: [{ region: row.region, cells: row.cells.map((cell) => ({ ...cell, column: cell.column - left })) }] });
    }
    before = row;
  });
  return lines;
}

function isOneWord({ cells }: CodeRow): boolean {
  return cells.every(({ column }, i) => i === 0 || column === (cells[i - 1]?.column ?? 0) + 1);
}

/** Whether the two rows are one line: several rows end at the very last column (not one after the other, as those of a table do), or brackets and quotes only match when they are joined. */
function breaksWord(above: CodeRow, below: CodeRow, full: number): boolean {
  const [head, tail] = [textOf(above.cells), textOf(below.cells)];
  if (/^(\S+@|\$ |% |>>> |PS |\[\w+@|at |Caused by|File )/.test(tail.trimStart())) return false;
  return full >= 2 || (open(head) > 0 && open(head + tail) < open(head));
}

/** Brackets and quotes that are not closed. */
function open(text: string): number {
  const brackets = (text.match(/[([{]/g)?.length ?? 0) - (text.match(/[)\]}]/g)?.length ?? 0);
  return Math.max(0, brackets) + ((text.match(/"/g)?.length ?? 0) % 2);
}
