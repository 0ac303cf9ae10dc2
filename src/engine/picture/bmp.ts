/** A strict reader for BMP (1, 4, 8, 16, 24, 32 bits, uncompressed or with bit fields): the picture library does not have one. */

export interface BmpHeader {
  readonly width: number; readonly height: number; readonly bottomUp: boolean; readonly bits: number;
  readonly pixels: number; readonly palette: number; readonly colours: number; readonly entry: 3 | 4;
  readonly masks: readonly [number, number, number, number];
}

/** Why a file is not read: `truncated` data or a layout that is `unsupported`. */
export class BmpError extends Error {
  constructor(readonly reason: 'truncated' | 'unsupported', message: string) { super(message); }
}

/** Sizes and layout, without touching pixels. */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 26) throw new BmpError('truncated', 'the header ends early');
  const size = view.getUint32(14, true);
  const core = size === 12;
  if (bytes.length < 14 + size || (!core && size < 40)) throw new BmpError('truncated', 'the header ends early');
  const width = core ? view.getUint16(18, true) : view.getInt32(18, true);
  const rows = core ? view.getInt16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(core ? 24 : 28, true);
  const compression = core ? 0 : view.getUint32(30, true);
  if (width <= 0 || rows === 0) throw new BmpError('unsupported', `a size of ${width} x ${rows}`);
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw new BmpError('unsupported', `${bits} bits a pixel`);
  if (compression !== 0 && !(compression === 3 && bits >= 16)) throw new BmpError('unsupported', 'compressed pixels');
  let masks: BmpHeader['masks'] = bits === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0];
  if (compression === 3) {
    // With a plain header the masks follow it; longer headers hold them at the same place.
    if (bytes.length < 66) throw new BmpError('truncated', 'the colour masks are missing');
    masks = [view.getUint32(54, true), view.getUint32(58, true), view.getUint32(62, true), size >= 56 && bytes.length >= 70 ? view.getUint32(66, true) : 0];
  }
  const entry = core ? 3 : 4;
  const stated = core ? 0 : view.getUint32(46, true);
  const colours = bits <= 8 ? Math.min(stated === 0 ? 1 << bits : stated, 1 << bits) : 0;
  return { width, height: Math.abs(rows), bottomUp: rows > 0, bits, pixels: view.getUint32(10, true), palette: 14 + size, colours, entry, masks };
}

/** RGBA, 8 bits a channel, top row first. */
export function readBmp(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  const { width, height, bits } = header;
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (header.pixels < header.palette || header.pixels + stride * height > bytes.length) {
    throw new BmpError('truncated', `${height} rows of ${stride} bytes are announced, but the file ends early`);
  }
  if (header.palette + header.colours * header.entry > bytes.length) throw new BmpError('truncated', 'the palette ends early');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new Uint8Array(width * height * 4);
  const channels = header.masks.map(unpack);
  for (let y = 0; y < height; y++) {
    const row = header.pixels + (header.bottomUp ? height - 1 - y : y) * stride;
    for (let x = 0; x < width; x++) {
      const to = (y * width + x) * 4;
      if (bits <= 8) {
        const index = (view.getUint8(row + ((x * bits) >> 3)) >> (8 - bits - ((x * bits) & 7))) & ((1 << bits) - 1);
        const from = header.palette + Math.min(index, header.colours - 1) * header.entry;
        for (let c = 0; c < 3; c++) out[to + c] = view.getUint8(from + 2 - c);
        out[to + 3] = 255;
      } else if (bits === 24) {
        for (let c = 0; c < 3; c++) out[to + c] = view.getUint8(row + x * 3 + 2 - c);
        out[to + 3] = 255;
      } else {
        const value = bits === 16 ? view.getUint16(row + x * 2, true) : view.getUint32(row + x * 4, true);
        channels.forEach((channel, c) => { out[to + c] = channel(value); });
      }
    }
  }
  return out;
}

/** A channel's 8 bits out of a packed pixel; no mask means opaque. */
function unpack(mask: number): (value: number) => number {
  if (mask === 0) return () => 255;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (value) => Math.round((((value & mask) >>> shift) / most) * 255);
}
