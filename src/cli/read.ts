import { mkdir, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { ReadFailure } from '../client/failure.js';
import type { ReadEvent } from '../client/protocol.js';
import { exitCodes } from './exitCodes.js';
import { formats, render } from './formats.js';
import type { Format } from './formats.js';
import { fileInput, readLines } from './inputs.js';
import type { Input } from './inputs.js';
import { ProgressBar } from './progress.js';
import { hasForm, readRecording, recordingOf, renderStoryboard } from './recording.js';
import { openClient, requestFor } from './session.js';
import type { EngineChoice } from './session.js';

export interface ReadOptions extends EngineChoice {
  readonly format: Format;
  readonly out?: string;
  readonly lines?: string;
  /** Of a recording only its first frame. */
  readonly still?: boolean;
}

/** `unrender read`: answers, of recordings storyboards, on standard output, or a file a picture in a folder. Returns the exit code. */
export async function read(pictures: readonly string[], options: ReadOptions, signal: AbortSignal): Promise<number> {
  const inputs = pictures.map(fileInput);
  const lines = options.lines === undefined ? undefined : await readLines(options.lines);
  const write = options.out === undefined ? toOutput(options, inputs.length) : await toFolder(options.out, options.format);
  const client = openClient(options);
  const bar = new ProgressBar(inputs.length);
  let code: number = exitCodes.done;
  try {
    for (const [index, input] of inputs.entries()) {
      bar.update(index, input.name);
      const failure = await one(input, index).catch((error: unknown) => error);
      if (failure === undefined) continue;
      bar.clear();
      if (signal.aborted) return exitCodes.interrupted;
      process.stderr.write(`${failure instanceof Error ? failure.message : String(failure)}\n`);
      if (isEngineFault(failure)) return exitCodes.engine;
      code = exitCodes.somePicture;
    }
  } finally {
    bar.clear();
    await client.dispose();
  }
  return code;

  async function one(input: Input, index: number): Promise<undefined> {
    let kept: Promise<Uint8Array> | undefined;
    const whole = (): Promise<Uint8Array> => (kept ??= input.bytes());
    const opened = <T>(file: Promise<T>): Promise<T> => file.catch((error: NodeJS.ErrnoException) => { throw error.code === undefined ? error : new Error(`${input.name} cannot be opened (${error.code}).`); });
    const source = options.still === true ? undefined : await opened(recordingOf(input, whole));
    if (source !== undefined && !hasForm(options.format)) throw new Error(`${input.name} is a recording of several pictures, which --format ${options.format} has no form for. Add --still for its first picture, or use --format markdown.`);
    const text = source === undefined ? await still(input, index, await opened(whole())) : renderStoryboard(await readRecording({ source, input, client, options, bar, index, signal }), options.format);
    if (text === undefined) throw new Error(`${input.name} holds ${options.format === 'latex' ? 'no formula and no table, so there is no LaTeX' : 'no flowchart, so there is no Mermaid'} source. Use --format markdown to see what was read.`);
    bar.clear();
    await write(input, text);
    return undefined;
  }

  async function still(input: Input, index: number, bytes: Uint8Array): Promise<string | undefined> {
    const told = (event: ReadEvent): void => {
      if (event.type === 'stage') bar.update(index, `${input.name}: ${event.stage}`);
    };
    const answer = await client.read(requestFor(basename(input.name), bytes, options, lines?.get(basename(input.name))), told, signal);
    return render(answer, options.format, bytes);
  }
}

/** Faults that every picture would meet. */
export function isEngineFault(error: unknown): boolean {
  return error instanceof ReadFailure && ['package-invalid', 'text-reader-missing', 'no-provider'].includes(error.code);
}

type Write = (input: Input, text: string) => Promise<void>;

/** Several JSON answers are a line each, so that a reader can tell them apart. */
function toOutput({ format }: ReadOptions, count: number): Write {
  let first = true;
  return async (input, text) => {
    if (count === 1) process.stdout.write(text);
    else if (format === 'json') process.stdout.write(`${JSON.stringify(JSON.parse(text))}\n`);
    else process.stdout.write(`${first ? '' : '\n'}${heading(format, input.name)}${text}`);
    first = false;
  };
}

function heading(format: Format, name: string): string {
  switch (format) {
    case 'markdown': return `<!-- ${name.replaceAll('--', '- -')} -->\n\n`;
    case 'mermaid': case 'latex': return `${format === 'mermaid' ? '%%' : '%'} ${name.replace(/\s+/gu, ' ')}\n`;
    default: return '';
  }
}

async function toFolder(folder: string, format: Format): Promise<Write> {
  await mkdir(folder, { recursive: true });
  const taken = new Set<string>();
  return async (input, text) => {
    const stem = basename(input.path, extname(input.path));
    let name = stem;
    for (let n = 2; taken.has(name); n++) name = `${stem}-${n}`;
    taken.add(name);
    const file = join(folder, `${name}.${formats[format]}`);
    await writeFile(file, text);
    process.stdout.write(`${file}\n`);
  };
}
