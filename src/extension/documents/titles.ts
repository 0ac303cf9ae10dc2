/** Titles of what writes a picture's source. They say what would be written where that is known: what was read already. Nothing is read for a title. */
import * as vscode from 'vscode';
import { writtenAs, type Written } from '../../documents/forms.js';
import { contentOf, familyOfDocument } from './edits.js';
import type { SourceOfPicture } from './answers.js';

type Known = Pick<SourceOfPicture, 'source' | 'language' | 'answer'>;

/** @param known what was read in the picture; nothing where it was not read yet */
export function replaceTitle(document: vscode.TextDocument, known: Known | undefined): string {
  return vscode.l10n.t('Replace with {0}', nameOf(document, known));
}

export function pasteTitle(document: vscode.TextDocument, known: Known | undefined): string {
  return vscode.l10n.t('Paste as {0} (Unrender)', nameOf(document, known));
}

function nameOf(document: vscode.TextDocument, known: Known | undefined): string {
  if (!known || known.source.trim() === '') return vscode.l10n.t('Source');
  const names: Readonly<Record<Written, string>> = {
    mermaid: 'Mermaid', latex: 'LaTeX', mathml: 'MathML', html: 'HTML', table: vscode.l10n.t('Table'), code: vscode.l10n.t('Code'), text: vscode.l10n.t('Text'),
  };
  return names[writtenAs(familyOfDocument(document) ?? 'markdown', contentOf(known))];
}
