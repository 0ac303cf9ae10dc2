/** Every picture that the workspace's documents refer to, and every reason why one cannot be had. */
import * as vscode from 'vscode';
import { documentExtensions, familyOfPath } from '../../documents/family.js';
import { findImageLinks } from '../../documents/links.js';
import type { DocumentFamily, ImageLink } from '../../documents/types.js';
import { messageOf } from './answers.js';
import { locatePicture } from './locate.js';

export interface Reference { readonly document: vscode.Uri; readonly family: DocumentFamily; readonly text: string; readonly link: ImageLink; readonly line: number }
export interface SurveyedPicture { readonly uri: vscode.Uri; readonly bytes: number; readonly references: readonly Reference[] }
export interface Failure { readonly where: string; readonly why: string }
export interface Survey { readonly documents: number; readonly pictures: readonly SurveyedPicture[]; readonly failures: readonly Failure[] }

const mostDocuments = 5000;
/** Larger files are data, not documents. */
const largestDocument = 5_000_000;

export async function surveyWorkspace(token: vscode.CancellationToken, report: (message: string) => void): Promise<Survey> {
  const found = await vscode.workspace.findFiles(`**/*.{${Object.keys(documentExtensions).flatMap((name) => [name, name.toUpperCase()]).join(',')}}`, excluded(), mostDocuments, token);
  const pictures = new Map<string, { uri: vscode.Uri; bytes: number; references: Reference[] }>();
  const failures: Failure[] = [];
  let done = 0;
  for (const document of found.sort((a, b) => a.path.localeCompare(b.path))) {
    if (token.isCancellationRequested) throw new vscode.CancellationError();
    report(vscode.l10n.t('document {0} of {1}', done += 1, found.length));
    const family = familyOfPath(document.path);
    const text = family && await textOf(document);
    if (!family || text === undefined) continue;
    for (const link of findImageLinks(text, family)) {
      const line = text.slice(0, link.start).split('\n').length;
      try {
        const located = await locatePicture(document, link);
        // What travels in the document as data is left there: it has no file to be listed by.
        if (located.type !== 'file') { failures.push({ where: place(document, line), why: vscode.l10n.t('the picture is a part of the document; use the code action on it') }); continue; }
        const key = located.uri.toString();
        const picture = pictures.get(key) ?? { uri: located.uri, bytes: (await vscode.workspace.fs.stat(located.uri)).size, references: [] };
        picture.references.push({ document, family, text, link, line });
        pictures.set(key, picture);
      } catch (error) {
        failures.push({ where: place(document, line), why: messageOf(error, place(document, line)) });
      }
    }
  }
  return { documents: found.length, pictures: [...pictures.values()].sort((a, b) => a.uri.path.localeCompare(b.uri.path)), failures };
}

export function place(document: vscode.Uri, line: number): string { return `${vscode.workspace.asRelativePath(document)}:${line}`; }

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
