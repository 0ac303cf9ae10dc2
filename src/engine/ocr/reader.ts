import type { Box } from '../../answer/types.js';
import type { PlacedGlyph, TextLine } from '../families/family.js';
import { EngineFailure } from '../errors.js';
import { readVerified } from '../package/load.js';
import type { PackedFile, TextReaderSpec } from '../package/manifest.js';
import { median } from '../picture/prepare.js';
import type { Pixels } from '../picture/scale.js';
import type { Graph } from '../runtime/graph.js';
import { openSession } from '../runtime/session.js';
import type { Task } from '../task.js';
import { detect } from './detect.js';
import { listingLikeliest } from './likeliest.js';
import { recognise, recogniseRows } from './recognise.js';

/** Finds and reads lines of text. Owns its two graphs. */
export class TextReader {
  private constructor(private readonly detector: Graph, private readonly recogniser: Graph, private readonly characters: readonly string[]) {}

  /**
   * Loads the files that a package's manifest names. It runs on the CPU: its input changes its size with every picture, which GPU providers compile for anew.
   * @throws EngineFailure `text-reader-missing`
   */
  static async open(folder: string, spec: TextReaderSpec, threads: number): Promise<TextReader> {
    const read = (file: PackedFile): Promise<Uint8Array> => readVerified(folder, file, (why) => missing(folder, why));
    const dictionary = new TextDecoder('utf8', { fatal: true }).decode(await read(spec.dictionary)).split('\n');
    // The recogniser knows a space after everything that its dictionary lists.
    const characters = [...dictionary, ' '];
    const { model, classes } = listingLikeliest(await read(spec.recogniser));
    if (classes !== characters.length + 1) throw missing(folder, `the recogniser knows ${classes - 1} characters, its dictionary ${characters.length}.`);
    const detector = await openSession(await read(spec.detector), 'cpu', threads);
    try {
      return new TextReader(detector, await openSession(model, 'cpu', threads), characters);
    } catch (error) {
      await detector.dispose();
      throw error;
    }
  }

  /** Lines in the order of the detector, boxes in original pixels. Tells its two stages. */
  async read(picture: Pixels, task: Task): Promise<TextLine[]> {
    task.progress('detect', 0, 1);
    const boxes = await task.timed('detect', () => detect(this.detector, picture, task));
    task.progress('detect', 1, 1);
    task.progress('recognise', 0, boxes.length);
    return task.timed('recognise', async () => withoutMarks(await recognise(this.recogniser, this.characters, picture, boxes, task)));
  }

  /** What stands in boxes that are known to be lines: one row of characters a box. @param stretch see `recogniseRows` */
  async readRows(picture: Pixels, boxes: readonly Box[], stretch: number, task: Task): Promise<PlacedGlyph[][]> {
    return recogniseRows(this.recogniser, this.characters, picture, boxes, stretch, task);
  }

  async dispose(): Promise<void> {
    await Promise.all([this.detector.dispose(), this.recogniser.dispose()]);
  }
}

/** Arrowheads and bullets are read as single letters ("V", "<"): they are much lower than the text around them. */
export function withoutMarks(lines: readonly TextLine[]): TextLine[] {
  const usual = median(lines.filter(({ text }) => text.length > 1).map(({ box }) => box.height));
  return lines.filter(({ text, box }) => text.length > 1 || box.height > 0.6 * usual);
}

function missing(folder: string, why: string): EngineFailure {
  return new EngineFailure('text-reader-missing', `The text reader in ${folder} cannot be used: ${why} In a checkout, run: node scripts/fetch-text-reader.mjs`);
}
