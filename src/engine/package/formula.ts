import schema from '../../../models/packages/formula.schema.json' with { type: 'json' };
import { tokens, vocabularyVersion } from '../../answer/formula/index.js';
import type { SearchSpec } from '../decoding/search.js';
import type { FormulaSpec } from '../picture/textSize.js';
import { readVerified } from './load.js';
import type { Calibration, ModelCard, PackedFile, SelfTest, StreamSpec } from './manifest.js';
import { invalid, readManifest } from './read.js';

/** The manifest of a reader of formulas (docs/model-package.md, "Formula packages"). The JSON Schema beside the packages is the contract. */
export interface FormulaManifest {
  readonly format: 1;
  readonly task: 'formula';
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly family: string;
  readonly graphs: Readonly<Record<'vision' | 'decoder', PackedFile>>;
  readonly picture: FormulaSpec & { readonly again?: SecondLook };
  /** Width and height in fed pixels of what one feature stands for. */
  readonly cell: readonly [number, number];
  readonly vocabulary: { readonly version: number; readonly size: number };
  /** `coverage`: the decoder keeps account of what has been read, `read` of each step being the `new_read` of the one before. */
  readonly decoder: StreamSpec & { readonly coverage?: boolean; readonly search?: FormulaSearch };
  readonly calibration: Calibration;
  readonly card: ModelCard;
  readonly selfTest: SelfTest;
}

/** A second look at another size, where a symbol of the first reading is below a probability. It is read together with the first; the reading that is more certain of itself counts. */
export interface SecondLook { readonly em: number; readonly below: number }

/**
 * How the second reading is made, where the decoder takes several streams at once: a search from the first doubtful symbol on. Of what it finds the likeliest counts,
 * `unread` being what the log probability loses for all of the picture's ink that no symbol was read from.
 */
export interface FormulaSearch extends SearchSpec { readonly unread: number }

export interface FormulaPackage { readonly folder: string; readonly manifest: FormulaManifest }

/**
 * Reads and checks a package's manifest; runs nothing.
 * @throws EngineFailure `package-invalid`, naming the folder and what is wrong
 */
export async function loadFormulaPackage(folder: string): Promise<FormulaPackage> {
  const manifest = (await readManifest(folder, schema)) as FormulaManifest;
  if (manifest.family !== 'flamingo') throw invalid(folder, `it is of the family "${manifest.family}"; this version of Unrender reads formulas with: flamingo.`);
  const { version, size } = manifest.vocabulary;
  if (version !== vocabularyVersion || size !== tokens.length) {
    throw invalid(folder, `it was trained with version ${version} of the vocabulary of formulas (${size} tokens); this version of Unrender has version ${vocabularyVersion} (${tokens.length} tokens).`);
  }
  return { folder, manifest };
}

/** The bytes of one graph, verified. @throws EngineFailure `package-invalid` where the file is missing or damaged */
export async function readFormulaGraph(pack: FormulaPackage, name: 'vision' | 'decoder'): Promise<Uint8Array> {
  return readVerified(pack.folder, pack.manifest.graphs[name], (why) => invalid(pack.folder, why));
}
