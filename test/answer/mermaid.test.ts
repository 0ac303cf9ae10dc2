import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDiagramId } from '../../src/answer/ids.js';
import { cleanLines as clean } from '../../src/answer/labels.js';
import { writeMermaid } from '../../src/answer/mermaid.js';
import { shapes, type Diagram, type Edge, type End, type Stroke } from '../../src/answer/types.js';
import { parseMermaidGraph, type MermaidGraph } from '../support/mermaid-graph.js';
import { anyDiagram, hostile, nodeId } from './arbitrary.js';
import { edge, graph, node } from './samples.js';

/** Lines as a reader of the source gets them (see quoteMermaid for the one pair of letters that Mermaid itself rewrites). */
function cleanLines(lines: readonly string[]): string[] {
  return clean(lines).map((line) => line.replaceAll('\u00B6\u00DF', '\u00B6\u200B\u00DF'));
}

/** What the source must say, in the reader's terms. */
function expected(diagram: Diagram): MermaidGraph {
  return {
    direction: diagram.direction,
    nodes: diagram.nodes.map(({ id, lines, shape, container }) => ({ id, lines: cleanLines(lines), shape, ...(container === undefined ? {} : { container }) })),
    edges: diagram.edges.map(expectedEdge),
    containers: diagram.containers.map(({ id, lines, parent }) => ({ id, lines: cleanLines(lines), ...(parent === undefined ? {} : { parent }) })),
  };
}

function expectedEdge({ source, target, stroke, start, end, label }: Edge): MermaidGraph['edges'][number] {
  const rest = { stroke, label: cleanLines(label) };
  if (end === 'none' && start !== 'none') return { source: target, target: source, start: 'none', end: start, ...rest };
  return { source, target, start: start === end ? start : 'none', end, ...rest };
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
function sorted(graph: MermaidGraph): MermaidGraph {
  return { ...graph, nodes: [...graph.nodes].sort(byId), containers: [...graph.containers].sort(byId) };
}

async function roundTrip(diagram: Diagram): Promise<void> {
  const { source } = writeMermaid(diagram);
  expect(sorted(await parseMermaidGraph(source)), source).toEqual(sorted(expected(diagram)));
}

describe('Mermaid source', () => {
  test('any typed graph comes back from Mermaid as the same graph', async () => {
    await fc.assert(fc.asyncProperty(anyDiagram, roundTrip), { numRuns: 350, seed: 20260730 });
  }, 300_000);

  test('every hostile label survives as a node, an edge label, a container title and a title', async () => {
    for (const text of hostile) {
      await roundTrip(graph({
        nodes: [node('A', [text], { container: 'G1' }), node('B', [text, text], { shape: 'document' })],
        edges: [edge('A', 'B', { label: [text, 'x'] })],
        containers: [{ id: 'G1', lines: [text], regions: [], confidence: 1 }],
        texts: [{ lines: [text], role: 'title', regions: [], confidence: 1 }, { lines: [text], role: 'note', regions: [], confidence: 1 }],
      }));
    }
  }, 120_000);

  test('every shape, with and without text', async () => {
    await roundTrip(graph({ nodes: shapes.flatMap((shape, i) => [node(nodeId(2 * i), [shape], { shape }), node(nodeId(2 * i + 1), [], { shape })]) }));
  });

  test('every line kind with every pair of like ends', async () => {
    const strokes: Stroke[] = ['solid', 'dotted', 'thick'];
    const all: End[] = ['none', 'arrow', 'circle', 'cross'];
    const edges = strokes.flatMap((stroke) => all.flatMap((end) => [edge('A', 'B', { stroke, end }), edge('x', 'o', { stroke, start: end, end, label: ['l'] })]));
    await roundTrip(graph({ nodes: [node('A', ['a']), node('B', ['b']), node('x', ['x']), node('o', ['o'])], edges }));
    expect(writeMermaid(graph({ nodes: ['A', 'B', 'x', 'o'].map((id) => node(id, [])), edges })).losses).toEqual([]);
  });

  test('what Mermaid cannot draw is said', () => {
    const { source, losses } = writeMermaid(graph({ nodes: [node('A', ['a']), node('B', ['fork'], { shape: 'bar' })], edges: [edge('A', 'B', { start: 'circle' })] }));
    expect(source).toContain('A --> B');
    expect(losses).toEqual([
      'Mermaid draws a bar without its text: “fork” is in the source, but not in the drawing.',
      'Mermaid cannot draw a circle at one end of a line and an arrow at the other: between “a” and “fork” only the second is kept.',
    ]);
  });

  test('spans cover their statements, in order, without overlap', () => {
    fc.assert(fc.property(anyDiagram, (diagram) => {
      const { source, spans } = writeMermaid(diagram);
      let last = 0;
      for (const span of spans) {
        expect(span.start).toBeGreaterThanOrEqual(last);
        expect(source.slice(span.start, span.end)).not.toMatch(/^\s|\n/);
        last = span.end;
      }
      expect(last).toBeLessThanOrEqual(source.length);
      const elements = spans.map((span) => span.element);
      for (const { id } of diagram.nodes) expect(elements).toContain(`node:${id}`);
      diagram.edges.forEach((_, index) => { expect(elements).toContain(`edge:${index}`); });
      for (const { id } of diagram.containers) expect(elements).toContain(`container:${id}`);
      expect(new Set(elements).size).toBe(elements.length);
    }), { numRuns: 200, seed: 7 });
  });

  test('containers that claim each other still give a tree that Mermaid reads', async () => {
    const containers = [
      { id: 'G1', lines: ['one'], parent: 'G2', regions: [], confidence: 1 }, { id: 'G2', lines: ['two'], parent: 'G1', regions: [], confidence: 1 },
      { id: 'G3', lines: ['three'], parent: 'G9', regions: [], confidence: 1 },
    ];
    const parsed = await parseMermaidGraph(writeMermaid(graph({ nodes: [node('A', ['a'], { container: 'G1' })], containers })).source);
    expect(parsed.containers.map(({ id }) => id).sort()).toEqual(['G1', 'G2', 'G3']);
    expect(parsed.nodes[0]?.container).toBe('G1');
  });

  test('ids that Mermaid would take for its own words are refused', () => {
    for (const id of ['end', 'graph', 'v', '1a', 'a-b', '', 'class', 'A B', '__proto__']) {
      expect(isDiagramId(id)).toBe(false);
      expect(() => writeMermaid(graph({ nodes: [node(id, ['x'])] }))).toThrow(RangeError);
    }
    expect(() => writeMermaid(graph({ nodes: [node('A', []), node('A', [])] }))).toThrow(/Two elements/);
    expect(() => writeMermaid(graph({ nodes: [node('A', [])], edges: [edge('A', 'Q')] }))).toThrow(/"Q"/);
  });

  test('letters, directions among them, are allowed as ids', async () => {
    const ids = ['A', 'x', 'o', 'BR', 'TB', 'TD', 'LR', 'RL', 'BT', 'END', 'End', 'V', 'ended', 'style_1', 'classes', 'constructor', 'toString'];
    expect(ids.filter((id) => !isDiagramId(id))).toEqual([]);
    await roundTrip(graph({ nodes: ids.map((id) => node(id, [id])), edges: ids.map((id) => edge(id, 'A')), direction: 'LR' }));
  });
});
