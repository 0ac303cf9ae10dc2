/** What changed from text to text, line by line: of prose, of code and of a terminal, whose lines go on and scroll away. */
import { cleanLine } from '../labels.js';
import { distance } from '../questions/tokens.js';
import type { Segment, Sentence } from '../types.js';
import { count, list, quote } from '../words.js';
import { align } from './align.js';

interface Line { readonly text: string; readonly regions: readonly number[] }
/** The most lines that one sentence names. */
const named = 6;

/** Sentences on the lines that came, went, went on and read otherwise. @param before, after segments of text and code; others are passed over */
export function lineChanges(before: readonly Segment[], after: readonly Segment[]): Sentence[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  const parts = align(a.map(keyOf), b.map(keyOf));
  if (a.length > 0 && b.length > 0 && !parts.some(({ type }) => type === 'same')) {
    const edited = gapChanges(a, b, [...a.keys()], [...b.keys()]);
    // Nothing of it is left, and nothing reads nearly the same: a sentence for each line would say no more.
    if (edited.pairs === 0) return [sentence(`Everything is new: ${said(b)}.`, b)];
    return edited.sentences;
  }
  const sentences: Sentence[] = [];
  parts.forEach((part, at) => {
    if (part.type === 'same') return;
    const scrolled = at === 0 && part.come.length === 0 && parts.length > 1 && parts.slice(1).some((other) => other.type === 'gap' && other.come.length > 0);
    if (scrolled) sentences.push(sentence(`${capitalCount(part.gone.length)} scrolled away at the top.`, []));
    else sentences.push(...gapChanges(a, b, part.gone, part.come).sentences);
  });
  return sentences;
}

/** Lines that went and lines that came in one place: those that are much alike are one line that changed. */
function gapChanges(a: readonly Line[], b: readonly Line[], gone: readonly number[], come: readonly number[]): { readonly sentences: Sentence[]; readonly pairs: number } {
  const partners = new Map<number, number>();
  let from = 0;
  for (const old of gone) {
    const at = come.findIndex((now, index) => index >= from && alike(a[old]?.text ?? '', b[now]?.text ?? ''));
    if (at < 0) continue;
    partners.set(old, come[at] ?? -1);
    from = at + 1;
  }
  const taken = new Set(partners.values());
  const sentences = [...partners].flatMap(([old, now]) => {
    const [was, is] = [a[old], b[now]];
    if (was === undefined || is === undefined) return [];
    const [first, second] = [keyOf(was), keyOf(is)];
    return [sentence(second.startsWith(first) ? `${quote([first])} goes on: ${quote([second])}.` : `${quote([first])} now reads ${quote([second])}.`, [is])];
  });
  const [lost, found] = [gone.filter((old) => !partners.has(old)).flatMap((old) => a[old] ?? []), come.filter((now) => !taken.has(now)).flatMap((now) => b[now] ?? [])];
  if (lost.length > 0) sentences.push(sentence(`${capitalCount(lost.length)} ${lost.length === 1 ? 'is' : 'are'} gone: ${said(lost)}.`, []));
  if (found.length > 0) sentences.push(sentence(`${capitalCount(found.length)} ${found.length === 1 ? 'is' : 'are'} new: ${said(found)}.`, found));
  return { sentences, pairs: partners.size };
}

/** A line that was typed on, or in which few letters are others. */
function alike(old: string, now: string): boolean {
  const [a, b] = [keyOf({ text: old, regions: [] }), keyOf({ text: now, regions: [] })];
  if (a.length >= 1 && b.startsWith(a)) return true;
  const limit = Math.floor(Math.max(a.length, b.length) / 5);
  return limit > 0 && distance(a, b, limit) <= limit;
}

/** What the cursor of a terminal is read as: a block, a bar, or a letter of that shape. */
const cursor = /(?:\s*[█▌▏▎▍▋▊▉▐■□▪_|]|\s[Il1|0O])$/u;
/** A last line that is only a prompt, only a cursor, or both. */
const waits = /^(?:[$#%>❯]\s*)?[█▌▏▎▍▋▊▉▐■□▪_|Il10O]?$/u;

function linesOf(segments: readonly Segment[]): Line[] {
  const lines = allLines(segments);
  return waits.test(cleanLine(lines.at(-1)?.text ?? '')) ? lines.slice(0, -1) : lines;
}

function allLines(segments: readonly Segment[]): Line[] {
  return segments.flatMap(({ tag, source, spans }) => {
    if (tag !== 'text' && tag !== 'code') return [];
    let start = 0;
    return source.split('\n').flatMap((text): Line[] => {
      const [from, end] = [start, start + text.length];
      start = end + 1;
      return text.trim() === '' ? [] : [{ text, regions: [...new Set(spans.filter((span) => span.start < end && span.end > from).flatMap(({ regions }) => regions))] }];
    });
  });
}

/** White space that a reader of pictures sees once wider and once narrower makes no other line; neither does a cursor at its end. */
function keyOf({ text }: Line): string { return cleanLine(text).replace(cursor, ''); }

function said(lines: readonly Line[]): string { return list(lines.map((line) => quote([keyOf(line)])), named); }
function capitalCount(number: number): string { return number === 1 ? 'A line' : count(number, 'line'); }
function sentence(text: string, lines: readonly Line[]): Sentence { return { text, elements: [], regions: [...new Set(lines.flatMap(({ regions }) => regions))] }; }
