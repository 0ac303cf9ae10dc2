/** Ids of diagram elements: what may be one. */

/** Words that Mermaid's flowchart lexer (12.x) takes for its own wherever a node's id may stand. */
const reserved = new Set([
  'style', 'default', 'linkStyle', 'interpolate', 'classDef', 'class', 'href', 'click', 'call', 'graph', 'flowchart', 'subgraph', 'end',
  'direction', 'accTitle', 'accDescr', 'v',
  // Mermaid keeps ids as keys of a plain object and asks it for this property.
  'hasOwnProperty',
]);

/** True for [A-Za-z][A-Za-z0-9_]* that Mermaid does not read as a word of its own. */
export function isDiagramId(id: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(id) && !reserved.has(id);
}
