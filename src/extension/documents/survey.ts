/** Every picture that the workspace's documents refer to, and every reason why one cannot be had. */
import * as vscode from 'vscode';
import { documentExtensions, familyOfPath } from '../../documents/family.js';
import { mayHoldPictures } from '../../documents/hint.js';
import { findImageLinks } from '../../documents/links.js';
import type { DocumentFamily, ImageLink } from '../../documents/types.js';
import { messageOf, TellPerson } from './answers.js';
import { locatePicture } from './locate.js';
import type { Left } from './outcome.js';

/** `document`: a file, or a cell of a notebook; `where`: the place as a person names it. */
export interface Reference { readonly document: vscode.Uri; readonly where: string; readonly family: DocumentFamily; readonly text: string; readonly link: ImageLink; readonly line: number }
export interface SurveyedPicture { readonly uri: vscode.Uri; readonly bytes: number; readonly references: readonly Reference[] }
export interface Survey { readonly documents: number; readonly pictures: readonly SurveyedPicture[]; readonly left: readonly Left[] }

const mostDocuments = 5000;
/** Larger files are data, not documents. */
const largestDocument = 5_000_000;

export async function surveyWorkspace(token: vscode.CancellationToken, report: (message: string) => void): Promise<Survey> {
  const found = await vscode.workspace.findFiles(`**/*.{${[...Object.keys(documentExtensions), 'ipynb'].flatMap((name) => [name, name.toUpperCase()]).join(',')}}`, excluded(), mostDocuments, token);
  const pictures = new Map<string, { uri: vscode.Uri; bytes: number; references: Reference[] }>();
  const left: Left[] = [];
  let done = 0;
  for (const document of found.sort((a, b) => a.path.localeCompare(b.path))) {
    if (token.isCancellationRequested) throw new vscode.CancellationError();
    report(vscode.l10n.t('document {0} of {1}', done += 1, found.length));
    for (const { address, where, family, text, link, line } of await linksOf(document).catch((error: unknown) => { left.push({ where: vscode.workspace.asRelativePath(document), why: unreadable(error), reason: 'document', links: 0 }); return []; })) {
      try {
        const located = await locatePicture(address, link);
        // What travels in the document as data is left there: it has no file to be listed by.
        if (located.type !== 'file') { left.push({ where, why: vscode.l10n.t('the picture is a part of the document; use the code action on it'), reason: 'inDocument', links: 1 }); continue; }
        const key = located.uri.toString();
        const picture = pictures.get(key) ?? { uri: located.uri, bytes: (await vscode.workspace.fs.stat(located.uri)).size, references: [] };
        picture.references.push({ document: address, where, family, text, link, line });
        pictures.set(key, picture);
      } catch (error) {
        left.push({ where, why: messageOf(error, where), reason: error instanceof TellPerson ? error.reason ?? 'unread' : 'unread', links: 1 });
      }
    }
  }
  return { documents: found.length, pictures: [...pictures.values()].sort((a, b) => a.uri.path.localeCompare(b.uri.path)), left };
}

/** A link to nowhere among the documents, for example, costs the others nothing. */
function unreadable(error: unknown): string { return vscode.l10n.t('the document cannot be opened ({0})', error instanceof Error ? error.message : String(error)); }

type Link = Omit<Reference, 'document'> & { readonly address: vscode.Uri };

/** The links of a document, or of a notebook's Markdown cells. */
async function linksOf(document: vscode.Uri): Promise<Link[]> {
  if (/\.ipynb$/i.test(document.path)) return linksOfNotebook(document);
  const family = familyOfPath(document.path);
  const text = family && await textOf(document);
  return family && text !== undefined ? linksIn(document, vscode.workspace.asRelativePath(document), family, text) : [];
}

/** Opening a notebook makes documents of its cells, which is dear: only those are opened that may hold a picture. */
async function linksOfNotebook(document: vscode.Uri): Promise<Link[]> {
  const json = await textOf(document);
  if (json === undefined || !mayHoldPictures(json)) return [];
  const notebook = await Promise.resolve(vscode.workspace.openNotebookDocument(document)).catch(() => undefined);
  return (notebook?.getCells() ?? []).filter(({ kind }) => kind === vscode.NotebookCellKind.Markup)
    .flatMap((cell) => linksIn(cell.document.uri, `${vscode.workspace.asRelativePath(document)}#${cell.index + 1}`, 'markdown', cell.document.getText()));
}

function linksIn(address: vscode.Uri, name: string, family: DocumentFamily, text: string): Link[] {
  return findImageLinks(text, family).map((link) => { const line = text.slice(0, link.start).split('\n').length; return { address, where: `${name}:${line}`, family, text, link, line }; });
}

/** As it is open in an editor, with what is not saved yet; else as it is on disk. */
export async function textOf(document: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === document.toString());
  if (open) return open.getText();
  const { size } = await vscode.workspace.fs.stat(document);
  return size > largestDocument ? undefined : new TextDecoder().decode(await vscode.workspace.fs.readFile(document));
}

/** What the person keeps out of the Explorer and out of searches. */
function excluded(): string | null {
  const patterns = ['files.exclude', 'search.exclude'].flatMap((key) => Object.entries(vscode.workspace.getConfiguration().get<Record<string, unknown>>(key) ?? {}))
    .filter(([, on]) => on === true).map(([pattern]) => pattern);
  return patterns.length === 0 ? null : `{${[...new Set(patterns)].join(',')}}`;
}
