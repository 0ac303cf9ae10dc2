import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide, PictureRouter } from '../../src/engine/families/router/model.js';
import { channels, fedSize, looksAt, prepareForRouter } from '../../src/engine/families/router/prepare.js';
import type { RouterManifest } from '../../src/engine/package/router.js';
import { routes } from '../../src/engine/readers/route.js';
import { graph, newTask, tensor } from './fakes.js';

const picture = { maxSide: 960, maxPixels: 120_000, smallest: 32, multiple: 32 };
const calibration = { temperature: 1, sure: 0.8, sureDiagram: 0.95 };
const manifest: RouterManifest = {
  format: 1, task: 'route', name: 'test-router', version: '1.2.3', licence: 'Apache-2.0', family: 'router', graphs: { router: { file: 'router.onnx', sha256: '', bytes: 0 } }, picture,
  kinds: routes, calibration, card: { summary: '', data: '', parameters: 0, compute: '', hours: 0, scores: {}, limits: [] }, selfTest: { width: 8, height: 8, tolerance: 1, expected: [0, 0] },
};
const line = { box: { x: 0, y: 0, width: 20, height: 8 }, text: 'a', confidence: 1 };

/** Logits with which `kind` has the probability `p` and the others share the rest. */
function logits(kind: (typeof routes)[number], p: number): number[] {
  return routes.map((each) => Math.log(each === kind ? p : (1 - p) / (routes.length - 1)));
}

describe('what the router is fed', () => {
  it('keeps the aspect ratio and never enlarges', () => {
    expect(fedSize(200, 100, picture)).toEqual({ width: 200, height: 100 });
    expect(fedSize(2000, 1000, picture)).toEqual({ width: 490, height: 245 });
    expect(fedSize(20_000, 100, picture)).toEqual({ width: 960, height: 32 });
  });

  it('gives the planes that training gives', () => {
    // Made by `python -m unrender_models.router.fixture`.
    const { cases } = JSON.parse(readFileSync(new URL('fixtures/router-planes.json', import.meta.url), 'utf8')) as { cases: { rgb: number[]; planes: number[] }[] };
    expect(cases.length).toBeGreaterThan(3);
    for (const { rgb, planes } of cases) expect([...channels(Uint8Array.from(rgb))]).toEqual(planes);
  });

  it('pads with the background', async () => {
    const rgb = new Uint8Array(40 * 33 * 3).fill(255);
    rgb.set([0, 0, 0], 0);
    const { pixels, width, height, fed } = await prepareForRouter({ width: 40, height: 33, rgb }, picture);
    expect([width, height, fed]).toEqual([64, 64, { width: 40, height: 33 }]);
    expect([pixels[0], pixels[64 * 64], pixels[2 * 64 * 64]]).toEqual([1, 0, Math.fround((Math.floor(128 - 127.5 + 0.5) - 128) / 128)]);
    expect(pixels.slice(1, 64).every((value) => value === 0)).toBe(true);
    expect(pixels.slice(33 * 64, 64 * 64).every((value) => value === 0)).toBe(true);
  });
});

describe('what the router says', () => {
  it('ranks all kinds, and is sure from its thresholds on', () => {
    const table = decide([logits('table', 0.85)], undefined, calibration);
    expect(table).toMatchObject({ kind: 'table', sure: true });
    expect(table.confidence).toBeCloseTo(0.85);
    expect(table.ranking.map(({ kind }) => kind)).toHaveLength(routes.length);
    expect(table.ranking.reduce((sum, { confidence }) => sum + confidence, 0)).toBeCloseTo(1);
    expect(decide([logits('table', 0.75)], undefined, calibration).sure).toBe(false);
  });

  it('asks more of a diagram', () => {
    expect(decide([logits('flowchart', 0.9)], undefined, calibration).sure).toBe(false);
    expect(decide([logits('flowchart', 0.96)], undefined, calibration).sure).toBe(true);
  });

  it('is not sure of writing where no text was read', () => {
    expect(decide([logits('code', 0.99)], [], calibration)).toMatchObject({ kind: 'code', sure: false });
    expect(decide([logits('code', 0.99)], [line], calibration).sure).toBe(true);
    expect(decide([logits('other', 0.99)], [], calibration).sure).toBe(true);
  });

  it('a higher temperature makes it less certain', () => {
    expect(decide([logits('table', 0.9)], undefined, { ...calibration, temperature: 2 }).confidence).toBeLessThan(0.7);
  });
});

describe('a tiny picture', () => {
  it('is no diagram, whatever the network sees in it', async () => {
    const router = new PictureRouter(graph(() => ({ logits: tensor(logits('class', 0.97), 1, routes.length) })), manifest);
    const told = async (side: number): Promise<string> => (await router.route({ width: side, height: side, rgb: new Uint8Array(3 * side * side) }, undefined, newTask().task)).kind;
    expect(await told(64)).toBe('class');
    expect(['sequence', 'class', 'flowchart', 'state', 'er', 'diagram']).not.toContain(await told(63));
    expect(decide([logits('class', 0.9)], undefined, calibration, true).ranking.reduce((sum, { confidence }) => sum + confidence, 0)).toBeCloseTo(1);
  });
});

describe('two looks', () => {
  const again = { maxSide: 40, maxPixels: 1500 };
  it('are one where both would show the same', async () => {
    const fed = async (width: number, height: number): Promise<unknown> => (await looksAt({ width, height, rgb: new Uint8Array(3 * width * height) }, { ...picture, again })).map((look) => look.fed);
    expect(await fed(40, 33)).toEqual([{ width: 40, height: 33 }]);
    expect(await fed(80, 40)).toEqual([{ width: 80, height: 40 }, { width: 40, height: 32 }]);
  });
  it('count alike: what one is sure of and the other denies is not sure', () => {
    expect(decide([logits('table', 0.9), logits('table', 0.9)], undefined, calibration).confidence).toBeCloseTo(0.9);
    const split = decide([logits('table', 0.9), logits('code', 0.9)], undefined, calibration);
    expect(split.sure).toBe(false);
    expect(split.ranking.slice(0, 2).map(({ kind }) => kind).sort()).toEqual(['code', 'table']);
    expect(decide([logits('table', 0.9).map((value) => value + 50), logits('code', 0.95)], undefined, calibration).kind).toBe('code');
  });
  it('are both shown to the graph', async () => {
    const dims: (readonly number[])[] = [];
    const router = new PictureRouter(graph(({ pixels }) => {
      dims.push(pixels?.dims ?? []);
      return { logits: tensor(logits('chart', 0.9), 1, routes.length) };
    }), { ...manifest, picture: { ...picture, again } });
    await router.route({ width: 80, height: 40, rgb: new Uint8Array(9600).fill(200) }, [line], newTask().task);
    expect(dims).toEqual([[1, 3, 64, 96], [1, 3, 32, 64]]);
  });
});

describe('the router', () => {
  it('shows its graph three planes, answers, and lets it go', async () => {
    const dims: (readonly number[])[] = [];
    const network = graph(({ pixels }) => {
      dims.push(pixels?.dims ?? []);
      return { logits: tensor(logits('chart', 0.9), 1, routes.length) };
    });
    const router = new PictureRouter(network, manifest);
    expect(await router.route({ width: 50, height: 40, rgb: new Uint8Array(6000).fill(200) }, [line], newTask().task)).toMatchObject({ kind: 'chart', sure: true });
    expect(dims).toEqual([[1, 3, 64, 64]]);
    await router.dispose();
    expect(network.disposed).toBe(true);
  });

  it('ends when its task was cancelled', async () => {
    const stop = new AbortController();
    stop.abort();
    const router = new PictureRouter(graph(() => ({ logits: tensor(logits('chart', 0.9), 1, routes.length) })), manifest);
    await expect(router.route({ width: 50, height: 40, rgb: new Uint8Array(6000) }, [], newTask(stop.signal).task)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
