/** Tests inside the extension host of a real VS Code: what only VS Code's own API can tell. The engine is the stand-in. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Ready } from '../../../src/extension/extension.js';
import { commandIds, panelType } from '../../../src/extension/contributions.js';
import { agentTests } from './agents.js';
import { documentTests } from './documents.js';
import { eventually, runAll, test } from './harness.js';
import { recordingTests } from './recordings.js';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
const file = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);
const run = (command: string, ...args: unknown[]): Thenable<unknown> => vscode.commands.executeCommand(command, ...args);

const panels = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs)
  .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(panelType));
const closeAll = async (): Promise<void> => { await run('workbench.action.closeAllEditors'); };

test('activates and registers every command', async () => {
  const extension = vscode.extensions.getExtension('unrender.unrender');
  assert.ok(extension);
  const ready = await extension.activate() as Ready;
  // Loading and activation together; printed, not judged: machines differ.
  console.log(`activation: ${ready.milliseconds.toFixed(1)} ms (${Object.entries(ready.parts).map(([part, milliseconds]) => `${part} ${milliseconds.toFixed(1)}`).join(', ')})`);
  assert.equal(ready.loaded, false, 'nothing is loaded before it is asked for');
  const known = new Set(await vscode.commands.getCommands(true));
  for (const command of Object.values(commandIds)) assert.ok(known.has(command), command);
});

test('a picture from the Explorer opens a panel beside the editor', async () => {
  await closeAll();
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file('notes.md')));
  await run(commandIds.explainImage, file('orders.png'), [file('orders.png')]);
  const [panel] = panels();
  assert.equal(panel?.label, 'Unrender: orders.png');
  assert.equal(panel.group.viewColumn, vscode.ViewColumn.Two);
});

test('several pictures get a panel each, and one picture never two', async () => {
  await closeAll();
  await run(commandIds.explainImage, file('orders.png'), [file('orders.png'), file('docs/code.png')]);
  await run(commandIds.explainImage, file('orders.png'), [file('orders.png')]);
  assert.deepEqual(panels().map(({ label }) => label).sort(), ['Unrender: code.png', 'Unrender: orders.png']);
});

test('the picture in the active preview is taken when the command gets no address', async () => {
  await closeAll();
  await run('vscode.open', file('docs/empty.png'));
  await eventually('the image preview', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom);
  await run(commandIds.explainImage, { webview: 'imagePreview.previewEditor' });
  assert.deepEqual(panels().map(({ label }) => label), ['Unrender: empty.png']);
});

test('copies the source, and the source as a Markdown fence', async () => {
  await closeAll();
  await run(commandIds.explainImage, file('orders.png'));
  await run(commandIds.copySource);
  assert.match(await vscode.env.clipboard.readText(), /^flowchart TD\n/);
  await run(commandIds.copyMarkdown);
  assert.match(await vscode.env.clipboard.readText(), /^```mermaid\nflowchart TD\n[\s\S]*\n```\n$/);
});

test('inserts at the cursor of the last editor, as a fence on its own lines in Markdown', async () => {
  await closeAll();
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: 'before after' });
  const editor = await vscode.window.showTextDocument(document);
  editor.selection = new vscode.Selection(0, 6, 0, 6);
  await run(commandIds.explainImage, file('orders.png'));
  await run(commandIds.insertAtCursor);
  await eventually('the inserted text', () => document.getText().includes('flowchart'));
  assert.match(document.getText(), /^before\n\n```mermaid\nflowchart TD\n[\s\S]*```\n\n after$/);
});

test('inserts the bare source in other languages', async () => {
  await closeAll();
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: '' });
  await vscode.window.showTextDocument(document);
  await run(commandIds.explainImage, file('orders.png'));
  await run(commandIds.insertAtCursor);
  await eventually('the inserted text', () => document.getText().includes('flowchart'));
  assert.match(document.getText(), /^flowchart TD\n/);
});

test('cancels what runs', async () => {
  await closeAll();
  const reading = run(commandIds.explainImage, file('docs/slow.png'));
  await eventually('the panel', () => panels().length === 1);
  await new Promise((resolve) => { setTimeout(resolve, 600); });
  await run(commandIds.cancel);
  await reading;
});

test('a picture that is gone ends in a message of the panel, not in an exception', async () => {
  await closeAll();
  await run(commandIds.explainImage, file('gone.png'));
  assert.equal(panels().length, 1);
});

test('without an answer, copying says so and leaves the clipboard alone', async () => {
  await closeAll();
  await eventually('closed panels', () => panels().length === 0);
  await vscode.env.clipboard.writeText('mine');
  await run(commandIds.copySource);
  assert.equal(await vscode.env.clipboard.readText(), 'mine');
});

test('opens where the setting says', async () => {
  await closeAll();
  const configuration = vscode.workspace.getConfiguration('unrender');
  await configuration.update('openingSide', 'active', vscode.ConfigurationTarget.Workspace);
  try {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file('notes.md')));
    await run(commandIds.explainImage, file('orders.png'));
    assert.equal(panels()[0]?.group.viewColumn, vscode.ViewColumn.One);
  } finally {
    await configuration.update('openingSide', undefined, vscode.ConfigurationTarget.Workspace);
    await closeAll();
  }
});

test('the walkthrough’s steps run: the sample, a question about it, a document with it', async () => {
  await closeAll();
  await run(commandIds.openWalkthrough);
  await run(commandIds.explainSample);
  assert.deepEqual(panels().map(({ label }) => label), ['Unrender: order.png']);
  await run(commandIds.ask);
  assert.equal(panels()[0]?.isActive, true);
  await closeAll();
  await run(commandIds.openSampleDocument);
  const document = vscode.window.activeTextEditor?.document;
  assert.equal(document?.languageId, 'markdown');
  await run(commandIds.replaceLink, document.uri.toString(), 2, 4);
  assert.match(document.getText(), /```mermaid\nflowchart TD\n/);
  await run('workbench.action.revertAndCloseActiveEditor');
  await closeAll();
});

test('recent answers: the newest is first, and what is chosen opens from what is kept', async () => {
  await run(commandIds.explainImage, file('docs/code.png'));
  await run(commandIds.explainImage, file('orders.png'));
  await closeAll();
  await eventually('closed panels', () => panels().length === 0);
  const choosing = run(commandIds.recentAnswers);
  await eventually('the panel', async () => {
    await run('workbench.action.acceptSelectedQuickOpenItem');
    return panels().length === 1;
  });
  await choosing;
  assert.deepEqual(panels().map(({ label }) => label), ['Unrender: orders.png']);
  await closeAll();
});

test('diagnostics tell of versions and settings, and hold no path', async () => {
  const configuration = vscode.workspace.getConfiguration('unrender');
  await configuration.update('screenshotFolder', folder.fsPath, vscode.ConfigurationTarget.Global);
  try {
    const copying = run(commandIds.copyDiagnostics);
    const text = await eventually('the diagnostics', async () => { const found = await vscode.env.clipboard.readText(); return found.startsWith('### Unrender') ? found : undefined; });
    await run('notifications.clearAll');
    await copying;
    assert.match(text, /- version \d[\s\S]*model replay 0\.0\.0[\s\S]*webgpu refused: no adapter in <path>[\s\S]*screenshotFolder: set/);
    assert.ok(!text.includes(folder.fsPath) && !text.includes('/home/'), text);
  } finally {
    await configuration.update('screenshotFolder', undefined, vscode.ConfigurationTarget.Global);
  }
});

agentTests();
documentTests();
recordingTests();

/** What VS Code calls. */
export { runAll as run };
