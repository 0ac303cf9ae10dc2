import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textAnswer } from '../../src/answer/build.js';
import { distance, stem, likeness } from '../../src/answer/questions/tokens.js';
import { ask, type Reply } from '../../src/answer/questions/index.js';
import { tableAnswer, tableOf } from '../../src/answer/table/index.js';
import { mannerOf, quantityOf } from '../../src/answer/table/numbers.js';
import { orderReading } from './samples.js';

const empty = textAnswer({ ...orderReading, regions: [] });
interface Plain { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] }
const about = ({ header, rows }: Plain, question: string): Reply => ask(empty, question, undefined, [tableOf(header, rows)]);

describe('numbers in cells', () => {
  it('are read as people write them, and not read where they may be something else', () => {
    const cells = { '12': 12, '-3.5': -3.5, '−4': -4, '1,234.50': 1234.5, '1.234,50': 1234.5, '1 234': 1234, '$1,200.00': 1200, '48 %': 48, '(250)': -250, '12 kg': 12, '0,5': 0.5 };
    for (const [cell, value] of Object.entries(cells)) expect(quantityOf(cell)?.value, cell).toBe(value);
    for (const cell of ['', 'n/a', 'RE 1', '08:15', '2024-01-02', '1.234', '12-15', 'Bolt M6', '1/2', '3..4']) expect(quantityOf(cell), cell).toBeUndefined();
  });
});

describe('the manner of a table', () => {
  it('tells what a number with one sign means', () => {
    expect(mannerOf(['1.234,50', '2.000'])).toBe('comma');
    expect(mannerOf(['1,234.50', '2.000'])).toBe('point');
    expect(mannerOf(['12.03.2024', '1.234', 'a 1,5 b'])).toBeUndefined();
    expect(mannerOf(['1,5', '1.5'])).toBeUndefined();
    expect([quantityOf('1.234', 'comma')?.value, quantityOf('1.234', 'point')?.value, quantityOf('1,234', 'comma')?.value, quantityOf('1,234', 'point')?.value]).toEqual([1234, 1.234, 1.234, 1234]);
    expect(about({ header: ['Posten', 'Betrag'], rows: [['Miete', '1.200'], ['Strom', '84,50']] }, 'total Betrag').value).toBe(1284.5);
  });
  it('takes thousands and millions where they stand at the number', () => {
    const cells = { '$3.4M': 3.4e6, '€ 1.2bn': 1.2e9, '950K': 950_000, '2,5 Mio.': 2.5e6, '12k': 12_000 };
    for (const [cell, value] of Object.entries(cells)) expect(quantityOf(cell)?.value, cell).toBe(value);
    expect(quantityOf('3 M')).toEqual({ value: 3, unit: 'M', decimals: 0 });
    for (const cell of ['24.12.2024', '1.2.3', '12:30', '3.4M (est.)', '1 234 567 8', '5.']) expect(quantityOf(cell), cell).toBeUndefined();
  });
});

describe('words', () => {
  it('are alike in number, tense and with a slip of the keyboard, and numbers are not', () => {
    for (const [a, b] of [['orders', 'order'], ['shipping', 'ship'], ['cached', 'cache'], ['credentails', 'credentials'], ['boxes', 'box']] as const) expect(likeness(a, b), `${a} ${b}`).toBeGreaterThan(0.8);
    for (const [a, b] of [['server1', 'server2'], ['cat', 'cut'], ['1000', '1001'], ['reject', 'eject']] as const) expect(likeness(a, b), `${a} ${b}`).toBe(0);
    expect(stem('passes')).toBe(stem('pass'));
  });
  it('have a distance that is none to themselves and the same both ways', () => {
    fc.assert(fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
      expect(distance(a, a, 3)).toBe(0);
      expect(distance(a, b, 20)).toBe(distance(b, a, 20));
    }));
  });
});

describe('questions over tables', () => {
  it('does not add up euros and dollars', () => {
    expect(about({ header: ['Item', 'Price'], rows: [['a', '€3'], ['b', '$4']] }, 'What is the total price?').status).toBe('declined');
  });
  it('declines a condition that it does not understand', () => {
    const table = { header: ['Item', 'Price'], rows: [['Pen', '3'], ['Ink', '4']] };
    for (const question of ['how many prices', 'number of price', 'how many rows and columns', 'total price without ink', 'which items cost more than 3', 'price of a pen next year', 'cheapest item']) expect(about(table, question).status, question).toBe('declined');
  });
  it('leaves rows of totals out of sums, counts and extremes, and finds them by name', () => {
    const table = { header: ['Item', 'Price'], rows: [['Pen', '3'], ['Ink', '4'], ['Total', '7']] };
    expect(about(table, 'sum of Price').value).toBe(7);
    expect(about(table, 'highest Price').value).toBe(4);
    expect(about(table, 'how many rows?').value).toBe(2);
    expect(about(table, 'Price of Total').value).toBe(7);
  });
  it('works on the tables of an answer without being handed them', () => {
    const answer = tableAnswer(tableOf(['Item', 'Price'], [['Pen', '3'], ['Ink', '4']]), { ...orderReading, regions: [] });
    expect(ask(answer, 'What is the total price?').value).toBe(7);
    expect(ask(answer, 'Why?').suggestions).toContain('What is the total of “Price”?');
  });
  it('sums, counts and finds extremes of any column of whole numbers', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -9999, max: 9999 }), { minLength: 1, maxLength: 12 }), (numbers) => {
      const table = { header: ['Key', 'Amount'], rows: numbers.map((number, index) => [`row ${'abcdefghijkl'[index] ?? ''}`, String(number)]) };
      const sum = numbers.reduce((a, b) => a + b, 0);
      expect(about(table, 'What is the sum of Amount?').value).toBe(sum);
      expect(about(table, 'average Amount').value).toBeCloseTo(sum / numbers.length);
      expect(about(table, 'highest Amount').value).toBe(Math.max(...numbers));
      expect(about(table, 'What is the minimum amount?').value).toBe(Math.min(...numbers));
      expect(about(table, 'how many rows?').value).toBe(numbers.length);
    }));
  });
});
