import sharp from 'sharp';
import type { FramePicture } from './types.js';

/** A frame as PNG. Steps are few, and each is read once: speed counts more than bytes. */
export async function encodeFrame({ width, height, data }: FramePicture): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false }).removeAlpha().png({ compressionLevel: 3 }).toBuffer();
}
