/** Finds the columns of a page: flows of lines and of blocks that were found already, in reading order (XY-cut; Nagy and Seth, ICPR 1984). */
import { median } from '../picture/prepare.js';
import type { Edges } from './types.js';

/** A line of text or a block; `text` is the text of a line. */
export interface Item extends Edges { readonly text?: string | undefined }

/** White space between columns, and the least width of a line of prose, in heights of a line. */
const COLUMN_GAP = 1.1;
const PROSE = 8;
/** A block that stands beside text is at least this high. */
const TALL = 3;
/** Ranges of more bands than this are only looked for from the top. */
const MOST_BANDS = 90;

/** Items column by column, each from top to bottom. @param height of a typical line */
export function flowsOf<T extends Item>(items: readonly T[], height: number): T[][] {
  const columns = columnsIn(items, height);
  if (columns !== undefined) return columns.flatMap((column) => flowsOf(column, height));
  const bands = split(items, 0, ({ top }) => top, ({ bottom }) => bottom);
  const range = rangeWithColumns(bands, height);
  if (range === undefined) return items.length === 0 ? [] : [[...items].sort((a, b) => a.top - b.top || a.left - b.left)];
  const [from, to] = range;
  return [bands.slice(0, from), bands.slice(from, to), bands.slice(to)].flatMap((part) => (part.length === 0 ? [] : flowsOf(part.flat(), height)));
}

/** The widest run of bands that falls into columns. */
function rangeWithColumns<T extends Item>(bands: readonly (readonly T[])[], height: number): readonly [number, number] | undefined {
  for (let length = bands.length - 1; length >= 1; length--) {
    for (let from = 0; from + length <= bands.length; from++) {
      if (bands.length > MOST_BANDS && from > 3) break;
      if (columnsIn(bands.slice(from, from + length).flat(), height) !== undefined) return [from, from + length];
    }
  }
  return undefined;
}

function columnsIn<T extends Item>(items: readonly T[], height: number): T[][] | undefined {
  const columns = split(items, COLUMN_GAP * height, ({ left }) => left, ({ right }) => right);
  return columns.length > 1 && areColumns(columns, height) ? columns : undefined;
}

/** Columns of a page, or cells of a table, or a formula and its number? */
function areColumns(columns: readonly (readonly Item[])[], height: number): boolean {
  if (columns.length > 4 || !columns.every((column) => isTall(column, height))) return false;
  const prose = columns.every((column) => column.some(({ text }) => text === undefined) || median(column.map(({ left, right }) => right - left)) >= PROSE * height);
  const [smallest = [], ...others] = [...columns].sort((a, b) => a.length - b.length);
  const middle = ({ top, bottom }: Edges): number => (top + bottom) / 2;
  const aligned = smallest.filter((line) => others.every((column) => column.some((other) => Math.abs(middle(other) - middle(line)) < 0.35 * height)));
  return prose || aligned.length < 0.5 * smallest.length;
}

/** Several lines, or a block. */
function isTall(column: readonly Item[], height: number): boolean {
  return column.length >= 3 || column.some(({ text, top, bottom }) => text === undefined && bottom - top > TALL * height);
}

/** Groups between which an empty band of at least `gap` runs across all items. */
function split<T extends Edges>(items: readonly T[], gap: number, start: (item: T) => number, end: (item: T) => number): T[][] {
  const groups: T[][] = [];
  let reach = Number.NEGATIVE_INFINITY;
  for (const item of [...items].sort((a, b) => start(a) - start(b))) {
    const group = groups.at(-1);
    // Boxes of neighbouring rows may overlap by a pixel or two.
    if (group === undefined || start(item) - reach >= gap) groups.push([item]); else group.push(item);
    reach = Math.max(reach, end(item));
  }
  return groups;
}
