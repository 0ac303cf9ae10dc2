import type { DecoderShape, PictureInput, Tiling } from '../../package/language.js';
import { normalise } from '../../picture/normalise.js';
import { cut } from '../../picture/tiles.js';
import type { Tiles } from '../../picture/tiles.js';
import { floats, output } from '../../runtime/graph.js';
import type { Graph } from '../../runtime/graph.js';
import type { Embed } from '../sequence.js';
import { averaged, withinPicture } from './grid.js';
import type { FeatureGrid } from './grid.js';
import type { PrefixParts, Visual } from './model.js';

/** The picture as one square. */
export function lookAtWhole(vision: Graph, input: PictureInput, width: number): PrefixParts['look'] {
  return async (picture, _alone, between) => {
    const planes = await normalise(picture, input);
    await between();
    return rowsOf(await features(vision, planes, input.size), width);
  };
}

/**
 * LLaVA-OneVision: the whole picture, then its parts as one grid without what was added at the edges, a token after each of its rows. Several pictures of a
 * prompt are looked at as one square each. Its new-line token is the one after the vocabulary.
 */
export function lookAtGrids(vision: Graph, input: PictureInput, tiling: Extract<Tiling, { kind: 'grids' }>, { width, vocabulary }: DecoderShape, embed: Embed): PrefixParts['look'] {
  return async (picture, alone, between) => {
    const newLine = (await embed([vocabulary])).slice();
    if (!alone) {
      const planes = await normalise(picture, { ...input, fit: 'pad' });
      await between();
      return [...rowsOf(await features(vision, planes, input.size), width), newLine];
    }
    const seen = await cut(picture, input, tiling);
    if (seen.whole === undefined) throw new Error('the whole picture is missing');
    const whole = await looked(vision, [seen.whole], input.size, between);
    const parts = await looked(vision, seen.tiles, input.size, between);
    const side = Math.round(Math.sqrt((whole[0]?.length ?? 0) / width));
    let grid = withinPicture(joined(parts, seen, side, width), picture);
    const ratio = Math.sqrt((grid.columns * grid.rows) / (tiling.most * side ** 2));
    if (ratio > 1.1) grid = averaged(grid, Math.floor(grid.columns / ratio), Math.floor(grid.rows / ratio));
    const cells = rowsOf(grid.data, width);
    const lines = Array.from({ length: grid.rows }, (_, row) => [...cells.slice(row * grid.columns, (row + 1) * grid.columns), newLine]).flat();
    return [...rowsOf(whole[0] ?? new Float32Array(), width), ...lines];
  };
}

/** Features of squares, one after the other, so that messages come in between. */
async function looked(vision: Graph, tiles: readonly Float32Array[], size: number, between: () => Promise<void>): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  for (const planes of tiles) {
    await between();
    found.push(await features(vision, planes, size));
  }
  return found;
}

async function features(vision: Graph, planes: Float32Array, size: number): Promise<Float32Array> {
  return output(await vision.run({ pixels: floats(planes, 1, 3, size, size) }), 'features').data;
}

export function rowsOf(data: Float32Array, width: number): Visual {
  return Array.from({ length: data.length / width }, (_, i) => data.subarray(i * width, (i + 1) * width));
}

/** The features of all tiles as one grid. */
function joined(parts: readonly Float32Array[], { columns, rows }: Pick<Tiles, 'columns' | 'rows'>, side: number, width: number): FeatureGrid {
  const data = new Float32Array(columns * rows * side * side * width);
  parts.forEach((part, tile) => {
    const [left, top] = [(tile % columns) * side, Math.floor(tile / columns) * side];
    for (let y = 0; y < side; y++) data.set(part.subarray(y * side * width, (y + 1) * side * width), ((top + y) * columns * side + left) * width);
  });
  return { columns: columns * side, rows: rows * side, width, data };
}
