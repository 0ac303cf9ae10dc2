import type { Box } from '../../answer/types.js';
import type { PlacedGlyph, TextLine } from '../families/family.js';
import type { Glyph } from './ctc.js';

/** A gap this wide (in heights of the line) is no space between words: two nodes stand in one row. */
const WIDE_GAP = 1.6;

/**
 * How far the detector's boxes reach beyond the text, in their own heights, measured on renders with known boxes (standard deviations 0.06):
 * the model was trained with boxes as wide as the ink and as high as ascent + descent.
 */
const MARGIN = { x: 0.155, y: 0.105 } as const;

/** A detector's box, shrunk to the text. */
export function tighten({ x, y, width, height }: Box): Box {
  const [dx, dy] = [Math.min(MARGIN.x * height, 0.4 * width), MARGIN.y * height];
  return { x: x + dx, y: y + dy, width: width - 2 * dx, height: height - 2 * dy };
}

/** Glyphs at their places in the picture. @param steps how many steps of the network the box is wide */
export function placed(box: Box, glyphs: readonly Glyph[], steps: number): PlacedGlyph[] {
  return glyphs.map(({ step, ...glyph }) => ({ ...glyph, x: box.x + (step * box.width) / steps }));
}

/**
 * Text and places of what was read in a box; more than one line where a wide gap stands in it.
 * @param steps how many steps of the network the box is wide
 */
export function linesIn(box: Box, glyphs: readonly Glyph[], steps: number): TextLine[] {
  const width = box.width / steps;
  const pieces: Glyph[][] = [];
  let last: Glyph | undefined;
  for (const glyph of glyphs) {
    if (glyph.character === ' ' && pieces.length === 0) continue;
    const gap = last === undefined ? 0 : (glyph.step - last.step) * width;
    if (last === undefined || (glyph.character !== ' ' && gap > (WIDE_GAP + 0.5) * box.height)) pieces.push([glyph]);
    else pieces.at(-1)?.push(glyph);
    if (glyph.character !== ' ') last = glyph;
  }
  return pieces.flatMap((piece, index) => {
    const text = piece.map(({ character }) => character).join('').trim().replace(/\s+/gu, ' ');
    if (text === '') return [];
    const marks = piece.filter(({ character }) => character !== ' ');
    const confidence = marks.reduce((sum, glyph) => sum + glyph.confidence, 0) / marks.length;
    const half = 0.5 * box.height;
    const left = index === 0 ? box.x : box.x + (marks[0]?.step ?? 0) * width - half;
    const right = index === pieces.length - 1 ? box.x + box.width : box.x + (marks.at(-1)?.step ?? steps) * width + half;
    return [{ box: tighten({ x: left, y: box.y, width: Math.max(1, right - left), height: box.height }), text, confidence, glyphs: placed(box, piece, steps) }];
  });
}
