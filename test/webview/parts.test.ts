import { describe, expect, it } from 'vitest';
import type { Diagram } from '../../src/answer/types.js';
import { edgeKeys } from '../../webview/diagram/elements.js';
import { originalLine } from '../../webview/diagram/lines.js';
import { LinkIndex, Pointing, type Target } from '../../webview/links.js';
import { sampleAnswer, sampleDiagram } from '../support/sampleAnswer.js';

describe('line of a mistake', () => {
  it('is the line itself without front matter or comments', () => {
    expect(originalLine('flowchart TD\n  A --> B\n  A ->', 3)).toBe(3);
  });
  it('skips front matter, comments and leading blank lines', () => {
    expect(originalLine('---\ntitle: x\n---\n\nflowchart TD\n%% note: y\n  A ->', 2)).toBe(7);
  });
  it('keeps directives, which Mermaid counts', () => {
    expect(originalLine('%%{init: {}}%%\nflowchart TD', 2)).toBe(2);
  });
  it('stays within the source', () => {
    expect(originalLine('flowchart TD\nA', 99)).toBe(2);
  });
});

describe('names of drawn edges', () => {
  const diagram = (pairs: readonly (readonly [string, string])[]): Diagram => ({
    ...sampleDiagram,
    edges: pairs.map(([source, target]) => ({ source, target, stroke: 'solid', start: 'none', end: 'arrow', label: [], regions: [], confidence: 1 })),
  });
  it('numbers parallel edges in the order of the source, over Mermaid’s gap', () => {
    expect(edgeKeys(diagram([['A', 'B'], ['B', 'A'], ['A', 'B'], ['A', 'B']]), ['L_A_B_3', 'L_A_B_0', 'L_B_A_0', 'L_A_B_2']))
      .toEqual(['L_A_B_0', 'L_B_A_0', 'L_A_B_2', 'L_A_B_3']);
  });
  it('has none for an edge that is not drawn', () => {
    expect(edgeKeys(diagram([['A', 'A'], ['A', 'B']]), ['L_A_B_0'])).toEqual([undefined, 'L_A_B_0']);
  });
  it('compares numbers as numbers', () => {
    const drawn = Array.from({ length: 12 }, (_, index) => `L_A_B_${index === 0 ? 0 : index + 1}`);
    expect(edgeKeys(diagram(drawn.map(() => ['A', 'B'] as const)), [...drawn].reverse())).toEqual(drawn);
  });
});

describe('links', () => {
  const index = new LinkIndex(sampleAnswer);
  it('lead from an element to its places and back', () => {
    expect([...index.element('node:E').regions]).toEqual([4]);
    expect([...index.region(6).elements]).toEqual(['edge:2']);
    expect([...index.elements(['node:A', 'node:B']).regions]).toEqual([0, 1]);
  });
  it('know an element that the answer does not hold as itself alone', () => {
    expect(index.element('node:Z')).toEqual({ elements: new Set(['node:Z']), regions: new Set() });
  });
});

describe('pointing', () => {
  const target = (id: string): Target => ({ elements: new Set([id]), regions: new Set() });
  it('shows the pointer over the focus, and the focus again when the pointer leaves', () => {
    const pointing = new Pointing();
    const seen: string[] = [];
    pointing.on(({ elements }) => { seen.push([...elements].join()); });
    pointing.focus(target('a'));
    pointing.hover(target('b'));
    pointing.hover(undefined);
    pointing.focus(undefined);
    expect(seen).toEqual(['a', 'b', 'a', '']);
  });
});
