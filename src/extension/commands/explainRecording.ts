/** "Explain Recording": from the Explorer, the image preview, an editor's tab, or the palette. */
import * as vscode from 'vscode';
import type { Storyboard } from '../../answer/storyboard/index.js';
import { activeUri, fileRef } from '../pictures.js';
import type { Panels } from '../panels/panels.js';
import { PictureMissing } from '../reader.js';
import { mayBeRecording, openRecording, recordingExtensions } from '../recordings/source.js';
import type { Storyboards } from '../recordings/storyboards.js';

/** Gives the storyboard to whoever runs the command by program. */
export function explainRecording(storyboards: Storyboards, panels: Panels): (first?: unknown) => Promise<Storyboard | undefined> {
  return async (first) => {
    const active = activeUri();
    const uri = first instanceof vscode.Uri ? first : active !== undefined && mayBeRecording(active) ? active : await chooseRecording();
    if (uri === undefined) return undefined;
    if (!mayBeRecording(uri)) {
      void vscode.window.showWarningMessage(vscode.l10n.t('Recordings are animated GIF, WebP and PNG pictures, and MP4, WebM and other videos.'));
      return undefined;
    }
    const { name } = fileRef(uri);
    try {
      const looked = await openRecording(uri, name);
      if (looked !== undefined) return (await storyboards.explain(uri, looked)).storyboard;
      await offerPicture(uri, name, panels);
    } catch (error) {
      if (!(error instanceof PictureMissing)) throw error;
      void vscode.window.showErrorMessage(error.message);
    }
    return undefined;
  };
}

/** A picture that stands still is explained as one, if the person wants it. */
async function offerPicture(uri: vscode.Uri, name: string, panels: Panels): Promise<void> {
  const explain = vscode.l10n.t('Explain Image');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('{0} stands still: it is no recording.', name), explain);
  if (answer === explain) await panels.explain(fileRef(uri));
}

async function chooseRecording(): Promise<vscode.Uri | undefined> {
  const [uri] = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Unrender: Explain Recording'), openLabel: vscode.l10n.t('Explain'), canSelectMany: false, filters: { [vscode.l10n.t('Recordings')]: [...recordingExtensions] },
  }) ?? [];
  return uri;
}
