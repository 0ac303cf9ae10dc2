/** A graph with named inputs and outputs. The only thing that the rest of the engine knows of ONNX; tests put their own in its place. */
export interface Graph {
  /** Names of its inputs, where they are asked of the file (graphs that are not ours differ). */
  readonly inputs?: readonly string[];
  /** Blocks the process while it runs: call `Task.breathe` between runs. */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, FloatTensor>>>;
  dispose(): Promise<void>;
}

export interface FloatTensor { readonly data: Float32Array; readonly dims: readonly number[] }
export interface IntTensor { readonly data: BigInt64Array; readonly dims: readonly number[] }
/** Truth values, a byte each. */
export interface BoolTensor { readonly data: Uint8Array; readonly dims: readonly number[] }
export type Tensor = FloatTensor | IntTensor | BoolTensor;

export function floats(data: Float32Array, ...dims: number[]): FloatTensor {
  return { data, dims };
}

export function integers(values: readonly number[], ...dims: number[]): IntTensor {
  return { data: BigInt64Array.from(values, BigInt), dims };
}

/** An output that the contract promises. Throws where the graph is not what its manifest says. */
export function output(outputs: Readonly<Record<string, FloatTensor>>, name: string): FloatTensor {
  const found = outputs[name];
  if (found === undefined) throw new Error(`the graph has no output "${name}"`);
  return found;
}
