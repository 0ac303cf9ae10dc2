/** Pictures in AsciiDoc: the block macro `image::file[…]` and the inline macro `image:file[…]`. */
import { blank, lineEnd, lineStart, linesOf, paragraphEnd } from '../lines.js';
import type { AltSlot, ImageLink, TextRange } from '../types.js';

export function findAsciidocLinks(text: string): ImageLink[] {
  const masked = maskAsciidoc(text);
  const folder = /^:imagesdir:[ \t]+(\S.*?)[ \t]*$/m.exec(masked)?.[1];
  const links: ImageLink[] = [];
  for (const match of masked.matchAll(/(?<![\w\\:])image:(:?)([^\s:[\]][^[\]\r\n]{0,1000})\[((?:[^\]\\\r\n]|\\.){0,2000})\]/g)) {
    const [whole, colon = '', address = '', list = ''] = match;
    const start = match.index;
    const end = start + whole.length;
    const before = text.slice(lineStart(text, start), start);
    const after = text.slice(end, lineEnd(text, end));
    const listStart = end - 1 - list.length;
    const alt = readAlt(text, listStart, list);
    links.push({
      start, end, target: address.trim(), bases: folder === undefined ? [''] : [folder, ''], alt: alt.value, altSlot: alt.slot, prefix: '', spaced: false,
      placement: colon === ':' && before.trim() === '' && after.trim() === '' ? 'block' : /^(?:\||=|[*.-]+[ \t])/.test(before.trimStart()) || before.includes('|') ? 'fixed' : 'inline',
      below: paragraphEnd(text, end),
    });
  }
  return links;
}

/** The alternative text: `alt=` by name, or the first of the list where that has no name. */
function readAlt(text: string, start: number, list: string): { readonly value: string; readonly slot: AltSlot } {
  const slot = (from: number, to: number): AltSlot => ({ start: from, end: to, before: '"', after: '"', syntax: 'asciidoc' });
  const named = /(^|,)\s*alt=("(?:[^"\\]|\\.)*"|[^,]*)/.exec(list);
  if (named) {
    const value = named[2] ?? '';
    const from = start + named.index + named[0].length - value.length;
    return { value: unquote(value), slot: slot(from, from + value.length) };
  }
  const first = /^\s*("(?:[^"\\]|\\.)*"|[^,="]*)(?=,|$)/.exec(list);
  if (first) {
    const value = first[1] ?? '';
    const from = start + first[0].length - value.length;
    return { value: unquote(text.slice(from, from + value.length)), slot: slot(from, from + value.length) };
  }
  return { value: '', slot: { start, end: start, before: '"', after: '",', syntax: 'asciidoc' } };
}

function unquote(value: string): string {
  return (value.startsWith('"') && value.endsWith('"') && value.length > 1 ? value.slice(1, -1) : value).replace(/\\(["\]])/g, '$1').trim();
}

/** Comments, listings, literal and passthrough blocks, and lines that are indented (literal paragraphs). */
function maskAsciidoc(text: string): string {
  const ranges: TextRange[] = [];
  const lines = linesOf(text);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line) break;
    const mark = /^(-{4,}|\.{4,}|\+{4,}|\/{4,}|`{3,})(?=\s*$|\w+\s*$)/.exec(line.text)?.[1];
    if (mark !== undefined) {
      let close = at + 1;
      while (close < lines.length && lines[close]?.text.trimEnd() !== mark) close += 1;
      ranges.push({ start: line.start, end: lines[close]?.end ?? text.length });
      at = close;
    } else if (/^\/\/(?!\/)/.test(line.text) || (/^[ \t]+\S/.test(line.text) && (lines[at - 1]?.text.trim() ?? '') === '' && !/^[ \t]+(?:[*.-]+|image::)/.test(line.text))) {
      ranges.push({ start: line.start, end: line.end });
    }
  }
  for (const match of text.matchAll(/`\+[^`\r\n]*\+`|\+{3}[^\r\n]*?\+{3}/g)) ranges.push({ start: match.index, end: match.index + match[0].length });
  return blank(text, ranges);
}
