import type { Grid } from './grid.js';
import type { Strip } from './ink.js';

/** What stands in a column, brought to a fixed size and to full contrast: the same character looks the same all over a sheet. */
export type Patch = Float32Array;

export const WIDTH = 10;
export const HEIGHT = 18;
/** Of each character as many are looked at. */
const MOST_EXAMPLES = 8;

/** The ink of a column of a row; nothing where there is none. `strip` is as high as a row. */
export function patchOf(strip: Strip, grid: Grid, column: number): Patch | undefined {
  const left = grid.origin + (column - 0.55) * grid.advance;
  const [dx, dy] = [(1.1 * grid.advance) / WIDTH, strip.height / HEIGHT];
  const patch = new Float32Array(WIDTH * HEIGHT);
  let most = 0;
  for (let j = 0; j < HEIGHT; j++) {
    for (let i = 0; i < WIDTH; i++) {
      const value = mean(strip, left + i * dx, j * dy, dx, dy);
      patch[j * WIDTH + i] = value;
      most = Math.max(most, value);
    }
  }
  if (most < 6) return undefined;
  return patch.map((value) => value / most);
}

/** Mean ink around a place; smoothed over at least one pixel, so that small type does not depend on where its pixels fall. */
function mean(strip: Strip, x: number, y: number, dx: number, dy: number): number {
  const [cx, cy] = [x + dx / 2 - 0.5, y + dy / 2 - 0.5];
  const [rx, ry] = [Math.max(1, dx), Math.max(1, dy)];
  let [sum, total] = [0, 0];
  for (let py = Math.ceil(cy - ry); py <= cy + ry; py++) {
    for (let px = Math.ceil(cx - rx); px <= cx + rx; px++) {
      const weight = (1 - Math.abs(px - cx) / rx) * (1 - Math.abs(py - cy) / ry);
      if (weight <= 0) continue;
      total += weight;
      if (px >= 0 && px < strip.width && py >= 0 && py < strip.height) sum += weight * (strip.ink[py * strip.width + px] ?? 0);
    }
  }
  return total > 0 ? sum / total : 0;
}

/** Mean squared difference; 0 for the same picture. @param most what is larger need not be known exactly: the sum ends with the row that goes beyond */
export function difference(a: Patch, b: Patch, most = Infinity): number {
  let sum = 0;
  for (let start = 0; start < a.length && sum <= most * a.length; start += WIDTH) {
    for (let i = start; i < start + WIDTH; i++) {
      const d = (a[i] ?? 0) - (b[i] ?? 0);
      sum += d * d;
    }
  }
  return sum / a.length;
}

export interface Match { readonly character: string; readonly difference: number; readonly examples: number }

/** The characters of one sheet as they look there, learned from what was read with certainty. */
export class Alphabet {
  readonly #examples = new Map<string, Patch[]>();
  readonly #count = new Map<string, number>();

  /** Examples are to be added the most certain ones first. */
  add(character: string, patch: Patch): void {
    this.#count.set(character, (this.#count.get(character) ?? 0) + 1);
    const known = this.#examples.get(character) ?? [];
    if (known.length < MOST_EXAMPLES) known.push(patch);
    this.#examples.set(character, known);
  }

  /** The characters that the patch looks like, the likest first. A patch is never compared with itself. @param most see `difference` */
  matches(patch: Patch, most = Infinity): Match[] {
    const found: Match[] = [];
    for (const [character, examples] of this.#examples) {
      let least = Infinity;
      for (const each of examples) if (each !== patch) least = Math.min(least, difference(each, patch, Math.min(most, least)));
      if (least < Infinity) found.push({ character, difference: least, examples: this.#count.get(character) ?? 0 });
    }
    return found.sort((a, b) => a.difference - b.difference);
  }
}
