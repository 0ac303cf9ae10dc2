/** A save dialog that starts beside the picture, and the writing of what it chose. */
import * as vscode from 'vscode';
import type { PictureRef } from '../../../webview/protocol.js';

export interface SaveTarget {
  readonly folder: vscode.Uri | undefined;
  /** The picture's file name; its extension is replaced. */
  readonly name: string;
  readonly extension: string;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

/** Writes what `content` gives for the chosen place. Tells the person when that fails; a closed dialog is no failure. */
export async function saveAs(target: SaveTarget, content: (uri: vscode.Uri) => Uint8Array | Promise<Uint8Array>): Promise<void> {
  const name = `${target.name.replace(/\.[^.]+$/, '')}.${target.extension}`;
  const uri = await vscode.window.showSaveDialog({
    ...(target.folder && { defaultUri: vscode.Uri.joinPath(target.folder, name) }),
    filters: Object.fromEntries(Object.entries(target.filters).map(([label, extensions]) => [label, [...extensions]])),
  });
  if (!uri) return;
  try {
    await vscode.workspace.fs.writeFile(uri, await content(uri));
    vscode.window.setStatusBarMessage(vscode.l10n.t('Unrender: saved {0}', vscode.workspace.asRelativePath(uri)), 4000);
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('{0} could not be saved: {1}', vscode.workspace.asRelativePath(uri), error instanceof Error ? error.message : String(error)));
  }
}

/** Beside the picture where it has a file, else the workspace's first folder. */
export function suggestedFolder(ref: PictureRef): vscode.Uri | undefined {
  if (ref.type === 'file') return vscode.Uri.joinPath(vscode.Uri.parse(ref.uri), '..');
  return vscode.workspace.workspaceFolders?.[0]?.uri;
}
