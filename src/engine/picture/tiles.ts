import type { PictureInput, Tiling } from '../package/language.js';
import { crop, normalise, scaleTo, toPlanes } from './normalise.js';
import type { Pixels } from './scale.js';

/** A picture cut into squares: planes [3, size, size] each, row by row of the grid; what shows the whole picture stands apart. */
export interface Tiles {
  readonly columns: number;
  readonly rows: number;
  readonly tiles: readonly Float32Array[];
  readonly whole?: Float32Array;
}

interface Size { readonly width: number; readonly height: number }

/**
 * Cuts a picture as a converted model was taught to see it. Sizes follow the models' own processors; a picture is scaled once where they scale it twice.
 * @param input `size` is the side of a tile in pixels
 */
export async function cut(picture: Pixels, input: PictureInput, tiling: Tiling): Promise<Tiles> {
  switch (tiling.kind) {
    case 'canvas': return canvas(picture, input, tiling.most);
    case 'grids': return grids(picture, input, tiling.grids);
    case 'split': return split(picture, input, tiling.longest);
  }
}

/** Grids of at most `most` tiles, [rows, columns], in the order in which Llama 3.2 numbers them from 1 on. */
export function arrangements(most: number): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (let rows = 1; rows <= most; rows++) for (let columns = 1; rows * columns <= most; columns++) found.push([rows, columns]);
  return found;
}

/** Llama 3.2: the smallest canvas of tiles that the picture fits into, scaled up as little as can be; black where nothing is. */
async function canvas(picture: Pixels, input: PictureInput, most: number): Promise<Tiles> {
  const { size } = input;
  const options = arrangements(most).map(([rows, columns]) => ({ rows, columns, scale: Math.min((columns * size) / picture.width, (rows * size) / picture.height) }));
  const larger = options.filter(({ scale }) => scale >= 1).map(({ scale }) => scale);
  const scale = larger.length > 0 ? Math.min(...larger) : Math.max(...options.map((option) => option.scale));
  const chosen = options.filter((option) => option.scale === scale).reduce((best, option) => (option.rows * option.columns < best.rows * best.columns ? option : best));
  const full = { width: chosen.columns * size, height: chosen.rows * size };
  const scaled = await scaleToSize(picture, fitted(picture, full, size), input);
  return { rows: chosen.rows, columns: chosen.columns, tiles: squares(place(scaled, full, 0, 0), input) };
}

/** The size within a canvas, neither side below that of a tile where it can be helped. */
function fitted({ width, height }: Size, full: Size, tile: number): Size {
  const [wide, high] = [Math.min(Math.max(width, tile), full.width), Math.min(Math.max(height, tile), full.height)];
  const [acrossScale, downScale] = [wide / width, high / height];
  if (acrossScale < downScale) return { width: wide, height: Math.min(Math.floor(height * acrossScale) || 1, high) };
  return { width: Math.min(Math.floor(width * downScale) || 1, wide), height: high };
}

/** LLaVA-NeXT and -OneVision: the resolution that keeps most of the picture and wastes least, the picture in its middle; and the whole picture as one tile. */
async function grids(picture: Pixels, input: PictureInput, resolutions: readonly (readonly [number, number])[]): Promise<Tiles> {
  const full = bestResolution(picture, resolutions);
  const inner = inside(picture, full);
  const scaled = await scaleToSize(picture, inner, input);
  const placed = place(scaled, full, (full.width - inner.width) >> 1, (full.height - inner.height) >> 1);
  return { columns: Math.ceil(full.width / input.size), rows: Math.ceil(full.height / input.size), tiles: squares(placed, input), whole: await normalise(picture, input) };
}

/** @param resolutions [height, width] */
export function bestResolution({ width, height }: Size, resolutions: readonly (readonly [number, number])[]): Size {
  let best: Size | undefined;
  let [most, least] = [0, Infinity];
  for (const [high, wide] of resolutions) {
    const scale = Math.min(wide / width, high / height);
    const effective = Math.min(Math.trunc(width * scale) * Math.trunc(height * scale), width * height);
    const wasted = wide * high - effective;
    if (effective > most || (effective === most && wasted < least)) [best, most, least] = [{ width: wide, height: high }, effective, wasted];
  }
  if (best === undefined) throw new RangeError('there is no resolution to choose from');
  return best;
}

/** The largest size of the same shape inside another. */
function inside({ width, height }: Size, full: Size): Size {
  const [across, down] = [full.width / width, full.height / height];
  if (across < down) return { width: full.width, height: Math.min(Math.ceil(height * across), full.height) };
  return { width: Math.min(Math.ceil(width * down), full.width), height: full.height };
}

/** Idefics3 and SmolVLM: the longer side becomes `longest`, both become multiples of a tile; the whole picture as one tile comes last. */
async function split(picture: Pixels, input: PictureInput, longest: number): Promise<Tiles> {
  const full = multiples(picture, input.size, longest);
  const [columns, rows] = [full.width / input.size, full.height / input.size];
  if (columns === 1 && rows === 1) return { columns: 0, rows: 0, tiles: [], whole: toPlanes((await scaleToSize(picture, full, input)).rgb, input) };
  const scaled = await scaleToSize(picture, full, input);
  const whole = await scaleTo(scaled, input.size, input.size, input);
  return { columns, rows, tiles: squares(scaled, input), whole: toPlanes(whole.rgb, input) };
}

/** The processor's two steps of rounding; 4096 is the most that it takes. */
function multiples({ width, height }: Size, tile: number, longest: number): Size {
  const side = Math.min(longest, 4096);
  const even = (value: number): number => value + (value % 2);
  const up = (value: number): number => Math.ceil(value / tile) * tile;
  if (width >= height) {
    const shape = side / Math.max(1, even(Math.trunc(side / (width / height))));
    return { width: up(side), height: Math.max(tile, up(Math.trunc(up(side) / shape))) };
  }
  const shape = Math.max(1, even(Math.trunc(side * (width / height)))) / side;
  return { width: Math.max(tile, up(Math.trunc(up(side) * shape))), height: up(side) };
}

function scaleToSize(picture: Pixels, { width, height }: Size, input: PictureInput): Promise<Pixels> {
  return scaleTo(picture, width, height, input);
}

/** A picture on black. */
function place(picture: Pixels, full: Size, left: number, top: number): Pixels {
  if (picture.width === full.width && picture.height === full.height) return picture;
  const rgb = new Uint8Array(full.width * full.height * 3);
  for (let y = 0; y < picture.height; y++) rgb.set(picture.rgb.subarray(y * picture.width * 3, (y + 1) * picture.width * 3), ((top + y) * full.width + left) * 3);
  return { ...full, rgb };
}

function squares(picture: Pixels, input: PictureInput): Float32Array[] {
  const { size } = input;
  const found: Float32Array[] = [];
  for (let y = 0; y < picture.height; y += size) for (let x = 0; x < picture.width; x += size) found.push(toPlanes(crop(picture, x, y, size, size).rgb, input));
  return found;
}
