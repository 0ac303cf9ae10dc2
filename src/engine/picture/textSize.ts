/**
 * How large the text of a formula is, from its ink alone (there are no text lines to measure), and the scale that the formula reader wants.
 * Connected components of the ink are glyphs of some sizes; a linear rule over quantiles of their heights gives the em. The same as
 * `models/unrender_models/formula/size.py`, which fits the rule.
 */
import rule from './textSize.json' with { type: 'json' };
import { distanceToBackground } from './prepare.js';
import { resize } from './scale.js';
import type { Pixels } from './scale.js';

export interface FormulaSpec {
  /** Pixels of an em in what the reader is fed. */
  readonly em: number;
  readonly maxScale: number;
  readonly maxSide: number;
  readonly maxPixels: number;
  /** Sides are padded to multiples of this. */
  readonly multiple: number;
}

export const formulaSpec: FormulaSpec = { em: 24, maxScale: 4, maxSide: 1280, maxPixels: 262_144, multiple: 32 };

/** Distance to the background, 0..255, row by row. */
export interface Grey { readonly width: number; readonly height: number; readonly values: Uint8Array }
interface Component { readonly width: number; readonly height: number; readonly pixels: number }

/** Distance of the ink to the paper: the largest value that at least 8 pixels and 0.05 % of the pixels reach. At least 1. */
export function contrast({ values }: Grey): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  const enough = Math.max(8, 0.0005 * values.length);
  let reached = 0;
  for (let level = 255; level > 1; level--) {
    reached += counts[level] ?? 0;
    if (reached >= enough) return level;
  }
  return 1;
}

/** 8-connected components of the pixels that are at least `level`. */
export function components({ width, height, values }: Grey, level: number): Component[] {
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
      if ((values[y * width + x] ?? 0) < level) continue;
      const start = x;
      while (x < width && (values[y * width + x] ?? 0) >= level) x++;
      const run = parent.length;
      starts.push(start); ends.push(x); rows.push(y); parent.push(run);
      while (upper < first && (ends[upper] ?? 0) < start) upper++;
      // The last run above may reach the next run of this row, too.
      for (let other = upper; other < first && (starts[other] ?? 0) <= x; other++) parent[find(run)] = find(other);
    }
    above = first;
    row = parent.length;
  }
  const boxes = new Map<number, { left: number; right: number; top: number; bottom: number; pixels: number }>();
  for (let run = 0; run < parent.length; run++) {
    const root = find(run);
    const [left = 0, right = 0, y = 0] = [starts[run], ends[run], rows[run]];
    const box = boxes.get(root);
    if (box === undefined) boxes.set(root, { left, right, top: y, bottom: y + 1, pixels: right - left });
    else Object.assign(box, { left: Math.min(box.left, left), right: Math.max(box.right, right), bottom: Math.max(box.bottom, y + 1), top: Math.min(box.top, y), pixels: box.pixels + right - left });
  }
  return [...boxes.values()].map(({ left, right, top, bottom, pixels }) => ({ width: right - left, height: bottom - top, pixels }));
}

/** Linear interpolation between the sorted values. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const [a = 0, b = a] = [sorted[low], sorted[low + 1]];
  return a + (b - a) * (place - low);
}

/** Pixels of an em; undefined where there is no ink. */
export function emOf(grey: Grey): number | undefined {
  const level = contrast(grey);
  if (level < 16) return undefined;
  const parts = components(grey, (level + 1) >> 1);
  if (parts.length === 0) return undefined;
  // Bars, dots and specks say little; what is much taller than wide is a delimiter or a letter like l.
  const glyphs = parts.filter(({ width, height }) => width <= 3 * height && height <= 5 * width && height >= 3);
  const kept = glyphs.length > 0 ? glyphs : parts;
  const heights = kept.map(({ height }) => height).sort((a, b) => a - b);
  const strokes = kept.map(({ width, height, pixels }) => pixels / Math.max(width, height)).sort((a, b) => a - b);
  const features = [...[0.25, 0.5, 0.75, 0.9].map((share) => quantile(heights, share)), quantile(strokes, 0.5)];
  const logarithm = features.reduce((sum, value, index) => sum + (rule.weights[index] ?? 0) * Math.log(Math.max(value, 0.5)), rule.weights[features.length] ?? 0);
  return Math.exp(logarithm);
}

/** The factor that brings an em to the reader's within its bounds. Without ink a picture keeps its size, if that fits. */
export function formulaScale(width: number, height: number, em: number | undefined, spec: FormulaSpec = formulaSpec): number {
  const wanted = em === undefined ? 1 : Math.min(spec.maxScale, spec.em / em);
  return Math.min(wanted, spec.maxSide / Math.max(width, height), Math.sqrt(spec.maxPixels / (width * height)));
}

/** What the formula reader is fed: 0 paper to 1 ink, scaled by the size of its text, contrast made full, padded right and bottom. */
export interface FormulaPicture { readonly pixels: Float32Array; readonly width: number; readonly height: number; readonly fed: { readonly width: number; readonly height: number }; readonly em: number | undefined }

/** @param picture RGB pixels, any size that is decoded */
export async function prepareFormula(picture: Pixels, spec: FormulaSpec = formulaSpec): Promise<FormulaPicture> {
  const em = emOf({ width: picture.width, height: picture.height, values: distanceToBackground(picture.rgb) });
  const scale = formulaScale(picture.width, picture.height, em, spec);
  const fed = { width: Math.max(32, Math.round(picture.width * scale)), height: Math.max(32, Math.round(picture.height * scale)) };
  const scaled = await resize(picture, fed.width, fed.height, 'lanczos3');
  const values = distanceToBackground(scaled.rgb);
  const level = contrast({ ...fed, values });
  const width = Math.ceil(fed.width / spec.multiple) * spec.multiple;
  const height = Math.ceil(fed.height / spec.multiple) * spec.multiple;
  const pixels = new Float32Array(width * height);
  for (let y = 0; y < fed.height; y++) {
    for (let x = 0; x < fed.width; x++) pixels[y * width + x] = Math.min(255, Math.round(((values[y * fed.width + x] ?? 0) * 255) / level)) / 255;
  }
  return { pixels, width, height, fed, em };
}
