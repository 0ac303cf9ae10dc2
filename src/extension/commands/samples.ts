/** What the walkthrough runs: a picture that comes with Unrender, and a document that refers to it. */
import * as vscode from 'vscode';
import { fileRef } from '../pictures.js';
import type { Panels } from '../panels/panels.js';

const samplePicture = (extensionUri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'docs', 'sample', 'order.png');

export function explainSample(panels: Panels, extensionUri: vscode.Uri): () => Promise<void> {
  return async () => { await panels.explain(fileRef(samplePicture(extensionUri))); };
}

/** The ask box of the answer that was used last; where there is none, of the sample's. */
export function askAbout(panels: Panels, extensionUri: vscode.Uri): () => Promise<void> {
  return async () => {
    if (!panels.current?.answer) await panels.explain(fileRef(samplePicture(extensionUri)));
    panels.current?.ask();
  };
}

/** An untitled document, so that nothing of the person's is touched; the cursor stands on the link. */
export function openSampleDocument(extensionUri: vscode.Uri): () => Promise<void> {
  return async () => {
    const link = `![](${samplePicture(extensionUri).toString()})`;
    const content = `# ${vscode.l10n.t('A document with a picture')}\n\n${link}\n\n${vscode.l10n.t('Put the cursor on the link above and open the code actions (the light bulb, or Ctrl+. and on macOS ⌘.): “Replace with…”, “Add source below”, “Write alt text”. One undo takes each of them back.')}\n`;
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    const at = document.positionAt(content.indexOf(link) + 2);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
  };
}
