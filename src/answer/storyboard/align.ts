/** Two lists side by side: what stayed, what went and what came. */

/** A run of items that stayed, or a gap between such runs with what went (of the first list) and what came (of the second). Indices. */
export type Aligned = { readonly type: 'same'; readonly pairs: readonly (readonly [number, number])[] } | { readonly type: 'gap'; readonly gone: readonly number[]; readonly come: readonly number[] };

/** Longer lists are cut for the comparison: nobody reads that many changes, and its time grows with the product. */
const longest = 1000;

/** By the longest common subsequence. */
export function align(before: readonly string[], after: readonly string[]): Aligned[] {
  const [a, b] = [before.slice(0, longest), after.slice(0, longest)];
  const wide = b.length + 1;
  // lengths[i, j]: of the longest common subsequence of a from i on and b from j on.
  const lengths = new Uint16Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) lengths[i * wide + j] = a[i] === b[j] ? (lengths[(i + 1) * wide + j + 1] ?? 0) + 1 : Math.max(lengths[(i + 1) * wide + j] ?? 0, lengths[i * wide + j + 1] ?? 0);
  }
  const found: Aligned[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const pairs: (readonly [number, number])[] = [];
    while (i < a.length && j < b.length && a[i] === b[j]) pairs.push([i++, j++]);
    if (pairs.length > 0) found.push({ type: 'same', pairs });
    const gone: number[] = [], come: number[] = [];
    while ((i < a.length || j < b.length) && !(i < a.length && j < b.length && a[i] === b[j])) {
      if (j >= b.length || (i < a.length && (lengths[(i + 1) * wide + j] ?? 0) >= (lengths[i * wide + j + 1] ?? 0))) gone.push(i++);
      else come.push(j++);
    }
    if (gone.length + come.length > 0) found.push({ type: 'gap', gone, come });
  }
  return found;
}
