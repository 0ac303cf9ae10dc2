/** A part of a diagram as Mermaid of its own, with some of its nodes standing out. */
import { writeMermaid } from '../mermaid.js';
import type { Diagram } from '../types.js';

/** @param bold ids of nodes that get a thick outline */
export function subDiagram(diagram: Diagram, ids: readonly string[], edges: readonly number[], bold: readonly string[]): string {
  const wanted = new Set(ids);
  const groups = diagram.containers.filter(({ id }) => wanted.has(id));
  const part: Diagram = {
    direction: diagram.direction, texts: [],
    // A group that the part speaks of stands as a box: what it holds is not part of it unless it is named too.
    nodes: diagram.nodes.filter(({ id }) => wanted.has(id)).map(({ container, ...node }) => (container !== undefined && wanted.has(container) ? { ...node, container } : node)),
    containers: groups.map(({ parent, ...group }) => (parent !== undefined && wanted.has(parent) ? { ...group, parent } : group)),
    edges: [...edges].sort((a, b) => a - b).flatMap((index) => { const edge = diagram.edges[index]; return edge !== undefined && wanted.has(edge.source) && wanted.has(edge.target) ? [edge] : []; }),
  };
  const { source } = writeMermaid(part);
  const nodes = new Set(part.nodes.map(({ id }) => id));
  const styles = bold.filter((id) => nodes.has(id)).map((id) => `  style ${id} stroke-width:4px`);
  return [source.trimEnd(), ...new Set(styles)].join('\n').concat('\n');
}
