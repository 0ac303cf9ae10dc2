import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cache } from '../../src/engine/decoding/cache.js';
import { Grammar } from '../../src/engine/decoding/next.js';
import type { Seen } from '../../src/engine/decoding/seen.js';
import { atItsEnd, best, write } from '../../src/engine/decoding/write.js';
import type { Token } from '../../src/engine/decoding/write.js';
import type { IntTensor } from '../../src/engine/runtime/graph.js';
import { graph, manifest, tensor, words } from './fakes.js';

const spec = { ...manifest.decoder, layers: 2, heads: 3, headSize: 4, maxSteps: 60 };
const rows = spec.layers * spec.heads;

describe('the cache of keys and values', () => {
  it('gives back what was pushed, in the graph’s order, whatever the chunks were', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), (chunks) => {
      const cache = new Cache(spec);
      let at = 0;
      // The value of a place tells its row, its step and its dimension.
      const value = (row: number, step: number, d: number): number => row * 10_000 + step * 10 + d;
      for (const steps of chunks) {
        const data = new Float32Array(rows * steps * spec.headSize);
        for (let r = 0; r < rows; r++) for (let s = 0; s < steps; s++) for (let d = 0; d < spec.headSize; d++) data[(r * steps + s) * spec.headSize + d] = value(r, at + s, d);
        cache.push(tensor(data, 2, 3, steps, 4));
        at += steps;
      }
      const all = cache.tensor();
      expect(all.dims).toEqual([2, 3, at, 4]);
      for (let r = 0; r < rows; r++) for (let s = 0; s < at; s++) for (let d = 0; d < 4; d++) expect(all.data[(r * at + s) * 4 + d]).toBe(value(r, s, d));
    }), { numRuns: 30 });
  }, 30_000);

  it('starts empty, goes back by its length, and is never overrun', () => {
    const cache = new Cache(spec);
    expect(cache.tensor()).toMatchObject({ dims: [2, 3, 0, 4], data: new Float32Array(0) });
    cache.push(tensor(new Float32Array(rows * 60 * 4), 2, 3, 60, 4));
    expect(() => cache.push(tensor(new Float32Array(rows * 4), 2, 3, 1, 4))).toThrow(RangeError);
    cache.length = 1;
    expect(cache.tensor().dims).toEqual([2, 3, 1, 4]);
  });
});

describe('greedy choice', () => {
  it('is the likeliest of what is allowed, with its share of that', () => {
    const token = best(Float32Array.of(9, 1, 1, 0), Float32Array.of(0, 0, Math.log(3), 0), Uint8Array.of(0, 1, 1, 0));
    expect(token.id).toBe(2);
    expect(token.probability).toBeCloseTo(0.75);
  });

  it('is one of some where they are named, with its share of all that is allowed', () => {
    const token = best(Float32Array.of(9, 1, 1, 0), Float32Array.of(0, 0, Math.log(3), 0), Uint8Array.of(0, 1, 1, 0), Uint8Array.of(0, 1, 0, 0));
    expect(token.id).toBe(1);
    expect(token.probability).toBeCloseTo(0.25);
  });

  it('knows the end of the picture where the stream may not end', () => {
    expect(atItsEnd(Float32Array.of(1, 2, 3), 2, Uint8Array.of(1, 1, 0))).toBe(true);
    expect(atItsEnd(Float32Array.of(1, 4, 3), 2, Uint8Array.of(1, 1, 0))).toBe(false);
    expect(atItsEnd(Float32Array.of(1, 2, 3), 2, Uint8Array.of(1, 1, 1))).toBe(false);
  });

  it('fails on nonsense instead of writing it', () => {
    expect(() => best(Float32Array.of(NaN, NaN), new Float32Array(2), Uint8Array.of(1, 1))).toThrow('no usable logits');
  });
});

const count = 6;
const roles = ['rect', 'container', 'edge_label', 'diamond', 'noise', 'title'];
const logits = (length: number) => fc.array(fc.float({ min: -20, max: 20, noNaN: true }), { minLength: length, maxLength: length });

function seenWith(pairs: readonly number[]): Seen {
  const none = new Float32Array(0);
  const zeros = (length: number): Float32Array => new Float32Array(length);
  return {
    count, kind: none, roles: none, parents: none, pairs: Float32Array.from(pairs), links: zeros(count * count * words.links.length), labelSource: zeros(count * count), labelTarget: zeros(count * count),
    visual: { region_inputs: tensor([], 1, count, 0), pointer_keys: tensor([], 1, count, 0), cross_k: tensor([], 1), cross_v: tensor([], 1) },
  };
}

/** A decoder whose logits depend on the step only; checks how it is fed. */
function decoderOf(steps: readonly (readonly number[])[]) {
  const fed: number[] = [];
  const decoder = graph((feeds) => {
    const ids = [...(feeds['ids'] as IntTensor).data].map(Number);
    expect(Number((feeds['position'] as IntTensor).data[0])).toBe(fed.length);
    expect(feeds['past_k']?.dims).toEqual([2, 3, fed.length, 4]);
    fed.push(...ids);
    const width = words.size + count;
    const all = new Float32Array(ids.length * width);
    all.set(steps[fed.length % steps.length] ?? [], (ids.length - 1) * width);
    const added = tensor(new Float32Array(rows * ids.length * 4), 2, 3, ids.length, 4);
    return { logits: tensor(all, 1, ids.length, width), new_k: added, new_v: added };
  });
  return { decoder, fed };
}

async function collect(tokens: AsyncIterable<Token>): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of tokens) ids.push(id);
  return ids;
}

describe('the stream', () => {
  it('is well formed, ascending and without repeats, whatever the decoder says', async () => {
    await fc.assert(fc.asyncProperty(fc.array(logits(words.size + count), { minLength: 1, maxLength: 8 }), logits(count * count), async (steps, pairs) => {
      const seen = seenWith(pairs);
      const { decoder, fed } = decoderOf(steps);
      const ids = await collect(write(decoder, spec, words, [{ visual: seen.visual }], new Grammar(words, seen, manifest.evidence, roles), async () => {}));
      expect(ids[0]).toBe(words.mermaid);
      expect(words.directions).toContain(ids[1]);
      const body = ids.slice(2, ids.at(-1) === words.eos ? -1 : undefined);
      if (ids.at(-1) !== words.eos) expect(ids.length + 1).toBe(spec.maxSteps);
      else expect(body.length % 4).toBe(0);
      let last = -1;
      for (let i = 0; i + 3 < body.length; i += 4) {
        const [source = 0, target = 0, link = 0, label = 0] = body.slice(i, i + 4).map((id) => id - words.size);
        expect([0, 1, 3]).toContain(source);
        expect([0, 1, 3]).toContain(target);
        expect(words.links).toContain(link + words.size);
        expect([2, words.none - words.size]).toContain(label);
        expect(source * count + target).toBeGreaterThan(last);
        last = source * count + target;
      }
      // Everything but the last token went in, each once.
      expect(fed).toEqual([words.bos, ...ids].slice(0, fed.length));
      expect(fed.length).toBeGreaterThanOrEqual(ids.length - 1);
    }), { numRuns: 200 });
  }, 60_000);

  it('stops between two steps', async () => {
    const seen = seenWith(new Array<number>(count * count).fill(5));
    const { decoder, fed } = decoderOf([new Array<number>(words.size + count).fill(0)]);
    let steps = 0;
    const stop = async (): Promise<void> => { if (++steps > 3) throw new Error('enough'); };
    await expect(collect(write(decoder, spec, words, [{ visual: seen.visual }], new Grammar(words, seen, manifest.evidence, roles), stop))).rejects.toThrow('enough');
    expect(fed.length).toBe(4);
  });
});
