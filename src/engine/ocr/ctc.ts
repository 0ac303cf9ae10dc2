/** A character that was read: where (in steps of the network, centre), and how sure. */
export interface Glyph {
  readonly character: string;
  readonly step: number;
  readonly confidence: number;
  /** What else it may be, likeliest first; only where the reading is not certain. */
  readonly others?: readonly Reading[];
}
export interface Reading { readonly character: string; readonly confidence: number }

/** From this on nothing else is listed. */
const CERTAIN = 0.98;
/** Less likely readings say nothing. */
const POSSIBLE = 0.005;
const MOST_OTHERS = 4;

/**
 * The likeliest reading of one line: repeated classes and blanks (class 0) fall away.
 * @param scores probabilities, [steps, characters.length + 1]
 */
export function readLine(scores: Float32Array, steps: number, characters: readonly string[]): Glyph[] {
  const classes = characters.length + 1;
  const glyphs: { character: string; first: number; last: number; confidence: number; others?: readonly Reading[] }[] = [];
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
    else if (best !== 0) {
      const others = score < CERTAIN ? othersAt(scores.subarray(offset, offset + classes), best, characters) : [];
      glyphs.push({ character: characters[best - 1] ?? '', first: step, last: step, confidence: score, ...(others.length > 0 && { others }) });
    }
    previous = best;
  }
  return glyphs.map(({ first, last, ...glyph }) => ({ ...glyph, step: (first + last + 1) / 2 }));
}

/** The likeliest characters of one step besides `best`; the blank (class 0) is none. */
function othersAt(scores: Float32Array, best: number, characters: readonly string[]): Reading[] {
  const found: Reading[] = [];
  scores.forEach((confidence, i) => {
    const character = characters[i - 1];
    if (confidence > POSSIBLE && i !== best && character !== undefined) found.push({ character, confidence });
  });
  return found.sort((a, b) => b.confidence - a.confidence).slice(0, MOST_OTHERS);
}
