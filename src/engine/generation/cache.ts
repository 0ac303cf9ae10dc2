import type { DecoderShape } from '../package/language.js';
import { floats } from '../runtime/graph.js';
import type { FloatTensor } from '../runtime/graph.js';

/** Places that a fresh cache has; it doubles when it is full. */
const SMALLEST = 64;

/**
 * Keys and values of all past tokens, a pair of [1, heads, capacity, size] a layer, in buffers that JavaScript owns. The graph gets them whole, unused places
 * masked, and returns only what is new: nothing is copied but the new rows, and going back is setting `length`.
 */
export class KeyValueCache {
  length = 0;
  capacity = 0;
  private buffers: Float32Array[] = [];

  constructor(private readonly shape: Pick<DecoderShape, 'layers' | 'heads' | 'headSize'>) {
    this.reserve(1);
  }

  /** Makes room for more tokens. */
  reserve(more: number): void {
    const wanted = this.length + more;
    if (wanted <= this.capacity) return;
    let capacity = Math.max(SMALLEST, this.capacity);
    while (capacity < wanted) capacity *= 2;
    const { layers, heads, headSize } = this.shape;
    const old = this.buffers;
    this.buffers = Array.from({ length: layers * 2 }, (_, i) => {
      const grown = new Float32Array(heads * capacity * headSize);
      const before = old[i];
      if (before === undefined) return grown;
      for (let head = 0; head < heads; head++) {
        const from = head * this.capacity * headSize;
        grown.set(before.subarray(from, from + this.length * headSize), head * capacity * headSize);
      }
      return grown;
    });
    this.capacity = capacity;
  }

  /** What the graph is fed, by name. */
  feeds(): Record<string, FloatTensor> {
    const { heads, headSize } = this.shape;
    return Object.fromEntries(this.buffers.map((data, i) => [`past_${i % 2 === 0 ? 'k' : 'v'}_${i >> 1}`, floats(data, 1, heads, this.capacity, headSize)]));
  }

  /** Keeps the new keys and values of `count` tokens. Call `reserve` first. */
  push(outputs: Readonly<Record<string, FloatTensor>>, count: number): void {
    const { heads, headSize } = this.shape;
    if (this.length + count > this.capacity) throw new RangeError(`the cache holds ${this.capacity} tokens`);
    this.buffers.forEach((data, i) => {
      const name = `new_${i % 2 === 0 ? 'k' : 'v'}_${i >> 1}`;
      const added = outputs[name]?.data;
      if (added === undefined) throw new Error(`the graph has no output "${name}"`);
      for (let head = 0; head < heads; head++) {
        data.set(added.subarray(head * count * headSize, (head + 1) * count * headSize), (head * this.capacity + this.length) * headSize);
      }
    });
    this.length += count;
  }
}
