import type { LanguageManifest } from './language.js';

/** Work space of the runtime and the process, in bytes: measured with small packages, where it is nearly all. */
const BASE = 120 * 2 ** 20;

/**
 * Bytes of memory that a package needs. Weights in 16 bits are widened when they are loaded (arithmetic is fp32); those in 4 and 8 bits stay as they are. Keys and
 * values are those of a full context: a short conversation needs less.
 */
export function memoryOf({ graphs, source, decoder }: Pick<LanguageManifest, 'graphs' | 'source' | 'decoder'>): number {
  const files = Object.values(graphs).reduce((sum, graph) => sum + graph.bytes + (graph.data?.bytes ?? 0), 0);
  const weights = source.format === 'fp16' ? 2 * files : files;
  const cache = decoder === undefined ? 0 : 2 * decoder.layers * decoder.heads * decoder.headSize * decoder.context * 4;
  return weights + cache + BASE;
}
