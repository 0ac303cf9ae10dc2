import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openLanguageModel } from '../../src/engine/families/open.js';
import { generate } from '../../src/engine/generation/generate.js';
import type { Piece, PromptPicture } from '../../src/engine/generation/prompt.js';
import { greedy } from '../../src/engine/generation/sample.js';
import type { LanguageModel } from '../../src/engine/families/language.js';

/** What the Python side wrote for one row: prompts and what the reference answered. */
interface Described {
  readonly name: string; readonly size: number; readonly count: number; readonly variants: readonly string[];
  readonly cases: readonly { readonly name: string; readonly pieces: readonly (number | readonly number[])[]; readonly offset: number; readonly dims: readonly [number, number]; readonly greedy: readonly number[] }[];
}

export interface Outcome {
  readonly variant: string;
  readonly name: string;
  /** Largest difference of a logit, the prompt run at once. */
  readonly logits: number;
  /** Mean difference of the logits, in their standard deviations: how far a quantised model is from the reference. */
  readonly relative: number;
  /** Largest difference of a logit between the prompt run at once and run a few tokens at a time. */
  readonly cached: number;
  /** Greedy tokens that are equal before the first that is not, and how many there are. */
  readonly equal: number;
  readonly tokens: number;
}

export interface Row { readonly name: string; readonly outcomes: readonly Outcome[] }

/** Runs every prompt of a row through the engine. */
export async function proveRow(folder: string): Promise<Row> {
  const described = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as Described;
  const outcomes: Outcome[] = [];
  for (const variant of described.variants) {
    const model = await openLanguageModel(join(folder, variant), 'cpu', 1);
    try {
      for (const asked of described.cases) outcomes.push(await prove(model, variant, folder, described, asked));
    } finally {
      await model.dispose();
    }
  }
  return { name: described.name, outcomes };
}

async function prove(model: LanguageModel, variant: string, folder: string, described: Described, asked: Described['cases'][number]): Promise<Outcome> {
  const pieces = piecesOf(folder, described, asked.pieces);
  const [rows, width] = asked.dims;
  const wanted = floatsAt(join(folder, 'cases.f32'), asked.offset, rows * width);
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
  const deviation = Math.sqrt(wanted.reduce((sum, value) => sum + value * value, 0) / wanted.length);
  const mean = wanted.reduce((sum, value, i) => sum + Math.abs(value - (atOnce[i] ?? NaN)), 0) / wanted.length;
  return { variant, name: asked.name, logits: worst(atOnce, wanted), relative: mean / deviation, cached: worst(inPieces, atOnce), equal, tokens: asked.greedy.length };
}

function piecesOf(folder: string, { size, count }: Described, pieces: readonly (number | readonly number[])[]): Piece[] {
  const bytes = readFileSync(join(folder, 'pictures.u8'));
  const area = bytes.length / count;
  return pieces.map((piece) => {
    if (typeof piece !== 'number') return { tokens: piece };
    const picture: PromptPicture = { width: size, height: size, rgb: bytes.subarray(piece * area, (piece + 1) * area), sha256: String(piece) };
    return { picture };
  });
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
  const cell = ({ logits, relative, cached, equal, tokens, variant }: Outcome): string => [
    variant === 'fp32' || !/^(?:fp16|int[48])$/u.test(variant) ? logits.toExponential(1) : `${(relative * 100).toFixed(1)} %`, cached.toExponential(1), tokens > 0 ? `${equal}/${tokens}` : '-',
  ].join('  ');
  const lines = ['row / case: largest difference of a logit (quantised: mean, of the logits\' size), the same cached against uncached, equal greedy tokens'];
  for (const { name, outcomes } of rows) {
    lines.push(`\n${name}`);
    for (const outcome of outcomes) lines.push(`  ${outcome.variant.padEnd(14)} ${outcome.name.padEnd(20)} ${cell(outcome)}`);
  }
  return lines.join('\n');
}

/** All rows of a folder, or those named. */
export async function proveAll(folder: string, names: readonly string[] = []): Promise<Row[]> {
  const rows: Row[] = [];
  for (const name of names.length > 0 ? names : readdirSync(folder).sort()) rows.push(await proveRow(join(folder, name)));
  return rows;
}
