/** Pictures in HTML: `<img src="…">`, also those that Markdown carries. */
import { decodeHtml } from '../../answer/htmlText.js';
import { blank, lineEnd, lineStart, paragraphEnd } from '../lines.js';
import type { AltSlot, ImageLink, TextRange } from '../types.js';

interface Attribute extends TextRange { readonly name: string; readonly value: string; readonly quoted: boolean }

const attributePattern = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/gd;

/** Links of an HTML document; comments, scripts, styles and preformatted text are no document. */
export function findHtmlLinks(text: string): ImageLink[] {
  return findImgTags(text, maskHtml(text));
}

/** What Markdown knows of the places of the tags that it carries. */
export interface Carrier { prefixAt(offset: number): string; endsParagraph(line: string): boolean }

/** `masked`: the text with blanks where no tag counts. */
export function findImgTags(text: string, masked: string, markdown?: Carrier): ImageLink[] {
  const links: ImageLink[] = [];
  for (const { start, end } of imgTags(masked)) {
    const attributes = readAttributes(text, start + 4, end);
    const source = attributes.find(({ name }) => name === 'src');
    if (!source || source.value.trim() === '') continue;
    const alt = attributes.find(({ name }) => name === 'alt');
    const before = text.slice(lineStart(text, start), start);
    const after = text.slice(end, lineEnd(text, end));
    const prefix = markdown ? markdown.prefixAt(start) : /^[ \t]*/.exec(before)?.[0] ?? '';
    const spaced = markdown !== undefined;
    const linked = /<a\b[^>]*>\s*$/i.test(masked.slice(Math.max(0, start - 2000), start)) && /^\s*<\/a>/i.test(masked.slice(end, end + 200));
    const celled = spaced && /(^|[^\\])\|/.test(before + after);
    links.push({
      start, end, target: decodeHtml(source.value.trim()), bases: [''], alt: decodeHtml(alt?.value ?? ''), altSlot: altSlot(text, end, alt), prefix, spaced,
      placement: linked || celled || /^\s{0,3}#{1,6}\s/.test(spaced ? before : '') ? 'fixed' : before.length <= prefix.length && after.trim() === '' ? 'block' : 'inline',
      below: markdown ? paragraphEnd(text, end, markdown.endsParagraph) : lineEnd(text, end),
    });
  }
  return links;
}

/** By hand and not by a pattern, which would go over the same quotation marks again and again in a hostile document. */
function* imgTags(masked: string): Generator<TextRange> {
  let last = 0;
  for (const match of masked.matchAll(/<img(?=[\s/])/gi)) {
    // In the value of an attribute of the tag before.
    if (match.index < last) continue;
    let at = match.index + 4;
    while (at < masked.length && masked[at] !== '>' && masked[at] !== '<') {
      const quote = masked[at];
      const close = quote === '"' || quote === "'" ? masked.indexOf(quote, at + 1) : at;
      // A quotation mark that nothing closes: this is no tag.
      if (close < 0) break;
      at = close + 1;
    }
    if (masked[at] !== '>') continue;
    last = at + 1;
    yield { start: match.index, end: last };
  }
}

/** Blanks where HTML's own parser sees no tags. */
export function maskHtml(text: string): string {
  const ranges: TextRange[] = [];
  for (const match of text.matchAll(/<!--[\s\S]*?(?:-->|$)|<(script|style|textarea|pre|template)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi)) ranges.push({ start: match.index, end: match.index + match[0].length });
  return blank(text, ranges);
}

function readAttributes(text: string, from: number, to: number): Attribute[] {
  return Array.from(text.slice(from, to).matchAll(attributePattern), (match): Attribute => {
    const group = [2, 3, 4].find((index) => match[index] !== undefined);
    const [start, end] = (group === undefined ? match.indices?.[0] : match.indices?.[group]) ?? [0, 0];
    return { name: (match[1] ?? '').toLowerCase(), value: group === undefined ? '' : match[group] ?? '', quoted: group === 2, start: from + start, end: from + end };
  });
}

function altSlot(text: string, tagEnd: number, alt: Attribute | undefined): AltSlot {
  if (alt?.quoted) return { start: alt.start, end: alt.end, before: '', after: '', syntax: 'html' };
  if (alt) {
    // Unquoted, in single quotes, or a name alone: the whole value is written anew in double quotes.
    const single = text[alt.start - 1] === "'";
    const start = single ? alt.start - 1 : alt.start;
    return { start, end: single ? alt.end + 1 : alt.end, before: alt.value === '' && !single ? 'alt="' : '"', after: '"', syntax: 'html' };
  }
  const close = /\s*\/?>$/.exec(text.slice(0, tagEnd))?.[0].length ?? 1;
  return { start: tagEnd - close, end: tagEnd - close, before: ' alt="', after: '"', syntax: 'html' };
}
