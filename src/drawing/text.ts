/** How wide text is, without a page to measure it on: estimates for a sans-serif font, on the wide side, since what is too wide only leaves a margin. */
import { cleanLines, shorten } from '../answer/labels.js';
import type { Size } from './types.js';

export const fontSize = 13;
export const lineHeight = 18;
/** Longer lines are broken at blanks. */
const widest = 220;
const mostLines = 8;

/** Pixels. */
export function widthOf(text: string): number {
  let em = 0;
  for (const character of text) em += widthOfCharacter(character);
  return em * fontSize * 1.04;
}

/** In ems, as DejaVu Sans has them, which is wider than most. */
function widthOfCharacter(character: string): number {
  if (/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u.test(character)) return 1.02;
  if (/[ijlI.,:;'|!]/.test(character)) return 0.33;
  if (/[ frt()[\]/\\-]/.test(character)) return 0.42;
  if (/[mwMW@%—]/.test(character)) return 0.98;
  return /\p{Lu}/u.test(character) ? 0.72 : 0.63;
}

/** The label's lines, none wider than a label may be, and no more than one can look at. */
export function wrapped(lines: readonly string[]): string[] {
  const broken = cleanLines(lines).flatMap(wrapLine);
  return broken.length <= mostLines ? broken : [...broken.slice(0, mostLines - 1), '…'];
}

function wrapLine(line: string): string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of line.split(' ')) {
    const longer = row === '' ? word : `${row} ${word}`;
    if (row !== '' && widthOf(longer) > widest) { rows.push(row); row = word; } else row = longer;
  }
  return [...rows, row].map((text) => shorten(text, 48));
}

export function sizeOf(lines: readonly string[]): Size {
  return { width: Math.max(0, ...lines.map(widthOf)), height: lines.length * lineHeight };
}
