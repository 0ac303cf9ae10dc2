import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Metadata, Sharp } from 'sharp';
import { EngineFailure } from '../errors.js';
import { BmpError, readBmp, readBmpHeader } from './bmp.js';
import { sniff } from './sniff.js';

/** A decoded picture: RGB, 8 bits a channel, row by row, upright. */
export interface Picture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
  /** Of the file's bytes. */
  readonly sha256: string;
}

export const MOST_BYTES = 64 * 2 ** 20;
export const MOST_PIXELS = 100_000_000;

// One picture at a time is read: libvips' own cache would only hold memory.
sharp.cache(false);

/**
 * Reads a picture by its content (the extension does not matter): first frame, EXIF orientation honoured, transparency over `background` ('#rrggbb').
 * Sizes are checked on the header, before any pixel has a place in memory.
 * @throws EngineFailure naming the file and the cause
 */
export async function decodePicture(name: string, bytes: Uint8Array, background: string): Promise<Picture> {
  if (bytes.length === 0) throw new EngineFailure('empty-file', `${name} is empty (0 bytes).`);
  if (bytes.length > MOST_BYTES) {
    throw new EngineFailure('too-large', `${name} is too large: ${megabytes(bytes.length)} MB, at most ${megabytes(MOST_BYTES)} MB are read. Crop it or save it smaller.`);
  }
  const sniffed = sniff(bytes);
  if (sniffed === undefined) throw new EngineFailure('not-a-picture', `${name} is no picture: its content is not PNG, JPEG, WebP, GIF or BMP.`);
  if ('other' in sniffed) {
    const advice = sniffed.other === 'SVG' ? 'Open it and take a screenshot, or export it as PNG' : 'Save or export it as PNG';
    throw new EngineFailure('unsupported-format', `${name} is ${article(sniffed.other)}, which is not read. ${advice}.`);
  }
  try {
    const source = sniffed.format === 'bmp' ? fromBmp(name, bytes) : await fromFile(name, bytes);
    // The colour space is set before the alpha is blended: grey and 16-bit pictures become 8-bit RGB first.
    const { data, info } = await source.toColourspace('srgb').flatten({ background }).raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    return { name, width: info.width, height: info.height, rgb: threeChannels(data, info.channels), sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    throw explain(name, sniffed.format.toUpperCase(), error);
  }
}

async function fromFile(name: string, bytes: Uint8Array): Promise<Sharp> {
  const image = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1, sequentialRead: true });
  const metadata: Metadata = await sharp(bytes, { limitInputPixels: false, pages: 1 }).metadata();
  refuseBombs(name, metadata.width, metadata.height);
  return image.autoOrient();
}

function fromBmp(name: string, bytes: Uint8Array): Sharp {
  const header = readBmpHeader(bytes);
  refuseBombs(name, header.width, header.height);
  return sharp(readBmp(bytes, header), { raw: { width: header.width, height: header.height, channels: 4 } });
}

function refuseBombs(name: string, width: number, height: number): void {
  if (width * height <= MOST_PIXELS) return;
  throw new EngineFailure('too-many-pixels', `${name} has ${width} x ${height} pixels; at most ${MOST_PIXELS / 1e6} megapixels are read. Crop it or scale it down.`);
}

function threeChannels(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let from = 0, to = 0; from < data.length; from += channels, to += 3) {
    for (let c = 0; c < 3; c++) rgb[to + c] = data[from + (channels > 2 ? c : 0)] ?? 0;
  }
  return rgb;
}

function explain(name: string, format: string, error: unknown): EngineFailure {
  if (error instanceof EngineFailure) return error;
  const cause = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]?.trim() ?? '';
  if (error instanceof BmpError && error.reason === 'unsupported') {
    return new EngineFailure('unsupported-format', `${name} is a BMP of a kind that is not read (${cause}). Save it as PNG.`);
  }
  if (/pixel limit/iu.test(cause)) return new EngineFailure('too-many-pixels', `${name} has more than ${MOST_PIXELS / 1e6} megapixels. Crop it or scale it down.`);
  return new EngineFailure('truncated', `${name} is a damaged or truncated ${format} file (${cause}). Save or copy it again.`);
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(bytes % 2 ** 20 === 0 ? 0 : 1);
}

function article(format: string): string {
  return /^(?:SVG|AVIF|HEIF|icon)/u.test(format) ? `an ${format}` : `a ${format}`;
}
