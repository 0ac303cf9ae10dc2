import type { ProviderName } from '../../../client/protocol.js';
import { loadLanguagePackage } from '../../package/language.js';
import { invalid } from '../../package/read.js';
import { openParts } from '../openParts.js';
import { Dual } from './model.js';

/**
 * Opens a package that ranks texts for pictures (CLIP, SigLIP). The caller owns the model.
 * @throws EngineFailure `package-invalid`, naming what is not known; Error where the provider cannot be trusted
 */
export async function openDual(folder: string, provider: ProviderName, threads: number): Promise<Dual> {
  const pack = await loadLanguagePackage(folder);
  const { family, task, rank } = pack.manifest;
  if (task !== 'rank' || family !== 'dual') throw invalid(folder, `it is of the family "${family}" for the task "${task}"; texts are ranked by: dual.`);
  if (rank === undefined) throw invalid(folder, 'the family "dual" needs "rank".');
  return new Dual(await openParts(pack, ['image', 'text'], provider, threads), pack.manifest, rank);
}
