/** Which link a command speaks of: the one that a code action, a hover or a lens names, else the one at the cursor. */
import * as vscode from 'vscode';
import { findImageLinks, linkAt } from '../../documents/links.js';
import { findMarkers, type Marker } from '../../documents/marker.js';
import type { DocumentFamily, ImageLink } from '../../documents/types.js';
import { TellPerson } from './answers.js';
import { familyOfDocument } from './edits.js';

/** What commands get from links: the document's address and a place in it. Plain, so that it can travel in a command link. */
export type PlaceArguments = readonly [uri: string, line: number, character: number];

export interface DocumentPlace { readonly document: vscode.TextDocument; readonly family: DocumentFamily; readonly text: string; readonly version: number; readonly offset: number }

export function placeArguments(document: vscode.TextDocument, offset: number): PlaceArguments {
  const { line, character } = document.positionAt(offset);
  return [document.uri.toString(), line, character];
}

/** @throws TellPerson where there is no document that may hold pictures */
export async function placeOf(args: readonly unknown[]): Promise<DocumentPlace> {
  const [uri, line, character] = args;
  const editor = vscode.window.activeTextEditor;
  const given = typeof uri === 'string' && typeof line === 'number' && typeof character === 'number';
  const document = given ? await vscode.workspace.openTextDocument(vscode.Uri.parse(uri)) : editor?.document;
  const family = document && familyOfDocument(document);
  if (!document || !family) throw new TellPerson(vscode.l10n.t('Put the cursor on a link to a picture first, in Markdown, MDX, HTML, reStructuredText, AsciiDoc or LaTeX.'));
  const position = given ? new vscode.Position(line, character) : editor?.selection.active ?? new vscode.Position(0, 0);
  return { document, family, text: document.getText(), version: document.version, offset: document.offsetAt(position) };
}

/** @throws TellPerson where the place holds no link, for example because the document has changed */
export function linkOf({ text, family, offset }: DocumentPlace): ImageLink {
  const link = linkAt(findImageLinks(text, family), offset);
  if (!link) throw new TellPerson(vscode.l10n.t('There is no link to a picture at this place. Put the cursor on one and try again.'));
  return link;
}

/** The marker whose comment or source holds the place. @throws TellPerson */
export function markerOf({ text, family, offset }: DocumentPlace): Marker {
  const markers = findMarkers(text, family);
  const marker = markers.find(({ start, end, block }) => start <= offset && offset <= (block?.end ?? end));
  if (!marker) throw new TellPerson(vscode.l10n.t('This source carries no mark of a picture. Unrender can compare sources that it has put into a document.'));
  return marker;
}
