/** Code actions and lenses on links to pictures. */
import * as vscode from 'vscode';
import { commandIds } from '../contributions.js';
import { rangeOf } from './edits.js';
import { foundIn } from './found.js';
import type { InlinePreviews } from './inline/previews.js';
import { actionKind } from './register.js';
import { placeArguments } from './target.js';

export class LinkActions implements vscode.CodeActionProvider {
  constructor(private readonly previews: Pick<InlinePreviews, 'isShown'>) {}

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
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
      if (link.placement !== 'fixed') add(vscode.l10n.t('Replace with Mermaid'), commandIds.replaceLink, link.start);
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

/** register.ts asks for them only while the setting is on. */
export class LinkLenses implements vscode.CodeLensProvider {
  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { links, markers } = foundIn(document);
    const lens = (at: { readonly start: number; readonly end: number }, title: string, command: string): vscode.CodeLens =>
      new vscode.CodeLens(rangeOf(document, at), { title, command, arguments: [...placeArguments(document, at.start)] });
    return [
      ...links.flatMap((link) => [
        lens(link, vscode.l10n.t('Explain picture'), commandIds.explainLink),
        ...(link.placement === 'fixed' ? [] : [lens(link, vscode.l10n.t('Replace with Mermaid'), commandIds.replaceLink)]),
        lens(link, vscode.l10n.t('Write alt text'), commandIds.writeAltText),
      ]),
      ...markers.map((marker) => lens(marker, vscode.l10n.t('Compare with picture'), commandIds.compareWithPicture)),
    ];
  }
}
