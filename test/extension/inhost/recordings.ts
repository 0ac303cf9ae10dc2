/** "Explain Recording" in a real VS Code: the real process looks through the sample recording; the stand-in reads its steps. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds, storyboardType } from '../../../src/extension/contributions.js';
import type { Storyboard } from '../../../src/answer/storyboard/index.js';
import { eventually, test } from './harness.js';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
const panels = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(storyboardType));

export function recordingTests(): void {
  test('a recording becomes a storyboard: a step a picture, each with its answer', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const extension = vscode.extensions.getExtension('unrender.unrender');
    assert.ok(extension);
    const storyboard = await vscode.commands.executeCommand<Storyboard>(commandIds.explainRecording, vscode.Uri.joinPath(extension.extensionUri, 'docs', 'sample', 'orders.webp'));
    assert.deepEqual(panels().map(({ label }) => label), ['Unrender: orders.webp']);
    assert.ok(storyboard.steps.length >= 3 && storyboard.steps.length <= 6, `${storyboard.steps.length} steps`);
    for (const step of storyboard.steps) assert.match(step.answer?.picture.name ?? '', /^orders\.webp at [\d.]+ s$/);
    // The stand-in reads the same everywhere.
    assert.equal(storyboard.steps[1]?.changes[0]?.text, 'The picture changed, its source did not.');
    // One recording never gets two panels.
    await vscode.commands.executeCommand(commandIds.explainRecording, vscode.Uri.joinPath(extension.extensionUri, 'docs', 'sample', 'orders.webp'));
    assert.equal(panels().length, 1);
  });

  test('a picture that stands still is no recording, and what is gone is said to be', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of ['orders.png', 'gone.gif']) {
      const running = vscode.commands.executeCommand(commandIds.explainRecording, vscode.Uri.joinPath(folder, name));
      let over = false;
      void Promise.resolve(running).finally(() => { over = true; });
      await eventually('the end', async () => { await vscode.commands.executeCommand('notifications.clearAll'); return over; });
    }
    assert.equal(panels().length, 0);
  });
}
