// How alike two graphs are. Ends of edges are compared by what stands in them; see README.md for the definitions.

/** Size of the intersection of two multisets. */
export function shared(left, right) {
  const counts = new Map();
  for (const item of left) counts.set(item, (counts.get(item) ?? 0) + 1);
  let both = 0;
  for (const item of right) {
    const count = counts.get(item) ?? 0;
    if (count > 0) {
      both++;
      counts.set(item, count - 1);
    }
  }
  return both;
}

export const f1 = (both, left, right) => (left + right === 0 ? 1 : (2 * both) / (left + right));

/** Names of the neighbours of a vertex with the way of the connection; neighbours without a name are left out. */
function neighbours(graph, names, index) {
  const found = [];
  for (const { source, target, directed } of graph.arrows) {
    if (source === index && names[target] !== undefined) found.push(`${directed ? '>' : '-'}${names[target]}`);
    if (target === index && names[source] !== undefined) found.push(`${directed ? '<' : '-'}${names[source]}`);
  }
  return found;
}

/**
 * Names for the vertices of both graphs: the label, or, without text, a name that two vertices share if they are taken for the same.
 * Pairs are taken greedily, most shared neighbours first (the same shape counts half a neighbour), until none shares a neighbour;
 * what remains is paired by shape where neither side has a named neighbour at all. What stays unpaired has a name of its own.
 * @returns {[string[], string[]]}
 */
export function nameVertices(truth, answer) {
  const names = [truth, answer].map(graph => graph.vertices.map(v => (v.label === '' ? undefined : `${v.container ? 'container:' : ''}${v.label}`)));
  const open = () => names.map((list, side) => list.flatMap((name, i) => (name === undefined && [truth, answer][side].vertices[i].container === false ? [i] : [])));
  for (let pair = 0; ; pair++) {
    let best;
    const [left, right] = open();
    for (const a of left) {
      const around = neighbours(truth, names[0], a);
      for (const b of right) {
        const other = neighbours(answer, names[1], b), both = shared(around, other);
        const sameShape = truth.vertices[a].shape === answer.vertices[b].shape;
        if (both === 0 && !(sameShape && around.length === 0 && other.length === 0)) continue;
        const score = both + (sameShape ? 0.5 : 0) - 0.01 * Math.abs(around.length - other.length);
        if (best === undefined || score > best.score) best = { a, b, score };
      }
    }
    if (best === undefined) break;
    names[0][best.a] = names[1][best.b] = `(pair ${pair})`;
  }
  return names.map((list, side) => list.map((name, i) => name ?? `(alone ${side}.${i})`));
}

/** Edges as texts that are equal where the edges are; without a direction the order of the ends does not count. */
function keys(graph, names, labelled) {
  return graph.arrows.map(({ source, target, label, directed }) => {
    const ends = [names[source], names[target]];
    if (!directed) ends.sort();
    return JSON.stringify([directed, ...ends, ...(labelled ? [label] : [])]);
  });
}

/** Shape agreement over vertices that carry the same name on both sides (the k-th with the k-th): [equal, compared]. */
function shapes(truth, answer, names) {
  const byName = new Map();
  for (const [i, vertex] of answer.vertices.entries()) if (!vertex.container) byName.set(names[1][i], [...(byName.get(names[1][i]) ?? []), vertex.shape]);
  let equal = 0, compared = 0;
  for (const [i, vertex] of truth.vertices.entries()) {
    const shape = vertex.container ? undefined : byName.get(names[0][i])?.shift();
    if (shape === undefined) continue;
    compared++;
    if (shape === vertex.shape) equal++;
  }
  return [equal, compared];
}

/** Looks (stroke and number of marks) over edges between the same ends: [equal, compared]. */
function looks(truth, answer, names) {
  const pair = (graph, side) => graph.arrows.map(({ source, target, look }) => ({ look, ends: JSON.stringify([names[side][source], names[side][target]].sort()) }));
  const waiting = pair(answer, 1);
  let equal = 0, compared = 0;
  for (const { look, ends } of pair(truth, 0)) {
    const options = waiting.filter(item => item.ends === ends), found = options.find(item => item.look === look) ?? options[0];
    if (!found) continue;
    waiting.splice(waiting.indexOf(found), 1);
    compared++;
    if (found.look === look) equal++;
  }
  return [equal, compared];
}

/** Everything that is measured of one picture. */
export function compare(truth, answer) {
  const names = nameVertices(truth, answer);
  const nodes = [truth, answer].map((graph, side) => names[side].filter((_, i) => !graph.vertices[i].container));
  const edges = [truth, answer].map((graph, side) => keys(graph, names[side], false));
  const triples = [truth, answer].map((graph, side) => keys(graph, names[side], true));
  const [nodesBoth, edgesBoth] = [shared(...nodes), shared(...edges)];
  const sets = triples.map(list => [...new Set(list)]);
  const [shapesEqual, shapesCompared] = shapes(truth, answer, names), [looksEqual, looksCompared] = looks(truth, answer, names);
  return {
    node: f1(nodesBoth, nodes[0].length, nodes[1].length),
    edge: f1(edgesBoth, edges[0].length, edges[1].length),
    triple: f1(shared(...sets), sets[0].length, sets[1].length),
    direction: truth.direction === answer.direction ? 1 : 0,
    exact: nodesBoth === nodes[0].length && nodesBoth === nodes[1].length && shared(...triples) === triples[0].length && triples[0].length === triples[1].length ? 1 : 0,
    counts: { edgesBoth, edgesTruth: edges[0].length, edgesAnswer: edges[1].length, shapesEqual, shapesCompared, looksEqual, looksCompared },
  };
}

/** What is measured where there is no answer to compare. */
export const nothing = truth => ({
  node: 0, edge: 0, triple: 0, direction: 0, exact: 0,
  counts: { edgesBoth: 0, edgesTruth: truth.arrows.length, edgesAnswer: 0, shapesEqual: 0, shapesCompared: 0, looksEqual: 0, looksCompared: 0 },
});
