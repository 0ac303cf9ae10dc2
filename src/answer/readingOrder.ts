/** The order in which a person reads the lines of a page: recursive cuts along the white space (XY-cut). */
import { centreY, lineHeight, median, rowsOf, type Row, type TextLine } from './layout.js';

/** Lines that belong together, as rows from top to bottom. */
export type Paragraph = readonly Row[];

/** White space between columns, in line heights. */
const columnGap = 1.2;
/** White space between parts of a page, in line heights. */
const partGap = 1.5;

/** Paragraphs in reading order: columns one after the other where the page has columns, rows from top to bottom elsewhere. */
export function readingOrder(lines: readonly TextLine[]): Paragraph[] {
  if (lines.length === 0) return [];
  const height = lineHeight(lines);
  return cut(lines, height).flatMap(paragraphs);
}

function cut(lines: readonly TextLine[], height: number): (readonly TextLine[])[] {
  const columns = split(lines, columnGap * height, ({ box }) => box.x, ({ box }) => box.x + box.width);
  if (columns.length > 1 && areColumns(columns, height)) return columns.flatMap((column) => cut(column, height));
  const parts = split(lines, partGap * height, ({ box }) => box.y, ({ box }) => box.y + box.height);
  if (parts.length === 1) return [lines];
  // Cut at the widest white space only: what lies on either side may still share columns.
  return atWidest(parts).flatMap((part) => cut(part, height));
}

/** Groups of lines between which an empty band of at least `gap` runs across all of them. */
function split(lines: readonly TextLine[], gap: number, start: (line: TextLine) => number, end: (line: TextLine) => number): TextLine[][] {
  const groups: TextLine[][] = [];
  let reach = Number.NEGATIVE_INFINITY;
  for (const line of [...lines].sort((a, b) => start(a) - start(b))) {
    const group = groups.at(-1);
    if (group === undefined || start(line) - reach >= gap) groups.push([line]); else group.push(line);
    reach = Math.max(reach, end(line));
  }
  return groups;
}

function atWidest(parts: readonly (readonly TextLine[])[]): TextLine[][] {
  const top = (part: readonly TextLine[]): number => Math.min(...part.map(({ box }) => box.y));
  const bottom = (part: readonly TextLine[]): number => Math.max(...part.map(({ box }) => box.y + box.height));
  const gaps = parts.slice(1).map((part, index) => top(part) - bottom(parts[index] ?? part));
  const at = gaps.indexOf(Math.max(...gaps)) + 1;
  return [parts.slice(0, at).flat(), parts.slice(at).flat()];
}

/** Columns of prose, or the rows of a table? A table's cells are short and stand on common lines; it is read row by row. */
function areColumns(columns: readonly (readonly TextLine[])[], height: number): boolean {
  if (columns.some((column) => column.length < 2)) return false;
  const prose = columns.every((column) => median(column.map(({ box }) => box.width)) >= 8 * height);
  const [smallest = [], ...others] = [...columns].sort((a, b) => a.length - b.length);
  const aligned = smallest.filter((line) => others.every((column) => column.some((other) => Math.abs(centreY(other) - centreY(line)) < 0.35 * height)));
  return prose || aligned.length < 0.7 * smallest.length;
}

/** A gap that is clearly wider than the gaps before it, or a change of size, begins a new paragraph. */
function paragraphs(lines: readonly TextLine[]): Row[][] {
  const rows = rowsOf(lines);
  const tops = rows.map((row) => median(row.map(centreY)));
  const sizes = rows.map((row) => lineHeight(row));
  const pitch = median(tops.slice(1).map((top, index) => top - (tops[index] ?? top)));
  const found: Row[][] = [];
  rows.forEach((row, index) => {
    const before = index - 1;
    const step = (tops[index] ?? 0) - (tops[before] ?? 0);
    const [size, last] = [sizes[index] ?? 1, sizes[before] ?? 1];
    const apart = step > 1.4 * pitch && step > 1.6 * Math.min(size, last);
    const resized = Math.max(size, last) > 1.5 * Math.min(size, last);
    const paragraph = found.at(-1);
    if (paragraph === undefined || apart || resized) found.push([row]); else paragraph.push(row);
  });
  return found;
}
