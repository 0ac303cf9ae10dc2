/** What menus outside the editor hand over: a picture in the Markdown preview, a picture among a notebook's outputs. */
import * as vscode from 'vscode';
import type { PictureRef } from '../../../webview/protocol.js';
import type { PictureStore } from '../pictureStore.js';
import { TellPerson } from './answers.js';
import { locatePicture, refOf } from './locate.js';

/** The Markdown preview names the document and the address as the document writes it. */
export async function previewPicture(context: unknown, store: PictureStore): Promise<PictureRef | undefined> {
  if (typeof context !== 'object' || context === null || !('imageSource' in context) || typeof context.imageSource !== 'string') return undefined;
  const resource: unknown = 'resource' in context ? context.resource : undefined;
  const document = typeof resource === 'string' ? vscode.Uri.parse(resource) : isUriLike(resource) ? vscode.Uri.from(resource) : undefined;
  if (!document) return undefined;
  return refOf(await locatePicture(document, { target: served(context.imageSource), bases: [''] }), store);
}

/** A picture among the outputs of the notebook in front: the one that was clicked, else those of the selected cells, of which a person chooses where there are several. */
export async function outputPicture(context: unknown, store: PictureStore): Promise<PictureRef | undefined> {
  const editor = vscode.window.activeNotebookEditor;
  if (!editor) throw new TellPerson(vscode.l10n.t('Select the notebook’s cell whose output holds the picture first.'));
  const clicked = editor.notebook.getCells().flatMap((cell) => picturesOf(cell)).find(({ id }) => id !== undefined && id === clickedOutput(context));
  const pictures = clicked ? [clicked] : editor.selections.flatMap((range) => editor.notebook.getCells(range)).flatMap((cell) => picturesOf(cell));
  if (pictures.length === 0) throw new TellPerson(vscode.l10n.t('The selected cell has no picture among its outputs. Select the cell with the picture and try again.'));
  const choice = pictures.length === 1 ? { picture: pictures[0] }
    : await vscode.window.showQuickPick(pictures.map((picture, index) => ({ label: `${picture.name} (${index + 1})`, picture })), { title: vscode.l10n.t('Unrender: which picture?') });
  return choice?.picture && store.keep(choice.picture.name, choice.picture.data);
}

interface OutputPicture { readonly id: unknown; readonly name: string; readonly data: Uint8Array }

function picturesOf(cell: vscode.NotebookCell): OutputPicture[] {
  return cell.outputs.flatMap((output) => {
    const item = output.items.find(({ mime }) => /^image\/(png|jpeg|webp|gif|bmp)$/.test(mime));
    // The menu names the output by an id that VS Code's objects carry, though the API's types do not tell of it: where it is missing the selection is meant.
    return item ? [{ id: 'id' in output ? output.id : undefined, name: vscode.l10n.t('output of cell {0}', cell.index + 1), data: item.data }] : [];
  });
}

function clickedOutput(context: unknown): unknown {
  return typeof context === 'object' && context !== null && 'outputId' in context ? context.outputId : undefined;
}

/** Some hosts give the address under which the page gets the file: back to the file's own. */
function served(source: string): string {
  const match = /^https?:\/\/([\w-]+)\+([^./]*)\.vscode-resource\.[^/]+(\/[^?#]*)/.exec(source);
  return match ? `${match[1] ?? 'file'}://${decodeURIComponent((match[2] ?? '').replace(/-([0-9a-f]{2})/g, '%$1'))}${match[3] ?? ''}` : source;
}

function isUriLike(value: unknown): value is { scheme: string; authority: string; path: string } {
  return typeof value === 'object' && value !== null && 'scheme' in value && 'path' in value && typeof value.scheme === 'string' && typeof value.path === 'string';
}
