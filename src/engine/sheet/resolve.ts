import type { Cell } from './cells.js';
import type { Grid } from './grid.js';
import type { Strip } from './ink.js';
import { likeNeighbours, typed } from './ligatures.js';
import { markOf } from './marks.js';
import { caseByHeight, extentOf, isBar, metricsOf } from './metrics.js';
import type { Metrics } from './metrics.js';
import { Alphabet, patchOf } from './shapes.js';
import type { Patch } from './shapes.js';
import { plainest } from './characters.js';

export interface PlacedRow { readonly strip: Strip; readonly cells: readonly Cell[] }

/** Examples are taken from what was read with at least this. */
const SURE = 0.93;
/**
 * Mean squared differences, measured on 14,000 characters of the development set's tuning part: a sheet draws the same character nearly the same each time (median 0.001),
 * what was misread is at least three times likelier something else, and two characters that only look alike differ by 0.007 at least.
 */
const SAME = 0.004;
const FILLS = 0.01;
const ALIKE = 0.02;
const CLEARER = 0.35;
/** Larger differences decide nothing: more than ALIKE / CLEARER and SAME / 0.2. */
const DIFFERENT = 0.06;
/** Below this two examples of one character differ, too. */
const NOISE = 0.008;
/** The case of a letter that was read with this is not asked again. */
const CERTAIN_CASE = 0.997;
/** What was filled in without having been read is believed this far. */
const BY_LOOK = 0.75;
const BY_FORM = 0.6;
const BY_NEIGHBOUR = 0.5;

/** Characters that the text reader takes for each other; where only their look on this sheet can tell them apart, it does. */
const families = ['oO0QD', 'l1I|i!', 'cC', 'sS5', 'vV', 'wW', 'xX*', 'zZ2', 'kK', 'pP', 'uU', 'B8', 'G6', "'`\"", ',.', ';:', '-_~.', '({[', ')}]', 'gq9', '=-', '@a', 'yY', 'mM', 'jJ', '+t', '><'];
const kin = new Map<string, Set<string>>();
for (const family of families) for (const character of family) kin.set(character, new Set([...(kin.get(character) ?? []), ...family]));

/** Reads the columns again by what their characters look like on this very sheet: those that were not read, and those whose reading is in doubt. */
export function resolve(rows: readonly PlacedRow[], grid: Grid): Cell[][] {
  const ready = rows.map(({ strip, cells }) => ({ cells: typed(cells), patches: cells.map(({ column }) => patchOf(strip, grid, column)) }));
  const sure = ready.flatMap(({ cells, patches }) => cells.flatMap((cell, j) => {
    const patch = patches[j];
    return patch !== undefined && cell.confidence >= SURE && isPlain(cell.character) ? [{ character: cell.character, confidence: cell.confidence, patch }] : [];
  }));
  const metrics = metricsOf(sure);
  const alphabet = new Alphabet();
  for (const { character, patch } of sure.sort((a, b) => b.confidence - a.confidence)) {
    // A capital that was read small would teach the wrong size.
    if (metrics === undefined || caseByHeight(character, patch, metrics) === character) alphabet.add(character, patch);
  }
  return ready.map(({ cells, patches }) => {
    const judged = typed(cells.map((cell, j) => judge(cell, patches[j], alphabet, metrics)), true);
    return judged.map((cell, j) => (cell.character === '' ? fill(cell, patches[j], likeNeighbours(judged, j), metrics) : cell));
  });
}

function judge(cell: Cell, patch: Patch | undefined, alphabet: Alphabet, metrics: Metrics | undefined): Cell {
  if (patch === undefined) return cell;
  const read = isPlain(cell.character);
  const matches = read && !kin.has(cell.character) && cell.confidence >= 0.85 ? [] : alphabet.matches(patch, DIFFERENT);
  const [best] = matches;
  const own = matches.find(({ character }) => character === cell.character);
  if (best !== undefined && best.character !== cell.character && (!read || mayBe(cell, best.character))) {
    const limit = cell.character === '' ? FILLS : own === undefined ? (cell.confidence >= 0.97 && best.examples < 2 ? 0 : SAME) : own.difference < NOISE ? 0 : cell.confidence >= 0.97 ? Math.min(SAME, 0.2 * own.difference) : Math.min(ALIKE, CLEARER * own.difference);
    if (best.difference < limit) return { ...cell, character: best.character, confidence: Math.max(cell.confidence, BY_LOOK) };
  }
  if (cell.character === '') return cell;
  if (!read) {
    const character = plainest(cell);
    return character === undefined ? cell : { ...cell, character };
  }
  if (metrics === undefined) return cell;
  if (/[lI1i!]/.test(cell.character) && isBar(patch, metrics)) return { ...cell, character: '|', confidence: BY_LOOK };
  if (cell.confidence >= CERTAIN_CASE) return cell;
  const character = caseByHeight(cell.character, patch, metrics);
  return character === cell.character ? cell : { ...cell, character, confidence: BY_LOOK };
}

function mayBe({ character, confidence, others }: Cell, other: string): boolean {
  return confidence < 0.85 || (kin.get(character)?.has(other) ?? false) || (others?.some((each) => each.character === other) ?? false);
}

function fill(cell: Cell, patch: Patch | undefined, neighbour: string | undefined, metrics: Metrics | undefined): Cell {
  const mark = patch === undefined || metrics === undefined ? undefined : markOf(patch, metrics);
  if (mark !== undefined) return { ...cell, character: mark, confidence: BY_FORM };
  // Half of an arrow: a stroke alone would have been known by its form.
  if (patch !== undefined && (neighbour === '-' || neighbour === '=')) {
    const { top, bottom } = extentOf(patch);
    if (bottom - top > 5) return { ...cell, character: '>', confidence: BY_NEIGHBOUR };
  }
  return neighbour === undefined ? cell : { ...cell, character: neighbour, confidence: BY_NEIGHBOUR };
}

function isPlain(character: string): boolean {
  return /^[!-~]$/u.test(character);
}
