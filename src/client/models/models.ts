import { rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AskClient, AskFailure } from '../askClient.js';
import type { AskEvent, AskMessage, AskPicture, AskReply, AskRequest } from '../asking.js';
import { hubFolderName } from '../hub.js';
import type { HubOffer } from '../hub.js';
import type { ProviderName } from '../protocol.js';
import type { Examples } from './examples.js';
import { Registry } from './registry.js';
import type { ListedModel } from './registry.js';

export interface ModelsOptions {
  /** Where the list of packages is kept. */
  readonly file: string;
  readonly engineScript: string;
  /** Milliseconds without a question after which a model's process ends; 0: never. */
  readonly idleShutdown: number;
  readonly log: (line: string) => void;
}

/** An endpoint that a person has set. */
export interface EndpointSettings { readonly url: string; readonly model: string; readonly key?: string }
export interface RunOn { readonly provider: ProviderName | 'auto'; readonly threads: number }

/** Who is asked: a listed package, or an endpoint. */
export type Asked = { readonly model: ListedModel; readonly on: RunOn } | { readonly endpoint: EndpointSettings };

/** A conversation up to and with the question. Numbers among the turns are its own pictures. */
export interface Question { readonly pictures: readonly AskPicture[]; readonly messages: readonly AskMessage[]; readonly examples: Examples; readonly most: number; readonly temperature: number; readonly background: string }

/** The packages that were added, and the processes that answer with them. Owns the processes. */
export class Models {
  readonly registry: Registry;
  private readonly engine: AskClient;
  private readonly remote: AskClient;
  /** Where packages from a hub lie. */
  private readonly fetched: string;

  constructor({ file, engineScript, ...rest }: ModelsOptions) {
    this.registry = new Registry(file);
    this.engine = new AskClient({ script: engineScript, ...rest });
    this.fetched = join(dirname(file), 'packages');
    // Started by the first question to an endpoint or to a hub, and by nothing else.
    this.remote = new AskClient({ script: join(dirname(engineScript), 'remote.js'), ...rest });
  }

  /**
   * Verifies a package (its files, its operators, its self-test) and lists it. What is refused is not listed.
   * @throws AskFailure, Error naming what is wrong
   */
  async add(folder: string, on: RunOn, signal: AbortSignal): Promise<ListedModel> {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory() !== true) throw new AskFailure('package-invalid', `${folder} is no folder. Choose the folder that holds manifest.json (or config.json and onnx).`);
    return this.registry.add(await this.engine.verify(folder, on.provider, on.threads, signal), folder);
  }

  /** What a hub has under a name, to be shown before anything is fetched. @throws AskFailure in words for a person */
  async look(hub: string, name: string, signal: AbortSignal): Promise<HubOffer> {
    return this.remote.look(hub, name, signal);
  }

  /**
   * Fetches what a person agreed to, then adds it as any other folder. What is refused leaves nothing behind; what was cut off or cancelled is gone on with the next time.
   * @param tell bytes that are there; undefined as soon as the package is being verified
   * @throws AskFailure, Error naming what is wrong
   */
  async addFromHub(offer: HubOffer, on: RunOn, tell: (bytes: number | undefined) => void, signal: AbortSignal): Promise<ListedModel> {
    const folder = join(this.fetched, hubFolderName(offer));
    await this.remote.fetch(offer, folder, tell, signal);
    tell(undefined);
    try {
      return await this.add(folder, on, signal);
    } catch (error) {
      if (error instanceof AskFailure && (error.code === 'package-invalid' || error.code === 'no-provider')) await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** @throws AskFailure; code `cancelled` as soon as `signal` is aborted */
  async ask(asked: Asked, question: Question, onEvent: (event: AskEvent) => void, signal: AbortSignal): Promise<AskReply> {
    if ('endpoint' in asked) return this.remote.ask(this.request(question, { kind: 'endpoint', ...asked.endpoint }), onEvent, signal);
    const { model: { task, name, folder, files }, on } = asked;
    if (task !== 'text') throw new AskFailure('package-invalid', `${name} ranks texts for pictures and writes none: choose another model for questions.`);
    return this.engine.ask(this.request(question, { kind: 'package', folder, files, ...on }), onEvent, signal);
  }

  async dispose(): Promise<void> {
    await Promise.all([this.engine.dispose(), this.remote.dispose()]);
  }

  private request({ pictures, messages, examples, ...rest }: Question, model: AskRequest['model']): AskRequest {
    const first = examples.pictures.length;
    const moved = messages.map(({ role, content }): AskMessage => ({ role, content: content.map((part) => (typeof part === 'number' ? part + first : part)) }));
    return { model, pictures: [...examples.pictures, ...pictures], messages: [...examples.messages, ...moved], seed: 0, ...rest };
  }
}

/** The host that an address goes to, as it is shown; the address itself where it is none. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
