import type { StreamSpec } from '../package/manifest.js';
import type { FloatTensor } from '../runtime/graph.js';
import { floats } from '../runtime/graph.js';

/**
 * Keys (or values) of all past steps, [layers, heads, P, size] (with `batch` [layers, 1, heads, P, size]), in one buffer that JavaScript owns: the graph returns only what is new,
 * and going back is setting `length`.
 */
export class Cache {
  length = 0;
  private readonly kept: Float32Array;
  private readonly packed: Float32Array;
  private readonly rows: number;

  constructor(private readonly spec: StreamSpec) {
    this.rows = spec.layers * spec.heads;
    this.kept = new Float32Array(this.rows * spec.maxSteps * spec.headSize);
    this.packed = new Float32Array(this.kept.length);
  }

  /** Adds T steps, [layers, heads, T, size] or [layers, 1, heads, T, size]. */
  push(added: FloatTensor): void {
    const { headSize, maxSteps } = this.spec;
    const steps = added.dims.at(-2) ?? 0;
    if (this.length + steps > maxSteps) throw new RangeError(`the cache holds ${maxSteps} steps`);
    for (let row = 0; row < this.rows; row++) {
      this.kept.set(added.data.subarray(row * steps * headSize, (row + 1) * steps * headSize), (row * maxSteps + this.length) * headSize);
    }
    this.length += steps;
  }

  /** The past as the graph wants it. Valid until the next call: the memory is used again. */
  tensor(): FloatTensor {
    const { layers, heads, headSize, maxSteps, batch = false } = this.spec;
    const row = this.length * headSize;
    for (let i = 0; i < this.rows; i++) {
      const from = i * maxSteps * headSize;
      this.packed.set(this.kept.subarray(from, from + row), i * row);
    }
    return floats(this.packed.subarray(0, this.rows * row), layers, ...(batch ? [1] : []), heads, this.length, headSize);
  }
}
