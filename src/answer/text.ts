/** Turns the text lines of a picture that is no diagram into one segment: text in reading order, or code with its columns. */
import { findCode, type Code } from './code.js';
import { cleanLine } from './labels.js';
import type { TextLine } from './layout.js';
import { readingOrder, type Paragraph } from './readingOrder.js';
import type { Segment, Span } from './types.js';

/**
 * `text`: a line a row, an empty line between paragraphs. `code`: indentation and gaps rebuilt, and the language where it could be told.
 * Every piece of the source that was read somewhere has a span. Nothing for no lines.
 */
export function writeText(lines: readonly TextLine[]): Segment | undefined {
  const legible = lines.map((line) => ({ ...line, text: cleanLine(line.text) })).filter(({ text }) => text !== '');
  if (legible.length === 0) return undefined;
  const code = findCode(legible);
  return code === undefined ? writeProse(readingOrder(legible)) : writeCode(code);
}

function writeProse(paragraphs: readonly Paragraph[]): Segment {
  const out = new SpannedText();
  paragraphs.forEach((paragraph, index) => {
    if (index > 0) out.add('\n');
    for (const row of paragraph) {
      row.forEach((line, at) => {
        if (at > 0) out.add(' ');
        out.addLine(line);
      });
      out.add('\n');
    }
  });
  return { tag: 'text', source: out.source, spans: out.spans };
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

/** Text that remembers which of its ranges were read where. */
class SpannedText {
  source = '';
  readonly spans: Span[] = [];

  add(text: string): void {
    this.source += text;
  }

  addLine({ text, region, confidence }: TextLine): void {
    const start = this.source.length;
    this.source += text;
    this.spans.push({ start, end: this.source.length, regions: [region], confidence });
  }
}
