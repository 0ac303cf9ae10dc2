import { describe, expect, it } from 'vitest';
import type { Region } from '../../src/answer/types.js';
import type { ReadEvent } from '../../src/client/protocol.js';
import { answerFor } from '../../src/engine/answer.js';
import { EngineFailure, toEngineError } from '../../src/engine/errors.js';
import type { ReadHooks } from '../../src/engine/families/family.js';
import { Flamingo } from '../../src/engine/families/flamingo/model.js';
import { Queue } from '../../src/engine/queue.js';
import type { Manifest } from '../../src/engine/package/manifest.js';
import type { IntTensor } from '../../src/engine/runtime/graph.js';
import { Task } from '../../src/engine/task.js';
import { graph, manifest, newTask, oneHot, role, tensor, words } from './fakes.js';

const picture = { name: 'a.png', width: 200, height: 100, rgb: new Uint8Array(60_000).fill(255), sha256: '0'.repeat(64) };
const line = (text: string, x: number, y: number) => ({ box: { x, y, width: 40, height: 12 }, text, confidence: 0.9 });
const lines = [line('Start', 10, 10), line('End', 10, 70), line('#', 150, 10)];
const { layers, heads, headSize, latents, width } = manifest.decoder;

/** `sure`: the logit of what is written, for each reading. */
interface Script { readonly kind: 'flowchart' | 'other'; readonly ids: readonly number[]; readonly sure?: readonly number[] }

/** Graphs of a model that has made up its mind. Regions in reading order: Start, #, End. */
function modelOf({ kind, ids, sure = [50] }: Script, of: Manifest = manifest) {
  const fed: Record<string, readonly number[]> = {};
  const looks: (readonly number[])[] = [];
  const vision = graph(({ pixels }) => {
    const [h = 0, w = 0] = [(pixels?.dims[2] ?? 0) / 8, (pixels?.dims[3] ?? 0) / 8];
    fed['pixels'] = pixels?.dims ?? [];
    looks.push(fed['pixels']);
    return { features: tensor([], 1, (h * w) / 4, 0), dense: tensor([], 1, 0, h, w), maps: tensor(new Float32Array(6 * h * w).fill(-9), 1, 6, h, w) };
  });
  const resampler = graph(({ boxes, kinds }) => {
    const count = kinds?.dims[1] ?? 0;
    fed['boxes'] = [...(boxes?.data ?? [])].map(Number);
    fed['kinds'] = [...(kinds as IntTensor).data].map(Number);
    const zeros = (...dims: number[]) => tensor(new Float32Array(dims.reduce((a, b) => a * b)), ...dims);
    return {
      kind: tensor(oneHot([manifest.kinds.indexOf(kind)], manifest.kinds.length), 1, manifest.kinds.length),
      roles: tensor(oneHot([role('rect'), role('noise'), role('stadium')].slice(0, count), manifest.roles.length), 1, count, manifest.roles.length),
      parents: tensor(oneHot(new Array<number>(count).fill(0), count + 1), 1, count, count + 1),
      pairs: zeros(1, count, count), links: zeros(1, count, count, words.links.length), label_source: zeros(1, count, count), label_target: zeros(1, count, count), direction: zeros(1, 4),
      region_inputs: zeros(1, count, width), pointer_keys: zeros(1, count, width), cross_k: zeros(layers, heads, latents + count, headSize), cross_v: zeros(layers, heads, latents + count, headSize),
    };
  });
  let at = 0;
  const decoder = graph((feeds) => {
    const steps = feeds['ids']?.dims[1] ?? 0;
    if ((feeds['position'] as IntTensor | undefined)?.data[0] === 0n) at = 0;
    at += steps;
    const total = words.size + 3;
    const logits = new Float32Array(steps * total);
    logits[(steps - 1) * total + (ids[at - 1] ?? words.eos)] = sure[looks.length - 1] ?? 50;
    const added = tensor(new Float32Array(layers * heads * steps * headSize), layers, heads, steps, headSize);
    return { logits: tensor(logits, 1, steps, total), new_k: added, new_v: added };
  });
  return { model: new Flamingo({ vision, resampler, decoder }, of), fed, looks, graphs: [vision, resampler, decoder] };
}

function hooks(): ReadHooks & { readonly heard: string[]; regionsSeen: readonly Region[] } {
  const heard: string[] = [];
  return { heard, regionsSeen: [], fed: ({ width: w, height: h }) => heard.push(`fed ${w}x${h}`), regions(regions) { this.regionsSeen = regions; heard.push('regions'); }, partial: (d) => heard.push(`partial ${d.edges.length}`) };
}
const place = (text: string): number => words.words.indexOf(text);

describe('a model of the flamingo family', () => {
  it('reads a flowchart: regions, stream, diagram', async () => {
    const { model, fed } = modelOf({ kind: 'flowchart', ids: [place('<mermaid>'), place('LR'), words.size, words.size + 2, place('==>'), words.none, words.eos] });
    const told = hooks();
    const { task, events } = newTask();
    const reading = await model.read(picture, lines, task, told);
    expect(fed['pixels']).toEqual([1, 1, 128, 224]);
    expect(fed['boxes']?.slice(0, 4)).toEqual([10, 10, 50, 22]);
    expect(fed['kinds']).toEqual([0, 0, 0]);
    expect(told.heard).toEqual(['fed 200x100', 'regions', 'partial 0', 'partial 1']);
    expect(told.regionsSeen.map(({ id, text }) => [id, text])).toEqual([[0, 'Start'], [2, 'End']]);
    expect(reading).toMatchObject({
      kind: 'flowchart', fed: { width: 200, height: 100 },
      diagram: { direction: 'LR', nodes: [{ id: 'A', lines: ['Start'], shape: 'rect', regions: [0] }, { id: 'B', lines: ['End'], shape: 'stadium', regions: [2] }], edges: [{ source: 'A', target: 'B', stroke: 'thick', end: 'arrow' }] },
    });
    expect(events.filter(({ type }) => type === 'stage').length).toBeGreaterThan(5);
    const answer = await answerFor(reading, picture, { name: 'm', version: '1', provider: 'cpu' }, task);
    expect(answer).toMatchObject({ kind: 'flowchart', picture: { fed: { width: 200, height: 100 } }, timings: [{ stage: 'look' }, { stage: 'write' }, { stage: 'explain' }] });
    expect(answer.segments[0]?.source).toContain('==>');
  });

  it('looks closer where it is unsure, and keeps what is more certain', async () => {
    const ids = [place('<mermaid>'), place('LR'), words.size, words.size + 2, place('==>'), words.none, words.eos];
    const closer: Manifest = { ...manifest, secondLook: { textHeight: 24, below: 0.4 } };
    const read = async (sure: readonly number[], of: Manifest = closer) => {
      const { model, looks } = modelOf({ kind: 'flowchart', ids, sure }, of);
      const told = hooks();
      const reading = await model.read(picture, lines, newTask().task, told);
      return { looks: looks.map(([, , h, w]) => [w, h]), fed: reading.fed.width, heard: told.heard };
    };
    expect(await read([50, 50])).toEqual({ looks: [[224, 128]], fed: 200, heard: ['fed 200x100', 'regions', 'partial 0', 'partial 1'] });
    expect(await read([4, 50])).toEqual({ looks: [[224, 128], [416, 224]], fed: 400, heard: ['fed 200x100', 'regions', 'partial 0', 'partial 1', 'fed 400x200', 'regions'] });
    expect(await read([4, 3])).toMatchObject({ looks: [[224, 128], [416, 224]], fed: 200 });
    // The same size once more would show the same.
    expect((await read([4, 50], { ...closer, secondLook: { textHeight: 12.5, below: 0.4 } })).looks.length).toBe(1);
    expect((await read([4, 50], manifest)).looks.length).toBe(1);
  });

  it('gives every line of a picture that is no flowchart', async () => {
    const told = hooks();
    const reading = await modelOf({ kind: 'other', ids: [] }).model.read(picture, lines, newTask().task, told);
    expect(reading.kind).toBe('other');
    expect(reading.regions.map(({ text }) => text)).toEqual(['Start', '#', 'End']);
    expect((await answerFor(reading, picture, { name: 'm', version: '1', provider: 'cpu' }, newTask().task)).kind).toBe('text');
  });

  it('feeds one padded region where nothing was found, and says that it is empty', async () => {
    const { model, fed } = modelOf({ kind: 'flowchart', ids: [] });
    const reading = await model.read(picture, [], newTask().task, hooks());
    expect(fed['kinds']).toEqual([2]);
    expect(reading).toMatchObject({ kind: 'other', regions: [] });
    expect((await answerFor(reading, picture, { name: 'm', version: '1', provider: 'cpu' }, newTask().task)).kind).toBe('empty');
  });

  it('stops within one decoder step', async () => {
    const controller = new AbortController();
    const { model } = modelOf({ kind: 'flowchart', ids: [place('<mermaid>'), place('LR'), words.size, words.size + 2, place('==>'), words.none, words.eos] });
    let steps = 0;
    const task = new Task('a.png', controller.signal, (event: ReadEvent) => { if (event.type === 'stage' && event.stage === 'write' && ++steps === 3) controller.abort(); });
    await expect(model.read(picture, lines, task, hooks())).rejects.toMatchObject({ code: 'cancelled' });
    expect(steps).toBe(3);
  });

  it('disposes its graphs', async () => {
    const { model, graphs } = modelOf({ kind: 'other', ids: [] });
    await model.dispose();
    expect(graphs.map(({ disposed }) => disposed)).toEqual([true, true, true]);
  });
});

describe('the queue', () => {
  it('runs one job at a time, in order, and cancels what runs and what waits', async () => {
    const queue = new Queue();
    const heard: string[] = [];
    let running = 0;
    for (const id of [1, 2, 3]) {
      queue.add(id, async (signal) => {
        expect(++running).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        heard.push(`${id}${signal.aborted ? ' cancelled' : ''}`);
        running--;
      });
    }
    queue.cancel(2);
    queue.cancel(9);
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    await queue.drain();
    expect(heard[0]).toBe('1');
    expect(heard[1]).toBe('2 cancelled');
    expect(heard).toHaveLength(3);
  });
});

describe('errors', () => {
  it('keep what people are told; anything else is a fault of ours that names the file', () => {
    expect(toEngineError(new EngineFailure('truncated', 'a.png is cut off'), 'a.png')).toEqual({ code: 'truncated', message: 'a.png is cut off' });
    expect(toEngineError(new TypeError('x is undefined'), 'b.png')).toMatchObject({ code: 'internal', message: expect.stringMatching(/^b\.png: .*x is undefined/u) as string });
    expect(toEngineError('text', 'b.png').code).toBe('internal');
  });
});
