/** What graphs of strangers are made of, as far as an end or an input of one is changed. Numbers of fields out of onnx.proto3. */
import { bytesIn, fieldsOf, joined, message, nested, type Field } from './protobuf.js';

const MODEL = { graph: 7 } as const;
export const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 } as const;
const NODE = { input: 1, output: 2, name: 3, type: 4, attribute: 5 } as const;
const ATTRIBUTE = { name: 1, integer: 3, type: 20 } as const;
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9 } as const;
export const VALUE = { name: 1, type: 2 } as const;
export const TYPE = { tensor: 1 } as const;
export const SHAPED = { element: 1, shape: 2 } as const;
const SHAPE = { dim: 1 } as const;
const DIM = { name: 2 } as const;
const INTEGER_ATTRIBUTE = 2;
export const [FLOAT, INT64] = [1, 7];

export function graphOf(model: Uint8Array): Uint8Array | undefined {
  return bytesIn(model, MODEL.graph);
}

/** None where the file is no model: the runtime says so better. */
export function fieldsOfGraph(model: Uint8Array): Field[] {
  try {
    const graph = graphOf(model);
    return graph === undefined ? [] : [...fieldsOf(graph)];
  } catch {
    return [];
  }
}

/** The model with these fields as its graph; not joined before all is known, so that a large file is copied once. */
export function withGraph(model: Uint8Array, body: readonly Uint8Array[]): Uint8Array {
  return joined([...fieldsOf(model)].flatMap(({ number, raw }) => (number === MODEL.graph ? nested(MODEL.graph, body) : [raw])));
}

export interface Node { readonly type: string; readonly inputs: readonly string[]; readonly outputs: readonly string[] }

export function nodeOf(content: Uint8Array): Node {
  const texts = (wanted: number): string[] => [...fieldsOf(content)].flatMap((field) => (field.number === wanted && field.content instanceof Uint8Array ? [new TextDecoder().decode(field.content)] : []));
  return { type: texts(NODE.type)[0] ?? '', inputs: texts(NODE.input), outputs: texts(NODE.output) };
}

/** A field of a graph. */
export function node({ type, inputs, outputs }: Node, name: string, attributes: Readonly<Record<string, number>> = {}): Uint8Array {
  const integers = Object.entries(attributes).map(([key, value]) => [NODE.attribute, integerAttribute(key, value)] as const);
  return message([[GRAPH.node, message([...inputs.map((input) => [NODE.input, input] as const), ...outputs.map((output) => [NODE.output, output] as const), [NODE.name, name], [NODE.type, type], ...integers])]]);
}

/** A field of a graph: the node with another first input. */
export function withFirstInput(content: Uint8Array, input: string): Uint8Array[] {
  let first = true;
  return nested(GRAPH.node, [...fieldsOf(content)].map(({ number, raw }: Field) => {
    if (number !== NODE.input || !first) return raw;
    first = false;
    return message([[NODE.input, input]]);
  }));
}

/** A field of a graph: the node with this attribute instead of one of the same name. */
export function withInteger(content: Uint8Array, name: string, value: number): Uint8Array[] {
  const others = [...fieldsOf(content)].filter((field) => field.number !== NODE.attribute || !(field.content instanceof Uint8Array) || attributeOf(field.content).name !== name);
  return nested(GRAPH.node, [...others.map(({ raw }) => raw), message([[NODE.attribute, integerAttribute(name, value)]])]);
}

/** A node's attribute where it is a whole number; undefined where there is none. */
export function integerOf(content: Uint8Array, wanted: string): number | undefined {
  for (const field of fieldsOf(content)) {
    if (field.number !== NODE.attribute || !(field.content instanceof Uint8Array)) continue;
    const { name, value } = attributeOf(field.content);
    if (name === wanted) return value;
  }
  return undefined;
}

function attributeOf(content: Uint8Array): { readonly name: string; readonly value: number } {
  const name = bytesIn(content, ATTRIBUTE.name), value = [...fieldsOf(content)].find(({ number }) => number === ATTRIBUTE.integer)?.content;
  return { name: name === undefined ? '' : new TextDecoder().decode(name), value: typeof value === 'number' ? value : 0 };
}

function integerAttribute(name: string, value: number): Uint8Array {
  return message([[ATTRIBUTE.name, name], [ATTRIBUTE.integer, value], [ATTRIBUTE.type, INTEGER_ATTRIBUTE]]);
}

/** A field of a graph: an initializer [n] of whole numbers. */
export function integersNamed(name: string, values: readonly number[]): Uint8Array {
  return message([[GRAPH.initializer, message([[TENSOR.dims, values.length], [TENSOR.type, INT64], [TENSOR.name, name], [TENSOR.raw, new Uint8Array(BigInt64Array.from(values, BigInt).buffer)]])]]);
}

/** A field of a graph: an input or output. @param dimensions their names; none: of any shape */
export function valueNamed(field: typeof GRAPH.input | typeof GRAPH.output, name: string, element: number, dimensions?: readonly string[]): Uint8Array {
  const shape = dimensions === undefined ? [] : [[SHAPED.shape, message(dimensions.map((dimension) => [SHAPE.dim, message([[DIM.name, dimension]])] as const))] as const];
  return message([[field, message([[VALUE.name, name], [VALUE.type, message([[TYPE.tensor, message([[SHAPED.element, element], ...shape])]])]])]]);
}
