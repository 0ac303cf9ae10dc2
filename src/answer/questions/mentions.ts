/** Finds the elements that a question names: by case, plural, slips of the keyboard and parts of a label. */
import { isQuestionWord } from './lexicon.js';
import { fold, likeness, tokenise, type Token } from './tokens.js';

/** Something that has a name. Several may have the same. */
export interface Named { readonly id: string; readonly label: string }

export interface Mention {
  /** Half-open range of tokens. */
  readonly start: number;
  readonly end: number;
  /** All that the words fit equally well. */
  readonly ids: readonly string[];
  /** The whole label was said, word for word or nearly so. */
  readonly whole: boolean;
  /** How well the words fit, 0..1. */
  readonly fit: number;
}

/** Words that join the words of a label and may be left out or put in. */
const joints = new Set('the a an is are was be to of in on for at and or'.split(' '));

/** The best mention that begins at each token, longest first where they overlap. Mentions do not overlap. */
export function findMentions(tokens: readonly Token[], named: readonly Named[]): Mention[] {
  const labels = named.map(({ id, label }) => ({ id, words: tokenise(label).map(({ word }) => word) })).filter(({ words }) => words.length > 0);
  const found: (Mention & { readonly weight: number })[] = [];
  for (let start = 0; start < tokens.length; start++) {
    let best: { end: number; ids: string[]; whole: boolean; fit: number; weight: number } | undefined;
    for (const { id, words } of labels) {
      const match = align(tokens, start, words);
      if (match === undefined) continue;
      const weight = match.fit * 10 + match.length + (match.whole ? 5 : 0);
      if (best === undefined || weight > best.weight + 1e-9) best = { ...match, end: match.end, ids: [id], weight };
      else if (Math.abs(weight - best.weight) <= 1e-9 && !best.ids.includes(id)) best.ids.push(id);
    }
    if (best !== undefined) found.push({ start, end: best.end, ids: best.ids, whole: best.whole, fit: best.fit, weight: best.weight });
  }
  const taken: Mention[] = [];
  for (const mention of [...found].sort((a, b) => b.weight - a.weight || a.start - b.start)) {
    if (taken.every((other) => mention.end <= other.start || mention.start >= other.end)) taken.push(mention);
  }
  return taken.sort((a, b) => a.start - b.start);
}

/** Matches a label from a token on: in order, joints may differ; at least half of its words, and one that is no word of questions, must be there. */
function align(tokens: readonly Token[], start: number, words: readonly string[]): { end: number; whole: boolean; fit: number; length: number } | undefined {
  const first = tokens[start];
  // The last word tells "Phase A" from "Phase B", whatever it is.
  const heavy = words.filter((word, index) => !joints.has(word) || (index > 0 && index === words.length - 1));
  const wanted = heavy.length === 0 ? words : heavy;
  if (first === undefined || (heavy.length > 0 && joints.has(first.word) && words[0] !== first.word)) return undefined;
  // A joint that opens the label belongs to it: "in stock" for "In stock?".
  const lead = heavy.length > 0 && joints.has(first.word) ? 1 : 0;
  let at = start + lead, end = start, sum = 0, said = 0;
  let telling = false;
  for (const word of wanted) {
    let next = at;
    let like = likeness(tokens[next]?.word ?? '', word);
    // Joints between the words of a label: "order is received" for "Order received".
    while (like === 0 && said > 0 && next < tokens.length && joints.has(tokens[next]?.word ?? '')) { next += 1; like = likeness(tokens[next]?.word ?? '', word); }
    if (like === 0 || tokens[next]?.quoted !== first.quoted) continue;
    if (said > 0 || next === start + lead) { said += 1; sum += like; at = next + 1; end = at; telling ||= !isQuestionWord(word); }
  }
  if (said === 0) return undefined;
  const whole = said === wanted.length;
  const fit = sum / wanted.length;
  // A quotation names what it holds, no more and no less.
  if (first.quoted !== undefined && tokens[end]?.quoted === first.quoted) return undefined;
  if (!whole && (!telling || fit < 0.45)) return undefined;
  return { end, whole, fit, length: said };
}

/** True where one of the token's own words is typed with a capital that only a name has. */
export function looksLikeName(tokens: readonly Token[], mention: Mention): boolean {
  const first = tokens[mention.start];
  return first !== undefined && (first.quoted !== undefined || mention.end - mention.start > 1 || (mention.start > 0 && first.raw !== first.raw.toLowerCase()));
}

/** Labels that hold a text, folded. */
export function labelsWith(named: readonly Named[], text: readonly string[]): readonly Named[] {
  return named.filter(({ label }) => {
    const words = tokenise(fold(label)).map(({ word }) => word);
    return text.length > 0 && words.some((_, at) => text.every((word, index) => likeness(words[at + index] ?? '', word) >= 0.95));
  });
}
