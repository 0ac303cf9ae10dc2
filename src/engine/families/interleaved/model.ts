import { Decoder } from '../../generation/decoder.js';
import { joinFrames, timeShares } from '../../generation/clip.js';
import { crossFeeds } from '../../generation/media.js';
import type { CrossKeys } from '../../generation/media.js';
import { attentionRules, TEXT } from '../../generation/masks.js';
import type { PromptPicture } from '../../generation/prompt.js';
import type { DecoderShape, LanguageManifest, MediaRule, PromptSpec } from '../../package/language.js';
import { lookFeeds } from '../../picture/look.js';
import type { Pixels } from '../../picture/scale.js';
import { output } from '../../runtime/graph.js';
import type { FloatTensor, Graph } from '../../runtime/graph.js';
import { Kept } from '../kept.js';
import type { Conversation, LanguageModel } from '../language.js';
import { embedBy, Sequence } from '../sequence.js';
import type { Row } from '../sequence.js';

/** `clip` where the model knows clips. */
export interface InterleavedParts { readonly vision: Graph; readonly cross_kv: Graph; readonly embed: Graph; readonly decoder: Graph; readonly clip?: Graph }
export interface InterleavedSpec {
  readonly decoder: DecoderShape & { readonly cross: NonNullable<DecoderShape['cross']> };
  readonly prompt: PromptSpec;
  readonly attention: NonNullable<LanguageManifest['attention']>;
  readonly media: MediaRule;
}

/** Pictures whose keys stay in memory between conversations. */
const KEPT = 8;

/** Flamingo and those that look through gated cross-attention, pictures anywhere among text. */
export class Interleaved implements LanguageModel {
  private readonly kept = new Kept<CrossKeys>(KEPT);

  /** Owns the graphs. */
  constructor(private readonly parts: InterleavedParts, readonly manifest: LanguageManifest, private readonly spec: InterleavedSpec) {}

  get takesClips(): boolean { return this.parts.clip !== undefined; }

  conversation(): Conversation {
    return new InterleavedSequence(this.parts, this.spec, (picture, between) => this.kept.get(picture.sha256, () => this.look(picture, between)));
  }

  async dispose(): Promise<void> {
    await Promise.all(Object.values(this.parts).map((graph: Graph) => graph.dispose()));
  }

  private async look(picture: PromptPicture, between: () => Promise<void>): Promise<CrossKeys> {
    const { clip } = this.parts;
    const latents = clip === undefined || picture.frames === undefined ? await this.still(picture, 'latents', between) : await this.clip(clip, picture.frames, between);
    await between();
    return this.parts.cross_kv.run({ latents });
  }

  private async still(picture: Pixels, name: 'latents' | 'features', between: () => Promise<void>): Promise<FloatTensor> {
    const feeds = await lookFeeds(picture, this.manifest.picture);
    await between();
    return output(await this.parts.vision.run(feeds), name);
  }

  /** Frames one at a time: only their features wait for the resampler. */
  private async clip(graph: Graph, frames: readonly Pixels[], between: () => Promise<void>): Promise<FloatTensor> {
    const features: FloatTensor[] = [];
    for (const frame of frames) features.push(await this.still(frame, 'features', between));
    return output(await graph.run({ features: joinFrames(features), times: timeShares(frames.length, this.spec.media.clip?.frames ?? 1) }), 'latents');
  }
}

class InterleavedSequence extends Sequence {
  private readonly pictures: CrossKeys[] = [];

  constructor(
    { embed, decoder }: InterleavedParts, private readonly spec: InterleavedSpec,
    private readonly look: (picture: PromptPicture, between: () => Promise<void>) => Promise<CrossKeys>,
  ) {
    super(new Decoder(decoder, spec.decoder, attentionRules[spec.attention.kind]), embedBy(embed), spec.decoder, spec.prompt);
  }

  protected async see(picture: PromptPicture, before: readonly Row[], _alone: boolean, between: () => Promise<void>): Promise<readonly Row[]> {
    const keys = await this.look(picture, between);
    // After a step back the numbers above are free again.
    const number = 1 + before.reduce((most, { seen }) => Math.max(most, ...seen), -1);
    this.pictures[number] = keys;
    const last = before.at(-1);
    const run = this.spec.media.sees === 'run' && last !== undefined && last.id === this.spec.prompt.picture.marker ? last.seen : [];
    return [{ id: this.spec.prompt.picture.marker, kind: TEXT, seen: [...run, number], closes: false }];
  }

  protected say(id: number, before: Row | undefined): Row {
    const ended = before === undefined || this.spec.media.until.includes(before.id);
    return { id, kind: TEXT, seen: ended ? [] : before.seen, closes: false };
  }

  protected more(rows: readonly Row[]): Readonly<Record<string, FloatTensor>> {
    return crossFeeds(this.spec.decoder.cross, this.pictures, rows.map(({ seen }) => seen), this.spec.media.gatedFeedForward === 'always');
  }
}
