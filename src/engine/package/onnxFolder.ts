import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { onnxEndings, onnxFile, onnxGraphs, onnxKinds } from '../../client/onnxNames.js';
import type { OnnxGraph } from '../../client/onnxNames.js';
import type { LanguageGraphFile, LanguageManifest, LanguagePackage } from './language.js';
import type { PackedFile } from './manifest.js';
import { invalid } from './read.js';

const KERNELS: Readonly<Record<number, LanguageManifest['picture']['kernel']>> = { 0: 'nearest', 1: 'lanczos', 2: 'bilinear', 3: 'bicubic' };

/** The family that runs such a folder. */
export const ONNX_FAMILY = 'onnx-folder';

type Json = Readonly<Record<string, unknown>>;

/** Whether a folder is one that transformers.js reads, and no package of ours. */
export async function isOnnxFolder(folder: string): Promise<boolean> {
  return (await exists(folder, 'config.json')) && (await exists(folder, 'onnx')) && !(await exists(folder, 'manifest.json'));
}

/**
 * An ONNX folder of Idefics3 or SmolVLM as it is: what a manifest would say is read from its own files, and the hashes are those of now. Whoever keeps the
 * package keeps them, and compares (`files`).
 * @param kept hashes from when the package was added; without them the files are hashed
 * @throws EngineFailure `package-invalid` naming what is missing or not known
 */
export async function readOnnxFolder(folder: string, kept?: readonly PackedFile[]): Promise<LanguagePackage> {
  const json = (name: string): Promise<Json> => readJson(folder, name);
  const [config, processor, processing, generation] = await Promise.all([json('config.json'), json('preprocessor_config.json'), json('processor_config.json'), json('generation_config.json')]);
  const kind = String(config['model_type']);
  if (!onnxKinds.includes(kind)) throw invalid(folder, `it is an ONNX folder of the kind "${kind}"; those that run as they are: ${onnxKinds.join(', ')}. Others are converted first (docs/models.md).`);
  const names = await readdir(join(folder, 'onnx'));
  const pick = (graph: OnnxGraph): string => {
    const found = onnxFile(graph, names);
    if (found === undefined) throw invalid(folder, `onnx/ holds no ${onnxGraphs[graph]} of a number type that runs here (${onnxEndings.map((ending) => ending.slice(1) || 'fp32').join(', ')}).`);
    return found;
  };
  const packed = async (file: string): Promise<PackedFile> => kept?.find((one) => one.file === file) ?? hashed(folder, file);
  const graphs: Record<string, LanguageGraphFile> = {};
  for (const graph of ['vision', 'embed', 'decoder'] as const) {
    const file = pick(graph);
    const data = `${file}_data`;
    graphs[graph] = { ...(await packed(`onnx/${file}`)), ...(names.includes(data) && { data: await packed(`onnx/${data}`) }) };
  }
  const text = object(config['text_config']);
  const image = object(processing['image_processor'] ?? processor);
  const heads = whole(text['num_attention_heads'], 32);
  const width = whole(text['hidden_size'], 2048);
  const marker = whole(config['image_token_id'], 49190);
  const vision = object(config['vision_config']);
  const size = whole(object(image['max_image_size'])['longest_edge'], whole(vision['image_size'], 364));
  const file = (graphs['decoder'] as LanguageGraphFile).file;
  const ending = onnxEndings.find((one) => one !== '' && file.includes(one)) ?? '';
  const tokenizer: Record<string, PackedFile> = { file: await packed('tokenizer.json') };
  for (const [name, key] of [['tokenizer_config.json', 'config'], ['special_tokens_map.json', 'special'], ['chat_template.jinja', 'template']] as const) {
    if (await exists(folder, name)) tokenizer[key] = await packed(name);
  }
  const manifest: LanguageManifest = {
    format: 1, task: 'text', name: slug(String(config['_name_or_path'] ?? folder)), version: '0.0.0', licence: 'LicenseRef-unknown', family: ONNX_FAMILY,
    source: { class: kind, format: ending === '' ? 'fp32' : /4/u.test(ending) ? 'int4' : 'int8' },
    graphs,
    picture: {
      size, fit: 'squash', kernel: KERNELS[whole(image['resample'], 1)] ?? 'lanczos', resize: size,
      mean: numbers(image['image_mean']) ?? [0.5, 0.5, 0.5], deviation: numbers(image['image_std']) ?? [0.5, 0.5, 0.5],
      tiling: { kind: 'split', longest: image['do_image_splitting'] === false ? size : whole(object(image['size'])['longest_edge'], 4 * size) },
    },
    decoder: {
      layers: whole(text['num_hidden_layers'], 24), heads: whole(text['num_key_value_heads'], heads), headSize: whole(text['head_dim'], width / heads), width,
      vocabulary: whole(text['vocab_size'], 49280), context: whole(text['max_position_embeddings'], 2048),
    },
    attention: { kind: 'causal' },
    prompt: {
      begin: [],
      picture: { marker, tokens: (size / whole(vision['patch_size'], 16) / whole(config['scale_factor'], 4)) ** 2, before: [], after: [], shared: false },
    },
    generation: { stop: [generation['eos_token_id'] ?? text['eos_token_id']].flat().filter((id): id is number => Number.isInteger(id)) },
    tokenizer: tokenizer as unknown as NonNullable<LanguageManifest['tokenizer']>,
    card: { summary: `An ONNX folder of ${kind}, as it is.`, parameters: 0 },
    selfTest: { graph: 'decoder', output: 'logits', tolerance: 1, expected: [] },
  };
  return { folder, manifest };
}

/** All files of a package that its manifest names. */
export function filesOf({ graphs, tokenizer }: LanguageManifest): readonly PackedFile[] {
  return [...Object.values(graphs).flatMap(({ data, ...file }) => (data === undefined ? [file] : [file, data])), ...Object.values(tokenizer ?? {})];
}

async function readJson(folder: string, name: string): Promise<Json> {
  const text = await readFile(join(folder, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (name !== 'config.json' && error.code === 'ENOENT') return '{}';
    throw invalid(folder, `${name} cannot be read (${error.code ?? error.message}).`);
  });
  try {
    return object(JSON.parse(text));
  } catch (error) {
    throw invalid(folder, `${name} is no JSON (${(error as Error).message}).`);
  }
}

async function hashed(folder: string, file: string): Promise<PackedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of createReadStream(join(folder, file), { highWaterMark: 1 << 20 })) {
      hash.update(piece as Buffer);
      bytes += (piece as Buffer).length;
    }
  } catch (error) {
    throw invalid(folder, `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`);
  }
  return { file, sha256: hash.digest('hex'), bytes };
}

async function exists(folder: string, name: string): Promise<boolean> {
  return stat(join(folder, name)).then(() => true, () => false);
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function whole(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

function numbers(value: unknown): readonly number[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === 'number') ? (value as number[]) : undefined;
}

function slug(name: string): string {
  return (name.split(/[\\/]/u).at(-1) ?? '').toLowerCase().replace(/[^a-z0-9]+/gu, '-').replace(/^-|-$/gu, '') || 'model';
}
