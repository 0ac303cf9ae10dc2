import type { Glyph } from './ctc.js';

/** What a recogniser of fifty languages takes for a Chinese character, where a text has none. */
const SIGNS: Readonly<Record<string, string>> = { '一': '—', '十': '+', '二': '=', '三': '≡', '口': '□', '丨': '|', '〇': '○', '卜': '|', '米': '*' };

/** Dashes, plus signs and boxes that were read as Chinese characters ("一" for "—"), put right in a picture that shows no other Chinese or Japanese character. */
export function withoutLoneIdeographs(lines: readonly (readonly Glyph[])[]): Glyph[][] {
  const real = lines.some((line) => line.some(({ character }) => SIGNS[character] === undefined && /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character)));
  return lines.map((line) => (real ? [...line] : line.map((glyph) => ({ ...glyph, character: SIGNS[glyph.character] ?? glyph.character }))));
}
