import type { ProviderName } from '../../../client/protocol.js';
import type { LanguagePackage } from '../../package/language.js';
import type { LanguageModel } from '../language.js';
import { openParts, writing } from '../openParts.js';
import { Prefix } from './model.js';

/** Opens a model whose pictures are tokens among the others: looks (and projects), embeddings, decoder. */
export async function openPrefix(pack: LanguagePackage, provider: ProviderName, threads: number): Promise<LanguageModel> {
  const spec = writing(pack);
  return new Prefix(await openParts(pack, ['vision', 'embed', 'decoder'], provider, threads), pack.manifest, spec);
}
