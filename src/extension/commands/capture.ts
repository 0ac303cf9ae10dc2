/** "Explain Clipboard Image" and "Explain Last Screenshot". */
import * as vscode from 'vscode';
import type { Panels } from '../panels/panels.js';
import { fileRef, isPicture } from '../pictures.js';
import type { PictureStore } from '../pictureStore.js';
import { lastScreenshot } from '../screenshots.js';

/** VS Code gives extensions the clipboard's text only: a copied path or data URI is taken at once, pixels through the panel, which can be pasted into. */
export function explainClipboard(panels: Panels, store: PictureStore): () => Promise<void> {
  return async () => {
    const text = (await vscode.env.clipboard.readText()).trim();
    const data = /^data:image\/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)$/.exec(text)?.[1];
    if (data !== undefined) {
      await panels.explain(await store.keep(vscode.l10n.t('pasted picture'), new Uint8Array(Buffer.from(data, 'base64'))));
      return;
    }
    const file = await copiedFile(text);
    if (file) { await panels.explain(fileRef(file)); return; }
    panels.openPaste();
    vscode.window.setStatusBarMessage(vscode.l10n.t('Unrender: paste the picture with {0}', process.platform === 'darwin' ? '⌘V' : 'Ctrl+V'), 6000);
  };
}

export function explainScreenshot(panels: Panels): () => Promise<void> {
  return async () => {
    const found = await lastScreenshot();
    if ('uri' in found) { await panels.explain(fileRef(found.uri)); return; }
    const choose = vscode.l10n.t('Choose Folder…');
    const answer = await vscode.window.showWarningMessage(vscode.l10n.t('No screenshot was found in {0}.', found.folders.join(', ')), choose);
    if (answer !== choose) return;
    const [folder] = await vscode.window.showOpenDialog({ title: vscode.l10n.t('Where are your screenshots?'), canSelectFiles: false, canSelectFolders: true }) ?? [];
    if (!folder) return;
    await vscode.workspace.getConfiguration('unrender').update('screenshotFolder', folder.fsPath, vscode.ConfigurationTarget.Global);
    const again = await lastScreenshot();
    if ('uri' in again) await panels.explain(fileRef(again.uri));
    else void vscode.window.showWarningMessage(vscode.l10n.t('There is no picture in {0} yet. Take a screenshot and run the command again.', folder.fsPath));
  };
}

/** A path or a file address on the clipboard that leads to a picture. */
async function copiedFile(text: string): Promise<vscode.Uri | undefined> {
  if (text === '' || text.length > 4096 || /[\r\n]/.test(text)) return undefined;
  const path = text.replace(/^(["'])(.*)\1$/, '$2');
  const root = vscode.workspace.workspaceFolders?.[0]?.uri;
  const candidates = /^file:/i.test(path) ? [vscode.Uri.parse(path)] : /^(\/|[a-z]:[\\/]|\\\\)/i.test(path) ? [vscode.Uri.file(path)] : root ? [vscode.Uri.joinPath(root, path)] : [];
  for (const uri of candidates) if (isPicture(uri) && await Promise.resolve(vscode.workspace.fs.stat(uri)).then(() => true, () => false)) return uri;
  return undefined;
}
