import { describe, expect, it } from 'vitest';
import type { Region } from '../../src/answer/types.js';
import type { Seen } from '../../src/engine/decoding/seen.js';
import { DiagramBuilder, letters } from '../../src/engine/families/flamingo/diagram.js';
import { calibrate, likeliest } from '../../src/engine/families/flamingo/confidence.js';
import { groupsOf, linesOf, rolesOf } from '../../src/engine/families/flamingo/groups.js';
import { components, inReadingOrder, proposals, textCandidates } from '../../src/engine/families/flamingo/regions.js';
import { manifest, oneHot, role, tensor, words } from './fakes.js';

interface Told { readonly role: string; readonly text?: string; readonly parent?: number; readonly box?: readonly [number, number, number, number] }

/** What the resampler would say of these regions, for sure. */
function scene(told: readonly Told[]): { seen: Seen; regions: Region[] } {
  const none = new Float32Array(0);
  const empty = tensor([], 0);
  return {
    seen: {
      count: told.length, kind: none, pairs: none, links: none, labelSource: none, labelTarget: none, visual: { region_inputs: empty, pointer_keys: empty, cross_k: empty, cross_v: empty },
      roles: oneHot(told.map((t) => role(t.role)), manifest.roles.length), parents: oneHot(told.map((t) => (t.parent ?? -1) + 1), told.length + 1),
    },
    regions: told.map(({ text, box: [x, y, width, height] = [0, 0, 10, 10] }, id) => ({ id, box: { x, y, width, height }, confidence: 1, ...(text === undefined ? {} : { text }) })),
  };
}

function builderFor(told: readonly Told[]): DiagramBuilder {
  const { seen, regions } = scene(told);
  return new DiagramBuilder(groupsOf(seen, rolesOf(seen, words.roles), regions), regions, words, manifest.calibration);
}
const token = (id: number, probability = 1) => ({ id, probability });
const at = (region: number) => token(words.size + region);
const word = (text: string) => token(words.words.indexOf(text));

describe('labels', () => {
  it('follow continuations to their head, line by line', () => {
    const { seen, regions } = scene([
      { role: 'rect', text: 'Read the', box: [10, 10, 40, 10] }, { role: 'continuation', text: 'file', parent: 0, box: [55, 11, 15, 10] },
      { role: 'continuation', text: 'from disk', parent: 1, box: [10, 24, 60, 10] }, { role: 'noise', text: '#' },
    ]);
    const [only, ...others] = groupsOf(seen, rolesOf(seen, words.roles), regions);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ role: 'rect', head: 0, members: [0, 1, 2], lines: ['Read the file', 'from disk'] });
  });

  it('survive parents that make no sense: circles, noise, nobody', () => {
    const { seen, regions } = scene([
      { role: 'continuation', text: 'a', parent: 1 }, { role: 'continuation', text: 'b', parent: 0 }, { role: 'rect', text: 'c' }, { role: 'continuation', text: 'd', parent: 4 }, { role: 'noise', text: 'e' },
    ]);
    const groups = groupsOf(seen, rolesOf(seen, words.roles), regions);
    expect(groups.flatMap(({ members }) => members).sort()).toEqual([0, 1, 2, 3]);
    const alone = scene([{ role: 'continuation', text: 'lost' }]);
    expect(groupsOf(alone.seen, rolesOf(alone.seen, words.roles), alone.regions)).toMatchObject([{ role: 'note', lines: ['lost'] }]);
  });

  it('a shape that continues its caption adds no line', () => {
    const { seen, regions } = scene([{ role: 'continuation', parent: 1 }, { role: 'icon', text: 'Server' }]);
    expect(groupsOf(seen, rolesOf(seen, words.roles), regions)).toMatchObject([{ role: 'icon', lines: ['Server'], members: [0, 1] }]);
  });

  it('rows are told by their middles', () => {
    const line = (text: string, x: number, y: number, height = 10) => ({ text, box: { x, y, width: 10, height } });
    expect(linesOf([line('c', 0, 14), line('b', 20, 2), line('a', 0, 0)])).toEqual(['a b', 'c']);
    expect(linesOf([])).toEqual([]);
  });
});

describe('containers', () => {
  it('hold nodes and each other; circles are cut', () => {
    const diagram = builderFor([
      { role: 'container', text: 'Outer', parent: 1 }, { role: 'container', text: 'Inner', parent: 0 }, { role: 'rect', text: 'n', parent: 1 }, { role: 'round', text: 'm' },
    ]).diagram(true);
    expect(diagram.nodes).toMatchObject([{ id: 'A', container: 'G2' }, { id: 'B' }]);
    expect(diagram.nodes[1]).not.toHaveProperty('container');
    expect(diagram.containers.filter(({ parent }) => parent !== undefined)).toHaveLength(1);
  });

  it('a node cannot lie in a node', () => {
    expect(builderFor([{ role: 'rect', text: 'a' }, { role: 'rect', text: 'b', parent: 0 }]).diagram(true).nodes[1]).not.toHaveProperty('container');
  });
});

describe('the stream as a diagram', () => {
  const told: readonly Told[] = [{ role: 'rect', text: 'a' }, { role: 'edge_label', text: 'yes' }, { role: 'diamond', text: 'b' }, { role: 'edge_label', text: 'lost' }, { role: 'title', text: 'T' }];

  it('grows edge by edge', () => {
    const builder = builderFor(told);
    const pushed = [word('<mermaid>'), word('LR'), at(0), at(2), word('-.->'), at(1), at(2), at(2), word('<-->'), word('<none>'), word('<eos>')].map((t) => builder.push(t));
    expect(pushed).toEqual([false, true, false, false, false, true, false, false, false, true, false]);
    const diagram = builder.diagram(false);
    expect(diagram).toMatchObject({
      direction: 'LR', nodes: [{ id: 'A', lines: ['a'], shape: 'rect' }, { id: 'B', lines: ['b'], shape: 'diamond' }], texts: [{ role: 'title', lines: ['T'] }],
      edges: [
        { source: 'A', target: 'B', stroke: 'dotted', start: 'none', end: 'arrow', label: ['yes'], regions: [1, 0, 2] },
        { source: 'B', target: 'B', stroke: 'solid', start: 'arrow', end: 'arrow', label: [], regions: [2] },
      ],
    });
    expect(builder.diagram(true).texts.map(({ role: name, lines }) => [name, ...lines])).toEqual([['note', 'lost'], ['title', 'T']]);
  });

  it('an edge is as sure as its tokens together', () => {
    const builder = builderFor(told);
    for (const t of [token(words.size, 0.9), token(words.size + 2, 0.8), token(words.links[0] ?? 0, 0.5), token(words.none, 1)]) builder.push(t);
    expect(builder.diagram(false).edges[0]?.confidence).toBeCloseTo(0.36);
  });

  it('an edge to what is no end is left out', () => {
    const builder = builderFor(told);
    expect([at(0), at(4), word('-->'), word('<none>')].map((t) => builder.push(t))).toEqual([false, false, false, false]);
    expect(builder.diagram(true).edges).toEqual([]);
  });
});

describe('ids', () => {
  it('are letters, each once, and never a direction', () => {
    const ids = Array.from({ length: 2000 }, (_, i) => letters(i));
    expect(ids.slice(0, 28)).toEqual([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'AA', 'AB']);
    expect(new Set(ids).size).toBe(2000);
    for (const reserved of ['TD', 'TB', 'LR', 'RL', 'BT']) expect(ids).not.toContain(reserved);
    expect(ids).toContain('TC');
    expect(ids).toContain('TE');
  });
});

describe('regions', () => {
  const prepared = { pixels: new Float32Array(0), width: 64, height: 64, fed: { width: 60, height: 64 }, scaleX: 0.5, scaleY: 0.5 };
  const maps = (interior: (x: number, y: number) => number, centre: (x: number, y: number) => number) => {
    const data = new Float32Array(6 * 64).fill(-9);
    for (let y = 0; y < 8; y++) for (let x = 0; x < 8; x++) { data[y * 8 + x] = interior(x, y); data[5 * 64 + y * 8 + x] = centre(x, y); }
    return tensor(data, 1, 6, 8, 8);
  };
  /** Two shapes: columns 1-2 and 5-7 of rows 2-3. */
  const two = (x: number, y: number): number => ((y === 2 || y === 3) && (x === 1 || x === 2 || x >= 5) ? 5 : -5);

  it('proposes shapes with a centre and without text, in original pixels', () => {
    const [left, right] = [(x: number, y: number) => (x === 1 && y === 2 ? 3 : -5), () => 3];
    expect(proposals(maps(two, left), [], prepared, manifest.proposals)).toMatchObject([{ kind: 1, corners: [8, 16, 24, 32], region: { box: { x: 16, y: 32, width: 32, height: 32 } } }]);
    const text = textCandidates([{ box: { x: 30, y: 40, width: 4, height: 8 }, text: 'a', confidence: 0.9 }], prepared, { temperature: 1, bias: 0 });
    // The right one ends where the picture does.
    expect(proposals(maps(two, right), text, prepared, manifest.proposals).map(({ corners }) => corners)).toEqual([[40, 16, 60, 32]]);
    expect(proposals(maps(two, right), [], prepared, { ...manifest.proposals, most: 1 })).toHaveLength(1);
  });

  it('refuses maps that are none', () => {
    expect(() => proposals(tensor([0], 1, 1, 1, 1), [], prepared, manifest.proposals)).toThrow('maps');
  });

  it('stand in reading order: rows of 12 pixels, then columns', () => {
    const candidate = (name: string, x: number, y: number) => ({ corners: [x, y, x + 5, y + 10] as const, kind: 0, region: { box: { x, y, width: 5, height: 10 }, text: name, confidence: 1 } });
    expect(inReadingOrder([candidate('c', 0, 30), candidate('b', 50, 2), candidate('a', 10, 4)]).map(({ region }) => region.text)).toEqual(['a', 'b', 'c']);
  });

  it('components do not wrap around the edges', () => {
    const inside = new Set([3, 4]); // end of row 0, start of row 1 in a 4-wide map
    expect(components(4, 2, (i) => inside.has(i))).toHaveLength(2);
  });
});

describe('confidences', () => {
  it('are calibrated monotonically', () => {
    expect(calibrate(0.8, { temperature: 1, bias: 0 })).toBeCloseTo(0.8);
    expect(calibrate(0.9, { temperature: 2, bias: 0 })).toBeCloseTo(0.75);
    expect(calibrate(1, { temperature: 1, bias: 0 })).toBeLessThan(1);
    expect(calibrate(0, { temperature: 1, bias: 0 })).toBeGreaterThan(0);
  });
  it('the likeliest of some', () => {
    expect(likeliest(Float32Array.of(0, 5, 1, 1), 0, 4, (i) => i !== 1)).toMatchObject({ index: 2, probability: 1 / (2 + Math.exp(-1)) });
    expect(likeliest(Float32Array.of(1), 0, 1, () => false)).toEqual({ index: -1, probability: 0 });
  });
});
