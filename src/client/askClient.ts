import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { parseAsked } from './asking.js';
import type { AskError, AskEvent, AskReply, AskRequest, PackageInfo, ToAsked } from './asking.js';
import type { HubOffer, ToHub } from './hub.js';
import type { ProviderName } from './protocol.js';

/** Why a question has no answer; `message` is shown as it is. */
export class AskFailure extends Error {
  constructor(readonly code: AskError['code'], message: string) {
    super(message);
    this.name = 'AskFailure';
  }
}

export interface AskClientOptions {
  /** Script of the process: the engine's, or the one that speaks to endpoints. */
  readonly script: string;
  /** Milliseconds without a question after which the process ends, and its memory is free; 0: never. */
  readonly idleShutdown: number;
  readonly log: (line: string) => void;
}

/** Events that end a question. */
type Outcome = Extract<AskEvent, { type: 'said' | 'package' | 'offer' | 'fetched' }>;
interface Pending { readonly event: (event: AskEvent) => void; readonly settle: (outcome: Outcome | AskFailure) => void }
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
type Asked = WithoutId<ToHub> | { readonly type: 'ask'; readonly request: AskRequest } | { readonly type: 'verify'; readonly folder: string; readonly provider: ProviderName | 'auto'; readonly threads: number };

/** Milliseconds that the process has to let go of a cancelled question, or to end; a run of a large graph takes seconds. */
const GRACE = 15_000;
const STOP_GRACE = 2000;

/** A process for questions: started with the first, ended when idle. Owns it. */
export class AskClient {
  private child: ChildProcess | undefined;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly options: AskClientOptions) {}

  /** @throws AskFailure; code `cancelled` as soon as `signal` is aborted */
  async ask(request: AskRequest, onEvent: (event: AskEvent) => void, signal: AbortSignal): Promise<AskReply> {
    const outcome = await this.send({ type: 'ask', request }, onEvent, signal);
    if (outcome.type !== 'said') throw new AskFailure('internal', 'The process answered something else.');
    return outcome.reply;
  }

  /** Opens a package whole and tests it. @throws AskFailure naming what is wrong with it */
  async verify(folder: string, provider: ProviderName | 'auto', threads: number, signal: AbortSignal): Promise<PackageInfo> {
    const outcome = await this.send({ type: 'verify', folder, provider, threads }, () => undefined, signal);
    if (outcome.type !== 'package') throw new AskFailure('internal', 'The process answered something else.');
    return outcome.info;
  }

  /** What a hub has under a name; no weights are fetched. @throws AskFailure */
  async look(hub: string, name: string, signal: AbortSignal): Promise<HubOffer> {
    const outcome = await this.send({ type: 'hub-look', hub, name }, () => undefined, signal);
    if (outcome.type !== 'offer') throw new AskFailure('internal', 'The process answered something else.');
    return outcome.offer;
  }

  /** Fetches an offer into a folder. @throws AskFailure; code `cancelled` as soon as `signal` is aborted */
  async fetch(offer: HubOffer, folder: string, tell: (bytes: number) => void, signal: AbortSignal): Promise<void> {
    await this.send({ type: 'hub-fetch', offer, folder }, (event) => { if (event.type === 'progress') tell(event.bytes); }, signal);
  }

  /** Ends the process; what runs is cancelled. Resolves when it is gone. */
  async dispose(): Promise<void> {
    clearTimeout(this.idle);
    for (const { settle } of [...this.pending.values()]) settle(new AskFailure('cancelled', 'Cancelled.'));
    await this.stop();
  }

  private send(asked: Asked, event: (event: AskEvent) => void, signal: AbortSignal): Promise<Outcome> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        const { child } = this;
        this.post({ type: 'cancel', id });
        // Where a graph runs for too long the process goes, and the model with it.
        const timer = setTimeout(() => { if (child !== undefined && child === this.child && this.cancelled.delete(id)) child.kill('SIGKILL'); }, GRACE);
        timer.unref();
        this.cancelled.add(id);
        this.pending.get(id)?.settle(new AskFailure('cancelled', 'Cancelled.'));
      };
      const settle = (outcome: Outcome | AskFailure): void => {
        if (!this.pending.delete(id)) return;
        signal.removeEventListener('abort', cancel);
        if (this.pending.size === 0) this.rest();
        if (outcome instanceof AskFailure) reject(outcome);
        else resolve(outcome);
      };
      this.pending.set(id, { event, settle });
      if (signal.aborted) return settle(new AskFailure('cancelled', 'Cancelled.'));
      signal.addEventListener('abort', cancel, { once: true });
      clearTimeout(this.idle);
      this.child ??= this.launch();
      this.post({ ...asked, id });
    });
  }

  /** Cancelled questions that the process has not let go of yet. */
  private readonly cancelled = new Set<number>();

  private launch(): ChildProcess {
    const { script, log } = this.options;
    const child = fork(script, [], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of stripVTControlCharacters(text).split(/\r?\n/u)) if (line.trim() !== '') log(line);
    });
    child.on('message', (value: unknown) => this.receive(value));
    child.once('error', (error) => { if (child.pid === undefined) this.gone(child, `it could not be started: ${error.message}`); else child.kill('SIGKILL'); });
    child.once('exit', (code, signal) => this.gone(child, signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`));
    return child;
  }

  private receive(value: unknown): void {
    const message = parseAsked(value);
    if (message === undefined) return this.options.log('The process sent a message that is not understood; it is ignored.');
    const { id, event } = message;
    const waiting = this.pending.get(id);
    const ends = isOutcome(event);
    if (ends || event.type === 'error') this.cancelled.delete(id);
    if (waiting === undefined) return;
    if (ends) waiting.settle(event);
    else if (event.type === 'error') waiting.settle(new AskFailure(event.error.code, event.error.message));
    else waiting.event(event);
  }

  private gone(child: ChildProcess, how: string): void {
    if (child !== this.child) return;
    this.child = undefined;
    this.cancelled.clear();
    const failure = new AskFailure('engine-crashed', `The model's process stopped (${how}). Its memory may not have been enough: choose a smaller package, or one with 4 bits.`);
    for (const { settle } of [...this.pending.values()]) settle(failure);
  }

  private post(message: ToAsked): void {
    if (this.child?.connected === true) this.child.send(message, () => {});
  }

  private rest(): void {
    clearTimeout(this.idle);
    if (this.options.idleShutdown === 0) return;
    this.idle = setTimeout(() => void this.stop(), this.options.idleShutdown);
    this.idle.unref();
  }

  private async stop(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    this.post({ type: 'stop' });
    this.child = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE);
    await new Promise<void>((resolve) => { child.once('exit', () => resolve()); });
    clearTimeout(timer);
  }
}

function isOutcome(event: AskEvent): event is Outcome {
  return event.type === 'said' || event.type === 'package' || event.type === 'offer' || event.type === 'fetched';
}
