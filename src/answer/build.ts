/** Puts answers together: the engine supplies what it read, and everything that follows from it is derived here. */
import { listDoubts } from './doubts.js';
import { textLines } from './layout.js';
import { writeMermaid } from './mermaid.js';
import { narrate } from './narrate.js';
import type { Sheet } from './sheet/types.js';
import { writeText } from './text.js';
import type { Answer, Diagram, ModelInfo, PictureInfo, Region, Segment, Timing } from './types.js';
import { count } from './words.js';

/** What every answer holds, whatever was in the picture. */
export interface Reading {
  readonly regions: readonly Region[];
  readonly model: ModelInfo;
  readonly picture: PictureInfo;
  readonly timings: readonly Timing[];
  /** Plain sentences about the reading, put before those that are derived. */
  readonly notes?: readonly string[];
}

/** What can be read besides flowcharts and text, where the readers for it are installed; a person says that a picture is one. */
export type Readable = 'table' | 'formula' | 'page';

/** Said of every picture that no reader takes for what it reads. @param readable what a person may have it read as */
export function scopeOf(readable: readonly Readable[]): string {
  const none = 'The model does not take this picture for a flowchart.';
  if (readable.length === 0) return `${none} It reads flowcharts; formulas, tables, charts, user interfaces and other diagrams it cannot read yet.`;
  const names = { table: 'a table', formula: 'a formula', page: 'a whole page' } as const;
  const [last = '', ...first] = readable.map((kind) => names[kind]).reverse();
  const kinds = first.length === 0 ? last : `${first.reverse().join(', ')} or ${last}`;
  const unread = [...(readable.includes('formula') ? [] : ['formulas']), ...(readable.includes('table') ? [] : ['tables']), 'charts', 'user interfaces'];
  return `${none} If it holds ${kinds}, have it read as that: “Read as” in the panel, --as on the command line. ${unread.join(', ').replace(/^./, (letter) => letter.toUpperCase())} and other diagrams it cannot read yet.`;
}

/** The segment of a flowchart, also while it is still growing. */
export function flowchartSegment(diagram: Diagram): { readonly segment: Segment; readonly losses: readonly string[] } {
  const { source, spans, losses } = writeMermaid(diagram);
  return { segment: { tag: 'mermaid', source, spans, diagram }, losses };
}

/**
 * The answer for a flowchart. A diagram without any element becomes the answer for its text.
 * @param doubtBelow confidence under which an element is listed as doubtful
 */
export function flowchartAnswer(diagram: Diagram, reading: Reading, doubtBelow?: number): Answer {
  if (diagram.nodes.length + diagram.containers.length === 0) return textAnswer(reading);
  const { segment, losses } = flowchartSegment(diagram);
  return {
    ...common(reading), kind: 'flowchart', segments: [segment], explanation: narrate(diagram), doubts: listDoubts(diagram, doubtBelow),
    notes: [...(reading.notes ?? []), ...losses],
  };
}

/**
 * The answer for a picture that is no flowchart: its text in reading order, its code, or nothing.
 * @param note said of the reading; empty: nothing is to be said
 */
export function textAnswer(reading: Reading, sheet?: Sheet, note: string = scopeOf([])): Answer {
  const segment = writeText(textLines(reading.regions), sheet);
  const notes = reading.notes ?? [];
  if (segment === undefined) {
    return { ...common(reading), kind: 'empty', segments: [], explanation: [], doubts: [], notes: [...notes, 'No text and no flowchart was found in this picture, so there is nothing to write down.'] };
  }
  const lines = segment.source.split('\n').filter((line) => line.trim() !== '').length;
  const what = segment.tag === 'code' ? `${count(lines, 'line')} of code${segment.language === undefined ? '' : ` (${languageNames[segment.language] ?? segment.language})`}` : `${count(lines, 'line')} of text`;
  return {
    ...common(reading), kind: segment.tag === 'code' ? 'code' : 'text', segments: [segment], doubts: [], notes: note === '' ? notes : [...notes, note],
    explanation: [{ text: `This picture holds ${what}.`, elements: [], regions: segment.spans.flatMap(({ regions }) => regions) }],
  };
}

function common({ regions, model, picture, timings }: Reading): Pick<Answer, 'version' | 'regions' | 'model' | 'picture' | 'timings'> {
  return { version: 1, regions, model, picture, timings };
}

/** What languages are called, by the name that a fence has for them. */
export const languageNames: Readonly<Record<string, string>> = {
  python: 'Python', javascript: 'JavaScript', typescript: 'TypeScript', json: 'JSON', java: 'Java', c: 'C', shell: 'shell', html: 'HTML', css: 'CSS', sql: 'SQL', yaml: 'YAML', go: 'Go', rust: 'Rust', cpp: 'C++', csharp: 'C#', kotlin: 'Kotlin', php: 'PHP', ruby: 'Ruby', swift: 'Swift',
  console: 'terminal', toml: 'TOML', dockerfile: 'Dockerfile', diff: 'diff',
};
