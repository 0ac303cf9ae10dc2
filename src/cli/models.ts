import { freemem, homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { AskFailure } from '../client/askClient.js';
import { publicHub } from '../client/hub.js';
import { describeModel, describeOffer, gigabytes } from '../client/models/describe.js';
import { Models } from '../client/models/models.js';
import { locate } from '../client/places.js';
import { exitCodes, UsageError } from './exitCodes.js';
import type { EngineChoice } from './session.js';

export interface ModelsChoice extends EngineChoice {
  readonly json?: boolean;
  /** owner/name on a hub, instead of a folder. */
  readonly hub?: string;
  /** What the hub says is agreed to without being asked. */
  readonly yes?: boolean;
}

/** Where the command line keeps its list of models: the system's place for a person's own data, or UNRENDER_MODELS. */
export function modelsFile(environment: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
  const { UNRENDER_MODELS: own, APPDATA: roaming, XDG_DATA_HOME: data } = environment;
  if (own !== undefined && own !== '') return own;
  if (platform === 'win32') return join(roaming ?? join(homedir(), 'AppData', 'Roaming'), 'unrender', 'models.json');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'unrender', 'models.json');
  return join(data ?? join(homedir(), '.local', 'share'), 'unrender', 'models.json');
}

/** The models of this command; its owner disposes them. */
export function openModels({ verbose }: EngineChoice): Models {
  const { engineScript } = locate(fileURLToPath(new URL('..', import.meta.url)));
  return new Models({ file: modelsFile(), engineScript, idleShutdown: 0, log: verbose === true ? (line) => process.stderr.write(`engine: ${line}\n`) : () => {} });
}

/** `unrender models list|add FOLDER|add --hub OWNER/NAME|remove NAME|use NAME`. Returns the exit code. */
export async function models(action: string, target: string | undefined, options: ModelsChoice, signal: AbortSignal): Promise<number> {
  const all = openModels(options);
  try {
    switch (action) {
      case 'list': await list(all, options.json === true); return exitCodes.done;
      case 'add': {
        if (options.hub !== undefined) return await addFromHub(all, options.hub, options, signal);
        await add(all, named(target, 'a folder'), options, signal);
        return exitCodes.done;
      }
      case 'remove': {
        const { name, folder } = await all.registry.remove(named(target, 'a name'));
        process.stdout.write(`${name} is off the list; its folder ${folder} is as it was.\n`);
        return exitCodes.done;
      }
      case 'use': {
        await all.registry.choose(named(target, 'a name'));
        process.stdout.write(`Questions go to ${named(target, 'a name')}.\n`);
        return exitCodes.done;
      }
      default: throw new UsageError(`there is no "models ${action}"; there are: list, add FOLDER, add --hub OWNER/NAME, remove NAME, use NAME`);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (signal.aborted) return exitCodes.interrupted;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof AskFailure ? exitCodes.engine : exitCodes.usage;
  } finally {
    await all.dispose();
  }
}

function named(target: string | undefined, what: string): string {
  if (target === undefined) throw new UsageError(`${what} is missing`);
  return target;
}

async function list(all: Models, json: boolean): Promise<void> {
  const listed = await all.registry.list();
  const chosen = await all.registry.chosen();
  if (json) process.stdout.write(listed.map(({ files: _, ...model }) => `${JSON.stringify({ ...model, chosen: model.name === chosen?.name })}\n`).join(''));
  else if (listed.length === 0) process.stdout.write('No model was added. "unrender models add FOLDER" adds a package; docs/models.md says how to make one.\n');
  else process.stdout.write(listed.map((model) => `${model.name === chosen?.name ? '*' : ' '} ${model.name}\n    ${describeModel(model, freemem())}\n    ${model.folder}\n`).join(''));
}

async function add(all: Models, folder: string, { provider, threads }: ModelsChoice, signal: AbortSignal): Promise<void> {
  process.stderr.write('Reading and testing all files of the package…\n');
  const model = await all.add(folder, { provider, threads }, signal);
  process.stdout.write(`${model.name}: ${describeModel(model, freemem())}\n`);
}

/** Says what the hub has and asks; nothing is fetched before a yes. Returns the exit code. */
async function addFromHub(all: Models, name: string, { provider, threads, yes }: ModelsChoice, signal: AbortSignal): Promise<number> {
  const hub = process.env['HF_ENDPOINT'];
  const offer = await all.look(hub === undefined || hub === '' ? publicHub : hub, name, signal);
  process.stderr.write(`${describeOffer(offer)}\n`);
  if (yes !== true && !(await agreed(signal))) {
    process.stderr.write('Nothing was fetched.\n');
    return exitCodes.usage;
  }
  const seen = process.stderr.isTTY;
  const model = await all.addFromHub(offer, { provider, threads }, (bytes) => {
    if (bytes === undefined) process.stderr.write(`${seen ? '\n' : ''}Reading and testing all files of the package…\n`);
    else if (seen) process.stderr.write(`\r${gigabytes(bytes)} of ${gigabytes(offer.bytes)}   `);
  }, signal);
  process.stdout.write(`${model.name}: ${describeModel(model, freemem())}\n`);
  return exitCodes.done;
}

/** @throws UsageError where nobody can be asked */
async function agreed(signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('nobody can be asked here; add --yes to fetch it');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/iu.test((await lines.question('Fetch it? [y/N] ', { signal })).trim());
  } finally {
    lines.close();
  }
}
