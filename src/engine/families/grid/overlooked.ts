/** Texts that the text reader passed over: short ones that stand alone in a cell, dashes above all. Cells that are empty and show ink are read once more. */
import type { Box } from '../../../answer/types.js';
import { cut, within } from '../../picture/area.js';
import { distanceToBackground } from '../../picture/prepare.js';
import type { Pixels } from '../../picture/scale.js';
import type { PlacedGlyph, TextLine } from '../family.js';

/** Reads boxes that are known to be rows of text, in original pixels; see `TextReader.readRows`. */
export type RowReader = (boxes: readonly Box[]) => Promise<readonly (readonly PlacedGlyph[])[]>;

/** Cells that are read again at most: bounds the time. */
const MOST = 96;
/** Ink differs from the cell's background by this much at least (0..255): less is the noise of compression. */
const INK = 40;
/** Readings with less are none. */
const SURE = 0.6;
/** In heights of the text: how much of a cell's edge may be its border, how high a row's ink may be, how flat a dash is, and from which widths on a dash is called longer. */
const EDGE = 0.15, TALLEST = 1.5, FLAT = 0.25, EN = 0.34, EM = 0.54;

/**
 * @param cells boxes without text, in original pixels
 * @param height of the table's text
 */
export async function overlooked(picture: Pixels, cells: readonly Box[], height: number, read: RowReader): Promise<TextLine[]> {
  const inked = cells.slice(0, MOST).flatMap((cell) => {
    const box = inkIn(picture, cell, height);
    return box === undefined ? [] : [box];
  });
  const dashes = inked.filter((box) => isDash(box, height)), others = inked.filter((box) => !isDash(box, height));
  const rows = others.map((box) => rowAround(box, height));
  const glyphs = rows.length === 0 ? [] : await read(rows);
  return [
    ...dashes.map((box): TextLine => ({ box: rowAround(box, height), text: box.width < EN * height ? '-' : box.width < EM * height ? '–' : '—', confidence: SURE })),
    ...rows.flatMap((box, index) => lineOf(box, glyphs[index] ?? [])),
  ];
}

/** The ink of a cell that may be one row of text. */
function inkIn(picture: Pixels, cell: Box, height: number): Box | undefined {
  const edge = Math.max(2, EDGE * height);
  if (cell.width < 2 * edge + 3 || cell.height < 2 * edge + 3) return undefined;
  const box = within(picture, { x: cell.x + edge, y: cell.y + edge, width: cell.width - 2 * edge, height: cell.height - 2 * edge });
  const values = distanceToBackground(cut(picture, box).rgb);
  let [left, top, right, bottom] = [box.width, box.height, -1, -1];
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      if ((values[y * box.width + x] ?? 0) < INK) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  const ink: Box = { x: box.x + left, y: box.y + top, width: right - left + 1, height: bottom - top + 1 };
  // What runs from edge to edge is a border or a filling.
  const filling = left === 0 || right === box.width - 1 || (top === 0 && bottom === box.height - 1);
  return right < left || filling || ink.height > TALLEST * height || ink.width < 2 ? undefined : ink;
}

function isDash({ width, height }: Box, text: number): boolean {
  return height <= Math.max(2, FLAT * text) && width >= 1.5 * height && width <= 1.6 * text;
}

/** The row of text that some ink stands in. */
function rowAround(ink: Box, height: number): Box {
  const high = Math.max(height, ink.height), side = 0.2 * high;
  return { x: ink.x - side, y: ink.y + (ink.height - high) / 2, width: ink.width + 2 * side, height: high };
}

function lineOf(box: Box, glyphs: readonly PlacedGlyph[]): TextLine[] {
  const marks = glyphs.filter(({ character }) => character.trim() !== '');
  const confidence = marks.reduce((sum, glyph) => sum + glyph.confidence, 0) / Math.max(1, marks.length);
  const text = glyphs.map(({ character }) => character).join('').trim();
  // One letter out of an alphabet that nothing else suggests is a sign that the reader does not know.
  return text === '' || confidence < SURE || /^\p{Script=Han}$/u.test(text) ? [] : [{ box, text, confidence, glyphs }];
}
