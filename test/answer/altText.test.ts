import { describe, expect, it } from 'vitest';
import { flowchartAnswer, textAnswer } from '../../src/answer/build.js';
import type { Answer, Diagram } from '../../src/answer/types.js';
import { altSentence, summaryOf } from '../../src/answer/altText.js';
import { writtenAnswer } from '../../src/answer/written.js';
import { wayOf } from '../../src/engine/readers/route.js';
import { answers, edge, graph, group, node, orderReading, text } from './samples.js';

const answer = (diagram: Partial<Diagram>): Answer => flowchartAnswer(graph(diagram), { ...orderReading, regions: [] });
const ask = (id: string, ...lines: string[]): ReturnType<typeof node> => node(id, lines, { shape: 'diamond' });
const chain = (...ids: string[]): ReturnType<typeof edge>[] => ids.slice(1).map((id, index) => edge(ids[index] ?? '', id));
const many = (number: number): ReturnType<typeof node>[] => Array.from({ length: number }, (_, index) => node(`N${index}`, [`Step ${index + 1}`]));
const long = 'A step with a label that is far longer than any label has a right to be, and then some';

/** Twenty answers and what is said in their pictures' place. Read them as a person who cannot see the picture. */
const golden: readonly (readonly [string, Answer, string | undefined])[] = [
  ['a chain', answer({ nodes: [node('A', ['Start']), node('B', ['Work']), node('C', ['End'])], edges: chain('A', 'B', 'C') }), 'Flowchart of 3 steps from “Start” to “End”.'],
  ['one decision', answer({ nodes: [node('A', ['Start']), ask('B', 'Paid?'), node('C', ['Ship'])], edges: chain('A', 'B', 'C') }), 'Flowchart of 2 steps from “Start” to “Ship” with 1 decision (“Paid?”).'],
  ['two ends', answer({ nodes: [node('A', ['Start']), ask('B', 'Paid?'), node('C', ['Ship']), node('D', ['Remind'])], edges: [...chain('A', 'B', 'C'), edge('B', 'D')] }), 'Flowchart of 3 steps starting at “Start” with 1 decision (“Paid?”).'],
  ['a loop', answer({ nodes: [node('A', ['Start']), node('B', ['Try']), ask('C', 'Done?'), node('D', ['End'])], edges: [...chain('A', 'B', 'C', 'D'), edge('C', 'B')] }), 'Flowchart of 3 steps from “Start” to “End” with 1 decision (“Done?”) and 1 loop.'],
  ['a title', answer({ nodes: [node('A', ['Start']), node('B', ['End'])], edges: chain('A', 'B'), texts: [text('title', ['Order', 'desk'])] }), 'Flowchart “Order desk” of 2 steps from “Start” to “End”.'],
  ['groups', answer({ nodes: [node('A', ['In'], { container: 'G' }), node('B', ['Out'])], edges: chain('A', 'B'), containers: [group('G', ['Gate'])] }), 'Flowchart of 2 steps from “In” to “Out” with 1 group.'],
  ['several starts', answer({ nodes: [node('A', ['Mail']), node('B', ['Phone']), node('C', ['Desk'])], edges: [edge('A', 'C'), edge('B', 'C')] }), 'Flowchart of 3 steps ending at “Desk”.'],
  ['a circle', answer({ nodes: [node('A', ['Plan']), node('B', ['Do'])], edges: [edge('A', 'B'), edge('B', 'A')] }), 'Flowchart of 2 steps with 1 loop.'],
  ['lines without arrows', answer({ nodes: [node('A', ['Router']), node('B', ['Host'])], edges: [edge('A', 'B', { end: 'none' })] }), 'Diagram of 2 elements and 1 connection.'],
  ['nothing connected', answer({ nodes: [node('A', ['One']), node('B', ['Two'])] }), 'Diagram of 2 elements, not connected.'],
  ['one box', answer({ nodes: [node('A', ['Alone'])] }), 'Diagram of 1 element, not connected.'],
  ['unlabelled ends', answer({ nodes: [node('A', [], { shape: 'circle' }), node('B', ['Work']), node('C', [], { shape: 'double_circle' })], edges: chain('A', 'B', 'C') }), 'Flowchart of 1 step, “Work”.'],
  ['doubts', answer({ nodes: [node('A', ['Start']), node('B', ['End'], { confidence: 0.5 })], edges: chain('A', 'B') }), 'Flowchart of 2 steps from “Start” to “End”. May contain errors.'],
  ['many decisions', answer({ nodes: [node('A', ['Start']), ask('B', 'a?'), ask('C', 'b?'), ask('D', 'c?'), ask('E', 'd?'), node('F', ['End'])], edges: chain('A', 'B', 'C', 'D', 'E', 'F') }), 'Flowchart of 2 steps from “Start” to “End” with 4 decisions.'],
  ['long decisions', answer({ nodes: [node('A', ['Start']), ask('B', 'Is the order complete and is it paid in full?'), ask('C', 'Is every part in stock today or tomorrow morning?'), node('D', ['End'])], edges: chain('A', 'B', 'C', 'D') }), 'Flowchart of 2 steps from “Start” to “End” with 2 decisions.'],
  ['long labels', answer({ nodes: [node('A', [long]), node('B', [long]), ask('C', long)], edges: chain('A', 'C', 'B') }), 'Flowchart of 2 steps with 1 decision.'],
  ['thirty steps', answer({ nodes: many(30), edges: chain(...many(30).map(({ id }) => id)) }), 'Flowchart of 30 steps from “Step 1” to “Step 30”.'],
  ['text', textAnswer({ ...orderReading, regions: [{ id: 0, box: { x: 0, y: 0, width: 90, height: 16 }, text: 'Closed on Monday', confidence: 1 }] }), 'Text: “Closed on Monday”.'],
  ['code', answers['code'] as Answer, 'Python code of 4 lines, beginning with “def greet(name):”.'],
  ['nothing', answers['empty'] as Answer, undefined],
];

describe('alternative text', () => {
  it('is golden for twenty answers', () => { expect(golden).toHaveLength(20); });
  it.each(golden)('%s', (_name, given, expected) => { expect(altSentence(given)).toBe(expected); });
  it('tells only the words of a diagram that is mostly guessed', () => {
    const nodes = many(8).map((one) => ({ ...one, confidence: 0.3 }));
    expect(altSentence(answer({ nodes, edges: chain(...nodes.map(({ id }) => id)) }))).toBe('Diagram with “Step 2”, “Step 3”, “Step 4”, “Step 5” and “Step 6”, among others. May contain errors.');
    expect(altSentence(answer({ nodes: nodes.slice(0, 2), edges: chain('N0', 'N1') }))).toBe('Diagram with “Step 1” and “Step 2”. May contain errors.');
  });
  it('does not count the signs that a flow starts and ends at as steps, and names what is next to them', () => {
    const given = answer({ nodes: [node('A', [], { shape: 'circle' }), node('B', ['Hire']), node('C', ['Train']), node('D', [], { shape: 'double_circle' })], edges: chain('A', 'B', 'C', 'D') });
    expect(altSentence(given)).toBe('Flowchart of 2 steps from “Hire” to “Train”.');
  });
  it('names main elements where no way leads through', () => {
    const nodes = many(5);
    expect(altSentence(answer({ nodes, edges: [edge('N0', 'N2'), edge('N1', 'N2'), edge('N2', 'N3'), edge('N2', 'N4')] }))).toBe('Flowchart of 5 steps, among them “Step 3”, “Step 1”, “Step 2” and “Step 4”.');
  });
  it('quotes the first lines of a longer text each by itself, without icons that were taken for letters', () => {
    const lines = ['Buildbot: 平 Pyflakes', 'NAVIGATION', ...Array.from({ length: 12 }, (_, index) => `Line number ${index}`)];
    const regions = lines.map((words, id) => ({ id, box: { x: 0, y: id * 40, width: words.length * 9, height: 16 }, text: words, confidence: 1 }));
    expect(altSentence(textAnswer({ ...orderReading, regions }))).toMatch(/^Text of \d+ lines, beginning with “Buildbot: Pyflakes” and “NAVIGATION”\.$/);
  });
  it('says what a picture looks like that no reader reads, and its words instead of the numbers along its axes', () => {
    const lines = ['1400', '1200', 'Orders by month', '0 2 4 6', 'January', 'a'];
    const regions = lines.map((words, id) => ({ id, box: { x: 0, y: id * 60, width: words.length * 9, height: 16 }, text: words, confidence: 1 }));
    for (const kind of ['chart', 'sequence', 'interface'] as const) {
      const { note = '' } = wayOf({ kind, confidence: 1, sure: true, ranking: [{ kind, confidence: 1 }] });
      expect(altSentence(textAnswer({ ...orderReading, regions }, undefined, note))).toBe(`Looks like a ${{ chart: 'chart', sequence: 'sequence diagram', interface: 'user interface' }[kind]} with the words “Orders by month” and “January”.`);
    }
  });
  it('quotes the message of a stack trace, not its first line', () => {
    const source = 'Traceback (most recent call last):\n  File "/app/main.py", line 3, in <module>\n    run()\nValueError: port is taken\n';
    const frames = [{ start: 44, end: 65, path: '/app/main.py', line: 3 }];
    for (const kind of ['text', 'code'] as const) {
      const given = { ...answers['code'] as Answer, kind, segments: [{ tag: kind, source, spans: [], frames, language: 'console' }] };
      expect(altSentence(given)).toBe('Program output of 4 lines with the message “ValueError: port is taken”.');
      expect(altSentence({ ...given, segments: [{ tag: kind, source, spans: [], language: 'console' }] })).toMatch(kind === 'code' ? /^Terminal output of 4 lines, beginning with “Traceback/ : /^Text: “Traceback|^Text of 4 lines/);
    }
  });
  it('takes lines with plus and minus for a diff only where they have a head', () => {
    const of = (source: string): string | undefined => altSentence({ ...answers['code'] as Answer, segments: [{ tag: 'code', source, spans: [], language: 'diff' }] });
    expect(of('@@ -1,2 +1,2 @@\n-old line\n+new line\n')).toMatch(/^Diff of 3 lines, beginning with/);
    expect(of('Sensor\n+status\n-created_at\n+parse()\n')).toBe('Text: “Sensor”, “+status”, “-created_at” and “+parse()”.');
  });
  it('does not take the words of a language model for the picture’s', () => {
    const given = writtenAnswer('A cat sleeps on a sofa.', { model: orderReading.model, picture: orderReading.picture, ms: 1, cut: false });
    expect(altSentence(given)).toBe('unrender-s says of this picture: “A cat sleeps on a sofa.” May contain errors.');
  });
  it('keeps to one line of about 150 characters whatever was read', () => {
    for (const given of [...golden.map(([, one]) => one), ...Object.values(answers)]) {
      const alt = altSentence(given) ?? '';
      expect(Array.from(alt).length, alt).toBeLessThanOrEqual(170);
      expect(alt).not.toMatch(/[\r\n]/);
      expect(summaryOf(given)).not.toBe('');
    }
  });
});
