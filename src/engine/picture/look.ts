import type { PictureInput } from '../package/language.js';
import { floats, integers } from '../runtime/graph.js';
import type { Tensor } from '../runtime/graph.js';
import { normalise, testPlanes } from './normalise.js';
import type { Pixels } from './scale.js';
import { arrangements, cut } from './tiles.js';
import type { Tiles } from './tiles.js';

/** What a graph that looks at a whole picture at once is fed: `pixels`, and for a canvas of tiles the number of its arrangement. */
export async function lookFeeds(picture: Pixels, input: PictureInput): Promise<Readonly<Record<string, Tensor>>> {
  const { tiling } = input;
  if (tiling?.kind === 'canvas') return canvasFeeds(await cut(picture, input, tiling), input.size, tiling.most);
  return { pixels: floats(await normalise(picture, input), 1, 3, input.size, input.size) };
}

/** The synthetic picture of the self-test, as one tile. */
export function testFeeds({ size, tiling }: PictureInput): Readonly<Record<string, Tensor>> {
  const tile = testPlanes(size);
  if (tiling?.kind === 'canvas') return canvasFeeds({ columns: 1, rows: 1, tiles: [tile] }, size, tiling.most);
  return { pixels: floats(tile, 1, 3, size, size) };
}

/** [1, most, 3, size, size], 0 where there is no tile; arrangements are numbered from 1. */
function canvasFeeds({ columns, rows, tiles }: Tiles, size: number, most: number): Readonly<Record<string, Tensor>> {
  const area = 3 * size * size;
  const data = new Float32Array(most * area);
  tiles.forEach((tile, i) => data.set(tile, i * area));
  const number = 1 + arrangements(most).findIndex(([high, wide]) => high === rows && wide === columns);
  return { pixels: floats(data, 1, most, 3, size, size), arrangement: integers([number], 1) };
}
