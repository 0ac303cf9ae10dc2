/** Export of the drawn diagram; the page draws it, the host saves it. */
import * as vscode from 'vscode';
import type { ExportFormat } from '../../../webview/protocol.js';
import type { Panels } from '../panels/panels.js';
import { saveAs, suggestedFolder } from './saveAs.js';

export function exportDiagram(panels: Panels, format: ExportFormat): () => Promise<void> {
  return async () => {
    const panel = panels.current;
    if (panel?.answer?.kind !== 'flowchart' || !panel.picture) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no diagram to export yet.'));
      return;
    }
    const filters: Record<string, string[]> = format === 'svg' ? { SVG: ['svg'] } : { PNG: ['png'] };
    // A picture orders.png must not be offered as the place for its own export.
    const name = format === 'png' ? `${panel.picture.name.replace(/\.[^.]+$/, '')}-diagram.png` : panel.picture.name;
    await saveAs({ folder: suggestedFolder(panel.picture), name, extension: format, filters }, () => panel.export(format));
  };
}
