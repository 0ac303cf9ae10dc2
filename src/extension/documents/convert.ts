/** "Convert Diagrams in Workspace…": choose pictures, read them in the background, look through the replacements, take them with one undo. */
import * as vscode from 'vscode';
import { replaceChange } from '../../documents/changes.js';
import { trustIn } from '../../answer/trust.js';
import type { Kind } from '../../answer/types.js';
import { findImageLinks } from '../../documents/links.js';
import { fileRef } from '../pictures.js';
import { saveAs } from '../commands/saveAs.js';
import { messageOf, NothingToWrite, TellPerson, type SourceOfPicture } from './answers.js';
import { insertionOf, rangeOf } from './edits.js';
import { guarded } from './links.js';
import { markerPath } from './locate.js';
import { conversionReport, leftLinks, outcomeOf, replacedLinks, type Conversion, type Left, type Offer, type Reason } from './outcome.js';
import type { DocumentServices } from './services.js';
import { surveyWorkspace, textOf, type Survey, type SurveyedPicture } from './survey.js';

interface Item extends vscode.QuickPickItem { readonly picture: SurveyedPicture }
export interface Flowchart { readonly picture: SurveyedPicture; readonly source: SourceOfPicture }

export function convertWorkspace(services: DocumentServices): () => Promise<void> {
  return guarded(services, async () => {
    if (!vscode.workspace.workspaceFolders) throw new TellPerson(vscode.l10n.t('Open a folder first: this command looks through its documents.'));
    if (!vscode.workspace.isTrusted) throw new TellPerson(vscode.l10n.t('This command changes many documents: trust the workspace first.'));
    const { answers, log } = services;
    const survey = await answers.withProgress(vscode.l10n.t('Unrender: looking for pictures in documents'), undefined, surveyWorkspace);
    if (!survey) return;
    if (survey.pictures.length === 0) {
      logLeft(services, survey.left);
      throw new TellPerson(vscode.l10n.t('No document of this workspace refers to a picture that Unrender reads ({0} documents looked at). The log lists the links that lead elsewhere.', survey.documents));
    }
    const chosen = await choose(services, survey);
    if (!chosen || chosen.length === 0) return;
    const result = await answers.withProgress(vscode.l10n.t('Unrender: reading {0} pictures', chosen.length), undefined, (token, report) => readAll(services, chosen, token, report));
    if (!result) return;
    const { edit, offers, left } = await replacements(result.flowcharts);
    if (offers.length > 0 && !await vscode.workspace.applyEdit(edit, { isRefactoring: true })) log.info('Convert Diagrams in Workspace: the preview was left without a change.');
    const outcome = await outcomeOf(offers, textOf);
    const conversion: Conversion = {
      documents: survey.documents, pictures: survey.pictures.length, chosen: chosen.length, read: result.read, flowcharts: result.flowcharts.length, offers, replaced: outcome.replaced,
      left: [...survey.left, ...notChosen(survey, chosen), ...result.left, ...left, ...outcome.left],
    };
    logLeft(services, conversion.left);
    await tell(services, conversion);
  });
}

/** The pictures that a person left out of the list. */
export function notChosen({ pictures }: Survey, chosen: readonly SurveyedPicture[]): Left[] {
  return pictures.filter((picture) => !chosen.includes(picture))
    .map(({ uri, references }) => ({ where: vscode.workspace.asRelativePath(uri), why: vscode.l10n.t('the picture was not chosen'), reason: 'notChosen', links: references.length }));
}

/** Reads one after the other: the engine has one queue. A failure is a line of the list; cancelling keeps nothing. @returns `read`: how many have an answer */
export async function readAll({ answers }: Pick<DocumentServices, 'answers'>, pictures: readonly SurveyedPicture[], token: vscode.CancellationToken, report: (message: string) => void): Promise<{ read: number; flowcharts: Flowchart[]; left: Left[] }> {
  const flowcharts: Flowchart[] = [];
  const left: Left[] = [];
  let read = 0;
  for (const [index, picture] of pictures.entries()) {
    const ref = fileRef(picture.uri);
    const leave = (why: string, reason: Reason, kind?: Kind): void => { left.push({ where: vscode.workspace.asRelativePath(picture.uri), why, reason, links: picture.references.length, ...(kind !== undefined && { kind }) }); };
    report(vscode.l10n.t('{0} of {1}: {2}', index + 1, pictures.length, ref.name));
    try {
      const source = await answers.source(ref, token);
      read += 1;
      const { kind } = source.answer;
      if (kind !== 'flowchart') leave(vscode.l10n.t('it is no flowchart, so the picture stays'), 'kind', kind);
      else if (trustIn(source.answer) === 'poor') leave(vscode.l10n.t('too much of the diagram is uncertain; explain the picture to see what was read'), 'uncertain');
      else flowcharts.push({ picture, source });
    } catch (error) {
      if (error instanceof vscode.CancellationError) throw error;
      // Nothing in it is an answer, too.
      if (error instanceof NothingToWrite) { read += 1; leave(messageOf(error, ref.name), 'kind', 'empty'); } else leave(messageOf(error, ref.name), 'unread');
    }
  }
  return { read, flowcharts, left };
}

/**
 * One edit for all documents. What asks for confirmation opens VS Code's preview and is not ticked there: those are the replacements that want a look. Where there is none, an entry that changes nothing opens the preview, since nobody's documents are changed unseen.
 */
export async function replacements(flowcharts: readonly Flowchart[]): Promise<{ edit: vscode.WorkspaceEdit; offers: Offer[]; left: Left[] }> {
  const edit = new vscode.WorkspaceEdit();
  const left: Left[] = [];
  const offers: Offer[] = [];
  const perDocument = new Map<string, { uri: vscode.Uri; edits: [vscode.TextEdit, vscode.WorkspaceEditEntryMetadata][] }>();
  for (const { picture, source } of flowcharts) {
    for (const { document, where, family, text, link, line } of picture.references) {
      if (link.placement === 'fixed') { left.push({ where, why: vscode.l10n.t('no block can stand in this place; use “Add source below”'), reason: 'place', links: 1 }); continue; }
      if (await textOf(document) !== text) { left.push({ where, why: vscode.l10n.t('the document changed meanwhile'), reason: 'changed', links: 1 }); continue; }
      const opened = await vscode.workspace.openTextDocument(document);
      // Byte order marks and the like: offsets count in what the editor holds.
      if (opened.getText() !== text) { left.push({ where, why: vscode.l10n.t('VS Code reads the document otherwise than it is on disk'), reason: 'changed', links: 1 }); continue; }
      const change = replaceChange(text, link, family, insertionOf(source, markerPath(document, picture.uri), family));
      const entry = perDocument.get(document.toString()) ?? { uri: document, edits: [] };
      const doubts = source.answer.doubts.length;
      const unsure = trustIn(source.answer) !== 'sure';
      entry.edits.push([vscode.TextEdit.replace(rangeOf(opened, change), change.text), {
        needsConfirmation: unsure, label: unsure ? vscode.l10n.t('Uncertain: look at these first') : vscode.l10n.t('Replace with Mermaid'),
        description: doubts === 0 ? vscode.l10n.t('{0}, line {1}', fileRef(picture.uri).name, line) : vscode.l10n.t('{0}, line {1}: {2} places are uncertain', fileRef(picture.uri).name, line, doubts), iconPath: new vscode.ThemeIcon(unsure ? 'warning' : 'symbol-structure'),
      }]);
      perDocument.set(document.toString(), entry);
      offers.push({ document, family, name: where.replace(/:\d+$/, ''), where, target: link.target, same: findImageLinks(text, family).filter(({ target }) => target === link.target).length, unsure });
    }
  }
  const [first] = perDocument.values();
  if (first && [...perDocument.values()].every(({ edits }) => edits.every(([, { needsConfirmation }]) => !needsConfirmation))) {
    first.edits.push([vscode.TextEdit.insert(new vscode.Position(0, 0), ''), { needsConfirmation: true, label: vscode.l10n.t('Nothing changes before you take it'), description: vscode.l10n.t('untick what you do not want; this entry changes nothing') }]);
  }
  for (const { uri, edits } of perDocument.values()) edit.set(uri, edits);
  return { edit, offers, left };
}

async function choose({ answers }: DocumentServices, { pictures, documents }: Survey): Promise<SurveyedPicture[] | undefined> {
  const items = await Promise.all(pictures.map(async (picture): Promise<Item> => {
    const ref = fileRef(picture.uri);
    const known = await answers.known(ref);
    const places = picture.references.map(({ where }) => where);
    return {
      picture, label: ref.name, picked: known === undefined || known.kind === 'flowchart', iconPath: picture.uri,
      description: [`${(picture.bytes / 1000).toFixed(0)} kB`, ...(known ? [known.kind] : [])].join(', '),
      detail: places.length > 3 ? vscode.l10n.t('{0} and {1} more places', places.slice(0, 3).join(', '), places.length - 3) : places.join(', '),
    };
  }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true, ignoreFocusOut: true, matchOnDetail: true, title: vscode.l10n.t('Convert Diagrams in Workspace'),
    placeHolder: vscode.l10n.t('{0} pictures in {1} documents. Flowcharts become Mermaid; other pictures stay.', pictures.length, documents),
  });
  return picked?.map(({ picture }) => picture);
}

function logLeft({ log }: DocumentServices, left: readonly Left[]): void {
  for (const { where, why } of left) log.warn(`Convert Diagrams in Workspace: ${where}: ${why}`);
}

/** The report beside the documents, and a line that says the most important of it. */
async function tell({ reports }: DocumentServices, conversion: Conversion): Promise<void> {
  const markdown = conversionReport(conversion);
  await reports.show(vscode.l10n.t('Convert Diagrams in Workspace'), markdown, true);
  const save = vscode.l10n.t('Save Report…');
  const text = vscode.l10n.t('{0} of {1} offered replacements were made; {2} links were left as they are.', replacedLinks(conversion), conversion.offers.length, leftLinks(conversion));
  if (await vscode.window.showInformationMessage(text, save) !== save) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  await saveAs({ folder, name: 'unrender-report', extension: 'md', filters: { Markdown: ['md'] } }, () => new TextEncoder().encode(markdown));
}
