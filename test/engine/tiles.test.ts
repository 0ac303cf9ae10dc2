import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averaged, withinPicture } from '../../src/engine/families/prefix/grid.js';
import { MergedDecoder } from '../../src/engine/generation/merged.js';
import type { PictureInput } from '../../src/engine/package/language.js';
import { arrangements, bestResolution, cut } from '../../src/engine/picture/tiles.js';
import type { FloatTensor, Graph, Tensor } from '../../src/engine/runtime/graph.js';

const input: PictureInput = { size: 4, fit: 'squash', kernel: 'nearest', resize: 4, mean: [0, 0, 0], deviation: [1, 1, 1] };
/** Red tells the column, green the row. */
const picture = (width: number, height: number) => ({ width, height, rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i % 3 === 0 ? Math.floor(i / 3) % width : i % 3 === 1 ? Math.floor(i / 3 / width) : 255)) });
const corner = (tile: Float32Array | undefined): number[] => [Math.round((tile?.[0] ?? 0) * 255), Math.round((tile?.[16] ?? 0) * 255), Math.round((tile?.[32] ?? 0) * 255)];

describe('a picture in parts', () => {
  it('lies on the smallest canvas that holds it, black where nothing is', async () => {
    expect(arrangements(4)).toEqual([[1, 1], [1, 2], [1, 3], [1, 4], [2, 1], [2, 2], [3, 1], [4, 1]]);
    const wide = await cut(picture(8, 4), input, { kind: 'canvas', most: 4 });
    expect([wide.rows, wide.columns, wide.tiles.map(corner)]).toEqual([1, 2, [[0, 0, 255], [4, 0, 255]]]);
    const small = await cut(picture(6, 4), input, { kind: 'canvas', most: 4 });
    expect([small.rows, small.columns]).toEqual([1, 2]);
    // The last two columns of the second tile are padding.
    expect(Array.from(small.tiles[1]?.subarray(32, 36) ?? [], (value) => Math.round(value))).toEqual([1, 1, 0, 0]);
  });

  it('is cut at the resolution that keeps most and wastes least', async () => {
    const grids = [[4, 8], [8, 4], [8, 8]] as const;
    expect(bestResolution({ width: 4, height: 4 }, grids)).toEqual({ width: 8, height: 4 });
    expect(bestResolution({ width: 100, height: 90 }, grids)).toEqual({ width: 8, height: 8 });
    const cutUp = await cut(picture(4, 4), input, { kind: 'grids', grids, most: 9 });
    expect([cutUp.rows, cutUp.columns, corner(cutUp.whole)]).toEqual([1, 2, [0, 0, 255]]);
    // In the middle: two columns of padding, then the picture.
    expect(Array.from(cutUp.tiles[0]?.subarray(32, 36) ?? [], (value) => Math.round(value))).toEqual([0, 0, 1, 1]);
  });

  it('is split row by row, the whole last; a small one is only the whole', async () => {
    const four = await cut(picture(8, 8), input, { kind: 'split', longest: 8 });
    expect([four.rows, four.columns, four.tiles.map(corner)]).toEqual([2, 2, [[0, 0, 255], [4, 0, 255], [0, 4, 255], [4, 4, 255]]]);
    const one = await cut(picture(3, 2), input, { kind: 'split', longest: 4 });
    expect([one.rows, one.columns, one.tiles]).toEqual([0, 0, []]);
    expect(one.whole).toHaveLength(48);
  });

  it('has whole tiles, whatever its size', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), async (width, height) => {
      for (const tiling of [{ kind: 'canvas', most: 4 }, { kind: 'grids', grids: [[4, 8], [8, 4], [8, 8], [4, 12]], most: 9 }, { kind: 'split', longest: 12 }] as const) {
        const seen = await cut(picture(width, height), input, tiling);
        expect(seen.tiles).toHaveLength(seen.rows * seen.columns);
        for (const tile of seen.tiles) expect(tile).toHaveLength(48);
      }
    }), { numRuns: 30 });
  });
});

describe('a grid of features', () => {
  const grid = (columns: number, rows: number) => ({ columns, rows, width: 1, data: Float32Array.from({ length: columns * rows }, (_, i) => i) });
  it('loses what lies beyond the picture', () => {
    expect(withinPicture(grid(4, 4), { width: 4, height: 2 })).toMatchObject({ columns: 4, rows: 2, data: Float32Array.from([4, 5, 6, 7, 8, 9, 10, 11]) });
    expect(withinPicture(grid(4, 2), { width: 1, height: 1 })).toMatchObject({ columns: 2, rows: 2, data: Float32Array.from([1, 2, 5, 6]) });
  });
  it('is scaled down between the middles of its cells', () => {
    expect(averaged(grid(4, 2), 2, 1).data).toEqual(Float32Array.from([2.5, 4.5]));
  });
});

describe('a decoder that is given all its past', () => {
  /** Keys are the token's number; logits are the sum of all keys that it was given: what is wrong in the past shows. */
  const graph = (): Graph => ({
    inputs: ['inputs_embeds', 'attention_mask', 'position_ids'],
    async run(feeds: Readonly<Record<string, Tensor>>) {
      const embeds = feeds['inputs_embeds'] as FloatTensor;
      const past = feeds['past_key_values.0.key'] as FloatTensor;
      const [count, before] = [embeds.dims[1] ?? 0, past.dims[2] ?? 0];
      const present = { data: new Float32Array(2 * (before + count)), dims: [1, 2, before + count, 1] };
      for (let head = 0; head < 2; head++) {
        present.data.set(past.data.subarray(head * before, (head + 1) * before), head * (before + count));
        present.data.set(embeds.data.map((value) => value + head), head * (before + count) + before);
      }
      const all = present.data.reduce((sum, value) => sum + value, 0);
      return { logits: { data: new Float32Array(count).fill(all), dims: [1, count, 1] }, 'present.0.key': present, 'present.0.value': past };
    },
    async dispose() { /* nothing is held */ },
  });
  const shape = { layers: 1, heads: 2, headSize: 1, width: 1, vocabulary: 1, context: 600 };

  it('keeps every key in its place, however it grows and goes back', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ add: fc.integer({ min: 1, max: 120 }), back: fc.integer({ min: 0, max: 40 }) }), { minLength: 1, maxLength: 4 }), async (steps) => {
      const decoder = new MergedDecoder(graph(), shape);
      const tokens: number[] = [];
      for (const { add, back } of steps) {
        const more = Array.from({ length: add }, (_, i) => tokens.length + i);
        tokens.push(...more);
        const [sum] = await decoder.feed({ embeds: Float32Array.from(more), kinds: more.map(() => -1), keep: [add - 1] });
        expect(sum).toBe(tokens.reduce((total, value) => total + 2 * value + 1, 0));
        tokens.length = Math.max(0, tokens.length - back);
        decoder.rewind(tokens.length);
      }
    }), { numRuns: 40 });
  });
  it('says so where its context is full', async () => {
    const decoder = new MergedDecoder(graph(), { ...shape, context: 3 });
    await expect(decoder.feed({ embeds: new Float32Array(4), kinds: [0, 0, 0, 0], keep: [3] })).rejects.toMatchObject({ code: 'too-large' });
  });
});
