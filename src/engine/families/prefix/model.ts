import type { TokenDecoder } from '../../generation/decoder.js';
import { TEXT } from '../../generation/masks.js';
import type { PromptPicture } from '../../generation/prompt.js';
import type { DecoderShape, LanguageManifest, PromptSpec } from '../../package/language.js';
import type { FloatTensor } from '../../runtime/graph.js';
import { Kept } from '../kept.js';
import type { Conversation, LanguageModel } from '../language.js';
import { Sequence } from '../sequence.js';
import type { Embed, Row } from '../sequence.js';

/** What a picture is among the tokens: embeddings, and tokens between them (numbers). */
export type Visual = readonly (Float32Array | number)[];

/** The parts of a model whose pictures are tokens among the others. */
export interface PrefixParts {
  readonly shape: DecoderShape;
  readonly prompt: PromptSpec;
  readonly embed: Embed;
  decoder(): TokenDecoder;
  /** @param alone the picture is the only one of its prompt */
  look(picture: PromptPicture, alone: boolean, between: () => Promise<void>): Promise<Visual>;
  dispose(): Promise<void>;
}

/** Pictures whose visual tokens stay in memory between conversations. */
const KEPT = 8;

/** LLaVA, BLIP-2, MiniGPT-4, SmolVLM and their kin: visual tokens stand among the others and are attended to like them. */
export class Prefix implements LanguageModel {
  private readonly kept = new Kept<Visual>(KEPT);

  /** Owns the parts. */
  constructor(private readonly parts: PrefixParts, readonly manifest: LanguageManifest) {}

  conversation(): Conversation {
    return new PrefixSequence(this.parts, (picture, alone, between) => this.kept.get(`${picture.sha256} ${alone ? 'alone' : ''}`, () => this.parts.look(picture, alone, between)));
  }

  async dispose(): Promise<void> {
    await this.parts.dispose();
  }
}

class PrefixSequence extends Sequence {
  constructor({ decoder, embed, shape, prompt }: PrefixParts, private readonly look: PrefixParts['look']) {
    super(decoder(), embed, shape, prompt);
  }

  protected async see(picture: PromptPicture, before: readonly Row[], alone: boolean, between: () => Promise<void>): Promise<readonly Row[]> {
    const number = 1 + before.reduce((most, { kind }) => Math.max(most, kind), TEXT);
    return (await this.look(picture, alone, between)).map((part) => (typeof part === 'number' ? this.say(part) : { id: -1, embedding: part, kind: number, seen: [], closes: false }));
  }

  protected say(id: number): Row {
    return { id, kind: TEXT, seen: [], closes: false };
  }

  protected more(): Readonly<Record<string, FloatTensor>> {
    return {};
  }
}
