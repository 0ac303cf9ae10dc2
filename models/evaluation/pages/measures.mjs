// How well blocks of a page were found: F1 of blocks and order of reading. Boxes are [x0, y0, x1, y1].

/** Intersection over union. */
export function iou(a, b) {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]), height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const area = box => (box[2] - box[0]) * (box[3] - box[1]);
  return (width * height) / (area(a) + area(b) - width * height);
}

/** Pairs of indices [truth, found], best overlaps first; each is used once. `least`: overlap that a pair needs. */
export function paired(truth, found, least, alike = () => true) {
  const pairs = truth.flatMap((t, i) => found.map((f, j) => [i, j, alike(t, f) ? iou(t.box, f.box) : 0])).filter(([, , overlap]) => overlap >= least).sort((a, b) => b[2] - a[2]);
  const [used, taken, out] = [new Set(), new Set(), []];
  for (const [i, j] of pairs) {
    if (used.has(i) || taken.has(j)) continue;
    used.add(i);
    taken.add(j);
    out.push([i, j]);
  }
  return out;
}

/** Hits of kind and place (IoU 0.7 or more), and the order of what was found at all (IoU 0.3 or more, any kind). */
export function comparePage(truth, found) {
  const hits = paired(truth, found, 0.7, (t, f) => t.kind === f.kind);
  const order = paired(truth, found, 0.3).sort(([a], [b]) => a - b).map(([, j]) => j);
  let concordant = 0, pairs = 0;
  for (let i = 0; i < order.length; i++) for (let j = i + 1; j < order.length; j++) { pairs++; if (order[i] < order[j]) concordant++; }
  const adjacent = order.slice(1).filter((at, i) => at > order[i]).length;
  return { wanted: truth.length, given: found.length, hits: hits.length, hitTruth: hits.map(([i]) => i), hitFound: hits.map(([, j]) => j), adjacent, steps: Math.max(0, order.length - 1), tau: pairs === 0 ? 1 : (2 * concordant) / pairs - 1 };
}

export function summarise(results) {
  const sum = key => results.reduce((all, result) => all + result[key], 0);
  return {
    pages: results.length, blockF1: (2 * sum('hits')) / Math.max(1, sum('wanted') + sum('given')), precision: sum('hits') / Math.max(1, sum('given')), recall: sum('hits') / Math.max(1, sum('wanted')),
    order: sum('adjacent') / Math.max(1, sum('steps')), tau: sum('tau') / Math.max(1, results.length), orderRight: results.filter(({ adjacent, steps }) => adjacent === steps).length / Math.max(1, results.length),
  };
}
