/** Pictures in reStructuredText: the `image` and `figure` directives. */
import { indentOf, linesOf, type Line } from '../lines.js';
import type { AltSlot, ImageLink } from '../types.js';

const directive = /^((?:[ \t]*(?:[-*+]|\(?(?:\d+|[a-zA-Z#])[.)])(?=[ \t]))*[ \t]*)\.\.[ \t]+(?:\|([^|]+)\|[ \t]+)?(image|figure)::[ \t]+(\S.*?)[ \t]*$/;
/** Directives whose content is text as it is. */
const literalDirective = /^[ \t]*\.\.[ \t]+(?:code-block|code|sourcecode|parsed-literal|literalinclude|highlight|math|raw|prompt|mermaid|graphviz|digraph|uml|testcode|doctest|ipython|program-output|csv-table)::/;
const anyDirective = /^[ \t]*\.\.[ \t]+(?:\|[^|]+\|[ \t]+)?[\w:+.-]+::/;
const otherMarkup = /^[ \t]*\.\.[ \t]+(?:\[|_|\|)/;

export function findRstLinks(text: string): ImageLink[] {
  const lines = linesOf(text);
  const links: ImageLink[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line) break;
    const match = directive.exec(line.text);
    if (match) {
      const link = readDirective(lines, at, line, match);
      links.push(link);
      // What stands among its options, a directive too, is the directive's.
      while ((lines[at + 1]?.end ?? Infinity) <= link.end) at += 1;
      continue;
    }
    if (hidesContent(line.text)) at = skipContent(lines, at);
  }
  return links;
}

/** A literal block, a comment: what is indented below it is no document. */
function hidesContent(line: string): boolean {
  if (literalDirective.test(line)) return true;
  if (/^[ \t]*\.\.(?:[ \t]|$)/.test(line)) return !anyDirective.test(line) && !otherMarkup.test(line);
  return /::[ \t]*$/.test(line) && !anyDirective.test(line);
}

function skipContent(lines: readonly Line[], open: number): number {
  const indent = indentOf(lines[open]?.text ?? '');
  let last = open;
  for (let at = open + 1; at < lines.length; at += 1) {
    const line = lines[at]?.text ?? '';
    if (line.trim() === '') continue;
    if (indentOf(line) <= indent) break;
    last = at;
  }
  return last;
}

function readDirective(lines: readonly Line[], at: number, line: Line, match: RegExpExecArray): ImageLink {
  const [, before = '', substitution, , target = ''] = match;
  const prefix = before.replace(/\S/g, ' ');
  let end = line.end;
  let alt: { value: string; start: number; end: number } | undefined;
  let optionIndent = '';
  for (let next = at + 1; next < lines.length; next += 1) {
    const option = lines[next];
    if (!option || option.text.trim() === '' || indentOf(option.text) <= indentOf(prefix)) break;
    const named = /^([ \t]+):([\w-]+):[ \t]*(.*?)[ \t]*$/.exec(option.text);
    if (named) {
      optionIndent = named[1] ?? '';
      if (named[2] === 'alt') alt = { value: named[3] ?? '', start: option.end - option.text.length + option.text.indexOf(':alt:') + 5, end: option.end };
    } else if (alt && alt.end === end && indentOf(option.text) > indentOf(optionIndent)) {
      alt = { ...alt, value: `${alt.value} ${option.text.trim()}`, end: option.end };
    }
    end = option.end;
  }
  const below = belowDirective(lines, at, indentOf(prefix));
  const slot: AltSlot = alt ? { start: alt.start, end: alt.end, before: ' ', after: '', syntax: 'rst' }
    : { start: line.end, end: line.end, before: `\n${optionIndent === '' ? `${prefix}   ` : optionIndent}:alt: `, after: '', syntax: 'rst' };
  return {
    start: line.start + before.length, end, target, bases: [''], alt: alt?.value ?? '', altSlot: slot, prefix, spaced: false,
    // A caption would be read as a part of the block that takes the picture's place.
    placement: substitution === undefined && below === end ? 'block' : 'fixed', below,
  };
}

/** After the directive with all its content, so that a figure's caption stays the figure's. */
function belowDirective(lines: readonly Line[], at: number, indent: number): number {
  let end = lines[at]?.end ?? 0;
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next];
    if (!line) break;
    if (line.text.trim() === '') continue;
    if (indentOf(line.text) <= indent) break;
    end = line.end;
  }
  return end;
}
