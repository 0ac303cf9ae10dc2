/** The smallest ONNX file that there is: one node from `pixels` [1, 3, 4, 4] to `features`. Written by hand, because the engine's own packages need no writer in TypeScript. */
export function addGraph(operator: string, domain = ''): Uint8Array {
  const node = message([[1, 'pixels'], [2, 'features'], [4, operator], ...(domain === '' ? [] : [[7, domain] as const])]);
  const graph = message([[1, node], [2, 'tiny'], [11, value('pixels')], [12, value('features')]]);
  const opset = message([[1, ''], [2, 20]]);
  const more = domain === '' ? [] : [[8, message([[1, domain], [2, 1]])] as const];
  return message([[1, 10], [7, graph], [8, opset], ...more]);
}

function value(name: string): Uint8Array {
  const shape = message([1, 3, 4, 4].map((size) => [1, message([[1, size]])] as const));
  return message([[1, name], [2, message([[1, message([[1, 1], [2, shape]])]])]]);
}

/** Fields of a protocol buffer: numbers are varints, everything else has its length before it. */
function message(fields: readonly (readonly [number, number | string | Uint8Array])[]): Uint8Array {
  const parts = fields.map(([field, content]) => {
    if (typeof content === 'number') return Uint8Array.from([field << 3, ...varint(content)]);
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    return Uint8Array.from([(field << 3) | 2, ...varint(bytes.length), ...bytes]);
  });
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function varint(number: number): number[] {
  const bytes: number[] = [];
  for (let rest = number; ; rest >>>= 7) {
    bytes.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) return bytes;
  }
}
