/** "Explain Image": from the Explorer, the image preview, an editor's title, or the palette. */
import * as vscode from 'vscode';
import { activePicture, fileRef, isPicture } from '../pictures.js';
import type { Panels } from '../panels/panels.js';
import type { PickPicture } from './pickPicture.js';

/** Beyond this many at once a person is asked first: each picture opens a panel. */
const manyPictures = 6;

export function explainImage(panels: Panels, pick: PickPicture): (first?: unknown, all?: unknown) => Promise<void> {
  return async (first, all) => {
    const chosen = chosenUris(first, all);
    if (chosen.length > 0) return explainAll(panels, chosen);
    const active = activePicture();
    if (active) return explainAll(panels, [active]);
    const picked = await pick();
    if (picked === 'paste') panels.openPaste();
    else if (picked) await panels.explain(picked);
  };
}

async function explainAll(panels: Panels, uris: readonly vscode.Uri[]): Promise<void> {
  const pictures = uris.filter(isPicture);
  if (pictures.length === 0) {
    void vscode.window.showWarningMessage(vscode.l10n.t('Unrender reads PNG, JPEG, WebP, GIF and BMP pictures.'));
    return;
  }
  if (pictures.length > manyPictures) {
    const all = vscode.l10n.t('Explain all');
    const answer = await vscode.window.showWarningMessage(vscode.l10n.t('Explain {0} pictures? Each opens its own panel.', pictures.length), { modal: true }, all);
    if (answer !== all) return;
  }
  await Promise.all(pictures.map((uri) => panels.explain(fileRef(uri))));
}

/** The Explorer and the editor title hand over addresses; the image preview's menu hands over something else. */
function chosenUris(first: unknown, all: unknown): vscode.Uri[] {
  if (Array.isArray(all)) {
    const uris = all.filter((item): item is vscode.Uri => item instanceof vscode.Uri);
    if (uris.length > 0) return uris;
  }
  return first instanceof vscode.Uri ? [first] : [];
}
