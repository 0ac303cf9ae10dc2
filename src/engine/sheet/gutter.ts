import type { PlacedGlyph } from '../families/family.js';
import { median } from '../picture/prepare.js';
import type { RawRow } from './rows.js';

/** Line numbers of an editor. They may be of another size than the code and stand on columns of their own, so they are found before the columns are set. */
export interface Gutter {
  /** What is left of this (original pixels) is no code. */
  readonly edge: number;
  readonly rows: readonly NumberedRow[];
}

export interface NumberedRow extends RawRow {
  readonly number?: number;
  /** Something stands where the number should, but is none. */
  readonly unreadNumber: boolean;
}

/** Digits, and what digits are misread as. */
const digits: Readonly<Record<string, string>> = { O: '0', o: '0', D: '0', l: '1', I: '1', i: '1', '|': '1', Z: '2', S: '5', s: '5', B: '8', g: '9', q: '9' };
/** Fewer numbers may be a list. */
const FEWEST = 3;

/** Takes the line numbers off the rows; nothing where the rows have none. @param advance width of a column */
export function gutterOf(rows: readonly RawRow[], advance: number): Gutter | undefined {
  const firsts = rows.map(({ glyphs }) => firstNumber(glyphs, advance));
  const ends = firsts.flatMap((first) => (first === undefined || !first.plain ? [] : [first.end]));
  if (ends.length < FEWEST) return undefined;
  const usual = median(ends);
  const inPlace = firsts.map((first) => (first !== undefined && Math.abs(first.end - usual) < 0.5 * advance ? first : undefined));
  // A single figure is not always measured well: its value tells, too, where lines and rows run alike.
  const starts = inPlace.flatMap((first, i) => (first === undefined ? [] : [first.value - (rows[i]?.index ?? 0)]));
  const start = median(starts);
  const numbers = firsts.map((first, i) => inPlace[i] ?? (first !== undefined && Math.abs(first.end - usual) < 1.3 * advance && first.value - (rows[i]?.index ?? 0) === start ? first : undefined));
  const known = numbers.flatMap((first) => (first === undefined ? [] : [first.value]));
  const counting = known.slice(1).filter((value, i) => value - (known[i] ?? NaN) === 1).length;
  const beside = rows.filter(({ glyphs }, i) => numbers[i] !== undefined && glyphs.length > (numbers[i]?.length ?? 0)).length;
  if (known.length < FEWEST || counting < 0.6 * (known.length - 1) || beside < 0.4 * known.length) return undefined;
  // Nearest that code comes to its number: a blank between them.
  const edge = usual + 1.45 * advance;
  return {
    edge,
    rows: rows.map((row, i): NumberedRow => {
      const number = numbers[i];
      const code = number === undefined ? row.glyphs.filter(({ x }) => x > usual + 0.9 * advance) : row.glyphs.slice(number.length);
      return { ...row, glyphs: code, unreadNumber: number === undefined && code.length < row.glyphs.length, ...(number !== undefined && { number: number.value }) };
    }),
  };
}

/** The number that a row begins with, if white space or nothing follows it. */
function firstNumber(glyphs: readonly PlacedGlyph[], advance: number): { readonly value: number; readonly end: number; readonly length: number; readonly plain: boolean } | undefined {
  let text = '';
  let end = -Infinity;
  let length = 0;
  for (const { character, x } of glyphs) {
    if (length > 0 && x - end > 1.42 * advance) break;
    const digit = digits[character] ?? character;
    if (!/^\d$/.test(digit) || length === 6) return undefined;
    text += digit;
    end = x;
    length++;
  }
  return length === 0 ? undefined : { value: Number(text), end, length, plain: /^\d+$/.test(glyphs.slice(0, length).map(({ character }) => character).join('')) };
}
