import { describe, expect, it } from 'vitest';
import { f1, htmlOfScene, scoreTable } from '../../models/evaluation/tables/score.mjs';
import { cellsOf, sizeOf, teds, textDistance, treeDistance, treeOf } from '../../models/evaluation/tables/tree.mjs';

const html = (rows: readonly (readonly string[])[], head = 0): string => {
  const row = (cells: readonly string[]): string => `<tr>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`;
  return `<table>${head > 0 ? `<thead>${rows.slice(0, head).map(row).join('')}</thead>` : ''}<tbody>${rows.slice(head).map(row).join('')}</tbody></table>`;
};
const score = (a: string, b: string, structure = false): number => teds(treeOf(a), treeOf(b), structure) as number;

describe('the distance of trees', () => {
  it('is what can be counted by hand', () => {
    const truth = html([['a', 'b'], ['c', 'd']]);
    expect(sizeOf(treeOf(truth))).toBe(7);
    expect(score(truth, truth)).toBe(1);
    // One cell is missing: one edit of seven nodes.
    expect(score(truth, html([['a', 'b'], ['c']]))).toBeCloseTo(6 / 7);
    // Another text in one cell costs one; half a text half; and nothing where only the structure counts.
    expect(score(truth, html([['a', 'b'], ['c', 'x']]))).toBeCloseTo(6 / 7);
    expect(score(html([['ab']]), html([['ax']]))).toBeCloseTo(1 - 0.5 / 3);
    expect(score(truth, html([['a', 'b'], ['c', 'x']]), true)).toBe(1);
    // A row that is missing: its row and its two cells.
    expect(score(truth, html([['a', 'b']]))).toBeCloseTo(4 / 7);
    // A cell that spans where it should not.
    expect(score(truth, truth.replace('<td>d', '<td colspan="2">d'), true)).toBeCloseTo(6 / 7);
    expect(score(truth, '<p>no table</p>')).toBe(0);
  });
  it('is the same both ways, and the cheapest', () => {
    const [a, b] = [treeOf(html([['a'], ['b', 'c']], 1)), treeOf(html([['b', 'c', 'a'], ['x']]))];
    expect(treeDistance(a, b)).toBeCloseTo(treeDistance(b, a));
    expect(treeDistance(a, b)).toBeLessThanOrEqual(sizeOf(a) + sizeOf(b));
  });
  it('knows a head by where it stands, unless parts are left out', () => {
    const [head, body] = [html([['a'], ['b']], 1), html([['a'], ['b']])];
    expect(score(head, body)).toBeLessThan(1);
    expect(teds(treeOf(head, true), treeOf(body, true))).toBe(1);
    expect(score(head.replaceAll('td>', 'th>'), head)).toBe(1);
  });
  it('measures texts over the longer one', () => { expect([textDistance('', 'ab'), textDistance('kitten', 'sitting'), textDistance('x', 'x')]).toEqual([1, 3 / 7, 0]); });
});

describe('scores of a picture', () => {
  const line = (text: string): object => ({ text, box: [0, 0, 1, 1] });
  const cell = (row: number, column: number, texts: readonly string[], rest: object = {}): object => ({ row, column, row_span: 1, column_span: 1, lines: texts.map(line), ...rest });
  const scene = { rows: 3, columns: 2, header_rows: 1, cells: [cell(0, 0, ['Name'], { column_span: 2 }), cell(1, 0, ['A & B', 'two'], { row_span: 2 }), cell(1, 1, ['1']), cell(2, 1, [])] };
  it('are full for the truth itself', () => {
    expect(scoreTable(scene, { html: htmlOfScene(scene) })).toEqual({ missing: 0, table: 1, teds: 1, tedsStruct: 1, cellF1: 1, placedF1: 1, grid: 1 });
    expect(cellsOf(treeOf(htmlOfScene(scene)))).toEqual([{ place: '0 0 1 2', text: 'Name' }, { place: '1 0 2 1', text: 'A & B two' }, { place: '1 1 1 1', text: '1' }, { place: '2 1 1 1', text: '' }]);
  });
  it('take the table of an answer, and count what is not there', () => {
    expect(scoreTable(scene, { answer: { segments: [{ tag: 'text', source: 'x' }, { tag: 'table', source: htmlOfScene(scene) }] } })).toMatchObject({ teds: 1, table: 1 });
    expect(scoreTable(scene, undefined)).toEqual({ missing: 1, table: 0, teds: 0, tedsStruct: 0, cellF1: 0, placedF1: 0, grid: 0 });
  });
  it('tell right texts in wrong places', () => {
    const swapped = htmlOfScene(scene).replace('>1<', '>?<').replace('>Name<', '>1<').replace('>?<', '>Name<') as string;
    expect(scoreTable(scene, { html: swapped })).toMatchObject({ cellF1: 1, tedsStruct: 1, placedF1: 1 / 3, grid: 1 });
    expect(f1(['a', 'a'], ['a'])).toBeCloseTo(2 / 3);
  });
});
