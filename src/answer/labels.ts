/** Cleaning of text that was read in a picture, before any writer puts it anywhere. */

/** Control characters, lone surrogates, bidirectional overrides (they can make source read otherwise than it runs), and non-characters. */
const unwritable = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu;

/** Typographic ligatures: the letters that a person would type for them. */
const ligatures: Readonly<Record<string, string>> = {
  '\uFB00': 'ff', '\uFB01': 'fi', '\uFB02': 'fl', '\uFB03': 'ffi', '\uFB04': 'ffl', '\uFB05': 'st', '\uFB06': 'st',
};

/** One line of text: no ligatures, no control characters, white space collapsed to single spaces, none at the ends. A number stays joined to its percent sign. */
export function cleanLine(text: string): string {
  return text.replace(/[\uFB00-\uFB06]/g, (letter) => ligatures[letter] ?? letter).replace(unwritable, ' ')
    .replace(/\s+/gu, (run, at: number, whole: string) => (run === '\u00A0' && whole[at + 1] === '%' && /\d/.test(whole[at - 1] ?? '') ? run : ' ')).trim();
}

/** The lines that have something on them, cleaned; a string with line breaks counts as several lines. */
export function cleanLines(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(/\r\n|[\n\r\u2028\u2029]/)).map(cleanLine).filter((line) => line !== '');
}

/** The label as one line of running text. */
export function joinLines(lines: readonly string[]): string {
  return cleanLines(lines).join(' ');
}

/** A probability in 0..1 as people read it: "62 %", with a space that no line breaks at. Never 100 % for something that is not certain, and never below 0 %. */
export function percent(confidence: number): string {
  const value = Number.isFinite(confidence) ? Math.min(1, Math.max(0, confidence)) : 0;
  const rounded = Math.round(value * 100);
  return `${rounded === 100 && value < 1 ? 99 : rounded}\u00A0%`;
}

/** Shortens to at most `limit` characters (code points), ending with an ellipsis where something was cut. */
export function shorten(text: string, limit: number): string {
  const points = Array.from(text);
  return points.length <= limit ? text : `${points.slice(0, limit - 1).join('').trimEnd()}…`;
}
