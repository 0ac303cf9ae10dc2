/** "Paste as Source (Unrender)", which names the kind of source where the picture was read before, and the same for a drop. What is slow happens when the person has chosen it. */
import * as vscode from 'vscode';
import { insertionLines, type Insertion } from '../../documents/changes.js';
import { joinBlock } from '../../documents/block.js';
import type { PictureRef } from '../../../webview/protocol.js';
import { fileRef, isPicture } from '../pictures.js';
import { readSettings } from '../settings.js';
import { commentOf, familyOfDocument, insertionOf } from './edits.js';
import { markerPath } from './locate.js';
import { pasteKind } from './register.js';
import type { DocumentServices } from './services.js';
import { pasteTitle } from './titles.js';

/** Languages for which VS Code has its own way to paste a picture: with it as the first choice ours can stand beside it. */
const withBuiltIn = new Set(['markdown', 'html']);

/** A picture that is about to come into a document. `ref` keeps one that has no file. */
interface Picture { readonly uri?: vscode.Uri; bytes(): Promise<Uint8Array>; ref(): Promise<PictureRef> }
interface Pending { readonly document: vscode.TextDocument; readonly position: vscode.Position; picture: Picture }
class SourcePasteEdit extends vscode.DocumentPasteEdit { constructor(readonly pending: Pending, title: string) { super('', title, pasteKind()); } }
class SourceDropEdit extends vscode.DocumentDropEdit { constructor(readonly pending: Pending, title: string) { super('', title, pasteKind()); } }

type SourceEdit = SourcePasteEdit | SourceDropEdit;

export class SourcePaste implements vscode.DocumentPasteEditProvider<SourcePasteEdit>, vscode.DocumentDropEditProvider<SourceDropEdit> {
  constructor(private readonly services: Pick<DocumentServices, 'answers' | 'store'>) {}

  async provideDocumentPasteEdits(document: vscode.TextDocument, [range]: readonly vscode.Range[], data: vscode.DataTransfer, { only, triggerKind }: vscode.DocumentPasteEditContext, token: vscode.CancellationToken): Promise<SourcePasteEdit[]> {
    if (only && !only.intersects(pasteKind())) return [];
    const asked = triggerKind === vscode.DocumentPasteTriggerKind.PasteAs;
    // A bare picture in a language without a choice of VS Code's own would make ours the only one, and so the default: it waits for "Paste As…".
    const alone = !withBuiltIn.has(document.languageId) && !data.get('text/uri-list') && !data.get('text/plain');
    if (!asked && alone && readSettings().pasteAs === 'offer') return [];
    return this.#offer(SourcePasteEdit, document, range?.start, data, token);
  }

  provideDocumentDropEdits(document: vscode.TextDocument, position: vscode.Position, data: vscode.DataTransfer, token: vscode.CancellationToken): Promise<SourceDropEdit[]> {
    return this.#offer(SourceDropEdit, document, position, data, token);
  }

  resolveDocumentPasteEdit(edit: SourcePasteEdit, token: vscode.CancellationToken): Promise<SourcePasteEdit> { return this.#resolve(edit, token); }
  resolveDocumentDropEdit(edit: SourceDropEdit, token: vscode.CancellationToken): Promise<SourceDropEdit> { return this.#resolve(edit, token); }

  async #offer<T extends SourceEdit>(Edit: new (pending: Pending, title: string) => T, document: vscode.TextDocument, position: vscode.Position | undefined, data: vscode.DataTransfer, token: vscode.CancellationToken): Promise<T[]> {
    const mode = readSettings().pasteAs;
    const picture = mode === 'off' ? undefined : await pictureIn(data, this.services.store);
    if (!picture || !position || token.isCancellationRequested) return [];
    const bytes = await picture.bytes().catch(() => undefined);
    const edit = new Edit({ document, position, picture }, pasteTitle(document, await this.services.answers.knownSource(bytes)));
    if (mode === 'offer') edit.yieldTo = others();
    return [edit];
  }

  async #resolve<T extends SourceEdit>(edit: T, token: vscode.CancellationToken): Promise<T> {
    edit.insertText = await this.#text(edit.pending, token);
    return edit;
  }

  /** VS Code shows the progress at the cursor and a way to cancel; what fails is told, and nothing is inserted. */
  async #text({ document, position, picture }: Pending, token: vscode.CancellationToken): Promise<string> {
    try {
      const { uri } = picture;
      const source = await this.services.answers.source(await picture.ref(), token);
      return pastedText(document, position, insertionOf(source, uri ? markerPath(document.uri, uri) : '', familyOfDocument(document) ?? 'markdown', commentOf(document)));
    } catch (error) {
      this.services.answers.tell(error, vscode.l10n.t('Pasting a picture as source'));
      // VS Code takes this for a cancelled paste: the document stays as it is.
      throw new vscode.CancellationError();
    }
  }
}

/** The block for the place: on lines of its own, behind the indentation or the comment sign that stands before the cursor. */
export function pastedText(document: vscode.TextDocument, position: vscode.Position, insertion: Insertion): string {
  const family = familyOfDocument(document) ?? 'markdown';
  const comment = commentOf(document);
  const line = document.lineAt(position.line).text;
  const before = line.slice(0, position.character);
  const after = line.slice(position.character);
  const lines = insertionLines(family, insertion, comment);
  // In a comment already: its sign is there for the first line.
  const inComment = comment !== undefined && before.trim() === comment;
  const indent = /^[ \t>]*/.exec(before)?.[0] ?? '';
  const block = joinBlock(lines, indent);
  const first = inComment ? block.slice(comment.length).replace(/^ /, before.endsWith(' ') ? '' : ' ') : block;
  const open = before.trim() === '' || inComment || before.length === indent.length ? '' : family === 'code' ? `\n${indent}` : `\n\n${indent}`;
  return `${open}${first}${after.trim() === '' ? '\n' : `\n${family === 'code' ? '' : '\n'}${indent}`}`;
}

/** A picture's file, or the pixels of the clipboard; nothing where there is neither. The data is read at once: it is gone later. */
async function pictureIn(data: vscode.DataTransfer, store: DocumentServices['store']): Promise<Picture | undefined> {
  const list = await data.get('text/uri-list')?.asString();
  const uris = (list ?? '').split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#')).map((line) => vscode.Uri.parse(line)).filter((uri) => isPicture(uri) && !/^https?$/.test(uri.scheme));
  const [uri] = uris;
  if (uri) return pictureFile(uri, store);
  for (const [mime, item] of data) {
    const file = /^image\/(png|jpeg|webp|gif|bmp)$/.test(mime) ? item.asFile() : undefined;
    if (!file) continue;
    const known = file.uri;
    if (known && isPicture(known)) return pictureFile(known, store);
    const bytes = file.data();
    bytes.then(undefined, () => undefined);
    return { bytes: () => Promise.resolve(bytes), ref: async () => store.keep(vscode.l10n.t('pasted picture'), await bytes) };
  }
  return undefined;
}

function pictureFile(uri: vscode.Uri, store: DocumentServices['store']): Picture {
  return { uri, bytes: () => store.load(fileRef(uri)), ref: () => Promise.resolve(fileRef(uri)) };
}

/** Everything else goes first: VS Code's own links, paths and texts. */
function others(): vscode.DocumentDropOrPasteEditKind[] {
  const { Empty, Text } = vscode.DocumentDropOrPasteEditKind;
  return [Text, Empty.append('uri'), Empty.append('markdown'), Empty.append('html'), Empty.append('latex'), Empty.append('chat')];
}
