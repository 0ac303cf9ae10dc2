/**
 * From the graphs' outputs to a grid of cells. The same as `models/unrender_models/grid/decode.py`, step for step.
 * Boxes are in fed pixels; rectangles of the grid are [first row, row past the last, first column, column past the last].
 */
import type { FloatTensor } from '../../runtime/graph.js';
import { sigmoid } from '../flamingo/confidence.js';
import { FINE, STRIDE } from './rasters.js';
import type { Corners } from './rasters.js';

export type Rect = readonly [number, number, number, number];
export interface Separator { readonly position: number; readonly probability: number }

/** Least probability of a separator between the texts of a table's cells, and beyond them (a row or column of which nothing was read). */
const PEAK = 0.35, BEYOND = 0.6;
const MOST_HEADER_ROWS = 6;
const NONE = 0, COLUMN = 1, ROW = 2;

/** The local maxima of an axis, whose texts reach from `low` to `high` (pixels); a position is the centre of the maximum and its neighbours. */
export function separatorsOf(logits: Float32Array, low: number, high: number): Separator[] {
  const p = [0, ...Array.from(logits, sigmoid), 0];
  const found: Separator[] = [];
  for (let i = 1; i < p.length - 1; i++) {
    const [before = 0, here = 0, after = 0] = [p[i - 1], p[i], p[i + 1]];
    if (here < PEAK || here <= before || here < after) continue;
    const position = (i - 0.5 + (after - before) / (before + here + after)) * FINE;
    if (here >= (low < position && position < high ? PEAK : BEYOND)) found.push({ position, probability: here });
  }
  return found;
}

/** Probabilities of what a box belongs to: the softmax of the mean logits under it. @param map [1, K, H/8, W/8] */
export function placesOf(map: FloatTensor, [x0, y0, x1, y1]: Corners): number[] {
  const [, count = 0, height = 0, width = 0] = map.dims;
  const [top, left] = [Math.min(Math.max(0, Math.floor(y0 / STRIDE)), height - 1), Math.min(Math.max(0, Math.floor(x0 / STRIDE)), width - 1)];
  const [bottom, right] = [Math.min(height, Math.max(top + 1, Math.ceil(y1 / STRIDE))), Math.min(width, Math.max(left + 1, Math.ceil(x1 / STRIDE)))];
  return softmax(Array.from({ length: count }, (_, channel) => meanOf(map.data, channel * height * width, width, [top, bottom, left, right])));
}

function softmax(logits: readonly number[]): number[] {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Mean over a rectangle of a plane that begins at `offset`. */
function meanOf(data: Float32Array, offset: number, width: number, [r0, r1, c0, c1]: Rect): number {
  let sum = 0;
  for (let row = r0; row < r1; row++) for (let column = c0; column < c1; column++) sum += data[offset + row * width + column] ?? 0;
  return sum / ((r1 - r0) * (c1 - c0));
}

/** The logits of the cells' graph, [1, OUTPUTS, rows, columns]: goes on to the right, goes on downwards, headers, alignments. */
export class CellLogits {
  readonly rows: number;
  readonly columns: number;

  constructor(private readonly tensor: FloatTensor) {
    const [, , rows = 0, columns = 0] = tensor.dims;
    [this.rows, this.columns] = [rows, columns];
  }

  at(channel: number, row: number, column: number): number {
    return this.tensor.data[(channel * this.rows + row) * this.columns + column] ?? 0;
  }

  right(row: number, column: number): number {
    return this.at(0, row, column);
  }

  down(row: number, column: number): number {
    return this.at(1, row, column);
  }

  mean(channel: number, rect: Rect): number {
    return meanOf(this.tensor.data, channel * this.rows * this.columns, this.columns, rect);
  }

  headers(rect: Rect): number[] {
    return [0, 1, 2].map((index) => this.mean(2 + index, rect));
  }

  alignments(rect: Rect): number[] {
    return [0, 1, 2].map((index) => this.mean(5 + index, rect));
  }

  /** Sum of the logits of all neighbours inside a rectangle. */
  inner([r0, r1, c0, c1]: Rect): number {
    let sum = 0;
    for (let row = r0; row < r1; row++) for (let column = c0; column < c1; column++) {
      if (column + 1 < c1) sum += this.right(row, column);
      if (row + 1 < r1) sum += this.down(row, column);
    }
    return sum;
  }
}

/** Cells in reading order. The likeliest partition that joining finds: the strongest neighbours first, as long as what becomes inner is more likely joined than not. */
export function rectangles(logits: CellLogits): Rect[] {
  const { rows, columns } = logits;
  const owner: Rect[][] = Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, column): Rect => [row, row + 1, column, column + 1]));
  const edges: (readonly [number, number, number, number, number])[] = [];
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) {
    if (column + 1 < columns) edges.push([logits.right(row, column), row, column, row, column + 1]);
    if (row + 1 < rows) edges.push([logits.down(row, column), row, column, row + 1, column]);
  }
  edges.sort((a, b) => b[0] - a[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3] || a[4] - b[4]);
  for (const [logit, r0, c0, r1, c1] of edges) {
    if (logit <= 0) break;
    const [a, b] = [owner[r0]?.[c0], owner[r1]?.[c1]];
    if (a === undefined || b === undefined || a === b) continue;
    const { joined, parts } = closed(owner, around([a, b]));
    if (logits.inner(joined) - parts.reduce((sum, part) => sum + logits.inner(part), 0) > 0) {
      for (let row = joined[0]; row < joined[1]; row++) owner[row]?.fill(joined, joined[2], joined[3]);
    }
  }
  return [...new Set(owner.flat())].sort((a, b) => a[0] - b[0] || a[2] - b[2]);
}

/** The smallest rectangle around one that cuts no other, and those in it. */
function closed(owner: readonly (readonly Rect[])[], rect: Rect): { readonly joined: Rect; readonly parts: readonly Rect[] } {
  for (let joined = rect; ;) {
    const parts = [...new Set(owner.slice(joined[0], joined[1]).flatMap((line) => line.slice(joined[2], joined[3])))];
    const wider = around(parts);
    if (wider.every((side, index) => side === joined[index])) return { joined, parts };
    joined = wider;
  }
}

function around(rects: readonly Rect[]): Rect {
  return [Math.min(...rects.map((r) => r[0])), Math.max(...rects.map((r) => r[1])), Math.min(...rects.map((r) => r[2])), Math.max(...rects.map((r) => r[3]))];
}

/** How many rows at the top are headers of columns: the likeliest number at which no cell reaches across. Empty cells have no say. */
export function headerCount(cells: readonly { readonly rect: Rect; readonly filled: boolean }[], logits: CellLogits): number {
  const gains = cells.map(({ rect, filled }) => {
    const [none = 0, column = 0, row = 0] = logits.headers(rect);
    return filled ? column - Math.max(none, row) - Math.log1p(Math.exp(-Math.abs(none - row))) : 0;
  });
  let [best, most] = [0, 0];
  for (let count = 1; count <= Math.min(logits.rows, MOST_HEADER_ROWS); count++) {
    if (cells.some(({ rect: [r0, r1] }) => r0 < count && count < r1)) continue;
    const gain = gains.reduce((sum, value, index) => sum + ((cells[index]?.rect[0] ?? count) < count ? value : 0), 0);
    if (gain > most) [best, most] = [count, gain];
  }
  return best;
}

/** Index of HEADERS: cells of the first `count` rows head columns. */
export function headerOf(rect: Rect, count: number, logits: CellLogits): number {
  const [none = 0, , row = 0] = logits.headers(rect);
  return rect[0] < count ? COLUMN : row > none ? ROW : NONE;
}

/** Index of the band between edges that holds a position; the outermost ones reach as far as wanted. */
export function bandOf(edges: readonly number[], position: number): number {
  let band = 0;
  while (band < edges.length - 2 && (edges[band + 1] ?? Infinity) <= position) band++;
  return band;
}

export function argmax(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? -Infinity) ? index : best), 0);
}
