/** Why a recording cannot be looked through. The message names it and says what to do; it is shown to people as it is. */
export class RecordingFailure extends Error {
  constructor(readonly code: 'too-large' | 'too-many-pixels' | 'truncated' | 'unsupported-format' | 'no-decoder' | 'cancelled', message: string) {
    super(message);
    this.name = 'RecordingFailure';
  }
}

/** Largest file, and largest frame, of which any pixel gets a place in memory. */
export const largest = { bytes: 256 * 2 ** 20, pixels: 50_000_000 } as const;

export function refuseSize(name: string, width: number, height: number): void {
  if (width * height <= largest.pixels) return;
  throw new RecordingFailure('too-many-pixels', `${name} has frames of ${width} x ${height} pixels; at most ${largest.pixels / 1e6} megapixels are looked at. Scale it down.`);
}
