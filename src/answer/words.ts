/** Small pieces of English that the narrator and the doubts share. */
import { joinLines, shorten } from './labels.js';

/** Longest label that a sentence repeats in full. */
const labelLimit = 60;

/** The label in typographic quotes, on one line, shortened where it is long. */
export function quote(lines: readonly string[]): string {
  return `“${shorten(joinLines(lines), labelLimit)}”`;
}

/** "1 step", "7 steps". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** "a", "a and b", "a, b and c"; with more than `limit` items, "a, b and 5 more". */
export function list(items: readonly string[], limit = 8): string {
  // Cutting one item off would save nothing: "and 1 more" is as long as the item.
  const cut = items.length > limit + 1;
  const shown = cut ? [...items.slice(0, limit), `${items.length - limit} more`] : items;
  if (shown.length <= 1) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1] ?? ''}`;
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** "first" for 0, up to "tenth"; then "11th", "22nd". */
export function ordinal(index: number): string {
  const word = ordinals[index];
  if (word !== undefined) return word;
  const number = index + 1;
  const teen = number % 100 >= 11 && number % 100 <= 13;
  const suffix = teen ? 'th' : number % 10 === 1 ? 'st' : number % 10 === 2 ? 'nd' : number % 10 === 3 ? 'rd' : 'th';
  return `${number}${suffix}`;
}

/** The first letter in upper case, unless the text begins with a quotation. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
