/** The menu of the status bar: recent answers, and what else one comes here for. */
import * as vscode from 'vscode';
import { commandIds } from '../contributions.js';
import { plain } from '../plain.js';
import type { History, HistoryEntry } from '../history.js';
import type { Panels } from '../panels/panels.js';

interface Item extends vscode.QuickPickItem { readonly choose?: () => unknown }
const icons: Readonly<Record<string, string>> = { flowchart: 'symbol-structure', table: 'table', formula: 'symbol-operator', page: 'book', text: 'whole-word', code: 'code', empty: 'circle-slash' };

export function recentAnswers(history: History, panels: Panels): () => Promise<void> {
  return async () => {
    const run = (command: string) => () => vscode.commands.executeCommand(command);
    const { entries } = history;
    const items: Item[] = [
      ...(entries.length === 0 ? [] : [separator(vscode.l10n.t('Recent answers')), ...entries.map((entry): Item => ({ ...itemOf(entry), choose: () => panels.show(entry.ref) }))]),
      separator(vscode.l10n.t('Commands')),
      { label: `$(file-media) ${vscode.l10n.t('Explain Image…')}`, choose: run(commandIds.explainImage) },
      { label: `$(clippy) ${vscode.l10n.t('Explain Clipboard Image')}`, choose: run(commandIds.explainClipboard) },
      { label: `$(device-camera) ${vscode.l10n.t('Explain Last Screenshot')}`, choose: run(commandIds.explainScreenshot) },
      ...(entries.length === 0 ? [] : [{ label: `$(trash) ${vscode.l10n.t('Clear Recent Answers…')}`, choose: run(commandIds.clearHistory) }]),
    ];
    const item = await vscode.window.showQuickPick(items, { title: 'Unrender', placeHolder: vscode.l10n.t('A recent answer, or a command'), matchOnDetail: true });
    await item?.choose?.();
  };
}

export function clearHistory(history: History): () => Promise<void> {
  return async () => {
    const clear = vscode.l10n.t('Clear');
    const answer = await vscode.window.showWarningMessage(vscode.l10n.t('Forget all recent answers?'), {
      modal: true, detail: vscode.l10n.t('The list, the kept answers with their edits and the pasted pictures are deleted from this machine. Files of yours are not touched.'),
    }, clear);
    if (answer === clear) await history.clear();
  };
}

function itemOf({ ref, kind, summary, when }: HistoryEntry): vscode.QuickPickItem {
  return { label: `$(${icons[kind] ?? 'file-media'}) ${plain(ref.name)}`, description: age(when), detail: plain(summary) };
}

function separator(label: string): Item { return { label, kind: vscode.QuickPickItemKind.Separator }; }

function age(when: number): string {
  const minutes = Math.round((Date.now() - when) / 60_000);
  if (minutes < 1) return vscode.l10n.t('just now');
  if (minutes < 60) return vscode.l10n.t('{0} min ago', minutes);
  return minutes < 24 * 60 ? vscode.l10n.t('{0} h ago', Math.round(minutes / 60)) : new Date(when).toLocaleDateString();
}
