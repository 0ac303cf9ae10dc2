/** A text reader reads over narrow gaps: one line may stand in several cells. Here it is cut between them, where its characters leave room. */
import type { Box } from '../../../answer/types.js';
import type { PlacedGlyph, TextLine } from '../family.js';

/** How far from a separator the gap may be, and how wide a gap between middles of characters must be without a blank in it, in heights of the line. */
const NEAR = 1.2, WIDE = 0.9;

/**
 * The parts of a line, left to right: the line itself where nothing is cut. A text that runs through a separator without a gap is not cut there.
 * @param positions of the separators that it crosses, in original pixels
 */
export function cutLine(line: TextLine, positions: readonly number[]): TextLine[] {
  const glyphs = line.glyphs ?? evenly(line);
  const cuts = positions.flatMap((position) => bestGap(glyphs, position, line.box.height));
  if (cuts.length === 0) return [line];
  const parts: PlacedGlyph[][] = [[]];
  const ends = [...new Set(cuts)].sort((a, b) => a - b);
  glyphs.forEach((glyph, index) => {
    if (index >= (ends[parts.length - 1] ?? Infinity)) parts.push([]);
    parts.at(-1)?.push(glyph);
  });
  return parts.flatMap((part, index) => partOf(line, part, index === 0, index === parts.length - 1));
}

/** Index of the first visible character behind the gap at a separator; none where there is no gap. */
function bestGap(glyphs: readonly PlacedGlyph[], position: number, height: number): number[] {
  const marks = glyphs.flatMap((glyph, index) => (glyph.character.trim() === '' ? [] : [{ index, x: glyph.x }]));
  let [best, most] = [-1, -Infinity];
  marks.forEach((mark, at) => {
    const before = marks[at - 1];
    if (before === undefined) return;
    const [gap, middle] = [mark.x - before.x, (mark.x + before.x) / 2];
    const blank = mark.index - before.index > 1;
    const distance = Math.max(0, Math.abs(position - middle) - gap / 2);
    if ((!blank && gap < WIDE * height) || distance > NEAR * height) return;
    const value = gap - 1.5 * Math.abs(position - middle) + (blank ? 0.3 * height : 0);
    if (value > most) [best, most] = [mark.index, value];
  });
  return best < 0 ? [] : [best];
}

function partOf(line: TextLine, glyphs: readonly PlacedGlyph[], first: boolean, last: boolean): TextLine[] {
  const text = glyphs.map(({ character }) => character).join('').trim().replace(/\s+/gu, ' ');
  const marks = glyphs.filter(({ character }) => character.trim() !== '');
  if (text === '') return [];
  const { box } = line;
  const half = 0.3 * box.height;
  const left = first ? box.x : Math.max(box.x, (marks[0]?.x ?? box.x) - half);
  const right = last ? box.x + box.width : Math.min(box.x + box.width, (marks.at(-1)?.x ?? left) + half);
  const part: Box = { x: left, y: box.y, width: Math.max(1, right - left), height: box.height };
  return [{ box: part, text, confidence: marks.reduce((sum, { confidence }) => sum + confidence, 0) / marks.length, ...(line.glyphs !== undefined && { glyphs }) }];
}

/** Where the characters of a line stand if all are equally wide. */
function evenly({ box, text, confidence }: TextLine): PlacedGlyph[] {
  const characters = Array.from(text);
  return characters.map((character, index) => ({ character, x: box.x + ((index + 0.5) * box.width) / characters.length, confidence }));
}
