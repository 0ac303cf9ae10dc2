/** Journeys through what is beside the main way: the picture's title and tab, questions and their history over a reload, a language model, the walkthrough. The engine is the stand-in. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodeServer, codeServerInstalled } from '../support/codeServer.js';
import { testExtension } from '../support/testExtension.js';
import { showFailures, Window } from './window.js';
import { makeWorkspace } from './workspace.js';

/** An extension with a chat model that says what it was told: how much, and that no picture was among it. */
async function modelExtension(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unrender-model-'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({
    name: 'talker', publisher: 'test', version: '1.0.0', engines: { vscode: '^1.106.0' }, main: './main.cjs', activationEvents: ['*'], contributes: { languageModelChatProviders: [{ vendor: 'talker', displayName: 'Talker' }] },
  }));
  await writeFile(join(folder, 'main.cjs'), `const vscode = require('vscode');
exports.activate = (context) => context.subscriptions.push(vscode.lm.registerLanguageModelChatProvider('talker', {
  provideLanguageModelChatInformation: () => [{ id: 'talker', name: 'Talker', family: 'talker', version: '1', maxInputTokens: 99999, maxOutputTokens: 9999, capabilities: {} }],
  provideLanguageModelChatResponse: async (_model, messages, _options, progress) => {
    const parts = messages.flatMap(({ content }) => content);
    const told = parts.map((part) => part.value ?? '').join('');
    for (const piece of ['I was told of ', String((told.match(/"label"/g) ?? []).length), ' labels and ', String(parts.filter((part) => part.mimeType).length), ' pictures.']) progress.report(new vscode.LanguageModelTextPart(piece));
  },
  provideTokenCount: async (_model, text) => String(text).length,
}));`);
  return folder;
}

describe.skipIf(!codeServerInstalled)('manners', () => {
  let server: CodeServer;
  let window: Window;
  let workspace: string;
  let model: string;

  showFailures(() => ({ window, server }));
  beforeAll(async () => {
    workspace = await makeWorkspace();
    await mkdir(join(workspace, '.vscode'));
    await writeFile(join(workspace, '.vscode', 'settings.json'), '{}');
    model = await modelExtension();
    server = await CodeServer.start({ installed: [model] });
    window = new Window(await server.open({ workspace, extension: testExtension, settings: { 'unrender.questions.useLanguageModel': true }, theme: 'dark' }), 'dark');
  }, 240_000);
  afterAll(async () => {
    await server?.close();
    await Promise.all([workspace, model].map((folder) => rm(folder, { recursive: true, force: true })));
  });

  it('image preview: the title offers the same', { timeout: 400_000 }, async () => {
    await window.preview('orders.png');
    const button = window.page.locator('.editor-actions .action-label[aria-label*="Explain Image"]').first();
    await button.waitFor({ timeout: 150_000 });
    await window.shot('50-preview-title');
    await button.click();
    await window.answered();
  });

  it('an editor’s tab: a right-click offers both', { timeout: 400_000 }, async () => {
    await window.closeAllEditors();
    await window.preview('orders.png');
    const tab = window.page.locator('.tabs-container .tab', { hasText: 'orders.png' }).first();
    await tab.waitFor({ timeout: 60_000 });
    const entry = window.page.locator('.monaco-menu .action-label', { hasText: 'Explain Image' });
    await expect.poll(async () => { await window.page.keyboard.press('Escape'); await tab.click({ button: 'right' }); await window.page.waitForTimeout(1500); return entry.count(); }, { timeout: 90_000 }).toBeGreaterThan(0);
    await window.shot('51-tab');
    await window.page.keyboard.press('Escape');
  });

  it('questions: asked, answered, and there again after a reload', { timeout: 400_000 }, async () => {
    await window.closeAllEditors();
    await window.menu(window.explorerItem('orders.png'), 'Explain Image');
    let frame = await window.answered();
    await frame.fill('#ask-input', 'What follows "Pick items"?');
    await frame.press('#ask-input', 'Enter');
    await frame.waitForSelector('#ask-log .reply:has-text("Ship parcel")');
    await frame.locator('#ask-log .reply').last().scrollIntoViewIfNeeded();
    await window.shot('52-asked');
    // The host writes the conversation down at once; which editors are open VS Code keeps every five seconds, and a reload before that would bring none back.
    await window.page.waitForTimeout(6000);
    await window.page.reload();
    frame = await window.answered();
    await frame.waitForSelector('#ask-log .reply:has-text("Ship parcel")', { timeout: 90_000 });
    await frame.locator('#ask-log .reply').last().scrollIntoViewIfNeeded();
    await window.shot('53-asked-reloaded');
  });

  it('a language model answers what cannot be computed, once it was allowed to', { timeout: 400_000 }, async () => {
    const frame = await window.answered();
    await frame.fill('#ask-input', 'Would a customer be happy with this?');
    await frame.press('#ask-input', 'Enter');
    const offer = frame.locator('#ask-log button', { hasText: 'Ask Talker' });
    await offer.waitFor({ timeout: 90_000 });
    await offer.click();
    const allow = window.page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Allow' }).first();
    // VS Code decides by itself whether it asks: not where it knows the extension from its own installation.
    const answered = frame.waitForSelector('.model-text:has-text("and 0 pictures.")', { timeout: 90_000 });
    await Promise.race([answered, allow.click({ timeout: 90_000 }).catch(() => undefined)]);
    await answered;
    await window.shot('54-model');
  });

  it('the walkthrough shows its steps, and the first one runs', { timeout: 400_000 }, async () => {
    await window.closeAllEditors();
    await window.command('Unrender: Open Walkthrough');
    const button = window.page.locator('.getting-started-detail-right, .gettingStartedContainer').getByText('Explain the Sample Image').first();
    await button.waitFor({ timeout: 90_000 });
    await window.page.waitForTimeout(1500);
    await window.shot('55-walkthrough');
    await button.click();
    expect(await (await window.answered()).textContent('#name')).toBe('order.png');
  });
});
