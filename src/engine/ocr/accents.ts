import type { Glyph } from './ctc.js';

/**
 * Above this an accent is believed. On 300 pictures 108 of 110 real accents were read with more, 17 of 22 that noise or a crossing line had made up with less.
 */
const CERTAIN = 0.85;

/**
 * Takes doubtful accents off ("on érror"), unless the same letter stands elsewhere in the picture without doubt: a recogniser of fifty languages
 * sees accents in what small type and lines across it leave of a letter.
 */
export function withoutDoubtfulAccents(lines: readonly (readonly Glyph[])[]): Glyph[][] {
  const certain = new Set(lines.flatMap((line) => line.filter(({ confidence }) => confidence >= CERTAIN).map(({ character }) => character.toLowerCase())));
  return lines.map((line) => line.map((glyph) => {
    if (glyph.confidence >= CERTAIN || certain.has(glyph.character.toLowerCase())) return glyph;
    const plain = plainLetter(glyph.character);
    return plain === undefined ? glyph : { ...glyph, character: plain };
  }));
}

/** The letter of a-z under an accent, where there is one. */
export function plainLetter(character: string): string | undefined {
  const [first = '', ...marks] = character.normalize('NFD');
  return marks.length > 0 && /^[a-z]$/iu.test(first) && marks.every((mark) => /\p{M}/u.test(mark)) ? first : undefined;
}
