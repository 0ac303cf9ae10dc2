import { cpus, freemem, totalmem } from 'node:os';
import { ReadFailure } from '../client/failure.js';
import { providersOf } from '../client/protocol.js';
import type { EngineInfo } from '../client/protocol.js';
import { exitCodes } from './exitCodes.js';
import { openClient } from './session.js';
import type { EngineChoice } from './session.js';

/** `unrender doctor`: what works on this machine. Returns the exit code. */
export async function doctor(options: EngineChoice): Promise<number> {
  const say = (label: string, text: string): void => { process.stdout.write(`${`${label}:`.padEnd(14)}${text}\n`); };
  const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;
  say('machine', `${process.platform} ${process.arch}, ${cpus().length} processors (${cpus()[0]?.model.trim() ?? 'unknown'}), ${megabytes(totalmem())} memory, ${megabytes(freemem())} free`);
  say('runtime', `Node ${process.versions.node}`);
  let best: EngineInfo | undefined;
  for (const provider of options.provider === 'auto' ? providersOf(process.platform) : [options.provider]) {
    const info = await probe({ ...options, provider });
    if (info instanceof ReadFailure) say(provider, `does not work: ${info.message}`);
    else say(provider, `works; self-test passed, ready in ${(info.readyMs / 1000).toFixed(2)} s, ${megabytes(info.rssBytes)} memory`);
    if (info instanceof ReadFailure && info.code !== 'no-provider') return exitCodes.engine;
    if (!(info instanceof ReadFailure)) best ??= info;
  }
  if (best === undefined) return exitCodes.engine;
  const { name, version, family, bytes } = best.model;
  say('model', `${name} ${version} (${family}), ${(bytes / 1e6).toFixed(1)} MB; the files are those that its manifest names`);
  say('text reader', 'complete');
  return exitCodes.done;
}

/** A process a provider: what one provider leaves behind cannot help or hurt the next. */
async function probe(options: EngineChoice): Promise<EngineInfo | ReadFailure> {
  const client = openClient(options);
  try {
    return await client.start();
  } catch (error) {
    if (error instanceof ReadFailure) return error;
    throw error;
  } finally {
    await client.dispose();
  }
}
