/** Adding, choosing and removing language models, and the key of the endpoint. */
import { freemem } from 'node:os';
import * as vscode from 'vscode';
import { AskFailure } from '../../client/askClient.js';
import { fits, gigabytes } from '../../client/models/describe.js';
import { hostOf } from '../../client/models/models.js';
import type { ListedModel } from '../../client/models/registry.js';
import type { Log } from '../log.js';
import { plain } from '../plain.js';
import { readSettings } from '../settings.js';
import { fromFolder, fromHub, setHub } from './sources.js';
import type { Choice, ModelService } from './service.js';

/** A package is read, hashed and tried before it is listed; what is refused leaves nothing behind. */
export function addModel(service: ModelService, log: Log): () => Promise<void> {
  return async () => {
    const items: (vscode.QuickPickItem & { readonly from: (service: ModelService) => Promise<ListedModel | undefined> })[] = [
      { label: vscode.l10n.t('$(folder) From a folder…'), detail: vscode.l10n.t('A package, or a folder of SmolVLM or Idefics3 with onnx, on this machine'), from: fromFolder },
      { label: vscode.l10n.t('$(cloud-download) From a hub, by its name…'), detail: vscode.l10n.t('{0} is asked for licence and size; nothing is fetched before you agree', plain(hostOf(setHub()))), from: fromHub },
    ];
    const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Add Model Package') });
    if (picked === undefined) return;
    try {
      const model = await picked.from(service);
      if (model === undefined) return;
      if (service.choice === undefined && model.task === 'text') await service.choose({ kind: 'package', name: model.name });
      const chosen = service.choice?.kind === 'package' && service.choice.name === model.name;
      const text = chosen ? vscode.l10n.t('{0} was verified and added. Questions that Unrender cannot answer itself may be asked of it: in the panel, and with “@unrender /ask” in the chat.', model.name) : vscode.l10n.t('{0} was verified and added.', model.name);
      void vscode.window.showInformationMessage(text);
    } catch (error) {
      tell(error, log, vscode.l10n.t('The model package was not added.'));
    }
  };
}

interface ModelItem extends vscode.QuickPickItem { readonly choice: Choice | 'none'; readonly model?: ListedModel }

/** Every model with what it needs against what is free now. */
export function chooseModel(service: ModelService, log: Log): () => Promise<void> {
  return async () => {
    try {
      const free = freemem();
      const models = await service.models.registry.list();
      const { 'endpoint.url': url, 'endpoint.model': remote } = readSettings();
      const { choice } = service;
      const mark = (on: boolean): string => (on ? vscode.l10n.t('chosen') : '');
      const items: ModelItem[] = [
        ...models.filter(({ task }) => task === 'text').map((model): ModelItem => ({ label: plain(model.name), description: mark(choice?.kind === 'package' && choice.name === model.name), detail: detailOf(model, free), choice: { kind: 'package', name: model.name }, model })),
        ...(url !== '' && remote !== '' ? [{ label: plain(remote), description: mark(choice?.kind === 'endpoint'), detail: vscode.l10n.t('$(globe) Pictures and questions go to {0}', plain(hostOf(url))), choice: { kind: 'endpoint' } } satisfies ModelItem] : []),
        { label: vscode.l10n.t('None'), description: mark(choice === undefined), detail: vscode.l10n.t('Questions are answered from what Unrender has read, and by nothing else'), choice: 'none' },
      ];
      const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Choose Model'), placeHolder: vscode.l10n.t('Who is asked what Unrender cannot answer itself'), matchOnDetail: true });
      if (picked === undefined) return;
      if (picked.model !== undefined && !fits(picked.model, free)) {
        const go = vscode.l10n.t('Choose It');
        const answer = await vscode.window.showWarningMessage(vscode.l10n.t('{0} needs {1} of memory, and {2} are free.', picked.model.name, gigabytes(picked.model.memory), gigabytes(free)), { modal: true, detail: vscode.l10n.t('The machine may become slow, or end the model’s process. A package with 4 bits needs less.') }, go);
        if (answer !== go) return;
      }
      await service.choose(picked.choice === 'none' ? undefined : picked.choice);
    } catch (error) {
      tell(error, log, vscode.l10n.t('The models could not be listed.'));
    }
  };
}

export function removeModel(service: ModelService, log: Log): () => Promise<void> {
  return async () => {
    try {
      const models = await service.models.registry.list();
      if (models.length === 0) {
        void vscode.window.showInformationMessage(vscode.l10n.t('No model package was added.'));
        return;
      }
      const picked = await vscode.window.showQuickPick(models.map((model) => ({ label: plain(model.name), detail: plain(model.folder), name: model.name })), { title: vscode.l10n.t('Remove Model Package'), placeHolder: vscode.l10n.t('It is taken off the list; its folder stays as it is') });
      if (picked === undefined) return;
      await service.models.registry.remove(picked.name);
      if (service.choice?.kind === 'package' && service.choice.name === picked.name) await service.choose(undefined);
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} is off the list. Its folder was not touched.', picked.name));
    } catch (error) {
      tell(error, log, vscode.l10n.t('The model package was not removed.'));
    }
  };
}

/** The key lies in the system's own store of secrets, never in a settings file. */
export function setEndpointKey(service: ModelService): () => Promise<void> {
  return async () => {
    const { 'endpoint.url': url } = readSettings();
    if (url === '') {
      const open = vscode.l10n.t('Open Settings');
      const answer = await vscode.window.showInformationMessage(vscode.l10n.t('No endpoint is set. Set its address and the name of its model first.'), open);
      if (answer === open) await vscode.commands.executeCommand('workbench.action.openSettings', 'unrender.endpoint');
      return;
    }
    const key = await vscode.window.showInputBox({ title: vscode.l10n.t('Key for {0}', hostOf(url)), prompt: vscode.l10n.t('Kept in VS Code’s secret storage. Leave it empty to forget the key.'), password: true, ignoreFocusOut: true });
    if (key !== undefined) await service.setKey(key.trim());
  };
}

function detailOf(model: ListedModel, free: number): string {
  const need = fits(model, free) ? vscode.l10n.t('needs {0} of memory, {1} free', gigabytes(model.memory), gigabytes(free)) : vscode.l10n.t('$(warning) needs {0} of memory, only {1} free', gigabytes(model.memory), gigabytes(free));
  return [`${plain(model.source)} · ${plain(model.format)} · ${model.provider}`, need, vscode.l10n.t('{0} on disk', gigabytes(model.bytes))].join(' · ');
}

function tell(error: unknown, log: Log, what: string): void {
  if (error instanceof AskFailure && error.code === 'cancelled') return;
  log.error(what, error);
  void vscode.window.showErrorMessage(`${what} ${error instanceof Error ? error.message : String(error)}`);
}
