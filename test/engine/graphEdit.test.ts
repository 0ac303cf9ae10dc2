/** Graphs of strangers, changed before they open: what they compute stays what it was. */
import { describe, expect, it } from 'vitest';
import { inEightBits } from '../../src/engine/families/onnxFolder/eightBits.js';
import { givingRows, ROWS } from '../../src/engine/families/onnxFolder/rows.js';
import { fieldsOfGraph, GRAPH, integerOf, nodeOf } from '../../src/engine/runtime/graphEdit.js';
import { floats, integers, output } from '../../src/engine/runtime/graph.js';
import { message } from '../../src/engine/runtime/protobuf.js';
import { openSession } from '../../src/engine/runtime/session.js';

const [width, words] = [3, 5];
const weights = Float32Array.from({ length: width * words }, (_, i) => (i % 7) - 2.5);

type Fields = readonly (readonly [number, number | string | Uint8Array])[];
const nodeBytes = (type: string, inputs: readonly string[], output: string, attributes: Readonly<Record<string, number>> = {}): Uint8Array => message([
  ...inputs.map((input) => [1, input] as const), [2, output], [4, type], ...Object.entries(attributes).map(([key, value]) => [5, message([[1, key], [3, value], [20, 2]])] as const),
]);
const value = (name: string, sizes: readonly (number | string)[]): Uint8Array => message([[1, name], [2, message([[1, message([[1, 1], [2, message(sizes.map((size) => [1, message([[typeof size === 'number' ? 1 : 2, size]])] as const))]])]])]]);

/** `embeds` [1, T, 3] -> Relu -> a product with a table of 5 words -> `logits`, and these nodes between. */
function head(nodes: readonly Uint8Array[]): Uint8Array {
  const table = message([[1, width], [1, words], [2, 1], [8, 'table'], [9, new Uint8Array(weights.buffer.slice(0))]]);
  const fields: Fields = [...nodes.map((each) => [1, each] as const), [2, 'head'], [5, table], [11, value('embeds', [1, 'T', width])], [12, value('logits', [1, 'R', words])]];
  return message([[1, 10], [7, message(fields)], [8, message([[1, ''], [2, 20]])]]);
}
const plain = head([nodeBytes('Relu', ['embeds'], 'hidden'), nodeBytes('MatMul', ['hidden', 'table'], 'product'), nodeBytes('Identity', ['product'], 'logits')]);

describe('a decoder that gives the rows it is asked for', () => {
  it('gives just those, as the whole graph computes them', async () => {
    const edited = givingRows(plain);
    expect(edited).toBeDefined();
    const [whole, some] = [await openSession(plain, 'cpu', 1), await openSession(edited ?? plain, 'cpu', 1)];
    try {
      const embeds = floats(Float32Array.from({ length: 4 * width }, (_, i) => Math.sin(i)), 1, 4, width);
      const all = output(await whole.run({ embeds }), 'logits');
      expect(some.inputs).toContain(ROWS);
      for (const rows of [[3], [0], [2, 0], [0, 1, 2, 3]]) {
        const logits = output(await some.run({ embeds, [ROWS]: integers(rows, rows.length) }), 'logits');
        expect(logits.dims).toEqual([1, rows.length, words]);
        expect([...logits.data]).toEqual(rows.flatMap((row) => [...all.data.subarray(row * words, (row + 1) * words)]));
      }
    } finally {
      await Promise.all([whole.dispose(), some.dispose()]);
    }
  });
  it('leaves alone what ends in another way, and what is no graph', () => {
    expect(givingRows(head([nodeBytes('Relu', ['embeds'], 'hidden'), nodeBytes('MatMul', ['hidden', 'table'], 'product'), nodeBytes('Softmax', ['product'], 'logits')]))).toBeUndefined();
    expect(givingRows(head([nodeBytes('MatMul', ['embeds', 'embeds'], 'logits')]))).toBeUndefined();
    expect(givingRows(head([nodeBytes('Identity', ['logits'], 'other')]))).toBeUndefined();
    expect(givingRows(head([nodeBytes('Identity', ['a'], 'logits'), nodeBytes('Identity', ['logits'], 'a')]))).toBeUndefined();
    expect(givingRows(new Uint8Array())).toBeUndefined();
    expect(givingRows(plain.subarray(0, plain.length - 30))).toBeUndefined();
  });
});

describe('quantised products', () => {
  const level = (model: Uint8Array): (number | undefined)[] => fieldsOfGraph(model).flatMap(({ number, content }) => (number === GRAPH.node && content instanceof Uint8Array && nodeOf(content).type === 'MatMulNBits' ? [integerOf(content, 'accuracy_level')] : []));
  const product = (attributes: Readonly<Record<string, number>>, to: string): Uint8Array => nodeBytes('MatMulNBits', ['embeds', 'table'], to, { K: width, N: words, ...attributes });
  it('are computed in 8 bits where the file leaves it open, and as it says where it says', () => {
    const model = head([product({}, 'a'), product({ accuracy_level: 0, bits: 4 }, 'b'), product({ accuracy_level: 1 }, 'c'), nodeBytes('MatMul', ['embeds', 'table'], 'logits')]);
    const edited = inEightBits(model);
    expect(level(edited ?? model)).toEqual([4, 4, 1]);
    const kept = fieldsOfGraph(edited ?? model).flatMap(({ number, content }) => (number === GRAPH.node && content instanceof Uint8Array ? [[nodeOf(content), integerOf(content, 'K'), integerOf(content, 'bits')]] : []));
    expect(kept).toEqual(fieldsOfGraph(model).flatMap(({ number, content }) => (number === GRAPH.node && content instanceof Uint8Array ? [[nodeOf(content), integerOf(content, 'K'), integerOf(content, 'bits')]] : [])));
    expect(inEightBits(edited ?? model)).toBeUndefined();
  });
  it('are not there in other graphs', () => {
    expect(inEightBits(plain)).toBeUndefined();
    expect(inEightBits(new Uint8Array([1, 2, 3]))).toBeUndefined();
  });
});
