/** What can be done with a link to a picture: replace it, add its source, describe it, explain it. */
import * as vscode from 'vscode';
import { altSentence } from '../../answer/altText.js';
import { addBelowChange, altChange, replaceChange } from '../../documents/changes.js';
import { NothingToWrite, stageText, TellPerson } from './answers.js';
import { applyTo, insertionOf } from './edits.js';
import type { InlinePreviews } from './inline/previews.js';
import { locatePicture, markerPath, refOf } from './locate.js';
import type { DocumentServices } from './services.js';
import { linkOf, placeOf } from './target.js';

type Command = (...args: readonly unknown[]) => Promise<void>;

export function replaceLink(services: DocumentServices): Command { return (...args) => putSource(services, args, 'replace'); }
export function addSourceBelow(services: DocumentServices): Command { return (...args) => putSource(services, args, 'below'); }

export function writeAltText(services: DocumentServices): Command {
  const { answers, store } = services;
  return guarded(services, async (...args) => {
    const place = await placeOf(args);
    const link = linkOf(place);
    if (!link.altSlot) throw new TellPerson(vscode.l10n.t('This kind of link has no place for an alternative text.'));
    const ref = await refOf(await locatePicture(place.document.uri, link), store);
    const answer = await answers.withProgress(vscode.l10n.t('Unrender: describing {0}', ref.name), ref, (token, report) => answers.get(ref, token, (stage) => { report(stageText(stage)); }));
    if (!answer) return;
    const alt = altSentence(answer);
    const change = alt === undefined ? undefined : altChange(link, alt);
    if (!change) throw new NothingToWrite(vscode.l10n.t('Nothing was found in {0} that could be said in words. Describe it yourself.', ref.name));
    await apply(place, [change]);
  });
}

export function explainLink(services: DocumentServices): Command {
  return guarded(services, async (...args) => {
    const place = await placeOf(args);
    await services.panels.explain(await refOf(await locatePicture(place.document.uri, linkOf(place)), services.store));
  });
}

/** Reads the picture so that the next hover can say what it shows; changes nothing. */
export function readLink(services: DocumentServices): Command {
  const { answers, store } = services;
  return guarded(services, async (...args) => {
    const place = await placeOf(args);
    const ref = await refOf(await locatePicture(place.document.uri, linkOf(place)), store);
    const answer = await answers.withProgress(vscode.l10n.t('Unrender: reading {0}', ref.name), ref, (token, report) => answers.get(ref, token, (stage) => { report(stageText(stage)); }));
    if (!answer) return;
    // The hover that was clicked is gone: a new one opens at the cursor, in the editor that has the focus.
    const at = place.document.positionAt(place.offset);
    await vscode.window.showTextDocument(place.document, { selection: new vscode.Range(at, at) });
    await vscode.commands.executeCommand('editor.action.showHover');
  });
}

/** Shows what the picture holds below its link, or takes that away. */
export function toggleInlinePreview(services: DocumentServices, previews: InlinePreviews): Command {
  return guarded(services, async (...args) => {
    const place = await placeOf(args);
    await previews.toggle(place.document, linkOf(place));
  });
}

/** From the preview's own menu that one; from the palette all of the document in front. */
export function hideInlinePreviews(services: DocumentServices, previews: InlinePreviews): Command {
  return guarded(services, (thread) => previews.hide(vscode.window.activeTextEditor?.document, thread));
}

export function copyLinkSource(services: DocumentServices): Command {
  const { answers, store } = services;
  return guarded(services, async (...args) => {
    const place = await placeOf(args);
    const ref = await refOf(await locatePicture(place.document.uri, linkOf(place)), store);
    const source = await answers.withProgress(vscode.l10n.t('Unrender: reading {0}', ref.name), ref, (token, report) => answers.source(ref, token, (stage) => { report(stageText(stage)); }));
    if (!source) return;
    await vscode.env.clipboard.writeText(source.source);
    vscode.window.setStatusBarMessage(`Unrender: ${vscode.l10n.t('The source is on the clipboard.')}`, 4000);
  });
}

/** Failures become a message; what is cancelled is cancelled. */
export function guarded({ answers }: Pick<DocumentServices, 'answers'>, run: Command): Command {
  return async (...args) => {
    try {
      await run(...args);
    } catch (error) {
      answers.tell(error, 'Unrender');
    }
  };
}

function putSource(services: DocumentServices, args: readonly unknown[], how: 'replace' | 'below'): Promise<void> {
  const { answers, store } = services;
  return guarded(services, async () => {
    const place = await placeOf(args);
    const { document, family, text } = place;
    const link = linkOf(place);
    if (how === 'replace' && link.placement === 'fixed') throw new TellPerson(vscode.l10n.t('No block can stand in this place (a table’s cell, a heading, a link or a captioned figure). Use “Add Source Below” instead.'));
    const located = await locatePicture(document.uri, link);
    const ref = await refOf(located, store);
    const source = await answers.withProgress(vscode.l10n.t('Unrender: reading {0}', ref.name), ref, (token, report) => answers.source(ref, token, (stage) => { report(stageText(stage)); }));
    if (!source) return;
    const insertion = insertionOf(source, located.type === 'file' ? markerPath(document.uri, located.uri) : '', family);
    await apply(place, [how === 'replace' ? replaceChange(text, link, family, insertion) : addBelowChange(text, link, family, insertion)]);
    if (source.answer.doubts.length > 0) vscode.window.setStatusBarMessage(vscode.l10n.t('Unrender: check the source, {0} places are uncertain', source.answer.doubts.length), 6000);
  })();
}

async function apply({ document, version }: { readonly document: vscode.TextDocument; readonly version: number }, changes: Parameters<typeof applyTo>[2]): Promise<void> {
  if (!await applyTo(document, version, changes)) throw new TellPerson(vscode.l10n.t('The document changed while the picture was read, or it is read-only. Nothing was written; run the command again.'));
}
