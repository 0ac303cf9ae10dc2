/** Code actions and lenses on links to pictures. */
import * as vscode from 'vscode';
import type { ImageLink } from '../../documents/types.js';
import { commandIds } from '../contributions.js';
import { rangeOf } from './edits.js';
import { foundIn } from './found.js';
import type { InlinePreviews } from './inline/previews.js';
import { knownOrNothing } from './known.js';
import { actionKind } from './register.js';
import type { DocumentServices } from './services.js';
import { placeArguments } from './target.js';
import { replaceTitle } from './titles.js';

export class LinkActions implements vscode.CodeActionProvider {
  constructor(private readonly services: Pick<DocumentServices, 'answers' | 'store'>, private readonly previews: Pick<InlinePreviews, 'isShown'>) {}

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    const { links, markers } = foundIn(document);
    const from = document.offsetAt(range.start);
    const to = document.offsetAt(range.end);
    const actions: vscode.CodeAction[] = [];
    const kind = actionKind();
    const add = (title: string, command: string, offset: number): void => {
      const action = new vscode.CodeAction(title, kind);
      action.command = { command, title, arguments: [...placeArguments(document, offset)] };
      actions.push(action);
    };
    const link = links.find(({ start, end }) => start <= to && from <= end);
    if (link) {
      if (link.placement !== 'fixed') add(replaceTitle(document, await knownOrNothing(this.services, document.uri, link)), commandIds.replaceLink, link.start);
      add(vscode.l10n.t('Add source below'), commandIds.addSourceBelow, link.start);
      if (link.altSlot) add(vscode.l10n.t('Write alt text'), commandIds.writeAltText, link.start);
      add(this.previews.isShown(document, link) ? vscode.l10n.t('Hide inline preview') : vscode.l10n.t('Preview inline'), commandIds.toggleInlinePreview, link.start);
      add(vscode.l10n.t('Explain picture'), commandIds.explainLink, link.start);
    }
    const marker = markers.find(({ start, end, block }) => start <= to && from <= (block?.end ?? end));
    if (marker) add(vscode.l10n.t('Compare with picture'), commandIds.compareWithPicture, marker.start);
    return actions;
  }
}

/** The lens whose title depends on what was read: found out for those on screen only. */
class ReplaceLens extends vscode.CodeLens {
  constructor(readonly document: vscode.TextDocument, readonly link: ImageLink) { super(rangeOf(document, link)); }
}

/** register.ts asks for them only while the setting is on. */
export class LinkLenses implements vscode.CodeLensProvider {
  /** Titles may change with what has been read. */
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(private readonly services: Pick<DocumentServices, 'answers' | 'store' | 'history'>) { this.onDidChangeCodeLenses = services.history.onDidChange; }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { links, markers } = foundIn(document);
    const lens = (at: { readonly start: number; readonly end: number }, title: string, command: string): vscode.CodeLens =>
      new vscode.CodeLens(rangeOf(document, at), { title, command, arguments: [...placeArguments(document, at.start)] });
    return [
      ...links.flatMap((link) => [
        lens(link, vscode.l10n.t('Explain picture'), commandIds.explainLink),
        ...(link.placement === 'fixed' ? [] : [new ReplaceLens(document, link)]),
        lens(link, vscode.l10n.t('Write alt text'), commandIds.writeAltText),
      ]),
      ...markers.map((marker) => lens(marker, vscode.l10n.t('Compare with picture'), commandIds.compareWithPicture)),
    ];
  }

  async resolveCodeLens(lens: vscode.CodeLens): Promise<vscode.CodeLens> {
    if (!(lens instanceof ReplaceLens)) return lens;
    const { document, link } = lens;
    lens.command = { title: replaceTitle(document, await knownOrNothing(this.services, document.uri, link)), command: commandIds.replaceLink, arguments: [...placeArguments(document, link.start)] };
    return lens;
  }
}
