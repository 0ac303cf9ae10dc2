/** Geometry of text lines on a page: boxes, rows, and typical sizes. All lengths are pixels of the original picture. */
import type { Box, Region } from './types.js';

/** A piece of text that was read in one place. `region` is the id of the region that it came from. */
export interface TextLine { readonly text: string; readonly box: Box; readonly confidence: number; readonly region: number }

/** Lines that stand side by side, left to right. */
export type Row = readonly TextLine[];

/** The regions that carry text. */
export function textLines(regions: readonly Region[]): TextLine[] {
  return regions.flatMap(({ id, box, text, confidence }) => (text === undefined || text.trim() === '' ? [] : [{ text, box, confidence, region: id }]));
}

/** The middle value; 0 for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

export function centreY({ box }: TextLine): number {
  return box.y + box.height / 2;
}

/** Height of a typical line. */
export function lineHeight(lines: readonly TextLine[]): number {
  return Math.max(1, median(lines.map(({ box }) => box.height)));
}

/** How many characters of a fixed-width font the text is wide: ideographs and their punctuation count twice. */
export function columns(text: string): number {
  let width = 0;
  for (const character of text) width += /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6]/.test(character) ? 2 : 1;
  return width;
}

/** Width of a typical character, and how far the lines' own widths stray from it (median relative deviation: 0 for a fixed-width font). */
export function characterWidth(lines: readonly TextLine[]): { readonly width: number; readonly spread: number } {
  // Short lines say little: a pixel of the box more or less is a large part of their width.
  const long = lines.filter(({ text }) => columns(text) >= 6);
  const widths = (long.length >= 2 ? long : lines).map(({ text, box }) => box.width / Math.max(1, columns(text)));
  const width = Math.max(0.1, median(widths));
  return { width, spread: median(widths.map((each) => Math.abs(each - width) / width)) };
}

/** Groups lines into rows from top to bottom: a line joins the row whose middle it shares. */
export function rowsOf(lines: readonly TextLine[]): Row[] {
  const rows: TextLine[][] = [];
  for (const line of [...lines].sort((a, b) => centreY(a) - centreY(b) || a.box.x - b.box.x)) {
    const row = rows.at(-1);
    const reference = row?.[0];
    if (row !== undefined && reference !== undefined && sharesRow(reference, line) && !row.some((other) => overlapX(other.box, line.box) > 0.5)) row.push(line);
    else rows.push([line]);
  }
  return rows.map((row) => row.sort((a, b) => a.box.x - b.box.x));
}

function sharesRow(a: TextLine, b: TextLine): boolean {
  return Math.abs(centreY(a) - centreY(b)) < 0.5 * Math.min(a.box.height, b.box.height);
}

/** Shared width over the narrower width. */
function overlapX(a: Box, b: Box): number {
  return (Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) / Math.max(1, Math.min(a.width, b.width));
}
