/** Opens places in source files that a picture named: a stack trace's frames, a compiler's messages. Files of the workspace only, whatever the picture says. */
import * as vscode from 'vscode';
import type { Frame } from '../answer/types.js';
import { bestMatches, partsOf } from './placeMatch.js';

/** Files of one name that are looked at; more cannot be told apart by a person either. */
const mostFiles = 200;

/** Shows the file at the line. Asks where several files fit, and says so where none does. */
export async function openPlace(frame: Frame): Promise<void> {
  const parts = partsOf(frame.path);
  const name = parts.at(-1);
  if (name === undefined || (vscode.workspace.workspaceFolders ?? []).length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} is not in the workspace. Open the folder that holds it and try again.', frame.path));
    return;
  }
  const found = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking for {0}', name) },
    () => vscode.workspace.findFiles(`**/${escapeGlob(name)}`, '**/node_modules/**', mostFiles));
  const fitting = bestMatches(parts, found.map((uri) => ({ uri, parts: partsOf(vscode.workspace.asRelativePath(uri, true)) }))).map(({ uri }) => uri);
  if (fitting.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} is not in the workspace. Open the folder that holds it and try again.', frame.path));
    return;
  }
  const uri = fitting.length === 1 ? fitting[0] : await choose(frame, fitting);
  if (uri !== undefined) await show(uri, frame);
}

async function choose(frame: Frame, uris: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const items = uris.map((uri) => ({ label: vscode.workspace.asRelativePath(uri, true), uri }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Several files fit {0}', frame.path) });
  return picked?.uri;
}

async function show(uri: vscode.Uri, { line, column }: Frame): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const row = Math.min(Math.max(line, 1), document.lineCount) - 1;
  const at = document.validatePosition(new vscode.Position(row, Math.max(0, (column ?? 1) - 1)));
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, selection: new vscode.Range(at, at), preview: true });
  if (line > document.lineCount) void vscode.window.showInformationMessage(vscode.l10n.t('The file has {0} lines now; the picture names line {1}.', document.lineCount, line));
}

/** The name as it is, not as a pattern. */
function escapeGlob(name: string): string {
  return name.replace(/[*?[\]{}!]/g, (character) => `[${character}]`);
}
