import { BOS, EOS, FormulaGrammar } from '../../../answer/formula/index.js';
import type { Box } from '../../../answer/types.js';
import { search } from '../../decoding/search.js';
import type { Branch, Hypothesis } from '../../decoding/search.js';
import { write } from '../../decoding/write.js';
import type { Rules, Token, View } from '../../decoding/write.js';
import type { FormulaManifest, FormulaSearch } from '../../package/formula.js';
import type { Pixels } from '../../picture/scale.js';
import { prepareFormula } from '../../picture/textSize.js';
import type { FormulaPicture, FormulaSpec } from '../../picture/textSize.js';
import { floats, output } from '../../runtime/graph.js';
import type { Graph } from '../../runtime/graph.js';
import type { Task } from '../../task.js';
import { calibrate } from '../flamingo/confidence.js';

/** A token of a formula and where it stands. */
export interface SpelledToken {
  readonly id: number;
  /** Calibrated, 0..1. */
  readonly confidence: number;
  /** In pixels of the picture that was read; absent where the grammar left no choice. */
  readonly box?: Box;
}

export interface Transcription {
  readonly fed: { readonly width: number; readonly height: number };
  /** Without begin and end. */
  readonly tokens: readonly SpelledToken[];
  /** Of the end: how sure the reader is that nothing follows. */
  readonly complete: number;
}

interface Look extends View { readonly prepared: FormulaPicture }

/** Reads a picture of one formula: vision, then a decoder with gated cross-attention to its features, held to the grammar of formulas. */
export class Transcriber {
  /** Owns the graphs. */
  constructor(private readonly graphs: Readonly<Record<'vision' | 'decoder', Graph>>, readonly manifest: FormulaManifest) {}

  /**
   * @param picture RGB pixels of one formula with a margin around it
   * @param partial is told the tokens so far
   * @throws EngineFailure `cancelled`
   */
  async read(picture: Pixels, task: Task, partial: (tokens: readonly SpelledToken[]) => void): Promise<Transcription> {
    const { picture: { again, ...spec }, decoder: { search } } = this.manifest;
    const once = await this.look(picture, spec, task);
    // What follows a doubtful token is searched anyway.
    const first = await this.write(picture, [once], task, partial, search && again?.below);
    if (again === undefined || Math.min(first.complete, ...first.tokens.map(({ confidence }) => confidence)) >= again.below) return first;
    const both = [once, await this.look(picture, { ...spec, em: again.em }, task)] as const;
    const found = search && (await this.searched(picture, both, first.tokens.map(({ id }) => id), search, task));
    if (found !== undefined) return found;
    const second = await this.write(picture, both, task, () => undefined);
    return search !== undefined || certainty(second) > certainty(first) ? second : first;
  }

  /** The best of several readings that begin with `given`. */
  private searched(picture: Pixels, looks: readonly [Look, ...Look[]], given: readonly number[], spec: FormulaSearch, task: Task): Promise<Transcription | undefined> {
    return task.timed('write', async () => {
      const { decoder, calibration, cell } = this.manifest;
      const found = await search(this.graphs.decoder, decoder, { bos: BOS, eos: EOS }, looks, spelling(new FormulaGrammar(decoder.maxSteps - 1)), given, spec, () => task.breathe());
      const inks = looks.map((look) => inkOf(look, cell));
      const [best] = found.map((hypothesis) => ({ hypothesis, rated: hypothesis.score - spec.unread * unread(hypothesis, inks) })).sort((a, b) => b.rated - a.rated);
      if (best === undefined) return undefined;
      const [{ prepared }] = looks;
      const place = (token: Token): Box | undefined => (token.probability < 1 ? placeOf(token, prepared, picture, cell) : undefined);
      const tokens = best.hypothesis.tokens.map((token) => spelled(token, calibrate(token.probability, calibration), place(token)));
      return { fed: prepared.fed, tokens: tokens.slice(0, -1), complete: tokens.at(-1)?.confidence ?? 0 };
    });
  }

  private look(picture: Pixels, spec: FormulaSpec, task: Task): Promise<Look> {
    return task.timed('look', async () => {
      task.progress('look', 0, 1);
      const prepared = await prepareFormula(picture, spec);
      await task.breathe();
      const seen = await this.graphs.vision.run({ pixels: floats(prepared.pixels, 1, 1, prepared.height, prepared.width) });
      task.progress('look', 1, 1);
      const { decoder, cell } = this.manifest;
      const [columns, rows] = [prepared.width / cell[0], prepared.height / cell[1]];
      return {
        prepared, visual: { cross_k: output(seen, 'cross_k'), cross_v: output(seen, 'cross_v') },
        // What has been read, a number a cell: later steps look elsewhere.
        ...(decoder.coverage === true && { carried: { read: floats(new Float32Array(rows * columns), 1, rows, columns) } }),
      };
    });
  }

  /**
   * @param looks at the same picture; tokens stand where the first one saw them
   * @param sure where given, ends before the first token that is less certain; `complete` is 0 then
   */
  private write(picture: Pixels, looks: readonly [Look, ...Look[]], task: Task, partial: (tokens: readonly SpelledToken[]) => void, sure = 0): Promise<Transcription> {
    return task.timed('write', async () => {
      const { decoder, calibration, cell } = this.manifest;
      const [{ prepared }] = looks;
      const tokens: SpelledToken[] = [];
      let complete = 0;
      for await (const token of write(this.graphs.decoder, decoder, { bos: BOS, eos: EOS }, looks, new Spelling(decoder.maxSteps), () => task.breathe())) {
        const confidence = calibrate(token.probability, calibration);
        if (confidence < sure) break;
        if (token.id === EOS) {
          complete = confidence;
          break;
        }
        tokens.push(spelled(token, confidence, placeOf(token, prepared, picture, cell)));
        task.progress('write', tokens.length, 0);
        partial(tokens);
      }
      return { fed: prepared.fed, tokens, complete };
    });
  }

  async dispose(): Promise<void> {
    await Promise.all(Object.values(this.graphs).map((graph) => graph.dispose()));
  }
}

function spelled({ id }: Token, confidence: number, box: Box | undefined): SpelledToken {
  return { id, confidence, ...(box !== undefined && { box }) };
}

/** Mean log confidence of all that was written, the end included: of two readings of a picture the likelier one, whatever their lengths. */
function certainty({ tokens, complete }: Transcription): number {
  return [...tokens.map(({ confidence }) => confidence), complete].reduce((sum, p) => sum + Math.log(Math.max(p, 1e-6)), 0) / (tokens.length + 1);
}

/** Cells that all tokens together looked at with less than this weight were not read. */
const UNREAD = 0.03;

/** Share of the ink that no token was read from, mean over the looks. @param inks a look's ink in each of its cells */
function unread({ tokens }: Hypothesis, inks: readonly Float32Array[]): number {
  const shares = inks.map((ink, view) => {
    const read = new Float32Array(ink.length);
    for (const { seen } of tokens) {
      const weights = seen[view];
      if (weights !== undefined) for (let i = 0; i < read.length; i++) read[i] = (read[i] ?? 0) + (weights[i] ?? 0);
    }
    const all = ink.reduce((sum, value) => sum + value, 0);
    return all === 0 ? 0 : ink.reduce((sum, value, i) => ((read[i] ?? 0) < UNREAD ? sum + value : sum), 0) / all;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** The ink in each cell of what was fed. */
function inkOf({ prepared: { pixels, width, height } }: Look, [cellWidth, cellHeight]: readonly [number, number]): Float32Array {
  const columns = width / cellWidth;
  const ink = new Float32Array(columns * (height / cellHeight));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = Math.floor(y / cellHeight) * columns + Math.floor(x / cellWidth);
      ink[cell] = (ink[cell] ?? 0) + (pixels[y * width + x] ?? 0);
    }
  }
  return ink;
}

/** The grammar of formulas, for streams that share their beginnings. */
function spelling(grammar: FormulaGrammar): Branch {
  let allowed: Uint8Array | undefined;
  return {
    allowed: () => (allowed ??= grammar.allowed()),
    closing: () => grammar.closing(),
    then(id) {
      const next = grammar.clone();
      next.push(id);
      return spelling(next);
    },
  };
}

/** The grammar of formulas, fed with the ids as they come. */
class Spelling implements Rules {
  private readonly grammar: FormulaGrammar;
  private fed = 1;

  /** @param steps places in the decoder's cache, `<bos>` included */
  constructor(steps: number) {
    this.grammar = new FormulaGrammar(steps - 1);
  }

  next(ids: readonly number[]): { readonly allowed: Uint8Array; readonly closing: () => Uint8Array } {
    for (; this.fed < ids.length; this.fed++) this.grammar.push(ids[this.fed] ?? EOS);
    return { allowed: this.grammar.allowed(), closing: () => this.grammar.closing() };
  }
}

/** Cells that hold less than this share of the strongest one's attention do not count. */
const FAINT = 0.3;

/** The cells that a token was read from, in pixels of the picture. */
function placeOf({ looks }: Token, prepared: FormulaPicture, picture: Pixels, [cellWidth, cellHeight]: readonly [number, number]): Box | undefined {
  if (looks === undefined) return undefined;
  const columns = Math.ceil(prepared.width / cellWidth);
  const least = FAINT * looks.reduce((most, value) => Math.max(most, value), 0);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  looks.forEach((value, i) => {
    if (value < least) return;
    const [x, y] = [(i % columns) * cellWidth, Math.floor(i / columns) * cellHeight];
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + cellWidth);
    bottom = Math.max(bottom, y + cellHeight);
  });
  const [scaleX, scaleY] = [picture.width / prepared.fed.width, picture.height / prepared.fed.height];
  const [x0, y0] = [Math.min(left * scaleX, picture.width - 1), Math.min(top * scaleY, picture.height - 1)];
  return { x: x0, y: y0, width: Math.min(right * scaleX, picture.width) - x0, height: Math.min(bottom * scaleY, picture.height) - y0 };
}
