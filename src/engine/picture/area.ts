import type { Answer, Box } from '../../answer/types.js';
import type { TextLine } from '../families/family.js';
import { distanceToBackground } from './prepare.js';
import type { Pixels } from './scale.js';

/** The part of a picture in `box` (whole pixels inside it). */
export function cut<P extends Pixels>(picture: P, { x, y, width, height }: Box): P {
  const rgb = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * picture.width + x) * 3;
    rgb.set(picture.rgb.subarray(from, from + width * 3), row * width * 3);
  }
  return { ...picture, width, height, rgb };
}

/** `box` with `margin` pixels on every side, as whole pixels of the picture; at least one. */
export function within(picture: Pixels, box: Box, margin = 0): Box {
  const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  const x = clamp(Math.floor(box.x - margin), picture.width - 1);
  const y = clamp(Math.floor(box.y - margin), picture.height - 1);
  return { x, y, width: clamp(Math.ceil(box.x + box.width + margin), picture.width) - x || 1, height: clamp(Math.ceil(box.y + box.height + margin), picture.height) - y || 1 };
}

/** Ink counts from this distance to the background on (0..255), and from this share of the strongest. */
const FAINT = { distance: 16, share: 0.35 } as const;

/** The smallest box that holds all ink; nothing for an empty picture. Rows and columns with a single dark pixel are dust. */
export function inkBox(picture: Pixels): Box | undefined {
  const { width, height } = picture;
  const values = distanceToBackground(picture.rgb);
  const level = Math.max(FAINT.distance, FAINT.share * values.reduce((most, value) => Math.max(most, value), 0));
  const rows = new Uint32Array(height), columns = new Uint32Array(width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((values[y * width + x] ?? 0) < level) continue;
      rows[y] = (rows[y] ?? 0) + 1;
      columns[x] = (columns[x] ?? 0) + 1;
    }
  }
  const inked = (count: number): boolean => count > 1;
  const [top, bottom, left, right] = [rows.findIndex(inked), rows.findLastIndex(inked), columns.findIndex(inked), columns.findLastIndex(inked)];
  return top < 0 || left < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** A box in the pixels of a part whose corner is at (-x, -y), or back. */
export function shifted(box: Box, x: number, y: number): Box {
  return { ...box, x: box.x + x, y: box.y + y };
}

/** The same for a line with its characters. */
export function shiftedLine(line: TextLine, x: number, y: number): TextLine {
  return { ...line, box: shifted(line.box, x, y), ...(line.glyphs && { glyphs: line.glyphs.map((glyph) => ({ ...glyph, x: glyph.x + x })) }) };
}

/** An answer about a part of a picture, in the picture's own pixels. */
export function moved(answer: Answer, { x, y }: Box, { width, height }: Pixels): Answer {
  return { ...answer, picture: { ...answer.picture, width, height }, regions: answer.regions.map((region) => ({ ...region, box: shifted(region.box, x, y) })) };
}
