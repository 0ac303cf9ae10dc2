import { fieldsOfGraph, GRAPH, INT64, node, nodeOf, valueNamed, withFirstInput, withGraph } from '../../runtime/graphEdit.js';

/** The input that says of which rows logits are wanted, int64 [K]. */
export const ROWS = 'unrender_rows';
/** What may lie between the product and its name without changing a number's place. */
const passing = new Set(['Identity', 'Cast']);
const products = new Set(['MatMul', 'MatMulNBits']);

/**
 * A merged decoder that computes logits [1, K, V] of the rows that it is asked for, not of all that it is fed: of a prompt only the last is ever looked at, and with
 * 50,000 words the last product is most of the decoder's work on a prompt.
 * @returns undefined where the graph ends in another way: it is then used as it is
 */
export function givingRows(model: Uint8Array): Uint8Array | undefined {
  const fields = fieldsOfGraph(model).map((field) => ({ ...field, node: field.number === GRAPH.node && field.content instanceof Uint8Array ? nodeOf(field.content) : undefined }));
  const maker = (name: string | undefined): (typeof fields)[number] | undefined => fields.find((field) => name !== undefined && field.node?.outputs.includes(name) === true);
  let last = maker('logits');
  // A file may go round in circles.
  for (let steps = 0; last?.node !== undefined && passing.has(last.node.type) && steps < 8; steps++) last = maker(last.node.inputs[0]);
  const [hidden, weights] = last?.node?.inputs ?? [];
  if (last?.node === undefined || !(last.content instanceof Uint8Array) || hidden === undefined || hidden === weights || !products.has(last.node.type)) return undefined;
  const product = withFirstInput(last.content, 'unrender_kept');
  return withGraph(model, [
    ...fields.flatMap((field) => (field === last ? [node({ type: 'Gather', inputs: [hidden, ROWS], outputs: ['unrender_kept'] }, 'unrender_keep', { axis: 1 }), ...product] : [field.raw])),
    valueNamed(GRAPH.input, ROWS, INT64, ['unrender_K']),
  ]);
}
