/** Messages between the process that looks through recordings and its client, and the client's end: one process a recording. */
import { fork } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import type { RecordingFailure } from '../recording/errors.js';
import type { PickEvent } from '../recording/types.js';

/** A recording: its bytes, or for a video (which ffmpeg reads by itself) the path of its file. */
export type RecordingSource = { readonly kind: 'gif' | 'webp' | 'apng'; readonly bytes: Uint8Array } | { readonly kind: 'video'; readonly path: string };

export interface RecordingRequest {
  readonly name: string;
  readonly source: RecordingSource;
  /** Colour under transparent pixels, '#rrggbb'. */
  readonly background: string;
}

export type ToRecording = { readonly type: 'look'; readonly request: RecordingRequest };
export type FromRecording =
  | { readonly type: 'pick'; readonly event: PickEvent<Uint8Array> }
  | { readonly type: 'looked' }
  | { readonly type: 'failed'; readonly code: RecordingFailure['code'] | 'internal'; readonly message: string };

/** Why a recording has no steps. `message` is shown as it is. */
export class LookFailure extends Error {
  constructor(readonly code: RecordingFailure['code'] | 'internal', message: string) {
    super(message);
    this.name = 'LookFailure';
  }
}

/**
 * The steps of a recording as they are found, pictures as PNG. The process goes on while a step is being read, and ends with the iteration, whichever way it ends.
 * @param script of the process
 * @throws LookFailure; code `cancelled` once `signal` is aborted
 */
export async function* lookThrough(script: string, request: RecordingRequest, signal: AbortSignal, log: (line: string) => void = () => {}): AsyncGenerator<PickEvent<Uint8Array>, void, undefined> {
  if (signal.aborted) throw cancelled(request);
  const child = fork(script, [], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  // At most a storyboard's steps and what was dropped again wait here.
  const waiting: (PickEvent<Uint8Array> | 'end' | LookFailure)[] = [];
  let wake = (): void => {};
  const put = (item: PickEvent<Uint8Array> | 'end' | LookFailure): void => { waiting.push(item); wake(); };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { for (const line of stripVTControlCharacters(text).split(/\r?\n/u)) if (line.trim() !== '') log(line); });
  child.on('message', (value: unknown) => {
    const message = parseRecording(value);
    if (message === undefined) return log('The process sent a message that is not understood; it is ignored.');
    if (message.type === 'pick') put(message.event);
    else put(message.type === 'looked' ? 'end' : new LookFailure(message.code, message.message));
  });
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => { put(new LookFailure('internal', `${request.name}: the process that looks through recordings could not be started (${error.message}).`)); if (child.pid === undefined) resolve(); });
    child.once('exit', (code, how) => { put(new LookFailure('internal', `${request.name}: looking through it stopped unexpectedly (${how === null ? `exit code ${code ?? 'unknown'}` : `signal ${how}`}). Its memory may not have been enough: save the recording smaller.`)); resolve(); });
  });
  const stop = (): void => { put(cancelled(request)); };
  signal.addEventListener('abort', stop, { once: true });
  try {
    child.send({ type: 'look', request } satisfies ToRecording, () => {});
    for (;;) {
      const item = waiting.shift();
      if (signal.aborted) throw cancelled(request);
      if (item === undefined) await new Promise<void>((resolve) => { wake = resolve; });
      else if (item === 'end') return;
      else if (item instanceof LookFailure) throw item;
      else yield item;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    // It ends what it has started (ffmpeg) when it is asked to; it has a second for that.
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 1000);
    await gone;
    clearTimeout(timer);
  }
}

function cancelled({ name }: RecordingRequest): LookFailure { return new LookFailure('cancelled', `${name}: cancelled.`); }

/** A message of the process, or undefined for what is none. */
function parseRecording(value: unknown): FromRecording | undefined {
  if (!isObject(value)) return undefined;
  const { event } = value;
  const whole = value['type'] === 'looked' || (value['type'] === 'failed' && typeof value['message'] === 'string')
    || (value['type'] === 'pick' && isObject(event) && typeof event['id'] === 'number' && (event['type'] === 'drop' || (event['type'] === 'step' && event['picture'] instanceof Uint8Array)));
  return whole ? (value as unknown as FromRecording) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> { return typeof value === 'object' && value !== null; }
