/** Turns the text lines of a picture that is no diagram into one segment: text in reading order, or code with its columns. */
import { findCode, type Code } from './code.js';
import { cleanLine } from './labels.js';
import type { TextLine } from './layout.js';
import { joinColumns, joinParagraph, type Piece } from './paragraphs.js';
import { readingOrder, type Paragraph } from './readingOrder.js';
import { framesIn } from './sheet/frames.js';
import { writeSheet } from './sheet/write.js';
import type { Sheet } from './sheet/types.js';
import { SpannedText } from './spannedText.js';
import type { Segment } from './types.js';

/**
 * `text`: a line a paragraph of prose, a line a row elsewhere, an empty line between paragraphs. `code`: indentation and gaps rebuilt, and the language where it could be told.
 * @param sheet the same text in its columns, where the picture has a fixed-width font
 * Every piece of the source that was read somewhere has a span. Nothing for no lines.
 */
export function writeText(lines: readonly TextLine[], sheet?: Sheet): Segment | undefined {
  if (sheet !== undefined) return writeSheet(sheet);
  const legible = lines.map((line) => ({ ...line, text: cleanLine(line.text) })).filter(({ text }) => text !== '');
  if (legible.length === 0) return undefined;
  const code = findCode(legible);
  return code === undefined ? writeProse(readingOrder(legible)) : writeCode(code);
}

function writeProse(paragraphs: readonly Paragraph[]): Segment {
  const out = new SpannedText();
  const write = ({ before, line, cut }: Piece): void => {
    out.add(before);
    out.addLine(cut ? { ...line, text: line.text.slice(0, -1) } : line);
  };
  const joined = joinColumns(paragraphs.map(joinParagraph));
  joined.forEach((lines, index) => {
    if (index > 0) out.add('\n');
    for (const pieces of lines) {
      pieces.forEach(write);
      out.add('\n');
    }
  });
  const frames = framesIn(out.source);
  return { tag: 'text', source: out.source, spans: out.spans, ...(frames.length > 0 && { frames }) };
}

function writeCode(code: Code): Segment {
  const out = new SpannedText();
  for (const { indent, blank, pieces } of code.lines) {
    out.add(`${'\n'.repeat(blank)}${' '.repeat(indent)}`);
    for (const { gap, line } of pieces) {
      out.add(' '.repeat(gap));
      out.addLine(line);
    }
    out.add('\n');
  }
  return { tag: 'code', source: out.source, spans: out.spans, ...(code.language === undefined ? {} : { language: code.language }) };
}
