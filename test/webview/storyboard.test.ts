/** The storyboard's real page in Chromium under its real policy: what a person sees and does, and a video that is looked through there. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/answer/types.js';
import type { FromStoryboard, ToStoryboard } from '../../webview/storyboard/protocol.js';
import { isFromStoryboard, isToStoryboard } from '../../webview/storyboard/protocol.js';
import { buildPanel, launch, openStoryboard, type Opened } from '../support/panelPage.js';
import { sampleAnswer, textAnswer } from '../support/sampleAnswer.js';

type Board = Opened<FromStoryboard, ToStoryboard>;
const icon = new Uint8Array(readFileSync(new URL('../../media/icon.png', import.meta.url)));
const begin: ToStoryboard = { type: 'begin', name: 'session.gif', state: { version: 1, uri: 'file:///session.gif' } };
const change = (text: string): { text: string; elements: string[]; regions: number[] } => ({ text, elements: [], regions: [] });
const hostile: Answer = { ...textAnswer, segments: [{ tag: 'code', source: '<img src=x onerror=alert(1)>\n', spans: [] }] };
let browser: Browser;

beforeAll(async () => { await buildPanel(); browser = await launch(); }, 120_000);
afterAll(() => browser.close());

async function close({ page, errors, violations, requests, posted }: Board): Promise<void> {
  expect({ errors, violations, requests, trouble: posted.filter(({ type }) => type === 'trouble') }).toEqual({ errors: [], violations: [], requests: [], trouble: [] });
  await page.context().close();
}

async function three(options: Parameters<typeof openStoryboard>[1] = {}): Promise<Board> {
  const board = await openStoryboard(browser, options);
  await board.send(begin);
  for (const id of [0, 1, 2, 3]) await board.send({ type: 'step', id, time: id * 4.5, width: 128, height: 128, bytes: icon });
  await board.send({ type: 'drop', id: 1 });
  await board.send({ type: 'told', id: 0, answer: textAnswer, changes: [] });
  await board.send({ type: 'told', id: 2, answer: sampleAnswer, changes: [change('It now shows a flowchart; before, it was text.'), change('“Ship” is new.')] });
  await board.send({ type: 'told', id: 3, problem: 'session.gif at 13.5 s is damaged.', changes: [] });
  await board.send({ type: 'progress', reading: 0, steps: 3, found: true });
  await board.send({ type: 'done' });
  await board.page.waitForFunction(() => document.body.dataset['ready'] === 'true');
  return board;
}
const words = (board: Board, selector: string): Promise<string[]> => board.page.locator(selector).allTextContents();

describe('a storyboard', { timeout: 60_000 }, () => {
  it('is a list of steps with times; the arrow keys go through it, and what has the focus is shown', async () => {
    const board = await three();
    const { page } = board;
    expect(await words(board, '.step-title')).toEqual(['1 · 0:00', '2 · 0:09', '3 · 0:13']);
    expect(await page.locator('.step').evaluateAll((items) => items.map((item) => [item.getAttribute('role'), item.getAttribute('tabindex'), item.getAttribute('aria-selected')]))).toEqual([['option', '0', 'true'], ['option', '-1', 'false'], ['option', '-1', 'false']]);
    await page.locator('.step').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.textContent('#step-title')).toBe('Step 2, 0:09');
    expect(await words(board, '#step-changes li')).toEqual(['It now shows a flowchart; before, it was text.', '“Ship” is new.']);
    await page.waitForSelector('#step-answer .page-diagram svg .node');
    expect(await page.getAttribute('#step-picture', 'alt')).toMatch(/^(?:Flowchart|Diagram)/);
    expect(await page.locator('.step').nth(1).getAttribute('aria-label')).toBe('Step 2, 0:09: It now shows a flowchart; before, it was text.');
    await page.keyboard.press('End');
    expect(await page.textContent('#step-answer')).toBe('session.gif at 13.5 s is damaged.');
    expect(await page.locator('#step-open').isDisabled()).toBe(true);
    await page.keyboard.press('Home');
    expect(await page.locator('#step-answer pre').textContent()).toContain('def greet');
    await page.click('#step-open');
    await page.click('#copy');
    await page.click('#save');
    await page.click('#again');
    await expect.poll(() => board.posted.slice(1)).toEqual([{ type: 'openStep', id: 0 }, { type: 'copyMarkdown' }, { type: 'saveHtml' }, { type: 'retry' }]);
    await close(board);
  });

  it('says how far it is, shows a step as soon as it is there, and offers to cancel', async () => {
    const board = await openStoryboard(browser);
    const { page } = board;
    await board.send(begin);
    await page.waitForSelector('#state:has-text("Looking for steps")');
    await board.send({ type: 'step', id: 0, time: 0, width: 128, height: 128, bytes: icon });
    await board.send({ type: 'step', id: 1, time: 3, width: 128, height: 128, bytes: icon });
    await board.send({ type: 'progress', reading: 1, steps: 2, found: false });
    await page.waitForSelector('#state:has-text("Reading step 1 of at least 2")');
    expect(await words(board, '.step-words')).toEqual(['being read…', 'waiting']);
    expect(await page.textContent('#step-answer')).toBe('This step is still to be read.');
    await board.send({ type: 'told', id: 0, answer: textAnswer, changes: [] });
    await page.waitForSelector('#step-answer pre');
    await board.send({ type: 'progress', reading: 2, steps: 2, found: true });
    expect(await page.locator('#bar').evaluate((bar) => (bar as HTMLProgressElement).value)).toBe(0.5);
    await page.click('#cancel');
    await expect.poll(() => board.posted.at(-1)).toEqual({ type: 'cancel' });
    await board.send({ type: 'problem', code: 'cancelled', message: 'Reading session.gif was cancelled.' });
    await page.waitForSelector('#problem:not([hidden])');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('retry');
    // What was read stays.
    expect(await page.locator('#step-answer pre').count()).toBe(1);
    await close(board);
  });

  it('takes what was read for text', async () => {
    const board = await openStoryboard(browser);
    await board.send({ ...begin, name: '<b>x</b>.gif' });
    await board.send({ type: 'step', id: 0, time: 0, width: 128, height: 128, bytes: icon });
    await board.send({ type: 'told', id: 0, answer: hostile, changes: [change('<i>gone</i>')] });
    await board.page.waitForSelector('#step-answer pre');
    expect(await board.page.locator('#step-answer img, #step-changes i, h1 b').count()).toBe(0);
    expect(await board.page.textContent('#step-changes')).toBe('<i>gone</i>');
    await close(board);
  });

  it.each(['light', 'dark', 'hc'] as const)('fits narrow and wide panels in %s', async (theme) => {
    const board = await three({ theme, width: 420 });
    const { page } = board;
    await page.locator('.step').nth(1).click();
    await page.waitForSelector('#step-answer .page-diagram svg');
    for (const width of [420, 900, 1400]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${width}`).toBeLessThanOrEqual(0);
      await page.screenshot({ path: `.cache/screenshots/storyboard-${theme}-${width}.png` });
    }
    await close(board);
  });
});

describe('a video', { timeout: 120_000 }, () => {
  /** A recording as a browser makes one: three pages, two seconds each. It has no length in its header. */
  async function film(): Promise<Uint8Array> {
    const page = await browser.newPage();
    const bytes = await page.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 200 });
      document.body.append(canvas);
      const context = canvas.getContext('2d');
      const recorder = new MediaRecorder(canvas.captureStream(12), { mimeType: 'video/webm;codecs=vp8' });
      const parts: Blob[] = [];
      recorder.addEventListener('dataavailable', ({ data }) => { parts.push(data); });
      const started = performance.now();
      recorder.start();
      while (performance.now() - started < 6000) {
        const at = Math.floor((performance.now() - started) / 2000);
        if (context) {
          context.fillStyle = ['#ffffff', '#203050', '#ddeeff'][at] ?? '#ffffff';
          context.fillRect(0, 0, 320, 200);
          context.fillStyle = at === 1 ? '#ffffff' : '#000000';
          context.font = '24px sans-serif';
          for (let row = 0; row < 5; row++) context.fillText(`Page ${at} row ${row}`, 20 + 30 * at, 40 + 30 * row);
        }
        await new Promise((resolve) => { setTimeout(resolve, 40); });
      }
      const stopped = new Promise((resolve) => { recorder.addEventListener('stop', resolve); });
      recorder.stop();
      await stopped;
      return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
    });
    await page.close();
    return Uint8Array.from(bytes);
  }

  it('is looked through by the page’s own browser: only its steps go to the host', async () => {
    const board = await openStoryboard(browser);
    await board.send(begin);
    await board.send({ type: 'video', bytes: await film(), mime: 'video/webm' });
    await expect.poll(() => board.posted.at(-1)?.type, { timeout: 60_000, interval: 200 }).toMatch(/looked|undecodable/);
    const picked = board.posted.flatMap((message) => (message.type === 'picked' ? [message] : []));
    expect(board.posted.at(-1)).toEqual({ type: 'looked' });
    expect(picked.length).toBeGreaterThanOrEqual(3);
    expect(picked.length).toBeLessThanOrEqual(4);
    expect(picked.every(({ width, height }) => width === 320 && height === 200)).toBe(true);
    for (const [at, wanted] of [0, 2, 4].entries()) expect(Math.abs((picked[at]?.time ?? -9) - wanted), `step ${at}`).toBeLessThan(1);
    const png = await board.page.evaluate(() => [...(Reflect.get(window, 'lastBytes') as Uint8Array).slice(0, 4)]);
    expect(png).toEqual([0x89, 0x50, 0x4e, 0x47]);
    await close(board);
  });
  it('that this browser does not play is said to be so', async () => {
    const board = await openStoryboard(browser);
    await board.send(begin);
    await board.send({ type: 'video', bytes: Uint8Array.from(Buffer.from('\0\0\0\x20ftypisom\0\0\0\0isomiso2', 'latin1')), mime: 'video/mp4' });
    await expect.poll(() => board.posted.at(-1)?.type, { timeout: 30_000 }).toBe('undecodable');
    await close(board);
  });
});

describe('messages', () => {
  it('are checked at both ends', () => {
    for (const bad of [null, {}, { type: 'nothing' }, { type: 'step', id: -1 }, { type: 'told', id: 0, changes: [{}] }, { type: 'picked', id: 0 }, { type: 'openStep', id: 'x' }, { type: 'begin', name: 'x', state: { version: 2, uri: 'x' } }]) {
      expect(isToStoryboard(bad) || isFromStoryboard(bad), JSON.stringify(bad)).toBe(false);
    }
    expect(isToStoryboard(begin)).toBe(true);
    expect(isFromStoryboard({ type: 'picked', id: 0, time: 0.5, slight: false, width: 3, height: 2, bytes: icon })).toBe(true);
  });
});
