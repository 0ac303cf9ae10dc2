/** From the address that a document writes to the picture itself. */
import * as vscode from 'vscode';
import { addressOf } from '../../documents/links.js';
import type { ImageLink } from '../../documents/types.js';
import type { PictureRef } from '../../../webview/protocol.js';
import { fileRef, isPicture } from '../pictures.js';
import type { PictureStore } from '../pictureStore.js';
import { TellPerson } from './answers.js';

/** A picture that travels in the document, or a file. */
export type Located = { readonly type: 'file'; readonly uri: vscode.Uri } | { readonly type: 'bytes'; readonly name: string; readonly bytes: Uint8Array };

/**
 * Looks where the document's language looks; touches no network. Rejects with TellPerson when there is no such picture, or none that is read.
 * @param document address of the document that holds the link
 */
export async function locatePicture(document: vscode.Uri, link: Pick<ImageLink, 'target' | 'bases'>): Promise<Located> {
  const address = addressOf(link);
  switch (address.type) {
    case 'remote': throw new TellPerson(vscode.l10n.t('{0} is not on this machine. Unrender never uses the network: save the picture beside the document and refer to the file.', shortened(address.uri)), 'network');
    case 'data': return { type: 'bytes', name: vscode.l10n.t('picture in the document'), bytes: new Uint8Array(Buffer.from(address.base64, 'base64')) };
    case 'attachment': return { type: 'bytes', name: address.name, bytes: attachment(document, address.name) };
    case 'uri': return existing([vscode.Uri.parse(address.uri)], link.target);
    case 'paths': {
      const folder = address.rooted ? vscode.workspace.getWorkspaceFolder(fileOf(document))?.uri : vscode.Uri.joinPath(fileOf(document), '..');
      const folders = folder ? [folder] : [];
      // A rooted path may also be one of this machine; relative ones sometimes start at the workspace's root all the same.
      const root = vscode.workspace.getWorkspaceFolder(fileOf(document))?.uri;
      const candidates = address.paths.flatMap((path) => folders.map((base) => vscode.Uri.joinPath(base, path)));
      const machine = address.rooted ? address.paths.map((path) => fileOf(document).with({ path })) : root && !address.paths.some((path) => path.startsWith('.')) ? address.paths.map((path) => vscode.Uri.joinPath(root, path)) : [];
      return existing([...candidates, ...machine], link.target);
    }
  }
}

/** The picture as something that can be read and shown; what travels in the document is kept for that. */
export async function refOf(located: Located, store: PictureStore): Promise<PictureRef> {
  return located.type === 'file' ? fileRef(located.uri) : store.keep(located.name, located.bytes);
}

/** The path that a marker in the document writes for a picture: relative to the document where both are on the same disk. */
export function markerPath(document: vscode.Uri, picture: vscode.Uri): string {
  const from = vscode.Uri.joinPath(fileOf(document), '..');
  if (from.scheme !== picture.scheme || from.authority !== picture.authority) return picture.toString();
  const [a, b] = [from.path.split('/').filter((part) => part !== ''), picture.path.split('/').filter((part) => part !== '')];
  let common = 0;
  while (common < a.length && common < b.length - 1 && a[common] === b[common]) common += 1;
  return [...a.slice(common).map(() => '..'), ...b.slice(common)].join('/');
}

/** A cell of a notebook is a document without a place: the notebook's file has one. */
export function fileOf(document: vscode.Uri): vscode.Uri {
  if (document.scheme !== 'vscode-notebook-cell') return document;
  return notebookOf(document)?.uri ?? document;
}

function notebookOf(cell: vscode.Uri): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find((notebook) => notebook.getCells().some(({ document }) => document.uri.toString() === cell.toString()));
}

function attachment(document: vscode.Uri, name: string): Uint8Array {
  const cell = notebookOf(document)?.getCells().find((one) => one.document.uri.toString() === document.toString());
  const metadata = cell?.metadata as { readonly attachments?: Readonly<Record<string, Readonly<Record<string, unknown>>>> } | undefined;
  const content = Object.entries(metadata?.attachments?.[name] ?? {}).find(([mime, data]) => mime.startsWith('image/') && typeof data === 'string')?.[1];
  if (typeof content !== 'string') throw new TellPerson(vscode.l10n.t('The notebook holds no attachment {0}.', name), 'missing');
  return new Uint8Array(Buffer.from(content, 'base64'));
}

async function existing(candidates: readonly vscode.Uri[], target: string): Promise<Located> {
  let other = false;
  for (const uri of candidates) {
    const found = await Promise.resolve(vscode.workspace.fs.stat(uri)).then(({ type }) => (type & vscode.FileType.File) !== 0, () => false);
    if (found && isPicture(uri)) return { type: 'file', uri };
    other ||= found;
  }
  if (other || /\.(svg|pdf|eps|tiff?|avif|ico)$/i.test(target)) throw new TellPerson(vscode.l10n.t('{0} is no picture that Unrender reads: it reads PNG, JPEG, WebP, GIF and BMP.', shortened(target)), 'format');
  throw new TellPerson(vscode.l10n.t('{0} was not found. Check the path: it counts from the document’s folder.', shortened(target)), 'missing');
}

function shortened(text: string): string { return text.length > 80 ? `${text.slice(0, 77)}…` : text; }
