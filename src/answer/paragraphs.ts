/** Joins the rows of prose: a paragraph is one line, and a word that was divided at the end of a row is whole again. */
import type { Row, TextLine } from './layout.js';
import type { Paragraph } from './readingOrder.js';

/** A piece of a joined line, with what stands before it. `cut`: without its last character, a hyphen that only divided the word. */
export interface Piece { readonly before: string; readonly line: TextLine; readonly cut: boolean }

/** A row that ends this far (in line heights) before the right edge still had no room for most words. */
const RAGGED = 2.5;
/** Rows of lists, forms and tables stay apart: prose has about this many characters in a row. */
const PROSE_WIDTH = 24;
/** Marks at the beginning of an item. */
const item = /^(?:[-*+•‣◦–]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s|[A-Z]\.\s|#{1,6}\s|☐|☑|✓|✗)/u;

/**
 * Lines of a paragraph, as they were written before they were broken. A row goes on in the next one where the next one's first word had no room in it.
 */
export function joinParagraph(paragraph: Paragraph): Piece[][] {
  // One row that was measured too wide must not make all others look short.
  const edges = paragraph.map(rightOf).sort((a, b) => b - a);
  const right = edges[edges.length >= 4 ? 1 : 0] ?? 0;
  const lines: Piece[][] = [];
  paragraph.forEach((row, i) => {
    const above = paragraph[i - 1];
    const line = lines.at(-1);
    if (above !== undefined && line !== undefined && goesOn(above, row, right, paragraph)) {
      const last = line.at(-1);
      const hyphen = last !== undefined && divides(last.line.text, row[0]?.text ?? '', paragraph);
      if (last !== undefined && hyphen) line[line.length - 1] = { ...last, cut: true };
      line.push(...pieces(row, hyphen || endsOpen(last?.line.text ?? '') ? '' : ' '));
    } else lines.push(pieces(row, ''));
  });
  return lines;
}

/** A paragraph that a column or page ends in the middle of goes on with the next one: a sentence is open, and what follows begins small. */
export function joinColumns(paragraphs: readonly Piece[][][]): Piece[][][] {
  const out: Piece[][][] = [];
  for (const paragraph of paragraphs) {
    const [above, first] = [out.at(-1), paragraph[0]];
    const end = above?.at(-1)?.at(-1);
    const start = first?.[0];
    const open = end !== undefined && start !== undefined && /[\p{L},-]$/u.test(end.line.text) && /^\p{Ll}/u.test(start.line.text)
      && end.line.text.length + start.line.text.length >= PROSE_WIDTH && end.line.box.y > start.line.box.y;
    if (!open || above === undefined || first === undefined) { out.push(paragraph); continue; }
    const divided = divides(end.line.text, start.line.text, []);
    const last = above.at(-1) ?? [];
    const joined = [...last.slice(0, -1), divided ? { ...end, cut: true } : end, { ...start, before: divided || endsOpen(end.line.text) ? '' : ' ' }, ...first.slice(1)];
    out[out.length - 1] = [...above.slice(0, -1), joined, ...paragraph.slice(1)];
  }
  return out;
}

function pieces(row: Row, first: string): Piece[] {
  return row.map((line, at) => ({ before: at === 0 ? first : ' ', line, cut: false }));
}

function goesOn(above: Row, row: Row, right: number, paragraph: Paragraph): boolean {
  const [start, end] = [row[0], above.at(-1)];
  if (start === undefined || end === undefined || item.test(start.text) || isSpread(above) || isSpread(row)) return false;
  const long = Math.max(...paragraph.map((each) => each.reduce((sum, { text }) => sum + text.length, 0)));
  if (long < PROSE_WIDTH) return false;
  const height = Math.min(start.box.height, end.box.height);
  const word = /^\S+/u.exec(start.text)?.[0] ?? '';
  const room = right - rightOf(above);
  // What the first word would have taken, a blank before it included; scripts without blanks fill their rows.
  const wanted = ((word.length + 1) * start.box.width) / Math.max(1, start.text.length);
  return room < Math.max(wanted * 1.15, isDense(start.text) ? RAGGED * height : 0);
}

/** Cells of a table stand far apart; words of a justified row do not, though they may have been read one by one. */
function isSpread(row: Row): boolean {
  return row.some(({ box }, i) => i > 0 && box.x - rightOf(row.slice(i - 1, i)) > 2.2 * box.height);
}

/** "recog-" + "nised": a hyphen between small letters divided the word, unless the two parts stand joined by a hyphen elsewhere in the text. */
function divides(above: string, below: string, paragraph: Paragraph): boolean {
  const [head, tail] = [/(\p{L}+)-$/u.exec(above)?.[1], /^\p{Ll}+/u.exec(below)?.[0]];
  if (head === undefined || tail === undefined) return false;
  const compound = `${head}-${tail}`.toLowerCase();
  return !paragraph.some((row) => row.some(({ text }) => text.toLowerCase().includes(compound))) && !/^(?:self|non|well|co|pre|re|multi|sub|cross|high|low|half|semi|ex|on|off|up|built|open|real|read|write|long|short|one|two)$/i.test(head);
}

/** No blank after a hyphen or slash that stays, nor between ideographs. */
function endsOpen(text: string): boolean {
  return /\p{L}[-\u2010\u2011/]$/u.test(text) || isDense(text);
}

function isDense(text: string): boolean {
  return /[\u3040-\u30FF\u3400-\u9FFF]$/u.test(text);
}

function rightOf(row: Row): number {
  return Math.max(...row.map(({ box }) => box.x + box.width));
}
