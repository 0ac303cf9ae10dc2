import { describe, expect, it } from 'vitest';
// @ts-expect-error plain JavaScript, run by Node as it is
import { readingOf, rowsOf } from '../../models/evaluation/trust.mjs';

interface Row { group: string; name: string; pictures: number; judged: number; mean?: number; good?: number }

const scene = {
  direction: 'TD', nodes: [{ lines: [{ text: 'Pay' }], shape: 'rect' }, { lines: [{ text: 'Ship' }], shape: 'rect' }], containers: [],
  edges: [{ source: 0, target: 1, start: 'none', end: 'arrow', stroke: 'solid', lines: [] }],
};
const node = (id: string, text: string): object => ({ id, lines: [text], shape: 'rect', confidence: 1 });
const edge = { source: 'A', target: 'B', start: 'none', end: 'arrow', stroke: 'solid', label: [], confidence: 1 };
const line = (picture: string, doubts: number, ...others: object[]): object => ({
  picture, answer: { doubts: Array.from({ length: doubts }, () => ({})), segments: [{ diagram: { direction: 'TD', nodes: [node('A', 'Pay'), node('B', 'Ship'), ...others], containers: [], edges: [edge] } }] },
});

describe('trust against truth', () => {
  it('knows what is right of an answer, and by what it is judged', () => {
    expect(readingOf(line('a', 0), scene)).toEqual({ picture: 'a', trust: 'sure', doubts: 0, loose: 0, right: 1 });
    expect(readingOf(line('b', 1, node('C', 'Bill')), scene)).toEqual({ picture: 'b', trust: 'unsure', doubts: 0.25, loose: 1 / 3, right: 0.75 });
    expect(readingOf({ picture: 'c', answer: { doubts: [], segments: [] } }, scene)).toBeUndefined();
    expect(readingOf({ picture: 'd', error: { code: 'truncated' } }, scene)).toBeUndefined();
  });
  it('counts every diagram once in each group, and judges those with truth', () => {
    const readings: unknown[] = [readingOf(line('a', 0), scene), readingOf(line('b', 1, node('C', 'Bill')), scene), readingOf(line('stranger', 3), undefined)];
    const rows = rowsOf(readings) as Row[];
    for (const group of new Set(rows.map((row) => row.group))) expect(rows.filter((row) => row.group === group).reduce((sum, { pictures }) => sum + pictures, 0), group).toBe(3);
    expect(rows.filter(({ group }) => group === 'trust').map(({ name, pictures, judged, mean, good }) => [name, pictures, judged, mean, good])).toEqual([['sure', 1, 1, 1, 1], ['unsure', 1, 1, 0.75, 0], ['poor', 1, 0, undefined, undefined]]);
  });
});
