import type { DecoderShape } from '../package/language.js';
import { floats, output } from '../runtime/graph.js';
import type { FloatTensor } from '../runtime/graph.js';
import { HIDDEN } from './masks.js';

/** Keys and values of one picture for every cross-attention layer, [1, heads, L, size] each: computed once, kept as long as the picture matters. */
export type CrossKeys = Readonly<Record<string, FloatTensor>>;

type CrossShape = NonNullable<DecoderShape['cross']>;

/**
 * What the gated layers are fed for T tokens. Only pictures that one of them sees are fed: while one picture is talked about, a step costs the same however many
 * pictures the conversation has.
 * @param seen the pictures that each token sees, numbers into `pictures`
 * @param always run the gated feed-forward for tokens that see no picture, too
 */
export function crossFeeds(shape: CrossShape, pictures: readonly CrossKeys[], seen: readonly (readonly number[])[], always: boolean): Record<string, FloatTensor> {
  const count = seen.length;
  const needed = [...new Set(seen.flat())].sort((a, b) => a - b);
  const parts = needed.map((number) => {
    const keys = pictures[number];
    if (keys === undefined) throw new RangeError(`there is no picture ${number}`);
    return keys;
  });
  const names = Array.from({ length: shape.layers }, (_, i) => [`cross_k_${i}`, `cross_v_${i}`]).flat();
  const feeds: Record<string, FloatTensor> = Object.fromEntries(names.map((name) => [name, joined(parts.map((part) => output(part, name)), shape)]));
  const lengths = parts.map((part) => output(part, 'cross_k_0').dims[2] ?? 0);
  const width = Math.max(1, lengths.reduce((sum, length) => sum + length, 0));
  const mask = new Float32Array(count * width).fill(HIDDEN);
  const open = new Float32Array(count);
  seen.forEach((numbers, row) => {
    let from = 0;
    needed.forEach((number, i) => {
      const length = lengths[i] ?? 0;
      if (numbers.includes(number)) mask.fill(0, row * width + from, row * width + from + length);
      from += length;
    });
    open[row] = numbers.length > 0 ? 1 : 0;
  });
  feeds['cross_mask'] = floats(mask, 1, 1, count, width);
  feeds['gate_attention'] = floats(open, 1, count, 1);
  feeds['gate_feed'] = floats(always ? new Float32Array(count).fill(1) : open, 1, count, 1);
  return feeds;
}

/** Keys of several pictures, one after the other in every head. The graph wants at least one, which the gate then shuts out. */
function joined(parts: readonly FloatTensor[], { heads, headSize }: CrossShape): FloatTensor {
  const [first] = parts;
  if (first === undefined) return floats(new Float32Array(heads * headSize), 1, heads, 1, headSize);
  if (parts.length === 1) return first;
  const lengths = parts.map((part) => part.dims[2] ?? 0);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const data = new Float32Array(heads * total * headSize);
  let at = 0;
  parts.forEach((part, i) => {
    const row = (lengths[i] ?? 0) * headSize;
    for (let head = 0; head < heads; head++) data.set(part.data.subarray(head * row, (head + 1) * row), (head * total + at) * headSize);
    at += lengths[i] ?? 0;
  });
  return floats(data, 1, heads, total, headSize);
}
