// How alike two formulas are: by their tokens, and by where their glyphs stand when both are set by the same renderer.

/** What remains of a stream where spacing does not count. */
export const comparable = tokens => tokens.filter(token => token !== '\\quad');

/** What remains where the two alphabets of MathML's one `script` count as one: Chromium sets \mathcal and \mathscr with the same characters, no picture of the set tells them apart. */
export const alike = tokens => comparable(tokens).map(token => (token === '\\mathscr' ? '\\mathcal' : token));

/** Levenshtein distance. */
export function editDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}

/**
 * The glyphs that two renders share, in order: the same character at the same size and height over the baseline (in em). Like CDM (Wang et al. 2024) it
 * compares what is seen, not how it is spelled; instead of CDM's assignment and RANSAC it takes the longest common subsequence, so that a glyph too many
 * moves those behind it without making them wrong.
 * @param glyphs [{ character, size, y }], size and y in em of the formula
 * @returns F1, 1 for two empty renders
 */
export function glyphMatch(truth, answer, reach = 0.2) {
  if (truth.length + answer.length === 0) return 1;
  const same = (a, b) => a.character === b.character && Math.abs(a.size - b.size) < 0.06 && Math.abs(a.y - b.y) <= reach;
  let row = new Uint32Array(answer.length + 1);
  for (const glyph of truth) {
    const next = new Uint32Array(answer.length + 1);
    for (let j = 1; j <= answer.length; j++) next[j] = same(glyph, answer[j - 1]) ? row[j - 1] + 1 : Math.max(row[j], next[j - 1]);
    row = next;
  }
  return (2 * row[answer.length]) / (truth.length + answer.length);
}

/** Means over pictures. Pictures without an answer count as wrong in everything but the parse rate, which is of what was answered. */
export function summarise(results) {
  const answered = results.filter(result => result.answered);
  const mean = (list, key) => (list.length === 0 ? null : list.reduce((sum, result) => sum + result[key], 0) / list.length);
  const edits = results.reduce((sum, result) => sum + result.edits, 0), tokens = results.reduce((sum, result) => sum + result.tokens, 0);
  const glyphs = results.filter(result => result.glyphs !== undefined);
  return { pictures: results.length, missing: results.length - answered.length, parse: mean(answered, 'parsed'), exact: mean(results, 'exact'), alike: mean(results, 'alike'), tokenError: tokens === 0 ? null : edits / tokens, glyphs: glyphs.length === 0 ? null : mean(glyphs, 'glyphs'), render: glyphs.length === 0 ? null : mean(glyphs, 'sameRender') };
}
