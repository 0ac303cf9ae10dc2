import { extentOf } from './metrics.js';
import type { Metrics } from './metrics.js';
import { HEIGHT, WIDTH } from './shapes.js';
import type { Patch } from './shapes.js';

const SOLID = 0.4;

/** The punctuation mark that a patch shows by its form alone, where it is one of the plain ones: the text reader overlooks them first. */
export function markOf(patch: Patch, metrics: Metrics): string | undefined {
  const { top, bottom, left, right } = extentOf(patch);
  const { xHeight, ascent, baseline } = metrics;
  const [height, width, middle] = [bottom - top, right - left, (top + bottom) / 2];
  const bands = runs(Array.from({ length: HEIGHT }, (_, y) => patch.subarray(y * WIDTH, (y + 1) * WIDTH).some((value) => value >= SOLID)));
  if (bands.length === 2) {
    const [upper, lower] = bands as [readonly [number, number], readonly [number, number]]; // just counted
    if (width >= 5 && upper[1] - upper[0] <= 3 && lower[1] - lower[0] <= 3) return '=';
    if (width <= 5 && Math.abs(lower[0] - baseline) < 4 && upper[1] - upper[0] <= 4) return bottom > baseline + 1 ? ';' : ':';
    return undefined;
  }
  if (bands.length !== 1) return undefined;
  if (top >= baseline - 4) {
    if (width >= 7 && height <= 3 && bottom >= baseline) return '_';
    if (width <= 5) return bottom > baseline + 1 ? ',' : '.';
    return undefined;
  }
  if (bottom <= (xHeight + baseline) / 2 && top <= ascent + 2 && height <= 8) {
    const columns = runs(Array.from({ length: WIDTH }, (_, x) => Array.from({ length: HEIGHT }, (__, y) => patch[y * WIDTH + x] ?? 0).some((value) => value >= SOLID)));
    if (columns.length === 2) return '"';
    if (columns.length !== 1 || width > 5) return undefined;
    return lean(patch, top, bottom) > 0.7 && height <= 5 ? '`' : "'";
  }
  if (width >= 5 && height <= 3 && middle > xHeight && middle < baseline - 1) return '-';
  return undefined;
}

/** How much further right the lowest ink stands than the highest, in columns of the patch. */
function lean(patch: Patch, top: number, bottom: number): number {
  const middle = (y: number): number => {
    let [sum, total] = [0, 0];
    for (let x = 0; x < WIDTH; x++) {
      const value = patch[y * WIDTH + x] ?? 0;
      sum += x * value;
      total += value;
    }
    return total > 0 ? sum / total : 0;
  };
  return middle(bottom - 1) - middle(top);
}

function runs(filled: readonly boolean[]): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let start = -1;
  for (let i = 0; i <= filled.length; i++) {
    if (filled[i] === true && start < 0) start = i;
    if (filled[i] !== true && start >= 0) {
      found.push([start, i]);
      start = -1;
    }
  }
  return found;
}
