import { describe, expect, it } from 'vitest';
// @ts-expect-error plain JavaScript, run by Node as it is
import { calibrationError, claimsOf, fit } from '../../models/evaluation/calibrate.mjs';

describe('calibration', () => {
  it('recovers how wrong a confidence is', () => {
    // Things said with 0.9 are right half of the time, things said with 0.99 three times of four.
    const claims = [[0.9, 0.5], [0.99, 0.75]].flatMap(([p = 0, share = 0]) => Array.from({ length: 400 }, (_, i) => ({ p, right: i < share * 400 })));
    const fitted = fit(claims) as { temperature: number; bias: number };
    expect(fitted.temperature).toBeGreaterThan(1.5);
    expect(calibrationError(claims, { temperature: 1, bias: 0 })).toBeGreaterThan(0.3);
    expect(calibrationError(claims, fitted)).toBeLessThan(0.02);
  });

  it('counts a node or an edge right once, by its label and its ends', () => {
    const scene = {
      direction: 'TD', nodes: [{ lines: [{ text: 'Pay' }], shape: 'rect' }, { lines: [{ text: 'Ship' }], shape: 'rect' }], containers: [],
      edges: [{ source: 0, target: 1, start: 'none', end: 'arrow', stroke: 'solid', lines: [] }],
    };
    const node = (id: string, text: string): object => ({ id, lines: [text], shape: 'rect', confidence: 0.5 });
    const edge = (source: string, target: string): object => ({ source, target, start: 'none', end: 'arrow', stroke: 'solid', label: [], confidence: 0.5 });
    const { nodes, edges } = claimsOf(scene, { direction: 'TD', nodes: [node('A', 'pay'), node('B', 'Ship'), node('C', 'Ship')], containers: [], edges: [edge('A', 'B'), edge('B', 'A')] }) as Record<'nodes' | 'edges', { right: boolean }[]>;
    expect(nodes.map(({ right }) => right)).toEqual([true, true, false]);
    expect(edges.map(({ right }) => right)).toEqual([true, false]);
  });
});
