import type { ProviderName } from '../../../client/protocol.js';
import { invalid } from '../../package/read.js';
import type { LanguagePackage } from '../../package/language.js';
import type { LanguageModel } from '../language.js';
import { openParts, writing } from '../openParts.js';
import { Interleaved } from './model.js';

/** Opens a Flamingo that was converted: looks, keys of a picture for the gated layers, embeddings, decoder. */
export async function openInterleaved(pack: LanguagePackage, provider: ProviderName, threads: number): Promise<LanguageModel> {
  const { media } = pack.manifest;
  const { decoder, ...rest } = writing(pack);
  if (media === undefined || decoder.cross === undefined) throw invalid(pack.folder, 'the family "flamingo" needs "media" and "decoder.cross".');
  return new Interleaved(await openParts(pack, ['vision', 'cross_kv', 'embed', 'decoder', ...(media.clip === undefined ? [] : ['clip' as const])], provider, threads), pack.manifest, { ...rest, media, decoder: { ...decoder, cross: decoder.cross } });
}
