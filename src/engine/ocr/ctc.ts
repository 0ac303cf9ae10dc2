/** A character that was read: where (in steps of the network, centre), and how sure. */
export interface Glyph { readonly character: string; readonly step: number; readonly confidence: number }

/**
 * The likeliest reading of one line: repeated classes and blanks (class 0) fall away.
 * @param scores probabilities, [steps, characters.length + 1]
 */
export function readLine(scores: Float32Array, steps: number, characters: readonly string[]): Glyph[] {
  const classes = characters.length + 1;
  const glyphs: { character: string; first: number; last: number; confidence: number }[] = [];
  let previous = 0;
  for (let step = 0; step < steps; step++) {
    const offset = step * classes;
    let best = 0;
    let score = -Infinity;
    for (let i = 0; i < classes; i++) {
      const value = scores[offset + i] ?? 0;
      if (value > score) { score = value; best = i; }
    }
    const open = glyphs.at(-1);
    if (best !== 0 && best === previous && open !== undefined) open.last = step;
    else if (best !== 0) glyphs.push({ character: characters[best - 1] ?? '', first: step, last: step, confidence: score });
    previous = best;
  }
  return glyphs.map(({ character, first, last, confidence }) => ({ character, step: (first + last + 1) / 2, confidence }));
}
