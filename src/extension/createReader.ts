/** The reader that ships: the engine's client, with the settings as they are when a picture comes. */
import * as vscode from 'vscode';
import type { Answer } from '../answer/types.js';
import { clientDefaults, EngineClient } from '../client/client.js';
import { locate } from '../client/places.js';
import type { EngineInfo, ReadEvent, ReadRequest } from '../client/protocol.js';
import type { Log } from './log.js';
import type { Reader } from './reader.js';
import { onSettingsChange, readSettings } from './settings.js';

export function createReader(context: vscode.ExtensionContext, log: Log): Reader {
  return new EngineReader(context.extensionUri.fsPath, log);
}

/** Starts no process before the first picture. A change of the settings takes a new engine; readings under way end on the old one. */
class EngineReader implements Reader {
  #client: EngineClient | undefined;
  /** Engines of earlier settings that still have readings. */
  readonly #retired = new Set<EngineClient>();
  /** Readings under way. */
  readonly #running = new Map<EngineClient, number>();
  readonly #settings: vscode.Disposable;
  #introduced: EngineInfo | undefined;

  constructor(private readonly root: string, private readonly log: Log) {
    this.#settings = onSettingsChange(() => { this.#retire(); });
  }

  async read(request: ReadRequest, onEvent: (event: ReadEvent) => void, signal: AbortSignal): Promise<Answer> {
    const client = this.#client ??= this.#create();
    this.#running.set(client, (this.#running.get(client) ?? 0) + 1);
    try {
      const reading = client.read(request, onEvent, signal);
      // Its failure is the reading's failure, which tells; here it only goes unmentioned.
      client.start().then((info) => { this.#introduce(info); }, () => undefined);
      return await reading;
    } finally {
      this.#running.set(client, (this.#running.get(client) ?? 1) - 1);
      if (this.#retired.has(client) && this.#running.get(client) === 0) this.#drop(client);
    }
  }

  async probe(): Promise<EngineInfo> {
    const info = await (this.#client ??= this.#create()).start();
    this.#introduce(info);
    return info;
  }

  async dispose(): Promise<void> {
    this.#settings.dispose();
    const clients = [...this.#retired, ...(this.#client ? [this.#client] : [])];
    this.#client = undefined;
    this.#retired.clear();
    await Promise.all(clients.map((client) => client.dispose()));
  }

  #create(): EngineClient {
    const { executionProvider, threads, idleShutdownMinutes } = readSettings();
    const { engineScript, packageFolder, ocrFolder } = locate(this.root);
    return new EngineClient({
      ...clientDefaults, script: engineScript, engine: { packageFolder, ocrFolder, provider: executionProvider, threads },
      idleShutdown: idleShutdownMinutes * 60_000, log: (line: string) => { this.log.warn(`engine: ${line}`); },
    });
  }

  #retire(): void {
    const client = this.#client;
    if (!client) return;
    this.#client = undefined;
    if ((this.#running.get(client) ?? 0) > 0) this.#retired.add(client);
    else this.#drop(client);
  }

  #drop(client: EngineClient): void {
    this.#retired.delete(client);
    this.#running.delete(client);
    void client.dispose();
  }

  /** One line in the log for each engine that came up. */
  #introduce(info: EngineInfo): void {
    if (this.#introduced === info) return;
    this.#introduced = info;
    const { model, provider, refused, readyMs, rssBytes } = info;
    this.log.info(`Engine ready in ${Math.round(readyMs)} ms: ${model.name} ${model.version} (${model.family}, ${(model.bytes / 1e6).toFixed(1)} MB) on ${provider}, ${Math.round(rssBytes / 1e6)} MB of memory.`);
    for (const { provider: name, reason } of refused) this.log.info(`Not used: ${name}, because ${reason}`);
  }
}
