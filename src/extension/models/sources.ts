/** Where a model package comes from: a folder, or a hub that the person asks for it by name. */
import * as vscode from 'vscode';
import { isHubName, publicHub } from '../../client/hub.js';
import type { HubOffer } from '../../client/hub.js';
import { gigabytes } from '../../client/models/describe.js';
import { hostOf } from '../../client/models/models.js';
import type { ListedModel } from '../../client/models/registry.js';
import { plain } from '../plain.js';
import { readSettings } from '../settings.js';
import type { ModelService } from './service.js';

/** @throws AskFailure; returns undefined where no folder was chosen */
export async function fromFolder(service: ModelService): Promise<ListedModel | undefined> {
  const [folder] = await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel: vscode.l10n.t('Add Model Package'), title: vscode.l10n.t('The folder of a model package (it holds manifest.json, or config.json and onnx)') }) ?? [];
  if (folder === undefined) return undefined;
  return withProgress(vscode.l10n.t('Verifying the model package…'), (_, signal) => service.models.add(folder.fsPath, runOn(), signal));
}

/** The hub that is set, or the public one. */
export function setHub(): string {
  return readSettings()['models.hub'] || publicHub;
}

/** Host, licence and size are shown first; without a yes nothing is fetched. @throws AskFailure; returns undefined where the person did not agree */
export async function fromHub(service: ModelService): Promise<ListedModel | undefined> {
  const hub = setHub();
  const host = hostOf(hub);
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('A model of {0}', host), prompt: vscode.l10n.t('Its name goes to {0}, and nothing else: no picture, no key.', host), placeHolder: vscode.l10n.t('owner/name'), ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' || isHubName(text.trim()) ? undefined : vscode.l10n.t('A name is like owner/name.')),
  });
  if (name === undefined || name.trim() === '') return undefined;
  const offer = await withProgress(vscode.l10n.t('Asking {0}…', host), (_, signal) => service.models.look(hub, name.trim(), signal));
  if (!(await agreed(offer))) return undefined;
  return withProgress(vscode.l10n.t('Fetching {0}', offer.name), (report, signal) => {
    let told = 0;
    return service.models.addFromHub(offer, runOn(), (bytes) => {
      if (bytes === undefined) return report({ message: vscode.l10n.t('Verifying the model package…') });
      report({ message: vscode.l10n.t('{0} of {1}', gigabytes(bytes), gigabytes(offer.bytes)), increment: ((bytes - told) / Math.max(1, offer.bytes)) * 100 });
      told = bytes;
    }, signal);
  });
}

async function agreed({ host, name, licence, bytes, files, revision }: HubOffer): Promise<boolean> {
  const fetchIt = vscode.l10n.t('Fetch It');
  const detail = [
    licence === undefined ? vscode.l10n.t('No licence is stated: you may have no right to use it.') : vscode.l10n.t('Licence: {0}', licence),
    vscode.l10n.t('Size: {0} in {1} files (commit {2})', gigabytes(bytes), files.length, revision.slice(0, 8)),
    vscode.l10n.t('From: {0}, and the hosts that it keeps its files on. Every file is compared with its hash.', host),
  ].join('\n');
  return (await vscode.window.showInformationMessage(vscode.l10n.t('Fetch {0}?', name), { modal: true, detail }, fetchIt)) === fetchIt;
}

type Report = (value: { readonly message?: string; readonly increment?: number }) => void;

function withProgress<T>(title: string, act: (report: Report, signal: AbortSignal) => Promise<T>): Promise<T> {
  return Promise.resolve(vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, cancellable: true, title: plain(title) }, (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => { controller.abort(); });
    return act((value) => { progress.report(value); }, controller.signal);
  }));
}

function runOn(): { readonly provider: ReturnType<typeof readSettings>['executionProvider']; readonly threads: number } {
  const { executionProvider: provider, threads } = readSettings();
  return { provider, threads };
}
