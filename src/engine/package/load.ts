import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import schema from '../../../models/packages/manifest.schema.json' with { type: 'json' };
import type { ProviderName } from '../../client/protocol.js';
import { EngineFailure } from '../errors.js';
import type { GraphFile, GraphName, Manifest, PackedFile } from './manifest.js';
import { violations } from './schema.js';

/** A package whose manifest holds. Files are verified when they are read, so that what was checked is what runs. */
export interface ModelPackage {
  readonly folder: string;
  readonly manifest: Manifest;
}

/**
 * Reads and checks a package's manifest; runs nothing.
 * @throws EngineFailure `package-invalid`, naming the folder and every fault.
 */
export async function loadPackage(folder: string): Promise<ModelPackage> {
  const path = join(folder, 'manifest.json');
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw invalid(folder, `manifest.json cannot be read (${error.code ?? error.message}). Install the model again.`);
  });
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw invalid(folder, `manifest.json is no JSON (${(error as Error).message}).`);
  }
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (format !== 1) throw invalid(folder, `format ${JSON.stringify(format)} is not known to this version of Unrender, which reads format 1.`);
  const faults = violations(schema, value);
  if (faults.length > 0) throw invalid(folder, `${faults.slice(0, 5).join('; ')}.`);
  return { folder, manifest: value as Manifest };
}

/**
 * The bytes of one graph for a provider, verified.
 * @throws EngineFailure `package-invalid` where the file is missing or is not the one that the manifest names.
 */
export async function readGraph(pack: ModelPackage, name: GraphName, provider: ProviderName): Promise<Uint8Array> {
  const graph: GraphFile = pack.manifest.graphs[name];
  return readVerified(pack.folder, graph.providers?.[provider] ?? graph, (why) => invalid(pack.folder, why));
}

/** Bytes of all files that one provider needs. */
export function packageBytes(manifest: Manifest, provider: ProviderName): number {
  return Object.values(manifest.graphs).reduce((sum, graph) => sum + (graph.providers?.[provider] ?? graph).bytes, 0);
}

/** Reads a file whose size and sha256 are known; `fault` makes the error. */
export async function readVerified(folder: string, wanted: PackedFile, fault: (why: string) => EngineFailure): Promise<Uint8Array> {
  const bytes = await readFile(join(folder, wanted.file)).catch((error: NodeJS.ErrnoException) => {
    throw fault(`${wanted.file} cannot be read (${error.code ?? error.message}).`);
  });
  if (bytes.length !== wanted.bytes) throw fault(`${wanted.file} has ${bytes.length} bytes instead of ${wanted.bytes}. Install it again.`);
  if (createHash('sha256').update(bytes).digest('hex') !== wanted.sha256) throw fault(`${wanted.file} is damaged: its SHA-256 is not the manifest's. Install it again.`);
  return bytes;
}

function invalid(folder: string, why: string): EngineFailure {
  return new EngineFailure('package-invalid', `The model package in ${folder} cannot be used: ${why}`);
}
