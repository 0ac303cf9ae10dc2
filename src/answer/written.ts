/** What a language model wrote, as segments: fences are rendered by their language, everything else is text. */
import type { Answer, ModelInfo, PictureInfo, Segment, Tag } from './types.js';

/** Fences that are more than code, by the name that models give them. */
const fenceTags: Readonly<Record<string, Tag>> = { mermaid: 'mermaid', latex: 'latex', tex: 'latex', math: 'latex', katex: 'latex', html: 'html' };
const names: Readonly<Record<string, string>> = { js: 'javascript', ts: 'typescript', py: 'python', sh: 'shell', bash: 'shell', zsh: 'shell', yml: 'yaml', 'c++': 'cpp', 'c#': 'csharp', golang: 'go', rs: 'rust', rb: 'ruby' };

/** Segments of a text in Markdown. A fence that was not closed ends with the text. */
export function writtenSegments(text: string): Segment[] {
  const segments: Segment[] = [];
  const add = (segment: Omit<Segment, 'spans'>): void => { if (segment.source.trim() !== '') segments.push({ ...segment, spans: [] }); };
  let prose: string[] = [];
  let fence: { readonly mark: string; readonly language: string; readonly lines: string[] } | undefined;
  const close = (): void => {
    if (fence !== undefined) add(fenced(fence.language, `${fence.lines.join('\n')}\n`));
    fence = undefined;
  };
  const flush = (): void => {
    add({ tag: 'text', source: `${prose.join('\n').replace(/^\s*\n/u, '').trimEnd()}\n` });
    prose = [];
  };
  for (const line of text.split(/\r?\n/u)) {
    const mark = /^ {0,3}(`{3,}|~{3,}|\$\$)\s*([^\s`]*)/u.exec(line);
    if (fence !== undefined) {
      if (closes(line, fence.mark)) close();
      else fence.lines.push(line);
    } else if (mark?.[1] === '$$') {
      flush();
      const formula = /^\s*\$\$(.+)\$\$\s*$/u.exec(line)?.[1];
      if (formula !== undefined) add({ tag: 'latex', source: `${formula.trim()}\n` });
      else fence = { mark: '$$', language: 'latex', lines: line.trim() === '$$' ? [] : [line.trim().slice(2)] };
    } else if (mark?.[1] !== undefined) {
      flush();
      fence = { mark: mark[1], language: (mark[2] ?? '').toLowerCase(), lines: [] };
    } else prose.push(line);
  }
  close();
  flush();
  return segments;
}

function closes(line: string, mark: string): boolean {
  const end = line.trim();
  if (mark === '$$') return end === '$$';
  return end.length >= mark.length && [...end].every((character) => character === mark[0]);
}

function fenced(language: string, source: string): Omit<Segment, 'spans'> {
  const tag = fenceTags[language];
  if (tag !== undefined) return { tag, source };
  if (language === '' || language === 'text' || language === 'txt' || language === 'plain') return { tag: 'code', source };
  return { tag: 'code', source, language: names[language] ?? language };
}

/**
 * The answer of a language model. Nothing in it is tied to a place of the picture, and it says so.
 * @param cut whether it ended because it was long enough
 */
export function writtenAnswer(text: string, data: { readonly model: ModelInfo; readonly picture: PictureInfo; readonly ms: number; readonly cut: boolean }): Answer {
  const { model, picture, ms, cut } = data;
  const segments = writtenSegments(text);
  const notes = [`Written by ${model.name}. Language models can be wrong: nothing here was compared with the picture.`, ...(cut ? ['The answer was cut: it had become as long as it may.'] : [])];
  return {
    version: 1, kind: segments.length === 0 ? 'empty' : segments.every(({ tag }) => tag === 'code') ? 'code' : 'text', segments, regions: [], explanation: [], doubts: [],
    notes: segments.length === 0 ? [`${model.name} wrote nothing.`] : notes, model, picture, timings: [{ stage: 'write', ms }],
  };
}
