import sharp from 'sharp';
import type { PictureInput } from '../package/language.js';
import type { Pixels } from './scale.js';

const kernels = { nearest: 'nearest', bilinear: 'linear', bicubic: 'cubic', lanczos: 'lanczos3' } as const;

/**
 * A picture as a converted model wants it: `size` x `size`, each channel (value / 255 - mean) / deviation, channels first.
 * `squash` ignores the aspect ratio, `crop` fits the shorter side and keeps the middle, `pad` fits the longer side and fills with the mean colour.
 */
export async function normalise(picture: Pixels, spec: PictureInput): Promise<Float32Array> {
  return toPlanes((await fit(picture, spec)).rgb, spec);
}

async function fit(picture: Pixels, spec: PictureInput): Promise<Pixels> {
  const { width, height } = picture;
  const { size } = spec;
  if (spec.fit === 'crop') {
    const scale = spec.resize / Math.min(width, height);
    const scaled = await scaleTo(picture, Math.max(size, Math.round(width * scale)), Math.max(size, Math.round(height * scale)), spec);
    return crop(scaled, (scaled.width - size) >> 1, (scaled.height - size) >> 1, size, size);
  }
  if (spec.fit === 'pad') {
    const scale = size / Math.max(width, height);
    const scaled = await scaleTo(picture, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), spec);
    return pad(scaled, size, spec.mean.map((mean) => Math.trunc(mean * 255)));
  }
  return scaleTo(picture, size, size, spec);
}

/** Scales to an exact size with the model's own kernel. */
export async function scaleTo(picture: Pixels, width: number, height: number, { kernel }: Pick<PictureInput, 'kernel'>): Promise<Pixels> {
  if (width === picture.width && height === picture.height) return picture;
  const source = sharp(picture.rgb, { raw: { width: picture.width, height: picture.height, channels: 3 }, limitInputPixels: false });
  return { width, height, rgb: await source.resize(width, height, { fit: 'fill', kernel: kernels[kernel] }).raw().toBuffer() };
}

/** A rectangle of a picture. */
export function crop(picture: Pixels, left: number, top: number, width: number, height: number): Pixels {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * picture.width + left) * 3;
    rgb.set(picture.rgb.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, rgb };
}

function pad(picture: Pixels, size: number, colour: readonly number[]): Pixels {
  const rgb = new Uint8Array(size * size * 3);
  for (let i = 0; i < rgb.length; i++) rgb[i] = colour[i % 3] ?? 0;
  const [left, top] = [(size - picture.width) >> 1, (size - picture.height) >> 1];
  for (let y = 0; y < picture.height; y++) {
    rgb.set(picture.rgb.subarray(y * picture.width * 3, (y + 1) * picture.width * 3), ((top + y) * size + left) * 3);
  }
  return { width: size, height: size, rgb };
}

/** Interleaved bytes to normalised planes. */
export function toPlanes(rgb: Uint8Array, { mean, deviation }: Pick<PictureInput, 'mean' | 'deviation'>): Float32Array {
  const area = rgb.length / 3;
  const planes = new Float32Array(rgb.length);
  for (let c = 0; c < 3; c++) {
    const [middle, spread] = [mean[c] ?? 0, deviation[c] ?? 1];
    for (let i = 0; i < area; i++) planes[c * area + i] = ((rgb[i * 3 + c] ?? 0) / 255 - middle) / spread;
  }
  return planes;
}

/** The synthetic picture of the self-test; the converter makes the same one. */
export function testPlanes(size: number): Float32Array {
  const planes = new Float32Array(3 * size * size);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) planes[(c * size + y) * size + x] = ((13 * x + 7 * y + 5 * c) % 97) / 97 - 0.5;
  }
  return planes;
}
