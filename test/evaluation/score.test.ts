import { describe, expect, it } from 'vitest';
import { baseline, edgesOf, nodesOf } from '../../models/evaluation/baseline.mjs';
import { compare, f1, nameVertices, shared } from '../../models/evaluation/compare.mjs';
import { graphOfMermaid, graphOfScene, normalise } from '../../models/evaluation/graph.mjs';
import { groupsOf, scorePicture, summarise } from '../../models/evaluation/score.mjs';
import { parseMermaidGraph } from '../support/mermaid-graph.js';

const line = (text: string, box = [0, 0, 10, 10]) => ({ text, box });
const node = (text: string, shape = 'rect') => ({ shape, box: [0, 0, 1, 1], lines: text === '' ? [] : text.split('|').map(part => line(part)), container: -1 });
const edge = (source: number, target: number, label = '', start = 'none', end = 'arrow') => ({
  source, target, stroke: 'solid', start, end, points: [], lines: label === '' ? [] : [line(label)], source_is_container: false, target_is_container: false,
});
const scene = (nodes: object[], edges: object[], more: object = {}) => ({ direction: 'TD', nodes, edges, containers: [], texts: [], noise: [], kind: 'flowchart', renderer: 'x', ...more });
const likeness = async (truth: object, mermaid: string) => compare(graphOfScene(truth), graphOfMermaid(await parseMermaidGraph(mermaid)));
const chain = scene([node('Start', 'stadium'), node('Check|order'), node('Done?', 'diamond')], [edge(0, 1), edge(1, 2, 'next')]);

describe('normalise', () => {
  it('drops case, white space and punctuation', () => expect(normalise(['Check  Order,', 'now!'])).toBe('checkordernow'));
  it('keeps a label that is punctuation only', () => expect(normalise(['?'])).toBe('?'));
  it('keeps what carries meaning in conditions', () => expect(normalise(['x > 5'])).not.toBe(normalise(['x < 5'])));
});

describe('shared and f1', () => {
  it('counts a multiset', () => expect(shared(['a', 'a', 'b'], ['a', 'a', 'a', 'c'])).toBe(2));
  it('calls two empty things equal', () => expect(f1(0, 0, 0)).toBe(1));
  it('is zero for something against nothing', () => expect(f1(0, 3, 0)).toBe(0));
});

describe('compare', () => {
  it('finds the same graph exact, whatever the ids, the order, and how lines break', async () => {
    const same = await likeness(chain, 'flowchart TD\nz{"DONE?"}\ny["check order"]\ny -->|"Next"| z\nx(["start"]) --> y');
    expect(same).toMatchObject({ node: 1, edge: 1, triple: 1, exact: 1, direction: 1 });
    expect(same.counts).toMatchObject({ shapesEqual: 3, shapesCompared: 3 });
  });
  it('takes a turned edge for a wrong one', async () => {
    const turned = await likeness(chain, 'flowchart TD\na(["Start"]) --> b["Check order"]\nc{"Done?"} -->|next| b');
    expect(turned).toMatchObject({ node: 1, edge: 0.5, triple: 0.5, exact: 0 });
  });
  it('keeps the edge and loses the triple where only the label differs', async () => {
    const other = await likeness(chain, 'flowchart TD\na(["Start"]) --> b["Check order"] -->|later| c{"Done?"}');
    expect(other).toMatchObject({ edge: 1, triple: 0.5, exact: 0 });
  });
  it('counts an edge that was drawn once and written twice', async () => {
    const twice = await likeness(chain, 'flowchart TD\na(["Start"]) --> b["Check order"] -->|next| c{"Done?"}\na --> b');
    expect(twice.edge).toBeCloseTo(4 / 5);
    expect(twice.triple).toBe(1);
  });
  it('ignores the order of an undirected edge, but not that it is one', async () => {
    const truth = scene([node('A'), node('B')], [edge(0, 1, '', 'none', 'none')]);
    expect((await likeness(truth, 'flowchart TD\nb[B] --- a[A]')).edge).toBe(1);
    expect((await likeness(truth, 'flowchart TD\nb[B] <--> a[A]')).edge).toBe(1);
    expect((await likeness(truth, 'flowchart TD\na[A] --> b[B]')).edge).toBe(0);
  });
  it('reads a mark at the start as the end of the edge', async () => {
    expect((await likeness(scene([node('A'), node('B')], [edge(0, 1, '', 'arrow', 'none')]), 'flowchart TD\nb[B] --> a[A]')).edge).toBe(1);
  });
  it('pairs nodes without text by their neighbours', async () => {
    const truth = scene([node('A'), node('', 'diamond'), node('B'), node('', 'circle')], [edge(0, 1), edge(1, 2), edge(2, 3)]);
    const same = await likeness(truth, 'flowchart TD\na[A] --> m{" "} --> b[B] --> e((" "))');
    expect(same).toMatchObject({ node: 1, edge: 1, exact: 1 });
    const crossed = await likeness(truth, 'flowchart TD\na[A] --> e((" ")) --> b[B] --> m{" "}');
    expect(crossed).toMatchObject({ node: 1, edge: 1 });
    expect(crossed.counts).toMatchObject({ shapesEqual: 2, shapesCompared: 4 });
  });
  it('leaves a node without text alone that shares nothing', () => {
    const [left, right] = nameVertices(graphOfScene(scene([node('A'), node('')], [edge(0, 1)])), graphOfScene(scene([node('B'), node('')], [edge(0, 1)])));
    expect(left?.[1]).not.toBe(right?.[1]);
  });
  it('lets an edge end at a container, and keeps containers out of the nodes', async () => {
    const truth = scene([node('A'), { ...node('B'), container: 0 }], [{ ...edge(0, 0), target_is_container: true }], { containers: [{ box: [0, 0, 9, 9], lines: [line('Group')], parent: -1 }] });
    expect(await likeness(truth, 'flowchart TD\nsubgraph g["Group"]\nb[B]\nend\na[A] --> g')).toMatchObject({ node: 1, edge: 1, exact: 1 });
    expect(await likeness(truth, 'flowchart TD\nsubgraph g["Group"]\nb[B]\nend\na[A] --> b')).toMatchObject({ node: 1, edge: 0 });
  });
});

describe('scorePicture', () => {
  it('gives nothing for no answer, an error, and a text', async () => {
    for (const answer of [undefined, { error: { code: 'truncated', message: '' } }, { kind: 'text' }]) {
      expect(await scorePicture(chain, answer)).toMatchObject({ node: 0, edge: 0, triple: 0, emitted: 0, kindRight: 0 });
    }
  });
  it('counts source that Mermaid refuses', async () => {
    const refused = await scorePicture(chain, { kind: 'flowchart', mermaid: 'flowchart TD\n a[' });
    expect(refused).toMatchObject({ emitted: 1, parsed: 0, edge: 0, kindRight: 1 });
    expect(refused.problem).toBeTypeOf('string');
  });
  it('wants anything but a flowchart for another picture', async () => {
    const other = scene([], [], { kind: 'other' });
    expect((await scorePicture(other, { kind: 'code' })).kindRight).toBe(1);
    expect((await scorePicture(other, { kind: 'flowchart', mermaid: 'flowchart TD' })).kindRight).toBe(0);
  });
});

describe('summaries', () => {
  it('averages pictures, and sums edges for the micro figure', async () => {
    const right = await scorePicture(chain, { kind: 'flowchart', mermaid: 'flowchart TD\na(["Start"]) --> b["Check order"] -->|next| c{"Done?"}' });
    const wrong = await scorePicture(chain, undefined);
    const summary = summarise([right, wrong]);
    expect(summary).toMatchObject({ pictures: 2, missing: 1, parse: 1, edgeF1: 0.5, exact: 0.5, kind: 0.5 });
    expect(summary.edgeMicroF1).toBeCloseTo((2 * 2) / (4 + 2));
  });
  it('has a row a split, a renderer, and all', async () => {
    const result = await scorePicture(chain, undefined);
    const groups = groupsOf([{ split: 'mermaid', scene: { ...chain, image: 'mermaid-held-001.png' }, result }, { split: 'unseen', scene: { ...chain, image: 's.png', renderer: 'slides' }, result }]);
    expect(Object.keys(groups)).toEqual(['mermaid', 'mermaid/mermaid-held', 'unseen', 'unseen/slides', 'all']);
  });
});

describe('baseline', () => {
  it('joins lines that stand under each other', () => expect(nodesOf([line('a', [0, 0, 20, 10]), line('b', [2, 11, 18, 21]), line('c', [0, 60, 20, 70])]).map(({ lines }) => lines)).toEqual([['a', 'b'], ['c']]));
  it('leads down, else right, else on', () => {
    expect(edgesOf([{ lines: ['a'], box: [0, 0, 9, 9] }, { lines: ['b'], box: [0, 50, 9, 59] }, { lines: ['c'], box: [40, 50, 49, 59] }])).toEqual([[0, 1], [1, 2]]);
  });
  it('writes what Mermaid parses, hostile words included', async () => {
    const words = ['end', 'a"b', '<b>x</b>', '#quot;', 'a & b', '`x`', '\\n'];
    const drawn = scene(words.map((word, i) => ({ ...node(''), lines: [line(word, [0, i * 40, 30, i * 40 + 10])] })), []);
    const parsed = await parseMermaidGraph(baseline(drawn));
    expect(parsed.nodes).toHaveLength(words.length);
    expect(parsed.edges).toHaveLength(words.length - 1);
  });
});
