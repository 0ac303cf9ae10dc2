/** Small animations as files, made here. */
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { png } from '../../src/recording/frames/apng.js';
import type { FramePicture } from '../../src/recording/types.js';

/** Frames of one size as GIF or WebP. @param delays milliseconds */
export async function animation(format: 'gif' | 'webp', frames: readonly FramePicture[], delays: readonly number[]): Promise<Buffer> {
  const [{ width, height } = { width: 1, height: 1 }] = frames;
  const roll = sharp(Buffer.concat(frames.map(({ data }) => new Uint8Array(data))), { raw: { width, height: height * frames.length, channels: 4, pageHeight: height }, limitInputPixels: false });
  return format === 'gif' ? roll.gif({ delay: [...delays], effort: 1 }).toBuffer() : roll.webp({ lossless: true, effort: 0, delay: [...delays] }).toBuffer();
}

export interface ApngFrame { readonly picture: FramePicture; readonly x?: number; readonly y?: number; readonly delay: number; readonly dispose?: 0 | 1 | 2; readonly blend?: 0 | 1 }

/** Frames as an animated PNG; the first one is as large as all of it. @param still a picture for programs that know no animation stands before the frames */
export function apng(frames: readonly ApngFrame[], still = false): Buffer {
  const [{ width, height } = { width: 1, height: 1 }] = frames.map(({ picture }) => picture);
  const numbers = (...values: readonly number[]): Buffer => { const bytes = Buffer.alloc(values.length * 4); values.forEach((value, at) => bytes.writeUInt32BE(value, at * 4)); return bytes; };
  let sequence = 0;
  const pixels = ({ width: wide, height: high, data }: FramePicture): Buffer => deflateSync(Buffer.concat(Array.from({ length: high }, (_, row) => [Buffer.of(0), new Uint8Array(data.subarray(row * wide * 4, (row + 1) * wide * 4))]).flat()));
  const control = ({ picture, x = 0, y = 0, delay, dispose = 0, blend = 0 }: ApngFrame): Buffer => {
    const times = Buffer.alloc(6);
    times.writeUInt16BE(delay, 0);
    times.writeUInt16BE(1000, 2);
    times.writeUInt8(dispose, 4);
    times.writeUInt8(blend, 5);
    return Buffer.concat([numbers(sequence++, picture.width, picture.height, x, y), times]);
  };
  return png([
    { name: 'IHDR', data: Buffer.concat([numbers(width, height), Buffer.of(8, 6, 0, 0, 0)]) }, { name: 'acTL', data: numbers(frames.length, 0) },
    ...(still ? [{ name: 'IDAT', data: pixels({ width, height, data: new Uint8Array(width * height * 4) }) }] : []),
    ...frames.flatMap((frame, at) => [{ name: 'fcTL', data: control(frame) }, at === 0 && !still ? { name: 'IDAT', data: pixels(frame.picture) } : { name: 'fdAT', data: Buffer.concat([numbers(sequence++), pixels(frame.picture)]) }]),
    { name: 'IEND', data: new Uint8Array() },
  ]);
}

/** One colour, [r, g, b, a]. */
export function plain(width: number, height: number, colour: readonly number[]): FramePicture {
  return { width, height, data: Buffer.alloc(width * height * 4, Buffer.from(colour)) };
}
