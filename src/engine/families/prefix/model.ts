import type { PromptPicture } from '../../generation/prompt.js';
import { TEXT } from '../../generation/masks.js';
import type { DecoderShape, LanguageManifest, PromptSpec } from '../../package/language.js';
import { normalise } from '../../picture/normalise.js';
import { floats, output } from '../../runtime/graph.js';
import type { FloatTensor, Graph } from '../../runtime/graph.js';
import { Kept } from '../kept.js';
import type { Conversation, LanguageModel } from '../language.js';
import { Sequence } from '../sequence.js';
import type { Row } from '../sequence.js';

export interface PrefixParts { readonly vision: Graph; readonly embed: Graph; readonly decoder: Graph }
export interface PrefixSpec { readonly decoder: DecoderShape; readonly prompt: PromptSpec; readonly attention: NonNullable<LanguageManifest['attention']> }

/** Pictures whose visual tokens stay in memory between conversations. */
const KEPT = 8;

/** LLaVA, BLIP-2, MiniGPT-4 and their kin: visual tokens stand among the others and are attended to like them. */
export class Prefix implements LanguageModel {
  private readonly kept = new Kept<FloatTensor>(KEPT);

  /** Owns the graphs. */
  constructor(private readonly parts: PrefixParts, readonly manifest: LanguageManifest, private readonly spec: PrefixSpec) {}

  conversation(): Conversation {
    return new PrefixSequence(this.parts, this.spec, (picture, between) => this.kept.get(picture.sha256, () => this.look(picture, between)));
  }

  async dispose(): Promise<void> {
    await Promise.all(Object.values(this.parts).map((graph: Graph) => graph.dispose()));
  }

  /** Visual tokens [1, N, width] of a picture. */
  private async look(picture: PromptPicture, between: () => Promise<void>): Promise<FloatTensor> {
    const { picture: input } = this.manifest;
    const pixels = floats(await normalise(picture, input), 1, 3, input.size, input.size);
    await between();
    return output(await this.parts.vision.run({ pixels }), 'features');
  }
}

class PrefixSequence extends Sequence {
  constructor(
    { embed, decoder }: PrefixParts, spec: PrefixSpec,
    private readonly look: (picture: PromptPicture, between: () => Promise<void>) => Promise<FloatTensor>,
  ) {
    super(decoder, embed, spec.decoder, spec.prompt, spec.attention.kind);
  }

  protected async see(picture: PromptPicture, before: readonly Row[], between: () => Promise<void>): Promise<readonly Row[]> {
    const { data } = await this.look(picture, between);
    const number = 1 + before.reduce((most, { kind }) => Math.max(most, kind), TEXT);
    const { width } = this.shape;
    return Array.from({ length: data.length / width }, (_, i) => ({ id: -1, embedding: data.subarray(i * width, (i + 1) * width), kind: number, seen: [], closes: false }));
  }

  protected say(id: number): Row {
    return { id, kind: TEXT, seen: [], closes: false };
  }

  protected more(): Readonly<Record<string, FloatTensor>> {
    return {};
  }
}
