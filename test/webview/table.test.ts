/** Tables in the real page: read, sorted, tied to the picture, taken along. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { percent } from '../../src/answer/labels.js';
import { tableAnswer, tableOf } from '../../src/answer/table/index.js';
import type { Answer, Cell } from '../../src/answer/types.js';
import { sortedRows } from '../../webview/views/table/order.js';
import { cities, cityReading } from '../answer/samples.js';
import { buildPanel, launch, openPanel, type Opened } from '../support/panelPage.js';

const icon = new Uint8Array(readFileSync(new URL('../../media/icon.png', import.meta.url)));
const plain = tableOf(['Item', 'Price', 'Since'], [['Pen 10', '1.200', '2019'], ['Ink', '84,50', ''], ['Pen 9', 'n/a', '2021'], ['Total', '1.284,50', '']], 'Stock');
const answer = tableAnswer({ ...plain, cells: plain.cells.map((cell, at): Cell => ({ ...cell, regions: cell.lines.length > 0 ? [at] : [] })) }, {
  ...cityReading, regions: plain.cells.flatMap(({ row, column, lines: [text] }, id) => (text === undefined ? [] : [{ id, box: { x: 10 + column * 100, y: 10 + row * 30, width: 80, height: 18 }, text, confidence: 0.97 }])),
});
let browser: Browser;

beforeAll(async () => {
  await buildPanel();
  browser = await launch();
}, 240_000);
afterAll(() => browser.close());

async function opened(shown: Answer, options: Parameters<typeof openPanel>[1] = {}): Promise<Opened> {
  const panel = await openPanel(browser, options);
  await panel.send({ type: 'begin', name: 'table.png', state: { version: 1 } });
  await panel.send({ type: 'pixels', bytes: icon, mime: 'image/png' });
  await panel.send({ type: 'answer', answer: shown });
  await panel.page.waitForFunction(() => document.body.dataset['ready'] === 'true');
  return panel;
}

async function close({ page, errors, violations, requests, posted }: Opened): Promise<void> {
  expect({ errors, violations, requests, trouble: posted.filter(({ type }) => type === 'trouble') }).toEqual({ errors: [], violations: [], requests: [], trouble: [] });
  await page.context().close();
}
const column = (page: Page, at: number): Promise<(string | undefined)[]> => page.$$eval('.read-table tbody tr', (rows, index) => rows.map((row) => row.children[index]?.textContent ?? undefined), at);
const focused = (page: Page): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.textContent);

describe('the order of rows', () => {
  it('is by value in the table’s own manner; totals and gaps stay last either way', () => {
    expect(sortedRows(plain, 1, 'ascending')).toEqual([2, 1, 3, 4]);
    expect(sortedRows(plain, 1, 'descending')).toEqual([1, 2, 3, 4]);
    expect(sortedRows(plain, 0, 'ascending')).toEqual([2, 3, 1, 4]);
    expect(sortedRows(plain, 2, 'descending')).toEqual([3, 1, 2, 4]);
  });
});

describe('a table', { timeout: 120_000 }, () => {
  it('sorts by a column with the keyboard and says so', async () => {
    const panel = await opened(answer);
    const { page } = panel;
    expect(await page.textContent('.read-table caption')).toBe('Stock');
    expect(await page.getAttribute('.read-table thead th >> nth=1', 'aria-sort')).toBe('none');
    await page.focus('.read-table thead th:nth-child(2) .sort');
    await page.keyboard.press('Enter');
    expect(await column(page, 1)).toEqual(['84,50', '1.200', 'n/a', '1.284,50']);
    expect(await page.getAttribute('.read-table thead th >> nth=1', 'aria-sort')).toBe('ascending');
    await page.waitForFunction(() => document.getElementById('announcer')?.textContent === 'Sorted by Price, ascending');
    await page.keyboard.press('Enter');
    expect(await column(page, 1)).toEqual(['1.200', '84,50', 'n/a', '1.284,50']);
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe('1.200');
    await page.keyboard.press('End');
    expect(await focused(page)).toBe('2019');
    await page.click('.read-table thead th:nth-child(2) .sort');
    expect(await column(page, 0)).toEqual(['Pen 10', 'Ink', 'Pen 9', 'Total']);
    await close(panel);
  });

  it('lights up a cell with its place in the picture, and back, and marks what is doubtful', async () => {
    const panel = await opened(tableAnswer(cities, cityReading));
    const { page } = panel;
    await page.hover('.read-table td:has-text("134,591")');
    expect(await page.$$eval('.region.lit', (all) => all.map((each) => each.getAttribute('aria-label')))).toEqual(['134,591']);
    await page.hover('.region[aria-label="Bern"]', { force: true });
    expect(await page.$$eval('.read-table .lit', (all) => all.map((each) => each.textContent))).toEqual(['Bern']);
    expect(await page.$$eval('.read-table .uncertain', (all) => all.map((each) => each.querySelector('.unseen')?.textContent))).toEqual([`uncertain, ${percent(0.55)}`]);
    expect(await page.$$eval('.read-table [aria-sort]', (all) => all.length)).toBe(0);
    expect(await page.$eval('.read-table', (table) => [table.querySelectorAll('thead tr').length, table.querySelectorAll('th[scope="colgroup"]').length, table.querySelectorAll('b').length])).toEqual([2, 1, 0]);
    await close(panel);
  });

  it('shows its source in any format, and hands copying and saving on', async () => {
    const panel = await opened(answer);
    const { page } = panel;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.click('.table-source summary');
    const seen: Record<string, string | null> = {};
    for (const format of ['html', 'markdown', 'csv', 'tsv', 'latex', 'json']) { await page.selectOption('.table-tools select', format); seen[format] = await page.textContent('.table-source pre'); }
    expect(seen['csv']).toContain('Item,Price,Since\r\n');
    expect(seen['markdown']).toMatch(/^\| Item +\| Price +\| Since \|/);
    expect([seen['html']?.includes('<thead>'), seen['latex']?.includes('\\toprule'), seen['json']?.includes('"Price": "1.200"'), seen['tsv']?.includes('Pen 10\t1.200')]).toEqual([true, true, true, true]);
    await page.selectOption('.table-tools select', 'tsv');
    await page.click('.table-tools button >> nth=1');
    await expect.poll(() => panel.posted.at(-1)).toEqual({ type: 'saveTable', segment: 0, format: 'tsv' });
    await close(panel);
    const spans = await opened(tableAnswer(cities, cityReading));
    await spans.page.selectOption('.table-tools select', 'markdown');
    expect(await spans.page.isDisabled('.table-tools button >> nth=0')).toBe(true);
    await close(spans);
  });

  it('is legible in every theme', async () => {
    for (const theme of ['light', 'dark', 'hc'] as const) {
      const panel = await opened(tableAnswer(cities, cityReading), { theme });
      const colours = await panel.page.$eval('.read-table td', (cell) => [getComputedStyle(cell).color, getComputedStyle(document.body).backgroundColor]);
      expect(colours[0]).not.toBe(colours[1]);
      if (process.env['SCREENSHOTS'] !== undefined) await panel.page.screenshot({ path: `${process.env['SCREENSHOTS']}/table-${theme}.png` });
      await close(panel);
    }
  });
});
