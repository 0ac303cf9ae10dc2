/** A table of the answer as a file, in the language that was chosen in the panel. */
import * as vscode from 'vscode';
import { tableFormatNames, writeTable, type TableFormat } from '../../answer/table/formats.js';
import type { Answer } from '../../answer/types.js';
import type { PictureRef } from '../../../webview/protocol.js';
import { saveAs, suggestedFolder } from '../commands/saveAs.js';

/** Written from the answer that the host holds: the page names a segment and a format, and no text of its own. */
export async function saveTable(answer: Answer, picture: PictureRef, segment: number, format: TableFormat): Promise<void> {
  const table = answer.segments[segment]?.table;
  const text = table === undefined ? undefined : writeTable(table, format);
  const { name, extension } = tableFormatNames[format];
  if (text === undefined) {
    void vscode.window.showWarningMessage(vscode.l10n.t('{0} has no cells that span. Choose another format.', name));
    return;
  }
  // Spreadsheets take a CSV for UTF-8 only where it says so.
  const mark = format === 'csv' && /[^\x00-\x7F]/.test(text) ? '\uFEFF' : '';
  await saveAs({ folder: suggestedFolder(picture), name: picture.name, extension, filters: { [name]: [extension] } }, () => new TextEncoder().encode(mark + text));
}
