import type { Box } from '../../answer/types.js';
import { median } from '../picture/prepare.js';
import { resize } from '../picture/scale.js';
import type { Pixels } from '../picture/scale.js';
import { floats } from '../runtime/graph.js';
import type { Graph } from '../runtime/graph.js';
import type { Task } from '../task.js';
import { boxesOf } from './boxes.js';

/** Pixels that the first look at a picture may have: enough for a screenshot of a diagram, cheap enough to stay under half a second. */
const QUICK_PIXELS = 560_000;
/** Pixels of the second look, for pictures whose text the first one saw too small. */
const THOROUGH_PIXELS = 2_600_000;
/** Text lower than this (in pixels that the detector sees, its box included) is not found reliably. */
const LEGIBLE = 13;
const MOST_ENLARGED = 2;

/** Lines of text in a picture, in original pixels. Two looks where the first one shows that the text is too small for it. */
export async function detect(graph: Graph, picture: Pixels, task: Task): Promise<Box[]> {
  const fit = (pixels: number): number => Math.min(MOST_ENLARGED, Math.sqrt(pixels / (picture.width * picture.height)));
  const quick = fit(QUICK_PIXELS);
  const boxes = await look(graph, picture, quick);
  const heights = boxes.map((box) => box.height * quick);
  const wanted = boxes.length > 0 ? (quick * LEGIBLE * 1.3) / Math.max(1, median(heights)) : MOST_ENLARGED;
  const thorough = Math.min(fit(THOROUGH_PIXELS), wanted);
  const small = boxes.length === 0 ? quick < 1 : median(heights) < LEGIBLE;
  if (!small || thorough < quick * 1.15) return boxes;
  await task.breathe();
  const again = await look(graph, picture, thorough);
  return again.length >= boxes.length ? again : boxes;
}

async function look(graph: Graph, picture: Pixels, scale: number): Promise<Box[]> {
  // The network halves its input five times.
  const round = (length: number): number => Math.max(32, Math.round((length * scale) / 32) * 32);
  const scaled = await resize(picture, round(picture.width), round(picture.height), 'linear');
  const { width, height, rgb } = scaled;
  const outputs = await graph.run({ x: floats(planar(rgb, width * height), 1, 3, height, width) });
  const map = Object.values(outputs)[0];
  if (map === undefined || map.data.length !== width * height) throw new Error('the text detector gave no map of its input’s size');
  const [fx, fy] = [picture.width / width, picture.height / height];
  return boxesOf(map.data, width, height).map((box) => ({ x: box.x * fx, y: box.y * fy, width: box.width * fx, height: box.height * fy }));
}

/** BGR planes in -1..1: the order of OpenCV, which the network was trained with. */
function planar(rgb: Uint8Array, count: number): Float32Array {
  const out = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) out[c * count + i] = (rgb[i * 3 + 2 - c] ?? 0) / 127.5 - 1;
  }
  return out;
}
