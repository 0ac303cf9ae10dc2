import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completeTable } from '../../src/answer/table/index.js';
import type { TextLine } from '../../src/engine/families/family.js';
import { cutLine } from '../../src/engine/families/grid/cut.js';
import { CellLogits, argmax, bandOf, headerCount, headerOf, placesOf, rectangles, separatorsOf } from '../../src/engine/families/grid/decode.js';
import { TableReader } from '../../src/engine/families/grid/model.js';
import { axisWeights, extent, rasterise } from '../../src/engine/families/grid/rasters.js';
import type { Corners } from '../../src/engine/families/grid/rasters.js';
import { loadTablePackage, readTableGraph, tableContract } from '../../src/engine/package/table.js';
import type { TableManifest } from '../../src/engine/package/table.js';
import { floats } from '../../src/engine/runtime/graph.js';
import type { FloatTensor } from '../../src/engine/runtime/graph.js';
import { graph, newTask } from './fakes.js';

/** Made by `python -m unrender_models.grid.fixture`: what training's side makes of the same made-up inputs. */
interface Case {
  readonly size: readonly [number, number]; readonly boxes: readonly Corners[]; readonly texts: readonly string[]; readonly inside: readonly boolean[];
  readonly channels: readonly number[]; readonly moment: number; readonly places: readonly (readonly number[])[];
  readonly rows: readonly number[]; readonly chances: readonly number[]; readonly columns: readonly number[]; readonly weights: readonly number[];
  readonly headerRows: number; readonly cells: readonly (readonly number[])[];
}
const cases = JSON.parse(readFileSync(new URL('fixtures/grid.json', import.meta.url), 'utf8')) as readonly Case[];

function value(index: number, stream: number, at: number): number {
  return ((index * 7919 + stream * 104729 + at * 15485863 + (at % 97) * (at % 89) * 31) % 65521) / 65521 * 2 - 1;
}

function values(index: number, stream: number, scale: number, ...dims: number[]): FloatTensor {
  return floats(Float32Array.from({ length: dims.reduce((product, size) => product * size, 1) }, (_, at) => scale * value(index, stream, at)), ...dims);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

describe('the driver of table readers computes what training computes', () => {
  it.each(cases.map((each, index) => ({ index, each })))('case $index', ({ index, each }) => {
    const [height, width] = each.size;
    const channels = rasterise(each.boxes.map((corners, at) => ({ corners, text: each.texts[at] ?? '' })), height, width);
    const plane = (height / 4) * (width / 4);
    each.channels.forEach((total, channel) => { expect(sum([...channels.data.subarray(channel * plane, (channel + 1) * plane)])).toBeCloseTo(total, 2); });
    expect(Math.abs(channels.data.reduce((total, here, at) => total + here * (at % 1009), 0) - each.moment)).toBeLessThan(1e-4 * Math.abs(each.moment) + 0.1);

    const map = values(index, 5, 3, 1, 3, height / 8, width / 8);
    each.boxes.forEach((corners, at) => { placesOf(map, corners).forEach((place, kind) => { expect(place).toBeCloseTo(each.places[at]?.[kind] ?? NaN, 4); }); });

    const own = each.boxes.filter((_, at) => each.inside[at]);
    const [left, top, right, bottom] = [Math.min(...own.map((c) => c[0])), Math.min(...own.map((c) => c[1])), Math.max(...own.map((c) => c[2])), Math.max(...own.map((c) => c[3]))];
    const rows = separatorsOf(values(index, 6, 4, height / 4).data, top, bottom), columns = separatorsOf(values(index, 7, 4, width / 4).data, left, right);
    expect(rows.length).toBe(each.rows.length);
    rows.forEach(({ position, probability }, at) => {
      expect(position).toBeCloseTo(each.rows[at] ?? NaN, 3);
      expect(probability).toBeCloseTo(each.chances[at] ?? NaN, 4);
    });
    columns.forEach(({ position }, at) => { expect(position).toBeCloseTo(each.columns[at] ?? NaN, 3); });

    const [rowEdges, columnEdges] = [extent(top, bottom, rows.map((r) => r.position)), extent(left, right, columns.map((c) => c.position))];
    const weights = axisWeights(columnEdges, width / 8), half = weights.data.length / 2;
    each.weights.forEach((moment, k) => { expect(weights.data.subarray(k * half, (k + 1) * half).reduce((total, weight, at) => total + weight * (at % (width / 8)), 0)).toBeCloseTo(moment, 2); });

    const cells = values(index, 8, 4, 1, 8, rows.length + 1, columns.length + 1);
    const area = (rows.length + 1) * (columns.length + 1);
    const shift = (at: number): number => (at < 2 * area ? -2 : at >= 3 * area && at < 3 * area + Math.min(index % 4, rows.length + 1) * (columns.length + 1) ? 5 : 0);
    const logits = new CellLogits(floats(cells.data.map((logit, at) => logit + shift(at)), ...cells.dims));
    const found = rectangles(logits).map((rect) => ({ rect, texts: [] as number[] }));
    each.boxes.forEach(([x0, y0, x1, y1], at) => {
      const [row, column] = [bandOf(rowEdges, (y0 + y1) / 2), bandOf(columnEdges, (x0 + x1) / 2)];
      if (each.inside[at] === true) found.find(({ rect: [r0, r1, c0, c1] }) => r0 <= row && row < r1 && c0 <= column && column < c1)?.texts.push(at);
    });
    const count = headerCount(found.map(({ rect, texts }) => ({ rect, filled: texts.length > 0 })), logits);
    expect(count).toBe(each.headerRows);
    expect(found.map(({ rect, texts }) => [...rect, headerOf(rect, count, logits), argmax(logits.alignments(rect)), ...texts])).toEqual(each.cells);
  });
});

const line = (text: string, x: number, y: number, width: number, height = 12): TextLine => ({ box: { x, y, width, height }, text, confidence: 0.9 });

describe('a line over several cells', () => {
  const read = (characters: string, places: readonly number[]): TextLine => ({ ...line(characters, 0, 0, 130), glyphs: Array.from(characters).map((character, at) => ({ character, x: places[at] ?? 0, confidence: 0.8 })) });

  it('is cut at the gap nearest to the separator', () => {
    const parts = cutLine(read('ab cd', [5, 12, 30, 70, 77]), [40]);
    expect(parts.map(({ text }) => text)).toEqual(['ab', 'cd']);
    expect(parts[0]?.box.x).toBe(0);
    expect(parts[0]?.box.width ?? 0).toBeLessThan(20);
    expect(parts[1]?.box.x ?? 0).toBeGreaterThan(60);
  });

  it('is cut without a blank where the gap is wide, and into three', () => {
    expect(cutLine(read('1234', [5, 40, 47, 90]), [22, 70]).map(({ text }) => text)).toEqual(['1', '23', '4']);
  });

  it('stays whole where its text runs through', () => {
    const whole = read('running', [5, 12, 19, 26, 33, 40, 47]);
    expect(cutLine(whole, [23])).toEqual([whole]);
    expect(cutLine(whole, [])).toEqual([whole]);
  });

  it('is cut by its letters where the reader did not say where they stand', () => {
    expect(cutLine(line('12.5 340', 0, 0, 80), [45]).map(({ text }) => text)).toEqual(['12.5', '340']);
  });
});

const manifest: TableManifest = {
  format: 1, task: 'table', name: 'grid-test', version: '0.0.1', licence: 'Apache-2.0', family: 'grid',
  graphs: { vision: { file: 'vision.onnx', sha256: 'a'.repeat(64), bytes: 5 }, cells: { file: 'cells.onnx', sha256: 'b'.repeat(64), bytes: 5 } },
  picture: { textHeight: 12, maxSide: 1536, maxPixels: 491520, multiple: 32 }, ...tableContract, calibration: { temperature: 1, bias: 0 },
  card: { summary: '', data: '', parameters: 1, compute: '', hours: 0, scores: {}, limits: [] },
  selfTest: { graph: 'vision', width: 32, height: 32, tolerance: 0.1, expected: [{ output: 'rows', index: 0, value: 0 }] },
};

/** Graphs that see separators at given fed pixels and join given neighbours; texts below `end` are outside. */
function reader(rows: readonly number[], columns: readonly number[], joins: readonly (readonly ['right' | 'down', number, number])[], headers: number, end = Infinity): { readonly reader: TableReader; readonly graphs: { readonly vision: ReturnType<typeof graph>; readonly cells: ReturnType<typeof graph> } } {
  const peaks = (length: number, at: readonly number[]): FloatTensor => floats(Float32Array.from({ length }, (_, i) => (at.some((p) => Math.floor(p / 4) === i) ? 4 : -4)), 1, length);
  const vision = graph(({ pixels }) => {
    const [, , height = 0, width = 0] = pixels?.dims ?? [];
    const [h, w] = [height / 8, width / 8];
    const places = Float32Array.from({ length: 3 * h * w }, (_, i) => { const y = Math.floor((i % (h * w)) / w) * 8; return (y < end ? 0 : y < end + 16 ? 1 : 2) === Math.floor(i / (h * w)) ? 5 : 0; });
    return { features: floats(new Float32Array(h * w), 1, 1, h, w), rows: peaks(height / 4, rows), columns: peaks(width / 4, columns), places: floats(places, 1, 3, h, w) };
  });
  const cells = graph(({ row_weights, column_weights }) => {
    const [r, c] = [row_weights?.dims[2] ?? 0, column_weights?.dims[2] ?? 0];
    const data = new Float32Array(8 * r * c).fill(-3, 0, 2 * r * c);
    for (const [way, row, column] of joins) data[((way === 'right' ? 0 : r) + row) * c + column] = 3;
    for (let row = 0; row < r; row++) data.fill(4, ((row < headers ? 3 : 2) * r + row) * c, ((row < headers ? 3 : 2) * r + row + 1) * c);
    return { cells: floats(data, 1, 8, r, c) };
  });
  return { reader: new TableReader({ vision, cells }, manifest), graphs: { vision, cells } };
}

const picture = { name: 'a.png', width: 128, height: 96, rgb: new Uint8Array(128 * 96 * 3).fill(255), sha256: '' };

describe('reading a table', () => {
  const lines = [line('Both', 40, 4, 40), line('a', 8, 26, 10), line('b1 c1', 50, 26, 70), line('b', 50, 50, 10), line('more', 50, 64, 24)];

  it('puts texts into cells, cuts, joins lines, tells headers and regions', async () => {
    const { reader: model } = reader([20.5, 44.5], [42.5, 90.5], [['right', 0, 1]], 1);
    const { regions, table, fed } = await model.read(picture, lines, newTask().task);
    expect(fed).toEqual({ width: 128, height: 96 });
    expect(table).toMatchObject({ rows: 3, columns: 3 });
    expect(table && completeTable(table)).toEqual(table);
    expect(table?.cells.map(({ row, column, columnSpan, header, lines: own }) => [row, column, columnSpan, header, own.join('/')])).toEqual([
      [0, 0, 1, 'column', ''], [0, 1, 2, 'column', 'Both'], [1, 0, 1, 'none', 'a'], [1, 1, 1, 'none', 'b1'], [1, 2, 1, 'none', 'c1'],
      [2, 0, 1, 'none', ''], [2, 1, 1, 'none', 'b/more'], [2, 2, 1, 'none', ''],
    ]);
    for (const { lines: own, regions: ids, confidence } of table?.cells ?? []) {
      expect(ids.map((id) => regions.find((region) => region.id === id)?.text)).toEqual(own);
      expect(confidence).toBeGreaterThan(0.5);
      expect(confidence).toBeLessThanOrEqual(0.9 + 0.1 * (own.length === 0 ? 1 : 0));
    }
  });

  it('keeps captions and other text out', async () => {
    const { reader: model } = reader([20.5], [42.5], [], 1, 48);
    const { regions, table } = await model.read(picture, [...lines.slice(0, 2), line('Table 1', 8, 50, 40), line('prose', 8, 76, 40)], newTask().task);
    expect(table?.caption).toMatchObject({ lines: ['Table 1'] });
    expect(table?.cells.flatMap(({ lines: own }) => own)).toEqual(['Both', 'a']);
    expect(regions.map(({ text }) => text)).toEqual(['Both', 'a', 'Table 1', 'prose']);
  });

  it('finds no table where nothing belongs to one, or nothing was read', async () => {
    const { reader: model } = reader([], [], [], 0, -100);
    expect((await model.read(picture, lines, newTask().task)).table).toBeUndefined();
    const none = await model.read(picture, [], newTask().task);
    expect(none).toMatchObject({ regions: [] });
    expect(none.table).toBeUndefined();
  });

  it('stops when it was cancelled, and disposes what it owns once', async () => {
    const { reader: model, graphs } = reader([], [], [], 0);
    await expect(model.read(picture, lines, newTask(AbortSignal.abort()).task)).rejects.toMatchObject({ code: 'cancelled' });
    await model.dispose();
    expect([graphs.vision.disposed, graphs.cells.disposed]).toEqual([true, true]);
  });
});

describe('a package of a table reader', () => {
  let folder = '';
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'table-package-')); });
  afterEach(() => { rmSync(folder, { recursive: true, force: true }); });
  const put = (content: unknown): void => { writeFileSync(join(folder, 'manifest.json'), JSON.stringify(content)); };

  it('is loaded, and its graphs are verified', async () => {
    const bytes = Buffer.from('graph');
    put({ ...manifest, graphs: { ...manifest.graphs, vision: { file: 'vision.onnx', bytes: 5, sha256: createHash('sha256').update(bytes).digest('hex') } } });
    const pack = await loadTablePackage(folder);
    writeFileSync(join(folder, 'vision.onnx'), bytes);
    writeFileSync(join(folder, 'cells.onnx'), bytes);
    expect(Buffer.from(await readTableGraph(pack, 'vision')).toString()).toBe('graph');
    await expect(readTableGraph(pack, 'cells')).rejects.toThrow('cells.onnx is damaged');
  });

  it.each([
    ['of another family', { family: 'flamingo' }, /family "flamingo"; this version of Unrender reads tables with: grid/u],
    ['with other channels', { texts: 9 }, /its texts are 9; this version of Unrender knows 7/u],
    ['with other headers', { headers: ['none', 'row', 'column'] }, /its headers are none,row,column/u],
    ['of another task', { task: 'formula' }, /task: must be "table"/u],
  ])('is refused when it is %s', async (_, fault, message) => {
    put({ ...manifest, ...fault });
    await expect(loadTablePackage(folder)).rejects.toMatchObject({ code: 'package-invalid', message: expect.stringMatching(message) as string });
  });
});
