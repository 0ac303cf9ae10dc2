/** A frame as a small grid of luminances: what pictures are compared by. */
import type { FramePicture } from './types.js';

/** Mean luminance, 0..255, of squares of `cell` pixels, row by row; the last of a row or column may be smaller. */
export interface Grid { readonly columns: number; readonly rows: number; readonly values: Uint8Array }

/** A square is some 8 pixels wide, about half a letter of a terminal; in larger pictures, whose letters are larger as well, there are at most this many a side. */
const smallest = 8, most = 160;

export function gridOf({ width, height, data }: FramePicture): Grid {
  const cell = Math.max(smallest, Math.ceil(Math.max(width, height) / most));
  const columns = Math.ceil(width / cell), rows = Math.ceil(height / cell);
  const values = new Uint8Array(columns * rows);
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const [top, bottom] = [row * cell, Math.min(height, (row + 1) * cell)];
    sums.fill(0);
    for (let y = top; y < bottom; y++) {
      for (let x = 0, at = y * width * 4, column = 0, end = cell; x < width; x++, at += 4) {
        if (x === end) { column++; end += cell; }
        // ITU-R BT.601, in 1/256; what is transparent counts as the white below it.
        const light = 77 * (data[at] ?? 0) + 150 * (data[at + 1] ?? 0) + 29 * (data[at + 2] ?? 0);
        const alpha = data[at + 3] ?? 255;
        sums[column] = (sums[column] ?? 0) + (alpha === 255 ? light : (light * alpha + 65_280 * (255 - alpha)) / 255);
      }
    }
    for (let column = 0; column < columns; column++) {
      const area = (bottom - top) * (Math.min(width, (column + 1) * cell) - column * cell);
      values[row * columns + column] = Math.round((sums[column] ?? 0) / area / 256);
    }
  }
  return { columns, rows, values };
}

/** Steps of luminance that noise of compression makes in the mean of a square. */
export const noise = 9;

export function sameSize(a: Grid, b: Grid): boolean { return a.columns === b.columns && a.rows === b.rows; }

/** How many squares differ by more than noise; all of them where the sizes differ. */
export function difference(a: Grid, b: Grid): number {
  if (!sameSize(a, b)) return Math.max(a.values.length, b.values.length);
  let count = 0;
  for (let at = 0; at < a.values.length; at++) if (Math.abs((a.values[at] ?? 0) - (b.values[at] ?? 0)) > noise) count++;
  return count;
}
