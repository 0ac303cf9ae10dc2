/**
 * Free-form questions to a language model. One that the person has chosen with “Choose Model…” gets the picture and the conversation. Without it, one that they have in
 * VS Code: off until the setting is on; VS Code asks for consent at the first question; that model gets the typed answer and the question, never the picture.
 */
import * as vscode from 'vscode';
import type { Answer } from '../../answer/types.js';
import { promptFor } from '../../answer/questions/prompt.js';
import { longestTalk, type ToPanel } from '../../../webview/protocol.js';
import { AskFailure } from '../../client/askClient.js';
import type { AskMessage, AskPicture } from '../../client/asking.js';
import type { CurrentModel, ModelService } from '../models/service.js';
import type { Disposable } from '../dispose.js';
import type { Log } from '../log.js';
import { onSettingsChange, readSettings } from '../settings.js';

/** Our own models read pictures: they cannot talk. */
const ownVendor = 'unrender';

/** The models that the person has added, and the picture that the panel shows. */
export interface OwnModels { readonly service: ModelService; picture(): AskPicture | undefined }

export class LanguageModelQuestions implements Disposable {
  readonly #running = new Map<number, vscode.CancellationTokenSource>();
  readonly #listeners: Disposable[] = [];
  #model: vscode.LanguageModelChat | undefined;
  #own: CurrentModel | undefined;
  /** What was said with the chosen model about this picture. */
  #said: AskMessage[] = [];
  #turn = 0;

  constructor(private readonly post: (message: ToPanel) => void, private readonly log: Log, private readonly own?: OwnModels) {
    if (own !== undefined) this.#listeners.push(own.service.onDidChange(() => { void this.offer(); }));
    this.#listeners.push(onSettingsChange(() => { void this.offer(); }));
    // Hosts that VS Code's API reached only in part have no language models.
    if (hasModels()) this.#listeners.push(vscode.lm.onDidChangeChatModels(() => { void this.offer(); }));
  }

  /** Tells the page which model it may offer; looks for none while the setting is off. */
  async offer(): Promise<void> {
    const turn = ++this.#turn;
    const own = await this.own?.service.current().catch((error: unknown) => { this.log.error('The chosen model could not be found.', error); return undefined; });
    let model: vscode.LanguageModelChat | undefined;
    if (own === undefined && readSettings()['questions.useLanguageModel'] && hasModels()) {
      try {
        model = (await vscode.lm.selectChatModels()).find(({ vendor }) => vendor !== ownVendor);
      } catch (error) {
        this.log.error('The language models of VS Code could not be listed.', error);
      }
    }
    if (turn !== this.#turn) return;
    this.#model = model;
    this.#own = own;
    const name = own?.name ?? model?.name;
    this.post({ type: 'model', ...(name === undefined ? {} : { name }) });
  }

  async ask(id: number, question: string, answer: Answer): Promise<void> {
    if (this.#own !== undefined) return this.#askOwn(id, question, this.#own);
    const model = this.#model;
    if (model === undefined || !readSettings()['questions.useLanguageModel']) {
      this.post({ type: 'modelReply', id, name: vscode.l10n.t('a language model'), text: '', done: true, problem: vscode.l10n.t('There is no language model to ask, or the setting “unrender.questions.useLanguageModel” is off.') });
      return;
    }
    this.cancel(id);
    const source = new vscode.CancellationTokenSource();
    this.#running.set(id, source);
    let text = '';
    const tell = (done: boolean, problem?: string): void => { this.post({ type: 'modelReply', id, name: model.name, text, done, ...(problem === undefined ? {} : { problem }) }); };
    this.log.info(`A question goes to ${model.name} (${model.vendor}) with the typed answer; the picture does not.`);
    try {
      const response = await model.sendRequest([vscode.LanguageModelChatMessage.User(promptFor(answer, question))], { justification: vscode.l10n.t('A question about a picture that Unrender has read. The text of its answer is sent, not the picture.') }, source.token);
      for await (const piece of response.text) {
        if (source.token.isCancellationRequested) break;
        text = (text + piece).slice(0, longestTalk.reply);
        tell(false);
        if (text.length >= longestTalk.reply) source.cancel();
      }
      if (source.token.isCancellationRequested && text.length < longestTalk.reply) tell(true, vscode.l10n.t('Cancelled.'));
      else tell(true, text.trim() === '' ? vscode.l10n.t('{0} said nothing.', model.name) : undefined);
    } catch (error) {
      if (!source.token.isCancellationRequested) this.log.error(`${model.name} did not answer.`, error);
      tell(true, source.token.isCancellationRequested ? vscode.l10n.t('Cancelled.') : problemOf(error, model.name));
    } finally {
      if (this.#running.get(id) === source) this.#running.delete(id);
      source.dispose();
    }
  }

  async #askOwn(id: number, question: string, own: CurrentModel): Promise<void> {
    this.cancel(id);
    const source = new vscode.CancellationTokenSource();
    this.#running.set(id, source);
    const controller = new AbortController();
    source.token.onCancellationRequested(() => { controller.abort(); });
    let text = '';
    const tell = (done: boolean, problem?: string): void => { this.post({ type: 'modelReply', id, name: own.name, text, done, ...(problem === undefined ? {} : { problem }) }); };
    const picture = this.own?.picture();
    const said = this.#said;
    const asked: AskMessage = { role: 'user', content: [...(said.length === 0 && picture !== undefined ? [0] : []), question] };
    try {
      tell(false);
      const reply = await this.own?.service.ask(own, { pictures: picture === undefined ? [] : [picture], messages: [...said, asked] }, (event) => {
        if (event.type !== 'words') return;
        text = (text + event.text).slice(0, longestTalk.reply);
        tell(false);
      }, controller.signal);
      if (reply !== undefined) said.push(asked, { role: 'assistant', content: [reply.text] });
      tell(true, text.trim() === '' ? vscode.l10n.t('{0} said nothing.', own.name) : reply?.end === 'length' ? vscode.l10n.t('The answer was cut: it had become as long as it may.') : undefined);
    } catch (error) {
      const cancelled = source.token.isCancellationRequested;
      if (!cancelled) this.log.error(`${own.name} did not answer.`, error);
      tell(true, cancelled ? vscode.l10n.t('Cancelled.') : error instanceof AskFailure ? error.message : problemOf(error, own.name));
    } finally {
      if (this.#running.get(id) === source) this.#running.delete(id);
      source.dispose();
    }
  }

  cancel(id: number): void { this.#running.get(id)?.cancel(); }
  /** Ends what runs, and the conversation: the picture is another one, or is read anew. */
  cancelAll(): void {
    for (const source of this.#running.values()) source.cancel();
    this.#said = [];
  }

  dispose(): void {
    this.cancelAll();
    this.#turn += 1;
    for (const listener of this.#listeners.splice(0)) listener.dispose();
  }
}

function hasModels(): boolean { return typeof (vscode as Partial<typeof vscode>).lm?.selectChatModels === 'function'; }

function problemOf(error: unknown, name: string): string {
  if (error instanceof vscode.LanguageModelError) {
    switch (error.code) {
      case vscode.LanguageModelError.NoPermissions.name: return vscode.l10n.t('Unrender may not use {0}. Ask again to be asked for consent, or manage it with “Manage Language Model Access”.', name);
      case vscode.LanguageModelError.Blocked.name: return vscode.l10n.t('{0} refused the question, or its quota is used up. Try again later.', name);
      case vscode.LanguageModelError.NotFound.name: return vscode.l10n.t('{0} is not there any more.', name);
    }
  }
  return vscode.l10n.t('{0} did not answer. The log says more.', name);
}
