/** The letters above and the numbers beside the cells of a spreadsheet. They are no cells, and what they are can be told from their texts alone. */
import type { Box } from '../../../answer/types.js';
import type { TextLine } from '../family.js';
import { cutLine } from './cut.js';

/** Lines of a spreadsheet's frame, what is left of the lines, and where the cells begin, in original pixels. */
export interface SheetFrame {
  readonly frame: readonly TextLine[];
  readonly cells: readonly TextLine[];
  readonly left: number;
  readonly top: number;
}

/** Share of a frame's texts that must be what counting says; the text reader takes an I for a 1 now and then. */
const LEAST_RIGHT = 0.75;

/**
 * The frame, where there is one: a topmost row of two or more letters that count on (A, B, ... Z, AA) and a leftmost column of two or more numbers that count on.
 * A number that was read together with the first cell of its row is cut from it.
 */
export function sheetFrame(lines: readonly TextLine[]): SheetFrame | undefined {
  const letters = topRow(lines);
  const first = letters[0];
  if (first === undefined || letters.length < 2 || !counts(letters.flatMap(({ text }) => text.split(' ').map(columnNumber)))) return undefined;
  const top = Math.max(...letters.map(({ box }) => box.y + box.height));
  const below = lines.filter((line) => !letters.includes(line));
  const numbers = leftColumn(below, first.box.x + first.box.width / 2);
  if (numbers === undefined) return undefined;
  const right = Math.max(...numbers.frame.map(({ box }) => box.x + box.width));
  // A letter stands over the middle of its column: the first column begins where the numbers end.
  if (numbers.rest.length === 0 || right > first.box.x) return undefined;
  return { frame: [...letters, ...numbers.frame], cells: numbers.rest, left: right, top };
}

function topRow(lines: readonly TextLine[]): TextLine[] {
  const highest = Math.min(...lines.map(({ box }) => middle(box)));
  return lines.filter(({ box }) => middle(box) < highest + 0.5 * box.height).sort((a, b) => a.box.x - b.box.x);
}

/** Numbers at the left edge, and the other lines; nothing where what stands at the left edge does not count on. */
function leftColumn(lines: readonly TextLine[], until: number): { readonly frame: TextLine[]; readonly rest: TextLine[] } | undefined {
  const alone = lines.filter(({ text, box }) => /^\d{1,4}$/u.test(text) && box.x + box.width < until);
  const edge = Math.min(...alone.map(({ box }) => box.x + box.width / 2));
  const column = alone.filter(({ box }) => Math.abs(box.x + box.width / 2 - edge) < 0.8 * box.height);
  if (column.length === 0) return undefined;
  const [from, to] = [Math.min(...column.map(({ box }) => box.x)), Math.max(...column.map(({ box }) => box.x + box.width))];
  const frame: TextLine[] = [...column], rest: TextLine[] = [];
  for (const line of lines) {
    if (column.includes(line)) continue;
    const parts = /^\d{1,4} \S/u.test(line.text) && line.box.x < (from + to) / 2 ? cutLine(line, [to + 0.3 * line.box.height]) : [line];
    const [head, ...tail] = parts;
    if (head !== undefined && tail.length > 0 && /^\d{1,4}$/u.test(head.text)) {
      frame.push(head);
      rest.push(...tail);
    } else rest.push(line);
  }
  frame.sort((a, b) => a.box.y - b.box.y);
  // What else stands left of the numbers' edge makes them a column of the table.
  if (frame.length < 2 || rest.some(({ box }) => box.x + box.width / 2 < to) || !counts(frame.map(({ text }) => Number(text)))) return undefined;
  return { frame, rest };
}

/** Whether most of these are numbers, and most of those count on: each larger than the one before, none far away. Rows may be hidden or empty. */
function counts(values: readonly number[]): boolean {
  const known = values.flatMap((value, place) => (Number.isNaN(value) ? [] : [{ value, place }]));
  const right = known.slice(1).filter(({ value, place }, index) => {
    const before = known[index];
    const steps = before === undefined ? 0 : place - before.place;
    return before !== undefined && value - before.value >= steps && value - before.value <= 3 * steps;
  }).length;
  return known.length >= Math.max(2, LEAST_RIGHT * values.length) && right >= LEAST_RIGHT * (known.length - 1);
}

/** A = 1, Z = 26, AA = 27; NaN for anything else. */
function columnNumber(text: string): number {
  return /^[A-Z]{1,2}$/u.test(text) ? Array.from(text).reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) : NaN;
}

function middle({ y, height }: Box): number {
  return y + height / 2;
}
