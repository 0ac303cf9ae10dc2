import { basename } from 'node:path';
import { ask, chartText, noContext } from '../answer/questions/index.js';
import type { Reply } from '../answer/questions/index.js';
import type { ReadEvent } from '../client/protocol.js';
import { exitCodes, UsageError } from './exitCodes.js';
import { fileInput, readLines } from './inputs.js';
import { ProgressBar } from './progress.js';
import { isEngineFault } from './read.js';
import { openClient, requestFor } from './session.js';
import type { EngineChoice } from './session.js';

export interface AskOptions extends EngineChoice {
  readonly json?: boolean;
  readonly lines?: string;
}

/** `unrender ask`: reads a picture once and answers questions about it, each with what was said before it in mind. Returns the exit code. */
export async function askPicture(picture: string, questions: readonly string[], options: AskOptions, signal: AbortSignal): Promise<number> {
  if (questions.length === 0) throw new UsageError('a question is missing');
  const input = fileInput(picture);
  const lines = options.lines === undefined ? undefined : await readLines(options.lines);
  const client = openClient(options);
  const bar = new ProgressBar(1);
  try {
    const bytes = await input.bytes().catch((error: NodeJS.ErrnoException) => { throw new Error(`${input.name} cannot be opened (${error.code ?? error.message}).`); });
    const told = (event: ReadEvent): void => {
      if (event.type === 'stage') bar.update(0, `${input.name}: ${event.stage}`);
    };
    const answer = await client.read(requestFor(basename(input.name), bytes, options, lines?.get(basename(input.name))), told, signal);
    bar.clear();
    let context = noContext;
    let declined = false;
    for (const [index, question] of questions.entries()) {
      const reply = ask(answer, question, context);
      context = reply.context;
      declined ||= reply.status !== 'answered';
      process.stdout.write(options.json === true ? `${JSON.stringify(published(reply))}\n` : `${index === 0 ? '' : '\n'}${plain(reply, questions.length > 1)}`);
    }
    return declined ? exitCodes.somePicture : exitCodes.done;
  } catch (error) {
    bar.clear();
    if (signal.aborted) return exitCodes.interrupted;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return isEngineFault(error) ? exitCodes.engine : exitCodes.somePicture;
  } finally {
    await client.dispose();
  }
}

/** The context is of use to the next question of this run only. */
function published({ context: _, ...reply }: Reply): Omit<Reply, 'context'> {
  return reply;
}

function plain(reply: Reply, named: boolean): string {
  const offers = reply.status === 'answered' || reply.suggestions.length === 0 ? [] : ['', 'These can be answered:', ...reply.suggestions.map((question) => `  ${question}`)];
  return [...(named ? [`> ${reply.question}`] : []), ...reply.sentences.map(({ text }) => text), ...(reply.chart === undefined ? [] : ['', chartText(reply.chart, process.stdout.columns)]), ...offers].join('\n').concat('\n');
}
