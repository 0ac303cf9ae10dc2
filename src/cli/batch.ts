import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Answer, Kind } from '../answer/types.js';
import { ReadFailure } from '../client/failure.js';
import { exitCodes } from './exitCodes.js';
import { mermaidOf } from './formats.js';
import { findPictures, readLines } from './inputs.js';
import type { Input } from './inputs.js';
import { ProgressBar } from './progress.js';
import { isEngineFault } from './read.js';
import { openClient, requestFor } from './session.js';
import type { EngineChoice } from './session.js';

export interface BatchOptions extends EngineChoice {
  readonly jsonl: string;
  readonly lines?: string;
}

/** `unrender batch`: a line of JSON a picture. A bad picture is a line with an error, and the run goes on. Returns the exit code. */
export async function batch(sources: readonly string[], options: BatchOptions, signal: AbortSignal): Promise<number> {
  const inputs = await findPictures(sources);
  const lines = options.lines === undefined ? undefined : await readLines(options.lines);
  const client = openClient(options);
  const bar = new ProgressBar(inputs.length);
  const file = await open(options.jsonl, 'w');
  let failed = 0;
  /** How many there are of each kind of answer, and of each kind of failure. */
  const counts = new Map<string, number>();
  try {
    for (const [index, input] of inputs.entries()) {
      bar.update(index, `${input.path}${failed > 0 ? ` (${failed} failed)` : ''}`);
      const started = performance.now();
      const line = await one(input).catch((error: unknown) => {
        if (signal.aborted || isEngineFault(error)) throw error;
        failed++;
        return { error: error instanceof ReadFailure ? { code: error.code, message: error.message } : { code: 'internal', message: error instanceof Error ? error.message : String(error) } };
      });
      const what = 'kind' in line ? line.kind : `failed: ${line.error.code}`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
      await file.write(`${JSON.stringify({ id: input.path.replace(/\.\w+$/u, ''), picture: input.path, ...line, ms: Math.round(performance.now() - started) })}\n`);
    }
  } catch (error) {
    if (signal.aborted) return exitCodes.interrupted;
    throw error;
  } finally {
    bar.clear();
    await file.close();
    await client.dispose();
  }
  process.stderr.write(`${inputs.length - failed} of ${inputs.length} pictures read; ${options.jsonl} has a line for each.\n${[...counts].sort(([, a], [, b]) => b - a).map(([what, count]) => `  ${String(count).padStart(String(inputs.length).length)} ${what}\n`).join('')}`);
  return failed === 0 ? exitCodes.done : exitCodes.somePicture;

  async function one(input: Input): Promise<{ readonly kind: Kind; readonly mermaid?: string; readonly answer: Answer }> {
    const bytes = await input.bytes().catch((error: NodeJS.ErrnoException) => { throw new Error(`${input.name} cannot be opened (${error.code ?? error.message}).`); });
    const answer = await client.read(requestFor(basename(input.path), bytes, options, lines?.get(input.path) ?? lines?.get(basename(input.path))), () => {}, signal);
    const mermaid = mermaidOf(answer);
    return { kind: answer.kind, ...(mermaid === undefined ? {} : { mermaid }), answer };
  }
}
