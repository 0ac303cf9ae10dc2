import type { ProviderName } from '../../../client/protocol.js';
import { MergedDecoder } from '../../generation/merged.js';
import { Tokenizer } from '../../generation/tokenizer.js';
import { openGraph } from '../../package/language.js';
import type { LanguagePackage } from '../../package/language.js';
import { invalid } from '../../package/read.js';
import { cut } from '../../picture/tiles.js';
import { floats, integers, output } from '../../runtime/graph.js';
import type { Graph } from '../../runtime/graph.js';
import type { LanguageModel } from '../language.js';
import { writing } from '../openParts.js';
import { rowsOf } from '../prefix/look.js';
import { Prefix } from '../prefix/model.js';
import type { PrefixParts, Visual } from '../prefix/model.js';
import type { Embed } from '../sequence.js';
import { inEightBits } from './eightBits.js';
import { givingRows, ROWS } from './rows.js';

/** Opens Idefics3 or SmolVLM as transformers.js keeps it: `vision_encoder`, `embed_tokens`, `decoder_model_merged`. */
export async function openOnnxFolder(pack: LanguagePackage, provider: ProviderName, threads: number): Promise<LanguageModel> {
  const { decoder: shape, prompt } = writing(pack);
  const words = await Tokenizer.open(pack);
  const graphs: Graph[] = [];
  const dispose = async (): Promise<void> => { await Promise.all(graphs.map((graph) => graph.dispose())); };
  try {
    for (const name of ['vision', 'embed', 'decoder']) graphs.push(await openGraph(pack, name, provider, threads, name === 'decoder' ? both : inEightBits));
    const [vision, table, decoder] = graphs as [Graph, Graph, Graph];
    const embed: Embed = async (ids) => output(await table.run({ input_ids: integers(ids, 1, ids.length) }), 'inputs_embeds').data;
    const model = new Prefix({ shape, prompt, embed, decoder: () => new MergedDecoder(decoder, shape, decoder.inputs?.includes(ROWS) === true ? ROWS : undefined), look: lookInParts(vision, pack, words), dispose }, pack.manifest);
    await tryOut(model, pack);
    return model;
  } catch (error) {
    await dispose();
    throw error;
  }
}

function both(decoder: Uint8Array): Uint8Array | undefined {
  const rows = givingRows(decoder);
  return inEightBits(rows ?? decoder) ?? rows;
}

/** The folder names no values to test with; that a token can be read at all shows that the parts fit. */
async function tryOut(model: LanguageModel, pack: LanguagePackage): Promise<void> {
  const [logits] = await model.conversation().appendAll([{ tokens: [0] }]);
  if (logits === undefined || !logits.every(Number.isFinite)) throw invalid(pack.folder, 'the decoder gives no numbers for a token.');
}

/** The tokens that Idefics3 puts around the parts of a picture, and the features in their places. */
function lookInParts(vision: Graph, { manifest: { picture: input, decoder, prompt } }: LanguagePackage, words: Tokenizer): PrefixParts['look'] {
  const { size, tiling } = input;
  const width = decoder?.width ?? 0;
  const { marker, tokens } = prompt?.picture ?? { marker: -1, tokens: 0 };
  return async (picture, _alone, between) => {
    if (tiling?.kind !== 'split') throw new Error('the picture is to be split');
    const seen = await cut(picture, input, tiling);
    const tiles = seen.whole === undefined ? seen.tiles : [...seen.tiles, seen.whole];
    const features: (Float32Array | number)[] = [];
    for (const planes of tiles) {
      await between();
      features.push(...rowsOf(await look(vision, planes, size), width));
    }
    if (features.length !== tiles.length * tokens) throw new Error(`a part of a picture gives ${features.length / tiles.length} visual tokens instead of ${tokens}`);
    let next = 0;
    return words.encode(around(seen.rows, seen.columns, words.decode([marker], true), tokens)).map((id): Visual[number] => (id === marker ? (features[next++] ?? id) : id));
  };
}

async function look(vision: Graph, planes: Float32Array, size: number): Promise<Float32Array> {
  const pixels = floats(planes, 1, 1, 3, size, size);
  const masked = vision.inputs?.includes('pixel_attention_mask') ?? true;
  const all = { data: new Uint8Array(size * size).fill(1), dims: [1, 1, size, size] };
  return output(await vision.run({ pixel_values: pixels, ...(masked && { pixel_attention_mask: all }) }), 'image_features').data;
}

/** Idefics3's words for a picture (arXiv 2408.12637, section 3): parts by row and column, then the whole. */
function around(rows: number, columns: number, marker: string, tokens: number): string {
  const fake = '<fake_token_around_image>';
  const one = marker.repeat(tokens);
  const parts = Array.from({ length: rows }, (_, row) => `${Array.from({ length: columns }, (_, column) => `${fake}<row_${row + 1}_col_${column + 1}>${one}`).join('')}\n`).join('');
  return `${parts}${rows > 0 ? '\n' : ''}${fake}<global-img>${one}${fake}`;
}
