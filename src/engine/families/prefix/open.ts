import type { ProviderName } from '../../../client/protocol.js';
import { Decoder } from '../../generation/decoder.js';
import { attentionRules } from '../../generation/masks.js';
import { invalid } from '../../package/read.js';
import type { LanguagePackage } from '../../package/language.js';
import type { Graph } from '../../runtime/graph.js';
import type { LanguageModel } from '../language.js';
import { openParts, writing } from '../openParts.js';
import { embedBy } from '../sequence.js';
import { lookAtGrids, lookAtWhole } from './look.js';
import { Prefix } from './model.js';

/** Opens a model whose pictures are tokens among the others: looks (and projects), embeddings, decoder. */
export async function openPrefix(pack: LanguagePackage, provider: ProviderName, threads: number): Promise<LanguageModel> {
  const { decoder: shape, prompt, attention } = writing(pack);
  const { picture } = pack.manifest;
  const { tiling } = picture;
  if (tiling !== undefined && tiling.kind !== 'grids') throw invalid(pack.folder, `its pictures are cut by "${tiling.kind}"; the family "prefix" knows: grids.`);
  const graphs = await openParts(pack, ['vision', 'embed', 'decoder'], provider, threads);
  const embed = embedBy(graphs.embed);
  return new Prefix({
    shape, prompt, embed,
    decoder: () => new Decoder(graphs.decoder, shape, attentionRules[attention.kind]),
    look: tiling === undefined ? lookAtWhole(graphs.vision, picture, shape.width) : lookAtGrids(graphs.vision, picture, tiling, shape, embed),
    dispose: async () => { await Promise.all(Object.values(graphs).map((graph: Graph) => graph.dispose())); },
  }, pack.manifest);
}
