/** The answer as a person has edited it: questions are answered over what the source says now, with the picture's places where they are still known. */
import { listDoubts } from './doubts.js';
import { isDiagramId } from './ids.js';
import { joinLines } from './labels.js';
import { narrate } from './narrate.js';
import type { Answer, Diagram, Edge } from './types.js';

export interface Edited {
  readonly answer: Answer;
  /** The element's id in the answer before the edit; of a node or a group that is new, the one in the edited source; nothing for a connection that is new. */
  elementOf(element: string): string | undefined;
}

/**
 * @param diagram the graph of `source`, as Mermaid reads it: certain, and without places
 * @returns nothing where the answer holds no diagram to edit
 */
export function editedAnswer(answer: Answer, source: string, diagram: Diagram): Edited | undefined {
  const before = answer.segments.find((segment) => segment.tag === 'mermaid')?.diagram;
  if (before === undefined) return undefined;
  const ids = usableIds(diagram);
  const id = (given: string): string => ids.get(given) ?? given;
  const places = new Map([...before.nodes, ...before.containers].map((element) => [element.id, element]));
  const edges = matchEdges(before.edges, diagram.edges);
  // What still says what was read keeps its place and its doubts; what a person has written is certain.
  const known = (element: { readonly id: string; readonly lines: readonly string[] }): Pick<Edge, 'regions' | 'confidence'> => {
    const old = places.get(element.id);
    return { regions: old?.regions ?? [], confidence: old !== undefined && joinLines(old.lines) === joinLines(element.lines) ? old.confidence : 1 };
  };
  const now: Diagram = {
    ...diagram, texts: before.texts,
    nodes: diagram.nodes.map((node) => ({ ...node, ...known(node), id: id(node.id), ...(node.container === undefined ? {} : { container: id(node.container) }) })),
    containers: diagram.containers.map((group) => ({ ...group, ...known(group), id: id(group.id), ...(group.parent === undefined ? {} : { parent: id(group.parent) }) })),
    edges: diagram.edges.map((edge, index) => {
      const old = before.edges[edges[index] ?? -1];
      return { ...edge, ...(old === undefined ? {} : { regions: old.regions, confidence: old.confidence }), source: id(edge.source), target: id(edge.target) };
    }),
  };
  const original = new Map([...ids].map(([given, used]) => [used, given]));
  return {
    answer: { ...answer, segments: [{ tag: 'mermaid', source, spans: [], diagram: now }], explanation: narrate(now), doubts: listDoubts(now) },
    elementOf: (element) => {
      const [kind = '', name = ''] = element.split(/:(.*)/s);
      if (kind !== 'edge') return `${kind}:${original.get(name) ?? name}`;
      const old = edges[Number(name)];
      return old === undefined ? undefined : `edge:${old}`;
    },
  };
}

/** For each edge its index before the edit, where one between the same ends with the same label was there. */
function matchEdges(before: readonly Edge[], after: readonly Edge[]): (number | undefined)[] {
  const free = new Map(before.map((edge, index) => [index, edge]));
  return after.map((edge) => {
    const found = [...free].find(([, old]) => old.source === edge.source && old.target === edge.target && joinLines(old.label) === joinLines(edge.label))?.[0];
    if (found !== undefined) free.delete(found);
    return found;
  });
}

/** People name steps as they like; the writers take letters, digits and underscores only. */
function usableIds({ nodes, containers }: Diagram): Map<string, string> {
  const given = [...nodes, ...containers].map(({ id }) => id);
  const taken = new Set(given.filter(isDiagramId));
  const ids = new Map<string, string>();
  let next = 1;
  for (const id of given.filter((one) => !isDiagramId(one))) {
    while (taken.has(`N${next}`)) next += 1;
    taken.add(`N${next}`);
    ids.set(id, `N${next}`);
  }
  return ids;
}
