import type { DecoderShape } from '../package/language.js';
import { floats, integers, output } from '../runtime/graph.js';
import type { FloatTensor, Graph, Tensor } from '../runtime/graph.js';
import { refuseOverflow } from './decoder.js';
import type { Rows, TokenDecoder } from './decoder.js';

/** Places that fresh buffers have; they double when they are full. */
const SMALLEST = 256;

/**
 * A decoder as transformers.js has it, `decoder_model_merged`: it is given all past keys and values and gives all back, the new ones among them. Two sets of
 * buffers take turns, and the graph writes straight into the one that is not being read: nothing is copied or set aside anew at a step. Does not own the graph.
 */
export class MergedDecoder implements TokenDecoder {
  length = 0;
  private capacity = 0;
  private past: Float32Array[] = [];
  private next: Float32Array[] = [];

  constructor(private readonly graph: Graph, private readonly shape: DecoderShape) {
    this.reserve(1);
  }

  rewind(length: number): void {
    if (length < 0 || length > this.length) throw new RangeError(`cannot go back to ${length} of ${this.length} tokens`);
    const { heads, headSize } = this.shape;
    // Heads lie one after the other, so what is kept moves together.
    for (const data of this.past) {
      for (let head = 1; head < heads; head++) data.copyWithin(head * length * headSize, head * this.length * headSize, (head * this.length + length) * headSize);
    }
    this.length = length;
  }

  async feed({ embeds, kinds, keep }: Rows): Promise<Float32Array> {
    const count = kinds.length;
    const { length: past, shape } = this;
    refuseOverflow(past + count, shape);
    this.reserve(count);
    const ones = integers(new Array<number>(past + count).fill(1), 1, past + count);
    const feeds: Record<string, Tensor> = { inputs_embeds: floats(embeds, 1, count, shape.width), attention_mask: ones, ...this.tensors('past_key_values', this.past, past) };
    if (this.graph.inputs?.includes('position_ids') ?? true) feeds['position_ids'] = integers(Array.from({ length: count }, (_, i) => past + i), 1, count);
    const outputs = await this.graph.run(feeds, this.tensors('present', this.next, past + count));
    [this.past, this.next] = [this.next, this.past];
    this.length += count;
    return chosen(output(outputs, 'logits'), keep);
  }

  private tensors(prefix: string, buffers: readonly Float32Array[], length: number): Record<string, FloatTensor> {
    const { heads, headSize } = this.shape;
    return Object.fromEntries(buffers.map((data, i) => [`${prefix}.${i >> 1}.${i % 2 === 0 ? 'key' : 'value'}`, floats(data.subarray(0, heads * length * headSize), 1, heads, length, headSize)]));
  }

  private reserve(more: number): void {
    const wanted = this.length + more;
    if (wanted <= this.capacity) return;
    let capacity = Math.max(SMALLEST, this.capacity);
    while (capacity < wanted) capacity *= 2;
    const { layers, heads, headSize } = this.shape;
    const fresh = (old: readonly Float32Array[]): Float32Array[] => Array.from({ length: layers * 2 }, (_, i) => {
      const grown = new Float32Array(heads * capacity * headSize);
      grown.set(old[i]?.subarray(0, heads * this.length * headSize) ?? []);
      return grown;
    });
    this.past = fresh(this.past);
    this.next = fresh([]);
    this.capacity = capacity;
  }
}

/** Some rows of logits [1, T, V]. Graphs that give the last row only are asked for that one only. */
function chosen({ data, dims }: FloatTensor, keep: readonly number[]): Float32Array {
  const [rows, width] = [dims[1] ?? 0, dims[2] ?? 0];
  const wanted = keep.map((row) => (rows === 1 ? 0 : row));
  if (wanted.length === 1) return data.subarray((wanted[0] ?? 0) * width, ((wanted[0] ?? 0) + 1) * width);
  const out = new Float32Array(wanted.length * width);
  wanted.forEach((row, i) => out.set(data.subarray(row * width, (row + 1) * width), i * width));
  return out;
}
