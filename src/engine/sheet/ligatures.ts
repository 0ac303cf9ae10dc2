import type { Cell } from './cells.js';

/** What fonts for programs draw as one sign over several columns, and what was typed. */
const ligatures: Readonly<Record<string, string>> = {
  '⇒': '=>', '→': '->', '←': '<-', '⇐': '<=', '≥': '>=', '≤': '<=', '≠': '!=', '≡': '===', '»': '>>', '«': '<<', '↔': '<->', '⟶': '-->', '⟹': '==>', '…': '...', '‖': '||', '∥': '||',
};
const DOUBTFUL = 0.6;
/** Characters that are typed in runs; one of a run that was not read is like its neighbour. */
const inRuns = /^[+\-=&|:/*<>.#_]$/;

/**
 * Signs that stand for several columns become their characters, where the columns beside them hold ink that nothing was read in.
 * @param last also where the neighbour was read with little confidence, and at the least the sign's first character
 */
export function typed(cells: readonly Cell[], last = false): Cell[] {
  const out = [...cells];
  cells.forEach((cell, i) => {
    const source = ligatures[cell.character];
    if (source === undefined) return;
    const free = (at: number): boolean => (out[at]?.character === '' || (last && (out[at]?.confidence ?? 1) < DOUBTFUL)) && Math.abs((out[at]?.column ?? Infinity) - cell.column) === Math.abs(at - i);
    const length = source.length;
    for (let start = i - length + 1; start <= i; start++) {
      const places = Array.from({ length }, (_, k) => start + k);
      if (!places.every((at) => at === i || free(at))) continue;
      places.forEach((at, k) => {
        const place = out[at];
        if (place !== undefined) out[at] = { column: place.column, character: source[k] ?? '', confidence: cell.confidence };
      });
      return;
    }
    if (last) out[i] = { ...cell, character: source[0] ?? '' };
  });
  return out;
}

/** The likeliest for a column between or beside characters that come in runs. */
export function likeNeighbours(cells: readonly Cell[], at: number): string | undefined {
  const cell = cells[at];
  if (cell === undefined) return undefined;
  const beside = [cells[at - 1], cells[at + 1]].filter((each) => each !== undefined && Math.abs(each.column - cell.column) === 1 && inRuns.test(each.character));
  return beside[0]?.character;
}
