/**
 * Text boxes as channels of a picture, and rectangles of it as weights of rows and columns: what the graphs of a table reader are told beside the pixels.
 * The same as `models/unrender_models/grid/rasters.py`.
 */
import type { FloatTensor } from '../../runtime/graph.js';
import { floats } from '../../runtime/graph.js';

/** x0, y0, x1, y1 in fed pixels. */
export type Corners = readonly [number, number, number, number];
export interface PlacedText { readonly corners: Corners; readonly text: string }

export const CHANNELS = 7;
/** Pixels of a cell of the channels, and of the features. */
export const FINE = 4;
export const STRIDE = 8;
/** Pixels on both sides of a separator that say whether it runs there. */
const REACH = 6;

/** Share of digits among what is no white space; 0 for an empty text. */
export function digitShare(text: string): number {
  const marks = Array.from(text).filter((character) => !/\s/u.test(character));
  return marks.filter((character) => character >= '0' && character <= '9').length / Math.max(1, marks.length);
}

/** 1 where the text begins with a letter of the lower case, else 0. */
export function beginsLow(text: string): number {
  const [first = ''] = text;
  return first === first.toUpperCase() ? 0 : 1;
}

/** [1, CHANNELS, height / 4, width / 4]: inside of a box; its left, right, upper, lower border; share of digits; begins in lower case. */
export function rasterise(texts: readonly PlacedText[], height: number, width: number): FloatTensor {
  const [rows, columns] = [height / FINE, width / FINE];
  const data = new Float32Array(CHANNELS * rows * columns);
  const fill = (channel: number, top: number, bottom: number, left: number, right: number, value: number): void => {
    for (let y = top; y < bottom; y++) data.fill(value, (channel * rows + y) * columns + left, (channel * rows + y) * columns + right);
  };
  for (const { corners: [x0, y0, x1, y1], text } of texts) {
    const [left, top] = [clamp(Math.floor(x0 / FINE), columns - 1), clamp(Math.floor(y0 / FINE), rows - 1)];
    const [right, bottom] = [Math.min(Math.max(Math.ceil(x1 / FINE), left + 1), columns), Math.min(Math.max(Math.ceil(y1 / FINE), top + 1), rows)];
    fill(0, top, bottom, left, right, 1);
    fill(1, top, bottom, left, left + 1, 1);
    fill(2, top, bottom, right - 1, right, 1);
    fill(3, top, top + 1, left, right, 1);
    fill(4, bottom - 1, bottom, left, right, 1);
    fill(5, top, bottom, left, right, digitShare(text));
    fill(6, top, bottom, left, right, beginsLow(text));
  }
  return floats(data, 1, CHANNELS, rows, columns);
}

/** Weights, summing to 1, of the cells of 8 pixels that a range (in pixels) covers, by the part of it in each. A range outside weighs the nearest cell. */
export function coverage(low: number, high: number, count: number): Float64Array {
  const weights = new Float64Array(count);
  const [a, b] = [low / STRIDE, high / STRIDE];
  let total = 0;
  for (let cell = Math.max(0, Math.floor(a)); cell < Math.min(count, Math.ceil(b)); cell++) {
    const part = Math.max(0, Math.min(b, cell + 1) - Math.max(a, cell));
    weights[cell] = part;
    total += part;
  }
  if (total > 1e-6) return weights.map((weight) => weight / total);
  weights.fill(0);
  weights[clamp(Math.floor((a + b) / 2), count - 1)] = 1;
  return weights;
}

/** [1, 2, edges - 1, count]: weights of the insides of the bands between neighbouring edges (pixels), and of the border behind each band. */
export function axisWeights(edges: readonly number[], count: number): FloatTensor {
  const bands = edges.length - 1;
  const data = new Float32Array(2 * bands * count);
  for (let band = 0; band < bands; band++) {
    const [low = 0, high = 0] = [edges[band], edges[band + 1]];
    data.set(coverage(low, high, count), band * count);
    data.set(coverage(high - REACH, high + REACH, count), (bands + band) * count);
  }
  return floats(data, 1, 2, bands, count);
}

/** Pixels that the bands reach beyond the texts, and of a band at the end of an axis in which nothing was read. */
const MARGIN = 6, UNREAD = 24;

/** The edges of the bands: from a little before where the cells' texts begin (`low`) over the separators to a little behind where they end. */
export function extent(low: number, high: number, separators: readonly number[]): number[] {
  const [first = Infinity, last = -Infinity] = [separators[0], separators.at(-1)];
  return [first < low + MARGIN ? first - UNREAD : low - MARGIN, ...separators, last > high - MARGIN ? last + UNREAD : high + MARGIN];
}

function clamp(value: number, high: number): number {
  return Math.min(Math.max(value, 0), high);
}
