#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ReadFailure } from '../client/failure.js';
import { readings } from '../client/protocol.js';
import type { ProviderName } from '../client/protocol.js';
import { askPicture } from './ask.js';
import type { AskOptions } from './ask.js';
import { askModel, isModel } from './askModel.js';
import type { AskModelOptions } from './askModel.js';
import { batch } from './batch.js';
import type { BatchOptions } from './batch.js';
import { doctor } from './doctor.js';
import { UsageError, exitCodes } from './exitCodes.js';
import { formats } from './formats.js';
import type { Format } from './formats.js';
import type { McpOptions } from './mcp.js';
import { models } from './models.js';
import type { ModelsChoice } from './models.js';
import { read } from './read.js';
import type { ReadOptions } from './read.js';
import type { EngineChoice } from './session.js';

const exits = `
Exit codes:
  0    everything was read
  1    some picture could not be read (or holds no such thing, with --format mermaid or latex), or some question could not be answered; the others were
  2    the command line is wrong
  3    the engine does not run here: model, text reader or execution provider ("unrender doctor" tells more)
  130  interrupted`;

const interrupt = new AbortController();
process.on('SIGINT', () => interrupt.abort());
process.on('SIGTERM', () => interrupt.abort());
// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.somePicture));

const program = new Command('unrender')
  .description('Turns pictures of flowcharts back into Mermaid source, explained. Offline: nothing leaves this machine.')
  .exitOverride().showHelpAfterError().addHelpText('after', exits);

withEngine(program.command('read'))
  .description('read pictures (PNG, JPEG, WebP, GIF, BMP) and recordings (animated GIF, WebP and PNG; MP4 and WebM with ffmpeg), step by step; "-" is standard input')
  .argument('<picture...>', 'files')
  .addOption(new Option('-f, --format <format>', 'what to write; md is short for markdown').choices([...Object.keys(formats), 'md']).default('markdown'))
  .option('--still', 'of an animation, read only the first picture')
  .option('-o, --out <dir>', 'write a file a picture into this folder instead of standard output')
  .option('--lines <file>', 'use these text lines instead of the text reader: JSON, {"<file name>": [{x, y, width, height, text}]}')
  .action(async (pictures: string[], { format, ...options }: Omit<ReadOptions, 'format'> & { readonly format: Format | 'md' }) => finish(await read(pictures, { ...options, format: format === 'md' ? 'markdown' : format }, interrupt.signal)));

withEngine(program.command('batch'))
  .description('read many pictures, a line of JSON each: {id, picture, kind, mermaid?, answer, ms} or {id, picture, error, ms}')
  .argument('<source...>', 'folders, files or patterns ("pictures/**/*.png")')
  .requiredOption('--jsonl <file>', 'where the lines go')
  .option('--lines <file>', 'as for read')
  .action(async (sources: string[], options: BatchOptions) => finish(await batch(sources, options, interrupt.signal)));

withEngine(program.command('ask'))
  .description('answer questions about a picture (what follows a step, how to get from here to there, counts, loops, places); "-" is standard input')
  .argument('<picture>', 'file; with --model NAME or --url several, then the questions')
  .argument('[question...]', 'questions, each in quotes; a later one may refer to an earlier one ("and after that?"); with a language model the first may stand without a picture')
  .option('--url <address>', 'ask an endpoint of OpenAI\'s protocol (vLLM, llama.cpp, Ollama): pictures and questions go there; its key is in UNRENDER_ENDPOINT_KEY')
  .option('--examples <file>', 'with --model NAME or --url: JSON, [{pictures, question, answer}], shown to the model first')
  .addOption(new Option('--most <n>', 'with --model NAME or --url: most tokens of an answer').argParser(tokens).default(512))
  .option('--json', 'write a line of JSON for each question: {question, status, sentences, found, value?, mermaid?, suggestions}')
  .option('--lines <file>', 'as for read')
  .action(async (picture: string, questions: string[], options: AskOptions & AskModelOptions) => finish(
    (await isModel(options)) ? await askModel([picture, ...questions], options, interrupt.signal) : await askPicture(picture, questions, options, interrupt.signal),
  ));

withEngine(program.command('models'))
  .description('language models for questions: list them, add a package (verified first), remove one from the list, use one')
  .argument('[action]', 'list, add, remove or use', 'list')
  .argument('[target]', 'the folder of a package, or the name of a model')
  .option('--hub <owner/name>', 'with add: fetch it from huggingface.co (or HF_ENDPOINT), after licence and size were shown and agreed to')
  .option('--yes', 'with --hub: agree without being asked')
  .option('--json', 'with list: a line of JSON a model')
  .action(async (action: string, target: string | undefined, options: ModelsChoice) => finish(await models(action, target, options, interrupt.signal)));

withEngine(program.command('mcp'))
  .description('serve agents over standard input and output (Model Context Protocol): one tool that reads pictures below the roots')
  .option('--root <dir...>', 'folders that may be read; without any, those that the client has open')
  .action(async (options: McpOptions) => finish(await (await import('./mcp.js')).mcp(options, interrupt.signal)));

withEngine(program.command('doctor'))
  .description('say which model is installed and which execution providers work here, each with the self-test')
  .action(async (options: EngineChoice) => finish(await doctor(options)));

try {
  await program.parseAsync();
} catch (error) {
  finish(codeFor(error));
}

function withEngine(command: Command): Command {
  const providers: readonly (ProviderName | 'auto')[] = ['auto', 'webgpu', 'cuda', 'dml', 'coreml', 'cpu'];
  return command
    .addOption(new Option('--provider <name>', 'execution provider').choices(providers).default('auto'))
    .addOption(new Option('--threads <n>', 'processor threads; 0: as many as there are cores, at most 8').argParser(wholeNumber).default(0))
    .addOption(new Option('--background <colour>', 'under transparent pixels').argParser(colour).default('#ffffff'))
    .addOption(new Option('--as <kind>', 'read every picture as this, whatever it looks like').choices(readings))
    .option('--model <dir>', 'folder of another model package (or the environment variable UNRENDER_MODEL); with ask, also the name of one of "unrender models"')
    .option('--text-reader <dir>', 'folder of the text reader (or UNRENDER_TEXT_READER)')
    .option('--verbose', 'show what the engine writes to its log')
    .addHelpText('after', exits);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,2}$/u.test(text)) throw new InvalidArgumentError('must be a whole number from 0 to 99.');
  return Number(text);
}

function tokens(text: string): number {
  if (!/^[1-9]\d{0,5}$/u.test(text)) throw new InvalidArgumentError('must be a whole number from 1 to 999999.');
  return Number(text);
}

function colour(text: string): string {
  if (!/^#[\da-f]{6}$/iu.test(text)) throw new InvalidArgumentError('must be like #1e1e1e.');
  return text;
}

function codeFor(error: unknown): number {
  // Commander has already said what is wrong (or shown the help that was asked for).
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError) return exitCodes.usage;
  return error instanceof ReadFailure ? exitCodes.engine : exitCodes.somePicture;
}

function finish(code: number): void {
  process.exitCode = code;
}
