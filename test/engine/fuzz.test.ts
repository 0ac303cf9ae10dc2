import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineFailure } from '../../src/engine/errors.js';
import { decodePicture } from '../../src/engine/picture/decode.js';
import { bmp } from './pictureBytes.js';

const flowchart = readFileSync(new URL('pictures/flowchart-12.png', import.meta.url));
const codes = ['truncated', 'too-many-pixels', 'not-a-picture', 'unsupported-format', 'empty-file'];

/** Either a picture of a sensible size or an error of ours: nothing else, whatever the bytes are. */
async function survives(bytes: Uint8Array): Promise<void> {
  try {
    const { width, height, rgb } = await decodePicture('fuzzed.png', bytes, '#ffffff');
    expect(rgb.length).toBe(width * height * 3);
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    expect(codes).toContain(error.code);
    expect(error.message).toContain('fuzzed.png');
  }
}

const damage = (length: number) => fc.array(fc.tuple(fc.nat(length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 });
function damaged(bytes: Uint8Array, changes: readonly (readonly [number, number])[]): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (const [place, value] of changes) copy[place] = value;
  return copy;
}

describe('hostile files', () => {
  it('100 fuzzed PNGs: a picture or an error each', async () => {
    await fc.assert(fc.asyncProperty(damage(flowchart.length), fc.option(fc.nat(flowchart.length)), async (changes, cut) => {
      await survives(damaged(flowchart, changes).subarray(0, cut ?? flowchart.length));
    }), { numRuns: 100, seed: 12 });
  }, 60_000);

  it('1000 fuzzed BMPs', async () => {
    const whole = bmp({ bits: 8 });
    await fc.assert(fc.asyncProperty(damage(whole.length), async (changes) => survives(damaged(whole, changes))), { numRuns: 1000, seed: 12 });
  }, 60_000);

  it('noise behind every signature', async () => {
    const starts = ['\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'GIF89a', 'RIFF\0\0\0\0WEBP', 'BM', 'II*\0', '<svg '].map((text) => Buffer.from(text, 'latin1'));
    await fc.assert(fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }), async (start, rest) => survives(Buffer.concat([start, rest]))), { numRuns: 200, seed: 12 });
  }, 60_000);
});
