import { crc32 } from 'node:zlib';

/** A PNG of 8-bit RGB with the given (deflated) pixel data, right or not. */
export function png(width: number, height: number, data: Uint8Array): Buffer {
  return Buffer.concat([pngHeader(width, height), chunk('IDAT', data), chunk('IEND', new Uint8Array(0))]);
}

export function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header)]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  out.set(body, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

export interface BmpOptions { readonly bits: 1 | 4 | 8 | 24 | 32; readonly topDown?: boolean; readonly compression?: number; readonly width?: number; readonly height?: number }

/** A 2 x 2 chequerboard (white first), or only its header where another size is announced. */
export function bmp({ bits, topDown = false, compression = 0, width = 2, height = 2 }: BmpOptions): Buffer {
  const colours = bits <= 8 ? 2 : 0;
  const pixels = 54 + colours * 4;
  const stride = Math.ceil((2 * bits) / 32) * 4;
  const out = Buffer.alloc(pixels + (width === 2 ? stride * 2 : 0));
  out.write('BM', 0, 'latin1');
  out.writeUInt32LE(out.length, 2);
  out.writeUInt32LE(pixels, 10);
  out.writeUInt32LE(40, 14);
  out.writeInt32LE(width, 18);
  out.writeInt32LE(topDown ? -height : height, 22);
  out.writeUInt16LE(1, 26);
  out.writeUInt16LE(bits, 28);
  out.writeUInt32LE(compression, 30);
  if (colours > 0) {
    out.writeUInt32LE(colours, 46);
    out.set([0, 0, 0, 0, 255, 255, 255, 0], 54);
  }
  if (width !== 2) return out;
  for (let y = 0; y < 2; y++) {
    const row = pixels + (topDown ? y : 1 - y) * stride;
    for (let x = 0; x < 2; x++) {
      if ((x + y) % 2 === 1) continue;
      if (bits === 24 || bits === 32) out.fill(255, row + (x * bits) / 8, row + ((x + 1) * bits) / 8);
      else out[row + ((x * bits) >> 3)] = (out[row + ((x * bits) >> 3)] ?? 0) | (1 << (8 - bits - ((x * bits) & 7)));
    }
  }
  return out;
}
