import type { Box } from '../../answer/types.js';
import { median } from '../picture/prepare.js';
import { resize } from '../picture/scale.js';
import type { Pixels } from '../picture/scale.js';
import { floats } from '../runtime/graph.js';
import type { Graph } from '../runtime/graph.js';
import type { Task } from '../task.js';
import { boxesOf } from './boxes.js';

/** Small pictures are enlarged to this many pixels (short words in small type are found then), and larger ones looked at as they are, */
const ENLARGED_PIXELS = 560_000;
/** up to this many: about 0.4 s on two cores. */
const QUICK_PIXELS = 1_600_000;
/** Pixels of the second look, for pictures whose text the first one saw too small. */
const THOROUGH_PIXELS = 3_200_000;
/** Text lower than this (in pixels that the detector sees, its box included) is not found reliably. */
const LEGIBLE = 13;
const MOST_ENLARGED = 2;
/** Enlarged by less than this, a picture only becomes softer. */
const WORTHWHILE = 1.1;

/** Lines of text in a picture, in original pixels. Two looks where the first one shows that the text is too small for it. */
export async function detect(graph: Graph, picture: Pixels, task: Task): Promise<Box[]> {
  const fit = (pixels: number): number => Math.min(MOST_ENLARGED, Math.sqrt(pixels / (picture.width * picture.height)));
  const enlarged = fit(ENLARGED_PIXELS);
  const quick = enlarged > WORTHWHILE ? enlarged : Math.min(1, fit(QUICK_PIXELS));
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

/**
 * Mean and deviation that the network was trained with, in the order of its channels (BGR, as OpenCV reads). With a plain -1..1, some clear words in
 * large type were not seen at all.
 */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

function planar(rgb: Uint8Array, count: number): Float32Array {
  const out = new Float32Array(count * 3);
  MEAN.forEach((mean, c) => {
    const [shift, scale] = [mean * 255, (DEVIATION[c] ?? 1) * 255];
    for (let i = 0; i < count; i++) out[c * count + i] = ((rgb[i * 3 + 2 - c] ?? 0) - shift) / scale;
  });
  return out;
}
