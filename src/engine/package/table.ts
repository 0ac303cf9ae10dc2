import schema from '../../../models/packages/table.schema.json' with { type: 'json' };
import { readVerified } from './load.js';
import type { Calibration, ModelCard, PackedFile, PictureSpec, SelfTest } from './manifest.js';
import { invalid, readManifest } from './read.js';

export type TableGraph = 'vision' | 'cells';

/** The manifest of a reader of tables (docs/model-package.md, "Table packages"). The JSON Schema beside the packages is the contract. */
export interface TableManifest {
  readonly format: 1;
  readonly task: 'table';
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly family: string;
  readonly graphs: Readonly<Record<TableGraph, PackedFile>>;
  readonly picture: PictureSpec;
  /** Channels in which the text boxes are drawn (families/grid/rasters.ts). */
  readonly texts: number;
  readonly places: readonly string[];
  readonly headers: readonly string[];
  readonly alignments: readonly string[];
  readonly calibration: Calibration;
  readonly card: ModelCard;
  readonly selfTest: SelfTest;
}

export interface TablePackage { readonly folder: string; readonly manifest: TableManifest }

/** What this version knows how to draw and to understand, in the order of the graphs. */
export const tableContract = { texts: 7, places: ['cell', 'caption', 'outside'], headers: ['none', 'column', 'row'], alignments: ['left', 'center', 'right'] } as const;

/**
 * Reads and checks a package's manifest; runs nothing.
 * @throws EngineFailure `package-invalid`, naming the folder and what is wrong
 */
export async function loadTablePackage(folder: string): Promise<TablePackage> {
  const manifest = (await readManifest(folder, schema)) as TableManifest;
  if (manifest.family !== 'grid') throw invalid(folder, `it is of the family "${manifest.family}"; this version of Unrender reads tables with: grid.`);
  for (const name of ['texts', 'places', 'headers', 'alignments'] as const) {
    if (String(manifest[name]) !== String(tableContract[name])) throw invalid(folder, `its ${name} are ${String(manifest[name])}; this version of Unrender knows ${String(tableContract[name])}.`);
  }
  return { folder, manifest };
}

/** The bytes of one graph, verified. @throws EngineFailure `package-invalid` where the file is missing or damaged */
export async function readTableGraph(pack: TablePackage, name: TableGraph): Promise<Uint8Array> {
  return readVerified(pack.folder, pack.manifest.graphs[name], (why) => invalid(pack.folder, why));
}
