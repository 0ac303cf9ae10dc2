import { basename } from 'node:path';
import { createHash } from 'node:crypto';
import { writtenAnswer } from '../answer/written.js';
import { AskFailure } from '../client/askClient.js';
import type { AskMessage, AskPicture } from '../client/asking.js';
import { noExamples, readExamples } from '../client/models/examples.js';
import { hostOf } from '../client/models/models.js';
import type { Asked, Models } from '../client/models/models.js';
import { exitCodes, UsageError } from './exitCodes.js';
import { fileInput } from './inputs.js';
import type { Input } from './inputs.js';
import { openModels } from './models.js';
import { recordingFrames, recordingOf } from './recording.js';
import type { EngineChoice } from './session.js';

export interface AskModelOptions extends EngineChoice {
  readonly json?: boolean;
  readonly url?: string;
  readonly examples?: string;
  readonly most: number;
}

/** The name of a model that "ask" goes to instead of the reader's own answers: one that was added, or any with --url. */
export async function isModel({ model, url }: AskModelOptions): Promise<boolean> {
  if (url !== undefined) return true;
  if (model === undefined) return false;
  const all = openModels({ provider: 'auto', threads: 0 });
  try {
    return (await all.registry.list()).some(({ name }) => name === model);
  } finally {
    await all.dispose();
  }
}

/** `unrender ask PICTURE... QUESTION... --model NAME`: a conversation, a question after the other. Returns the exit code. */
export async function askModel(words: readonly string[], options: AskModelOptions, signal: AbortSignal): Promise<number> {
  const { files, questions } = split(words);
  const all = openModels(options);
  try {
    const asked = await askedOf(all, options);
    if ('endpoint' in asked) process.stderr.write(`Pictures and questions go to ${hostOf(asked.endpoint.url)}.\n`);
    const examples = options.examples === undefined ? noExamples : await readExamples(options.examples);
    const pictures: AskPicture[] = [];
    for (const file of files) pictures.push(await pictureOf(fileInput(file), options, signal));
    const recordings = pictures.filter(({ frames }) => frames !== undefined);
    const messages: AskMessage[] = [];
    for (const [index, question] of questions.entries()) {
      messages.push({ role: 'user', content: [...(index === 0 ? pictures.map((_, i) => i) : []), question] });
      if (options.json !== true) process.stdout.write(questions.length > 1 ? `${index > 0 ? '\n' : ''}> ${question}\n` : '');
      const reply = await all.ask(asked, { pictures, messages, examples, most: options.most, temperature: 0, background: options.background ?? '#ffffff' }, (event) => {
        if (event.type === 'words' && options.json !== true) process.stdout.write(event.text);
      }, signal);
      if (index === 0 && recordings.length > 0 && reply.frames === undefined) process.stderr.write(`${reply.by} takes no recordings: of ${recordings.map(({ name }) => name).join(', ')} only the first picture was looked at.\n`);
      messages.push({ role: 'assistant', content: [reply.text] });
      if (options.json !== true) process.stdout.write(reply.text.endsWith('\n') ? '' : '\n');
      else {
        const first = pictures[0] ?? { name: '', bytes: new Uint8Array() };
        const picture = { name: first.name, width: 0, height: 0, fed: { width: 0, height: 0 }, sha256: createHash('sha256').update(first.bytes).digest('hex') };
        const answer = writtenAnswer(reply.text, { model: { name: reply.by, version: '', provider: '' }, picture, ms: reply.ms, cut: reply.end === 'length' });
        process.stdout.write(`${JSON.stringify({ question, ...reply, segments: answer.segments, notes: answer.notes })}\n`);
      }
    }
    return exitCodes.done;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (signal.aborted) return exitCodes.interrupted;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof AskFailure && (error.code === 'package-invalid' || error.code === 'no-provider' || error.code === 'endpoint') ? exitCodes.engine : exitCodes.somePicture;
  } finally {
    await all.dispose();
  }
}

/** A picture; of a recording its steps as well, for models that look at them as one clip. */
async function pictureOf(input: Input, options: EngineChoice, signal: AbortSignal): Promise<AskPicture> {
  const name = basename(input.name);
  let kept: Promise<Uint8Array> | undefined;
  const whole = (): Promise<Uint8Array> => (kept ??= input.bytes());
  const opened = <T>(file: Promise<T>): Promise<T> => file.catch((error: NodeJS.ErrnoException) => { throw error.code === undefined ? error : new Error(`${input.name} cannot be opened (${error.code}).`); });
  const source = await opened(recordingOf(input, whole));
  if (source === undefined) return { name, bytes: await opened(whole()) };
  const frames = await recordingFrames(name, source, options, signal);
  const [first] = frames;
  if (first === undefined) throw new Error(`${input.name} holds no picture.`);
  return { name, bytes: source.kind === 'video' ? first : await whole(), ...(frames.length > 1 && { frames }) };
}

/** Pictures first, then questions. */
function split(words: readonly string[]): { readonly files: readonly string[]; readonly questions: readonly string[] } {
  let count = 0;
  while (count < words.length && /^-$|\.(?:png|apng|jpe?g|webp|gif|bmp|mp4|m4v|mov|webm|mkv)$/iu.test(words[count] ?? '')) count++;
  if (count === words.length) throw new UsageError('a question is missing');
  return { files: words.slice(0, count), questions: words.slice(count) };
}

async function askedOf(all: Models, { url, model, provider, threads }: AskModelOptions): Promise<Asked> {
  if (url === undefined) return { model: await all.registry.find(model ?? ''), on: { provider, threads } };
  if (model === undefined) throw new UsageError('--url wants --model, the name that the endpoint has for its model');
  const key = process.env['UNRENDER_ENDPOINT_KEY'];
  return { endpoint: { url, model, ...(key !== undefined && { key }) } };
}
