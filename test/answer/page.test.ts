import { describe, expect, it } from 'vitest';
import { formulaAnswer } from '../../src/answer/formula/answer.js';
import { flowchartAnswer, pageAnswer, tableAnswer, textAnswer } from '../../src/answer/index.js';
import type { Answer } from '../../src/answer/types.js';
import { cities, cityReading, orderReading, orders, textReading } from './samples.js';

const page = { ...textReading, regions: [] };
const formula = await formulaAnswer({ tokens: ['x', '=', '1'], confidences: [0.9, 0.4, 0.9], box: { x: 1, y: 2, width: 30, height: 10 } }, { ...page, regions: [] });
const blocks = [textAnswer(textReading, undefined, ''), formula, tableAnswer(cities, cityReading), flowchartAnswer(orders, orderReading), flowchartAnswer(orders, orderReading), textAnswer(textReading, undefined, '')];
const answer = pageAnswer(blocks, page);

/** The texts at a segment's regions. */
function textsAt({ regions }: Answer, ids: readonly number[]): (string | undefined)[] {
  return ids.map((id) => regions.find((region) => region.id === id)?.text);
}

describe('the answer for a page', () => {
  it('has a segment a block, in their order, and says what there is', () => {
    expect(answer.kind).toBe('page');
    expect(answer.segments.map(({ tag }) => tag)).toEqual(['text', 'latex', 'table', 'mermaid', 'mermaid', 'text']);
    expect(answer.explanation[0]?.text).toBe('This page holds 2 text blocks, 1 formula, 1 table and 2 diagrams.');
    expect(answer.explanation.some(({ text }) => text.includes('lines of text'))).toBe(false);
  });

  it('numbers regions anew: each is there once, and everything still points at the same text', () => {
    const ids = answer.regions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    blocks.forEach((block, index) => {
      const [before, after] = [block.segments[0], answer.segments[index]];
      expect(after?.source).toBe(before?.source);
      expect(after?.spans.map(({ regions }) => textsAt(answer, regions))).toEqual(before?.spans.map(({ regions }) => textsAt(block, regions)));
      expect(after?.table?.cells.map(({ regions }) => textsAt(answer, regions))).toEqual(before?.table?.cells.map(({ regions }) => textsAt(block, regions)));
      expect(after?.diagram?.nodes.map(({ regions }) => textsAt(answer, regions))).toEqual(before?.diagram?.nodes.map(({ regions }) => textsAt(block, regions)));
    });
    const known = new Set(ids);
    expect([...answer.explanation, ...answer.doubts].flatMap(({ regions }) => regions).filter((id) => !known.has(id))).toEqual([]);
  });

  it('tells the elements of a second diagram from those of the first', () => {
    const elements = (index: number): readonly string[] => answer.segments[index]?.spans.flatMap(({ element }) => element ?? []) ?? [];
    expect(elements(3)[0]).toMatch(/^\w+:/u);
    expect(elements(4)).toEqual(elements(3).map((element) => `4/${element}`));
  });

  it('lists doubts worst first; blocks without anything and without regions are no trouble', () => {
    expect(answer.doubts.map(({ confidence }) => confidence)).toEqual(answer.doubts.map(({ confidence }) => confidence).sort((a, b) => a - b));
    const empty = textAnswer({ ...page, regions: [] }, undefined, '');
    expect(pageAnswer([empty], page)).toMatchObject({ kind: 'empty', segments: [], explanation: [] });
    expect(pageAnswer([empty, formula], page).segments.map(({ tag }) => tag)).toEqual(['latex']);
  });
});
