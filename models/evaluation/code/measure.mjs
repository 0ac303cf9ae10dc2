// How alike two texts are: characters (indentation included) and lines.

/** Least number of inserted, deleted and replaced characters that make one text the other (Levenshtein). */
export function distance(left, right) {
  const [a, b] = [Array.from(left), Array.from(right)];
  let row = Uint32Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = new Uint32Array(b.length + 1);
    next[0] = i;
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}

/** Number of lines that stand on both sides in the same order (longest common subsequence); empty lines do not count. */
export function sharedLines(left, right) {
  const [a, b] = [linesOf(left), linesOf(right)];
  let row = new Uint32Array(b.length + 1);
  for (const line of a) {
    const next = new Uint32Array(b.length + 1);
    for (let j = 1; j <= b.length; j++) next[j] = line === b[j - 1] ? row[j - 1] + 1 : Math.max(row[j], next[j - 1]);
    row = next;
  }
  return row[b.length];
}

export const linesOf = text => text.split('\n').map(line => line.trimEnd()).filter(line => line !== '');

/** No blanks at the ends of lines, one line break at the end; what no picture shows. */
export const tidy = text => `${text.replace(/\r/g, '').split('\n').map(line => line.trimEnd()).join('\n').replace(/^\n+|\n+$/g, '')}\n`;

/** One picture: characters wrong, lines right, and whether its kind, language and places were told. */
export function compareText(truth, answer) {
  const [expected, written] = [tidy(truth.text), tidy(answer?.text ?? '')];
  const frames = new Set((truth.frames ?? []).map(frame => JSON.stringify([frame.path, frame.line])));
  const told = new Set((answer?.frames ?? []).map(frame => JSON.stringify([frame.path, frame.line])));
  return {
    characters: expected.length, wrong: distance(expected, written), lines: linesOf(expected).length, extra: Math.max(0, linesOf(written).length - linesOf(expected).length),
    right: sharedLines(expected, written), exact: expected === written ? 1 : 0, language: truth.language === undefined ? null : truth.language === answer?.language ? 1 : 0,
    frames: frames.size, framesFound: [...frames].filter(frame => told.has(frame)).length, framesTold: told.size,
  };
}
