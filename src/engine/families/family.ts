import type { Box, Diagram, Region } from '../../answer/types.js';
import type { ProviderName } from '../../client/protocol.js';
import type { ModelPackage } from '../package/load.js';
import type { Picture } from '../picture/decode.js';
import type { Task } from '../task.js';

/** A line of text in the picture; box in original pixels, confidence a probability. */
export interface TextLine {
  readonly box: Box;
  readonly text: string;
  readonly confidence: number;
  /** Its characters from left to right, blanks among them, where the text reader knows where they stand. */
  readonly glyphs?: readonly PlacedGlyph[];
}

/** A character in the picture. */
export interface PlacedGlyph {
  readonly character: string;
  /** Middle, in original pixels from the left. */
  readonly x: number;
  readonly confidence: number;
  /** What else it may be, likeliest first. */
  readonly others?: readonly { readonly character: string; readonly confidence: number }[];
}

/** What a model made of a picture. `regions` keep the ids that the diagram uses. */
export type Reading = {
  readonly fed: { readonly width: number; readonly height: number };
  readonly regions: readonly Region[];
} & ({ readonly kind: 'flowchart'; readonly diagram: Diagram } | { readonly kind: 'other' });

export interface ReadHooks {
  /** The size is known that the vision graph is fed. */
  fed(size: { readonly width: number; readonly height: number }): void;
  regions(regions: readonly Region[]): void;
  /** The diagram so far; it only grows. */
  partial(diagram: Diagram): void;
}

/** A loaded model. Its owner disposes it once. */
export interface Model {
  read(picture: Picture, lines: readonly TextLine[], task: Task, hooks: ReadHooks): Promise<Reading>;
  dispose(): Promise<void>;
}

/** One file (or folder) a model family; loads a package on one provider, tests it, and throws where it cannot be trusted. */
export type Family = (pack: ModelPackage, provider: ProviderName, options: OpenOptions) => Promise<Model>;

export interface OpenOptions {
  readonly threads: number;
  /** Also refuse a provider that is slower than the processor: nobody asked for this one. */
  readonly refuseSlow: boolean;
}
