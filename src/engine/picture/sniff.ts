export type Format = 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp';

/** What a file is by its first bytes, whatever its name says. `other` names a known format that is not read. */
export type Sniffed = { readonly format: Format } | { readonly other: string } | undefined;

const signatures: readonly (readonly [offset: number, bytes: string, Sniffed])[] = [
  [0, '\x89PNG\r\n\x1a\n', { format: 'png' }],
  [0, '\xff\xd8\xff', { format: 'jpeg' }],
  [0, 'GIF87a', { format: 'gif' }],
  [0, 'GIF89a', { format: 'gif' }],
  [8, 'WEBP', { format: 'webp' }],
  [0, 'BM', { format: 'bmp' }],
  [0, 'II*\0', { other: 'TIFF' }],
  [0, 'MM\0*', { other: 'TIFF' }],
  [4, 'ftypavif', { other: 'AVIF' }],
  [4, 'ftyphei', { other: 'HEIF' }],
  [4, 'ftypmif1', { other: 'HEIF' }],
  [0, '%PDF', { other: 'PDF' }],
  [0, '\0\0\x01\0', { other: 'icon' }],
  [0, 'PK\x03\x04', { other: 'ZIP archive (or Office document)' }],
  [0, '\x1f\x8b', { other: 'compressed SVG or GZIP' }],
];

export function sniff(bytes: Uint8Array): Sniffed {
  for (const [offset, signature, sniffed] of signatures) {
    if (offset === 8 && !startsWith(bytes, 0, 'RIFF')) continue;
    if (startsWith(bytes, offset, signature)) return sniffed;
  }
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('utf8');
  return /^\s*(?:\uFEFF\s*)?<(?:\?xml|!--|!DOCTYPE svg|svg)[^]*?/iu.test(head) && /<svg[\s>]/iu.test(head) ? { other: 'SVG' } : undefined;
}

function startsWith(bytes: Uint8Array, offset: number, signature: string): boolean {
  if (bytes.length < offset + signature.length) return false;
  for (let i = 0; i < signature.length; i++) if (bytes[offset + i] !== signature.charCodeAt(i)) return false;
  return true;
}
