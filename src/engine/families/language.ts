import type { Piece } from '../generation/prompt.js';
import type { LanguageManifest } from '../package/language.js';

/** A model that writes text about pictures among text. Its owner disposes it once, after its conversations. */
export interface LanguageModel {
  readonly manifest: LanguageManifest;
  /** Whether frames of a recording are looked at as one clip; without it only the first one is looked at. */
  readonly takesClips?: boolean;
  conversation(): Conversation;
  dispose(): Promise<void>;
}

/** One sequence of tokens and pictures with its past. */
export interface Conversation {
  /** Tokens so far, visual ones among them. */
  readonly length: number;
  /** Its length after each token and each picture of the prompts, and after each token that was generated. */
  readonly ends: readonly number[];
  /**
   * Adds a prompt, all but its last token at once.
   * @param between awaited between any two runs of a graph
   * @throws EngineFailure `too-large` where the model's context is full
   */
  append(pieces: readonly Piece[], between: () => Promise<void>): Promise<void>;
  /** Adds a token that was generated; it runs with what follows. */
  remember(id: number): void;
  /** Logits of what comes next. @throws RangeError where there is nothing to continue */
  logits(): Promise<Float32Array>;
  /** Adds a prompt and returns the logits of each of its rows: for comparison with a reference. */
  appendAll(pieces: readonly Piece[], atOnce?: number): Promise<readonly Float32Array[]>;
  /** Forgets all tokens from `length` on. */
  rewind(length: number): void;
}
