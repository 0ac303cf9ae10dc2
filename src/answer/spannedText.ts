import type { TextLine } from './layout.js';
import type { Span } from './types.js';

/** Text that remembers which of its ranges were read where. */
export class SpannedText {
  source = '';
  readonly spans: Span[] = [];

  add(text: string): void {
    this.source += text;
  }

  addLine({ text, region, confidence }: Omit<TextLine, 'box'>): void {
    const start = this.source.length;
    this.source += text;
    this.spans.push({ start, end: this.source.length, regions: [region], confidence });
  }
}
