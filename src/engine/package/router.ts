import schema from '../../../models/packages/router.schema.json' with { type: 'json' };
import type { RouterSpec } from '../families/router/prepare.js';
import { routes as known } from '../readers/route.js';
import { readVerified } from './load.js';
import type { ModelCard, PackedFile } from './manifest.js';
import { invalid, readManifest } from './read.js';

/** The manifest of a router (docs/model-package.md, "Router packages"). The JSON Schema beside the packages is the contract. */
export interface RouterManifest {
  readonly format: 1;
  readonly task: 'route';
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly family: string;
  readonly graphs: Readonly<Record<'router', PackedFile>>;
  readonly picture: RouterSpec;
  readonly kinds: readonly string[];
  readonly calibration: { readonly temperature: number; readonly sure: number; readonly sureDiagram: number };
  readonly card: ModelCard;
  /** Logits of the synthetic picture of `families/router/open.ts`. */
  readonly selfTest: { readonly width: number; readonly height: number; readonly tolerance: number; readonly expected: readonly number[] };
}

export interface RouterPackage { readonly folder: string; readonly manifest: RouterManifest }

/**
 * Reads and checks a package's manifest; runs nothing.
 * @throws EngineFailure `package-invalid`, naming the folder and what is wrong
 */
export async function loadRouterPackage(folder: string): Promise<RouterPackage> {
  const manifest = (await readManifest(folder, schema)) as RouterManifest;
  if (manifest.family !== 'router') throw invalid(folder, `it is of the family "${manifest.family}"; this version of Unrender routes with: router.`);
  if (manifest.kinds.join() !== known.join()) throw invalid(folder, `it tells the kinds ${manifest.kinds.join(', ')}; this version of Unrender knows ${known.join(', ')}.`);
  return { folder, manifest };
}

/** The bytes of the graph, verified. @throws EngineFailure `package-invalid` where the file is missing or damaged */
export async function readRouterGraph(pack: RouterPackage): Promise<Uint8Array> {
  return readVerified(pack.folder, pack.manifest.graphs.router, (why) => invalid(pack.folder, why));
}
