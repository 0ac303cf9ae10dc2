/** "Compare with picture": has the source in the document drifted from the picture that it was made from? */
import * as vscode from 'vscode';
import { escapeMarkdown } from '../../answer/markdown.js';
import { compareDiagrams, summariseComparison, type Comparison } from '../../answer/questions/compare.js';
import { joinBlock, blockLines } from '../../documents/block.js';
import { findImageLinks } from '../../documents/links.js';
import { findMarkers, markerLines, normalSource, type Marker } from '../../documents/marker.js';
import { markedText } from '../../documents/changes.js';
import type { DocumentFamily, TextChange } from '../../documents/types.js';
import type { PictureRef } from '../../../webview/protocol.js';
import { hashOf } from '../pictureStore.js';
import { stageText, TellPerson, type SourceOfPicture } from './answers.js';
import { applyTo, commentOf, contentOf, markerFacts, sourceHash } from './edits.js';
import { locatePicture, refOf } from './locate.js';
import { guarded } from './links.js';
import { parseFlowchart } from './parser.js';
import type { DocumentServices } from './services.js';
import { markerOf, placeOf, type DocumentPlace } from './target.js';

export function compareWithPicture(services: DocumentServices): (...args: readonly unknown[]) => Promise<void> {
  return guarded(services, async (...args) => {
    const place = await placeOf(args);
    const marker = markedPlace(place);
    if (!marker.block) throw new TellPerson(vscode.l10n.t('The mark of a picture is here, but no source follows it.'));
    const ref = await pictureOf(services, place, marker);
    const pictureChanged = hashOf(await services.store.load(ref)) !== marker.sha256;
    const sourceChanged = sourceHash(marker.block.text) !== marker.source;
    if (!pictureChanged && !sourceChanged) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Neither {0} nor its source has changed since the source was made.', ref.name));
      return;
    }
    await compareNow(services, place, marker, ref, { pictureChanged, sourceChanged });
  });
}

type Changes = Pick<Comparison, 'changes'>;
interface Drift { readonly pictureChanged: boolean; readonly sourceChanged: boolean }

async function compareNow(services: DocumentServices, place: DocumentPlace, marker: Marker, ref: PictureRef, drift: Drift): Promise<void> {
  const written = marker.block?.text ?? '';
  const compared = await services.answers.withProgress(vscode.l10n.t('Unrender: comparing with {0}', ref.name), ref, async (token, report) => {
    const source = await services.answers.source(ref, token, (stage) => { report(stageText(stage)); });
    return { source, differences: await differencesOf(written, source, place.family, services.extensionUri) };
  });
  if (!compared) return;
  const { source, differences } = compared;
  const facts = changed(drift);
  const changes = typeof differences === 'string' ? [differences] : differences.changes.map(({ text }) => text);
  if (changes.length === 0) {
    void vscode.window.showInformationMessage(`${facts} ${vscode.l10n.t('Both still say the same.')}`);
    return;
  }
  const details = vscode.l10n.t('Show Differences');
  const update = vscode.l10n.t('Update Source');
  const summary = typeof differences === 'string' ? differences : summariseComparison(differences);
  const choice = await vscode.window.showWarningMessage(`${facts} ${vscode.l10n.t('From the source to the picture: {0}', summary)}`, details, update);
  if (choice === details) await services.reports.show(vscode.l10n.t('Differences of {0}', ref.name), reportOf(ref.name, facts, changes, source));
  if (choice === update) await updateSource(place, marker, source, ref);
}

/** What leads from what is written to what the picture shows; a sentence where graphs cannot be compared. */
async function differencesOf(written: string, source: SourceOfPicture, family: DocumentFamily, extensionUri: vscode.Uri): Promise<Changes | string> {
  if (source.language !== 'mermaid') return normalSource(written) === normalSource(markedText(family, contentOf(source))) ? { changes: [] } : vscode.l10n.t('the text differs');
  const [before, after] = await Promise.allSettled([parseFlowchart(written, extensionUri), parseFlowchart(source.source, extensionUri)]);
  if (before.status === 'rejected' || after.status === 'rejected') {
    return vscode.l10n.t('the source in the document is no flowchart that Mermaid accepts, so its steps cannot be compared');
  }
  return compareDiagrams(before.value, after.value);
}

function changed({ pictureChanged, sourceChanged }: Drift): string {
  if (pictureChanged && sourceChanged) return vscode.l10n.t('Picture and source have both changed since the source was made.');
  return pictureChanged ? vscode.l10n.t('The picture has changed since the source was made; the source has not.') : vscode.l10n.t('The source has been edited since it was made; the picture is the same.');
}

function reportOf(name: string, facts: string, changes: readonly string[], { answer }: SourceOfPicture): string {
  const item = (text: string): string => `- ${escapeMarkdown(text)}\n`;
  return [
    `# ${escapeMarkdown(vscode.l10n.t('Differences of {0}', name))}\n`, `${facts}\n`, `## ${vscode.l10n.t('From the source to the picture')}\n`,
    changes.map(item).join(''),
    ...(answer.doubts.length === 0 ? [] : [`## ${vscode.l10n.t('What may be misread in the picture')}\n`, answer.doubts.map(({ text }) => item(text)).join('')]),
  ].join('\n');
}

/** What the picture holds in the place of what was written, with a mark that fits. @throws TellPerson where the document has changed or cannot be */
export async function updateSource({ document, family }: DocumentPlace, marker: Marker, source: SourceOfPicture, ref: PictureRef): Promise<void> {
  const text = document.getText();
  const now = findMarkers(text, family).find(({ start, block }) => start === marker.start && block?.text === marker.block?.text);
  const block = now?.block;
  if (!now || !block) throw new TellPerson(vscode.l10n.t('The document changed meanwhile. Run the command again.'));
  const comment = commentOf(document) ?? (family === 'latex' && block.prefix.trim() === '%' ? '%' : undefined);
  // In a comment its sign is part of what is written anew; the place's own indentation is not.
  const prefix = comment === undefined ? block.prefix : /^[ \t]*/.exec(block.prefix)?.[0] ?? '';
  const content = contentOf(source);
  const lines = blockLines(family, content, comment);
  const joined = joinBlock(lines, prefix);
  const start = comment === undefined ? block.start : block.start - (block.prefix.length - prefix.length);
  const [line = ''] = markerLines(family, markerFacts(markedText(family, content, comment), marker.picture, source.sha256), comment);
  const changes: TextChange[] = [{ start: now.start, end: now.end, text: line }, { start, end: block.end, text: joined }];
  if (!await applyTo(document, document.version, changes)) throw new TellPerson(vscode.l10n.t('{0} could not be changed: it may be read-only.', ref.name));
}

/** At the link, too, a person means the source that was added for it. */
function markedPlace(place: DocumentPlace): Marker {
  const link = findImageLinks(place.text, place.family).find(({ start, end }) => start <= place.offset && place.offset <= end);
  const beside = link && findMarkers(place.text, place.family).find(({ picture, start }) => start >= link.end && decodeURIComponentSafe(link.target).endsWith(picture.split('/').at(-1) ?? picture));
  return beside ?? markerOf(place);
}

async function pictureOf({ store }: DocumentServices, { document }: DocumentPlace, marker: Marker): Promise<PictureRef> {
  // Pasted pictures have no path: they are kept for a while under their hash.
  if (marker.picture === '') return { type: 'stored', sha256: marker.sha256, name: vscode.l10n.t('pasted picture') };
  return refOf(await locatePicture(document.uri, { target: encodeURI(marker.picture).replace(/[?#]/g, encodeURIComponent), bases: [''] }), store);
}

function decodeURIComponentSafe(text: string): string {
  try { return decodeURIComponent(text); } catch { return text; }
}
