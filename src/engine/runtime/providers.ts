import { cpus } from 'node:os';
import type { EngineInfo, ProviderName } from '../../client/protocol.js';
import { EngineFailure } from '../errors.js';

export type Refusal = EngineInfo['refused'][number];
export interface Chosen<T> { readonly provider: ProviderName; readonly value: T; readonly refused: readonly Refusal[] }

/**
 * The first provider that opens and passes. They are tried one at a time because the runtime does not fall back by itself.
 * @param open opens everything on a provider, tests it, and throws (having released what it opened) where it cannot be trusted
 * @throws EngineFailure `no-provider`; a fault of the package itself ends the search, since every provider would meet it
 */
export async function chooseProvider<T>(order: readonly ProviderName[], open: (provider: ProviderName) => Promise<T>): Promise<Chosen<T>> {
  const refused: Refusal[] = [];
  for (const provider of order) {
    try {
      return { provider, value: await open(provider), refused };
    } catch (error) {
      if (error instanceof EngineFailure) throw error;
      refused.push({ provider, reason: firstLine(error) });
    }
  }
  const reasons = refused.map(({ provider, reason }) => `${provider}: ${reason}`).join('; ');
  throw new EngineFailure('no-provider', `The model does not run on this machine (${reasons}). Set the execution provider to "auto" or "cpu".`);
}

/** 0 means: physical cores (half of what the system lists where that is more than two), at most 8. */
export function threadCount(wanted: number): number {
  if (wanted > 0) return Math.min(wanted, 64);
  const logical = cpus().length;
  return Math.max(1, Math.min(8, logical > 2 ? logical >> 1 : logical));
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]?.slice(0, 300) ?? '';
}
