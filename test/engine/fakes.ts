import { readFileSync } from 'node:fs';
import type { ReadEvent } from '../../src/client/protocol.js';
import { readVocabulary } from '../../src/engine/decoding/vocabulary.js';
import type { Manifest } from '../../src/engine/package/manifest.js';
import type { FloatTensor, Graph, Tensor } from '../../src/engine/runtime/graph.js';
import { Task } from '../../src/engine/task.js';

export const manifest = JSON.parse(readFileSync(new URL('../../docs/manifest-example.json', import.meta.url), 'utf8')) as Manifest;
export const words = readVocabulary(manifest);
export const role = (name: string): number => manifest.roles.indexOf(name);

/** A graph that is a function. */
export function graph(run: (feeds: Readonly<Record<string, Tensor>>) => Record<string, FloatTensor>): Graph & { disposed: boolean } {
  return { disposed: false, run: async (feeds) => run(feeds), async dispose() { this.disposed = true; } };
}

export function tensor(values: ArrayLike<number>, ...dims: number[]): FloatTensor {
  return { data: Float32Array.from(values), dims };
}

/** Rows of logits that have their most at the given places. */
export function oneHot(places: readonly number[], width: number, high = 10): Float32Array {
  const out = new Float32Array(places.length * width);
  places.forEach((place, row) => { out[row * width + place] = high; });
  return out;
}

export function newTask(signal: AbortSignal = new AbortController().signal): { readonly task: Task; readonly events: ReadEvent[] } {
  const events: ReadEvent[] = [];
  return { task: new Task('a.png', signal, (event) => events.push(event)), events };
}
