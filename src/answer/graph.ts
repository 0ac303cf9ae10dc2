/** Questions about a typed graph that several views ask. */
import type { Container, Diagram, Edge } from './types.js';

/** What an edge says about order: `both` and `none` run between two elements, `directed` from the first to the second. */
export interface Flow { readonly from: string; readonly to: string; readonly kind: 'directed' | 'both' | 'none' }

/** An edge with a mark at its start only runs backwards: that is the same as an edge the other way round. */
export function flowOf(edge: Edge): Flow {
  if (edge.start === 'none' && edge.end === 'none') return { from: edge.source, to: edge.target, kind: 'none' };
  if (edge.end === 'none') return { from: edge.target, to: edge.source, kind: 'directed' };
  return { from: edge.source, to: edge.target, kind: edge.start === 'none' ? 'directed' : 'both' };
}

/** Containers as a forest. A parent that does not exist, or one that would close a cycle, counts as none. */
export interface Forest {
  readonly roots: readonly Container[];
  childrenOf(id: string): readonly Container[];
  /** The ids of the containers around a container, innermost first. */
  ancestorsOf(id: string): readonly string[];
  has(id: string): boolean;
}

export function containerForest(diagram: Diagram): Forest {
  const byId = new Map(diagram.containers.map((container) => [container.id, container]));
  const parents = new Map<string, string>();
  const ancestors = (id: string): string[] => {
    const found: string[] = [];
    for (let next = parents.get(id); next !== undefined; next = parents.get(next)) found.push(next);
    return found;
  };
  for (const { id, parent } of byId.values()) {
    if (parent !== undefined && parent !== id && byId.has(parent) && !ancestors(parent).includes(id)) parents.set(id, parent);
  }
  const children = new Map<string, Container[]>();
  const roots: Container[] = [];
  for (const container of byId.values()) {
    const parent = parents.get(container.id);
    if (parent === undefined) { roots.push(container); continue; }
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [container]); else siblings.push(container);
  }
  return { roots, childrenOf: (id) => children.get(id) ?? [], ancestorsOf: ancestors, has: (id) => byId.has(id) };
}
