/** A part of the picture, by pointer and by keys; and a picture read as another kind. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableAnswer } from '../../src/answer/table/index.js';
import type { Answer } from '../../src/answer/types.js';
import { cities, cityReading } from '../answer/samples.js';
import { buildPanel, launch, openPanel, type Opened } from '../support/panelPage.js';

const icon = new Uint8Array(readFileSync(new URL('../../media/icon.png', import.meta.url)));
const whole = tableAnswer(cities, cityReading);
let browser: Browser;

beforeAll(async () => {
  await buildPanel();
  browser = await launch();
}, 240_000);
afterAll(() => browser.close());

async function opened(answer: Answer): Promise<Opened> {
  const panel = await openPanel(browser);
  await panel.send({ type: 'begin', name: 'table.png', state: { version: 1 } });
  await panel.send({ type: 'pixels', bytes: icon, mime: 'image/png' });
  await panel.send({ type: 'answer', answer });
  await panel.page.waitForFunction(() => document.body.dataset['ready'] === 'true');
  return panel;
}
const asked = ({ posted }: Opened): unknown[] => posted.filter(({ type }) => type === 'readAs');

describe('a part of the picture', { timeout: 120_000 }, () => {
  it('is dragged with the pointer; a slip reads nothing', async () => {
    const panel = await opened(whole);
    const { page } = panel;
    await page.click('#read-part');
    const box = await page.locator('.part-layer').boundingBox();
    if (box === null) throw new Error('the layer is not shown');
    await page.mouse.click(box.x + 5, box.y + 5);
    expect(asked(panel)).toEqual([]);
    await page.mouse.move(box.x + box.width * 0.75, box.y + box.height * 0.5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.25, box.y + box.height, { steps: 4 });
    await page.mouse.up();
    const { width, height } = whole.picture;
    // One: the slip before asked for nothing.
    await expect.poll(() => asked(panel).length).toBe(1);
    const [message] = asked(panel) as { area: { x: number; y: number; width: number; height: number } }[];
    expect(Math.abs((message?.area.x ?? 0) - width / 4)).toBeLessThanOrEqual(width / 40);
    expect(Math.abs((message?.area.width ?? 0) - width / 2)).toBeLessThanOrEqual(width / 40);
    expect(Math.abs((message?.area.y ?? 0) - height / 2)).toBeLessThanOrEqual(height / 40);
    expect((message?.area.y ?? 0) + (message?.area.height ?? 0)).toBeLessThanOrEqual(height);
    expect(await page.locator('.part-layer').count()).toBe(0);
    await page.context().close();
  });

  it('is moved and sized with the keys, which say where it is; Escape gives it up', async () => {
    const panel = await opened(whole);
    const { page } = panel;
    await page.focus('#read-part');
    await page.keyboard.press('Enter');
    expect(await page.locator('#part-keys').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('read-part');
    await page.keyboard.press('Enter');
    for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowLeft');
    for (let i = 0; i < 30; i++) await page.keyboard.press('Shift+ArrowDown');
    await page.waitForFunction(() => /From 0 % to 50 % across, 25 % to 100 % down/.test(document.getElementById('announcer')?.textContent ?? ''));
    await page.keyboard.press('Enter');
    const { width, height } = whole.picture;
    await expect.poll(() => asked(panel)).toEqual([{ type: 'readAs', as: undefined, area: { x: 0, y: Math.floor(height / 4), width: Math.ceil(width / 2), height: height - Math.floor(height / 4) } }]);
    await page.context().close();
  });

  it('an answer about a part can be read as another kind, and whole again', async () => {
    const area = { x: 10, y: 20, width: 60, height: 30 };
    const panel = await opened({ ...whole, picture: { ...whole.picture, area, as: 'table' } });
    const { page } = panel;
    expect(await page.inputValue('#read-as')).toBe('table');
    await page.selectOption('#read-as', 'formula');
    await page.click('#read-whole');
    await expect.poll(() => asked(panel)).toEqual([{ type: 'readAs', as: 'formula', area }, { type: 'readAs', as: 'formula', area: undefined }]);
    await page.context().close();
  });
});
