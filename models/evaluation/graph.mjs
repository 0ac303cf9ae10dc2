// Graphs as the scorer compares them: named ends, whatever the source was.

/**
 * @typedef {{ label: string, shape: string, container: boolean }} Vertex  `label` is normalised; empty for a vertex without text
 * @typedef {{ source: number, target: number, label: string, directed: boolean, look: string }} Arrow  ends are indices of vertices
 * @typedef {{ direction: string, vertices: Vertex[], arrows: Arrow[] }} Graph
 */

/** What is compared of a label: lower case, without white space and punctuation (unless nothing else is there). */
export function normalise(lines) {
  const text = lines.join(' ').normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
  return text.replace(/\p{P}/gu, '') || text;
}

function arrow(source, target, lines, stroke, start, end) {
  const flipped = start !== 'none' && end === 'none';
  const marks = (start !== 'none') + (end !== 'none');
  return { source: flipped ? target : source, target: flipped ? source : target, label: normalise(lines), directed: marks === 1, look: `${stroke}/${marks}` };
}

const vertex = (lines, shape) => ({ label: normalise(lines), shape, container: shape === 'container' });

/** The graph of a scene (models/unrender_models/scene.py as JSON). Containers come after the nodes. @returns {Graph} */
export function graphOfScene(scene) {
  const texts = lines => lines.map(line => line.text);
  const count = scene.nodes.length;
  return {
    direction: scene.direction,
    vertices: [...scene.nodes.map(node => vertex(texts(node.lines), node.shape)), ...scene.containers.map(container => vertex(texts(container.lines), 'container'))],
    arrows: scene.edges.map(edge => arrow(edge.source + (edge.source_is_container ? count : 0), edge.target + (edge.target_is_container ? count : 0),
      texts(edge.lines), edge.stroke, edge.start, edge.end)),
  };
}

/** The graph of parsed Mermaid (test/support/mermaid-graph.ts). @returns {Graph} */
export function graphOfMermaid(parsed) {
  const index = new Map([...parsed.nodes, ...parsed.containers].map((part, i) => [part.id, i]));
  return {
    direction: parsed.direction,
    vertices: [...parsed.nodes.map(node => vertex(node.lines, node.shape)), ...parsed.containers.map(container => vertex(container.lines, 'container'))],
    arrows: parsed.edges.flatMap(edge => {
      const source = index.get(edge.source), target = index.get(edge.target);
      return source === undefined || target === undefined ? [] : [arrow(source, target, edge.label, edge.stroke, edge.start, edge.end)];
    }),
  };
}
