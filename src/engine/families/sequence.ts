import type { TokenDecoder } from '../generation/decoder.js';
import { TEXT } from '../generation/masks.js';
import { layOut } from '../generation/prompt.js';
import type { Piece, PromptPicture } from '../generation/prompt.js';
import type { DecoderShape, PromptSpec } from '../package/language.js';
import { integers, output } from '../runtime/graph.js';
import type { FloatTensor, Graph } from '../runtime/graph.js';
import type { Conversation } from './language.js';

/** One row of the decoder's input. */
export interface Row {
  /** The token, or -1 for a visual one. */
  readonly id: number;
  readonly embedding?: Float32Array;
  /** Text, or the number of the picture that it is a part of. */
  readonly kind: number;
  /** Pictures that it sees through cross-attention. */
  readonly seen: readonly number[];
  /** A picture ends here: the next one may share the tokens between them. */
  readonly closes: boolean;
}

/** Embeddings of tokens, a row of the model's width each. */
export type Embed = (ids: readonly number[]) => Promise<Float32Array>;

/** The embeddings of a graph of ours. */
export function embedBy(graph: Graph): Embed {
  return async (ids) => output(await graph.run({ ids: integers(ids, ids.length) }), 'embeds').data;
}

/** Rows that run at once. Between two runs the process takes messages in, so that a prompt can be cancelled. */
const CHUNK = 128;
const nothing = async (): Promise<void> => undefined;

/** What all conversations have in common: laying a prompt out, running it in pieces, going back. */
export abstract class Sequence implements Conversation {
  private readonly rows: Row[] = [];
  readonly ends: number[] = [];
  private readonly width: number;

  protected constructor(private readonly decoder: TokenDecoder, private readonly embed: Embed, protected readonly shape: DecoderShape, private readonly prompt: PromptSpec) {
    this.width = shape.width;
  }

  get length(): number {
    return this.rows.length;
  }

  async append(pieces: readonly Piece[], between: () => Promise<void>): Promise<void> {
    await this.lay(pieces, between);
    while (this.rows.length - this.decoder.length > 1) {
      await between();
      await this.run(Math.min(CHUNK, this.rows.length - this.decoder.length - 1), []);
    }
  }

  remember(id: number): void {
    const last = this.rows.at(-1);
    if (last === undefined) throw new RangeError('there is nothing to continue');
    this.rows.push({ id, kind: TEXT, seen: last.seen, closes: false });
    this.ends.push(this.rows.length);
  }

  async logits(): Promise<Float32Array> {
    const waiting = this.rows.length - this.decoder.length;
    if (this.rows.length === 0) throw new RangeError('there is nothing to continue');
    // After a step back the last token runs again: its logits were not kept.
    if (waiting === 0) this.decoder.rewind(this.rows.length - 1);
    const count = Math.max(1, waiting);
    return this.run(count, [count - 1]);
  }

  async appendAll(pieces: readonly Piece[], atOnce = CHUNK): Promise<readonly Float32Array[]> {
    await this.lay(pieces, nothing);
    const all: Float32Array[] = [];
    while (this.decoder.length < this.rows.length) {
      const count = Math.min(atOnce, this.rows.length - this.decoder.length);
      const logits = await this.run(count, Array.from({ length: count }, (_, i) => i));
      for (let i = 0; i < count; i++) all.push(logits.slice(i * this.shape.vocabulary, (i + 1) * this.shape.vocabulary));
    }
    return all;
  }

  rewind(length: number): void {
    if (length < 0 || length > this.rows.length) throw new RangeError(`cannot go back to ${length} of ${this.rows.length} tokens`);
    this.rows.length = length;
    while ((this.ends.at(-1) ?? 0) > length) this.ends.pop();
    if (this.decoder.length > length) this.decoder.rewind(length);
  }

  /**
   * Rows of a picture, after looking at it.
   * @param alone it is the only one of its prompt
   */
  protected abstract see(picture: PromptPicture, before: readonly Row[], alone: boolean, between: () => Promise<void>): Promise<readonly Row[]>;
  /** The row of a token of the prompt. */
  protected abstract say(id: number, before: Row | undefined): Row;
  /** More inputs of the decoder. */
  protected abstract more(rows: readonly Row[]): Readonly<Record<string, FloatTensor>>;

  private async lay(pieces: readonly Piece[], between: () => Promise<void>): Promise<void> {
    const kept = this.rows.length;
    const alone = pieces.filter((piece) => 'picture' in piece).length === 1;
    try {
      let adjacent = this.rows.at(-1)?.closes ?? false;
      for (const piece of pieces) {
        for (const token of layOut([piece], this.prompt, adjacent)) {
          if ('id' in token) this.rows.push(this.say(token.id, this.rows.at(-1)));
          else this.rows.push(...(await this.see(token.picture, this.rows, alone, between)));
          if ('tokens' in piece) this.ends.push(this.rows.length);
        }
        const last = this.rows.at(-1);
        if ('picture' in piece && last !== undefined) {
          this.rows[this.rows.length - 1] = { ...last, closes: true };
          this.ends.push(this.rows.length);
        }
        if ('picture' in piece || piece.tokens.length > 0) adjacent = 'picture' in piece;
      }
    } catch (error) {
      this.rows.length = kept;
      while ((this.ends.at(-1) ?? 0) > kept) this.ends.pop();
      throw error;
    }
  }

  private async run(count: number, keep: readonly number[]): Promise<Float32Array> {
    const from = this.decoder.length;
    const rows = this.rows.slice(from, from + count);
    // The graph's head wants at least one row.
    const logits = await this.decoder.feed({ embeds: await this.embeddings(rows), kinds: rows.map(({ kind }) => kind), keep: keep.length > 0 ? keep : [count - 1], more: this.more(rows) });
    return logits;
  }

  private async embeddings(rows: readonly Row[]): Promise<Float32Array> {
    const embeds = new Float32Array(rows.length * this.width);
    const ids = rows.flatMap(({ id, embedding }) => (embedding === undefined ? [id] : []));
    const looked = ids.length === 0 ? new Float32Array() : await this.embed(ids);
    let next = 0;
    rows.forEach(({ embedding }, i) => {
      embeds.set(embedding ?? looked.subarray(next * this.width, (next + 1) * this.width), i * this.width);
      if (embedding === undefined) next++;
    });
    return embeds;
  }
}
