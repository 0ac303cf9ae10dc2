import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowchartAnswer } from '../../src/answer/build.js';
import { compareAnswers, compareDiagrams, summariseComparison, type Change } from '../../src/answer/questions/compare.js';
import type { Diagram } from '../../src/answer/types.js';
import { anyDiagram } from './arbitrary.js';
import { edge, graph, group, node, orderReading, orders } from './samples.js';

const changes = (before: Diagram, after: Diagram): string[] => compareAnswers(flowchartAnswer(before, orderReading), flowchartAnswer(after, orderReading)).changes.map(({ text }) => text);
const base = graph({ nodes: [node('A', ['Start']), node('B', ['Check'], { shape: 'diamond' }), node('C', ['Ship'], { container: 'G' })], edges: [edge('A', 'B'), edge('B', 'C', { label: ['yes'] })], containers: [group('G', ['Depot'])] });

describe('differences', () => {
  it('are none between a diagram and itself with other ids', () => {
    const renamed = graph({ nodes: [node('X', ['Ship'], { container: 'H' }), node('Y', ['Start']), node('Z', ['Check'], { shape: 'diamond' })], edges: [edge('Z', 'X', { label: ['yes'] }), edge('Y', 'Z')], containers: [group('H', ['Depot'])] });
    expect(changes(base, renamed)).toEqual([]);
    expect(summariseComparison(compareAnswers(flowchartAnswer(base, orderReading), flowchartAnswer(renamed, orderReading)))).toBe('Both hold the same graph.');
  });
  it('name what was added, removed, relabelled, moved and reshaped', () => {
    const after = graph({
      nodes: [node('A', ['Start']), node('B', ['Check!']), node('C', ['Ship']), node('D', ['Bill'])], containers: [group('G', ['Depot'])],
      edges: [edge('B', 'C', { label: ['ok'] }), edge('C', 'D')],
    });
    expect(changes(base, after)).toEqual([
      '“Bill” is new.', '“Ship” moved out of its group.', '“Check” now reads “Check!”.', '“Check!” has another shape.', 'The connection from “Check!” to “Ship” had “yes” and now has “ok”.',
      'The connection from “Start” to “Check” is gone.', 'A connection from “Ship” to “Bill” is new.',
    ]);
    expect(summariseComparison(compareDiagrams(base, after))).toBe('1 step added, 1 step renamed, 1 step reshaped, 1 step moved, 1 connection added, 1 connection removed and 1 connection relabelled.');
  });
  it('follow equal labels by their neighbours', () => {
    const twice = graph({ nodes: [node('A', ['Retry']), node('B', ['Retry']), node('C', ['Left']), node('D', ['Right'])], edges: [edge('A', 'C'), edge('B', 'D')] });
    const swapped = graph({ nodes: [node('P', ['Retry']), node('Q', ['Retry']), node('C', ['Left']), node('D', ['Right'])], edges: [edge('Q', 'C'), edge('P', 'D')] });
    expect(changes(twice, swapped)).toEqual([]);
  });
  it('count as much there as back', () => {
    fc.assert(fc.property(anyDiagram, anyDiagram, (a, b) => {
      const number = (found: readonly Change[], kind: Change['kind']): number => found.filter((change) => change.kind === kind).length;
      const [there, back] = [compareDiagrams(a, b).changes, compareDiagrams(b, a).changes];
      for (const found of [there, back]) expect(Math.abs(number(found, 'node-added') - number(found, 'node-removed'))).toBe(Math.abs(b.nodes.length - a.nodes.length));
    }), { numRuns: 150 });
  });
  it('point at the second picture', () => {
    const after = { ...orders, nodes: orders.nodes.map((each) => (each.id === 'F' ? { ...each, lines: ['Reorder and wait'] } : each)) };
    const { sentences } = compareAnswers(flowchartAnswer(orders, orderReading), flowchartAnswer(after, orderReading));
    expect(sentences).toEqual([{ text: '“Reorder & wait” now reads “Reorder and wait”.', elements: ['node:F'], regions: [9] }]);
  });
  it('are none between any diagram and itself, and each names only what is there', () => {
    fc.assert(fc.property(anyDiagram, anyDiagram, (a, b) => {
      expect(changes(a, a)).toEqual([]);
      const { changes: found } = compareAnswers(flowchartAnswer(a, orderReading), flowchartAnswer(b, orderReading));
      for (const { before, after } of found) expect(before.length + after.length).toBeGreaterThan(0);
    }), { numRuns: 150 });
  });
});
