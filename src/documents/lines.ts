/** Small questions about the lines of a text. */
import type { TextRange } from './types.js';

/** Offset of the first character of the line that holds `offset`. */
export function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset of the line's end, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return end > 0 && text[end - 1] === '\r' && end - 1 >= offset ? end - 1 : end;
}

/** Offset after the line break, or the text's end. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

export interface Line extends TextRange { readonly text: string }

/** Every line without its break; the last one also where it is empty. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; ;) {
    const end = lineEnd(text, start);
    lines.push({ start, end, text: text.slice(start, end) });
    const next = text.indexOf('\n', end);
    if (next < 0) return lines;
    start = next + 1;
  }
}

/** End of the run of lines that `offset` is in: before the next line for which `blank` holds. */
export function paragraphEnd(text: string, offset: number, blank: (line: string) => boolean = (line) => line.trim() === ''): number {
  let end = lineEnd(text, offset);
  for (let at = nextLine(text, end); at > end && at < text.length; at = nextLine(text, end)) {
    const next = lineEnd(text, at);
    if (blank(text.slice(at, next))) break;
    end = next;
  }
  return end;
}

/** The text with ranges blanked out, same length, line breaks kept: what is looked for is not found in there. */
export function blank(text: string, ranges: readonly TextRange[], filler = ' '): string {
  let result = '';
  let at = 0;
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    result += text.slice(at, from) + text.slice(from, end).replace(/[^\r\n]/g, filler);
    at = end;
  }
  return result + text.slice(at);
}

export function indentOf(line: string): number {
  let width = 0;
  for (const character of line) {
    if (character === ' ') width += 1;
    else if (character === '\t') width += 4 - (width % 4);
    else break;
  }
  return width;
}
