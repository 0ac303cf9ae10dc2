import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import schema from '../../../models/packages/language.schema.json' with { type: 'json' };
import type { ProviderName } from '../../client/protocol.js';
import type { Graph } from '../runtime/graph.js';
import { openSession } from '../runtime/session.js';
import type { PackedFile } from './manifest.js';
import { invalid, readManifest } from './read.js';

/** The manifest of a converted checkpoint (docs/model-package.md, "Language packages"). The JSON Schema beside the packages is the contract. */
export interface LanguageManifest {
  readonly format: 1;
  readonly task: 'text' | 'rank';
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly family: string;
  readonly source: { readonly class: string; readonly format: string };
  readonly graphs: Readonly<Record<string, LanguageGraphFile>>;
  readonly picture: PictureInput;
  readonly decoder?: DecoderShape;
  readonly attention?: { readonly kind: 'causal' | 'mmca' | 'mmca-repository' };
  readonly media?: MediaRule;
  readonly prompt?: PromptSpec;
  readonly generation?: { readonly stop: readonly number[] };
  readonly rank?: RankSpec;
  readonly tokenizer?: { readonly file: PackedFile; readonly config?: PackedFile; readonly special?: PackedFile; readonly template?: PackedFile };
  readonly card: { readonly summary: string; readonly parameters: number };
  readonly selfTest: LanguageSelfTest;
}

export interface LanguageGraphFile extends PackedFile { readonly data?: PackedFile }
/** Sizes in pixels; `resize` is the shorter side before the middle is cut out (`crop`), else `size`. */
export interface PictureInput {
  readonly size: number;
  readonly fit: 'squash' | 'crop' | 'pad';
  readonly kernel: 'nearest' | 'bilinear' | 'bicubic' | 'lanczos';
  readonly resize: number;
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** Where a picture is looked at in several squares of `size`. */
  readonly tiling?: Tiling;
}
/** `most` tiles on a canvas (Llama 3.2); one of some resolutions, [height, width] (LLaVA-NeXT, -OneVision); the longer side in pixels (Idefics3, SmolVLM). */
export type Tiling =
  | { readonly kind: 'canvas'; readonly most: number }
  | { readonly kind: 'grids'; readonly grids: readonly (readonly [number, number])[]; /** More visual tokens than this many tiles' are scaled down. */ readonly most: number }
  | { readonly kind: 'split'; readonly longest: number };
/** `heads` are those of keys and values. */
export interface DecoderShape {
  readonly layers: number; readonly heads: number; readonly headSize: number; readonly width: number; readonly vocabulary: number; readonly context: number;
  /** The graph wants the positions of its keys (linear biases). */
  readonly keyPositions?: boolean;
  readonly cross?: { readonly layers: number; readonly heads: number; readonly headSize: number; readonly tokens: number };
}
export interface MediaRule {
  readonly sees: 'last' | 'run';
  readonly gatedFeedForward: 'always' | 'seen';
  readonly until: readonly number[];
  /** Several frames may be looked at as one picture; so many time embeddings were learned. */
  readonly clip?: { readonly frames: number };
}
export interface PromptSpec {
  readonly begin: readonly number[];
  readonly picture: { readonly marker: number; readonly tokens: number; readonly before: readonly number[]; readonly after: readonly number[]; readonly shared: boolean };
}
export interface RankSpec {
  readonly scale: number; readonly bias: number; readonly activation: 'softmax' | 'sigmoid'; readonly textLength: number; readonly pad: number;
  readonly end?: number; readonly fill?: boolean;
}
export interface LanguageSelfTest {
  readonly graph: string; readonly output: string; readonly tolerance: number; readonly expected: readonly { readonly index: number; readonly value: number }[];
}

export interface LanguagePackage { readonly folder: string; readonly manifest: LanguageManifest }

/**
 * Reads and checks the manifest of a converted checkpoint; runs nothing.
 * @throws EngineFailure `package-invalid`, naming the folder and every fault
 */
export async function loadLanguagePackage(folder: string): Promise<LanguagePackage> {
  return { folder, manifest: (await readManifest(folder, schema)) as LanguageManifest };
}

/** Of graphs that are edited, in bytes: they are held in memory once more while they open. Weights mostly lie in files of their own. */
const LARGEST_EDITED = 512 * 1024 * 1024;

/**
 * Opens one graph of a package, verified.
 *
 * Weights of several gigabytes are hashed piece by piece and then opened by their path: reading them into memory first would need that memory twice.
 * @param edit a better graph for the same weights, or nothing; not asked about files of more than half a gigabyte
 * @throws EngineFailure `package-invalid` where a file is missing or damaged, or the graph uses an operator that the runtime does not have
 */
export async function openGraph(pack: LanguagePackage, name: string, provider: ProviderName, threads: number, edit?: (model: Uint8Array) => Uint8Array | undefined): Promise<Graph> {
  const graph = pack.manifest.graphs[name];
  if (graph === undefined) throw invalid(pack.folder, `the family "${pack.manifest.family}" needs a graph "${name}"; there are: ${Object.keys(pack.manifest.graphs).join(', ')}.`);
  for (const file of graph.data === undefined ? [graph] : [graph, graph.data]) await verify(pack, file);
  try {
    // A decoder runs once a token without a pause, and its steps are short: waiting threads that spin make it an eighth faster, and what looks a twelfth.
    const options = { spinning: true };
    const path = join(pack.folder, graph.file);
    const edited = edit === undefined || graph.bytes > LARGEST_EDITED ? undefined : edit(await readFile(path));
    return await (edited === undefined ? openSession(path, provider, threads, options) : openSession(edited, provider, threads, { ...options, folder: dirname(path) }));
  } catch (error) {
    const cause = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
    const operator = /(?:No Op registered for|Could not find an implementation for) ([\w.:]+)|([\w.:]+)\(-?\d*\) is not a registered function\/op/u.exec(cause);
    if (operator === null) throw error;
    throw invalid(pack.folder, `${graph.file} uses the operator "${operator[1] ?? operator[2] ?? ''}", which this version of Unrender does not know. Update Unrender, or convert the checkpoint again.`);
  }
}

/** @throws EngineFailure `package-invalid` where the file is not the one that the manifest names */
export async function verify(pack: LanguagePackage, wanted: PackedFile): Promise<void> {
  const path = join(pack.folder, wanted.file);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw invalid(pack.folder, `${wanted.file} cannot be read (${error.code ?? error.message}).`);
  });
  if (found.size !== wanted.bytes) throw invalid(pack.folder, `${wanted.file} has ${found.size} bytes instead of ${wanted.bytes}. Install it again.`);
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer);
  if (hash.digest('hex') !== wanted.sha256) throw invalid(pack.folder, `${wanted.file} is damaged: its SHA-256 is not the manifest's. Install it again.`);
}
