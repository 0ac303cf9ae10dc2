import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { flowchartAnswer, tableAnswer, type Answer, type Segment, type Table } from '../../src/answer/index.js';
import { align } from '../../src/answer/storyboard/align.js';
import { answerChanges, buildStoryboard, clockTime, storyboardToHtml, storyboardToMarkdown } from '../../src/answer/storyboard/index.js';
import type { ReadStep } from '../../src/answer/storyboard/index.js';
import { anyDiagram, hostile } from './arbitrary.js';
import { edge, graph, node } from './samples.js';

const reading = { regions: [], model: { name: 'unrender-s', version: '0.3.0', provider: 'cpu' }, picture: { name: 'step', width: 40, height: 30, fed: { width: 40, height: 30 }, sha256: '0'.repeat(64) }, timings: [] };
const texts = (answer: Answer, other: Answer): string[] => answerChanges(answer, other).map(({ text }) => text);

function lines(source: string, tag: 'text' | 'code' = 'code'): Answer {
  let start = 0;
  const spans = source.split('\n').map((text, region) => { const span = { start, end: start + text.length, regions: [region], confidence: 0.9 }; start += text.length + 1; return span; });
  const segment: Segment = { tag, source, spans, ...(tag === 'code' && { language: 'console' }) };
  return { ...reading, version: 1, kind: tag, segments: [segment], regions: [], explanation: [], doubts: [], notes: [] };
}
const table = (...rows: readonly (readonly string[])[]): Answer => tableAnswer(tableFrom(rows), reading);
function tableFrom(rows: readonly (readonly string[])[]): Table {
  return ({ rows: rows.length, columns: rows[0]?.length ?? 0, cells: rows.flatMap((row, at) => row.map((text, column) => ({ row: at, column, rowSpan: 1, columnSpan: 1, header: at === 0 ? 'column' as const : 'none' as const, lines: [text], align: 'left' as const, regions: [at * 10 + column], confidence: 1 }))) });
}

describe('what changed', () => {
  it('in a terminal: lines that came, that were typed on, that scrolled away', () => {
    expect(texts(lines('$ git status\nOn branch main\n$'), lines('$ git status\nOn branch main\n$ git commit'))).toEqual(['A line is new: “$ git commit”.']);
    expect(texts(lines('$ git status\nOn branch main\n$ git com■'), lines('$ git status\nOn branch main\n$ git commit -m "x"\n0'))).toEqual(['“$ git com” goes on: “$ git commit -m "x"”.']);
    expect(texts(lines('$ ls\na.txt\n$'), lines('$ ls\na.txt\nb.txt\nc.txt\n$'))).toEqual(['2 lines are new: “b.txt” and “c.txt”.']);
    expect(texts(lines('one\ntwo\nthree\nfour'), lines('three\nfour\nfive'))).toEqual(['2 lines scrolled away at the top.', 'A line is new: “five”.']);
    expect(texts(lines('one\ntwo\nthree'), lines('one\nthree'))).toEqual(['A line is gone: “two”.']);
    expect(texts(lines('alpha\nbeta'), lines('something\nelse altogether'))).toEqual(['Everything is new: “something” and “else altogether”.']);
    expect(texts(lines('const port = 8080;\nlisten(port);'), lines('const port = 9090;\nlisten(port);'))).toEqual(['“const port = 8080;” now reads “const port = 9090;”.']);
  });
  it('knows where in the picture the new lines stand', () => {
    const [change] = answerChanges(lines('a first line\n$'), lines('a first line\nand a second one\n$'));
    expect(change?.regions).toEqual([1]);
    expect(texts(lines('a\nb\nc ■'), lines('a\nb\nc'))).toEqual(['The picture changed, its source did not.']);
  });
  it('is nothing where a cursor was read as a letter, or a gap as a wider one', () => {
    expect(texts(lines('$ ls\na.txt   b.txt'), lines('$ ls █\na.txt b.txt'))).toEqual(['The picture changed, its source did not.']);
  });
  it('in a flowchart: steps and connections', () => {
    const before = flowchartAnswer(graph({ nodes: [node('A', ['Start']), node('B', ['Check'])], edges: [edge('A', 'B')] }), reading);
    const after = flowchartAnswer(graph({ nodes: [node('A', ['Start']), node('B', ['Check']), node('C', ['Ship'])], edges: [edge('A', 'B'), edge('B', 'C')] }), reading);
    expect(texts(before, after)).toEqual(['“Ship” is new.', 'A connection from “Check” to “Ship” is new.']);
    expect(texts(lines('Some text that stands here'), after)).toEqual(['It now shows a flowchart; before, it was text.']);
  });
  it('in a table: cells, rows, columns, each by its name', () => {
    const before = table(['Part', 'Price'], ['Bolt', '5'], ['Nut', '7'], ['Washer', '9']);
    expect(texts(before, table(['Part', 'Price'], ['Bolt', '5'], ['Nut', '8'], ['Washer', '9']))).toEqual(['“Price” of “Nut” was “7” and is now “8”.']);
    expect(texts(before, table(['Part', 'Price'], ['Bolt', '5'], ['Washer', '9'], ['Pin', '2']))).toEqual(['The row “Nut” is gone.', 'The row “Pin” is new.']);
    expect(texts(before, table(['Part', 'Cost'], ['Bolt', '5'], ['Nut', '7'], ['Washer', '9']))).toEqual(['The column “Price” is now called “Cost”.']);
    expect(texts(before, table(['Part', 'Size', 'Price'], ['Bolt', 'M4', '5'], ['Nut', 'M4', '7'], ['Washer', 'M4', '9']))).toEqual(['The table had 2 columns and now has 3.', 'The column “Size” is new.']);
    const [change] = answerChanges(before, table(['Part', 'Price'], ['Bolt', '5'], ['Nut', '8'], ['Washer', '9']));
    expect(change).toMatchObject({ elements: ['cell:5'], regions: [21] });
  });
  it('is never silent, says nothing of equal answers, and does not mind which text it is', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('a', 'bb', 'ccc', '', ...hostile), { maxLength: 12 }), fc.array(fc.constantFrom('a', 'bb', 'ccc', '', ...hostile), { maxLength: 12 }), (a, b) => {
      const [one, other] = [lines(a.join('\n')), lines(b.join('\n'))];
      expect(answerChanges(one, other).length).toBeGreaterThan(0);
      expect(texts(one, one)).toEqual(['The picture changed, its source did not.']);
    }));
    fc.assert(fc.property(anyDiagram, (diagram) => { expect(texts(flowchartAnswer(diagram, reading), flowchartAnswer(diagram, reading))).toEqual(['The picture changed, its source did not.']); }), { numRuns: 50 });
  });
  it('comes from an alignment in which every item stands once and in order', () => {
    const items = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 14 });
    fc.assert(fc.property(items, items, (a, b) => {
      const parts = align(a, b);
      expect(parts.flatMap((part) => (part.type === 'same' ? part.pairs.map(([old]) => old) : part.gone))).toEqual([...a.keys()]);
      expect(parts.flatMap((part) => (part.type === 'same' ? part.pairs.map(([, now]) => now) : part.come))).toEqual([...b.keys()]);
      for (const part of parts) if (part.type === 'same') for (const [old, now] of part.pairs) expect(a[old]).toBe(b[now]);
    }));
  });
});

const picture = 'data:image/png;base64,iVBORw0KGgo=';
const step = (time: number, rest: Partial<ReadStep>): ReadStep => ({ time, picture, width: 40, height: 30, ...rest });
const board = buildStoryboard('a *session*.gif', [
  step(0, { answer: lines('$ ls') }), step(4.2, { answer: lines('$ ls\na <b>.txt') }), step(9, { problem: 'step 3 is a damaged or truncated PNG file.' }), step(75, { answer: table(['Part', 'Price'], ['Bolt & nut', '5']) }),
]);

describe('a storyboard', () => {
  it('tells of each step what changed since the one before, or since the last that could be read', () => {
    expect(board.steps.map(({ changes }) => changes.map(({ text }) => text))).toEqual([
      [], ['A line is new: “a <b>.txt”.'], [], ['The step before could not be read; compared with the one at 0:04.', 'It now shows a table; before, it was text.'],
    ]);
    expect([0, 7.9, 75, 3723].map(clockTime)).toEqual(['0:00', '0:07', '1:15', '1:02:03']);
  });
  it('is what its schema says', () => {
    const schema = JSON.parse(readFileSync(new URL('../../src/answer/storyboard/storyboard.schema.json', import.meta.url), 'utf8')) as object;
    const validate = new Ajv2020().compile(schema);
    expect(validate(JSON.parse(JSON.stringify(board))), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...board, steps: [{ ...board.steps[0], problem: 'both' }] })).toBe(false);
  });
  it('as Markdown: a heading a step, changes, source in fences; nothing of it becomes Markdown', () => {
    const markdown = storyboardToMarkdown(board);
    expect(markdown).toContain('# a \\*session\\*.gif\n\n4 steps, the last at 1:15.\n\n## Step 1, 0:00\n\n```console\n$ ls\n```\n');
    expect(markdown).toContain('## Step 2, 0:04\n\n- A line is new: “a \\<b\\>.txt”.\n');
    expect(markdown).toContain('This step could not be read: step 3 is a damaged or truncated PNG file.');
    expect(markdown).toMatch(/^\| Part +\| Price \|$/m);
  });
  it('as a page: pictures in it, described; no script, no request, no markup of what was read', () => {
    const { document } = new JSDOM(storyboardToHtml(board)).window;
    expect(document.querySelectorAll('.step')).toHaveLength(4);
    expect([...document.querySelectorAll('img')].every(({ src, alt }) => src === picture && alt !== '')).toBe(true);
    expect(document.querySelectorAll('script, link, iframe, b')).toHaveLength(0);
    expect(document.querySelector('#step-2 .changes')?.textContent).toContain('a <b>.txt');
    expect(document.querySelector('#step-4 td')?.textContent).toBe('Bolt & nut');
    for (const link of document.querySelectorAll('nav a')) expect(document.querySelector(link.getAttribute('href') ?? '')).not.toBeNull();
    expect(() => storyboardToHtml({ ...board, steps: [step(0, { picture: 'https://example.com/a.png' })].map((each) => ({ ...each, changes: [] })) })).toThrow(RangeError);
  });
});
