import { median } from '../picture/prepare.js';
import type { PlacedGlyph, TextLine } from '../families/family.js';
import { bestPeriod, columnAt } from './grid.js';
import type { Grid } from './grid.js';

/** A row of the sheet before its characters are set into columns. `index` counts lines of text, empty ones included. */
export interface RawRow { readonly index: number; readonly middle: number; readonly glyphs: readonly PlacedGlyph[] }

/** Rows from top to bottom; `height` is that of the text, `pitch` the distance of lines, 0 where there is no common one. */
export interface Rows { readonly rows: readonly RawRow[]; readonly height: number; readonly pitch: number }

/** How far from a row's middle the middle of its text may lie, in rows; short marks alone lie high or low. */
const OFF_PITCH = 0.36;
/** Below this the lines' distances have nothing in common: blocks that stand apart. */
const REGULAR = 0.8;

/** How well a line's characters agree with the columns (mean cosine): 0.75 for those that stand on them, about 0 for others. */
const AGREES = 0.42;
/** The same of a line with itself, of at least as many characters. */
const OWN_AGREES = 0.5;
const LONG = 16;

/** A line of the sheet's own font: its characters stand in the middle of columns, and it is as high as the others. Line numbers may stand on columns of their own. */
export function standsOn(grid: Grid, { glyphs = [], box, text }: TextLine, height: number): boolean {
  const marks = glyphs.filter(({ character }) => character !== ' ');
  if (marks.length === 0 || box.height > 1.7 * height || box.height < 0.35 * height) return false;
  const agreement = marks.reduce((sum, { x }) => sum + Math.cos(2 * Math.PI * columnAt(grid, x).off), 0) / marks.length;
  if (marks.length < 4) return agreement > 0 || /^\d{1,5}$/.test(text);
  if (agreement >= AGREES || marks.length < LONG) return agreement >= AGREES;
  // A long line that was measured a little too wide or too narrow drifts over the columns: its own characters still stand apart as theirs do.
  const own = bestPeriod(marks.map(({ x }) => x), 0.96 * grid.advance, 1.04 * grid.advance);
  return own.length >= OWN_AGREES;
}

/** Lines that stand side by side become one row; a common distance of lines tells how many empty ones lie between. */
export function rowsOf(lines: readonly TextLine[]): Rows {
  const height = Math.max(1, median(lines.map(({ box }) => box.height)));
  const middles = lines.map(({ box }) => box.y + box.height / 2);
  const weights = lines.map(({ text }) => Math.min(20, text.length));
  const fit = lines.length < 2 ? undefined : pitchOf(middles, height, weights);
  const regular = fit !== undefined && fit.length >= REGULAR;
  const found = regular ? byPitch(lines, fit.period, fit.phase) : byNeighbours(lines, height);
  return { rows: found, height, pitch: regular ? fit.period : 0 };
}

/** Half the distance of lines fits as well as the whole, and is none where the whole does. */
function pitchOf(middles: readonly number[], height: number, weights: readonly number[]): ReturnType<typeof bestPeriod> {
  const [least, most] = [0.95 * height, 2.6 * height];
  const best = bestPeriod(middles, least, most, weights);
  if (2 * best.period > most) return best;
  const whole = bestPeriod(middles, 1.95 * best.period, 2.05 * best.period, weights);
  return whole.length >= best.length - 0.03 ? whole : best;
}

function byPitch(lines: readonly TextLine[], pitch: number, phase: number): RawRow[] {
  const rows = new Map<number, TextLine[]>();
  for (const line of lines) {
    const exact = (line.box.y + line.box.height / 2 - phase) / pitch;
    const index = Math.round(exact);
    // Text between two rows is none of the sheet's: a bar above or below it.
    if (Math.abs(exact - index) > OFF_PITCH) continue;
    rows.set(index, [...(rows.get(index) ?? []), line]);
  }
  return [...rows].sort(([a], [b]) => a - b).map(([index, members]) => ({ index, middle: phase + index * pitch, glyphs: inOrder(members) }));
}

function byNeighbours(lines: readonly TextLine[], height: number): RawRow[] {
  const rows: TextLine[][] = [];
  const middle = ({ box }: TextLine): number => box.y + box.height / 2;
  for (const line of [...lines].sort((a, b) => middle(a) - middle(b))) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row !== undefined && first !== undefined && middle(line) - middle(first) < 0.6 * height) row.push(line); else rows.push([line]);
  }
  const middles = rows.map((row) => median(row.map(middle)));
  const steps = middles.slice(1).map((each, i) => each - (middles[i] ?? each));
  const small = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 3)] ?? height;
  let index = 0;
  return rows.map((row, i) => {
    if (i > 0) index += Math.max(1, Math.min(3, Math.round((steps[i - 1] ?? small) / Math.max(1, small))));
    return { index, middle: middles[i] ?? 0, glyphs: inOrder(row) };
  });
}

function inOrder(lines: readonly TextLine[]): PlacedGlyph[] {
  return lines.flatMap(({ glyphs = [] }) => glyphs.filter(({ character }) => character.trim() !== '')).sort((a, b) => a.x - b.x);
}
