/** The pictures of the question set as typed answers. */
import { readFileSync } from 'node:fs';
import { flowchartAnswer, textAnswer } from '../../../src/answer/build.js';
import { tableOf } from '../../../src/answer/table/index.js';
import type { Answer, Diagram, Region, Shape, Table } from '../../../src/answer/types.js';
import { parseMermaidGraph } from '../../support/mermaid-graph.js';
import { orderReading } from '../samples.js';

export interface Question {
  readonly on: string;
  readonly ask: string;
  readonly unseen?: boolean;
  /** Asked after the question before it, in the same conversation. */
  readonly then?: boolean;
  readonly status?: 'declined' | 'ambiguous';
  /** Labels that the answer must find, in any order. */
  readonly found?: readonly string[];
  /** Labels on the way, in order. */
  readonly path?: readonly string[];
  readonly value?: string | number | boolean;
  /** The reply must say that a part of it is uncertain. */
  readonly doubt?: boolean;
  /** The reply must say that cells were left out. */
  readonly caveat?: boolean;
}
interface Picture {
  readonly id: string;
  readonly mermaid?: string;
  readonly boxes?: Readonly<Record<string, readonly [number, number, number, number]>>;
  readonly doubtful?: Readonly<Record<string, number>>;
  readonly table?: { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] };
}
export interface Prepared { readonly answer: Answer; readonly diagram?: Diagram; readonly tables: readonly Table[] }

export const set = JSON.parse(readFileSync(new URL('set.json', import.meta.url), 'utf8')) as { readonly pictures: readonly Picture[]; readonly questions: readonly Question[] };

/** Every picture of the set by its id. */
export async function prepare(): Promise<ReadonlyMap<string, Prepared>> {
  const prepared = new Map<string, Prepared>();
  for (const picture of set.pictures) prepared.set(picture.id, await prepareOne(picture));
  return prepared;
}

async function prepareOne({ mermaid, boxes = {}, doubtful = {}, table }: Picture): Promise<Prepared> {
  if (mermaid === undefined) return { answer: textAnswer({ ...orderReading, regions: [] }), tables: table === undefined ? [] : [tableOf(table.header, table.rows)] };
  const graph = await parseMermaidGraph(mermaid);
  const ids = Object.keys(boxes);
  const regions = ids.map((id, index): Region => { const [x, y, width, height] = boxes[id] ?? [0, 0, 0, 0]; return { id: index, box: { x, y, width, height }, confidence: 1 }; });
  const regionsOf = (id: string): number[] => (ids.includes(id) ? [ids.indexOf(id)] : []);
  const diagram: Diagram = {
    direction: graph.direction, texts: [],
    nodes: graph.nodes.map((node) => ({ ...node, shape: node.shape as Shape, regions: regionsOf(node.id), confidence: doubtful[`node:${node.id}`] ?? 0.99 })),
    edges: graph.edges.map((edge) => ({ ...edge, regions: [], confidence: doubtful[`${edge.source}->${edge.target}`] ?? 0.99 })),
    containers: graph.containers.map((container) => ({ ...container, regions: regionsOf(container.id), confidence: 0.99 })),
  };
  return { answer: flowchartAnswer(diagram, { ...orderReading, regions }), diagram, tables: [] };
}

/** Labels of elements, sorted. */
export function labelsOf(diagram: Diagram | undefined, elements: readonly string[]): string[] {
  return elements.map((element) => [...(diagram?.nodes ?? []), ...(diagram?.containers ?? [])].find(({ id }) => element.endsWith(`:${id}`) && element.length === element.indexOf(':') + 1 + id.length)?.lines.join(' ') ?? element);
}
