import { describe, expect, it } from 'vitest';
import { bytesIn, fieldsOf, joined, message } from '../../src/engine/runtime/protobuf.js';

describe('messages', () => {
  const fields = [[1, 0], [1, 127], [2, 128], [15, 300], [20, 2 ** 31], [3, 'text'], [200, new Uint8Array(500).fill(7)]] as const;
  it('come back as they were written, field for field and byte for byte', () => {
    const bytes = message(fields);
    const read = [...fieldsOf(bytes)];
    expect(read.map(({ number }) => number)).toEqual(fields.map(([number]) => number));
    expect(read.map(({ content }) => (content instanceof Uint8Array ? content.length : content))).toEqual([0, 127, 128, 300, 2 ** 31, 4, 500]);
    expect(joined(read.map(({ raw }) => raw))).toEqual(bytes);
    expect(new TextDecoder().decode(bytesIn(bytes, 3))).toBe('text');
    expect(bytesIn(bytes, 1)).toBeUndefined();
  });
  it('with fixed-width numbers are stepped over', () => {
    const bytes = Uint8Array.from([(1 << 3) | 5, 1, 2, 3, 4, (2 << 3) | 1, 1, 2, 3, 4, 5, 6, 7, 8, ...message([[3, 9]])]);
    expect([...fieldsOf(bytes)].map(({ number, content }) => [number, content])).toEqual([[1, undefined], [2, undefined], [3, 9]]);
  });
  it('cut off anywhere inside a field are refused', () => {
    const bytes = message([[3, 'text']]);
    for (let length = 1; length < bytes.length; length++) expect(() => [...fieldsOf(bytes.subarray(0, length))]).toThrow('cut off');
  });
});
