/** Hover on a link to a picture: what is known of it, and what can be done. Hovering reads nothing. */
import * as vscode from 'vscode';
import { escapeMarkdown } from '../../answer/markdown.js';
import type { Answer, Kind } from '../../answer/types.js';
import { summaryOf } from '../../answer/altText.js';
import { linkAt } from '../../documents/links.js';
import { commandIds } from '../contributions.js';
import { TellPerson } from './answers.js';
import { rangeOf } from './edits.js';
import { foundIn } from './found.js';
import { knownBehind } from './known.js';
import type { DocumentServices } from './services.js';
import { placeArguments } from './target.js';
import { replaceTitle } from './titles.js';

const commands = [commandIds.toggleInlinePreview, commandIds.explainLink, commandIds.replaceLink, commandIds.addSourceBelow, commandIds.writeAltText, commandIds.readLink];

export class LinkHover implements vscode.HoverProvider {
  constructor(private readonly services: Pick<DocumentServices, 'answers' | 'store'>) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const link = linkAt(foundIn(document).links, document.offsetAt(position));
    if (!link) return undefined;
    const text = new vscode.MarkdownString('', true);
    // Only these commands may run from the hover, and nothing in it comes from the picture unescaped.
    text.isTrusted = { enabledCommands: commands };
    try {
      const known = await knownBehind(this.services, document.uri, link);
      const answer = known?.answer;
      text.appendMarkdown(`${answer ? described(answer) : vscode.l10n.t('This picture has not been read yet.')}\n\n`);
      const at = placeArguments(document, link.start);
      text.appendMarkdown([
        ...(answer ? [] : [commandLink('book', vscode.l10n.t('Read this picture'), commandIds.readLink, at)]), commandLink('open-preview', vscode.l10n.t('Preview inline'), commandIds.toggleInlinePreview, at), commandLink('symbol-structure', vscode.l10n.t('Explain'), commandIds.explainLink, at),
        ...(link.placement === 'fixed' ? [] : [commandLink('replace', replaceTitle(document, known), commandIds.replaceLink, at)]), commandLink('add', vscode.l10n.t('Add source below'), commandIds.addSourceBelow, at),
        ...(link.altSlot ? [commandLink('accessibility', vscode.l10n.t('Write alt text'), commandIds.writeAltText, at)] : []),
      ].join(' &nbsp; '));
    } catch (error) {
      // A link to the network or to nowhere is the document's business: other hovers tell of it.
      if (error instanceof TellPerson) return undefined;
      throw error;
    }
    return new vscode.Hover(text, rangeOf(document, link));
  }
}

/** The kind in bold, one line, and how much is uncertain. */
export function described(answer: Answer): string {
  return `**Unrender: ${escapeMarkdown(kindName(answer))}**  \n${summaryLines(answer)}`;
}

export function kindName({ kind }: Pick<Answer, 'kind'>): string {
  const kinds: Readonly<Record<Kind, string>> = {
    flowchart: vscode.l10n.t('Flowchart'), table: vscode.l10n.t('Table'), formula: vscode.l10n.t('Formula'), text: vscode.l10n.t('Text'), code: vscode.l10n.t('Code'), page: vscode.l10n.t('Page'), empty: vscode.l10n.t('Nothing to read'),
  };
  return kinds[kind];
}

/** One line, and how much is uncertain, as Markdown. */
export function summaryLines(answer: Answer): string {
  const doubts = answer.doubts.length === 0 ? '' : `  \n$(warning) ${vscode.l10n.t('{0} places are uncertain.', answer.doubts.length)}`;
  return escapeMarkdown(summaryOf(answer)) + doubts;
}

export function commandLink(icon: string, title: string, command: string, args: readonly unknown[]): string {
  return `[$(${icon}) ${escapeMarkdown(title)}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;
}
