import sharp from 'sharp';
import type { Sharp } from 'sharp';
import type { Picture } from './decode.js';

/** RGB pixels of a scaled picture. */
export interface Pixels { readonly width: number; readonly height: number; readonly rgb: Uint8Array }

/** Scales to an exact size; `lanczos3` for what a model looks at, `linear` where speed counts more. */
export async function resize(picture: Pixels, width: number, height: number, kernel: 'lanczos3' | 'linear'): Promise<Pixels> {
  if (width === picture.width && height === picture.height) return picture;
  const data = await open(picture).resize(width, height, { fit: 'fill', kernel }).raw().toBuffer();
  return { width, height, rgb: data };
}

/** A PNG of at most `side` pixels a side, for people to look at. */
export async function thumbnail(picture: Picture, side: number): Promise<Uint8Array> {
  return open(picture).resize(side, side, { fit: 'inside', withoutEnlargement: true }).png({ compressionLevel: 3 }).toBuffer();
}

function open({ rgb, width, height }: Pixels): Sharp {
  return sharp(rgb, { raw: { width, height, channels: 3 }, limitInputPixels: false });
}
