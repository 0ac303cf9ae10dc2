import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listDoubts } from '../../src/answer/doubts.js';
import { joinLines, shorten } from '../../src/answer/labels.js';
import { narrate } from '../../src/answer/narrate.js';
import { list, ordinal } from '../../src/answer/words.js';
import type { Diagram } from '../../src/answer/types.js';
import { anyDiagram, nodeId } from './arbitrary.js';
import { edge, graph, group, node, orders, text } from './samples.js';

const say = (diagram: Diagram): string[] => narrate(diagram).map((sentence) => sentence.text);

/** Ids of everything that the diagram holds, with the regions that it gives them. */
function elements(diagram: Diagram): Map<string, readonly number[]> {
  return new Map<string, readonly number[]>([
    ...diagram.nodes.map((each) => [`node:${each.id}`, each.regions] as const), ...diagram.edges.map((each, index) => [`edge:${index}`, each.regions] as const),
    ...diagram.containers.map((each) => [`container:${each.id}`, each.regions] as const), ...diagram.texts.map((each, index) => [`text:${index}`, each.regions] as const),
  ]);
}

describe('the narrator', () => {
  test('speaks only of what the graph holds, and knows where each of it stands', () => {
    fc.assert(fc.property(anyDiagram, (diagram) => {
      const known = elements(diagram);
      for (const sentence of narrate(diagram)) {
        expect(sentence.text).toMatch(/^[^\s].*[.”]$/u);
        for (const element of sentence.elements) expect(known.has(element), `${element}: ${sentence.text}`).toBe(true);
        expect(sentence.regions).toEqual([...new Set(sentence.elements.flatMap((element) => known.get(element) ?? []))]);
        expect(new Set(sentence.elements).size).toBe(sentence.elements.length);
      }
    }), { numRuns: 300, seed: 9 });
  });

  test('every quotation is a label of the graph', () => {
    fc.assert(fc.property(anyDiagram, (raw) => {
      // Typographic quotes inside a label would end a quotation early for this test only.
      const plain = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/[“”]/g, ''));
      const diagram: Diagram = {
        ...raw, nodes: raw.nodes.map((each) => ({ ...each, lines: plain(each.lines) })), edges: raw.edges.map((each) => ({ ...each, label: plain(each.label) })),
        containers: raw.containers.map((each) => ({ ...each, lines: plain(each.lines) })), texts: raw.texts.map((each) => ({ ...each, lines: plain(each.lines) })),
      };
      const lines = [...diagram.nodes, ...diagram.containers, ...diagram.texts].map((each) => each.lines).concat(diagram.edges.map((each) => each.label));
      const labels = new Set(lines.map(joinLines).flatMap((label) => [label, shorten(label, 60), shorten(label, 200)]));
      for (const sentence of narrate(diagram)) {
        for (const [, quoted] of sentence.text.matchAll(/“([^”]*)”/gu)) expect(labels.has(quoted ?? ''), `${quoted}: ${sentence.text}`).toBe(true);
      }
    }), { numRuns: 200, seed: 10 });
  });

  test('every directed connection is told, or counted as not told', () => {
    fc.assert(fc.property(anyDiagram, (diagram) => {
      const told = new Set(narrate(diagram).flatMap((sentence) => sentence.elements));
      diagram.edges.forEach((each, index) => { if (each.start === 'none' && each.end !== 'none') expect(told.has(`edge:${index}`), `edge:${index}`).toBe(true); });
    }), { numRuns: 200, seed: 12 });
  });

  test('a graph without arrows has no start, no end and no steps', () => {
    fc.assert(fc.property(anyDiagram, (diagram) => {
      const free: Diagram = {
        ...diagram, containers: [], texts: [], nodes: diagram.nodes.map(({ container: _, ...each }) => ({ ...each, lines: [each.id] })),
        edges: diagram.edges.filter((each) => !`${each.source}${each.target}`.includes('G')).map((each) => ({ ...each, label: [], start: 'none', end: 'none' })),
      };
      expect(say(free).join(' ')).not.toMatch(/\b(starts?|starting|ends?|leads to|steps?|loop)\b/);
    }), { numRuns: 100, seed: 13 });
  });

  test('a large diagram does not become a wall', () => {
    const count = 30;
    const large = graph({
      nodes: Array.from({ length: count }, (_, index) => node(nodeId(index), [`Step ${index}`], { shape: index % 3 === 0 ? 'diamond' : 'rect' })),
      edges: Array.from({ length: 3 * count }, (_, index) => edge(nodeId(index % count), nodeId((index * 7 + 3) % count), { start: index % 4 === 0 ? 'arrow' : 'none', label: [`l${index}`] })),
    });
    const sentences = say(large);
    expect(sentences.length).toBeLessThanOrEqual(40);
    for (const sentence of sentences) expect(sentence.length).toBeLessThan(500);
    expect(sentences.join(' ')).toMatch(/more connections are not told here/);
  });

  test('branches, loops, self-loops, two-way lines, groups and notes each have their sentence', () => {
    expect(say(orders)).toEqual([
      'This is a flowchart drawn from top to bottom, with 6 steps, 1 decision, 7 connections and 1 group.',
      'Its title is “Order desk”.',
      'It starts at “Start” and ends at the unlabelled double circle.',
      '“Start” leads to “Receive order” and then to the decision “In stock?”.',
      'At the decision “In stock?”, “yes” leads to “Ship "express"” and “no” leads to “Reorder & wait”.',
      '“Ship "express"” leads to the unlabelled double circle.',
      '“Reorder & wait” leads back to “In stock?”.',
      'A loop runs from “In stock?” to “Reorder & wait” and back to “In stock?”.',
      '“Ship "express"” and “Stock <db>” are connected in both directions.',
      'The connection from “Reorder & wait” to “In stock?” is dotted.',
      'The group “Warehouse” holds “Ship "express"” and “Stock <db>”.',
      'Beside the diagram stands: “Draft, see *wiki*”',
    ]);
  });

  test('paths that part and meet again', () => {
    const split = graph({ nodes: ['Fork', 'Left', 'Right', 'Join'].map((label, index) => node(nodeId(index), [label])), edges: [edge('N0', 'N1'), edge('N0', 'N2', { label: ['fast'] }), edge('N1', 'N3'), edge('N2', 'N3')] });
    expect(say(split).slice(1)).toEqual([
      'It starts at “Fork” and ends at “Join”.', '“Fork” branches to “Left” and to “Right” (“fast”).', '“Left” leads to “Join”.', '“Right” leads to “Join”.', 'The paths from “Left” and “Right” meet at “Join”.',
    ]);
  });

  test('a line with its mark at the start runs backwards', () => {
    expect(say(graph({ nodes: [node('A', ['a']), node('B', ['b'])], edges: [edge('A', 'B', { start: 'arrow', end: 'none' })] }))).toContain('It starts at “b” and ends at “a”.');
  });

  test('a ring has neither start nor end; what no start reaches is said', () => {
    const ring = (ids: readonly string[]): Diagram['edges'] => ids.map((id, index) => edge(id, ids[(index + 1) % ids.length] ?? id));
    const nodes = ['N0', 'N1', 'N2', 'N3', 'N4'].map((id) => node(id, [id]));
    expect(say(graph({ nodes: nodes.slice(0, 3), edges: ring(['N0', 'N1', 'N2']) }))).toEqual(expect.arrayContaining([
      'It has no starting point: an arrow leads to everything that an arrow leaves.', 'A loop runs from “N0” through “N1” and “N2” and back to “N0”.',
    ]));
    expect(say(graph({ nodes, edges: [edge('N3', 'N4'), ...ring(['N0', 'N1', 'N2'])] }))).toEqual(expect.arrayContaining([
      'It falls into 2 parts that are not connected with each other.', 'No path from a starting point reaches “N0”, “N1” and “N2”.',
    ]));
  });

  test('to reach a group is to reach what is in it', () => {
    const grouped = graph({ nodes: [node('A', ['a']), node('B', ['b'], { container: 'G1' }), node('C', ['c'], { container: 'G1' }), node('D', ['d'])], edges: [edge('A', 'G1'), edge('B', 'C'), edge('G1', 'D')], containers: [group('G1', ['g'])] });
    const sentences = say(grouped);
    expect(sentences).toContain('It starts at “a” and ends at “d”.');
    expect(sentences.join(' ')).not.toMatch(/reaches|nothing else/);
  });

  test('elements of the same name are numbered', () => {
    const twins = graph({ nodes: [node('A', ['x']), node('B', ['x']), node('C', [])], edges: [edge('A', 'B'), edge('B', 'C')], texts: [text('note', [])] });
    expect(say(twins)).toContain('The first “x” leads to the second “x” and then to the unlabelled box.');
  });

  test('nothing is said to be nothing', () => {
    expect(say(graph({}))).toEqual(['No element of a flowchart was found.']);
    expect(say(graph({ nodes: [node('A', ['a']), node('B', ['b'])] }))).toEqual(['This is a flowchart, with 2 elements and no connections.', 'Nothing in it is connected.']);
  });
});

describe('doubts', () => {
  test('are worst first and below the threshold', () => {
    fc.assert(fc.property(anyDiagram, fc.double({ min: 0, max: 1, noNaN: true }), (diagram, threshold) => {
      const doubts = listDoubts(diagram, threshold);
      const below = [...diagram.nodes, ...diagram.edges, ...diagram.containers, ...diagram.texts].map(({ confidence }) => confidence).filter((each) => each < threshold);
      expect(doubts.map(({ confidence }) => confidence)).toEqual(below.sort((a, b) => a - b));
      for (const { element, regions } of doubts) expect(regions).toEqual(elements(diagram).get(element));
    }), { numRuns: 200, seed: 14 });
  });

  test('read as a person would say them', () => {
    const diagram = graph({
      nodes: [node('A', ['Order'], { confidence: 0.5 }), node('B', [], { shape: 'circle', confidence: 0.1 }), node('C', ['ok?'], { shape: 'diamond', confidence: 0.996 })],
      edges: [edge('A', 'C', { confidence: 0.62 }), edge('A', 'B', { start: 'arrow', confidence: 0.2, label: ['no', 'way'] }), edge('A', 'C', { end: 'none', confidence: 0.3 }), edge('A', 'A', { confidence: 0.7 })],
      containers: [group('G1', ['Team'], { confidence: 0.4 })], texts: [text('note', ['see'], { confidence: 0.75 })],
    });
    expect(listDoubts(diagram).map((doubt) => doubt.text)).toEqual([
      'The unlabelled circle may not be there (10 %)', 'The two-way arrow between “Order” and the unlabelled circle, labelled “no way”, may be wrong (20 %)',
      'The line between “Order” and “ok?” may be wrong (30 %)', 'The group “Team” may be wrong (40 %)', '“Order” may be misread (50 %)', 'The arrow from “Order” to “ok?” may be wrong (62 %)',
      'The arrow from “Order” back to itself may be wrong (70 %)', 'The note “see” may be misread or belong elsewhere (75 %)',
    ]);
    expect(listDoubts(diagram, 1).at(-1)?.text).toMatch(/\((99|100)\s%\)$/);
    expect(listDoubts(diagram, 0.999).at(-1)?.text).toBe('The decision “ok?” may be misread (99 %)');
  });
});

describe('words', () => {
  test('lists and ordinals', () => {
    expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c']), list(['a', 'b', 'c', 'd'], 2), list(['a', 'b', 'c'], 2)]).toEqual(['', 'a', 'a and b', 'a, b and c', 'a, b and 2 more', 'a, b and c']);
    expect([0, 9, 10, 11, 12, 20, 21, 22, 110].map(ordinal)).toEqual(['first', 'tenth', '11th', '12th', '13th', '21st', '22nd', '23rd', '111th']);
  });
});
