import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePicture } from '../../src/engine/picture/decode.js';
import { bmp, png, pngHeader } from './pictureBytes.js';

const decode = (bytes: Uint8Array, name = 'a.png', background = '#ffffff') => decodePicture(name, bytes, background);
/** Two pixels: red, green. */
const pair = sharp(Buffer.from([255, 0, 0, 0, 255, 0]), { raw: { width: 2, height: 1, channels: 3 } });
const large = sharp({ create: { width: 64, height: 32, channels: 3, background: '#3366cc' } });

describe('pictures that are read', () => {
  it.each([['png'], ['webp'], ['gif']] as const)('%s, whatever the name says', async (format) => {
    const picture = await decode(await pair.clone().toFormat(format, format === 'webp' ? { lossless: true } : {}).toBuffer(), 'a.txt');
    expect([picture.width, picture.height, ...picture.rgb]).toEqual([2, 1, 255, 0, 0, 0, 255, 0]);
  });

  it('JPEG, turned as its EXIF orientation says', async () => {
    const bytes = await large.clone().jpeg().withMetadata({ orientation: 6 }).toBuffer();
    expect(await decode(bytes)).toMatchObject({ width: 32, height: 64 });
  });

  it('grey, 16-bit and CMYK pictures as RGB', async () => {
    const grey = await large.clone().greyscale().png().toBuffer();
    const deep = await large.clone().toColourspace('rgb16').png().toBuffer();
    const cmyk = await large.clone().toColourspace('cmyk').jpeg().toBuffer();
    for (const bytes of [grey, deep, cmyk]) expect((await decode(bytes)).rgb.length).toBe(64 * 32 * 3);
    expect([...(await decode(deep)).rgb.subarray(0, 3)]).toEqual([0x33, 0x66, 0xcc]);
  });

  it('transparent pixels as the background', async () => {
    const bytes = await sharp(Buffer.from([255, 255, 255, 0, 0, 0, 0, 255]), { raw: { width: 2, height: 1, channels: 4 } }).png().toBuffer();
    expect([...(await decode(bytes, 'a.png', '#1e2030')).rgb]).toEqual([0x1e, 0x20, 0x30, 0, 0, 0]);
  });

  it('the first frame of an animation', async () => {
    const frames = Buffer.concat([Buffer.alloc(300, 255), Buffer.alloc(300, 0)]);
    const bytes = await sharp(frames, { raw: { width: 10, height: 20, channels: 3, pageHeight: 10 } }).gif().toBuffer();
    const picture = await decode(bytes);
    expect([picture.width, picture.height, picture.rgb[0]]).toEqual([10, 10, 255]);
  });

  it.each([[1], [4], [8], [24], [32]] as const)('BMP of %i bits, bottom up and top down', async (bits) => {
    for (const topDown of [false, true]) {
      const picture = await decode(bmp({ bits, topDown }), 'a.bmp');
      expect([picture.width, picture.height, ...picture.rgb]).toEqual([2, 2, 255, 255, 255, 0, 0, 0, 0, 0, 0, 255, 255, 255]);
    }
  });

  it('knows the file by its SHA-256', async () => {
    expect((await decode(await pair.clone().png().toBuffer())).sha256).toMatch(/^[0-9a-f]{64}$/u);
  });
});

describe('files that are refused', () => {
  const refused = (bytes: Uint8Array, code: string, message: RegExp) =>
    expect(decode(bytes, 'folder/a.png')).rejects.toMatchObject({ name: 'EngineFailure', code, message: expect.stringMatching(message) as string });

  it('names the file and says that it is empty', () => refused(new Uint8Array(0), 'empty-file', /^folder\/a\.png is empty/u));
  it('text', () => refused(Buffer.from('hello'), 'not-a-picture', /is no picture/u));
  it('64 MiB and a byte', () => refused(new Uint8Array(64 * 2 ** 20 + 1), 'too-large', /64\.0 MB, at most 64 MB/u));
  it.each([
    ['SVG', '<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['SVG', '\uFEFF<svg onload="alert(1)"/>'], ['PDF', '%PDF-1.7'], ['TIFF', 'II*\0'], ['AVIF', '\0\0\0\x20ftypavif'], ['icon', '\0\0\x01\0\x01\0'],
  ])('%s, with advice', (format, text) => refused(Buffer.from(text), 'unsupported-format', new RegExp(`an? ${format}.*Save|an ${format}.*screenshot`, 'u')));
  it('a compressed BMP, with advice', () => refused(bmp({ bits: 8, compression: 1 }), 'unsupported-format', /Save it as PNG/u));

  it('bombs, before they have a place in memory', async () => {
    const before = process.memoryUsage.rss();
    // 60,000 x 60,000 pixels in a few hundred bytes, and the same as a BMP header.
    await refused(png(60_000, 60_000, deflateSync(Buffer.alloc(1000))), 'too-many-pixels', /60000 x 60000/u);
    await refused(bmp({ bits: 32, width: 60_000, height: 60_000 }), 'too-many-pixels', /100 megapixels/u);
    await refused(png(10_001, 10_000, deflateSync(Buffer.alloc(1000))), 'too-many-pixels', /10001 x 10000/u);
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 2 ** 20);
  });

  it.each([['png'], ['jpeg'], ['webp'], ['gif']] as const)('a truncated %s', async (format) => {
    const noise = Buffer.from(Array.from({ length: 100 * 100 * 3 }, (_, i) => (i * 7919) % 251));
    const bytes = await sharp(noise, { raw: { width: 100, height: 100, channels: 3 } }).toFormat(format).toBuffer();
    for (const share of [0.9, 0.5, 0.1]) await refused(bytes.subarray(0, Math.floor(bytes.length * share)), 'truncated', /damaged or truncated/u);
  });

  it('a truncated BMP, and one that is only a header', async () => {
    const bytes = bmp({ bits: 24 });
    for (let length = 2; length < bytes.length; length++) await refused(bytes.subarray(0, length), 'truncated', /damaged or truncated BMP/u);
  });

  it('a PNG without pixels', () => refused(pngHeader(4, 4), 'truncated', /damaged or truncated PNG/u));
});
