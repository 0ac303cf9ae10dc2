import type { Pixels } from '../picture/scale.js';

/** A horizontal strip of a picture: for each pixel how far it is from the ground that it stands on, 0..255. */
export interface Strip { readonly top: number; readonly height: number; readonly width: number; readonly ink: Uint8Array }

/** A colour that covers this share of a strip is ground, too: gutters, selections, the line with the cursor. Strokes of text never cover as much. */
const GROUND_SHARE = 0.15;
const BINS = 4096;

/** A column of pixels whose channels differ by no more than this from top to bottom holds no text. */
const FLAT = 10;

/**
 * Rows [top, top + height) of the picture, bounded to it.
 * @param around what is of one colour that far above and below as well is no text but a border, a guide or a gutter's edge
 */
export function stripOf(picture: Pixels, top: number, height: number, around = 0): Strip {
  const first = Math.min(Math.max(0, Math.round(top)), picture.height - 1);
  const last = Math.min(picture.height, Math.max(first + 1, Math.round(top + height)));
  const { width } = picture;
  const rgb = picture.rgb.subarray(first * width * 3, last * width * 3);
  const grounds = groundsOf(rgb);
  const ink = new Uint8Array(rgb.length / 3);
  for (let i = 0, at = 0; at < ink.length; i += 3, at++) {
    let least = 255;
    for (const [r, g, b] of grounds) {
      const away = Math.max(Math.abs((rgb[i] ?? 0) - r), Math.abs((rgb[i + 1] ?? 0) - g), Math.abs((rgb[i + 2] ?? 0) - b));
      if (away < least) least = away;
    }
    ink[at] = least;
  }
  const [above, below] = [Math.max(0, Math.round(first - around)), Math.min(picture.height, Math.round(last + around))];
  for (let x = 0; x < width; x++) if (isFlat(picture, x, above, below)) for (let y = 0; y < last - first; y++) ink[y * width + x] = 0;
  return { top: first, height: last - first, width, ink };
}

function isFlat({ rgb, width }: Pixels, x: number, from: number, to: number): boolean {
  for (let c = 0; c < 3; c++) {
    let [low, high] = [255, 0];
    for (let y = from; y < to; y++) {
      const value = rgb[(y * width + x) * 3 + c] ?? 0;
      low = Math.min(low, value);
      high = Math.max(high, value);
      if (high - low > FLAT) return false;
    }
  }
  return true;
}

type Colour = readonly [number, number, number];

function groundsOf(rgb: Uint8Array): Colour[] {
  const counts = new Uint32Array(BINS);
  const sums = new Float64Array(BINS * 3);
  for (let i = 0; i < rgb.length; i += 3) {
    const bin = (((rgb[i] ?? 0) >> 4) << 8) | (((rgb[i + 1] ?? 0) >> 4) << 4) | ((rgb[i + 2] ?? 0) >> 4);
    counts[bin] = (counts[bin] ?? 0) + 1;
    for (let c = 0; c < 3; c++) sums[bin * 3 + c] = (sums[bin * 3 + c] ?? 0) + (rgb[i + c] ?? 0);
  }
  const fullest = counts.reduce((best, count, bin) => (count > (counts[best] ?? 0) ? bin : best), 0);
  const found: Colour[] = [];
  counts.forEach((count, bin) => {
    if (bin !== fullest && count < GROUND_SHARE * (rgb.length / 3)) return;
    found.push([(sums[bin * 3] ?? 0) / count, (sums[bin * 3 + 1] ?? 0) / count, (sums[bin * 3 + 2] ?? 0) / count]);
  });
  return found;
}

/** The strongest ink of the pixels whose middles lie in [left, right]. */
export function strongest(strip: Strip, left: number, right: number): number {
  const [x0, x1] = [Math.max(0, Math.ceil(left - 0.5)), Math.min(strip.width, Math.floor(right - 0.5) + 1)];
  let most = 0;
  for (let y = 0; y < strip.height; y++) {
    for (let x = x0; x < x1; x++) most = Math.max(most, strip.ink[y * strip.width + x] ?? 0);
  }
  return most;
}

/** Ink of each column of pixels, summed over the strip: what is left of the ground is no part of it. */
export function inkByColumn(strip: Strip): Float64Array {
  const sums = new Float64Array(strip.width);
  strip.ink.forEach((value, i) => {
    if (value > 16) sums[i % strip.width] = (sums[i % strip.width] ?? 0) + value;
  });
  return sums;
}
