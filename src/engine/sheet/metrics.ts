import { median } from '../picture/prepare.js';
import { HEIGHT, WIDTH } from './shapes.js';
import type { Patch } from './shapes.js';

/** Where the ink of a patch lies, in its own pixels; half-open. */
export interface Extent { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number }

/** Heights of the sheet's font in rows of a patch, from the top. */
export interface Metrics { readonly ascent: number; readonly xHeight: number; readonly baseline: number }

/** Ink from this on belongs to the character, not to its smooth edges. */
const SOLID = 0.4;
const low = /^[acemnorsuvwxz]$/;
const tall = /^[bdfhklABDEFHKLMNPRT0-9]$/;
const onBase = /^[abcdehklmnorsuvwxzABCDEFHKLMNPRSTUVWXZ0-9]$/;
/** Fewer letters say nothing certain. */
const FEWEST = 3;

/** Columns of a patch that neighbours reach into. */
const EDGE = 2;

/** @param edge columns on either side that do not count */
export function extentOf(patch: Patch, edge = 0): Extent {
  let [top, bottom, left, right] = [HEIGHT, 0, WIDTH, 0];
  patch.forEach((value, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    if (value < SOLID || x < edge || x >= WIDTH - edge) return;
    [top, bottom, left, right] = [Math.min(top, y), Math.max(bottom, y + 1), Math.min(left, x), Math.max(right, x + 1)];
  });
  return { top, bottom, left, right };
}

/** Measured on letters that were read with certainty; nothing for too few of them. */
export function metricsOf(samples: readonly { readonly character: string; readonly patch: Patch }[]): Metrics | undefined {
  const of = (which: RegExp): Extent[] => samples.filter(({ character }) => which.test(character)).map(({ patch }) => extentOf(patch, EDGE));
  const [small, large, standing] = [of(low), of(tall), of(onBase)];
  if (small.length < FEWEST || large.length < FEWEST) return undefined;
  return { xHeight: median(small.map(({ top }) => top)), ascent: median(large.map(({ top }) => top)), baseline: median(standing.map(({ bottom }) => bottom)) };
}

/** Letters whose two cases differ in size only. */
const cased = /^[coksuvwxzp]$/i;

/** The letter in the case that its height tells, where the font's heights are far enough apart to tell it. */
export function caseByHeight(character: string, patch: Patch, { xHeight, ascent }: Metrics): string {
  if (!cased.test(character) || xHeight - ascent < 2) return character;
  // A small k or p is as tall as a capital one, or hangs lower: only their tops tell p, and nothing k.
  if (/k/i.test(character)) return character;
  // The arms of v, w and x end near the edges.
  const { top } = extentOf(patch, /[vwx]/i.test(character) ? EDGE - 1 : EDGE);
  const [toCapital, toSmall] = [Math.abs(top - ascent), Math.abs(top - xHeight)];
  if (Math.min(toCapital, toSmall) > 0.3 * (xHeight - ascent)) return character;
  return toCapital < toSmall ? character.toUpperCase() : character.toLowerCase();
}

/** A stroke that hangs below the line and is as thin above as below: the bar, which is read as l, I or 1. */
export function isBar(patch: Patch, { ascent, baseline }: Metrics): boolean {
  const { top, bottom, left, right } = extentOf(patch, EDGE);
  if (bottom - baseline < 1 || top > ascent || right - left > 4 || bottom - top < 0.7 * HEIGHT) return false;
  // Brackets bend: their rows do not have the same middle.
  const middles: number[] = [];
  for (let y = top; y < bottom; y++) {
    let [sum, total] = [0, 0];
    for (let x = EDGE; x < WIDTH - EDGE; x++) {
      const value = patch[y * WIDTH + x] ?? 0;
      sum += value * x;
      total += value;
    }
    if (total > 0) middles.push(sum / total);
  }
  const usual = median(middles);
  return middles.every((middle) => Math.abs(middle - usual) < 0.8);
}
