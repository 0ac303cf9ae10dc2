/** Commands that carry the answer out of the panel: copy, insert, save. */
import * as vscode from 'vscode';
import { answerText, fenced, type AnswerText } from '../answerText.js';
import type { LastEditor } from '../lastEditor.js';
import type { Panels } from '../panels/panels.js';
import { saveAs, suggestedFolder } from './saveAs.js';

type Command = () => Promise<void>;

/** The current answer's text; tells the person when there is none. */
function current(panels: Panels): AnswerText | undefined {
  const panel = panels.current;
  if (panel?.answer) return answerText(panel.answer, panel.edited);
  void vscode.window.showInformationMessage(vscode.l10n.t('There is no answer yet. Run “Unrender: Explain Image” on a picture first.'));
  return undefined;
}

export function copySource(panels: Panels): Command {
  return async () => {
    const text = current(panels);
    if (!text) return;
    await vscode.env.clipboard.writeText(text.source);
    say(panels, vscode.l10n.t('The source is on the clipboard.'));
  };
}

export function copyMarkdown(panels: Panels): Command {
  return async () => {
    const text = current(panels);
    if (!text) return;
    await vscode.env.clipboard.writeText(fenced(text));
    say(panels, vscode.l10n.t('The source is on the clipboard, as Markdown.'));
  };
}

/** Into the editor that was used last, over its selection; as a fence in Markdown. Without an editor a new document opens. */
export function insertAtCursor(panels: Panels, lastEditor: LastEditor): Command {
  return async () => {
    const text = current(panels);
    if (!text) return;
    const known = lastEditor.editor;
    if (!known) {
      const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: fenced(text) });
      await vscode.window.showTextDocument(document, { preview: false });
      return;
    }
    // An editor in a hidden tab is a dead object: showing its document gives a living one with the same selection.
    const editor = await vscode.window.showTextDocument(known.document, { viewColumn: known.viewColumn ?? vscode.ViewColumn.Active, selection: known.selection });
    const done = await editor.edit((edit) => {
      for (const selection of editor.selections) edit.replace(selection, textFor(editor.document, selection, text));
    });
    if (!done) void vscode.window.showWarningMessage(vscode.l10n.t('The document does not take the text: it may be read-only.'));
  };
}

export function saveSource(panels: Panels): Command {
  return async () => {
    const text = current(panels);
    const panel = panels.current;
    if (!text || !panel?.picture) return;
    const filters: Record<string, string[]> = text.extension === 'mmd' ? { Mermaid: ['mmd', 'mermaid'], Markdown: ['md'] } : text.extension === 'tex' ? { LaTeX: ['tex'], Markdown: ['md'] } : text.extension === 'html' ? { HTML: ['html'], Markdown: ['md'] } : { Text: ['txt'], Markdown: ['md'] };
    await saveAs({ folder: suggestedFolder(panel.picture), name: panel.picture.name, extension: text.extension, filters },
      (uri) => new TextEncoder().encode(/\.(md|markdown)$/i.test(uri.path) ? fenced(text) : text.source));
  };
}

function textFor(document: vscode.TextDocument, selection: vscode.Selection, text: AnswerText): string {
  if (document.languageId !== 'markdown') return text.source;
  // A fence stands on lines of its own.
  const before = document.lineAt(selection.start.line).text.slice(0, selection.start.character).trim() === '' ? '' : '\n\n';
  const after = document.lineAt(selection.end.line).text.slice(selection.end.character).trim() === '' ? '' : '\n';
  return before + fenced(text) + after;
}

/** In the status bar for the eyes, in the page's live region for a screen reader. */
function say(panels: Panels, message: string): void {
  vscode.window.setStatusBarMessage(`Unrender: ${message}`, 4000);
  panels.current?.notice(message);
}
