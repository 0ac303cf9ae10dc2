import { Decoder } from '../generation/decoder.js';
import { attentionRules, TEXT } from '../generation/masks.js';
import { layOut } from '../generation/prompt.js';
import type { Piece, PromptPicture } from '../generation/prompt.js';
import type { DecoderShape, LanguageManifest, PromptSpec } from '../package/language.js';
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

/** Rows that run at once. Between two runs the process takes messages in, so that a prompt can be cancelled. */
const CHUNK = 128;
const nothing = async (): Promise<void> => undefined;

/** What all conversations have in common: laying a prompt out, running it in pieces, going back. */
export abstract class Sequence implements Conversation {
  private readonly decoder: Decoder;
  private readonly rows: Row[] = [];
  private readonly width: number;

  protected constructor(
    decoder: Graph, private readonly embed: Graph, protected readonly shape: DecoderShape, private readonly prompt: PromptSpec,
    kind: NonNullable<LanguageManifest['attention']>['kind'],
  ) {
    this.decoder = new Decoder(decoder, shape, attentionRules[kind]);
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
    if (this.decoder.length > length) this.decoder.rewind(length);
  }

  /** Rows of a picture, after looking at it. */
  protected abstract see(picture: PromptPicture, before: readonly Row[], between: () => Promise<void>): Promise<readonly Row[]>;
  /** The row of a token of the prompt. */
  protected abstract say(id: number, before: Row | undefined): Row;
  /** More inputs of the decoder. */
  protected abstract more(rows: readonly Row[]): Readonly<Record<string, FloatTensor>>;

  private async lay(pieces: readonly Piece[], between: () => Promise<void>): Promise<void> {
    const kept = this.rows.length;
    try {
      for (const token of layOut(pieces, this.prompt, this.rows.at(-1)?.closes ?? false)) {
        if ('id' in token) this.rows.push(this.say(token.id, this.rows.at(-1)));
        else this.rows.push(...(await this.see(token.picture, this.rows, between)));
      }
    } catch (error) {
      this.rows.length = kept;
      throw error;
    }
    const ends = pieces.at(-1);
    const last = this.rows.at(-1);
    if (ends !== undefined && 'picture' in ends && last !== undefined) this.rows[this.rows.length - 1] = { ...last, closes: true };
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
    const looked = ids.length === 0 ? new Float32Array() : output(await this.embed.run({ ids: integers(ids, ids.length) }), 'embeds').data;
    let next = 0;
    rows.forEach(({ embedding }, i) => {
      embeds.set(embedding ?? looked.subarray(next * this.width, (next + 1) * this.width), i * this.width);
      if (embedding === undefined) next++;
    });
    return embeds;
  }
}
