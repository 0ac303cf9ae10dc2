import { bytesIn, fieldsOf, joined, message, nested } from '../runtime/protobuf.js';

/** How many classes of a step are listed: the likeliest, the blank, and what else it may be. */
export const LISTED = 6;
/** Names of the outputs that take the place of the graph's own, both [B, steps, LISTED], likeliest first. */
export const SCORES = 'likeliest_scores';
export const CLASSES = 'likeliest_classes';

// Field numbers of onnx.proto3.
const MODEL = { graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5, output: 12 } as const;
const NODE = { input: 1, output: 2, name: 3, type: 4, attribute: 5 } as const;
const ATTRIBUTE = { name: 1, integer: 3, type: 20 } as const;
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9 } as const;
const VALUE = { name: 1, type: 2 } as const;
const TYPE = { tensor: 1 } as const;
const SHAPED = { element: 1, shape: 2 } as const;
const INTEGER_ATTRIBUTE = 2;
const [FLOAT, INT64] = [1, 7];

/**
 * A recogniser's graph, [B, steps, classes] of probabilities, with its end replaced: it gives the likeliest classes of a step instead of all. Of 18,710 probabilities
 * a step nearly all are 0; handing them over and looking through them takes as long as half of the network.
 * @returns the new file, and how many classes the graph tells apart
 */
export function listingLikeliest(model: Uint8Array): { readonly model: Uint8Array; readonly classes: number } {
  const graph = bytesIn(model, MODEL.graph);
  const end = graph === undefined ? undefined : bytesIn(graph, GRAPH.output);
  const name = end === undefined ? undefined : bytesIn(end, VALUE.name);
  if (graph === undefined || end === undefined || name === undefined) throw new Error('the text recogniser is no graph with an output');
  const more = message([
    [GRAPH.node, message([[NODE.input, name], [NODE.input, 'likeliest_count'], [NODE.output, SCORES], [NODE.output, 'likeliest_places'], [NODE.name, 'likeliest'], [NODE.type, 'TopK'], [NODE.attribute, integer('axis', 2)]])],
    [GRAPH.node, message([[NODE.input, 'likeliest_places'], [NODE.output, CLASSES], [NODE.name, 'likeliest_cast'], [NODE.type, 'Cast'], [NODE.attribute, integer('to', FLOAT)]])],
    [GRAPH.initializer, message([[TENSOR.dims, 1], [TENSOR.type, INT64], [TENSOR.name, 'likeliest_count'], [TENSOR.raw, new Uint8Array(BigInt64Array.of(BigInt(LISTED)).buffer)]])],
    [GRAPH.output, value(SCORES)], [GRAPH.output, value(CLASSES)],
  ]);
  const body = [...[...fieldsOf(graph)].filter(({ number }) => number !== GRAPH.output).map(({ raw }) => raw), more];
  const parts = [...fieldsOf(model)].flatMap(({ number, raw }) => (number === MODEL.graph ? nested(MODEL.graph, body) : [raw]));
  return { model: joined(parts), classes: classesOf(end) };
}

function integer(name: string, content: number): Uint8Array {
  return message([[ATTRIBUTE.name, name], [ATTRIBUTE.integer, content], [ATTRIBUTE.type, INTEGER_ATTRIBUTE]]);
}

function value(name: string): Uint8Array {
  return message([[VALUE.name, name], [VALUE.type, message([[TYPE.tensor, message([[SHAPED.element, FLOAT]])]])]]);
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
