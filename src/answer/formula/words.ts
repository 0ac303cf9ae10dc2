/** Upright words inside of a formula: how their characters become items. */
import { FormulaError } from './types.js';
import type { Font, Item } from './types.js';
import { takesFont, wordTokens } from './vocabulary.js';

/** Marks that belong to the formula, not to the words that they stand beside. */
const edge = /^([,.;:]*)(.*?)([,.;:]*)$/u;

/**
 * The items of words. White space at the ends is spacing and goes; punctuation at the ends is the formula's.
 * @throws FormulaError for characters that are not in the vocabulary
 */
export function wordItems(text: string): Item[] {
  const plain = text.replace(/[‘’`]/gu, '\'').replace(/[–—−]/gu, '-').replace(/-{2,}/gu, '-').replace(/\s+/gu, ' ').trim();
  const [, before = '', inner = '', after = ''] = edge.exec(plain) ?? [];
  return [...symbols(before), ...core(inner.trim()), ...symbols(after)];
}

function core(text: string): Item[] {
  if (text === '') return [];
  if (/^[A-Za-z0-9]+$/u.test(text) || (text.length === 1 && '()+-=/!?'.includes(text))) return symbols(text);
  for (const character of text) {
    if (character !== ' ' && !wordTokens.has(character)) throw new FormulaError(`no token for ${JSON.stringify(character)} in text`);
  }
  return [{ kind: 'words', text }];
}

/** Letters become upright ones, all else stays as it is. */
function symbols(text: string): Item[] {
  return Array.from(text, (token) => styled(token, '\\mathrm'));
}

/** A symbol in a font, where the font has a face for it. */
export function styled(token: string, font: Font | ''): Item {
  return { kind: 'symbol', token, ...(font !== '' && takesFont(token, font) ? { font } : {}) };
}
