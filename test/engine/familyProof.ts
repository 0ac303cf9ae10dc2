import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDual } from '../../src/engine/families/dual/open.js';
import { openLanguageModel } from '../../src/engine/families/open.js';
import { generate } from '../../src/engine/generation/generate.js';
import type { Piece, PromptPicture } from '../../src/engine/generation/prompt.js';
import { greedy } from '../../src/engine/generation/sample.js';
import type { LanguageModel } from '../../src/engine/families/language.js';

/** What the Python side wrote for one row: prompts and what the reference answered, a number format each. */
interface Described {
  readonly name: string; readonly pictures: readonly Size[]; readonly clips: readonly (readonly number[])[];
  readonly variants: readonly { readonly format: string; readonly cases: readonly Asked[] }[];
}
interface Asked {
  readonly name: string; readonly pieces: readonly (number | readonly number[])[]; readonly greedy: readonly number[];
  readonly offset: number; readonly dims: readonly [number, number];
}

export interface Outcome {
  readonly variant: string;
  readonly name: string;
  /** Largest difference of a logit, the prompt run at once. */
  readonly logits: number;
  /** Largest difference of a logit between the prompt run at once and run a few tokens at a time. */
  readonly cached: number;
  /** Greedy tokens that are equal before the first that is not, and how many there are. */
  readonly equal: number;
  readonly tokens: number;
}

export interface Row { readonly name: string; readonly outcomes: readonly Outcome[] }

interface Size { readonly width: number; readonly height: number }

/** Texts and pictures, and the logits of all pairs. */
interface Towers {
  readonly name: string; readonly pictures: readonly Size[]; readonly formats: readonly string[];
  readonly texts: readonly (readonly number[])[]; readonly offset: number; readonly dims: readonly [number, number];
}

/** Runs every prompt of a row through the engine. */
export async function proveRow(folder: string): Promise<Row> {
  const described = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as Described | Towers;
  return 'texts' in described ? proveTowers(folder, described) : proveWriter(folder, described);
}

async function proveTowers(folder: string, described: Towers): Promise<Row> {
  const { texts, pictures, formats, name } = described;
  const wanted = floatsAt(join(folder, 'towers.f32'), 0, pictures.length * texts.length);
  const outcomes: Outcome[] = [];
  for (const variant of formats) {
    const model = await openDual(join(folder, variant), 'cpu', 1);
    try {
      const vectors = await Promise.all(texts.map((ids) => model.text(ids)));
      const got: number[] = [];
      let equal = 0;
      for (const [i, picture] of picturesOf(folder, pictures).entries()) {
        const seen = await model.picture(picture);
        got.push(...vectors.map((vector) => model.logit(seen, vector)));
        const ranks = await model.rank(picture, texts, async () => undefined);
        const reference = Array.from(wanted.subarray(i * texts.length, (i + 1) * texts.length));
        if (ranks.indexOf(Math.max(...ranks)) === reference.indexOf(Math.max(...reference))) equal++;
      }
      outcomes.push({ variant, name: 'zero-shot ranking', logits: worst(got, wanted), cached: 0, equal, tokens: pictures.length });
    } finally {
      await model.dispose();
    }
  }
  return { name, outcomes };
}

async function proveWriter(folder: string, described: Described): Promise<Row> {
  const outcomes: Outcome[] = [];
  for (const { format, cases } of described.variants) {
    const model = await openLanguageModel(join(folder, format), 'cpu', 1);
    try {
      for (const asked of cases) outcomes.push(await prove(model, format, folder, described, asked));
    } finally {
      await model.dispose();
    }
  }
  return { name: described.name, outcomes };
}

async function prove(model: LanguageModel, variant: string, folder: string, described: Described, asked: Asked): Promise<Outcome> {
  const pieces = piecesOf(folder, described, asked.pieces);
  const [rows, width] = asked.dims;
  const wanted = floatsAt(join(folder, `${variant}.f32`), asked.offset, rows * width);
  const atOnce = (await model.conversation().appendAll(pieces, 4096)).flatMap((row) => Array.from(row));
  if (atOnce.length !== wanted.length) throw new Error(`${asked.name}: ${atOnce.length} logits instead of ${wanted.length}`);
  const inPieces = (await model.conversation().appendAll(pieces, 3)).flatMap((row) => Array.from(row));
  let equal = 0;
  if (asked.greedy.length > 0) {
    const said: number[] = [];
    const options = { sampling: greedy, most: asked.greedy.length, stop: [], between: async (): Promise<void> => undefined };
    for await (const { id } of generate(model.conversation(), pieces, options)) said.push(id);
    while (equal < said.length && said[equal] === asked.greedy[equal]) equal++;
  }
  return { variant, name: asked.name, logits: worst(atOnce, wanted), cached: worst(inPieces, atOnce), equal, tokens: asked.greedy.length };
}

function piecesOf(folder: string, { pictures: sizes, clips }: Described, pieces: readonly (number | readonly number[])[]): Piece[] {
  const still = picturesOf(folder, sizes);
  const pictures = [...still, ...clips.map((clip) => clipOf(clip.flatMap((n) => still[n] ?? [])))];
  return pieces.map((piece) => {
    if (typeof piece !== 'number') return { tokens: piece };
    const picture = pictures[piece];
    if (picture === undefined) throw new RangeError(`there is no picture ${piece}`);
    return { picture };
  });
}

function clipOf(frames: readonly PromptPicture[]): PromptPicture {
  const [first] = frames;
  if (first === undefined) throw new RangeError('a clip without frames');
  return { ...first, frames, sha256: frames.map(({ sha256 }) => sha256).join(' ') };
}

function picturesOf(folder: string, sizes: readonly Size[]): PromptPicture[] {
  const bytes = readFileSync(join(folder, 'pictures.u8'));
  let from = 0;
  return sizes.map(({ width, height }, i) => ({ width, height, rgb: bytes.subarray(from, (from += width * height * 3)), sha256: String(i) }));
}

function floatsAt(file: string, offset: number, count: number): Float32Array {
  const bytes = readFileSync(file).subarray(offset * 4, (offset + count) * 4);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

function worst(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  // Written so that NaN is the worst of all.
  for (let i = 0; i < a.length; i++) if (!(Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)) <= most)) most = Math.abs((a[i] ?? NaN) - (b[i] ?? NaN));
  return most;
}

/** Rows x cases, as text. */
export function table(rows: readonly Row[]): string {
  const lines = [
    'Largest difference of a logit to the reference (int8, int4: to the reference with the weights that the package stands for), of a logit cached to uncached, equal greedy tokens.',
  ];
  for (const { name, outcomes } of rows) {
    lines.push(`\n${name}`);
    for (const { variant, name: prompt, logits, cached, equal, tokens } of outcomes) {
      lines.push(`  ${variant.padEnd(5)} ${prompt.padEnd(20)} ${logits.toExponential(1)}  ${cached.toExponential(1)}  ${tokens > 0 ? `${equal}/${tokens}` : '-'}`);
    }
  }
  return lines.join('\n');
}

/** All rows of a folder, or those named. */
export async function proveAll(folder: string, names: readonly string[] = []): Promise<Row[]> {
  const rows: Row[] = [];
  for (const name of names.length > 0 ? names : readdirSync(folder).sort()) rows.push(await proveRow(join(folder, name)));
  return rows;
}
