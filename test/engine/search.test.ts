import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { search } from '../../src/engine/decoding/search.js';
import type { Branch } from '../../src/engine/decoding/search.js';
import type { Graph, IntTensor, FloatTensor } from '../../src/engine/runtime/graph.js';
import { logProbabilities } from '../../src/engine/runtime/probability.js';
import { graph, tensor } from './fakes.js';

// Padding, <bos>, <eos>, and three letters.
const size = 6;
const words = { bos: 1, eos: 2 };
const letters = [3, 4, 5];
const spec = { layers: 2, heads: 1, headSize: 1, maxSteps: 6, batch: true };
const go = async (): Promise<void> => {};

/** <eos> must come within the steps; nothing else is forbidden but what a letter may not follow itself more than twice. */
function rules(ids: readonly number[] = []): Branch {
  return {
    allowed: () => Uint8Array.from({ length: size }, (_, id) => (id === words.eos || (letters.includes(id) && ids.length < spec.maxSteps - 2 && !(ids.at(-1) === id && ids.at(-2) === id)) ? 1 : 0)),
    closing: () => { throw new Error('<eos> may follow at any time'); },
    then: (id) => rules([...ids, id]),
  };
}

/** Logits that depend on all that was written, and on the view. */
function logitsAfter(ids: readonly number[], seed: number): number[] {
  let state = seed;
  for (const id of ids) state = (Math.imul(state, 31) + id * 7919 + 17) | 0;
  return Array.from({ length: size }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345 + i) | 0;
    return ((state >>> 8) % 1000) / 200;
  });
}

/** A decoder that knows a stream from its cache alone; what is carried must belong to the same stream. */
function decoder(): Graph & { readonly sizes: number[] } {
  const sizes: number[] = [];
  return {
    ...graph((feeds) => {
      const given = feeds as Record<'ids' | 'position', IntTensor> & Record<'past_k' | 'past_v' | 'seed' | 'read', FloatTensor>;
      const [streams = 0, steps = 0] = given.ids.dims;
      const past = given.past_k.dims[3] ?? 0;
      expect(given.past_k.dims).toEqual([2, streams, 1, past, 1]);
      expect(Number(given.position.data[0])).toBe(past);
      sizes.push(streams);
      const [logits, added, looks, read]: [number[], number[][], number[], number[]] = [[], [[], []], [], []];
      for (let b = 0; b < streams; b++) {
        const before = [...given.past_k.data.subarray(b * past, (b + 1) * past)];
        // The second layer's half, and the values, hold the same with another sign.
        expect([...given.past_k.data.subarray((streams + b) * past, (streams + b + 1) * past)]).toEqual(before.map((id) => -id));
        expect([...given.past_v.data.subarray(b * past, (b + 1) * past)]).toEqual(before.map((id) => id + 100));
        expect(given.read.data[b]).toBe(before.reduce((sum, id) => sum + id, 0));
        const ids = [...given.ids.data.subarray(b * steps, (b + 1) * steps)].map(Number);
        ids.forEach((id, t) => {
          logits.push(...logitsAfter([...before, ...ids.slice(0, t + 1)], Number(given.seed.data[0])));
          looks.push(id, past + t);
        });
        added[0]?.push(...ids);
        added[1]?.push(...ids.map((id) => -id));
        read.push([...before, ...ids].reduce((sum, id) => sum + id, 0));
      }
      const values = [...(added[0] ?? []).map((id) => id + 100), ...(added[0] ?? []).map((id) => id + 100)];
      return {
        logits: tensor(logits, streams, steps, size), new_k: tensor(added.flat(), 2, streams, 1, steps, 1), new_v: tensor(values, 2, streams, 1, steps, 1),
        looks: tensor(looks, streams, steps, 2), new_read: tensor(read, streams, 1, 1),
      };
    }),
    sizes,
  };
}

const view = (seed: number) => ({ visual: { seed: tensor([seed], 1) }, carried: { read: tensor([0], 1, 1, 1) } });

/** The score of a stream as its definition has it. */
function scoreOf(ids: readonly number[], seeds: readonly number[]): number {
  let [branch, sum] = [rules(), 0];
  ids.forEach((id, i) => {
    const parts = seeds.map((seed) => logitsAfter([words.bos, ...ids.slice(0, i)], seed));
    const joint = seeds.length === 1 ? parts[0] ?? [] : (parts[0] ?? []).map((_, token) => parts.reduce((total, part) => total + (logProbabilities(part)[token] ?? 0), 0) / seeds.length);
    const allowed = branch.allowed();
    sum += logProbabilities(joint.map((logit, token) => (allowed[token] === 1 ? logit : -Infinity)))[id] ?? -Infinity;
    branch = branch.then(id);
  });
  return sum;
}

/** All streams that the rules permit after a beginning. */
function all(beginning: readonly number[]): number[][] {
  let branch = rules();
  for (const id of beginning) branch = branch.then(id);
  const allowed = branch.allowed();
  return [[...beginning, words.eos], ...letters.filter((id) => allowed[id] === 1).flatMap((id) => all([...beginning, id]))];
}

const seeds = fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1, maxLength: 3 });
const beginnings = fc.array(fc.constantFrom(...letters), { maxLength: 2 });

describe('the search for the likeliest stream', () => {
  it('finds it where no stream is given up, whatever the beginning and the views', async () => {
    await fc.assert(fc.asyncProperty(seeds, beginnings, async (views, given) => {
      const found = await search(decoder(), spec, words, views.map(view), rules(), given, { beams: 200, margin: Infinity }, go);
      const wanted = all(given).map((ids) => scoreOf(ids, views)).sort((a, b) => b - a);
      expect(found.map(({ score }) => score)[0]).toBeCloseTo(wanted[0] ?? NaN, 4);
      expect(found.length).toBe(wanted.length);
    }), { numRuns: 15 });
  }, 60_000);

  it('scores what it finds by what was really written, however the streams change places', async () => {
    await fc.assert(fc.asyncProperty(seeds, beginnings, fc.integer({ min: 1, max: 5 }), fc.double({ min: 0.1, max: 20, noNaN: true }), async (views, given, beams, margin) => {
      const model = decoder();
      const found = await search(model, spec, words, views.map(view), rules(), given, { beams, margin }, go);
      expect(found.length).toBeGreaterThan(0);
      expect(Math.max(...model.sizes)).toBeLessThanOrEqual(beams);
      for (const { tokens, score } of found) {
        const ids = tokens.map(({ id }) => id);
        expect(ids.slice(0, given.length)).toEqual(given);
        expect(ids.at(-1)).toBe(words.eos);
        expect(score).toBeCloseTo(scoreOf(ids, views), 4);
        expect(tokens.reduce((sum, { probability }) => sum + Math.log(probability), 0)).toBeCloseTo(score, 4);
        // Each token was looked for after the one before it, in every view.
        tokens.forEach(({ seen, looks }, i) => {
          expect(seen.map((each) => [...each])).toEqual(views.map(() => [i === 0 ? words.bos : ids[i - 1], i]));
          expect(looks).toBe(seen[0]);
        });
      }
      const scores = found.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    }), { numRuns: 60 });
  }, 60_000);

  it('takes the likeliest token each time where there is one beam', async () => {
    const found = await search(decoder(), spec, words, [view(7)], rules(), [], { beams: 1, margin: 1e-9 }, go);
    let [branch, ids] = [rules(), [] as number[]];
    while (ids.at(-1) !== words.eos) {
      const logits = logitsAfter([words.bos, ...ids], 7);
      const allowed = branch.allowed();
      const id = logits.map((logit, token) => [allowed[token] === 1 ? logit : -Infinity, token] as const).reduce((a, b) => (b[0] > a[0] ? b : a))[1];
      ids = [...ids, id];
      branch = branch.then(id);
    }
    expect(found.map(({ tokens }) => tokens.map(({ id }) => id))).toEqual([ids]);
  });

  it('finds nothing in logits that are no numbers', async () => {
    const broken = graph(() => ({ logits: tensor(new Float32Array(size).fill(NaN), 1, 1, size), new_k: tensor([0, 0], 2, 1, 1, 1, 1), new_v: tensor([0, 0], 2, 1, 1, 1, 1) }));
    expect(await search(broken, spec, words, [{ visual: {} }], rules(), [], { beams: 3, margin: 5 }, go)).toEqual([]);
  });

  it('stops between two runs', async () => {
    let runs = 0;
    const stop = async (): Promise<void> => { if (++runs > 3) throw new Error('enough'); };
    const model = decoder();
    await expect(search(model, spec, words, [view(1), view(2)], rules(), [], { beams: 3, margin: 20 }, stop)).rejects.toThrow('enough');
    expect(model.sizes.length).toBe(3);
  });

  it('closes what is open where the decoder sees the end, and counts it as unlikely', async () => {
    const [, , , open, close, letter] = [0, 1, 2, 3, 4, 5] as const;
    /** What is opened must be closed. */
    const nested = (depth: number): Branch => ({
      allowed: () => Uint8Array.of(0, 0, depth === 0 ? 1 : 0, 1, depth > 0 ? 1 : 0, 1),
      closing: () => Uint8Array.of(0, 0, 0, 0, 1, 0),
      then: (id) => nested(depth + (id === open ? 1 : id === close ? -1 : 0)),
    });
    // Opens, writes a letter, sees the end, and knows nothing of closing.
    const forgetful = graph((feeds) => {
      const [streams = 0, steps = 0] = (feeds as Record<'ids', IntTensor>).ids.dims;
      const logits = [...(feeds as Record<'ids', IntTensor>).ids.data].map(Number).flatMap((id) => (id === words.bos ? [0, 0, 0, 9, 0, 7] : id === open ? [0, 0, 0, 0, 0, 9] : [0, 0, 9, 3, 0, 5]));
      const none = tensor(new Float32Array(2 * streams * steps), 2, streams, 1, steps, 1);
      return { logits: tensor(logits, streams, steps, size), new_k: none, new_v: none };
    });
    const [first, second] = await search(forgetful, { ...spec, maxSteps: 12 }, words, [{ visual: {} }], nested(0), [], { beams: 2, margin: 20 }, go);
    expect(first?.tokens.map(({ id }) => id)).toEqual([letter, words.eos]);
    expect(second?.tokens.map(({ id }) => id)).toEqual([open, letter, close, words.eos]);
    expect(second?.tokens[2]?.probability).toBeLessThan(0.01);
  });
});
