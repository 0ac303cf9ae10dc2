import { message } from '../../src/engine/runtime/protobuf.js';

/** The smallest ONNX file that there is: one node from `pixels` to `features`, both of the given shape. */
export function addGraph(operator: string, domain = '', shape: readonly number[] = [1, 3, 4, 4]): Uint8Array {
  const node = message([[1, 'pixels'], [2, 'features'], [4, operator], ...(domain === '' ? [] : [[7, domain] as const])]);
  const graph = message([[1, node], [2, 'tiny'], [11, value('pixels', shape)], [12, value('features', shape)]]);
  const opset = message([[1, ''], [2, 20]]);
  const more = domain === '' ? [] : [[8, message([[1, domain], [2, 1]])] as const];
  return message([[1, 10], [7, graph], [8, opset], ...more]);
}

function value(name: string, sizes: readonly number[]): Uint8Array {
  const shape = message(sizes.map((size) => [1, message([[1, size]])] as const));
  return message([[1, name], [2, message([[1, message([[1, 1], [2, shape]])]])]]);
}
