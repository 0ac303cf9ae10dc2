import { describe, expect, it } from 'vitest';
import { EOS, idOf } from '../../src/answer/formula/vocabulary.js';
import type { Segment } from '../../src/answer/types.js';
import { Transcriber } from '../../src/engine/families/transcriber/model.js';
import type { FormulaManifest } from '../../src/engine/package/formula.js';
import { formulaSpec } from '../../src/engine/picture/textSize.js';
import type { Graph } from '../../src/engine/runtime/graph.js';
import { readFormula } from '../../src/engine/readers/formula.js';
import { speak } from '../../src/engine/speak.js';
import { graph, newTask, tensor } from './fakes.js';

const decoderShape = { layers: 1, heads: 1, headSize: 2, maxSteps: 32 };
const manifest: FormulaManifest = {
  format: 1, task: 'formula', name: 'test-formula', version: '1.2.3', licence: 'Apache-2.0', family: 'flamingo',
  graphs: { vision: { file: 'vision.onnx', sha256: '', bytes: 0 }, decoder: { file: 'decoder.onnx', sha256: '', bytes: 0 } },
  picture: formulaSpec, cell: [8, 16], vocabulary: { version: 1, size: 431 }, decoder: decoderShape, calibration: { temperature: 1, bias: 0 },
  card: { summary: '', data: '', parameters: 0, compute: '', hours: 0, scores: {}, limits: [] },
  selfTest: { graph: 'vision', width: 8, height: 8, tolerance: 1, expected: [] },
};

/** A reader that has made up its mind; `sure` is the logit of what it writes, every other is 0. It looks at the cell of each step's number. */
function readerOf(words: readonly string[], sure = 20) {
  const ids = [...words.map(idOf), EOS];
  const fed: (readonly number[])[] = [];
  let cells = 0;
  let at = 0;
  const vision = graph(({ pixels }) => {
    fed.push(pixels?.dims ?? []);
    cells = ((pixels?.dims[2] ?? 0) / 16) * ((pixels?.dims[3] ?? 0) / 8);
    return { cross_k: tensor(new Float32Array(cells * 2), 1, 1, cells, 2), cross_v: tensor(new Float32Array(cells * 2), 1, 1, cells, 2) };
  });
  const decoder = graph((feeds) => {
    const steps = feeds['ids']?.dims[1] ?? 0;
    at += steps;
    const logits = new Float32Array(steps * manifest.vocabulary.size);
    logits[(steps - 1) * manifest.vocabulary.size + (ids[at - 1] ?? EOS)] = sure;
    const looks = new Float32Array(steps * cells);
    looks[(steps - 1) * cells + at - 1] = 1;
    const added = tensor(new Float32Array(steps * 2), 1, 1, steps, 2);
    return { logits: tensor(logits, 1, steps, manifest.vocabulary.size), new_k: added, new_v: added, looks: tensor(looks, 1, steps, cells) };
  });
  return { reader: new Transcriber({ vision, decoder }, manifest), fed, graphs: { vision, decoder } };
}

/** A white page with a black bar of 100 x 20 in it. */
function page(width: number, height: number) {
  const rgb = new Uint8Array(width * height * 3).fill(255);
  for (let y = 40; y < 60; y++) rgb.fill(0, (y * width + 30) * 3, (y * width + 130) * 3);
  return { name: 'a.png', width, height, rgb, sha256: '0'.repeat(64) };
}
const ink = { x: 30, y: 40, width: 100, height: 20 };

function hooks(): { fed(size: { readonly width: number; readonly height: number }): void; partial(segment: Segment): void; readonly heard: string[] } {
  const heard: string[] = [];
  return { heard, fed: ({ width }) => heard.push(`fed ${width > 0}`), partial: ({ source }) => heard.push(source) };
}

describe('a picture of a formula', () => {
  it('becomes LaTeX with its place, its words and its letters; paper around it is not fed', async () => {
    const { reader, fed } = readerOf(['\\frac', '1', 'x', '+', 'y']);
    const told = hooks();
    const { task } = newTask();
    const answer = await readFormula(page(600, 400), reader, 'cpu', task, told, speak);
    expect(answer?.segments[0]?.source).toBe('\\frac{1}{x} + y');
    expect(answer).toMatchObject({ kind: 'formula', regions: [{ id: 0, box: ink }], model: { name: 'test-formula', version: '1.2.3', provider: 'cpu' }, doubts: [] });
    expect(answer?.explanation.map(({ text }) => text).join(' ')).toMatch(/It reads: .*1.*over.*x.*plus y/iu);
    expect(answer?.picture.width).toBe(600);
    // Whole pieces only, growing.
    expect(told.heard).toEqual(['\\frac{1}{x}', '\\frac{1}{x} +', '\\frac{1}{x} + y', 'fed true']);
    expect(fed[0]?.at(-1)).toBeLessThan(400);
    expect(answer?.timings.map(({ stage }) => stage)).toEqual(['look', 'write', 'explain']);
  });

  it('is closed where its end is seen, and nothing is made up', async () => {
    const { reader } = readerOf(['x', '^', '{', 'a', 'b'], 9);
    const answer = await readFormula(page(200, 100), reader, 'cpu', newTask().task, hooks(), speak);
    expect(answer?.segments[0]?.source).toBe('x^{ab}');
    expect(answer?.segments[0]?.spans.at(-1)?.confidence).toBeGreaterThan(0.9);
  });

  it('lists what it is unsure of', async () => {
    const { reader } = readerOf(['a', '=', 'b'], 5);
    const answer = await readFormula(page(200, 100), reader, 'cpu', newTask().task, hooks(), speak);
    expect(answer?.doubts.length).toBeGreaterThan(0);
    expect(answer?.doubts[0]?.text).toContain('may be another symbol');
  });

  it('is looked at again where it is unsure, at another size, and read from both; the likelier reading counts', async () => {
    const passes: { readonly words: readonly string[]; readonly sure: number }[] = [{ words: ['a', '=', 'b'], sure: 5 }, { words: ['a', '=', '6'], sure: 9 }];
    const told = async (given: typeof passes, below: number): Promise<{ readonly source: string | undefined; readonly widths: readonly number[]; readonly heard: readonly string[] }> => {
      const widths: number[] = [];
      // What each look saw says in the decoder which one it was.
      const vision = graph(({ pixels }) => {
        widths.push(pixels?.dims[3] ?? 0);
        const seen = tensor(new Float32Array(2).fill(widths.length - 1), 1, 1, 1, 2);
        return { cross_k: seen, cross_v: seen };
      });
      const decoder = graph(({ ids, position, cross_k }) => {
        const steps = ids?.dims[1] ?? 0;
        const { words, sure } = given[Number(cross_k?.data[0])] ?? { words: [], sure: 0 };
        const logits = new Float32Array(steps * manifest.vocabulary.size);
        const word = words[Number(position?.data[0]) + steps - 1];
        logits[(steps - 1) * manifest.vocabulary.size + (word === undefined ? EOS : word === '' ? 0 : idOf(word))] = word === '' ? 0 : sure;
        const added = tensor(new Float32Array(steps * 2), 1, 1, steps, 2);
        return { logits: tensor(logits, 1, steps, manifest.vocabulary.size), new_k: added, new_v: added };
      });
      const hooked = hooks();
      const answer = await readFormula(page(600, 400), new Transcriber({ vision, decoder }, { ...manifest, picture: { ...formulaSpec, again: { em: 36, below } } }), 'cpu', newTask().task, hooked, speak);
      return { source: answer?.segments[0]?.source, widths, heard: hooked.heard };
    };
    const unsure = await told(passes, 0.7);
    expect(unsure.source).toBe('a = 6');
    expect(unsure.widths).toHaveLength(2);
    expect(unsure.widths[1]).toBeGreaterThan(unsure.widths[0] ?? 0);
    expect(unsure.heard.filter((each) => each.includes('6'))).toEqual([]);
    expect((await told([{ words: ['a', '=', 'b'], sure: 8 }, { words: ['c'], sure: 5 }], 0.99)).source).toBe('a = b');
    // Neither look alone: the second knows nothing of the first two symbols, the first nothing of the last.
    expect((await told([{ words: ['a', '=', ''], sure: 9 }, { words: ['', '', 'b'], sure: 9 }], 0.99)).source).toBe('a = b');
    expect((await told([{ words: ['a', '=', 'b'], sure: 20 }], 0.7)).widths).toHaveLength(1);
  });

  it('is searched from the first doubtful symbol on, where the decoder takes several streams; ink that nothing was read from counts against a reading', async () => {
    const bar = idOf('\\bar');
    const letter = idOf('a');
    let streams = 0;
    const read = async (unread: number, barred: number): Promise<string | undefined> => {
      let cells = 0;
      const vision = graph(({ pixels }) => {
        cells = ((pixels?.dims[2] ?? 0) / 16) * ((pixels?.dims[3] ?? 0) / 8);
        const seen = tensor(new Float32Array(cells * 2), 1, 1, cells, 2);
        return { cross_k: seen, cross_v: seen };
      });
      // "= a" or "= \\bar a", the letter alone a little likelier; only what follows the accent looks at the picture.
      const decoder = graph(({ ids, past_k }) => {
        const [count = 0, steps = 0] = ids?.dims ?? [];
        streams = Math.max(streams, count);
        expect(past_k?.dims).toEqual([1, past_k?.dims[3] === 0 ? 1 : count, 1, past_k?.dims[3], 2]);
        const [logits, looks] = [new Float32Array(count * steps * manifest.vocabulary.size), new Float32Array(count * steps * cells)];
        [...(ids?.data ?? [])].map(Number).forEach((id, row) => {
          const set = (token: number, logit: number): void => { logits[row * manifest.vocabulary.size + token] = logit; };
          if (id === 1) set(idOf('='), 30);
          else if (id === idOf('=')) {
            set(letter, 30);
            set(bar, barred);
          } else set(id === bar ? letter : EOS, 30);
          if (id === bar) looks.fill(1, row * cells, (row + 1) * cells);
        });
        const added = tensor(new Float32Array(count * steps * 2), 1, count, 1, steps, 2);
        return { logits: tensor(logits, count, steps, manifest.vocabulary.size), new_k: added, new_v: added, looks: tensor(looks, count, steps, cells) };
      });
      const reader = new Transcriber({ vision, decoder }, {
        ...manifest, picture: { ...formulaSpec, again: { em: 36, below: 0.9 } }, decoder: { ...decoderShape, batch: true, search: { beams: 3, margin: 6, unread } },
      });
      return (await readFormula(page(200, 100), reader, 'cpu', newTask().task, hooks(), speak))?.segments[0]?.source;
    };
    expect(await read(0, 29)).toBe('=a');
    expect(await read(20, 29)).toBe('=\\bar{a}');
    expect(streams).toBeGreaterThan(1);
    // Sure of the letter: not even looked at again.
    streams = 0;
    expect(await read(20, 10)).toBe('=a');
    expect(streams).toBe(1);
  });

  it('hands what has been read from step to step, where the package keeps account of it', async () => {
    const given: (readonly number[])[] = [];
    const reads = async (coverage: boolean): Promise<string | undefined> => {
      const { vision, decoder } = readerOf(['a', '=', 'b']).graphs;
      const told: Graph = {
        dispose: () => decoder.dispose(),
        async run(feeds) {
          const { read } = feeds;
          if (read === undefined) return decoder.run(feeds);
          given.push([...read.dims, Number(read.data[0])]);
          return { ...(await decoder.run(feeds)), new_read: tensor(new Float32Array(read.data.length).fill(given.length), ...read.dims) };
        },
      };
      const answer = await readFormula(page(200, 100), new Transcriber({ vision, decoder: told }, { ...manifest, decoder: { ...decoderShape, coverage } }), 'cpu', newTask().task, hooks(), speak);
      return answer?.segments[0]?.source;
    };
    expect(await reads(false)).toBe('a = b');
    expect(given).toEqual([]);
    expect(await reads(true)).toBe('a = b');
    // Begin, a, =, b: a map of cells, at first of nothing.
    expect(given.map((each) => each.at(-1))).toEqual([0, 1, 2, 3]);
    expect(new Set(given.map((each) => each.slice(0, -1).join())).size).toBe(1);
    expect(given[0]?.[0]).toBe(1);
  });

  it('an empty page is none', async () => {
    const { reader, fed } = readerOf(['a']);
    const white = { ...page(60, 40), rgb: new Uint8Array(60 * 40 * 3).fill(255) };
    expect(await readFormula(white, reader, 'cpu', newTask().task, hooks(), speak)).toBeUndefined();
    expect(fed).toEqual([]);
  });

  it('stops within a step of being cancelled', async () => {
    const stop = new AbortController();
    const { reader } = readerOf(['a', '=', 'b', '+', 'c']);
    const reading = readFormula(page(200, 100), reader, 'cpu', newTask(stop.signal).task, { fed: () => {}, partial: () => stop.abort() }, speak);
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });
});
