/** The answer as Markdown. Whatever was read in the picture stands there as data: it cannot become Markdown or HTML. */
import { cleanLine } from './labels.js';
import { writeMarkdownTable } from './table/markdown.js';
import type { Answer, Segment } from './types.js';

/** A fenced block, longer than any run of backticks in the source, so that the source cannot end it. */
export function fence(source: string, language: string): string {
  const longest = Math.max(2, ...Array.from(source.matchAll(/`+/g), ([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${source.endsWith('\n') ? source : `${source}\n`}${ticks}\n`;
}

/** The language of a segment's fence. */
export function fenceLanguage(segment: Segment): string {
  return segment.tag === 'code' ? segment.language ?? '' : segment.tag === 'table' ? 'html' : segment.tag;
}

/** Text that Markdown shows as it is: no emphasis, links, HTML, entities, formulas, or links made of bare addresses. */
export function escapeMarkdown(text: string): string {
  return cleanLine(text)
    .replace(/[\\`*_[\]<>&|~#!$@^]/g, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\b(www)\./gi, '$1\\.')
    .replace(/^([-+=]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** A segment as Markdown: a table that Markdown can hold as one, everything else as its source in a fence. */
export function segmentMarkdown(segment: Segment): string {
  // A block that Markdown's own mathematics sets. The source can hold no line of its own that ends it: the vocabulary has no bare dollar.
  if (segment.formula !== undefined && !/(?<!\\)\$/u.test(segment.source)) return `$$\n${segment.source}\n$$\n`;
  const table = segment.table === undefined ? undefined : writeMarkdownTable(segment.table);
  return table ?? fence(segment.source, fenceLanguage(segment));
}

/** The whole answer: source in a fence, explanation, what to check, notes, and what read it. */
export function answerToMarkdown(answer: Answer): string {
  const { model, picture } = answer;
  const total = answer.timings.reduce((sum, { ms }) => sum + ms, 0);
  return [
    `# ${escapeMarkdown(picture.name)}\n`,
    ...answer.segments.map(segmentMarkdown),
    section('What it shows', answer.explanation.map(({ text }) => text)),
    section('Check again', answer.doubts.map(({ text }) => text)),
    section('Notes', answer.notes),
    `Read from ${picture.width} × ${picture.height} pixels by ${escapeMarkdown(`${model.name} ${model.version}`)} (${escapeMarkdown(model.provider)})${total > 0 ? ` in ${(total / 1000).toFixed(1)} s` : ''}.\n`,
  ].filter((part) => part !== '').join('\n');
}

function section(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `## ${title}\n\n${items.map((item) => `- ${escapeMarkdown(item)}\n`).join('')}`;
}
