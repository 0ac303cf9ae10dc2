import type { PictureSpec } from '../package/manifest.js';
import { resize } from './scale.js';
import type { Pixels } from './scale.js';

/** What the vision graph is fed: distance to the background, 0..1, padded; and how to get back to original pixels. */
export interface Prepared {
  readonly pixels: Float32Array;
  /** Padded size. */
  readonly width: number;
  readonly height: number;
  /** Size of the picture in it. */
  readonly fed: { readonly width: number; readonly height: number };
  /** Fed pixels in one original pixel. */
  readonly scaleX: number;
  readonly scaleY: number;
}

/** The factor that brings the median text height (original pixels) to the model's, within its bounds. */
export function scaleFor(width: number, height: number, textHeights: readonly number[], spec: PictureSpec): number {
  const middle = textHeights.length > 0 ? median(textHeights) : 0.03 * Math.max(width, height);
  const wanted = Math.min(2, spec.textHeight / Math.max(middle, 1));
  return Math.min(wanted, spec.maxSide / Math.max(width, height), Math.sqrt(spec.maxPixels / (width * height)));
}

/** Scales, finds the background and pads (docs/model-package.md, "Picture preparation"). */
export async function prepare(picture: Pixels, textHeights: readonly number[], spec: PictureSpec): Promise<Prepared> {
  const scale = scaleFor(picture.width, picture.height, textHeights, spec);
  const fed = { width: Math.max(32, Math.round(picture.width * scale)), height: Math.max(32, Math.round(picture.height * scale)) };
  const scaled = await resize(picture, fed.width, fed.height, 'lanczos3');
  const width = Math.ceil(fed.width / spec.multiple) * spec.multiple;
  const height = Math.ceil(fed.height / spec.multiple) * spec.multiple;
  const pixels = new Float32Array(width * height);
  const distance = distanceToBackground(scaled.rgb);
  for (let y = 0; y < fed.height; y++) {
    for (let x = 0; x < fed.width; x++) pixels[y * width + x] = (distance[y * fed.width + x] ?? 0) / 255;
  }
  return { pixels, width, height, fed, scaleX: fed.width / picture.width, scaleY: fed.height / picture.height };
}

/** Mean colour of the pixels in the fullest bin of a 16 x 16 x 16 histogram (the first of equal ones). */
export function backgroundColour(rgb: Uint8Array): readonly [number, number, number] {
  const counts = new Uint32Array(4096);
  const sums = new Float64Array(4096 * 3);
  for (let i = 0; i < rgb.length; i += 3) {
    const [r = 0, g = 0, b = 0] = [rgb[i], rgb[i + 1], rgb[i + 2]];
    const bin = ((r >> 4) << 8) | ((g >> 4) << 4) | (b >> 4);
    counts[bin] = (counts[bin] ?? 0) + 1;
    sums[bin * 3] = (sums[bin * 3] ?? 0) + r;
    sums[bin * 3 + 1] = (sums[bin * 3 + 1] ?? 0) + g;
    sums[bin * 3 + 2] = (sums[bin * 3 + 2] ?? 0) + b;
  }
  const fullest = counts.reduce((best, count, bin) => (count > (counts[best] ?? 0) ? bin : best), 0);
  const count = Math.max(1, counts[fullest] ?? 0);
  const [r = 0, g = 0, b = 0] = sums.subarray(fullest * 3, fullest * 3 + 3);
  return [Math.fround(r / count), Math.fround(g / count), Math.fround(b / count)];
}

/** Largest channel difference to the background, 0..255: light and dark themes look alike. */
export function distanceToBackground(rgb: Uint8Array): Uint8Array {
  const [r, g, b] = backgroundColour(rgb);
  const out = new Uint8Array(rgb.length / 3);
  for (let i = 0, o = 0; i < rgb.length; i += 3, o++) {
    out[o] = halfToEven(Math.max(Math.abs((rgb[i] ?? 0) - r), Math.abs((rgb[i + 1] ?? 0) - g), Math.abs((rgb[i + 2] ?? 0) - b)));
  }
  return out;
}

/** Rounds as the training does. */
function halfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

/** 0 for no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
