import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { storyboardToHtml, storyboardToMarkdown } from '../answer/storyboard/index.js';
import type { Storyboard } from '../answer/storyboard/index.js';
import type { EngineClient } from '../client/client.js';
import { locate } from '../client/places.js';
import { lookThrough } from '../client/recording.js';
import type { RecordingSource } from '../client/recording.js';
import { readStoryboard } from '../client/storyboard.js';
import { isVideo, recordingKind } from '../recording/kind.js';
import type { Format } from './formats.js';
import type { Input } from './inputs.js';
import type { ProgressBar } from './progress.js';
import { requestFor } from './session.js';
import type { EngineChoice } from './session.js';

/** What of an input is a recording; undefined for a still picture. A video stays in its file: ffmpeg reads it there. */
export async function recordingOf(input: Input, bytes: () => Promise<Uint8Array>): Promise<RecordingSource | undefined> {
  if (input.file !== undefined && isVideo(await beginning(input.file))) return { kind: 'video', path: input.file };
  const all = await bytes();
  const kind = recordingKind(all);
  if (kind === 'video') throw new Error(`${input.name} is a video; videos are read from files, not from standard input. Name the file.`);
  return kind === undefined ? undefined : { kind, bytes: all };
}

export interface RecordingWork { readonly source: RecordingSource; readonly input: Input; readonly client: EngineClient; readonly options: EngineChoice; readonly bar: ProgressBar; readonly index: number; readonly signal: AbortSignal }

/** Looks through a recording and reads its steps meanwhile. @throws LookFailure, ReadFailure */
export async function readRecording({ source, input, client, options, bar, index, signal }: RecordingWork): Promise<Storyboard> {
  const { recordingScript } = locate(fileURLToPath(new URL('..', import.meta.url)));
  const name = basename(input.name);
  const log = options.verbose === true ? (line: string): void => { process.stderr.write(`recording: ${line}\n`); } : undefined;
  return readStoryboard({
    name, signal, picks: lookThrough(recordingScript, { name, source, background: options.background ?? '#ffffff' }, signal, log),
    read: (step, png, own) => client.read(requestFor(step, png, options, undefined), () => {}, own),
    changed: (steps, reading, found) => {
      const at = steps.findIndex(({ id }) => id === reading);
      bar.update(index, `${input.name}: ${at < 0 ? 'looking for steps' : `step ${at + 1} of ${found ? '' : 'at least '}${steps.length}`}`);
    },
  });
}

/** The pictures of a recording's steps, PNG, in order; at most a storyboard's. @throws LookFailure */
export async function recordingFrames(name: string, source: RecordingSource, options: EngineChoice, signal: AbortSignal): Promise<Uint8Array[]> {
  const { recordingScript } = locate(fileURLToPath(new URL('..', import.meta.url)));
  const steps = new Map<number, Uint8Array>();
  for await (const event of lookThrough(recordingScript, { name, source, background: options.background ?? '#ffffff' }, signal)) {
    if (event.type === 'drop') steps.delete(event.id);
    else if (!event.slight) steps.set(event.id, event.picture);
  }
  return [...steps.values()];
}

/** Whether a storyboard can be written in a format: several pictures are no one diagram and no one formula. */
export function hasForm(format: Format): boolean { return format !== 'mermaid' && format !== 'latex'; }

/** The storyboard in a format, ending with a line break; undefined where it has no such form. */
export function renderStoryboard(storyboard: Storyboard, format: Format): string | undefined {
  switch (format) {
    case 'markdown': return storyboardToMarkdown(storyboard);
    case 'json': return `${JSON.stringify(storyboard, undefined, 2)}\n`;
    case 'html': return storyboardToHtml(storyboard);
    case 'mermaid': case 'latex': return undefined;
  }
}

async function beginning(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
