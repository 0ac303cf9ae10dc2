import { describe, expect, it } from 'vitest';
import type { Cell, Table } from '../../src/answer/types.js';
import type { TextLine } from '../../src/engine/families/family.js';
import { overlooked } from '../../src/engine/families/grid/overlooked.js';
import { sheetFrame } from '../../src/engine/families/grid/sheetFrame.js';
import { titled } from '../../src/engine/families/grid/title.js';
import { withoutLoneIdeographs } from '../../src/engine/ocr/ideographs.js';

const line = (text: string, x: number, y: number, width = 8 * text.length): TextLine => ({ box: { x, y, width, height: 12 }, text, confidence: 0.9 });

describe('the frame of a spreadsheet', () => {
  const sheet = [line('A', 60, 4), line('B', 140, 4), line('C', 220, 4), line('1', 12, 24), line('Name', 40, 24), line('Price', 120, 24), line('2', 12, 44), line('Bolt', 40, 44), line('3 Nut', 12, 64, 60), line('4.5', 200, 64)];
  const texts = (lines: readonly TextLine[] | undefined): string[] | undefined => lines?.map(({ text }) => text);

  it('is told from its cells; a number that was read with its row is cut off', () => {
    const found = sheetFrame(sheet.map((each) => (each.text === '3 Nut' ? { ...each, glyphs: [...'3 Nut'].map((character, i) => ({ character, x: i === 0 ? 16 : 36 + 8 * i, confidence: 0.9 })) } : each)));
    expect(texts(found?.frame)).toEqual(['A', 'B', 'C', '1', '2', '3']);
    expect(texts(found?.cells)).toEqual(['Name', 'Price', 'Bolt', 'Nut', '4.5']);
    expect(found).toMatchObject({ left: 20, top: 16 });
  });

  it('may count past Z, skip hidden rows, and be misread now and then', () => {
    const wide = ['Y', 'Z', 'AA', '4B', 'AC', 'AD'].map((text, i) => line(text, 60 + 80 * i, 4));
    expect(sheetFrame([...wide, line('9', 12, 24), line('x', 50, 24), line('12', 8, 44), line('y', 50, 44)])?.frame).toHaveLength(8);
  });

  it.each([
    ['letters without numbers', [line('A', 60, 4), line('B', 140, 4), line('Bolt', 40, 24), line('Nut', 40, 44)]],
    ['numbers below a title', [line('No.', 8, 4), line('Name', 60, 4), line('1', 12, 24), line('Bolt', 60, 24), line('2', 12, 44), line('Nut', 60, 44)]],
    ['letters that do not count', [line('A', 60, 4), line('X', 140, 4), line('1', 12, 24), line('Bolt', 60, 24), line('2', 12, 44)]],
    ['numbers that do not count', [line('A', 60, 4), line('B', 140, 4), line('100', 4, 24), line('Bolt', 60, 24), line('7', 12, 44), line('Nut', 60, 44)]],
    ['words among the numbers', [line('A', 60, 4), line('B', 140, 4), line('1', 12, 24), line('Bolt', 60, 24), line('2', 12, 44), line('all', 2, 64), line('3', 12, 84)]],
    ['nothing', []],
  ])('is not seen in %s', (_, lines) => {
    expect(sheetFrame(lines)).toBeUndefined();
  });
});

describe('a title in the table\'s own frame', () => {
  const cell = (row: number, column: number, columnSpan: number, header: 'column' | 'none', text: string): Cell => ({ row, column, rowSpan: 1, columnSpan, header, align: 'left', lines: text === '' ? [] : [text], regions: [], confidence: 0.9 });
  const below = [cell(1, 0, 1, 'column', 'Name'), cell(1, 1, 1, 'column', 'Size'), cell(2, 0, 1, 'none', 'Bolt'), cell(2, 1, 1, 'none', '4')];

  it('is its caption', () => {
    const table = titled({ rows: 3, columns: 2, cells: [cell(0, 0, 2, 'column', 'Parts'), ...below] });
    expect(table).toMatchObject({ rows: 2, columns: 2, caption: { lines: ['Parts'], confidence: 0.9 } });
    expect(table.cells.map(({ row, column, lines }) => [row, column, ...lines])).toEqual([[0, 0, 'Name'], [0, 1, 'Size'], [1, 0, 'Bolt'], [1, 1, '4']]);
  });

  it.each([
    ['is over a part only', { rows: 3, columns: 2, cells: [cell(0, 0, 1, 'column', 'Parts'), cell(0, 1, 1, 'column', ''), ...below] }],
    ['is a row among rows', { rows: 3, columns: 2, cells: [cell(0, 0, 2, 'column', 'Parts'), ...below.map((each) => ({ ...each, header: 'none' as const }))] }],
    ['is empty', { rows: 3, columns: 2, cells: [cell(0, 0, 2, 'column', ''), ...below] }],
    ['has a caption above it', { rows: 3, columns: 2, cells: [cell(0, 0, 2, 'column', 'Parts'), ...below], caption: { lines: ['Table 1'], regions: [], confidence: 1 } }],
  ])('stays a row where it %s', (_, table: Table) => { expect(titled(table)).toBe(table); });
});

describe('texts that the text reader passed over', () => {
  const picture = { width: 200, height: 40, rgb: new Uint8Array(200 * 40 * 3).fill(255) };
  const ink = (x: number, y: number, width: number, height: number): void => {
    for (let row = y; row < y + height; row++) picture.rgb.fill(30, (row * 200 + x) * 3, (row * 200 + x + width) * 3);
  };
  ink(20, 19, 8, 2);
  ink(70, 14, 6, 11);
  ink(150, 5, 2, 35);
  const cells = [0, 50, 100, 140].map((x) => ({ x, y: 5, width: 40, height: 30 }));

  it('are read: dashes by their form, others by the reader; borders and blank cells are no text', async () => {
    const asked: unknown[] = [];
    const found = await overlooked(picture, cells, 12, async (boxes) => {
      asked.push(...boxes);
      return boxes.map(({ x, width }) => [{ character: '7', x: x + width / 2, confidence: 0.8 }]);
    });
    expect(asked).toHaveLength(1);
    expect(found.map(({ text, confidence }) => [text, confidence])).toEqual([['—', 0.6], ['7', 0.8]]);
    expect(found[0]?.box).toMatchObject({ y: 14, height: 12 });
  });

  it('stay unread where the reader is not sure, and cost nothing where there are none', async () => {
    expect(await overlooked(picture, cells.slice(1, 2), 12, async () => [[{ character: '7', x: 73, confidence: 0.4 }]])).toEqual([]);
    expect(await overlooked(picture, cells.slice(2, 3), 12, () => { throw new Error('not to be asked'); })).toEqual([]);
  });
});

describe('signs that were read as ideographs', () => {
  const glyphs = (text: string) => [...text].map((character, step) => ({ character, step, confidence: 0.9 }));
  const read = (...lines: string[]): string[] => withoutLoneIdeographs(lines.map(glyphs)).map((each) => each.map(({ character }) => character).join(''));

  it('are put right', () => { expect(read('一', 'a 十 b', 'plain')).toEqual(['—', 'a + b', 'plain']); });
  it('stay where the picture shows Chinese or Japanese', () => { expect(read('一', '开始')).toEqual(['一', '开始']); });
});
