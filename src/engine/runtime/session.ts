import * as ort from 'onnxruntime-node';
import type { ProviderName } from '../../client/protocol.js';
import type { FloatTensor, Graph, Tensor } from './graph.js';

/**
 * An ONNX graph on one execution provider.
 *
 * Spinning is off: between runs (a person thinks for minutes) it would keep the cores busy, and on a machine that is busy with other work it slows
 * the run itself. The arena stays on: without it every run asks the system for its memory again.
 * @param source the graph's bytes, or its path where its weights lie in a file beside it
 * @param spinning for graphs that run many times without a pause: threads wait by spinning, and stop when a run ends, so that those of one graph do not take the cores from the next
 * @param folder where the files of weights lie that the graph's bytes name
 */
export async function openSession(source: Uint8Array | string, provider: ProviderName, threads: number, { spinning = false, folder }: { readonly spinning?: boolean; readonly folder?: string } = {}): Promise<Graph> {
  const options: ort.InferenceSession.SessionOptions = {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    // Its plans keep memory for every size that a picture had: a third of the process, for nothing that can be measured.
    enableMemPattern: false,
    extra: { session: { intra_op: { allow_spinning: spinning ? '1' : '0' }, ...(spinning && { force_spinning_stop: '1' }), ...(folder !== undefined && { model_external_initializers_file_folder_path: folder }) } },
  };
  // The overloads want to know which of the two it is.
  const session = typeof source === 'string' ? await ort.InferenceSession.create(source, options) : await ort.InferenceSession.create(source, options);
  return {
    inputs: session.inputNames,
    async run(feeds) {
      const given = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toOrt(tensor)]));
      const results = await session.run(given);
      return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, fromOrt(name, tensor)]));
    },
    async dispose() {
      await session.release();
    },
  };
}

function toOrt(tensor: Tensor): ort.Tensor {
  if (tensor.data instanceof Uint8Array) return new ort.Tensor('bool', tensor.data, tensor.dims);
  return tensor.data instanceof BigInt64Array ? new ort.Tensor('int64', tensor.data, tensor.dims) : new ort.Tensor('float32', tensor.data, tensor.dims);
}

function fromOrt(name: string, tensor: ort.Tensor): FloatTensor {
  if (!(tensor.data instanceof Float32Array)) throw new Error(`output "${name}" is ${tensor.type}, not float32`);
  return { data: tensor.data, dims: tensor.dims };
}
