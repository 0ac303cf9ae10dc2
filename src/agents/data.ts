/** Text from a picture (or a file's name) where an agent reads it: marked as data in a way that the text itself cannot end. */
import { cleanLine, shorten } from '../answer/labels.js';

/** Longest text that is quoted in full; the whole of it stands in the source anyway. */
const quoteLimit = 120;

/**
 * One line of data: a JSON string inside a Markdown code span. The span keeps Markdown and HTML from being anything but characters, the JSON string tells whoever
 * reads the raw text where the data ends.
 */
export function quoteData(text: string, limit = quoteLimit): string {
  return codeSpan(JSON.stringify(shorten(cleanLine(text), limit)));
}

/** A Markdown code span: delimiters longer than any run of backticks in the text. The text must be one line. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  // A backtick at the edge would lengthen the delimiter; the blank that keeps it apart is not shown.
  const edge = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${ticks}${edge}${text}${edge}${ticks}`;
}
