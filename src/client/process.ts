import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { ReadFailure } from './failure.js';
import { parseMessage } from './messages.js';
import type { EngineInfo, EngineOptions, FromEngine, ToEngine } from './protocol.js';

export interface ProcessOptions {
  /** The engine's script. */
  readonly script: string;
  readonly engine: EngineOptions;
  /** Milliseconds that loading may take. */
  readonly readyTimeout: number;
  /** What the process writes on its error output, line by line. */
  readonly log: (line: string) => void;
}

/** Milliseconds between asking the process to stop and killing it. */
const STOP_GRACE = 2000;

/** One engine process from fork to exit. */
export class EngineProcess {
  /** Settles once: with what was loaded, or with why nothing was. */
  readonly ready: Promise<EngineInfo>;
  /** Settles when the process is gone; says how it went. Never rejects. */
  readonly gone: Promise<string>;
  private readonly child: ChildProcess;
  private alive = true;

  constructor(options: ProcessOptions, receive: (message: FromEngine) => void) {
    // No flags of the parent: a debugger's port or a loader is not for the child. `advanced`: bytes travel as bytes.
    this.child = fork(options.script, [], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      // The runtime colours its messages; a log shows no colours.
      for (const line of stripVTControlCharacters(text).split(/\r?\n/u)) if (line.trim() !== '') options.log(line);
    });
    this.gone = new Promise((resolve) => {
      // Without a process there is no exit; with one, an error (such as a message that could not be sent) is followed by the exit.
      this.child.once('error', (error) => { if (this.child.pid === undefined) this.end(`it could not be started: ${error.message}`, resolve); else this.kill(); });
      this.child.once('exit', (code, signal) => this.end(signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`, resolve));
    });
    this.ready = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new ReadFailure('engine-crashed', `The engine was not ready after ${options.readyTimeout / 1000} s and was stopped. Try again; on a slow machine, close other programs first.`));
        this.kill();
      }, options.readyTimeout);
      timer.unref();
      this.child.on('message', (value: unknown) => {
        const message = parseMessage(value);
        if (message === undefined) return options.log('The engine sent a message that is not understood; it is ignored.');
        if (message.type === 'ready') resolve(message.info);
        else if (message.type === 'failed') reject(ReadFailure.of(message.error));
        else return receive(message);
        clearTimeout(timer);
      });
      void this.gone.then((how) => {
        clearTimeout(timer);
        reject(new ReadFailure('engine-crashed', `The engine stopped while it was starting (${how}). Details are in the log.`));
      });
    });
    // Whoever asks for it hears of it; nobody needs to.
    this.ready.catch(() => {});
    this.send({ type: 'start', options: options.engine });
  }

  send(message: ToEngine): void {
    if (this.alive && this.child.connected) this.child.send(message, () => {});
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Asks the process to stop, kills it when it does not, and resolves when it is gone. */
  async stop(): Promise<void> {
    this.send({ type: 'stop' });
    const timer = setTimeout(() => this.kill(), STOP_GRACE);
    await this.gone;
    clearTimeout(timer);
  }

  private end(how: string, resolve: (how: string) => void): void {
    this.alive = false;
    resolve(how);
  }
}
