import { textOf } from '../../answer/sheet/types.js';
import type { Sheet } from '../../answer/sheet/types.js';
import type { Box, Region } from '../../answer/types.js';
import type { PlacedGlyph, TextLine } from '../families/family.js';
import type { Pixels } from '../picture/scale.js';
import type { Task } from '../task.js';
import { median } from '../picture/prepare.js';
import { columnsWithInk, setCells } from './cells.js';
import type { Cell, SetRow, Span } from './cells.js';
import { normalised } from './characters.js';
import { gutterOf } from './gutter.js';
import type { NumberedRow } from './gutter.js';
import { coherence, fitGrid } from './grid.js';
import type { Grid } from './grid.js';
import { inkByColumn, stripOf, strongest } from './ink.js';
import type { Strip } from './ink.js';
import { resolve } from './resolve.js';
import { rowsOf, standsOn } from './rows.js';

/** Reads boxes that are known to be rows; see `TextReader.readRows`. */
export type RowReader = (boxes: readonly Box[], stretch: number) => Promise<PlacedGlyph[][]>;

/** A sheet, and a region for each of its rows. */
export interface ReadSheet extends Sheet { readonly regions: readonly Region[] }

/** Characters of a fixed-width font have at least this in common; those of others about 0.1. */
export const FIXED_WIDTH = 0.35;
/** Of the text as much must stand on the columns: a page of prose with a word of code is no sheet. */
const MOST_OF_IT = 0.7;
/** An editor's own bars may hold more text than the code between them. */
const NUMBERED_PART = 0.3;
/** How much wider doubtful rows are shown to the network the second time. */
const STRETCH = 1.3;
/** A character that was read with less is worth a second look at its row. */
const DOUBTFUL = 0.7;

/** Columns that are shown beside a doubtful one, at least and, up to the end of a word, at most. */
const AROUND = 4;
const MOST_AROUND = 10;
/** Where more than this of a row is in doubt it is shown as a whole. */
const WHOLE_ROW = 0.7;

/** Longer lines are never overlooked. */
const MOST_OVERLOOKED = 24;

interface Measures { readonly grid: Grid; readonly bias: number; readonly height: number; readonly edge: number }
interface Work { readonly row: NumberedRow; readonly strip: Strip; readonly set: SetRow; readonly seen?: readonly number[] }

/** The text of a picture in a fixed-width font, in its columns; nothing for other pictures. */
export async function readSheet(picture: Pixels, lines: readonly TextLine[], read: RowReader, task: Task): Promise<ReadSheet | undefined> {
  const plain = lines.map((line) => ({ ...line, glyphs: (line.glyphs ?? []).map((glyph) => ({ ...glyph, character: normalised(glyph.character) })) }));
  const first = fitGrid(plain);
  if (first === undefined || first.coherence < FIXED_WIDTH) return undefined;
  const own = plain.filter((line) => standsOn(first, line, rowsOf(plain).height));
  const length = (some: readonly TextLine[]): number => some.reduce((sum, { text }) => sum + text.length, 0);
  if (length(own) < (isNumbered(own) ? NUMBERED_PART : MOST_OF_IT) * length(plain)) return undefined;
  const coarse = fitGrid(own) ?? first;
  const { rows: found, height, pitch } = rowsOf(own);
  const gutter = gutterOf(found, coarse.advance);
  const rows: readonly NumberedRow[] = gutter?.rows ?? found.map((row) => ({ ...row, unreadNumber: false }));
  const edge = gutter?.edge ?? 0;
  const half = 0.5 * Math.min(pitch > 0 ? pitch : Infinity, 1.3 * height);
  const strips = rows.map(({ middle }) => stripOf(picture, middle - half, 2 * half, 0.3 * height));
  const grid = centred(coarse, strips);
  const bias = coarse.origin - grid.origin;
  let work = rows.map((row, i): Work => {
    const strip = strips[i] ?? stripOf(picture, row.middle - half, 2 * half);
    return { row, strip, set: setCells(row.glyphs, bias, grid, strip, edge) };
  });
  await task.breathe();
  work = await again([...work, ...(pitch > 0 ? overlooked(picture, work, grid, pitch, height, edge) : [])], { grid, bias, height, edge }, read);
  work.sort((a, b) => a.row.index - b.row.index);
  await task.breathe();
  const cells = resolve(work.map(({ strip, set }) => ({ strip, cells: set.cells })), grid);
  const rowsRead = work.flatMap(({ row, set }, i) => {
    const read = cells[i] ?? [];
    // A row that nobody read and that looks like nothing known is no text.
    if (row.glyphs.length === 0 && row.number === undefined && faults({ cells: read, surplus: set.surplus }) > 0.34 * read.length) return [];
    return [{ row, cells: read }];
  }).map((each, region) => ({ ...each, region, box: boxOf(grid, each.cells, each.row.middle, half) }));
  return {
    numbered: gutter !== undefined,
    rows: rowsRead.map(({ row: { index, number, unreadNumber }, region, cells: set }) => ({ index, region, cells: set, unreadNumber, ...(number !== undefined && { number }) })),
    regions: rowsRead.map(({ region, box, cells: set }) => ({ id: region, box, text: textOf(set, set[0]?.column), confidence: certainty({ cells: set, surplus: 0 }) })),
  };
}

/** Rows between those that were found, and next to them, in which ink stands on the columns: single brackets are easily overlooked. */
function overlooked(picture: Pixels, work: readonly Work[], grid: Grid, pitch: number, height: number, edge: number): Work[] {
  const [first, last] = [work[0], work.at(-1)];
  if (first === undefined || last === undefined) return [];
  const half = 0.5 * Math.min(pitch, 1.3 * height);
  const columns = work.flatMap(({ set }) => set.cells.map(({ column }) => column));
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  const usual = median(work.flatMap(({ set, strip }) => set.cells.slice(0, 8).map(({ column }) => {
    const middle = grid.origin + column * grid.advance;
    return strongest(strip, middle - 0.3 * grid.advance, middle + 0.3 * grid.advance);
  })));
  const taken = new Set(work.map(({ row }) => row.index));
  const found: Work[] = [];
  for (let index = first.row.index - 1; index <= last.row.index + 1; index++) {
    const middle = first.row.middle + (index - first.row.index) * pitch;
    if (taken.has(index) || middle - half < 0 || middle + half > picture.height) continue;
    const strip = stripOf(picture, middle - half, 2 * half, 0.3 * height);
    const seen = columnsWithInk(grid, strip, left, right, usual);
    if (seen.length > 0 && seen.length <= MOST_OVERLOOKED) found.push({ row: { index, middle, glyphs: [], unreadNumber: false }, strip, set: setCells([], 0, grid, strip, edge, seen), seen });
  }
  return found;
}

/** Reads what was missed, read twice or is in doubt again, with a few columns around it; the reading that agrees with the ink better is kept. */
async function again(work: readonly Work[], { grid, bias, height, edge }: Measures, read: RowReader): Promise<Work[]> {
  const looks = work.flatMap(({ row, set, seen }, i) => stretchesOf(set, seen !== undefined).map((stretch) => {
    const { x, width } = boxOf(grid, set.cells.filter(({ column }) => within(stretch.shown, column)), row.middle, 0);
    return { i, ...stretch, box: { x: x - 0.2 * height, y: row.middle - 0.62 * height, width: width + 0.4 * height, height: 1.24 * height } };
  }));
  const readings = looks.length === 0 ? [] : await read(looks.map(({ box }) => box), STRETCH);
  const out = [...work];
  looks.forEach(({ i, taken }, at) => {
    const { row, strip, set, seen } = out[i] as Work; // `looks` holds indices of `work`
    const glyphs = (readings[at] ?? []).filter(({ character, x }) => character.trim() !== '' && within(taken, Math.round((x - bias - grid.origin) / grid.advance)))
      .map((glyph) => ({ ...glyph, character: normalised(glyph.character) }));
    const before: SetRow = taken === undefined ? set : { cells: set.cells.filter(({ column }) => within(taken, column)), surplus: 0 };
    // What the first look saw ink in counts as missed where the second one reads nothing.
    const next = setCells(glyphs, bias, grid, strip, edge, [...(seen ?? []), ...before.cells.map(({ column }) => column)], taken);
    const better = faults(next) < faults(before) || (faults(next) === faults(before) && certainty(next) > certainty(before));
    const { cells, surplus } = better ? merged(next, before) : merged(before, next);
    const rest = taken === undefined ? [] : set.cells.filter(({ column }) => !within(taken, column));
    out[i] = { row, strip, set: { cells: [...rest, ...cells].sort((a, b) => a.column - b.column), surplus } };
  });
  return out;
}

/** Columns that are shown to the network, and those of them that are taken from its reading: a character at the edge may have been cut. All columns where `taken` is missing. */
interface Stretch { readonly shown?: Span; readonly taken?: Span }

/** What of a row is worth a second look. */
function stretchesOf({ cells, surplus }: SetRow, whole: boolean): Stretch[] {
  const doubtful = cells.filter((cell) => isFault(cell) || cell.confidence < DOUBTFUL);
  if (surplus > 0 || (whole && doubtful.length > 0)) return [{}];
  const inked = new Set(cells.map(({ column }) => column));
  const [start, end] = [cells[0]?.column ?? 0, cells.at(-1)?.column ?? 0];
  // Up to the end of a word, if it is near: the network reads whole words best.
  const edgeFrom = (column: number, step: 1 | -1): number => {
    for (let more = AROUND; more <= MOST_AROUND; more++) if (!inked.has(column + step * more)) return Math.min(end, Math.max(start, column + step * more));
    return Math.min(end, Math.max(start, column + step * AROUND));
  };
  const spans: { first: number; last: number }[] = [];
  for (const { column } of doubtful) {
    const [first, last, open] = [edgeFrom(column, -1), edgeFrom(column, 1), spans.at(-1)];
    if (open !== undefined && first <= open.last + 1) open.last = last;
    else spans.push({ first, last });
  }
  if (spans.reduce((sum, { first, last }) => sum + last - first + 1, 0) > WHOLE_ROW * (end - start + 1)) return [{}];
  return spans.map(({ first, last }) => ({ shown: { first, last }, taken: { first: first === start ? first : first + 1, last: last === end ? last : last - 1 } }));
}

function within(span: Span | undefined, column: number): boolean {
  return span === undefined || (column >= span.first && column <= span.last);
}

/** The better reading; what it lacks is taken from the other. */
function merged(better: SetRow, other: SetRow): SetRow {
  const known = new Map(other.cells.map((cell) => [cell.column, cell]));
  return { ...better, cells: better.cells.map((cell) => (cell.character === '' ? known.get(cell.column) ?? cell : cell)) };
}

function faults({ cells, surplus }: SetRow): number {
  return surplus + cells.filter(isFault).length;
}

function isFault({ character }: Cell): boolean {
  return !/^[!-~]$/u.test(character);
}

function certainty({ cells }: SetRow): number {
  return cells.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, cells.length);
}

/** Whether lines begin with numbers that stand below each other and count up, as an editor's do. */
function isNumbered(lines: readonly TextLine[]): boolean {
  const numbers = lines.flatMap(({ text, box }) => {
    const found = /^(\d{1,5})(?= |$)/.exec(text)?.[1];
    return found === undefined ? [] : [{ value: Number(found), y: box.y }];
  }).sort((a, b) => a.y - b.y);
  const counting = numbers.slice(1).filter(({ value }, i) => value > (numbers[i]?.value ?? Infinity) && value - (numbers[i]?.value ?? 0) <= 3).length;
  return numbers.length >= 3 && counting >= 0.7 * (numbers.length - 1);
}

/** Moves the columns' middles to where the ink's are: the network's steps lie a little to one side of the characters. */
function centred(grid: Grid, strips: readonly Strip[]): Grid {
  const sums = new Float64Array(strips[0]?.width ?? 0);
  for (const strip of strips) inkByColumn(strip).forEach((value, x) => { sums[x] = (sums[x] ?? 0) + value; });
  const { phase } = coherence(Array.from(sums, (_, x) => x + 0.5), grid.advance, [...sums]);
  const shift = phase - grid.origin;
  return { ...grid, origin: grid.origin + shift - grid.advance * Math.round(shift / grid.advance) };
}

function boxOf(grid: Grid, cells: readonly Cell[], middle: number, half: number): Box {
  const [first, last] = [cells[0]?.column ?? 0, cells.at(-1)?.column ?? 0];
  return { x: grid.origin + (first - 0.5) * grid.advance, y: middle - half, width: (last - first + 1) * grid.advance, height: 2 * half };
}
