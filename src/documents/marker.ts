/**
 * The invisible comment before a source that was made from a picture. It names the picture and keeps the hashes of both, so that it can be told later
 * whether one of them has changed.
 */
import { decodeHtml } from '../answer/htmlText.js';
import { indentOf, linesOf, type Line } from './lines.js';
import type { DocumentFamily, TextRange } from './types.js';

export interface MarkerFacts {
  /** Path of the picture as the document wrote it; empty for one that was pasted. */
  readonly picture: string;
  /** sha256 of the picture's bytes. */
  readonly sha256: string;
  /** The first 16 digits of the sha256 of `normalSource` of the source. */
  readonly source: string;
}

export interface Marker extends MarkerFacts, TextRange {
  /** The block that follows; absent when somebody took it away. `start` to `end` are its lines, without the prefix of the first. */
  readonly block?: TextRange & { readonly text: string; readonly prefix: string };
}

const factsPattern = /unrender picture=(\S*) sha256=([0-9a-f]{64}) source=([0-9a-f]{16})/;

/** Source in the form that is hashed: what an editor's save or another indentation changes is no change. */
export function normalSource(source: string): string {
  return source.replace(/\r\n?/g, '\n').split('\n').map((line) => line.trim()).filter((line) => line !== '').join('\n');
}

/** The comment as lines of the document. */
export function markerLines(family: DocumentFamily, facts: MarkerFacts, comment?: string): string[] {
  // Encoded so that no path can end a comment: no blanks, no quotation marks, no two hyphens or slashes with stars in a row.
  const picture = encodeURI(facts.picture.replace(/\p{Cs}/gu, '\uFFFD')).replace(/[*"'<>{}`]|--+/g, (run) => Array.from(run, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`).join(''));
  const text = `unrender picture=${picture} sha256=${facts.sha256} source=${facts.source}`;
  switch (family) {
    case 'markdown': case 'html': return [`<!-- ${text} -->`];
    case 'mdx': return [`{/* ${text} */}`];
    case 'rst': return [`.. ${text}`, ''];
    case 'asciidoc': return [`// ${text}`];
    case 'latex': return [`% ${text}`];
    case 'code': return [`${comment ?? '//'} ${text}`];
  }
}

export function findMarkers(text: string, family: DocumentFamily): Marker[] {
  const lines = linesOf(text);
  return lines.flatMap((line, at) => {
    const match = factsPattern.exec(line.text);
    if (!match) return [];
    const [, picture = '', sha256 = '', source = ''] = match;
    const found = blockAfter(lines, at, family);
    const start = line.start + opening(line.text.slice(0, match.index), family);
    return [{ picture: decodePath(picture), sha256, source, start, end: line.end, ...(found && { block: found }) }];
  });
}

/** Where the comment sign begins in front of the facts. */
function opening(before: string, family: DocumentFamily): number {
  const sign = { markdown: '<!--', html: '<!--', mdx: '{/*', rst: '..', asciidoc: '//', latex: '%', code: '' }[family];
  return sign === '' ? indentOf(before) : Math.max(0, before.lastIndexOf(sign));
}

function blockAfter(lines: readonly Line[], at: number, family: DocumentFamily): Marker['block'] {
  let first = at + 1;
  while (lines[first]?.text.replace(/^[ \t>]*/, '').trim() === '' && first <= at + 2) first += 1;
  const line = lines[first];
  if (!line) return undefined;
  switch (family) {
    case 'rst': return indented(lines, first, /^[ \t]*(?:\.\. (?:mermaid|code-block|math|csv-table|raw)::.*|::)[ \t]*$/);
    case 'asciidoc': return delimited(lines, first, /^\[[^\]]*\]\s*$/, /^(-{4,}|\.{4,}|\+{4,}|\|===)\s*$/);
    case 'html': return tagged(lines, first) ?? paragraph(lines, first, '');
    case 'latex': return /^\s*\\begin\{verbatim\}/.test(line.text) ? between(lines, first, (text) => /^\s*\\end\{verbatim\}/.test(text), '') : fencedBlock(lines, first, '%') ?? paragraph(lines, first, '') ?? paragraph(lines, first, '%');
    case 'markdown': case 'mdx': return fencedBlock(lines, first, '') ?? paragraph(lines, first, '');
    case 'code': { const comment = /^\s*(\S+)/.exec(line.text)?.[1] ?? ''; return fencedBlock(lines, first, comment) ?? paragraph(lines, first, comment); }
  }
}

function fencedBlock(lines: readonly Line[], first: number, comment: string): Marker['block'] {
  const open = /^([ \t>]*)((?:\S{1,2} ?)?)(`{3,}|~{3,})/.exec(lines[first]?.text ?? '');
  if (!open || (comment === '' ? open[2] !== '' : (open[2] ?? '').trimEnd() !== comment)) return undefined;
  const prefix = (open[1] ?? '') + (open[2] ?? '');
  const fence = open[3] ?? '```';
  return between(lines, first, (text) => { const rest = strip(text, prefix).trim(); return rest.startsWith(fence) && rest.replaceAll(fence[0] ?? '`', '') === ''; }, prefix);
}

const closings: Readonly<Record<string, string>> = { $$: '$$', '\\[': '\\]' };

/** A formula, to its closing sign, which is no part of its text; or a table, to the next blank line or the end of the place (forms.ts). */
function paragraph(lines: readonly Line[], first: number, comment: string): Marker['block'] {
  const open = lines[first];
  const indent = /^[ \t>]*/.exec(open?.text ?? '')?.[0] ?? '';
  const prefix = comment === '' ? indent : `${indent}${comment} `;
  if (!open?.text.startsWith(prefix)) return undefined;
  const sign = open.text.slice(prefix.length).trimEnd();
  const closing = closings[sign];
  if (closing !== undefined) return between(lines, first, (text) => strip(text, prefix).trim() === closing, prefix);
  if (!/^(?:\||<table\b|<math\b|\\begin\{tab)/.test(sign)) return undefined;
  let last = first;
  while (strip(lines[last + 1]?.text ?? '', prefix).trim() !== '' && lines[last + 1]?.text.startsWith(comment === '' ? prefix : prefix.trimEnd())) last += 1;
  return { start: open.start + prefix.length, end: lines[last]?.end ?? open.end, text: lines.slice(first, last + 1).map(({ text }) => strip(text, prefix)).join('\n'), prefix };
}

/** From the line `first` to the first line that closes; the text is what lies between, without the prefix. */
function between(lines: readonly Line[], first: number, closes: (text: string) => boolean, prefix: string): Marker['block'] {
  const close = lines.findIndex(({ text }, index) => index > first && closes(text));
  const open = lines[first];
  const last = lines[close];
  if (close < 0 || !open || !last) return undefined;
  return { start: open.start + indentOfPrefix(open.text, prefix), end: last.end, text: lines.slice(first + 1, close).map(({ text }) => strip(text, prefix)).join('\n'), prefix };
}

function indented(lines: readonly Line[], first: number, opens: RegExp): Marker['block'] {
  const open = lines[first];
  if (!open || !opens.test(open.text)) return undefined;
  let last = first;
  for (let at = first + 1; at < lines.length; at += 1) {
    const text = lines[at]?.text ?? '';
    if (text.trim() === '') continue;
    if (indentOf(text) <= indentOf(open.text)) break;
    last = at;
  }
  const body = lines.slice(first + 1, last + 1).map(({ text }) => text);
  const indent = /^[ \t]*/.exec(open.text)?.[0] ?? '';
  const inner = /^[ \t]*/.exec(body.find((text) => text.trim() !== '') ?? '')?.[0] ?? '';
  return { start: open.start + indent.length, end: lines[last]?.end ?? open.end, text: body.map((text) => strip(text, inner)).join('\n').trim(), prefix: indent };
}

function delimited(lines: readonly Line[], first: number, attribute: RegExp, delimiter: RegExp): Marker['block'] {
  const at = attribute.test(lines[first]?.text ?? '') ? first + 1 : first;
  const mark = delimiter.exec(lines[at]?.text ?? '')?.[1];
  const found = mark === undefined ? undefined : between(lines, at, (text) => text.trimEnd() === mark, '');
  return found && { ...found, start: lines[first]?.start ?? found.start };
}

function tagged(lines: readonly Line[], first: number): Marker['block'] {
  const open = lines[first];
  if (!open || !/^\s*<pre\b/i.test(open.text)) return undefined;
  const close = lines.findIndex(({ text }, index) => index >= first && /<\/pre>/i.test(text));
  const last = lines[close];
  if (!last) return undefined;
  const raw = lines.slice(first, close + 1).map(({ text }) => text).join('\n').replace(/^\s*<pre\b[^>]*>(?:<code>)?\n?/i, '').replace(/(?:<\/code>)?<\/pre>[\s\S]*$/i, '');
  const indent = /^[ \t]*/.exec(open.text)?.[0] ?? '';
  const end = last.start + last.text.search(/<\/pre>/i) + 6;
  return { start: open.start + indent.length, end, text: decodeHtml(raw.split('\n').map((line) => strip(line, indent)).join('\n')), prefix: indent };
}

function strip(text: string, prefix: string): string {
  if (text.startsWith(prefix)) return text.slice(prefix.length);
  const trimmed = prefix.trimEnd();
  return trimmed !== '' && text.startsWith(trimmed) ? text.slice(trimmed.length) : prefix.trim() === '' ? text.replace(/^[ \t]+/, (run) => run.slice(Math.min(run.length, prefix.length))) : text;
}

function indentOfPrefix(text: string, prefix: string): number {
  return text.startsWith(prefix) ? prefix.length : 0;
}

function decodePath(path: string): string {
  try { return decodeURIComponent(path); } catch { return path; }
}
