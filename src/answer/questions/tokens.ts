/** Words of questions and labels, and how alike two of them are. */

export interface Token {
  /** Folded: lower case, no accents, no apostrophes. */
  readonly word: string;
  /** As it was typed. */
  readonly raw: string;
  /** Number of the quotation that it stands in, where it stands in one. */
  readonly quoted?: number;
}

/** "Prüfen" and "prufen", "User's" and "users" become the same. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/ß/g, 'ss').replace(/['’`´]/g, '');
}

/** Words and numbers in order. Comparison signs in labels ("< 3") carry nothing that a person would type. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let quotation = 0;
  for (const [index, part] of text.split(/["“”„«»]/u).entries()) {
    // Every second part stands between quotation marks; a lone mark quotes nothing.
    const inside = index % 2 === 1 && (text.match(/["“”„«»]/gu)?.length ?? 0) > index;
    if (inside) quotation += 1;
    for (const [raw] of part.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}]+)?(?:[.,:]\d+)*|->|-->|→/gu)) {
      tokens.push({ word: fold(raw), raw, ...(inside ? { quoted: quotation } : {}) });
    }
  }
  return tokens;
}

/** Endings that change with number and tense. Both sides are stemmed, so that a stem need not be a word. */
export function stem(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word;
  const bare = word.replace(/(?:ies|ied)$/, 'y').replace(/(?<=[a-z]{3})ing$/, '').replace(/(?<=[a-z]{3})ed$/, '').replace(/(?<=[a-z]{2}(?:s|x|z|ch|sh))es$/, '').replace(/(?<=[a-z]{2}[^s])s$/, '');
  const single = bare.length >= 4 ? bare.replace(/([b-df-hj-np-tv-z])\1$/, '$1') : bare;
  return single.length > 3 ? single.replace(/e$/, '') : single;
}

/** 1 for the same word, less for another form of it, less again for a slip of the keyboard, 0 for another word. */
export function likeness(typed: string, wanted: string): number {
  if (typed === wanted) return 1;
  if (stem(typed) === stem(wanted)) return 0.95;
  // Numbers that differ are different numbers, and short words have too many neighbours.
  if (/\d/.test(typed + wanted)) return 0;
  const length = Math.min(typed.length, wanted.length);
  const allowed = length >= 8 ? 2 : length >= 5 ? 1 : 0;
  return typed[0] === wanted[0] && allowed > 0 && distance(typed, wanted, allowed) <= allowed ? 0.85 : 0;
}

/** Edit distance in which swapping two neighbours is one step; gives `limit + 1` as soon as it must be larger than the limit. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    if (Math.min(...next) > limit) return limit + 1;
    before = row;
    row = next;
  }
  return row[b.length] ?? limit + 1;
}
