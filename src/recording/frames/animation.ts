import sharp from 'sharp';
import { refuseSize, RecordingFailure } from '../errors.js';
import type { Frame } from '../types.js';

sharp.cache(false);

/** Bytes of the frames that are decoded in one go. Frames build upon those before them, so that one at a time would decode the first ones over and over. */
const batch = 48 * 2 ** 20;
/** Browsers show a frame without a delay, or with next to none, this long (milliseconds). */
const usual = 100, least = 20;

/**
 * Frames of an animated GIF or WebP. A file that ends early gives the frames that are whole.
 * @param background under transparent pixels, '#rrggbb'
 * @throws RecordingFailure where nothing of it can be decoded
 */
export async function* animationFrames(name: string, bytes: Uint8Array, background: string): AsyncGenerator<Frame> {
  const { pages = 1, width, pageHeight, height, delay = [] } = await sharp(bytes, { pages: -1, limitInputPixels: false }).metadata().catch((error: unknown) => { throw damaged(name, error); });
  const tall = pageHeight ?? height;
  refuseSize(name, width, tall);
  const size = width * tall * 4;
  const together = Math.max(1, Math.floor(batch / size));
  let time = 0;
  for (let page = 0; page < pages; page += together) {
    const count = Math.min(together, pages - page);
    const data = await decode(bytes, page, count, background).catch((error: unknown) => { if (page === 0) throw damaged(name, error); return undefined; });
    for (let index = 0; index < count; index++) {
      const picture = data?.subarray(index * size, (index + 1) * size) ?? (await decode(bytes, page + index, 1, background).catch(() => undefined));
      if (picture === undefined || picture.length < size) return;
      const shown = delay[page + index] ?? usual;
      const until = time + (shown < least ? usual : shown) / 1000;
      yield { picture: { width, height: tall, data: picture }, time, until };
      time = until;
    }
  }
}

function decode(bytes: Uint8Array, page: number, pages: number, background: string): Promise<Buffer> {
  return sharp(bytes, { page, pages, limitInputPixels: false, failOn: 'error' }).toColourspace('srgb').flatten({ background }).ensureAlpha().raw({ depth: 'uchar' }).toBuffer();
}

export function damaged(name: string, error: unknown): RecordingFailure {
  const cause = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]?.trim() ?? '';
  return error instanceof RecordingFailure ? error : new RecordingFailure('truncated', `${name} is damaged: none of its frames can be decoded (${cause}). Save or copy it again.`);
}
