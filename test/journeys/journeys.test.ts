/**
 * Journeys in a real VS Code: what a person does from the first click to the answer, in the light, the dark and the high contrast theme. The engine is the
 * stand-in, so that each stage can be looked at; real.test.ts goes the main way with the real one.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodeServer, codeServerInstalled, type Theme } from '../support/codeServer.js';
import { testExtension } from '../support/testExtension.js';
import { showFailures, Window } from './window.js';
import { makeWorkspace } from './workspace.js';

const themes = (process.env['JOURNEY_THEMES']?.split(',') ?? ['dark', 'light', 'hc']) as Theme[];

describe.skipIf(!codeServerInstalled)('journeys', () => {
  let server: CodeServer;

  beforeAll(async () => {
    server = await CodeServer.start();
  }, 120_000);
  afterAll(() => server?.close());

  describe.each(themes)('%s', (theme) => {
    let window: Window;
    let workspace: string;

    showFailures(() => ({ window, server }));
    beforeAll(async () => {
      workspace = await makeWorkspace();
      window = new Window(await server.open({ workspace, extension: testExtension, theme }), theme);
    }, 120_000);
    afterAll(async () => {
      await window?.page.context().close();
      await rm(workspace, { recursive: true, force: true });
    });

    it('Explorer: a right-click leads to the answer, and pointing links all places', { timeout: 400_000 }, async () => {
      await window.menu(window.explorerItem('orders.png'), 'Explain Image');
      const frame = await window.answered();
      expect(await frame.textContent('#name')).toBe('orders.png');
      await frame.waitForFunction(() => (document.querySelector('#picture img') as HTMLImageElement).naturalWidth === 640);
      await window.shot('1-explorer');
      await frame.hover('#explanation li:nth-child(3)');
      await frame.waitForSelector('.region.lit');
      await window.shot('2-linked');
    });

    it('edits are followed, a mistake is shown on its line', { timeout: 400_000 }, async () => {
      const frame = await window.answered();
      await frame.click('.cm-line:has-text("C --> D")');
      await window.page.keyboard.press('End');
      await window.page.keyboard.type('\n  D --> N["Notify customer"]');
      await frame.waitForSelector('#diagram [aria-label="Notify customer"]', { timeout: 60_000 });
      await window.shot('3-edited');
      await window.page.keyboard.type('\n  N --> [');
      await frame.waitForSelector('#source-problem:not([hidden])', { timeout: 60_000 });
      await window.shot('4-mistake');
      // Until the line is gone again, with the indentation that the editor gave it.
      while (!(await frame.textContent('.cm-line:has-text("Notify customer") + .cm-line'))?.includes('E --> B')) {
        await window.page.keyboard.press('Backspace');
        // A key takes a moment to reach the frame: without the pause the loop eats into the line before.
        await window.page.waitForTimeout(100);
      }
      await frame.waitForSelector('#source-problem', { state: 'hidden', timeout: 60_000 });
    });

    it('reload brings the panel back with the edits', { timeout: 400_000 }, async () => {
      // VS Code keeps which editors are open every five seconds.
      await window.page.waitForTimeout(6000);
      await window.page.reload();
      const frame = await window.answered();
      await frame.waitForSelector('#diagram [aria-label="Notify customer"]', { timeout: 90_000 });
      expect(await frame.textContent('#source-state')).toBe('edited');
      await window.shot('5-reloaded');
    });

    it('inserts at the cursor of the last editor', { timeout: 400_000 }, async () => {
      await window.closeAllEditors();
      await window.explorerItem('notes.md').dblclick();
      await window.page.locator('.monaco-editor .view-line', { hasText: 'Orders' }).waitFor({ timeout: 60_000 });
      await window.page.keyboard.press('Control+Home');
      await window.page.keyboard.press('ArrowDown');
      await window.page.keyboard.press('ArrowDown');
      await window.menu(window.explorerItem('orders.png'), 'Explain Image');
      const frame = await window.answered();
      await frame.click('[data-action="insertAtCursor"]');
      await window.page.locator('.monaco-editor .view-line', { hasText: 'flowchart TD' }).waitFor({ timeout: 60_000 });
      await window.shot('6-inserted');
      await window.command('File: Save');
      await expect.poll(() => readFile(join(workspace, 'notes.md'), 'utf8'), { timeout: 30_000 }).toMatch(/^# Orders\n\n```mermaid\nflowchart TD\n[\s\S]+```\n\nThat is how it works\.\n$/);
    });

    it('image preview: the menu explains the picture that is shown', { timeout: 400_000 }, async () => {
      await window.closeAllEditors();
      await window.expand('docs');
      await window.preview('code.png');
      await window.menu(window.page.locator('.part.editor .editor-container').first(), 'Explain Image');
      const frame = await window.answered();
      expect(await frame.textContent('.code-text')).toContain('    if name:');
      await window.shot('7-preview-code');
    });

    it('palette: offers pictures, a dialog and the paste panel', { timeout: 400_000 }, async () => {
      await window.closeAllEditors();
      await window.command('Unrender: Explain Image');
      const row = window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'orders.png' });
      await row.waitFor({ timeout: 60_000 });
      await window.shot('8-palette');
      await row.click();
      await window.answered();
    });

    it('paste: a picture on the clipboard is read', { timeout: 400_000 }, async () => {
      await window.closeAllEditors();
      const picture = (await readFile(join(workspace, 'orders.png'))).toString('base64');
      // The page must have the focus to write to the clipboard, and not one of its frames.
      await window.explorerItem('notes.md').click();
      await window.page.bringToFront();
      await window.page.evaluate(async (base64) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
      }, picture);
      await window.command('Unrender: Paste or Drop an Image');
      const empty = await window.panel('#paste:not([hidden])');
      await window.shot('9-paste');
      await empty.click('#paste-title');
      await window.page.keyboard.press('Control+V');
      const frame = await window.answered();
      expect(await frame.textContent('#name')).toBe('pasted picture');
    });

    it('cancel ends a reading at once, and a broken picture says what is wrong', { timeout: 400_000 }, async () => {
      await window.closeAllEditors();
      await window.expand('docs');
      await window.menu(window.explorerItem('slow.png'), 'Explain Image');
      const frame = await window.panel('#progress:not([hidden]) #live-diagram svg');
      await window.shot('10-progress');
      await frame.click('#cancel');
      await frame.waitForSelector('#problem-title:has-text("Cancelled")', { timeout: 60_000 });
      await window.closeAllEditors();
      await window.menu(window.explorerItem('broken.png'), 'Explain Image');
      const broken = await window.panel('#problem:not([hidden])');
      expect(await broken.textContent('#problem-text')).toMatch(/ends early/);
      await window.shot('11-broken');
    });
  });
});
