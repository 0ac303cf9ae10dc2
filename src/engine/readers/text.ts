import type { Region } from '../../answer/types.js';
import type { Reading, TextLine } from '../families/family.js';
import type { Picture } from '../picture/decode.js';

/** A picture of which nothing but its text is read: the text reader saw it as it is. */
export function textReading({ width, height }: Picture, lines: readonly TextLine[]): Reading {
  const regions: readonly Region[] = lines.map(({ box, text, confidence }, id) => ({ id, box, text, confidence }));
  return { kind: 'other', fed: { width, height }, regions };
}
