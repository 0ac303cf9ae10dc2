/** Animated PNG. What decodes PNG here knows the first frame only, so that each frame is made a PNG of its own and laid over what shows (PNG specification, third edition, 11.3.6). */
import sharp from 'sharp';
import { crc32 } from 'node:zlib';
import { refuseSize } from '../errors.js';
import type { Frame } from '../types.js';
import { damaged } from './animation.js';

interface Chunk { readonly name: string; readonly data: Uint8Array }
interface Control { readonly width: number; readonly height: number; readonly x: number; readonly y: number; readonly delay: number; readonly dispose: number; readonly blend: number }

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * Frames of an animated PNG. One that ends early gives the frames that are whole.
 * @param background under transparent pixels, '#rrggbb'
 * @throws RecordingFailure where nothing of it can be decoded
 */
export async function* apngFrames(name: string, bytes: Uint8Array, background: string): AsyncGenerator<Frame> {
  let header: Chunk | undefined;
  /** Palette, transparency, gamma: what every frame needs. */
  const shared: Chunk[] = [];
  let control: Control | undefined;
  let parts: Uint8Array[] = [];
  let [canvas, width, height, time, found] = [Buffer.alloc(0), 0, 0, 0, 0];

  const show = async (): Promise<Frame | undefined> => {
    const [frame, data] = [control, parts];
    [control, parts] = [undefined, []];
    if (header === undefined || frame === undefined || data.length === 0) return undefined;
    const pixels = await sharp(png([resized(header, frame), ...shared, { name: 'IDAT', data: Buffer.concat(data) }, { name: 'IEND', data: new Uint8Array() }]), { limitInputPixels: false })
      .toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer();
    const before = frame.dispose === 2 ? Buffer.from(canvas) : undefined;
    lay(canvas, width, pixels, frame);
    const picture = { width, height, data: over(canvas, background) };
    // The first frame cannot go back to what was before it; it is cleared instead.
    if (before !== undefined && found > 0) canvas = before;
    else if (frame.dispose !== 0) clear(canvas, width, frame);
    const from = time;
    time += frame.delay;
    found++;
    return { picture, time: from, until: time };
  };

  try {
    for (const chunk of chunksOf(bytes)) {
      switch (chunk.name) {
        case 'IHDR': {
          header = chunk;
          const view = viewOf(chunk.data);
          [width, height] = [view.getUint32(0), view.getUint32(4)];
          refuseSize(name, width, height);
          canvas = Buffer.alloc(width * height * 4);
          break;
        }
        case 'fcTL': {
          const frame = await show();
          if (frame !== undefined) yield frame;
          control = controlOf(chunk.data, width, height);
          break;
        }
        // Without a control before it, this picture is for programs that know no animation.
        case 'IDAT': if (control !== undefined) parts.push(chunk.data); break;
        case 'fdAT': parts.push(chunk.data.subarray(4)); break;
        case 'IEND': { const frame = await show(); if (frame !== undefined) yield frame; break; }
        case 'acTL': case 'tEXt': case 'zTXt': case 'iTXt': case 'eXIf': case 'tIME': break;
        default: if (header !== undefined && parts.length === 0 && found === 0) shared.push(chunk);
      }
    }
    const frame = await show();
    if (frame !== undefined) yield frame;
  } catch (error) {
    if (found === 0) throw damaged(name, error);
  }
  if (found === 0) throw damaged(name, new Error('it holds no whole frame'));
}

function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  const view = viewOf(bytes);
  for (let at = signature.length; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) return;
    yield { name: String.fromCharCode(...bytes.subarray(at + 4, at + 8)), data: bytes.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

function controlOf(data: Uint8Array, width: number, height: number): Control {
  const view = viewOf(data);
  const box = { width: view.getUint32(4), height: view.getUint32(8), x: view.getUint32(12), y: view.getUint32(16) };
  if (box.width < 1 || box.height < 1 || box.x + box.width > width || box.y + box.height > height) throw new RangeError('a frame reaches beyond the picture');
  const [over, under] = [view.getUint16(20), view.getUint16(22)];
  const seconds = over / (under === 0 ? 100 : under);
  return { ...box, delay: seconds < 0.02 ? 0.1 : seconds, dispose: view.getUint8(24), blend: view.getUint8(25) };
}

/** The picture's header with the size of one frame. */
function resized({ data }: Chunk, { width, height }: Control): Chunk {
  const copy = Buffer.from(data);
  copy.writeUInt32BE(width, 0);
  copy.writeUInt32BE(height, 4);
  return { name: 'IHDR', data: copy };
}

/** Chunks as a PNG file. */
export function png(chunks: readonly Chunk[]): Buffer {
  return Buffer.concat([signature, ...chunks.flatMap(({ name, data }) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return [length, body, check];
  })]);
}

/** Puts a frame in its place: over what is there where `blend` is 1, instead of it where it is 0. */
function lay(canvas: Buffer, width: number, pixels: Buffer, { x, y, width: wide, height: high, blend }: Control): void {
  for (let row = 0; row < high; row++) {
    const [from, to] = [row * wide * 4, ((y + row) * width + x) * 4];
    if (blend === 0) { pixels.copy(canvas, to, from, from + wide * 4); continue; }
    for (let at = 0; at < wide * 4; at += 4) blendPixel(canvas, to + at, pixels, from + at);
  }
}

function blendPixel(canvas: Buffer, to: number, pixels: Buffer, from: number): void {
  const above = pixels[from + 3] ?? 0;
  if (above === 0) return;
  const below = ((canvas[to + 3] ?? 0) * (255 - above)) / 255;
  const alpha = above + below;
  for (let channel = 0; channel < 3; channel++) canvas[to + channel] = Math.round(((pixels[from + channel] ?? 0) * above + (canvas[to + channel] ?? 0) * below) / alpha);
  canvas[to + 3] = Math.round(alpha);
}

function clear(canvas: Buffer, width: number, { x, y, width: wide, height: high }: Control): void {
  for (let row = 0; row < high; row++) canvas.fill(0, ((y + row) * width + x) * 4, ((y + row) * width + x + wide) * 4);
}

/** A copy of what shows, opaque over the background. */
function over(canvas: Buffer, background: string): Buffer {
  const ground = [1, 3, 5].map((at) => Number.parseInt(background.slice(at, at + 2), 16));
  const data = Buffer.from(canvas);
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 0;
    if (alpha === 255) continue;
    for (let channel = 0; channel < 3; channel++) data[at + channel] = Math.round(((data[at + channel] ?? 0) * alpha + (ground[channel] ?? 255) * (255 - alpha)) / 255);
    data[at + 3] = 255;
  }
  return data;
}

function viewOf(bytes: Uint8Array): DataView { return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength); }
