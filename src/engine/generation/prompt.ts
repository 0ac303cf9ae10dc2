import type { Pixels } from '../picture/scale.js';
import type { PromptSpec } from '../package/language.js';

/** A picture in a prompt. Equal keys are the same picture: what was computed for one serves all. */
export interface PromptPicture extends Pixels {
  readonly sha256: string;
  /** Of a clip all frames, itself the first: a model that knows clips looks at them as one picture, others at the first alone. */
  readonly frames?: readonly Pixels[];
}

/** A prompt: tokens and pictures in order. */
export type Piece = { readonly tokens: readonly number[] } | { readonly picture: PromptPicture };

/** Tokens of a prompt as the model was taught them; `picture` marks the place where the next picture stands. */
export type Token = { readonly id: number } | { readonly picture: PromptPicture };

/**
 * Puts each model's own tokens around the pictures.
 * @param after whether the sequence that this continues ends with a picture
 */
export function layOut(pieces: readonly Piece[], { picture: spec }: PromptSpec, after = false): Token[] {
  const out: Token[] = [];
  const say = (ids: readonly number[]): void => { for (const id of ids) out.push({ id }); };
  let adjacent = after;
  for (const piece of pieces) {
    if ('tokens' in piece) {
      say(piece.tokens);
      if (piece.tokens.length > 0) adjacent = false;
      continue;
    }
    if (!(adjacent && spec.shared)) say(spec.before);
    out.push({ picture: piece.picture });
    say(spec.after);
    adjacent = true;
  }
  return out;
}

/**
 * Splits ids that a chat template made at the picture markers.
 * @throws RangeError where there are more or fewer markers than pictures
 */
export function atMarkers(ids: readonly number[], pictures: readonly PromptPicture[], { picture: { marker, before, after } }: PromptSpec): Piece[] {
  const pieces: Piece[] = [];
  let tokens: number[] = [];
  let used = 0;
  const around = new Set([...before, ...after]);
  for (const [i, id] of ids.entries()) {
    // What the template wrote around a marker is laid out anew.
    if (around.has(id) && (ids[i + 1] === marker || ids[i - 1] === marker)) continue;
    if (id !== marker) {
      tokens.push(id);
      continue;
    }
    const picture = pictures[used++];
    if (picture === undefined) break;
    pieces.push({ tokens }, { picture });
    tokens = [];
  }
  if (used !== pictures.length) throw new RangeError(`the prompt has ${used > pictures.length ? 'more' : used} places for ${pictures.length} pictures`);
  return [...pieces, { tokens }];
}
