/** What a preview says: the picture's content drawn again, one line about it, what can be done, and its source. Everything from the picture is quoted. */
import * as vscode from 'vscode';
import { altSentence } from '../../../answer/altText.js';
import { escapeMarkdown, fence } from '../../../answer/markdown.js';
import { writeMarkdownTable } from '../../../answer/table/markdown.js';
import type { Answer, Diagram } from '../../../answer/types.js';
import { answerText } from '../../answerText.js';
import { commandIds } from '../../contributions.js';
import { commandLink, kindName, summaryLines } from '../hover.js';
import type { PlaceArguments } from '../target.js';

export interface PreviewContent {
  readonly answer: Answer;
  /** The person's own version of the source, where there is one. */
  readonly edited?: string;
  /** The graph of the source that counts; of no other answers. */
  readonly diagram?: Diagram;
}

/** What the preview's links may run. */
const commands = [commandIds.explainLink, commandIds.replaceLink, commandIds.addSourceBelow, commandIds.copyLinkSource, commandIds.toggleInlinePreview];
/** More of a source is for the panel. */
const mostLines = 120;
const mostCharacters = 12_000;

/**
 * One part to look at, where there is something, and one to read: each of them is a comment, of which VS Code shows 20 em before it scrolls.
 * @param replace title of the link that replaces the picture; nothing where no block can take its place
 */
export function previewParts(content: PreviewContent, at: PlaceArguments, replace: string | undefined, draw: (diagram: Diagram) => string | undefined): { readonly label: string; readonly body: vscode.MarkdownString }[] {
  const { answer } = content;
  const source = sourceOf(content);
  const drawn = look(content, draw);
  const words = [summaryLines(answer), actions(at, replace, source !== undefined), source ?? ''].filter((part) => part !== '').join('\n\n');
  return [...(drawn === '' ? [] : [{ label: kindName(answer), body: trusted(drawn) }]), { label: drawn === '' ? kindName(answer) : vscode.l10n.t('Source'), body: trusted(words) }];
}

function trusted(markdown: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString(markdown, true);
  text.isTrusted = { enabledCommands: commands };
  return text;
}

function look({ answer, diagram }: PreviewContent, draw: (diagram: Diagram) => string | undefined): string {
  if (diagram) {
    const address = draw(diagram);
    return address === undefined ? `*${vscode.l10n.t('The diagram is too large to be drawn here; the panel draws it.')}*` : `![${escapeMarkdown(altSentence(answer) ?? kindName(answer))}](${address})`;
  }
  const [only, ...more] = answer.segments;
  // A table of which Markdown has no form is told by its sentences and its source.
  return only?.table && more.length === 0 ? writeMarkdownTable(only.table) ?? '' : '';
}

function actions(at: PlaceArguments, replace: string | undefined, source: boolean): string {
  return [
    ...(source ? [commandLink('copy', vscode.l10n.t('Copy source'), commandIds.copyLinkSource, at)] : []), commandLink('symbol-structure', vscode.l10n.t('Explain'), commandIds.explainLink, at),
    ...(source && replace !== undefined ? [commandLink('replace', replace, commandIds.replaceLink, at)] : []), ...(source ? [commandLink('add', vscode.l10n.t('Add source below'), commandIds.addSourceBelow, at)] : []),
    commandLink('eye-closed', vscode.l10n.t('Hide'), commandIds.toggleInlinePreview, at),
  ].join(' &nbsp; ');
}

function sourceOf({ answer, edited }: PreviewContent): string | undefined {
  const { source, language } = answerText(answer, edited);
  if (source.trim() === '') return undefined;
  const lines = source.slice(0, mostCharacters).split('\n');
  const cut = source.length > mostCharacters || lines.length > mostLines;
  return fence(lines.slice(0, mostLines).join('\n'), language) + (cut ? `\n*${vscode.l10n.t('There is more: the panel shows all of it.')}*` : '');
}
