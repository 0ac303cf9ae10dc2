import { fieldsOfGraph, GRAPH, integerOf, nodeOf, withGraph, withInteger } from '../../runtime/graphEdit.js';

const LEVEL = 'accuracy_level';
/** MatMulNBits: 0 leaves open how the product is computed, 1 wants float32, 4 is content with 8 bits. */
const [OPEN, EIGHT_BITS] = [0, 4];

/**
 * A graph whose quantised weights are multiplied with activations of 8 bits, 32 at a time, where the file leaves that open: transformers.js' quantiser does, and the runtime then
 * computes in float32, for which it has slow kernels. Packages that are converted here are computed so, too (docs/models.md).
 * @returns undefined where there is nothing to change
 */
export function inEightBits(model: Uint8Array): Uint8Array | undefined {
  let changed = false;
  const body = fieldsOfGraph(model).flatMap(({ number, content, raw }) => {
    if (number !== GRAPH.node || !(content instanceof Uint8Array) || nodeOf(content).type !== 'MatMulNBits' || (integerOf(content, LEVEL) ?? OPEN) !== OPEN) return [raw];
    changed = true;
    return withInteger(content, LEVEL, EIGHT_BITS);
  });
  return changed ? withGraph(model, body) : undefined;
}
