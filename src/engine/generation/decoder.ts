import { EngineFailure } from '../errors.js';
import type { DecoderShape } from '../package/language.js';
import { floats, integers, output } from '../runtime/graph.js';
import type { FloatTensor, Graph } from '../runtime/graph.js';
import { KeyValueCache } from './cache.js';
import { attentionMasks } from './masks.js';
import type { AttentionRule } from './masks.js';

/** Tokens to feed: their embeddings, T rows, and what each is (text or the number of a picture). */
export interface Rows {
  readonly embeds: Float32Array;
  readonly kinds: readonly number[];
  /** Rows whose logits are wanted. */
  readonly keep: readonly number[];
  /** More inputs of the graph: what gated layers look at. */
  readonly more?: Readonly<Record<string, FloatTensor>>;
}

/** The past of one sequence of tokens, and the logits of what follows. */
export interface TokenDecoder {
  readonly length: number;
  /** Forgets all tokens from `length` on. */
  rewind(length: number): void;
  /**
   * Runs the graph on more tokens and keeps their keys and values.
   * @returns logits, `keep.length` rows of the vocabulary
   * @throws EngineFailure `too-large` where the model's context is full
   */
  feed(rows: Rows): Promise<Float32Array>;
}

/** @throws EngineFailure `too-large` */
export function refuseOverflow(wanted: number, { context }: Pick<DecoderShape, 'context'>): void {
  if (wanted > context) throw new EngineFailure('too-large', `The conversation is longer than the ${context} tokens that this model remembers. Start a new one, or show fewer pictures.`);
}

/** A decoder graph with the past of one sequence. Does not own the graph. */
export class Decoder implements TokenDecoder {
  private readonly cache: KeyValueCache;
  private readonly kinds: number[] = [];

  constructor(private readonly graph: Graph, private readonly shape: DecoderShape, private readonly rule: AttentionRule) {
    this.cache = new KeyValueCache(shape);
  }

  get length(): number {
    return this.cache.length;
  }

  rewind(length: number): void {
    if (length < 0 || length > this.cache.length) throw new RangeError(`cannot go back to ${length} of ${this.cache.length} tokens`);
    this.cache.length = length;
    this.kinds.length = length;
  }

  async feed({ embeds, kinds, keep, more }: Rows): Promise<Float32Array> {
    const count = kinds.length;
    const past = this.cache.length;
    refuseOverflow(past + count, this.shape);
    this.cache.reserve(count);
    const all = [...this.kinds, ...kinds];
    const { capacity } = this.cache;
    const outputs = await this.graph.run({
      embeds: floats(embeds, 1, count, this.shape.width),
      positions: integers(Array.from({ length: count }, (_, i) => past + i), count),
      rows: integers(keep, keep.length),
      ...attentionMasks(this.rule, all, past, capacity),
      ...(this.shape.keyPositions === true && { key_positions: integers(keyPositions(past, capacity, count), capacity + count) }),
      ...this.cache.feeds(),
      ...more,
    });
    this.cache.push(outputs, count);
    this.kinds.push(...kinds);
    return output(outputs, 'logits').data;
  }
}

/** Positions of the C places of the cache (unused ones are masked) and of the T new tokens. */
function keyPositions(past: number, capacity: number, count: number): number[] {
  return Array.from({ length: capacity + count }, (_, i) => (i < capacity ? Math.min(i, past) : past + i - capacity));
}
