import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyValueCache } from '../../src/engine/generation/cache.js';
import { attentionMasks, attentionRules, TEXT } from '../../src/engine/generation/masks.js';
import { crossFeeds } from '../../src/engine/generation/media.js';
import { atMarkers, layOut } from '../../src/engine/generation/prompt.js';
import { chooser } from '../../src/engine/generation/sample.js';
import { normalise } from '../../src/engine/picture/normalise.js';
import type { PictureInput } from '../../src/engine/package/language.js';
import { tensor } from './fakes.js';

const shape = { layers: 1, heads: 2, headSize: 3 };
/** Keys that tell which token, head and channel they are. */
const keys = (from: number, count: number): Float32Array => Float32Array.from({ length: 2 * count * 3 }, (_, i) => 100 * (from + (Math.floor(i / 3) % count)) + 10 * Math.floor(i / 3 / count) + (i % 3));

describe('the cache', () => {
  it('keeps every token in its place, however it grows and goes back', () => {
    fc.assert(fc.property(fc.array(fc.record({ add: fc.integer({ min: 1, max: 90 }), back: fc.integer({ min: 0, max: 30 }) }), { maxLength: 6 }), (steps) => {
      const cache = new KeyValueCache(shape);
      for (const { add, back } of steps) {
        cache.reserve(add);
        cache.push({ new_k_0: tensor(keys(cache.length, add), 1, 2, add, 3), new_v_0: tensor(keys(cache.length, add), 1, 2, add, 3) }, add);
        cache.length = Math.max(0, cache.length - back);
      }
      const { past_k_0: past } = cache.feeds();
      for (let token = 0; token < cache.length; token++) {
        for (let head = 0; head < 2; head++) if (past?.data[(head * cache.capacity + token) * 3 + 2] !== 100 * token + 10 * head + 2) throw new Error(`token ${token}, head ${head}`);
      }
    }));
  });
});

describe('attention masks', () => {
  const seen = (rule: keyof typeof attentionRules, kinds: readonly number[], past: number, capacity: number, name = 'mask'): string[] => {
    const { data, dims } = attentionMasks(attentionRules[rule], kinds, past, capacity)[name] ?? tensor([], 0);
    const width = dims[3] ?? 0;
    return Array.from({ length: dims[2] ?? 0 }, (_, row) => Array.from(data.subarray(row * width, (row + 1) * width), (value) => (value === 0 ? 'x' : value > -1.5e9 ? 'o' : '.')).join(''));
  };

  it('are causal, and shut the unused places of the cache', () => {
    expect(seen('causal', [TEXT, TEXT, TEXT, TEXT], 2, 4)).toEqual(['xx..x.', 'xx..xx']);
  });

  it('keep text and pictures apart for MMCA, as published and as its repository does', () => {
    const kinds = [TEXT, 0, 0, TEXT];
    expect(seen('mmca', kinds, 0, 0)).toEqual(['x...', 'ox..', 'oox.', 'xoox']);
    expect(seen('mmca', kinds, 0, 0, 'mask1')).toEqual(['o...', 'oo..', 'ooo.', 'oxxo']);
    expect(seen('mmca-repository', kinds, 0, 0)).toEqual(['x...', 'xo..', 'xoo.', 'xoox']);
    expect(seen('mmca-repository', kinds, 0, 0, 'mask1')).toEqual(['o...', 'ox..', 'oox.', 'oxxo']);
    const { share, share1 } = attentionMasks(attentionRules.mmca, kinds, 0, 0);
    expect([Array.from(share?.data ?? []), Array.from(share1?.data ?? [])]).toEqual([[1, 1, 1, 1], [0, 0, 0, 1]]);
    expect(Array.from(attentionMasks(attentionRules['mmca-repository'], kinds, 0, 0)['share1']?.data ?? [])).toEqual([1, 1, 1, 1]);
  });
});

describe('what the gated layers are fed', () => {
  const cross = { layers: 1, heads: 1, headSize: 1, tokens: 2 };
  const picture = (number: number) => ({ cross_k_0: tensor([number, number], 1, 1, 2, 1), cross_v_0: tensor([number, number], 1, 1, 2, 1) });
  const pictures = [picture(1), picture(2), picture(3)];

  it('holds no picture but those that a token sees: an earlier one can change nothing', () => {
    const feeds = crossFeeds(cross, pictures, [[2], [2]], true);
    expect(Array.from(feeds['cross_k_0']?.data ?? [])).toEqual([3, 3]);
    expect(crossFeeds(cross, [picture(9), picture(8), picture(3)], [[2], [2]], true)).toEqual(feeds);
  });

  it('masks by token and shuts the gates of tokens without a picture', () => {
    const feeds = crossFeeds(cross, pictures, [[], [0], [0, 2]], false);
    expect(Array.from(feeds['cross_k_0']?.data ?? [])).toEqual([1, 1, 3, 3]);
    expect(Array.from(feeds['cross_mask']?.data ?? [], (value) => Math.sign(value))).toEqual([-1, -1, -1, -1, 0, 0, -1, -1, 0, 0, 0, 0]);
    expect(Array.from(feeds['gate_attention']?.data ?? [])).toEqual([0, 1, 1]);
    expect(Array.from(feeds['gate_feed']?.data ?? [])).toEqual([0, 1, 1]);
    expect(Array.from(crossFeeds(cross, pictures, [[]], true)['gate_feed']?.data ?? [])).toEqual([1]);
  });
});

describe('prompts', () => {
  const picture = { width: 1, height: 1, rgb: new Uint8Array(3), sha256: 'a' };
  const spec = { begin: [1], picture: { marker: 9, tokens: 1, before: [7], after: [7], shared: true } };

  it('put a model\'s own tokens around pictures, shared ones once', () => {
    expect(layOut([{ tokens: [1] }, { picture }, { picture }, { tokens: [3] }], spec)).toEqual([{ id: 1 }, { id: 7 }, { picture }, { id: 7 }, { picture }, { id: 7 }, { id: 3 }]);
    expect(layOut([{ picture }], spec, true)).toEqual([{ picture }, { id: 7 }]);
  });

  it('are found again in what a template wrote', () => {
    expect(atMarkers([1, 7, 9, 7, 3], [picture], spec)).toEqual([{ tokens: [1] }, { picture }, { tokens: [3] }]);
    expect(() => atMarkers([1, 9, 9], [picture], spec)).toThrow('more places for 1');
    expect(() => atMarkers([1], [picture], spec)).toThrow('0 places for 1');
  });
});

describe('sampling', () => {
  const logits = Float32Array.from([0, 3, 3, 1]);
  it('is greedy at temperature 0: the first of the likeliest', () => {
    expect(chooser({ temperature: 0, topP: 1, seed: 1 })(logits)).toEqual({ id: 1, probability: expect.closeTo(0.4576, 4) as number });
  });
  it('repeats by its seed and keeps to the likeliest', () => {
    const draw = (seed: number, topP: number): number[] => { const choose = chooser({ temperature: 1, topP, seed }); return Array.from({ length: 60 }, () => choose(logits).id); };
    expect(draw(5, 1)).toEqual(draw(5, 1));
    expect(draw(5, 1)).not.toEqual(draw(6, 1));
    expect(new Set(draw(5, 1)).size).toBeGreaterThan(2);
    expect([...new Set(draw(5, 0.6))].sort()).toEqual([1, 2]);
  });
  it('says so where there is no number', () => {
    expect(() => chooser({ temperature: 0, topP: 1, seed: 1 })(Float32Array.from([NaN]))).toThrow('no usable logits');
  });
});

describe('pictures for converted models', () => {
  const spec: PictureInput = { size: 2, fit: 'squash', kernel: 'bicubic', resize: 2, mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.25, 0.5] };
  const row = { width: 4, height: 2, rgb: Uint8Array.from([0, 85, 170, 255, 0, 85, 170, 255].flatMap((value) => [value, 255, 0])) };
  it('are normalised by channel, channels first', async () => {
    const planes = await normalise({ width: 2, height: 2, rgb: row.rgb.slice(0, 12) }, spec);
    expect(Array.from(planes, (value) => Math.round(value * 100) / 100)).toEqual([-1, -0.33, 0.33, 1, 2, 2, 2, 2, -1, -1, -1, -1]);
  });
  it('keep the middle when cropped, and all of it when padded', async () => {
    const middle = await normalise(row, { ...spec, fit: 'crop' });
    expect(Array.from(middle.subarray(0, 4), (value) => Math.round(value * 100) / 100)).toEqual([-0.33, 0.33, -0.33, 0.33]);
    const all = await normalise({ width: 4, height: 2, rgb: new Uint8Array(24).fill(255) }, { ...spec, size: 4, fit: 'pad' });
    expect(Array.from(all.subarray(0, 16), (value) => Math.abs(Math.round(value)))).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
  });
});
