import { freemem, homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AskFailure } from '../client/askClient.js';
import { describeModel } from '../client/models/describe.js';
import { Models } from '../client/models/models.js';
import { locate } from '../client/places.js';
import { exitCodes, UsageError } from './exitCodes.js';
import type { EngineChoice } from './session.js';

export interface ModelsChoice extends EngineChoice { readonly json?: boolean }

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

/** `unrender models list|add FOLDER|remove NAME|use NAME`. Returns the exit code. */
export async function models(action: string, target: string | undefined, options: ModelsChoice, signal: AbortSignal): Promise<number> {
  const all = openModels(options);
  try {
    switch (action) {
      case 'list': await list(all, options.json === true); return exitCodes.done;
      case 'add': await add(all, named(target, 'a folder'), options, signal); return exitCodes.done;
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
      default: throw new UsageError(`there is no "models ${action}"; there are: list, add FOLDER, remove NAME, use NAME`);
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
