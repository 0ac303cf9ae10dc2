import type { Conversation, LanguageModel } from '../families/language.js';
import type { Piece } from './prompt.js';

/** A token, or a picture's SHA-256. */
type Item = number | string;

/**
 * The last conversation of a model. A follow-up repeats what was said before it: as far as both agree, it is not read again.
 * Does not own the model.
 */
export class Continued {
  private conversation: Conversation | undefined;
  private held: Item[] = [];

  constructor(private readonly model: LanguageModel) {}

  /** The conversation, taken back to where a prompt departs from it, and what of the prompt is still to be read: at least its last token. */
  after(prompt: readonly Piece[]): { readonly conversation: Conversation; readonly rest: readonly Piece[]; readonly reused: number } {
    const wanted = prompt.flatMap((piece): Item[] => ('tokens' in piece ? [...piece.tokens] : [piece.picture.sha256]));
    let same = 0;
    while (same < wanted.length - 1 && same < this.held.length && wanted[same] === this.held[same]) same++;
    let conversation = this.conversation;
    if (conversation !== undefined && same > 0) conversation.rewind(conversation.ends[same - 1] ?? 0);
    else [conversation, same] = [this.model.conversation(), 0];
    this.conversation = conversation;
    this.held = wanted;
    return { conversation, rest: dropped(prompt, same), reused: same };
  }

  /** A token that was generated and kept. */
  said(id: number): void {
    this.held.push(id);
  }
}

/** A prompt without its first items. */
function dropped(prompt: readonly Piece[], count: number): Piece[] {
  let left = count;
  return prompt.flatMap((piece): Piece[] => {
    const length = 'tokens' in piece ? piece.tokens.length : 1;
    const skipped = Math.min(left, length);
    left -= skipped;
    if (skipped === length) return [];
    return 'tokens' in piece ? [{ tokens: piece.tokens.slice(skipped) }] : [piece];
  });
}
