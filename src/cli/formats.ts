import { answerToHtml, answerToMarkdown, writeTable } from '../answer/index.js';
import type { Answer } from '../answer/index.js';

export const formats = { markdown: 'md', json: 'json', html: 'html', mermaid: 'mmd', latex: 'tex' } as const;
export type Format = keyof typeof formats;

/** The answer in a format, ending with a line break; undefined where it has no such form. */
export function render(answer: Answer, format: Format, picture: Uint8Array): string | undefined {
  switch (format) {
    case 'markdown': return answerToMarkdown(answer);
    case 'json': return `${JSON.stringify(answer, undefined, 2)}\n`;
    case 'html': return answerToHtml(answer, { picture: dataUri(picture) });
    case 'mermaid': return mermaidOf(answer);
    case 'latex': return latexOf(answer);
  }
}

/** The Mermaid source, where the picture is a flowchart. */
export function mermaidOf(answer: Answer): string | undefined {
  const source = answer.segments.find(({ tag }) => tag === 'mermaid')?.source;
  return source === undefined || source.endsWith('\n') ? source : `${source}\n`;
}

/** The formulas of the picture, a paragraph each, or its tables as tabulars. */
function latexOf(answer: Answer): string | undefined {
  const parts = answer.segments.flatMap((segment) => (segment.tag === 'latex' ? [segment.source] : segment.table === undefined ? [] : [writeTable(segment.table, 'latex') ?? '']));
  return parts.length === 0 ? undefined : `${parts.map((part) => part.trimEnd()).join('\n\n')}\n`;
}

function dataUri(bytes: Uint8Array): string {
  const starts = (text: string, at = 0): boolean => Buffer.from(text, 'latin1').equals(bytes.subarray(at, at + text.length));
  const type = starts('\x89PNG') ? 'png' : starts('\xff\xd8') ? 'jpeg' : starts('GIF8') ? 'gif' : starts('WEBP', 8) ? 'webp' : 'bmp';
  return `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;
}
