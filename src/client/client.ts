import type { Answer } from '../answer/types.js';
import { ReadFailure } from './failure.js';
import { EngineProcess } from './process.js';
import type { ProcessOptions } from './process.js';
import type { EngineInfo, FromEngine, ReadEvent, ReadRequest } from './protocol.js';

export interface ClientOptions extends ProcessOptions {
  /** Milliseconds without work after which the process is stopped; 0: never. */
  readonly idleShutdown: number;
  /** Milliseconds of silence after which a working process counts as hung. */
  readonly silence: number;
}

export const clientDefaults = { readyTimeout: 60_000, idleShutdown: 10 * 60_000, silence: 120_000, log: (): void => {} } as const;

/** Milliseconds after a cancel in which the process must let go of the request. Longer than the longest graph run of an ordinary picture. */
const CANCEL_GRACE = 15_000;

interface Pending {
  readonly id: number;
  readonly request: ReadRequest;
  readonly event: (event: ReadEvent) => void;
  readonly settle: (result: Answer | ReadFailure) => void;
  restarted?: string;
}

/** Starts the engine when there is work, feeds it, restarts it once under a request, and stops it when idle. Owns the process. */
export class EngineClient {
  private engine: EngineProcess | undefined;
  private stopping: Promise<void> = Promise.resolve();
  private readonly pending = new Map<number, Pending>();
  /** Cancelled requests that the engine has not let go of yet. */
  private readonly cancelled = new Set<number>();
  private nextId = 1;
  private idle: NodeJS.Timeout | undefined;
  private watchdog: NodeJS.Timeout | undefined;
  private disposed = false;

  constructor(private readonly options: ClientOptions) {}

  /** Starts the engine where it is not running. @throws ReadFailure */
  async start(): Promise<EngineInfo> {
    const info = await this.running().ready;
    if (this.pending.size === 0) this.rest();
    return info;
  }

  /**
   * Reads one picture. Events come in order; `done` and `error` are not among them: the promise tells.
   * @throws ReadFailure; code `cancelled` as soon as `signal` is aborted
   */
  read(request: ReadRequest, onEvent: (event: ReadEvent) => void, signal: AbortSignal): Promise<Answer> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.engine?.send({ type: 'cancel', id });
        this.expectRelease(id);
        this.pending.get(id)?.settle(new ReadFailure('cancelled', `${request.name}: cancelled.`));
      };
      const settle = (result: Answer | ReadFailure): void => {
        if (!this.pending.delete(id)) return;
        signal.removeEventListener('abort', cancel);
        if (this.pending.size === 0) this.rest();
        if (result instanceof ReadFailure) reject(result);
        else resolve(result);
      };
      this.pending.set(id, { id, request, event: onEvent, settle });
      if (signal.aborted || this.disposed) return settle(new ReadFailure('cancelled', `${request.name}: cancelled.`));
      signal.addEventListener('abort', cancel, { once: true });
      this.submit(this.running(), id);
    });
  }

  /** Cancels what runs and stops the process; resolves when it is gone. */
  async dispose(): Promise<void> {
    this.disposed = true;
    for (const { settle, request } of [...this.pending.values()]) settle(new ReadFailure('cancelled', `${request.name}: cancelled.`));
    await this.stop();
  }

  private running(): EngineProcess {
    if (this.disposed) throw new ReadFailure('cancelled', 'The engine was shut down.');
    clearTimeout(this.idle);
    return (this.engine ??= this.launch());
  }

  private launch(): EngineProcess {
    const engine = new EngineProcess(this.options, (message) => { if (engine === this.engine) this.receive(message); });
    engine.ready.catch((failure: unknown) => this.fail(engine, failure));
    void engine.gone.then((how) => this.crashed(engine, how));
    return engine;
  }

  private submit(engine: EngineProcess, id: number): void {
    engine.ready.then(() => {
      const waiting = this.pending.get(id);
      if (waiting === undefined || engine !== this.engine) return;
      engine.send({ type: 'read', id, request: waiting.request });
      this.watch();
    }, () => {});
  }

  private receive(message: FromEngine): void {
    if (message.type !== 'event') return;
    const waiting = this.pending.get(message.id);
    this.watch();
    const { event } = message;
    if (event.type === 'done' || event.type === 'error') this.cancelled.delete(message.id);
    if (waiting === undefined) return;
    if (event.type === 'done') waiting.settle(withNote(event.answer, waiting.restarted));
    else if (event.type === 'error') waiting.settle(ReadFailure.of(event.error));
    else waiting.event(event);
  }

  /** The engine could not start: everybody who waits is told why, and the next request tries again. */
  private fail(engine: EngineProcess, failure: unknown): void {
    if (engine !== this.engine) return;
    this.forget(engine);
    const reason = failure instanceof ReadFailure ? failure : new ReadFailure('engine-crashed', String(failure));
    for (const { settle } of [...this.pending.values()]) settle(reason);
  }

  /** The engine went away. Each request gets one more try, and says so. */
  private crashed(engine: EngineProcess, how: string): void {
    if (engine !== this.engine) return;
    this.forget(engine);
    for (const waiting of [...this.pending.values()]) {
      if (waiting.restarted !== undefined) {
        waiting.settle(new ReadFailure('engine-crashed', `${waiting.request.name}: the engine stopped twice while reading it (${how}). Try a smaller picture, or another execution provider in the settings.`));
        continue;
      }
      waiting.restarted = `The engine stopped unexpectedly (${how}) and was started again.`;
      waiting.event({ type: 'restarted', reason: waiting.restarted });
    }
    // Asked again: an event handler may have cancelled what was waiting.
    for (const id of [...this.pending.keys()]) this.submit(this.running(), id);
  }

  /** A cancelled request still blocks the queue until the engine lets go of it; if it never does, the process is hung. */
  private expectRelease(id: number): void {
    const engine = this.engine;
    if (engine === undefined) return;
    this.cancelled.add(id);
    setTimeout(() => { if (this.cancelled.delete(id) && engine === this.engine) engine.kill(); }, CANCEL_GRACE).unref();
  }

  /** Every sign of life sets the clock back. */
  private watch(): void {
    clearTimeout(this.watchdog);
    const { engine } = this;
    if (this.pending.size === 0 || engine === undefined) return;
    this.watchdog = setTimeout(() => engine.kill(), this.options.silence);
    this.watchdog.unref();
  }

  private rest(): void {
    clearTimeout(this.watchdog);
    clearTimeout(this.idle);
    if (this.options.idleShutdown === 0 || this.engine === undefined) return;
    this.idle = setTimeout(() => void this.stop(), this.options.idleShutdown);
    this.idle.unref();
  }

  private forget(engine: EngineProcess): void {
    this.engine = undefined;
    this.cancelled.clear();
    clearTimeout(this.watchdog);
    this.stopping = Promise.all([this.stopping, engine.stop()]).then(() => {});
  }

  private async stop(): Promise<void> {
    clearTimeout(this.idle);
    if (this.engine !== undefined) this.forget(this.engine);
    await this.stopping;
  }
}

function withNote(answer: Answer, note: string | undefined): Answer {
  return note === undefined ? answer : { ...answer, notes: [note, ...answer.notes] };
}
