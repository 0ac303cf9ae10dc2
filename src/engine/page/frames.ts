/** Cards and windows: frames that hold paragraphs and other blocks. They are looked into, their outline belongs to no figure. */
import type { TextLine } from '../families/family.js';
import { isFixed, isGrid, numbered, rowsOf } from './flow.js';
import type { Numbered } from './flow.js';
import type { Part } from './ink.js';
import { edgesOf, shareIn } from './types.js';
import type { Edges } from './types.js';

/** A page, or a frame on it, with what stands in it and in no smaller frame. `rules`: heights at which it is divided, as a card's head from its body. */
export interface Region extends Edges {
  readonly rules: readonly number[];
  readonly parts: Part[];
  /** Indices of the page's lines. */
  readonly lines: number[];
  readonly inner: Region[];
}

/** In heights of a line: the least frame; one that is a card for its size alone; where its text begins at most. */
const LEAST = { width: 12, height: 2.5 } as const;
const CARD = 24;
const PADDING = 4;
/** A frame is mostly empty. */
const MOST_FILL = 0.4;
/** More frames than this are a drawing. */
const MOST_FRAMES = 60;

/** @param height of a typical line */
export function regionsOf(parts: readonly Part[], lines: readonly TextLine[], height: number, page: Edges): Region {
  const root: Region = { ...page, rules: [], parts: [], lines: [], inner: [] };
  const all = numbered(lines);
  const found = parts.filter((part) => isFrame(part, all, height, page));
  const frames = found.length > MOST_FRAMES ? [] : found;
  const areaOf = ({ left, top, right, bottom }: Edges): number => (right - left) * (bottom - top);
  const regions = frames.map(({ left, top, right, bottom, rules }): Region => ({ left, top, right, bottom, rules, parts: [], lines: [], inner: [] })).sort((a, b) => areaOf(a) - areaOf(b));
  const smallest = (edges: Edges, from = 0): Region => regions.find((region, i) => i >= from && shareIn(edges, region) > 0.8) ?? root;
  regions.forEach((region, i) => smallest(region, i + 1).inner.push(region));
  for (const part of parts) if (!frames.includes(part)) smallest(part).parts.push(part);
  lines.forEach(({ box }, i) => smallest(edgesOf(box)).lines.push(i));
  return root;
}

/** Its ink lies along its edges or on rules, and its content is a page's: sentences, or lines that begin at its left edge; no table and no code. */
function isFrame(part: Part, lines: readonly Numbered[], height: number, page: Edges): boolean {
  const [width, tall] = [part.right - part.left, part.bottom - part.top];
  if (width < LEAST.width * height || tall < LEAST.height * height) return false;
  if (shareIn(page, part) > 0.9) return true;
  if (part.fill > MOST_FILL || part.rim < 0.8 || part.rules.length > 2) return false;
  const inside = lines.filter((line) => shareIn(line, part) > 0.8);
  const rows = rowsOf(inside);
  if (isGrid(rows) && rows.filter((row) => row.length > 1).length > 0.6 * rows.length) return false;
  const starts = rows.flatMap((row) => row.slice(0, 1)).filter(({ left }) => left - part.left < PADDING * height);
  // A card with a head of its own.
  const [rule = part.top] = part.rules;
  if (width > CARD * height && starts.some(({ bottom }) => bottom < rule) && starts.filter(({ top }) => top > rule).length >= 2) return true;
  if (isFixed(inside.map(({ line }) => line))) return false;
  if (inside.length >= 2 && inside.some((line) => line.line.text.length > 40 && line.right - line.left > 0.5 * width)) return true;
  return width > CARD * height && starts.some((line) => starts.filter(({ left }) => Math.abs(left - line.left) < 0.5 * height).length >= 3);
}
