import type { Box } from '../../answer/types.js';
import type { PlacedGlyph, TextLine } from '../families/family.js';
import type { Pixels } from '../picture/scale.js';
import { floats, output } from '../runtime/graph.js';
import type { Graph } from '../runtime/graph.js';
import type { Task } from '../task.js';
import { withoutDoubtfulAccents } from './accents.js';
import { crop } from './crop.js';
import { readLine } from './ctc.js';
import type { Glyph } from './ctc.js';
import { withoutLoneIdeographs } from './ideographs.js';
import { CLASSES, SCORES } from './likeliest.js';
import { linesIn, placed, tighten } from './split.js';

const HEIGHT = 48;
/** Pixels of the network's input in one step of its output. */
const STEP = 8;
const NARROWEST = 48;
const WIDEST = 2400;
/** Width of all lines of a batch together: bounds memory (18,710 classes a step inside the network) and the time until a cancel is heard. */
const BATCH_WIDTH = 960;
/** Lines that are read with less are no text. */
const LEAST_CONFIDENCE = 0.5;

interface Job { readonly box: Box; readonly turned: boolean; readonly width: number }

/** Reads the boxes of a detector. The result is in the order of the boxes. */
export async function recognise(graph: Graph, characters: readonly string[], picture: Pixels, boxes: readonly Box[], task: Task): Promise<TextLine[]> {
  const jobs = boxes.map((box): Job => {
    const turned = box.height > 3 * box.width && box.height > 40;
    const ratio = turned ? box.height / box.width : box.width / box.height;
    return { box, turned, width: fedWidth(ratio) };
  });
  const read = await readJobs(graph, characters, picture, jobs, task);
  const lines = withoutLoneIdeographs(withoutDoubtfulAccents(read)).flatMap((glyphs, i) => {
    const job = jobs[i];
    return job === undefined ? [] : job.turned ? whole(job.box, glyphs) : linesIn(job.box, glyphs, job.width / STEP);
  });
  return lines.filter(({ confidence }) => confidence >= LEAST_CONFIDENCE);
}

/**
 * Reads boxes that are known to be upright lines of text, as they are; nothing is left out.
 * @param stretch how much wider than they are they are shown to the network: what is narrow in a line, or twice the same, is told apart better
 */
export async function recogniseRows(graph: Graph, characters: readonly string[], picture: Pixels, boxes: readonly Box[], stretch: number, task: Task): Promise<PlacedGlyph[][]> {
  const jobs = boxes.map((box): Job => ({ box, turned: false, width: fedWidth((stretch * box.width) / box.height) }));
  const read = await readJobs(graph, characters, picture, jobs, task);
  return jobs.map(({ box, width }, i) => placed(box, read[i] ?? [], width / STEP));
}

function fedWidth(ratio: number): number {
  return Math.min(WIDEST, Math.max(NARROWEST, Math.ceil((HEIGHT * ratio) / STEP) * STEP));
}

/** Lines of like widths together; the result is in the order of the jobs. */
async function readJobs(graph: Graph, characters: readonly string[], picture: Pixels, jobs: readonly Job[], task: Task): Promise<Glyph[][]> {
  const order = jobs.map((_, i) => i).sort((a, b) => (jobs[a]?.width ?? 0) - (jobs[b]?.width ?? 0));
  const read: Glyph[][] = jobs.map(() => []);
  let done = 0;
  for (const batch of batches(order, jobs)) {
    await task.breathe();
    const width = Math.max(...batch.map((i) => jobs[i]?.width ?? 0));
    const input = new Float32Array(batch.length * 3 * HEIGHT * width);
    batch.forEach((i, at) => {
      const job = jobs[i];
      if (job !== undefined) place(crop(picture, job.box, job.width, HEIGHT, job.turned), job.width, input.subarray(at * 3 * HEIGHT * width), width);
    });
    const outputs = await graph.run({ x: floats(input, batch.length, 3, HEIGHT, width) });
    const [scores, classes] = [output(outputs, SCORES), output(outputs, CLASSES)];
    const size = scores.data.length / batch.length;
    batch.forEach((i, at) => {
      read[i] = readLine(scores.data.subarray(at * size, (at + 1) * size), classes.data.subarray(at * size, (at + 1) * size), scores.dims.at(-1) ?? 1, characters);
    });
    done += batch.length;
    task.progress('recognise', done, jobs.length);
  }
  return read;
}

function* batches(order: readonly number[], jobs: readonly Job[]): Generator<number[]> {
  let batch: number[] = [];
  for (const i of order) {
    // Sorted by width: this one is the widest so far, and all are padded to it.
    if (batch.length > 0 && (batch.length + 1) * (jobs[i]?.width ?? 0) > BATCH_WIDTH) {
      yield batch;
      batch = [];
    }
    batch.push(i);
  }
  if (batch.length > 0) yield batch;
}

/** Copies [3, HEIGHT, width] planes into the left of wider ones; what is right of them stays 0, a middle grey. */
function place(planes: Float32Array, width: number, target: Float32Array, targetWidth: number): void {
  for (let row = 0; row < 3 * HEIGHT; row++) target.set(planes.subarray(row * width, (row + 1) * width), row * targetWidth);
}

function whole(box: Box, glyphs: readonly Glyph[]): TextLine[] {
  const text = glyphs.map(({ character }) => character).join('').trim();
  if (text === '') return [];
  return [{ box: tighten(box), text, confidence: glyphs.reduce((sum, glyph) => sum + glyph.confidence, 0) / glyphs.length }];
}
