/** Changes of documents: one edit, one undo. */
import * as vscode from 'vscode';
import { familyOf, lineComments } from '../../documents/family.js';
import { normalSource, type MarkerFacts } from '../../documents/marker.js';
import type { BlockContent } from '../../documents/block.js';
import { markedText, type Insertion } from '../../documents/changes.js';
import type { DocumentFamily, TextChange } from '../../documents/types.js';
import { hashOf } from '../pictureStore.js';
import { readSettings } from '../settings.js';
import type { SourceOfPicture } from './answers.js';

export function familyOfDocument(document: vscode.TextDocument): DocumentFamily | undefined { return familyOf(document.languageId); }
export function commentOf(document: vscode.TextDocument): string | undefined { return lineComments[document.languageId]; }

/** What is written: a formula and a table in the document's own form, where it has one. */
export function contentOf({ source, language, answer }: Pick<SourceOfPicture, 'source' | 'language' | 'answer'>): BlockContent {
  const [only, ...more] = answer.segments;
  if (more.length > 0 || !only) return { source, language };
  // A formula that was edited is another than its MathML.
  const mathml = only.formula && source.trim() === only.source.trim() ? only.formula.mathml : undefined;
  return { source, language, ...(mathml !== undefined && { mathml }), ...(only.table && { table: only.table }) };
}

/** The source, with the marker unless the person does not want one. @param picture as the marker writes it @param comment how a line of comment begins, where the place is one */
export function insertionOf(source: SourceOfPicture, picture: string, family: DocumentFamily, comment?: string): Insertion {
  const content = contentOf(source);
  return readSettings().marker ? { content, marker: markerFacts(markedText(family, content, comment), picture, source.sha256) } : { content };
}

export function markerFacts(source: string, picture: string, sha256: string): MarkerFacts {
  return { picture, sha256, source: sourceHash(source) };
}

export function sourceHash(source: string): string {
  return hashOf(new TextEncoder().encode(normalSource(source))).slice(0, 16);
}

export function rangeOf(document: vscode.TextDocument, { start, end }: { readonly start: number; readonly end: number }): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Applies the changes in one step, unless the document has changed meanwhile: then nothing happens and the result is false. */
export async function applyTo(document: vscode.TextDocument, version: number, changes: readonly TextChange[]): Promise<boolean> {
  if (document.isClosed || document.version !== version) return false;
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, changes.map((change) => vscode.TextEdit.replace(rangeOf(document, change), change.text)));
  return vscode.workspace.applyEdit(edit);
}
