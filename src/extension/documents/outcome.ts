/** What became of the links that a conversion looked at: why some were left, and the report of all of it. */
import * as vscode from 'vscode';
import { escapeMarkdown } from '../../answer/markdown.js';
import type { Kind } from '../../answer/types.js';
import { findImageLinks } from '../../documents/links.js';
import type { DocumentFamily } from '../../documents/types.js';
import { kindName } from './hover.js';

/** Why a link was left as it is. */
export type Reason = 'network' | 'missing' | 'format' | 'inDocument' | 'document' | 'notChosen' | 'kind' | 'uncertain' | 'unread' | 'place' | 'changed' | 'notTaken';

/** `links`: how many it speaks of; of a picture, all that lead to it. `kind`: of a picture that is no flowchart. */
export interface Left { readonly where: string; readonly why: string; readonly reason: Reason; readonly links: number; readonly kind?: Kind }

/** A replacement that was offered. `same`: how many links of the document lead to the same address, before. */
export interface Offer { readonly document: vscode.Uri; readonly family: DocumentFamily; readonly name: string; readonly where: string; readonly target: string; readonly same: number; readonly unsure: boolean }

export interface Conversion {
  readonly documents: number;
  readonly pictures: number;
  readonly chosen: number;
  /** Pictures of which there is an answer. */
  readonly read: number;
  readonly flowcharts: number;
  readonly offers: readonly Offer[];
  readonly left: readonly Left[];
  /** By document, as it is named to people: how many of its links were replaced. */
  readonly replaced: ReadonlyMap<string, number>;
}

/** How many of the offers a person has taken, told from what the documents hold now. @param textOf the document as it is in the editor, else on disk */
export async function outcomeOf(offers: readonly Offer[], textOf: (document: vscode.Uri) => Promise<string | undefined>): Promise<Pick<Conversion, 'replaced' | 'left'>> {
  const replaced = new Map<string, number>();
  const left: Left[] = [];
  const groups = new Map<string, Offer[]>();
  for (const offer of offers) {
    const key = `${offer.document.toString()}\n${offer.target}`;
    groups.set(key, [...groups.get(key) ?? [], offer]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    const now = findImageLinks(await textOf(first.document) ?? '', first.family).filter(({ target }) => target === first.target).length;
    const taken = Math.min(group.length, Math.max(0, first.same - now));
    if (taken > 0) replaced.set(first.name, (replaced.get(first.name) ?? 0) + taken);
    const kept = group.length - taken;
    if (kept > 0) left.push({ where: group.map(({ where }) => where).join(', '), why: vscode.l10n.t('the replacement was offered and not taken'), reason: 'notTaken', links: kept });
  }
  return { replaced, left };
}

export function replacedLinks({ replaced }: Pick<Conversion, 'replaced'>): number { return [...replaced.values()].reduce((sum, links) => sum + links, 0); }
export function leftLinks({ left }: Pick<Conversion, 'left'>): number { return left.reduce((sum, { links }) => sum + links, 0); }

/** The counts by reason, most first. */
export function byReason(left: readonly Left[]): { readonly title: string; readonly links: number }[] {
  const counts = new Map<string, number>();
  for (const one of left) {
    const title = reasonTitle(one);
    counts.set(title, (counts.get(title) ?? 0) + one.links);
  }
  return [...counts].map(([title, links]) => ({ title, links })).sort((a, b) => b.links - a.links);
}

function reasonTitle({ reason, kind }: Left): string {
  const titles: Readonly<Record<Reason, () => string>> = {
    network: () => vscode.l10n.t('The picture is not on this machine'), missing: () => vscode.l10n.t('The picture was not found'), format: () => vscode.l10n.t('A format that is not read (SVG, PDF and others)'),
    inDocument: () => vscode.l10n.t('The picture is a part of the document'), document: () => vscode.l10n.t('The document cannot be opened'), notChosen: () => vscode.l10n.t('The picture was not chosen'),
    kind: () => vscode.l10n.t('No flowchart: {0}', kind === undefined ? '?' : kindName({ kind })), uncertain: () => vscode.l10n.t('Too much of the diagram is uncertain'), unread: () => vscode.l10n.t('The picture could not be read'),
    place: () => vscode.l10n.t('No block can stand in the place'), changed: () => vscode.l10n.t('The document changed meanwhile'), notTaken: () => vscode.l10n.t('Offered, and not taken in the preview'),
  };
  return titles[reason]();
}

/** The report as Markdown. File names are data: they stand in it as they are. */
export function conversionReport(conversion: Conversion): string {
  const { documents, pictures, chosen, read, flowcharts, offers, left, replaced } = conversion;
  const row = (title: string, value: number | string): string => `| ${escapeMarkdown(title)} | ${value} |\n`;
  const head = (first: string, second: string): string => `| ${first} | ${second} |\n|---|---:|\n`;
  const items = (all: readonly Left[]): string => all.map(({ where, why }) => `- ${escapeMarkdown(where)}: ${escapeMarkdown(why)}\n`).join('');
  return [
    `# ${vscode.l10n.t('Convert Diagrams in Workspace')}\n`,
    head(vscode.l10n.t('What'), vscode.l10n.t('Count')) + [
      row(vscode.l10n.t('Documents looked through'), documents), row(vscode.l10n.t('Links to pictures'), replacedLinks(conversion) + leftLinks(conversion)), row(vscode.l10n.t('Pictures that can be read'), pictures), row(vscode.l10n.t('Pictures chosen'), chosen),
      row(vscode.l10n.t('Pictures read'), read), row(vscode.l10n.t('Flowcharts that can be trusted'), flowcharts), row(vscode.l10n.t('Replacements offered'), offers.length),
      row(vscode.l10n.t('of them marked as uncertain'), offers.filter(({ unsure }) => unsure).length), row(vscode.l10n.t('Links replaced'), replacedLinks(conversion)), row(vscode.l10n.t('Links left as they were'), leftLinks(conversion)),
    ].join(''),
    ...(left.length === 0 ? [] : [`## ${vscode.l10n.t('Why links were left')}\n`, head(vscode.l10n.t('Reason'), vscode.l10n.t('Links')) + byReason(left).map(({ title, links }) => row(title, links)).join('')]),
    ...(replaced.size === 0 ? [] : [`## ${vscode.l10n.t('Replaced')}\n`, [...replaced].map(([name, links]) => `- ${escapeMarkdown(name)}: ${links}\n`).join('')]),
    ...(left.length === 0 ? [] : [`## ${vscode.l10n.t('Left as they were')}\n`, items(left)]),
  ].join('\n');
}
