import { bytesIn, fieldsOf } from '../runtime/protobuf.js';
import { FLOAT, GRAPH, graphOf, integersNamed, node, SHAPED, TYPE, VALUE, valueNamed, withGraph } from '../runtime/graphEdit.js';

/** How many classes of a step are listed: the likeliest, the blank, and what else it may be. */
export const LISTED = 6;
/** Names of the outputs that take the place of the graph's own, both [B, steps, LISTED], likeliest first. */
export const SCORES = 'likeliest_scores';
export const CLASSES = 'likeliest_classes';

/**
 * A recogniser's graph, [B, steps, classes] of probabilities, with its end replaced: it gives the likeliest classes of a step instead of all. Of 18,710 probabilities
 * a step nearly all are 0; handing them over and looking through them takes as long as half of the network.
 * @returns the new file, and how many classes the graph tells apart
 */
export function listingLikeliest(model: Uint8Array): { readonly model: Uint8Array; readonly classes: number } {
  const graph = graphOf(model);
  const end = graph === undefined ? undefined : bytesIn(graph, GRAPH.output);
  const name = end === undefined ? undefined : bytesIn(end, VALUE.name);
  if (graph === undefined || end === undefined || name === undefined) throw new Error('the text recogniser is no graph with an output');
  return {
    model: withGraph(model, [
      ...[...fieldsOf(graph)].filter(({ number }) => number !== GRAPH.output).map(({ raw }) => raw),
      node({ type: 'TopK', inputs: [new TextDecoder().decode(name), 'likeliest_count'], outputs: [SCORES, 'likeliest_places'] }, 'likeliest', { axis: 2 }),
      node({ type: 'Cast', inputs: ['likeliest_places'], outputs: [CLASSES] }, 'likeliest_cast', { to: FLOAT }),
      integersNamed('likeliest_count', [LISTED]), valueNamed(GRAPH.output, SCORES, FLOAT), valueNamed(GRAPH.output, CLASSES, FLOAT),
    ]),
    classes: classesOf(end),
  };
}

/** The last dimension of an output, where its type tells it. */
function classesOf(end: Uint8Array): number {
  let at: Uint8Array | undefined = end;
  for (const number of [VALUE.type, TYPE.tensor, SHAPED.shape]) at = at === undefined ? undefined : bytesIn(at, number);
  const last = at === undefined ? undefined : [...fieldsOf(at)].at(-1)?.content;
  const size = last instanceof Uint8Array ? [...fieldsOf(last)].find(({ number }) => number === 1)?.content : undefined;
  if (typeof size !== 'number') throw new Error('the text recogniser does not tell how many classes it has');
  return size;
}
