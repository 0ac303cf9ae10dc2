/** With no picture at hand: the open pictures, the workspace's, a file dialog, or the paste panel. */
import * as vscode from 'vscode';
import type { PictureRef } from '../../../webview/protocol.js';
import { plain } from '../plain.js';
import { extensions, fileRef, openPictures, workspacePictures } from '../pictures.js';

export type Picked = PictureRef | 'paste' | undefined;
export type PickPicture = () => Promise<Picked>;

type Item = vscode.QuickPickItem & { readonly choose?: () => Promise<Picked> };

export async function pickPicture(): Promise<Picked> {
  const pick = vscode.window.createQuickPick<Item>();
  const cancelSearch = new vscode.CancellationTokenSource();
  pick.title = vscode.l10n.t('Unrender: Explain Image');
  pick.placeholder = vscode.l10n.t('Which picture?');
  pick.matchOnDescription = true;
  pick.busy = true;
  pick.items = items([]);
  pick.show();
  // The list is there at once and grows when the search of the workspace is done.
  void workspacePictures(cancelSearch.token).then((found) => { pick.items = items(found); }, () => undefined).finally(() => { pick.busy = false; });
  try {
    const item = await new Promise<Item | undefined>((resolve) => {
      pick.onDidAccept(() => { resolve(pick.selectedItems[0]); });
      pick.onDidHide(() => { resolve(undefined); });
    });
    return await item?.choose?.();
  } finally {
    cancelSearch.cancel();
    cancelSearch.dispose();
    pick.dispose();
  }
}

/** VS Code's file dialog, pictures only. */
export async function chooseFile(): Promise<PictureRef | undefined> {
  const [uri] = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Unrender: Explain Image'), openLabel: vscode.l10n.t('Explain'), canSelectMany: false, filters: { [vscode.l10n.t('Pictures')]: [...extensions] },
  }) ?? [];
  return uri && fileRef(uri);
}

function items(found: readonly vscode.Uri[]): Item[] {
  const open = openPictures();
  const known = new Set(open.map((uri) => uri.toString()));
  const rest = found.filter((uri) => !known.has(uri.toString()));
  return [
    { label: `$(clippy) ${vscode.l10n.t('Paste or drop a picture…')}`, choose: () => Promise.resolve('paste') },
    { label: `$(folder-opened) ${vscode.l10n.t('Choose a file…')}`, choose: chooseFile },
    ...group(vscode.l10n.t('Open'), open),
    ...group(vscode.l10n.t('In this workspace'), rest),
  ];
}

function group(label: string, uris: readonly vscode.Uri[]): Item[] {
  if (uris.length === 0) return [];
  return [{ label, kind: vscode.QuickPickItemKind.Separator }, ...uris.map((uri): Item => {
    const ref = fileRef(uri);
    const folder = vscode.workspace.asRelativePath(uri).slice(0, -ref.name.length).replace(/\/$/, '');
    return { label: `$(file-media) ${plain(ref.name)}`, description: folder, choose: () => Promise.resolve(ref) };
  })];
}
