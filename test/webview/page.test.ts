/** The answer for a whole page: every block shown, each in its own manner. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formulaAnswer } from '../../src/answer/formula/answer.js';
import { flowchartAnswer, pageAnswer, tableAnswer, textAnswer } from '../../src/answer/index.js';
import { cities, cityReading, orderReading, orders, textReading } from '../answer/samples.js';
import { buildPanel, launch, openPanel } from '../support/panelPage.js';

const icon = new Uint8Array(readFileSync(new URL('../../media/icon.png', import.meta.url)));
let browser: Browser;

beforeAll(async () => {
  await buildPanel();
  browser = await launch();
}, 240_000);
afterAll(() => browser.close());

describe('a page', { timeout: 120_000 }, () => {
  it('shows text, formula, table and diagram in their order, with no script and no request', async () => {
    const formula = await formulaAnswer({ tokens: ['x', '=', '1'], confidences: [0.9, 0.9, 0.9], box: { x: 1, y: 2, width: 30, height: 10 } }, { ...textReading, regions: [] });
    const answer = pageAnswer([textAnswer(textReading, undefined, ''), formula, tableAnswer(cities, cityReading), flowchartAnswer(orders, orderReading)], textReading);
    const panel = await openPanel(browser);
    const { page } = panel;
    await panel.send({ type: 'begin', name: 'page.png', state: { version: 1 } });
    await panel.send({ type: 'pixels', bytes: icon, mime: 'image/png' });
    await panel.send({ type: 'answer', answer });
    await page.waitForFunction(() => document.body.dataset['ready'] === 'true');
    await page.waitForSelector('.page-parts .katex');
    await page.waitForSelector('.page-parts .page-diagram svg');
    expect(await page.isVisible('#diagram-section')).toBe(false);
    expect(await page.textContent('#text-title')).toBe('Page');
    expect(await page.$$eval('.page-parts > *', (all) => all.map((each) => (each.matches('.page-diagram') ? 'drawing' : each.querySelector('table') ? 'table' : each.querySelector('.katex') ? 'formula' : each.className)))).toEqual(['plain-text', 'formula', 'table', 'drawing', 'code-text']);
    const { errors, violations, requests, posted } = panel;
    expect({ errors, violations, requests, trouble: posted.filter(({ type }) => type === 'trouble') }).toEqual({ errors: [], violations: [], requests: [], trouble: [] });
    await page.screenshot({ path: 'artifacts/page-part.png', fullPage: true });
    await page.context().close();
  });
});
