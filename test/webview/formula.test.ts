import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/answer/types.js';
import { buildPanel, launch, openPanel } from '../support/panelPage.js';

const answer = JSON.parse(readFileSync(new URL('../answer/golden/formula.json', import.meta.url), 'utf8')) as Answer;
let browser: Browser;

beforeAll(async () => {
  await buildPanel();
  browser = await launch();
});
afterAll(async () => { await browser.close(); });

async function opened(theme: 'dark' | 'light' = 'dark') {
  const panel = await openPanel(browser, { theme });
  await panel.send({ type: 'begin', name: 'gauss.png', state: { version: 1 } });
  await panel.send({ type: 'answer', answer });
  await panel.page.waitForSelector('.formula .katex');
  return panel;
}

describe('a formula in the panel', () => {
  it('is drawn with KaTeX’s own fonts, without a request and within the policy', async () => {
    const { page, requests, violations, errors } = await opened();
    expect(await page.textContent('#text-title')).toBe('Formula');
    expect(await page.evaluate(() => [...document.fonts].filter(({ family, status }) => family.includes('KaTeX') && status === 'loaded').length)).toBe(20);
    // A fraction's numerator stands above its denominator.
    const [above, below] = await page.evaluate(() => {
      const [n, one] = [...document.querySelectorAll('.katex-html .mfrac .mord')].filter(({ childElementCount }) => childElementCount === 0).map((element) => element.getBoundingClientRect().top);
      return [one ?? 0, n ?? 0];
    });
    expect(above).toBeLessThan(below);
    expect(await page.getAttribute('.formula-drawn', 'aria-label')).toContain('StartFraction 1 Over n EndFraction');
    expect([requests, violations, errors]).toEqual([[], [], []]);
    await page.context().close();
  });

  it('follows its source, keeps the last drawing while there is a mistake, and goes back', async () => {
    const { page, errors } = await opened('light');
    const editor = page.locator('.formula .cm-content');
    await editor.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('x^{2} + \\frac{1');
    const problem = page.locator('.formula [role="status"]');
    await problem.waitFor({ state: 'visible' });
    expect(await problem.textContent()).not.toBe('');
    expect(await page.locator('.formula .katex').count()).toBe(1);
    await page.keyboard.insertText('}{y}');
    await problem.waitFor({ state: 'hidden' });
    expect(await page.locator('.formula annotation').textContent()).toBe('x^{2} + \\frac{1}{y}');
    expect(await page.getAttribute('.formula-drawn', 'aria-label')).toBeNull();
    await page.click('.formula-tools button:last-child');
    expect(await page.locator('.formula annotation').textContent()).toBe(answer.segments[0]?.source);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('does nothing that a hostile source asks for', async () => {
    const { page, requests, violations } = await opened();
    await page.locator('.formula .cm-content').click();
    for (const source of ['\\href{javascript:alert(1)}{x}', '\\includegraphics{https://example.com/x.png}', '\\htmlStyle{background:url(https://example.com)}{x}', '\\def\\a{\\a\\a}\\a', '<img src=x onerror=alert(1)>']) {
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(source);
    }
    expect(await page.locator('.formula-drawn :is(a, img, script)').count()).toBe(0);
    expect([requests, violations]).toEqual([[], []]);
    await page.context().close();
  });
});
