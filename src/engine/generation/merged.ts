import type { DecoderShape } from '../package/language.js';
import { floats, integers, output } from '../runtime/graph.js';
import type { FloatTensor, Graph, IntTensor, Tensor } from '../runtime/graph.js';
import { refuseOverflow } from './decoder.js';
import type { Rows, TokenDecoder } from './decoder.js';

/**
 * A decoder as transformers.js has it, `decoder_model_merged`: it is given all past keys and values and gives all back, the new ones among them. What it gives is handed
 * in again as it is: places of our own for its outputs make a step slower. Does not own the graph.
 * @param rowsInput the input, int64 [K], by which the graph is asked for logits of some rows only; without it the graph gives all, or the last only
 */
export class MergedDecoder implements TokenDecoder {
  length = 0;
  /** Keys and values by turns, layer by layer: [1, heads, length, headSize]. */
  private past: readonly FloatTensor[];
  private ones = new BigInt64Array();

  constructor(private readonly graph: Graph, private readonly shape: DecoderShape, private readonly rowsInput?: string) {
    this.past = Array.from({ length: shape.layers * 2 }, () => floats(new Float32Array(), 1, shape.heads, 0, shape.headSize));
  }

  rewind(length: number): void {
    if (length < 0 || length > this.length) throw new RangeError(`cannot go back to ${length} of ${this.length} tokens`);
    const { heads, headSize } = this.shape;
    // Heads lie one after the other: of each the beginning is kept.
    this.past = this.past.map(({ data }) => {
      const kept = new Float32Array(heads * length * headSize);
      for (let head = 0; head < heads; head++) kept.set(data.subarray(head * this.length * headSize, (head * this.length + length) * headSize), head * length * headSize);
      return floats(kept, 1, heads, length, headSize);
    });
    this.length = length;
  }

  async feed({ embeds, kinds, keep }: Rows): Promise<Float32Array> {
    const count = kinds.length;
    const { length: past, shape, rowsInput } = this;
    refuseOverflow(past + count, shape);
    const feeds: Record<string, Tensor> = { inputs_embeds: floats(embeds, 1, count, shape.width), attention_mask: this.mask(past + count) };
    this.past.forEach((tensor, i) => { feeds[nameOf('past_key_values', i)] = tensor; });
    if (this.graph.inputs?.includes('position_ids') ?? true) feeds['position_ids'] = integers(Array.from({ length: count }, (_, i) => past + i), 1, count);
    if (rowsInput !== undefined) feeds[rowsInput] = integers(keep, keep.length);
    const outputs = await this.graph.run(feeds);
    this.past = this.past.map((_, i) => output(outputs, nameOf('present', i)));
    this.length += count;
    const logits = output(outputs, 'logits');
    return rowsInput === undefined ? chosen(logits, keep) : logits.data;
  }

  /** Every place is looked at: ones [1, length]. */
  private mask(length: number): IntTensor {
    if (this.ones.length < length) this.ones = new BigInt64Array(2 * length).fill(1n);
    return { data: this.ones.subarray(0, length), dims: [1, length] };
  }
}

const nameOf = (prefix: string, index: number): string => `${prefix}.${index >> 1}.${index % 2 === 0 ? 'key' : 'value'}`;

/** Some rows of logits [1, T, V]. Graphs that give the last row only are asked for that one only. */
function chosen({ data, dims }: FloatTensor, keep: readonly number[]): Float32Array {
  const [rows, width] = [dims[1] ?? 0, dims[2] ?? 0];
  const wanted = keep.map((row) => (rows === 1 ? 0 : row));
  if (wanted.length === 1) return data.subarray((wanted[0] ?? 0) * width, ((wanted[0] ?? 0) + 1) * width);
  const out = new Float32Array(wanted.length * width);
  wanted.forEach((row, i) => out.set(data.subarray(row * width, (row + 1) * width), i * width));
  return out;
}
