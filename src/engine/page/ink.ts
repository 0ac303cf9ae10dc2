/** What stands on a page besides text: connected ink outside text lines, in original pixels. */
import type { TextLine } from '../families/family.js';
import { distanceToBackground } from '../picture/prepare.js';
import { resize } from '../picture/scale.js';
import type { Pixels } from '../picture/scale.js';
import { edgesOf } from './types.js';
import type { Edges } from './types.js';

/** A connected piece of ink. `fill`: share of its box that is inked; `rim`: share of its ink that lies along the box's edges. */
export interface Part extends Edges { readonly fill: number; readonly rim: number }

/** What differs this far from the background (0..255) is ink: the tint of a block of code on white is about 16, noise of JPEG below 10. */
const INK = 12;
/** Height of a line in the map that is looked at, and how large the map may be. */
const LINE = 10;
const MOST_PIXELS = 1_500_000;

/** @param height of a typical line */
export async function partsOf(picture: Pixels, lines: readonly TextLine[], height: number): Promise<Part[]> {
  const scale = Math.min(1, LINE / height, Math.sqrt(MOST_PIXELS / (picture.width * picture.height)));
  const [width, rows] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))];
  const values = distanceToBackground((await resize(picture, width, rows, 'linear')).rgb);
  const found = components(values, width, rows).map((part) => ({ ...part, left: part.left / scale, right: part.right / scale, top: part.top / scale, bottom: part.bottom / scale }));
  const texts = lines.map(({ box }) => edgesOf(box));
  return found.filter((part) => !texts.some((text) => isLetter(part, text)) && Math.max(part.right - part.left, part.bottom - part.top) > 0.8 * height);
}

/** A letter, an underline, the ground of a word: inside a line, and hardly larger. */
function isLetter(part: Edges, { left, top, right, bottom }: Edges): boolean {
  const reach = 0.35 * (bottom - top);
  return part.left > left - reach && part.right < right + reach && part.top > top - reach && part.bottom < bottom + reach;
}

/** 8-connected pieces of the pixels from INK on, by runs. */
export function components(values: Uint8Array, width: number, height: number): Part[] {
  const starts: number[] = [], ends: number[] = [], rows: number[] = [], parent: number[] = [];
  const find = (run: number): number => {
    let at = run;
    while (parent[at] !== at) at = parent[at] = parent[parent[at] ?? 0] ?? 0;
    return at;
  };
  let above = 0, row = 0;
  for (let y = 0; y < height; y++) {
    const first = row;
    let upper = above;
    for (let x = 0; x < width; x++) {
      if ((values[y * width + x] ?? 0) < INK) continue;
      const start = x;
      while (x < width && (values[y * width + x] ?? 0) >= INK) x++;
      const run = parent.length;
      starts.push(start); ends.push(x); rows.push(y); parent.push(run);
      while (upper < first && (ends[upper] ?? 0) < start) upper++;
      for (let other = upper; other < first && (starts[other] ?? 0) <= x; other++) parent[find(run)] = find(other);
    }
    above = first;
    row = parent.length;
  }
  const pieces = new Map<number, { left: number; top: number; right: number; bottom: number; pixels: number; runs: number[] }>();
  for (let run = 0; run < parent.length; run++) {
    const [left = 0, right = 0, y = 0] = [starts[run], ends[run], rows[run]];
    const root = find(run);
    const piece = pieces.get(root);
    if (piece === undefined) pieces.set(root, { left, right, top: y, bottom: y + 1, pixels: right - left, runs: [run] });
    else {
      Object.assign(piece, { left: Math.min(piece.left, left), right: Math.max(piece.right, right), bottom: Math.max(piece.bottom, y + 1), top: Math.min(piece.top, y), pixels: piece.pixels + right - left });
      piece.runs.push(run);
    }
  }
  return [...pieces.values()].map(({ left, top, right, bottom, pixels, runs }) => {
    const inside = runs.reduce((sum, run) => {
      const [start = 0, end = 0, y = 0] = [starts[run], ends[run], rows[run]];
      return y < top + RIM || y >= bottom - RIM ? sum : sum + Math.max(0, Math.min(end, right - RIM) - Math.max(start, left + RIM));
    }, 0);
    return { left, top, right, bottom, fill: pixels / ((right - left) * (bottom - top)), rim: 1 - inside / pixels };
  });
}

/** Pixels of the map that count as a rim. */
const RIM = 4;
