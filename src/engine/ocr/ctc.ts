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
 * @param scores probabilities of the likeliest classes of each step, likeliest first, [steps, listed]
 * @param classes which classes these are, [steps, listed]; class i > 0 is characters[i - 1]
 */
export function readLine(scores: Float32Array, classes: Float32Array, listed: number, characters: readonly string[]): Glyph[] {
  const glyphs: { character: string; first: number; last: number; confidence: number; others?: readonly Reading[] }[] = [];
  let previous = 0;
  for (let step = 0; step * listed < scores.length; step++) {
    const offset = step * listed;
    const best = classes[offset] ?? 0;
    const score = scores[offset] ?? 0;
    const open = glyphs.at(-1);
    if (best !== 0 && best === previous && open !== undefined) open.last = step;
    else if (best !== 0) {
      const others = score < CERTAIN ? othersOf(scores.subarray(offset + 1, offset + listed), classes.subarray(offset + 1, offset + listed), characters) : [];
      glyphs.push({ character: characters[best - 1] ?? '', first: step, last: step, confidence: score, ...(others.length > 0 && { others }) });
    }
    previous = best;
  }
  return glyphs.map(({ first, last, ...glyph }) => ({ ...glyph, step: (first + last + 1) / 2 }));
}

/** The characters among classes that are likely enough; the blank (class 0) is none. */
function othersOf(scores: Float32Array, classes: Float32Array, characters: readonly string[]): Reading[] {
  const found: Reading[] = [];
  classes.forEach((index, i) => {
    const [character, confidence = 0] = [characters[index - 1], scores[i]];
    if (confidence > POSSIBLE && character !== undefined) found.push({ character, confidence });
  });
  return found.slice(0, MOST_OTHERS);
}
