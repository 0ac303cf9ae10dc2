/** The ask box in Chromium, under the page's real policy: what a person asks, reads and hears. */
import { mkdirSync, readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/answer/types.js';
import { writeMermaid } from '../../src/answer/mermaid.js';
import { tableAnswer, tableOf } from '../../src/answer/table/index.js';
import type { PanelState, ToPanel } from '../../webview/protocol.js';
import { cityReading } from '../answer/samples.js';
import { buildPanel, launch, openPanel, type Opened } from '../support/panelPage.js';
import { emptyAnswer, sampleAnswer, sampleDiagram, textAnswer } from '../support/sampleAnswer.js';

const picture = { type: 'file', uri: 'file:///orders.png', name: 'orders.png' } as const;
const begin: ToPanel = { type: 'begin', name: 'orders.png', state: { version: 1, picture } };
const icon = new Uint8Array(readFileSync(new URL('../../media/icon.png', import.meta.url)));
let browser: Browser;
beforeAll(async () => {
  await buildPanel();
  browser = await launch();
}, 120_000);
afterAll(() => browser.close());

async function answered(options: Parameters<typeof openPanel>[1] = {}, answer: Answer = sampleAnswer): Promise<Opened> {
  const panel = await openPanel(browser, options);
  await panel.send(begin);
  await panel.send({ type: 'answer', answer });
  await panel.page.waitForFunction(() => document.body.dataset['ready'] === 'true');
  return panel;
}
async function close({ page, errors, violations, requests, posted }: Opened): Promise<void> {
  expect({ errors, violations, requests, trouble: posted.filter(({ type }) => type === 'trouble') }).toEqual({ errors: [], violations: [], requests: [], trouble: [] });
  await page.context().close();
}
const say = async ({ page }: Opened, question: string): Promise<void> => {
  await page.fill('#ask-input', question);
  await page.press('#ask-input', 'Enter');
};
const replies = ({ page }: Opened): Promise<string[]> => page.$$eval('.reply', (found) => found.map((reply) => [...reply.querySelectorAll('li')].map((item) => item.textContent ?? '').join(' ')));
const saved = ({ page }: Opened): Promise<PanelState> => page.evaluate(() => Reflect.get(window, 'savedState') as PanelState);

describe('the ask box', { timeout: 60_000 }, () => {
  it('answers, keeps the context, and draws the way', async () => {
    const panel = await answered();
    await say(panel, 'What comes after Order received?');
    await say(panel, 'and after that?');
    await say(panel, 'How do I get from Order received to Ship parcel?');
    const [first, second, third] = await replies(panel);
    expect(first).toBe('“Order received” leads to “In stock?”.');
    expect(second).toContain('leads to “Pick items” (“yes”) and “Order from supplier” (“no”).');
    expect(second).toContain('Please check: The arrow from “In stock?” to “Order from supplier”');
    expect(third).toContain('“Order received” → “In stock?” → (“yes”) “Pick items” → “Ship parcel”.');
    await panel.page.waitForSelector('.turn:nth-child(3) .reply-diagram svg .node');
    expect(await panel.page.$$eval('.turn:nth-child(3) .reply-diagram .node', (nodes) => nodes.length)).toBe(4);
    expect(await panel.page.getAttribute('#ask-log', 'role')).toBe('log');
    expect(await panel.page.getAttribute('#ask-log', 'aria-live')).toBe('polite');
    await close(panel);
  });

  it('answers over the source as a person has edited it, and over the model’s answer again when the edit is taken back', async () => {
    const panel = await openPanel(browser);
    await panel.send(begin);
    await panel.send({ type: 'answer', answer: sampleAnswer, edited: `${sampleAnswer.segments[0]?.source.replace('Pick items', 'Pack a crate') ?? ''}  D --> new-step["Bill the customer"]\n` });
    await panel.page.waitForFunction(() => document.body.dataset['ready'] === 'true');
    await panel.page.waitForSelector('#ask-state:has-text("edited source")');
    await say(panel, 'What follows Ship parcel?');
    await say(panel, 'What leads to Ship parcel?');
    expect(await replies(panel)).toEqual(['“Ship parcel” leads to “Bill the customer”.', '“Pack a crate” leads to “Ship parcel”.']);
    await panel.page.hover('.turn:nth-child(2) .reply li');
    await panel.page.waitForSelector('#diagram .node.lit');
    await panel.page.click('#revert');
    await panel.page.waitForSelector('#ask-state:empty', { state: 'attached' });
    await say(panel, 'What leads to Ship parcel?');
    expect((await replies(panel)).at(-1)).toBe('“Pick items” leads to “Ship parcel”.');
    await close(panel);
  });

  it('links a reply and its drawing with the diagram, the source and the picture', async () => {
    const panel = await answered();
    const { page } = panel;
    await say(panel, 'What leads to Ship parcel?');
    await page.waitForSelector('.reply-diagram svg .node');
    const lit = (): Promise<string[]> => page.$$eval('#diagram .node.lit', (found) => found.map((each) => each.getAttribute('aria-label') ?? '').sort());
    await page.focus('.reply li');
    expect(await lit()).toEqual(['Pick items', 'Ship parcel']);
    await page.hover('.reply-diagram .node >> nth=0');
    expect(await lit()).toEqual(['Pick items']);
    await close(panel);
  });

  it.each(['light', 'dark', 'hc'] as const)('shows a column as bars that are tied to the picture (%s)', async (theme) => {
    const table = tableOf(['Region', 'Change'], [['North', '-3.5 %'], ['South with a name that takes more than its share of the width of any panel', '2.0 %'], ['West', '12.5 %'], ['East', '0 %']]);
    const placed = { ...table, cells: table.cells.map((cell, index) => ({ ...cell, regions: [index] })) };
    const panel = await openPanel(browser, { theme, width: 700, height: 1000 });
    const { page } = panel;
    await panel.send(begin);
    await panel.send({ type: 'pixels', bytes: icon, mime: 'image/png' });
    await panel.send({ type: 'answer', answer: tableAnswer(placed, { ...cityReading, regions: placed.cells.map(({ row, column, lines }, id) => ({ id, box: { x: 20 + 120 * column, y: 20 + 30 * row, width: 80, height: 18 }, text: lines.join(' '), confidence: 0.97 })) }) });
    await page.waitForSelector('.regions .region');
    await say(panel, 'What is the highest change?');
    expect(await page.$$eval('.bars li', (items) => items.map((item) => [item.getAttribute('aria-label')?.slice(0, 12), item.getAttribute('aria-current')]))).toEqual([['North: -3.5 ', null], ['South with a', null], ['West: 12.5 %', 'true'], ['East: 0 %', null]]);
    const zero = await page.$$eval('.bar line', (lines) => lines.map((line) => Math.round(line.getBoundingClientRect().left)));
    const ends = await page.$$eval('.bar rect', (bars) => bars.map((bar) => bar.getBoundingClientRect()).map(({ left, right }) => [Math.round(left), Math.round(right)] as const));
    expect(new Set(zero).size).toBe(1);
    expect([ends[0]?.[1], ends[2]?.[0], ends[3]?.[0], ends[3]?.[1]]).toEqual([zero[0], zero[0], zero[0], zero[0]]);
    await page.focus('.bars li');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('West: 12.5 %');
    expect(await page.$$eval('.region.lit', (found) => found.map((each) => each.getAttribute('aria-label')).sort())).toEqual(['12.5 %', 'West']);
    await page.focus('.reply li');
    expect(await page.$$eval('.region.lit', (found) => found.length)).toBeGreaterThan(0);
    const folder = new URL('../../.cache/screenshots/', import.meta.url);
    mkdirSync(folder, { recursive: true });
    await page.locator('#ask-section').screenshot({ path: new URL(`chart-${theme}.png`, folder).pathname });
    await close(panel);
  });

  it('declines what it does not know, and offers what it does', async () => {
    const panel = await answered();
    const { page } = panel;
    await say(panel, 'What does the parcel cost?');
    expect((await replies(panel))[0]).toMatch(/^I cannot answer that.*“cost”/);
    expect(await page.$('.reply.declined')).not.toBeNull();
    const chips = await page.$$eval('#ask-suggestions button', (buttons) => buttons.map((button) => button.textContent ?? ''));
    expect(chips.length).toBeGreaterThan(2);
    await page.click('#ask-suggestions button >> nth=0');
    expect(await page.$$eval('.asked', (asked) => asked.at(-1)?.lastChild?.textContent)).toBe(chips[0]);
    expect(await page.$('.turn:last-child .reply.answered')).not.toBeNull();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('ask-input');
    await close(panel);
  });

  it('works by keyboard: history, and Escape empties', async () => {
    const panel = await answered();
    const { page } = panel;
    await say(panel, 'How many steps?');
    await say(panel, 'Are there any loops?');
    await page.fill('#ask-input', 'half typed');
    const value = (): Promise<string> => page.inputValue('#ask-input');
    await page.press('#ask-input', 'ArrowUp');
    expect(await value()).toBe('Are there any loops?');
    await page.press('#ask-input', 'ArrowUp');
    await page.press('#ask-input', 'ArrowUp');
    expect(await value()).toBe('How many steps?');
    await page.press('#ask-input', 'ArrowDown');
    await page.press('#ask-input', 'ArrowDown');
    expect(await value()).toBe('half typed');
    await page.press('#ask-input', 'Escape');
    expect(await value()).toBe('');
    await say(panel, '   ');
    expect(await replies(panel)).toHaveLength(2);
    await close(panel);
  });

  it('survives a reload and a new reading of the same picture, and not another picture', async () => {
    const panel = await answered();
    await say(panel, 'What comes after In stock?');
    expect((await saved(panel)).talk).toEqual([{ question: 'What comes after In stock?' }]);
    await panel.page.addInitScript((state) => {
      const acquire = Reflect.get(window, 'acquireVsCodeApi') as () => Record<string, unknown>;
      Reflect.set(window, 'acquireVsCodeApi', () => ({ ...acquire(), getState: () => state }));
    }, await saved(panel));
    await panel.page.reload();
    await panel.page.waitForFunction(() => Reflect.get(window, 'pageReady') === true);
    await panel.send({ type: 'paste' });
    for (let reading = 0; reading < 2; reading += 1) {
      await panel.send(begin);
      await panel.send({ type: 'answer', answer: sampleAnswer });
      await panel.page.waitForSelector('.turn');
      expect(await replies(panel)).toEqual([expect.stringContaining('“Pick items”')]);
    }
    await panel.send({ type: 'begin', name: 'other.png', state: { version: 1, picture: { ...picture, uri: 'file:///other.png' } } });
    await panel.send({ type: 'answer', answer: sampleAnswer });
    await panel.page.waitForFunction(() => document.body.dataset['ready'] === 'true');
    expect(await replies(panel)).toEqual([]);
    await close(panel);
  });

  it('clears the conversation, and has no box where there is nothing to ask about', async () => {
    const panel = await answered();
    await say(panel, 'How many steps?');
    await panel.page.click('#ask-clear');
    expect(await replies(panel)).toEqual([]);
    expect((await saved(panel)).talk).toBeUndefined();
    await panel.send(begin);
    await panel.send({ type: 'answer', answer: emptyAnswer });
    await panel.page.waitForFunction(() => document.body.dataset['ready'] === 'true');
    expect(await panel.page.isHidden('#ask-section')).toBe(true);
    await panel.send(begin);
    await panel.send({ type: 'answer', answer: textAnswer });
    await panel.page.waitForFunction(() => document.body.dataset['ready'] === 'true');
    expect(await panel.page.isHidden('#ask-section')).toBe(true);
    await panel.send({ type: 'model', name: 'Some Model' });
    await panel.page.waitForSelector('#ask-section:not([hidden])');
    await close(panel);
  });

  it('shows words of the picture as words, also in replies and chips', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    const diagram = { ...sampleDiagram, nodes: sampleDiagram.nodes.map((node) => (node.id === 'B' ? { ...node, lines: [evil] } : node)) };
    const { source, spans } = writeMermaid(diagram);
    const panel = await answered({}, { ...sampleAnswer, segments: [{ tag: 'mermaid', source, spans, diagram }] });
    await say(panel, 'What comes after Order received?');
    expect((await replies(panel))[0]).toContain(evil);
    expect(await panel.page.$$('#ask-section img')).toEqual([]);
    await close(panel);
  });
});

describe('a language model', { timeout: 60_000 }, () => {
  it('is offered only where the page declines, streams, is marked as not computed, and can be cancelled', async () => {
    const panel = await answered();
    const { page } = panel;
    await say(panel, 'Why is it so slow?');
    expect(await page.$$('.reply button')).toEqual([]);
    await panel.send({ type: 'model', name: 'Some Model' });
    await say(panel, 'How many steps?');
    await page.waitForSelector('.reply button:has-text("Ask Some Model")');
    expect(await page.$$('.reply.answered button')).toEqual([]);
    await page.click('.reply button');
    await expect.poll(() => panel.posted.at(-1)).toMatchObject({ type: 'askModel', question: 'Why is it so slow?' });
    const asked = panel.posted.at(-1);
    const id = asked?.type === 'askModel' ? asked.id : -1;
    await panel.send({ type: 'modelReply', id, name: 'Some Model', text: 'Because', done: false });
    await page.waitForSelector('.model-text:has-text("Because")');
    await page.click('.model-reply button');
    await expect.poll(() => panel.posted.at(-1)).toEqual({ type: 'cancelModel', id });
    await panel.send({ type: 'modelReply', id, name: 'Some Model', text: 'Because <b>nobody</b> knows.', done: true });
    await page.waitForSelector('.model-head:has-text("From Some Model, not computed: check it")');
    expect(await page.textContent('.model-text')).toBe('Because <b>nobody</b> knows.');
    expect((await saved(panel)).talk?.[0]).toEqual({ question: 'Why is it so slow?', model: { name: 'Some Model', text: 'Because <b>nobody</b> knows.' } });
    await close(panel);
  });
});

describe('screenshots', { timeout: 90_000 }, () => {
  it.each(['light', 'dark', 'hc'] as const)('%s', async (theme) => {
    const panel = await answered({ theme, width: 1200, height: 1000 });
    await panel.send({ type: 'model', name: 'Some Model' });
    await say(panel, 'How do I get from Order received to Ship parcel?');
    await say(panel, 'What does the parcel cost?');
    await panel.page.waitForSelector('.reply-diagram svg .node');
    await panel.page.hover('.reply li >> nth=1');
    const folder = new URL('../../.cache/screenshots/', import.meta.url);
    mkdirSync(folder, { recursive: true });
    await panel.page.locator('#ask-section').screenshot({ path: new URL(`ask-${theme}.png`, folder).pathname });
    const [text, back] = await panel.page.$eval('.asked', (element) => [getComputedStyle(element).color, getComputedStyle(document.body).backgroundColor]);
    expect(text).not.toBe(back);
    await close(panel);
  });
});
