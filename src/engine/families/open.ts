import type { ProviderName } from '../../client/protocol.js';
import { loadLanguagePackage } from '../package/language.js';
import type { LanguagePackage } from '../package/language.js';
import { invalid } from '../package/read.js';
import { openInterleaved } from './interleaved/open.js';
import { openPrefix } from './prefix/open.js';
import type { LanguageModel } from './language.js';

const writers: Readonly<Record<string, (pack: LanguagePackage, provider: ProviderName, threads: number) => Promise<LanguageModel>>> = {
  flamingo: openInterleaved,
  prefix: openPrefix,
};

/**
 * A package that writes text about pictures, on one provider. The caller owns the model.
 * @throws EngineFailure `package-invalid`, naming what is not known; Error where the provider cannot be trusted
 */
export async function openLanguageModel(folder: string, provider: ProviderName, threads: number): Promise<LanguageModel> {
  const pack = await loadLanguagePackage(folder);
  const { family, task } = pack.manifest;
  const open = task === 'text' && Object.hasOwn(writers, family) ? writers[family] : undefined;
  if (open === undefined) throw invalid(folder, `it is of the family "${family}" for the task "${task}"; this version of Unrender writes with: ${Object.keys(writers).join(', ')}.`);
  return open(pack, provider, threads);
}
