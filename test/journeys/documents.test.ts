/** Journeys of pictures in documents, in a real VS Code, each looked at in a screenshot. The engine is the stand-in. */
import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodeServer, codeServerInstalled } from '../support/codeServer.js';
import { testExtension } from '../support/testExtension.js';
import { showFailures, Window } from './window.js';
import { makeWorkspace } from './workspace.js';

describe.skipIf(!codeServerInstalled)('pictures in documents', () => {
  let server: CodeServer;
  let window: Window;
  let workspace: string;
  const text = (name: string): Promise<string> => readFile(join(workspace, name), 'utf8');

  showFailures(() => ({ window, server }));
  beforeAll(async () => {
    workspace = await makeWorkspace();
    await writeFile(join(workspace, 'guide.md'), '# Guide\n\n![Orders](orders.png)\n\nThe end.\n');
    await writeFile(join(workspace, 'sure.md'), '# Sure\n\n![Orders](sure.png)\n');
    await writeFile(join(workspace, 'paste.md'), '# Paste\n\n\n');
    const picture = await readFile(join(workspace, 'orders.png'));
    await writeFile(join(workspace, 'sure.png'), Buffer.concat([picture, Buffer.from([1])]));
    const cell = { id: 'a', cell_type: 'code', metadata: {}, execution_count: 1, source: ['draw()'], outputs: [{ output_type: 'display_data', metadata: {}, data: { 'image/png': Buffer.concat([picture, Buffer.from([2])]).toString('base64') } }] };
    await writeFile(join(workspace, 'drawn.ipynb'), JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] }));
    const git = (...args: string[]): void => { execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: workspace, stdio: 'ignore' }); };
    git('init');
    git('add', '.');
    git('commit', '-m', 'all');
    server = await CodeServer.start();
    window = new Window(await server.open({ workspace, extension: testExtension, theme: 'dark' }), 'dark');
  }, 180_000);
  afterAll(async () => {
    await server?.close();
    await rm(workspace, { recursive: true, force: true });
  });

  const open = async (name: string, line: string): Promise<void> => {
    await window.closeAllEditors();
    await window.explorerItem(name).dblclick();
    await window.page.locator('.monaco-editor .view-line', { hasText: line }).first().click({ timeout: 60_000 });
  };

  it('hover tells what there is, and reads when it is asked', { timeout: 300_000 }, async () => {
    await open('guide.md', 'orders.png');
    const shown = async (words: string): Promise<void> => {
      const hover = window.page.locator('.monaco-hover:not(.hidden)', { hasText: words });
      await expect.poll(async () => { if (await hover.count() === 0) await window.command('Show or Focus Hover'); await window.page.waitForTimeout(800); return hover.count(); }, { timeout: 60_000 }).toBeGreaterThan(0);
    };
    await shown('Read this picture');
    await window.shot('30-hover');
    await window.page.locator('.monaco-hover a', { hasText: 'Read this picture' }).first().click();
    await window.page.locator('.statusbar-item :is([aria-label="Unrender: recent answers"])').first().waitFor({ timeout: 60_000 });
    await shown('Flowchart');
    await window.shot('31-hover-read');
  });

  it('code actions: the menu, the replacement, the undo', { timeout: 300_000 }, async () => {
    await open('guide.md', 'orders.png');
    await window.page.keyboard.press('Control+.');
    const entry = window.page.locator('.action-widget .action-item, .action-widget .monaco-list-row', { hasText: /Replace with (Mermaid|Source)/ }).first();
    await entry.waitFor({ timeout: 60_000 });
    await window.shot('32-code-actions');
    await entry.click();
    await window.page.locator('.monaco-editor .view-line', { hasText: 'flowchart TD' }).first().waitFor({ timeout: 60_000 });
    await window.shot('33-replaced');
    await window.page.keyboard.press('Control+Z');
    await window.page.locator('.monaco-editor .view-line', { hasText: 'orders.png' }).first().waitFor({ timeout: 60_000 });
    // The browser's VS Code saves by itself, a moment later.
    await expect.poll(() => text('guide.md'), { timeout: 30_000 }).toContain('![Orders](orders.png)');
  });

  it('preview between the lines: drawn below the link, the list of comments closed, and hidden again', { timeout: 300_000 }, async () => {
    await open('guide.md', 'orders.png');
    await window.page.keyboard.press('Control+Home');
    await window.page.locator('.monaco-editor .view-line', { hasText: 'orders.png' }).first().click({ timeout: 60_000 });
    const picture = window.page.locator('.review-widget img[alt^="Flowchart of 4 steps"]').first();
    await window.commandShows('Unrender: Toggle Inline Preview', picture);
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), { timeout: 30_000 }).toBeGreaterThan(100);
    // VS Code opens its list of comments; whoever does not want it says so once.
    const closed = window.page.locator('.notification-list-item .monaco-button', { hasText: 'Keep It Closed' }).first();
    if (!await closed.isVisible()) await window.command('Notifications: Show Notifications');
    await closed.click({ timeout: 60_000 });
    await window.page.locator('.comments-panel').first().waitFor({ state: 'hidden', timeout: 60_000 });
    await window.shot('45-inline');
    await window.page.locator('.review-widget .head .action-label[aria-label*="Hide Inline Previews"]').first().click({ timeout: 60_000 });
    await picture.waitFor({ state: 'detached', timeout: 60_000 });
    await window.shot('46-inline-hidden');
  });

  it('paste: VS Code’s own link first, and the pixels of the clipboard as Mermaid when it is chosen', { timeout: 300_000 }, async () => {
    const picture = (await readFile(join(workspace, 'orders.png'))).toString('base64');
    await open('paste.md', 'Paste');
    await window.page.keyboard.press('Control+End');
    await window.page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
    }, picture);
    await window.page.keyboard.press('Control+V');
    await window.page.locator('.monaco-editor .view-line', { hasText: '![' }).first().waitFor({ timeout: 60_000 });
    await window.page.locator('.post-edit-widget .monaco-button').first().click({ timeout: 30_000 });
    const row = window.page.locator('.action-widget .monaco-list-row', { hasText: /Paste as (Mermaid|Source) \(Unrender\)/ }).first();
    await row.waitFor({ timeout: 60_000 });
    await window.shot('34-paste-as');
    await row.click();
    await window.page.locator('.monaco-editor .view-line', { hasText: 'flowchart TD' }).first().waitFor({ timeout: 60_000 });
    await window.shot('35-pasted');
    await expect.poll(() => text('paste.md'), { timeout: 30_000 }).toMatch(/^# Paste\n\n\n<!-- unrender picture= [^\n]*-->\n```mermaid\nflowchart TD\n[\s\S]*```\n/m);
  });

  it('Markdown preview: a right-click on the picture explains it', { timeout: 300_000 }, async () => {
    await open('guide.md', 'orders.png');
    await window.command('Markdown: Open Preview');
    await window.page.waitForTimeout(4000);
    const view = window.page.locator('.part.editor .editor-container').first();
    const box = await view.boundingBox();
    if (!box) throw new Error('The preview is not on screen.');
    const entry = window.page.locator('.monaco-menu .action-label', { hasText: 'Explain Image' });
    for (let tries = 0; tries < 15 && await entry.count() === 0; tries += 1) {
      await window.page.keyboard.press('Escape');
      await window.page.mouse.click(box.x + 200, box.y + 230, { button: 'right' });
      await window.page.waitForTimeout(2500);
    }
    await window.shot('36-preview-menu');
    await entry.first().click();
    await window.answered();
    await window.shot('37-preview-answer');
  });

  it('notebook output: a right-click on the picture explains it', { timeout: 300_000 }, async () => {
    await window.closeAllEditors();
    await window.explorerItem('drawn.ipynb').dblclick();
    const { page } = window;
    const image = async (): Promise<Locator | undefined> => {
      for (const frame of page.frames()) if (await frame.locator('img[data-vscode-context]').count().catch(() => 0) > 0) return frame.locator('img[data-vscode-context]').first();
      return undefined;
    };
    await expect.poll(async () => await image() !== undefined, { timeout: 90_000 }).toBe(true);
    const entry = page.locator('.monaco-menu .action-label', { hasText: 'Explain Image' });
    await expect.poll(async () => { await page.keyboard.press('Escape'); await (await image())?.click({ button: 'right' }); await page.waitForTimeout(1500); return entry.count(); }, { timeout: 90_000 }).toBeGreaterThan(0);
    await window.shot('43-notebook-menu');
    await entry.first().click();
    const frame = await window.answered();
    expect(await frame.textContent('#name')).toBe('output of cell 1');
    await window.shot('44-notebook-answer');
  });

  it('Source Control: what changed in a picture', { timeout: 300_000 }, async () => {
    await window.closeAllEditors();
    await writeFile(join(workspace, 'orders.png'), Buffer.concat([await readFile(join(workspace, 'orders.png')), Buffer.from([9])]));
    await window.page.keyboard.press('Control+Shift+G');
    await window.page.keyboard.press('g');
    await window.menu(window.page.locator('.scm-view .monaco-list-row', { hasText: 'orders.png' }).first(), 'Explain Changes of Image');
    await window.page.locator('.monaco-editor .view-line', { hasText: 'Both hold the same graph' }).first().waitFor({ timeout: 90_000 });
    await window.shot('38-scm');
  });

  it('workspace: the list, the preview, the documents', { timeout: 300_000 }, async () => {
    await window.closeAllEditors();
    await window.command('Unrender: Convert Diagrams in Workspace');
    await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'sure.png' }).waitFor({ timeout: 60_000 });
    await window.shot('39-convert-list');
    await window.page.keyboard.press('Enter');
    await window.page.locator('.refactor-preview, .bulk-edit-panel', { hasText: 'sure.md' }).first().waitFor({ timeout: 90_000 });
    await window.shot('40-convert-preview');
    await window.page.locator('.bulk-edit-panel .monaco-button, .refactor-preview .monaco-button', { hasText: 'Apply' }).first().click();
    await window.page.waitForTimeout(3000);
    await window.shot('41-converted');
    await expect.poll(() => text('sure.md'), { timeout: 30_000 }).toMatch(/```mermaid/);
    expect(await text('guide.md')).toContain('![Orders](orders.png)');
  });

  it('the status bar holds the recent answers', { timeout: 300_000 }, async () => {
    await window.page.locator('.statusbar-item :is([aria-label="Unrender: recent answers"])').first().click({ timeout: 30_000 });
    await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'sure.png' }).first().waitFor({ timeout: 60_000 });
    await window.shot('42-recent');
    await window.page.keyboard.press('Escape');
  });
});
