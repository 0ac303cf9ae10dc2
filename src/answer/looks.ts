/** The note on a picture whose kind was told, but that no reader reads as that kind: written by the engine, found again by what speaks of the answer. */

const before = 'This looks like ';
const after = '. It cannot be read as that yet; its text can.';

/** @param what the kind with its article: "a chart" */
export function looksLike(what: string): string { return before + what + after; }

/** What the picture looks like ("a chart"), where that is all that is known of it beside its text. */
export function lookIn(notes: readonly string[]): string | undefined {
  const note = notes.find((each) => each.startsWith(before) && each.endsWith(after));
  return note?.slice(before.length, -after.length);
}
