import { describe, expect, it } from 'vitest';
import { flowchartAnswer } from '../../src/answer/build.js';
import { editedAnswer } from '../../src/answer/edited.js';
import { diagramOf } from '../../src/answer/mermaidGraph.js';
import { ask } from '../../src/answer/questions/index.js';
import { parseMermaidGraph } from '../support/mermaid-graph.js';
import { edge, graph, node, orderReading } from './samples.js';

const answer = flowchartAnswer(graph({
  nodes: [node('A', ['Start'], { regions: [0] }), node('B', ['Check'], { regions: [1], confidence: 0.4 }), node('C', ['Ship'], { regions: [2] })], edges: [edge('A', 'B', { regions: [3] }), edge('B', 'C', { regions: [4], confidence: 0.5 })],
}), { ...orderReading, regions: [] });
const edit = async (source: string) => {
  const edited = editedAnswer(answer, source, diagramOf(await parseMermaidGraph(source)));
  if (edited === undefined) throw new Error('no diagram');
  return edited;
};

describe('an answer that was edited', () => {
  it('is asked as it stands now, also about steps with names that the writers would refuse', async () => {
    const { answer: now, elementOf } = await edit('flowchart TD\n  A["Start"] --> new-step["Pay"]\n  new-step --> B["Check"]\n  B --> C["Ship"]\n');
    const reply = ask(now, 'What follows Start?');
    expect(reply.sentences.map(({ text }) => text).join(' ')).toContain('“Pay”');
    expect(reply.found.map(elementOf)).toEqual(['node:new-step']);
    expect(ask(now, 'How do I get from Start to Ship?').mermaid).toContain('"Pay"');
  });
  it('keeps places and doubts of what still says what was read, and no others', async () => {
    const { answer: now, elementOf } = await edit('flowchart TD\n  A["Start"] --> B["Test"]\n  A --> C["Ship"]\n  B --> C\n');
    const [segment] = now.segments;
    expect(segment?.diagram?.nodes.map(({ id, regions, confidence }) => [id, regions, confidence])).toEqual([['A', [0], 1], ['B', [1], 1], ['C', [2], 1]]);
    expect(segment?.diagram?.edges.map(({ regions, confidence }) => [regions, confidence])).toEqual([[[3], 1], [[], 1], [[4], 0.5]]);
    expect(now.doubts.map(({ element }) => element)).toEqual(['edge:2']);
    expect(['edge:0', 'edge:1', 'edge:2', 'node:B'].map(elementOf)).toEqual(['edge:0', undefined, 'edge:1', 'node:B']);
  });
});
