/**
 * A question as a row of symbols: N for an element, L for the label of a connection, a concept of the lexicon, or ? for a word that is not understood. Patterns are
 * written over frames, so that one pattern serves every wording and every diagram.
 */
import { conceptOf, phraseAt, yesNoWords } from './lexicon.js';
import { findMentions, looksLikeName, type Mention, type Named } from './mentions.js';
import type { Token } from './tokens.js';

export interface Frame {
  /** Symbols, single spaces between them. */
  readonly symbols: string;
  /** Candidates of each N, in order; of each L, its label as it was read. */
  readonly elements: readonly (readonly string[])[];
  readonly labels: readonly string[];
  /** Words that are no concepts, and the words of mentions, for text searches. */
  readonly words: readonly string[];
  readonly kinds: readonly string[];
  /** Words that are not understood. */
  readonly unknown: readonly string[];
  readonly quoted: readonly string[];
}

/** Who is named, and which of the words of a question may be taken for a name. */
export interface Vocabulary { readonly elements: readonly Named[]; readonly labels: readonly string[] }

/** The readings of a question, best first: they differ in the words that are both a name here and a word of questions ("Start", "End", "yes"). */
export function framesOf(tokens: readonly Token[], vocabulary: Vocabulary): Frame[] {
  const elements = findMentions(tokens, vocabulary.elements);
  const distinct = [...new Map(vocabulary.labels.map((label) => [label.toLowerCase(), label])).values()];
  const labels = findMentions(tokens, distinct.map((label) => ({ id: label, label })));
  const doubtful = (mention: Mention): boolean => !looksLikeName(tokens, mention) && conceptOf(tokens[mention.start]?.word ?? '') !== undefined;
  const sure = elements.filter((mention) => !doubtful(mention));
  const sureLabels = labels.filter((mention) => !doubtful(mention));
  const wholeLabels = labels.filter(({ whole }) => whole);
  const readings: (readonly [readonly Mention[], readonly Mention[]])[] = [
    [sure, beside(sureLabels, sure)], [elements, beside(labels, elements)], [beside(elements, wholeLabels), wholeLabels], [beside(elements, labels), labels], [sure, beside(labels, sure)],
    [elements.filter(({ whole }) => whole), beside(labels, elements.filter(({ whole }) => whole))],
    [elements.filter(({ whole }) => whole), []], [[], labels], [[], []],
  ];
  const frames = readings.map(([own, edges]) => build(tokens, own, edges));
  return [...new Map(frames.map((frame) => [frame.symbols + JSON.stringify(frame.elements), frame])).values()];
}

/** Those of `mentions` that keep off the others. */
function beside(mentions: readonly Mention[], others: readonly Mention[]): Mention[] {
  return mentions.filter((mention) => others.every((other) => mention.end <= other.start || mention.start >= other.end));
}

function build(tokens: readonly Token[], own: readonly Mention[], edges: readonly Mention[]): Frame {
  const words = tokens.map(({ word }) => word);
  const symbols: string[] = [];
  const elements: (readonly string[])[] = [], labels: string[] = [], loose: string[] = [], kinds: string[] = [], unknown: string[] = [];
  for (let at = 0; at < tokens.length;) {
    const element = own.find(({ start }) => start === at), edge = edges.find(({ start }) => start === at);
    const blocked = [...own, ...edges];
    const phrase = phraseAt(words, at);
    const fits = phrase !== undefined && blocked.every(({ start, end }) => end <= at || start >= at + phrase.length);
    if (element !== undefined) { symbols.push('N'); elements.push(element.ids); loose.push(...words.slice(at, element.end)); at = element.end; continue; }
    if (edge !== undefined) { symbols.push('L'); labels.push(edge.ids[0] ?? ''); loose.push(...words.slice(at, edge.end)); at = edge.end; continue; }
    if (phrase !== undefined && fits) { symbols.push(...phrase.concept.split(' ').filter(Boolean)); at += phrase.length; continue; }
    const word = words[at] ?? '';
    const concept = at === 0 && yesNoWords.has(word) ? 'YN' : conceptOf(word);
    if (concept === undefined) { loose.push(word); unknown.push(word); }
    if (concept === 'KIND') kinds.push(word.replace(/s$/, ''));
    if (concept !== '') symbols.push(concept ?? '?');
    // "that" is a pronoun only where nothing follows that it could introduce.
    if (word === 'that' && (at === tokens.length - 1 || ['AFTER', 'BEFORE', 'TO', 'FROM', 'ABOUT'].includes(symbols.at(-2) ?? ''))) symbols[symbols.length - 1] = 'IT';
    else if (word === 'that') symbols.pop();
    // "it" in "does it take" stands for the diagram; after a preposition it stands for what was spoken of.
    at += 1;
  }
  const quoted = tokens.filter((token) => token.quoted !== undefined).map(({ word }) => word);
  return { symbols: symbols.join(' '), elements, labels, words: loose, kinds, unknown, quoted };
}
