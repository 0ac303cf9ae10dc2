/** Protocol buffers' wire format (https://protobuf.dev/programming-guides/encoding), as far as ONNX files need it. */

/** A field of a message. `content`: the bytes of strings, messages and packed lists, the value of integers; nothing for fixed-width numbers, which ONNX's structure does without. */
export interface Field { readonly number: number; readonly content: Uint8Array | number | undefined; readonly raw: Uint8Array }

/** The fields of a message, in their order. Throws where it is cut off. */
export function* fieldsOf(message: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++];
      if (byte === undefined) throw new Error('the message is cut off');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const start = at;
    const tag = varint();
    const type = tag % 8;
    let content: Uint8Array | number | undefined;
    if (type === 0) content = varint();
    else if (type === 2) {
      const length = varint();
      content = message.subarray(at, at + length);
      at += length;
    } else at += type === 1 ? 8 : 4;
    if (at > message.length) throw new Error('the message is cut off');
    yield { number: Math.floor(tag / 8), content, raw: message.subarray(start, at) };
  }
}

/** The first field of this number that holds bytes. */
export function bytesIn(message: Uint8Array, number: number): Uint8Array | undefined {
  for (const field of fieldsOf(message)) if (field.number === number && field.content instanceof Uint8Array) return field.content;
  return undefined;
}

/** A message of fields: numbers become varints, everything else has its length before it. */
export function message(fields: readonly (readonly [number, number | string | Uint8Array])[]): Uint8Array {
  return joined(fields.flatMap(([field, content]) => {
    if (typeof content === 'number') return [Uint8Array.from([...varint(field << 3), ...varint(content)])];
    return nested(field, [typeof content === 'string' ? new TextEncoder().encode(content) : content]);
  }));
}

/** A field that holds these parts one after the other, not yet joined: a large message is copied once, by `joined`. */
export function nested(field: number, parts: readonly Uint8Array[]): Uint8Array[] {
  return [Uint8Array.from([...varint((field << 3) | 2), ...varint(parts.reduce((sum, { length }) => sum + length, 0))]), ...parts];
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function varint(number: number): number[] {
  const bytes: number[] = [];
  for (let rest = number; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest > 127 ? (rest % 128) | 128 : rest);
    if (rest <= 127) return bytes;
  }
}
