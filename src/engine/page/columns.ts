/** Finds the columns of a page: flows of lines and of blocks that were found already, in reading order (XY-cut; Nagy and Seth, ICPR 1984). */
import { median } from '../picture/prepare.js';
import type { Edges } from './types.js';

/** A line of text or a block; `text` is the text of a line. */
export interface Item extends Edges { readonly text?: string | undefined }

/** White space between columns, and the least width of a line of prose, in heights of a line. */
const COLUMN_GAP = 1.1;
const PROSE = 8;
/** A line that is certainly no cell, in the same. */
const SENTENCE = 18;
/** A block that stands beside text is at least this high. */
const TALL = 3;
/** What is short stands beside a column with this much white space, in heights of a line: a formula beside bullets. */
const BESIDE = 2.5;
/** Cells of a row stand on one line to this share of a height; columns of prose do so by chance. */
const ONE_LINE = 0.2;
/** A heading of the whole is this much larger than what stands below it. */
const HEADING = 1.4;
/** Bounds for pages of ten thousand lines: bands without white space between columns, ranges that are looked at closely, bands that are passed for all ranges. */
const MOST_BANDS = 200;
const MOST_RANGES = 40;
const MOST_STEPS = 100_000;
/** The number of a formula. */
export const formulaNumber = /^[([]\d{1,3}(?:\.\d{1,3})?[\])]$/;

/** Items column by column, each from top to bottom. @param height of a typical line */
export function flowsOf<T extends Item>(items: readonly T[], height: number): T[][] {
  if (items.length === 0) return [];
  const bands = split(items, 0, ({ top }) => top, ({ bottom }) => bottom);
  const range = rangeWithColumns(bands, height);
  if (range === undefined) return [[...items].sort((a, b) => a.top - b.top || a.left - b.left)];
  const [from, to, columns] = range;
  return [...flowsOf(bands.slice(0, from).flat(), height), ...columns.flatMap((column) => flowsOf(column, height)), ...flowsOf(bands.slice(to).flat(), height)];
}

/** The widest run of bands that falls into columns. */
function rangeWithColumns<T extends Item>(bands: readonly T[][], height: number): readonly [number, number, T[][]] | undefined {
  const runs: (readonly [number, number])[] = [];
  for (let from = 0, steps = 0; from < bands.length && steps < MOST_STEPS; from++) {
    const to = endOf(bands, from, height);
    steps += Math.max(1, (to ?? from + MOST_BANDS) - from);
    if (to !== undefined) runs.push([from, to]);
  }
  runs.sort((a, b) => b[1] - b[0] - (a[1] - a[0]) || a[0] - b[0]);
  for (const [start, to] of runs.slice(0, MOST_RANGES)) {
    let columns = columnsIn(bands.slice(start, to).flat(), height);
    let from = start;
    for (; columns !== undefined && isHeading(bands[from] ?? [], columns); from++) columns = columnsIn(bands.slice(from + 1, to).flat(), height);
    if (columns !== undefined) return [from, to, columns];
  }
  return undefined;
}

/** Where the bands from `from` on lose the white space between columns; nothing where there is none. */
function endOf<T extends Item>(bands: readonly T[][], from: number, height: number): number | undefined {
  let taken: (readonly [number, number])[] = [];
  let end: number | undefined;
  for (let at = from; at < bands.length && (end !== undefined || at < from + MOST_BANDS); at++) {
    taken = together([...taken, ...(bands[at] ?? []).map(({ left, right }) => [left, right] as const)], COLUMN_GAP * height);
    if (taken.length > 1) end = at + 1; else if (end !== undefined) break;
  }
  return end;
}

/** Intervals with less than `gap` between them as one. */
function together(intervals: (readonly [number, number])[], gap: number): (readonly [number, number])[] {
  const out: (readonly [number, number])[] = [];
  for (const [left, right] of intervals.sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last !== undefined && left - last[1] < gap) out[out.length - 1] = [last[0], Math.max(last[1], right)];
    else out.push([left, right]);
  }
  return out;
}

/** Large words above all columns, though no wider than the first: a slide's title. */
function isHeading<T extends Item>(band: readonly T[], columns: readonly (readonly T[])[]): boolean {
  const column = columns.find((each) => band.every((item) => each.includes(item)));
  if (column === undefined || column.length === band.length || band.some(({ text }) => text === undefined)) return false;
  const heights = (items: readonly Item[]): number => median(items.filter(({ text }) => text !== undefined).map(({ top, bottom }) => bottom - top));
  return heights(band) > HEADING * heights(column.filter((item) => !band.includes(item)));
}

function columnsIn<T extends Item>(items: readonly T[], height: number): T[][] | undefined {
  const columns = withNumbers(split(items, COLUMN_GAP * height, ({ left }) => left, ({ right }) => right));
  return columns.length > 1 && ((areColumns(columns, height) && areTogether(columns)) || areBeside(columns, height)) ? columns : undefined;
}

/** Numbers of formulas are no column: they go to the one on their left. */
function withNumbers<T extends Item>(columns: readonly T[][]): T[][] {
  const out: T[][] = [];
  for (const column of columns) {
    const last = out.at(-1);
    if (last !== undefined && column.every(({ text }) => text !== undefined && formulaNumber.test(text.trim()))) last.push(...column); else out.push([...column]);
  }
  return out;
}

/** Columns stand beside each other: what alternates down the page, a list and then a figure in the middle, is one column. */
function areTogether(columns: readonly (readonly Item[])[]): boolean {
  const spans = columns.map((column) => together(column.map(({ top, bottom }) => [top, bottom] as const), 0));
  const length = (all: readonly (readonly [number, number])[]): number => all.reduce((sum, [from, to]) => sum + to - from, 0);
  const shortest = spans.reduce((best, each) => (length(each) < length(best) ? each : best));
  const others = together(spans.filter((each) => each !== shortest).flat(), 0);
  const shared = shortest.reduce((sum, [from, to]) => sum + others.reduce((all, [start, end]) => all + Math.max(0, Math.min(to, end) - Math.max(from, start)), 0), 0);
  return shared > 0.4 * length(shortest);
}

/** Columns of a page, or cells of a table, or a formula and its number? */
function areColumns(columns: readonly (readonly Item[])[], height: number): boolean {
  if (columns.length > 4 || !columns.every((column) => isTall(column, height))) return false;
  const prose = columns.every((column) => column.some(({ text }) => text === undefined) || median(column.map(({ left, right }) => right - left)) >= PROSE * height);
  // Cells do not hold sentence after sentence.
  if (prose || columns.some((column) => column.filter(({ text, left, right }) => text !== undefined && right - left > SENTENCE * height).length >= 3)) return true;
  const [smallest = [], ...others] = [...columns].sort((a, b) => a.length - b.length);
  const middle = ({ top, bottom }: Edges): number => (top + bottom) / 2;
  const onLine = (line: Item, column: readonly Item[]): boolean => column.some((other) => Math.abs(middle(other) - middle(line)) < ONE_LINE * height);
  const aligned = smallest.filter((line) => others.every((column) => onLine(line, column)));
  const extent = extentOf(smallest);
  const beside = others.flat().filter((line) => middle(line) > extent.top && middle(line) < extent.bottom);
  // Cells stand on one line both ways.
  return aligned.length < 0.6 * smallest.length || beside.filter((line) => onLine(line, smallest)).length < 0.6 * beside.length;
}

/** Something short beside several lines: a formula or one line of code beside bullets. */
function areBeside(columns: readonly (readonly Item[])[], height: number): boolean {
  const [first = [], second = []] = columns;
  if (columns.length !== 2 || first.length === second.length) return false;
  const [short, long] = first.length < second.length ? [first, second] : [second, first];
  const [inner, outer] = [extentOf(short), extentOf(long)];
  const gap = Math.max(inner.left, outer.left) - Math.min(inner.right, outer.right);
  return long.length >= 3 && gap > BESIDE * height && inner.right - inner.left > BESIDE * height && inner.top > outer.top - height && inner.bottom < outer.bottom + height && short.every(({ text }) => text === undefined || short.length < 3)
    && outer.bottom - outer.top > 2 * (inner.bottom - inner.top);
}

function extentOf(items: readonly Edges[]): Edges {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const item of items) [left, top, right, bottom] = [Math.min(left, item.left), Math.min(top, item.top), Math.max(right, item.right), Math.max(bottom, item.bottom)];
  return { left, top, right, bottom };
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
