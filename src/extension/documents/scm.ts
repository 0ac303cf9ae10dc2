/** Source Control: the old and the new version of a changed picture, and what changed in the graph. */
import * as vscode from 'vscode';
import { escapeMarkdown, fence } from '../../answer/markdown.js';
import { compareDiagrams, summariseComparison } from '../../answer/questions/compare.js';
import type { Answer } from '../../answer/types.js';
import { fileRef, isPicture } from '../pictures.js';
import { plainBytes } from '../pictureStore.js';
import { stageText, TellPerson } from './answers.js';
import { guarded } from './links.js';
import type { DocumentServices } from './services.js';

/** The part of the Git extension's interface that is used here. */
interface GitExtension { getAPI(version: 1): { toGitUri(uri: vscode.Uri, ref: string): vscode.Uri } }

export function explainChanges(services: DocumentServices): (...args: readonly unknown[]) => Promise<void> {
  return guarded(services, async (...args) => {
    const uri = resourceIn(args) ?? activeFile();
    if (!uri || !isPicture(uri)) throw new TellPerson(vscode.l10n.t('Choose a changed picture in Source Control first.'));
    const { name } = fileRef(uri);
    const old = await committed(uri);
    const pair = await services.answers.withProgress(vscode.l10n.t('Unrender: reading both versions of {0}', name), fileRef(uri), async (token, report) => {
      report(vscode.l10n.t('the committed version'));
      const before = await services.answers.get(await services.store.keep(vscode.l10n.t('{0} as committed', name), old), token, (stage) => { report(`${vscode.l10n.t('the committed version')}: ${stageText(stage)}`); });
      const after = await services.answers.get(fileRef(uri), token, (stage) => { report(`${vscode.l10n.t('the changed version')}: ${stageText(stage)}`); });
      return { before, after };
    });
    if (pair) await services.reports.show(vscode.l10n.t('Changes of {0}', name), changeReport(name, pair.before, pair.after));
  });
}

/** Both versions and what leads from the first to the second, as Markdown. */
export function changeReport(name: string, before: Answer, after: Answer): string {
  const [old, young] = [before.segments[0]?.diagram, after.segments[0]?.diagram];
  const item = (text: string): string => `- ${escapeMarkdown(text)}\n`;
  const version = (title: string, answer: Answer): string => [
    `## ${title}\n`, answer.explanation.map(({ text }) => item(text)).join('') || `${vscode.l10n.t('Nothing was found to read.')}\n`,
    ...answer.segments.map((segment) => fence(segment.source, segment.tag === 'code' ? segment.language ?? '' : segment.tag)),
    ...(answer.doubts.length === 0 ? [] : [`${vscode.l10n.t('Uncertain:')}\n`, answer.doubts.map(({ text }) => item(text)).join('')]),
  ].join('\n');
  const compared = old && young ? compareDiagrams(old, young) : undefined;
  const text = (answer: Answer): string => answer.segments.map(({ source }) => source).join('\n');
  const summary = compared ? summariseComparison(compared) : text(before) === text(after) ? vscode.l10n.t('The text in both versions is the same.') : vscode.l10n.t('One version is no flowchart, so their steps cannot be compared; both are below.');
  return [
    `# ${escapeMarkdown(vscode.l10n.t('Changes of {0}', name))}\n`, `${summary}\n`, ...(compared && compared.changes.length > 0 ? [compared.changes.map(({ text: change }) => item(change)).join('')] : []),
    version(vscode.l10n.t('Before'), before), version(vscode.l10n.t('After'), after),
  ].join('\n');
}

/** The bytes of the last commit, through the Git extension's own file system. */
async function committed(uri: vscode.Uri): Promise<Uint8Array> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) throw new TellPerson(vscode.l10n.t('The Git extension of VS Code is switched off; the old version of the picture comes from there.'));
  const git = (await extension.activate()).getAPI(1);
  try {
    const bytes = plainBytes(await vscode.workspace.fs.readFile(git.toGitUri(uri, 'HEAD')));
    if (bytes.byteLength > 0) return bytes;
  } catch {
    // Told below: Git's own words ("bad object") help nobody.
  }
  throw new TellPerson(vscode.l10n.t('{0} has no committed version: there is nothing to compare with. Use “Explain Image” for the new one.', fileRef(uri).name));
}

/** Source Control hands over its resource; several are not compared at once. */
function resourceIn(args: readonly unknown[]): vscode.Uri | undefined {
  for (const argument of args.flat()) {
    if (argument instanceof vscode.Uri) return argument;
    const resource: unknown = typeof argument === 'object' && argument !== null && 'resourceUri' in argument ? argument.resourceUri : undefined;
    if (resource instanceof vscode.Uri) return resource;
  }
  return undefined;
}

function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) return input.uri;
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}
