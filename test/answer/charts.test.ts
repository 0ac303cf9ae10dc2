/** A column as a small chart: which questions get one, what it shows, and how it looks in letters. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textAnswer } from '../../src/answer/build.js';
import { ask, chartText, extentOf, type Chart, type Reply } from '../../src/answer/questions/index.js';
import { tableOf } from '../../src/answer/table/index.js';
import { orderReading } from './samples.js';

const empty = textAnswer({ ...orderReading, regions: [] });
const sales = { header: ['Region', 'Year', 'Units', 'Change'], rows: [['North', '2023', '1,200', '-3.5 %'], ['South', '2023', '800', '2.0 %'], ['West', '2023', '400', '12.5 %'], ['Total', '', '2,400', '']] };
const about = (question: string, { header, rows }: { header: readonly string[]; rows: readonly (readonly string[])[] } = sales): Reply => ask(empty, question, undefined, [tableOf(header, rows)]);
const drawn = (reply: Reply): unknown => reply.chart?.bars.map(({ label, value, text, found }) => [label, value, text, ...(found === true ? ['found'] : [])]);

describe('a column as a chart', () => {
  it('comes when it is asked for, without the row of totals', () => {
    for (const question of ['Show “Units” as a chart.', 'chart the units', 'plot units by region', 'Compare the units', 'draw the column Units as a small bar chart']) {
      const reply = about(question);
      expect(reply.sentences.map(({ text }) => text), question).toEqual(['“Units” of 3 rows, apart from the row of totals: from 400 to 1,200.']);
      expect(drawn(reply), question).toEqual([['North', 1200, '1,200'], ['South', 800, '800'], ['West', 400, '400']]);
      expect(reply.chart?.title).toBe('Units by Region');
    }
  });
  it('goes with sums and extremes, and shows which row is meant', () => {
    expect(drawn(about('What is the highest Units?'))).toEqual([['North', 1200, '1,200', 'found'], ['South', 800, '800'], ['West', 400, '400']]);
    expect(drawn(about('What is the sum of Units?'))).toHaveLength(3);
    expect(drawn(about('What is the average change?'))).toEqual([['North', -3.5, '-3.5 %'], ['South', 2, '2.0 %'], ['West', 12.5, '12.5 %']]);
    expect(drawn(about('What are the units?'))).toHaveLength(3);
  });
  it('ties a bar to its cell and to what names it', () => {
    const typed = tableOf(sales.header, sales.rows);
    const placed = { ...typed, cells: typed.cells.map((cell, index) => ({ ...cell, regions: [index] })) };
    const chart = ask(empty, 'chart the units', undefined, [placed]).chart;
    const cell = (row: number, column: number): number => typed.cells.findIndex((each) => each.row === row && each.column === column);
    expect(chart?.bars.map(({ regions }) => [...regions].sort((a, b) => a - b))).toEqual([[cell(1, 0), cell(1, 2)], [cell(2, 0), cell(2, 2)], [cell(3, 0), cell(3, 2)]]);
  });
  it('is left out where bars would mislead', () => {
    expect(about('chart the year').status).toBe('declined');
    expect(about('chart the region').status).toBe('declined');
    expect(about('chart the price', { header: ['Item', 'Price'], rows: [['a', '€3'], ['b', '$4']] }).status).toBe('declined');
    expect(about('how many charts?').status).toBe('declined');
    expect(about('What is the units of North?').chart).toBeUndefined();
    expect(about('total amount', { header: ['Key', 'Amount'], rows: Array.from({ length: 41 }, (_, index) => [`k${index}`, String(index)]) })).toMatchObject({ value: 820, status: 'answered' });
    expect(about('chart the amount', { header: ['Key', 'Amount'], rows: Array.from({ length: 41 }, (_, index) => [`k${index}`, String(index)]) }).status).toBe('declined');
  });
  it('is drawn in letters for terminals and chats', () => {
    const chart = about('chart the change').chart as Chart;
    expect(`\n${chartText(chart, 60)}\n`).toMatchInlineSnapshot(`
      "
      Change by Region
        North ████████▊                                -3.5 %
        South          ████▊                            2.0 %
        West           ███████████████████████████████ 12.5 %
      "
    `);
  });
});

describe('charts of any numbers', () => {
  const bars = fc.array(fc.record({ label: fc.constantFrom('a', '東京', 'a long name that goes on and on and on', 'é'), value: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 100) }), { minLength: 2, maxLength: 40 });
  it('keep every bar within the chart and at zero with one end', () => {
    fc.assert(fc.property(bars, (given) => {
      const chart: Chart = { title: 't', bars: given.map((bar) => ({ ...bar, text: String(bar.value), regions: [] })) };
      for (const bar of chart.bars) {
        const { from, to, zero } = extentOf(chart, bar);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(1 + 1e-9);
        expect(from <= to).toBe(true);
        expect(bar.value < 0 ? to : from).toBe(zero);
      }
      const [, ...lines] = chartText(chart, 80).split('\n');
      expect(new Set(lines.map((line) => [...line].reduce((sum, letter) => sum + (/[東京]/u.test(letter) ? 2 : 1), 0))).size).toBe(1);
    }));
  });
});
