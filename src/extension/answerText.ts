/** The answer as the texts that leave the panel: its source, and the source as Markdown. */
import { fence } from '../answer/markdown.js';
import { writeMarkdownTable } from '../answer/table/markdown.js';
import type { Answer } from '../answer/types.js';

export interface AnswerText {
  readonly source: string;
  /** Language of the fence. */
  readonly language: string;
  /** File name extension for the source, without a dot. */
  readonly extension: 'mmd' | 'html' | 'tex' | 'txt';
  /** Markdown of its own, where the source is not put into a fence. */
  readonly markdown?: string;
}

/** `edited`: the person's own version of the Mermaid source, where there is one. */
export function answerText(answer: Answer, edited: string | undefined): AnswerText {
  const mermaid = answer.segments.find((segment) => segment.tag === 'mermaid');
  if (mermaid) return { source: withNewline(edited ?? mermaid.source), language: 'mermaid', extension: 'mmd' };
  const [only, ...more] = answer.segments;
  if (only?.table !== undefined && more.length === 0) {
    const markdown = writeMarkdownTable(only.table);
    return { source: withNewline(only.source), language: 'html', extension: 'html', ...(markdown === undefined ? {} : { markdown }) };
  }
  if (only?.formula !== undefined && more.length === 0) {
    const source = withNewline(edited ?? only.source);
    return { source, language: 'latex', extension: 'tex', ...(source.includes('$$') ? {} : { markdown: `$$\n${source}$$\n` }) };
  }
  const parts = answer.segments.filter((segment) => segment.source.trim() !== '');
  const language = parts.length === 1 && parts[0]?.tag === 'code' ? parts[0].language ?? '' : 'text';
  return { source: withNewline(parts.map((part) => part.source.trimEnd()).join('\n\n')), language, extension: 'txt' };
}

/** What was read from a picture cannot break out of this fence. */
export function fenced({ source, language, markdown }: Pick<AnswerText, 'source' | 'language' | 'markdown'>): string {
  return markdown ?? fence(source, language);
}

function withNewline(text: string): string { return text.endsWith('\n') ? text : `${text}\n`; }
