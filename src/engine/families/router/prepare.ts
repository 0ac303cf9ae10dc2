import { backgroundColour, distanceToBackground } from '../../picture/prepare.js';
import { resize } from '../../picture/scale.js';
import type { Pixels } from '../../picture/scale.js';

export interface RouterSpec extends Bound {
  /** A scaled side has at least so many pixels. */
  readonly smallest: number;
  /** Sides are padded to multiples of this. */
  readonly multiple: number;
  /** A second look at another size. */
  readonly again?: Bound;
}
/** The largest that a picture is scaled to, in pixels: its longer side, its area. */
export interface Bound { readonly maxSide: number; readonly maxPixels: number }

/** What the router is fed: three planes of `width` x `height`, padded right and below with 0. */
export interface RouterPicture { readonly pixels: Float32Array; readonly width: number; readonly height: number; readonly fed: { readonly width: number; readonly height: number } }

/** Size that a picture is scaled to: never larger than it is, its aspect ratio kept. */
export function fedSize(width: number, height: number, spec: RouterSpec): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, spec.maxSide / Math.max(width, height), Math.sqrt(spec.maxPixels / (width * height)));
  return { width: Math.max(spec.smallest, Math.round(width * scale)), height: Math.max(spec.smallest, Math.round(height * scale)) };
}

/**
 * Three planes of bytes, one after the other: distance to the background, saturation (largest less smallest channel), and luminance relative to the
 * background's, 128 where they are equal. The same as `models/unrender_models/router/prepare.py`.
 */
export function channels(rgb: Uint8Array): Uint8Array {
  const [r0, g0, b0] = backgroundColour(rgb);
  const count = rgb.length / 3;
  const out = new Uint8Array(3 * count);
  out.set(distanceToBackground(rgb));
  for (let i = 0; i < count; i++) {
    const [r = 0, g = 0, b = 0] = [rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]];
    out[count + i] = Math.max(r, g, b) - Math.min(r, g, b);
    const luminance = 0.299 * (r - r0) + 0.587 * (g - g0) + 0.114 * (b - b0);
    out[2 * count + i] = Math.max(0, Math.min(255, Math.floor(128 + luminance / 2 + 0.5)));
  }
  return out;
}

/** What the router is fed, one a look; a picture that both looks would show alike is looked at once. */
export async function looksAt(picture: Pixels, { again, ...spec }: RouterSpec): Promise<RouterPicture[]> {
  const first = await prepareForRouter(picture, spec);
  if (again === undefined) return [first];
  const { width, height } = fedSize(picture.width, picture.height, { ...spec, ...again });
  return width === first.fed.width && height === first.fed.height ? [first] : [first, await prepareForRouter(picture, { ...spec, ...again })];
}

/** Scales, and gives values in 0..1, 0..1 and -1..1, in which 0 is the background. @param picture RGB pixels of a picture or of a crop */
export async function prepareForRouter(picture: Pixels, spec: RouterSpec): Promise<RouterPicture> {
  const fed = fedSize(picture.width, picture.height, spec);
  const values = channels((await resize(picture, fed.width, fed.height, 'lanczos3')).rgb);
  const width = Math.ceil(fed.width / spec.multiple) * spec.multiple;
  const height = Math.ceil(fed.height / spec.multiple) * spec.multiple;
  const pixels = new Float32Array(3 * width * height);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < fed.height; y++) {
      for (let x = 0; x < fed.width; x++) {
        const value = values[(c * fed.height + y) * fed.width + x] ?? 0;
        pixels[(c * height + y) * width + x] = c < 2 ? value / 255 : (value - 128) / 128;
      }
    }
  }
  return { pixels, width, height, fed };
}
