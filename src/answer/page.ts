/** The answers for the blocks of a page, in reading order, become one answer: a segment a block. */
import type { Reading } from './build.js';
import type { Answer, Diagram, Doubt, Segment, Sentence, Table } from './types.js';
import { count, list } from './words.js';

/** The blocks' regions are numbered anew, one block after the other; `reading.regions` are not used. */
export function pageAnswer(blocks: readonly Answer[], reading: Reading): Answer {
  const taken = new Set<string>();
  let offset = 0;
  const moved = blocks.filter(({ segments }) => segments.length > 0).map((block, index) => {
    // Elements are told apart by their segment, where an earlier block of the same kind has the plain names already.
    const tag = block.segments[0]?.tag ?? 'text';
    const name = taken.has(tag) ? (element: string): string => (element === '' ? '' : `${index}/${element}`) : (element: string): string => element;
    taken.add(tag);
    const result = renumbered(block, offset, name);
    offset += 1 + Math.max(-1, ...block.regions.map(({ id }) => id));
    return result;
  });
  const { model, picture, timings, notes = [] } = reading;
  return {
    version: 1, kind: moved.length === 0 ? 'empty' : 'page', segments: moved.flatMap(({ segments }) => segments), regions: moved.flatMap(({ regions }) => regions),
    explanation: moved.length === 0 ? [] : [inventory(moved), ...moved.flatMap(told)],
    doubts: moved.flatMap(({ doubts }) => doubts).sort((a, b) => a.confidence - b.confidence),
    notes: [...new Set([...notes, ...moved.flatMap((block) => block.notes)])], model, picture, timings,
  };
}

/** What stands on the page, counted. */
function inventory(blocks: readonly Answer[]): Sentence {
  const of = (tag: Segment['tag'], what: string): string[] => {
    const found = blocks.flatMap(({ segments }) => segments).filter((segment) => segment.tag === tag).length;
    return found === 0 ? [] : [count(found, what)];
  };
  const parts = [...of('text', 'text block'), ...of('code', 'code block'), ...of('latex', 'formula'), ...of('table', 'table'), ...of('mermaid', 'diagram')];
  return { text: `This page holds ${list(parts)}.`, elements: [], regions: [] };
}

/** What is said of a block; that text has so many lines says nothing on a page. */
function told({ kind, explanation }: Answer): readonly Sentence[] {
  return kind === 'text' || kind === 'code' ? [] : explanation;
}

function renumbered(answer: Answer, offset: number, name: (element: string) => string): Answer {
  const shift = (regions: readonly number[]): number[] => regions.map((id) => id + offset);
  const each = <T extends { readonly regions: readonly number[] }>(items: readonly T[]): T[] => items.map((item) => ({ ...item, regions: shift(item.regions) }));
  const diagram = (graph: Diagram): Diagram => ({ ...graph, nodes: each(graph.nodes), edges: each(graph.edges), containers: each(graph.containers), texts: each(graph.texts) });
  const table = (whole: Table): Table => ({ ...whole, cells: each(whole.cells), ...(whole.caption && { caption: { ...whole.caption, regions: shift(whole.caption.regions) } }) });
  return {
    ...answer,
    regions: answer.regions.map((region) => ({ ...region, id: region.id + offset })),
    segments: answer.segments.map((segment): Segment => ({
      ...segment, spans: each(segment.spans).map((span) => (span.element === undefined ? span : { ...span, element: name(span.element) })),
      ...(segment.diagram && { diagram: diagram(segment.diagram) }), ...(segment.table && { table: table(segment.table) }),
    })),
    explanation: each(answer.explanation).map((sentence): Sentence => ({ ...sentence, elements: sentence.elements.map(name) })),
    doubts: each(answer.doubts).map((doubt): Doubt => ({ ...doubt, element: name(doubt.element) })),
  };
}
