import type { ProviderName } from '../../client/protocol.js';
import { loadLanguagePackage } from '../package/language.js';
import { isOnnxFolder, ONNX_FAMILY, readOnnxFolder } from '../package/onnxFolder.js';
import type { PackedFile } from '../package/manifest.js';
import type { LanguagePackage } from '../package/language.js';
import { invalid } from '../package/read.js';
import { openOnnxFolder } from './onnxFolder/open.js';
import { openInterleaved } from './interleaved/open.js';
import { openPrefix } from './prefix/open.js';
import type { LanguageModel } from './language.js';

const writers: Readonly<Record<string, (pack: LanguagePackage, provider: ProviderName, threads: number) => Promise<LanguageModel>>> = {
  flamingo: openInterleaved,
  prefix: openPrefix,
  [ONNX_FAMILY]: openOnnxFolder,
};

/**
 * A package that writes text about pictures, on one provider. The caller owns the model.
 * @throws EngineFailure `package-invalid`, naming what is not known; Error where the provider cannot be trusted
 */
export async function openLanguageModel(folder: string, provider: ProviderName, threads: number): Promise<LanguageModel> {
  return openWriter(await readPackage(folder), provider, threads);
}

/**
 * What is in a folder: a package of ours, or an ONNX folder as transformers.js has it. Runs nothing.
 * @param kept hashes of the files of an ONNX folder, from when it was added
 * @throws EngineFailure `package-invalid`
 */
export async function readPackage(folder: string, kept?: readonly PackedFile[]): Promise<LanguagePackage> {
  return (await isOnnxFolder(folder)) ? readOnnxFolder(folder, kept) : loadLanguagePackage(folder);
}

/** The same for a package that was read. */
export async function openWriter(pack: LanguagePackage, provider: ProviderName, threads: number): Promise<LanguageModel> {
  const { folder } = pack;
  const { family, task } = pack.manifest;
  const open = task === 'text' && Object.hasOwn(writers, family) ? writers[family] : undefined;
  if (open === undefined) throw invalid(folder, `it is of the family "${family}" for the task "${task}"; this version of Unrender writes with: ${Object.keys(writers).join(', ')}.`);
  return open(pack, provider, threads);
}
