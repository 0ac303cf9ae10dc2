/** Pictures in Markdown and MDX: `![alt](address "title")`, `![alt][label]`, `![[file]]`, `<img src="…">`. */
import { decodeHtml } from '../../answer/htmlText.js';
import { lineEnd, lineStart, nextLine, paragraphEnd } from '../lines.js';
import type { AltSlot, ImageLink, Placement } from '../types.js';
import { findImgTags } from './html.js';
import { containerPattern, maskMarkdown } from './markdownMask.js';

/** Longest picture construct that is looked at, in characters: a data URI of a megabyte or two fits. */
const longest = 4_000_000;
/** Longest alternative text, in characters; and nested parentheses of an address, as CommonMark has them. Without bounds a hostile document takes forever. */
const longestText = 2000;
const deepest = 32;

interface Found { readonly start: number; readonly end: number; readonly target: string; readonly alt: string; readonly altSlot?: AltSlot }

export function findMarkdownLinks(text: string, mdx: boolean): ImageLink[] {
  const masked = maskMarkdown(text, mdx);
  const definitions = findDefinitions(text, masked);
  const links: ImageLink[] = [];
  for (let at = masked.indexOf('!['); at >= 0; at = masked.indexOf('![', at + 2)) {
    const found = readImage(text, masked, at, definitions);
    if (!found) continue;
    const prefix = prefixAt(text, found.start);
    links.push({
      ...found, bases: [''], prefix, spaced: false, placement: placementOf(text, masked, found, prefix),
      below: paragraphEnd(text, found.end, endsParagraph),
    });
    at = found.end - 2;
  }
  return outermost([...links, ...findImgTags(text, masked, { prefixAt: (offset) => prefixAt(text, offset), endsParagraph })]);
}

/** In the order of the text, without what stands in another: an image's address may look like a tag, and an attribute's value like an image. */
function outermost(links: readonly ImageLink[]): ImageLink[] {
  let last = 0;
  return [...links].sort((a, b) => a.start - b.start).filter(({ start, end }) => {
    if (start < last) return false;
    last = end;
    return true;
  });
}

/** An empty line, or one that begins something of its own: the next item of a list, a heading, a fence. */
export function endsParagraph(line: string): boolean {
  const inner = line.replace(/^[ \t>]*/, '');
  return inner.trim() === '' || /^(?:[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|`{3,}|~{3,})/.test(inner);
}

/** What further lines of a block in this place begin with. */
function prefixAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  const container = containerPattern.exec(text.slice(start, offset))?.[0] ?? '';
  return container.replace(/[^>\s]/g, ' ');
}

function readImage(text: string, masked: string, start: number, definitions: ReadonlyMap<string, string>): Found | undefined {
  const close = closingBracket(masked, start + 1);
  if (close === undefined) return undefined;
  const alt = text.slice(start + 2, close);
  const plain = (end: number, target: string): Found => ({
    start, end, target, alt: unescape(alt), altSlot: { start: start + 2, end: close, before: '', after: '', syntax: 'markdown' },
  });
  const next = masked[close + 1];
  if (next === '(') {
    const inline = readDestination(text, masked, close + 2);
    return inline ? plain(inline.end, inline.target) : undefined;
  }
  if (next === '[') {
    const labelEnd = closingBracket(masked, close + 1);
    if (labelEnd !== undefined && labelEnd > close + 2) {
      const target = definitions.get(normal(text.slice(close + 2, labelEnd)));
      return target === undefined ? undefined : plain(labelEnd + 1, target);
    }
  }
  const target = definitions.get(normal(alt));
  if (target !== undefined) {
    // The alternative text is the label too: a new text needs the label beside it.
    const end = next === '[' ? close + 3 : close + 1;
    return { start, end, target, alt: unescape(alt), altSlot: { start: start + 2, end, before: '', after: `][${alt}]`, syntax: 'markdown' } };
  }
  const wiki = /^\[([^\]|[]+)(?:\|[^\]]*)?\]$/.exec(alt);
  return wiki ? { start, end: close + 1, target: (wiki[1] ?? '').trim(), alt: '' } : undefined;
}

/** Offset of the bracket that closes the one at `open`, in the same paragraph. */
function closingBracket(masked: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < masked.length && at < open + longestText; at += 1) {
    const character = masked[at];
    if (character === '[') depth += 1;
    else if (character === ']' && (depth -= 1) === 0) return at;
    else if (character === '\n' && masked.slice(at + 1, nextLine(masked, at + 1)).trim() === '') return undefined;
  }
  return undefined;
}

/** The address and, where there is one, the title; `from` is after the parenthesis. */
function readDestination(text: string, masked: string, from: number): { readonly end: number; readonly target: string } | undefined {
  const blanks = /[ \t]*(?:\r?\n[ \t]*)?/y;
  blanks.lastIndex = from;
  const start = from + (blanks.exec(masked)?.[0].length ?? 0);
  const angled = masked[start] === '<';
  const stop = angled ? angledEnd(masked, start) : bareEnd(masked, start);
  if (stop === undefined || stop === start) return undefined;
  // What the mask blanked out (an escape, a backtick) belongs to the address all the same.
  const target = angled ? text.slice(start + 1, stop - 1) : text.slice(start, stop);
  const rest = /[ \t]*(?:\r?\n[ \t]*)?(?:"[^"]*"|'[^']*'|\([^()]*\))?[ \t]*(?:\r?\n[ \t]*)?\)/y;
  rest.lastIndex = stop;
  const closing = rest.exec(masked);
  return closing ? { end: stop + closing[0].length, target: unescape(target) } : undefined;
}

function angledEnd(masked: string, start: number): number | undefined {
  const end = /^<[^<>\r\n]*>/.exec(masked.slice(start, start + longest));
  return end ? start + end[0].length : undefined;
}

function bareEnd(masked: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < masked.length && at < start + longest; at += 1) {
    const character = masked[at] ?? '';
    if (character === '(') { depth += 1; if (depth > deepest) return undefined; }
    else if (character === ')') { if (depth === 0) return at; depth -= 1; }
    else if (/\s/.test(character)) return depth === 0 ? at : undefined;
  }
  return undefined;
}

function findDefinitions(text: string, masked: string): Map<string, string> {
  const definitions = new Map<string, string>();
  for (const match of masked.matchAll(/^[ \t>]*\[([^\]\r\n]{1,999})\]:[ \t]*(?:\r?\n[ \t]*)?(<[^<>\r\n]*>|[^\s<]\S*)/gm)) {
    const [whole, label = '', address = ''] = match;
    const start = match.index + whole.length - address.length;
    const written = text.slice(start, start + address.length);
    const name = normal(label);
    // The first definition of a label counts.
    if (!definitions.has(name)) definitions.set(name, unescape(written.startsWith('<') ? written.slice(1, -1) : written));
  }
  return definitions;
}

function placementOf(text: string, masked: string, { start, end }: Found, prefix: string): Placement {
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  const before = text.slice(from, start);
  const after = text.slice(end, to);
  if (/^[ \t>]*#{1,6}[ \t]/.test(before)) return 'fixed';
  // Inside a link: the picture is all that a reader can click.
  if (/\[[ \t]*$/.test(masked.slice(from, start)) || /^[ \t]*\][ \t]*[([]/.test(masked.slice(end, to))) return 'fixed';
  if (/(^|[^\\])\|/.test(before + after)) return 'fixed';
  return before.length <= prefix.length && after.trim() === '' ? 'block' : 'inline';
}

function normal(label: string): string { return label.trim().replace(/\s+/g, ' ').toLowerCase(); }

function unescape(text: string): string {
  return decodeHtml(text.replace(/\\([!-/:-@[-`{-~])/g, '$1'));
}
