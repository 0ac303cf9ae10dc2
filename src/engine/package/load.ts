import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import schema from '../../../models/packages/manifest.schema.json' with { type: 'json' };
import type { ProviderName } from '../../client/protocol.js';
import { EngineFailure } from '../errors.js';
import type { GraphFile, GraphName, Manifest, PackedFile } from './manifest.js';
import { invalid, readManifest } from './read.js';

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
  return { folder, manifest: (await readManifest(folder, schema)) as Manifest };
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
