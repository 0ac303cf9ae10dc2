/** Ids of diagram elements: what may be one, and how to make one. */

/** Words that Mermaid's flowchart lexer (12.x) takes for its own wherever a node's id may stand. */
const reserved = new Set([
  'style', 'default', 'linkStyle', 'interpolate', 'classDef', 'class', 'href', 'click', 'call', 'graph', 'flowchart', 'subgraph', 'end',
  'direction', 'accTitle', 'accDescr', 'v', 'TB', 'TD', 'BT', 'LR', 'RL', 'BR',
  // Mermaid keeps ids as keys of a plain object and asks it for this property.
  'hasOwnProperty',
]);

/** True for [A-Za-z][A-Za-z0-9_]* that Mermaid does not read as a word of its own. */
export function isDiagramId(id: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(id) && !reserved.has(id);
}

/** A, B, ... Z, A1, B1, ...: the id of the node at `index` >= 0. Never equal to a container's id. */
export function nodeId(index: number): string {
  const round = Math.floor(index / letters.length);
  return `${letters.charAt(index % letters.length)}${round === 0 ? '' : String(round)}`;
}

/** Every capital but G, which begins the containers' ids. */
const letters = 'ABCDEFHIJKLMNOPQRSTUVWXYZ';

/** G1, G2, ...: the id of the container at `index` >= 0. */
export function containerId(index: number): string {
  return `G${index + 1}`;
}
