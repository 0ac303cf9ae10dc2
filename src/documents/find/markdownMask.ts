/** Blanks out what Markdown does not read as Markdown: front matter, code, comments, raw HTML. Same length, line breaks kept. */
import { blank, indentOf, linesOf, type Line } from '../lines.js';
import type { TextRange } from '../types.js';

/** Blockquote signs, indentation and list signs, as often as they are nested. */
export const containerPattern = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*/;
const openFence = /^(`{3,}(?!.*`)|~{3,})/;
/** Stands for an escaped character: neither a blank nor anything that Markdown reads. */
const escaped = '\u0001';

export function maskMarkdown(text: string, mdx: boolean): string {
  return maskInline(blank(text, codeLines(linesOf(text))), mdx);
}

/** Front matter, fenced code and indented code. */
function codeLines(lines: readonly Line[]): TextRange[] {
  const ranges: TextRange[] = [];
  let at = frontMatter(lines);
  const first = lines[0];
  const last = lines[at - 1];
  if (first && last) ranges.push({ start: first.start, end: last.end });
  let listIndent = 0;
  let afterBlank = true;
  for (; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line) break;
    if (line.text.trim() === '') { afterBlank = true; continue; }
    const container = containerPattern.exec(line.text)?.[0] ?? '';
    const fence = openFence.exec(line.text.slice(container.length))?.[1];
    const indent = indentOf(line.text);
    if (fence !== undefined && indent < listIndent + 4) {
      const end = fenceEnd(lines, at, fence, /^[ \t]*>/.test(container));
      const closing = lines[Math.min(end, lines.length - 1)];
      ranges.push({ start: line.start, end: closing?.end ?? line.end });
      at = end;
      afterBlank = false;
      continue;
    }
    if (afterBlank && indent >= listIndent + 4) {
      // Indented code goes on over empty lines; `afterBlank` stays, so that the next line is asked the same.
      ranges.push({ start: line.start, end: line.end });
      continue;
    }
    const list = /^[ \t]*(?:>[ \t]?)*[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+/.exec(line.text);
    if (list) listIndent = list[0].length;
    else if (afterBlank && indent < listIndent) listIndent = 0;
    afterBlank = false;
  }
  return ranges;
}

function frontMatter(lines: readonly Line[]): number {
  const mark = lines[0]?.text.trimEnd();
  if (mark !== '---' && mark !== '+++') return 0;
  const end = lines.findIndex(({ text }, index) => index > 0 && (text.trimEnd() === mark || (mark === '---' && text.trimEnd() === '...')));
  return end < 0 ? 0 : end + 1;
}

/** Index of the closing line; a fence in a quotation ends with the quotation, and one that is never closed with the document. */
function fenceEnd(lines: readonly Line[], open: number, fence: string, quoted: boolean): number {
  const close = new RegExp(`^[ \\t>]*\\${fence[0] ?? '`'}{${fence.length},}[ \\t]*$`);
  for (let at = open + 1; at < lines.length; at += 1) {
    const text = lines[at]?.text ?? '';
    if (close.test(text)) return at;
    if (quoted && !/^[ \t]*>/.test(text)) return at - 1;
  }
  return lines.length;
}

/** Escapes, code spans, comments and raw HTML, in the order in which they begin. */
function maskInline(text: string, mdx: boolean): string {
  const ranges: TextRange[] = [];
  const token = /\\[!-/:-@[-`{-~]|`+|<!--|<(pre|script|style|textarea)\b|\{\/\*/gi;
  const escapes: TextRange[] = [];
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const start = match.index;
    const found = match[0];
    const end = found.startsWith('\\') ? undefined : found.startsWith('`') ? codeSpanEnd(text, start + found.length, found.length)
      : found === '<!--' ? after(text, '-->', start + 4) : found === '{/*' ? (mdx ? after(text, '*/}', start + 3) : undefined) : closingTag(text, match[1] ?? '', start);
    if (found.startsWith('\\')) escapes.push({ start, end: start + 2 });
    if (end === undefined) continue;
    ranges.push({ start, end });
    token.lastIndex = end;
  }
  return blank(blank(text, ranges), escapes, escaped);
}

/** A code span ends at the next run of exactly as many backticks in the same paragraph; without one the backticks are letters. */
function codeSpanEnd(text: string, from: number, length: number): number | undefined {
  const limit = /\n[ \t>]*\r?\n/.exec(text.slice(from, from + 20_000));
  const within = text.slice(from, limit ? from + limit.index : from + 20_000);
  for (const run of within.matchAll(/`+/g)) if (run[0].length === length) return from + run.index + length;
  return undefined;
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function closingTag(text: string, name: string, from: number): number {
  const close = new RegExp(`</${name}\\s*>`, 'i').exec(text.slice(from));
  return close ? from + close.index + close[0].length : text.length;
}
