/** The language models that a person has added, and the endpoint that they have set: which one is asked, and with what. */
import * as vscode from 'vscode';
import type { AskEvent, AskReply } from '../../client/asking.js';
import { noExamples, readExamples } from '../../client/models/examples.js';
import { hostOf, Models, type Asked, type Question } from '../../client/models/models.js';
import { locate } from '../../client/places.js';
import type { Disposable } from '../dispose.js';
import type { Log } from '../log.js';
import { onSettingsChange, readSettings } from '../settings.js';

/** What VS Code keeps of the choice; the packages themselves are listed in the extension's global storage. */
const choiceKey = 'unrender.chosenModel';
const secretKey = 'unrender.endpointKey';
export type Choice = { readonly kind: 'package'; readonly name: string } | { readonly kind: 'endpoint' };

/** The model that questions go to. */
export interface CurrentModel {
  /** As people are told: with the host, where pictures leave this machine. */
  readonly name: string;
  readonly host?: string;
  readonly asked: Asked;
}
export type AskedOf = Pick<Question, 'pictures' | 'messages'>;

/** Tokens of an answer at most: a long source with its explanation. */
const longestAnswer = 1024;

export class ModelService implements Disposable {
  readonly models: Models;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #settings = onSettingsChange(() => { this.#changed.fire(); });
  readonly onDidChange = this.#changed.event;

  constructor(private readonly context: vscode.ExtensionContext, private readonly log: Log) {
    this.models = new Models({
      file: vscode.Uri.joinPath(context.globalStorageUri, 'models.json').fsPath, engineScript: locate(context.extensionUri.fsPath).engineScript,
      idleShutdown: readSettings().idleShutdownMinutes * 60_000, log: (line) => { log.warn(`model: ${line}`); },
    });
  }

  get choice(): Choice | undefined {
    const kept: unknown = this.context.globalState.get(choiceKey);
    if (typeof kept !== 'object' || kept === null || !('kind' in kept)) return undefined;
    if (kept.kind === 'endpoint') return { kind: 'endpoint' };
    return 'name' in kept && typeof kept.name === 'string' ? { kind: 'package', name: kept.name } : undefined;
  }

  async choose(choice: Choice | undefined): Promise<void> {
    await this.context.globalState.update(choiceKey, choice);
    this.#changed.fire();
  }

  /** None where nothing was chosen, or what was chosen is not there any more. */
  async current(): Promise<CurrentModel | undefined> {
    const { choice } = this;
    const { 'endpoint.url': url, 'endpoint.model': model, executionProvider: provider, threads } = readSettings();
    if (choice === undefined) return undefined;
    if (choice.kind === 'endpoint') {
      if (url === '' || model === '') return undefined;
      const key = await this.context.secrets.get(secretKey);
      const host = hostOf(url);
      return { name: vscode.l10n.t('{0} at {1}', model, host), host, asked: { endpoint: { url, model, ...(key !== undefined && { key }) } } };
    }
    const found = (await this.models.registry.list()).find(({ name }) => name === choice.name);
    return found === undefined ? undefined : { name: found.name, asked: { model: found, on: { provider, threads } } };
  }

  /** Asks, the person's examples first. @throws AskFailure; Error where the examples cannot be used */
  async ask(current: CurrentModel, question: AskedOf, onEvent: (event: AskEvent) => void, signal: AbortSignal): Promise<AskReply> {
    const { 'models.examples': file } = readSettings();
    const examples = file === '' ? noExamples : await readExamples(file);
    this.log.info(current.host === undefined ? `A question goes to ${current.name}, on this machine.` : `A question and ${question.pictures.length} picture(s) go to ${current.host}.`);
    const reply = await this.models.ask(current.asked, { ...question, examples, most: longestAnswer, temperature: 0, background: '#ffffff' }, onEvent, signal);
    this.log.info(`${reply.by}: ${reply.tokens} tokens in ${Math.round(reply.ms)} ms, the first after ${Math.round(reply.firstMs)} ms; ${reply.reused} tokens of the prompt were still known.`);
    return reply;
  }

  async setKey(key: string): Promise<void> {
    if (key === '') await this.context.secrets.delete(secretKey);
    else await this.context.secrets.store(secretKey, key);
  }

  /** Ends the models' processes. */
  async end(): Promise<void> { await this.models.dispose(); }

  dispose(): void {
    this.#settings.dispose();
    this.#changed.dispose();
    void this.end();
  }
}
