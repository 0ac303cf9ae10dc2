/** Which files are recordings, by their first bytes, whatever their names say. Pure: the command line and the extension ask, too. */

/** `video`: a film's container, which a browser or ffmpeg decodes. Undefined: a still picture, or no picture at all. */
export type RecordingKind = 'gif' | 'webp' | 'apng' | 'video' | undefined;

/** @param bytes the whole file, or its beginning where it is known to be a video */
export function recordingKind(bytes: Uint8Array): RecordingKind {
  if (ascii(bytes, 0, 'GIF87a') || ascii(bytes, 0, 'GIF89a')) return hasTwoPictures(bytes) ? 'gif' : undefined;
  // The flag of the extended header that says so (WebP container specification, "Extended File Format").
  if (ascii(bytes, 0, 'RIFF') && ascii(bytes, 8, 'WEBP')) return ascii(bytes, 12, 'VP8X') && ((bytes[20] ?? 0) & 2) !== 0 ? 'webp' : undefined;
  if (ascii(bytes, 0, '\x89PNG\r\n\x1a\n')) return animationControl(bytes) ? 'apng' : undefined;
  return isVideo(bytes) ? 'video' : undefined;
}

/** MP4 and QuickTime, Matroska and WebM, AVI. Twelve bytes are enough to tell. */
export function isVideo(bytes: Uint8Array): boolean {
  if (ascii(bytes, 4, 'ftyp')) return !/^(?:avi[fs]|hei[cfmsx]|hev[cmsx]|mif1|msf1|crx )/u.test(text(bytes, 8, 4));
  return ascii(bytes, 0, '\x1aE\xdf\xa3') || (ascii(bytes, 0, 'RIFF') && ascii(bytes, 8, 'AVI '));
}

/** The media type of a video for a browser; undefined for those that browsers do not play. */
export function videoType(bytes: Uint8Array): 'video/mp4' | 'video/webm' | undefined {
  if (!isVideo(bytes)) return undefined;
  return ascii(bytes, 4, 'ftyp') ? 'video/mp4' : ascii(bytes, 0, '\x1aE\xdf\xa3') ? 'video/webm' : undefined;
}

/** Goes through the blocks of a GIF (GIF89a specification) until a second picture begins. */
function hasTwoPictures(bytes: Uint8Array): boolean {
  const table = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + table(bytes[10] ?? 0);
  const skip = (): void => {
    while ((bytes[at] ?? 0) > 0) at += 1 + (bytes[at] ?? 0);
    at++;
  };
  for (let pictures = 0; at < bytes.length;) {
    const block = bytes[at++];
    if (block === 0x2c) {
      if (++pictures === 2) return true;
      at += 9 + table(bytes[at + 8] ?? 0) + 1;
      skip();
    } else if (block === 0x21) {
      at++;
      skip();
    } else return false;
  }
  return false;
}

/** The chunk that makes a PNG an animation stands before its pixels. */
function animationControl(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    const name = text(bytes, at + 4, 4);
    if (name === 'acTL') return at + 12 <= bytes.length && view.getUint32(at + 8) > 1;
    if (name === 'IDAT') return false;
  }
  return false;
}

function text(bytes: Uint8Array, at: number, length: number): string { return String.fromCharCode(...bytes.subarray(at, at + length)); }
function ascii(bytes: Uint8Array, at: number, wanted: string): boolean { return bytes.length >= at + wanted.length && text(bytes, at, wanted.length) === wanted; }
