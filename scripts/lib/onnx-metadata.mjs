/** The value of a key in an ONNX model's metadata (field 14 of the protocol buffer `ModelProto`, entries of key 1 and value 2). */
export function metadataOf(model, key) {
  for (const [field, value] of fields(model)) {
    if (field !== 14) continue;
    const entry = new Map(fields(value));
    if (entry.get(1)?.toString('utf8') === key) return entry.get(2) ?? Buffer.alloc(0);
  }
  throw new Error(`the model has no metadata "${key}"`);
}

/** Fields of a message: [number, bytes] for those with a length, [number, undefined] for the others. */
function* fields(bytes) {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('the model is cut off');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const [field, type] = [Math.floor(tag / 8), tag % 8];
    if (type === 2) {
      const length = varint();
      yield [field, bytes.subarray(at, at + length)];
      at += length;
    } else {
      if (type === 0) varint();
      else at += type === 1 ? 8 : 4;
      yield [field, undefined];
    }
  }
}
