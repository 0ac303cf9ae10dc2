import { describe, expect, it } from 'vitest';
import { flowsOf } from '../../src/engine/page/columns.js';
import { cutPage } from '../../src/engine/page/index.js';
import { isGrid, numbered, rowsOf, segmentsOf } from '../../src/engine/page/flow.js';
import { regionsOf } from '../../src/engine/page/frames.js';
import { clustersOf } from '../../src/engine/page/graphics.js';
import { components, partsOf } from '../../src/engine/page/ink.js';
import type { RouteKind, Router } from '../../src/engine/readers/route.js';
import { routes } from '../../src/engine/readers/route.js';
import type { TextLine } from '../../src/engine/families/family.js';
import { newTask } from './fakes.js';

const line = (text: string, x: number, y: number, width = text.length * 7, height = 14): TextLine => ({ box: { x, y, width, height }, text, confidence: 0.95 });
const prose = 'The reader looks at the whole page before it says what is where.';

/** Says the same of every crop; keeps their sizes. */
function routerOf(kind: RouteKind, confidence: number): Router & { readonly shown: string[] } {
  const shown: string[] = [];
  return {
    shown,
    route: async ({ width, height }) => {
      shown.push(`${width}x${height}`);
      const ranking = routes.map((each) => ({ kind: each, confidence: each === kind ? confidence : (1 - confidence) / (routes.length - 1) }));
      return { kind, confidence, sure: true, ranking: ranking.sort((a, b) => b.confidence - a.confidence) };
    },
    dispose: async () => undefined,
  };
}

/** The four sides of a box, as rectangles of a page. */
const outline = (x: number, y: number, w: number, h: number) => [[x, y, w, 2], [x, y + h - 2, w, 2], [x, y, 2, h], [x + w - 2, y, 2, h]] as const;

/** A white page with filled rectangles [x, y, width, height]. */
function pageOf(width: number, height: number, rectangles: readonly (readonly [number, number, number, number])[]) {
  const rgb = new Uint8Array(width * height * 3).fill(255);
  for (const [x, y, w, h] of rectangles) for (let row = y; row < y + h; row++) rgb.fill(60, (row * width + x) * 3, (row * width + x + w) * 3);
  return { name: 'page.png', width, height, rgb, sha256: '0'.repeat(64) };
}

describe('columns', () => {
  const column = (x: number, rows: number, from = 40) => Array.from({ length: rows }, (_, i) => ({ left: x, right: x + 200, top: from + 20 * i, bottom: from + 14 + 20 * i, text: prose }));

  it('are read one after the other, a title above them first', () => {
    const title = { left: 120, right: 330, top: 5, bottom: 25, text: 'Title' };
    const flows = flowsOf([...column(260, 5), title, ...column(20, 5)], 14);
    expect(flows.map((flow) => flow[0]?.left)).toEqual([120, 20, 260]);
    expect(flows.map((flow) => flow.length)).toEqual([1, 5, 5]);
  });

  it('end where something runs across them', () => {
    const foot = { left: 20, right: 460, top: 200, bottom: 214, text: prose };
    expect(flowsOf([...column(20, 5), ...column(260, 5), foot], 14).map((flow) => flow.length)).toEqual([5, 5, 1]);
  });

  it('a large title that is no wider than the first column is above both', () => {
    const title = { left: 20, right: 200, top: 0, bottom: 30, text: 'Slide' };
    expect(flowsOf([title, ...column(20, 5), ...column(260, 5)], 14).map((flow) => flow.length)).toEqual([1, 5, 5]);
    const small = { ...title, top: 16 };
    expect(flowsOf([small, ...column(20, 5), ...column(260, 5)], 14).map((flow) => flow.length)).toEqual([6, 5]);
  });

  it('a list and then a figure in the middle are one column', () => {
    const figure = { left: 300, right: 500, top: 150, bottom: 300 };
    const below = { left: 20, right: 220, top: 320, bottom: 334, text: 'below' };
    expect(flowsOf([...column(20, 5), figure, below], 14).map((flow) => flow.length)).toEqual([7]);
    expect(flowsOf([...column(20, 5), { ...figure, top: 40, bottom: 130 }], 14).map((flow) => flow.length)).toEqual([5, 1]);
  });

  it('the number of a formula is no column, a formula beside bullets is', () => {
    const bullets = Array.from({ length: 6 }, (_, i) => ({ left: 20, right: 120, top: 25 * i, bottom: 25 * i + 14, text: 'Grade the thesis' }));
    const formula = { left: 300, right: 400, top: 40, bottom: 58, text: 'E = mc2' };
    expect(flowsOf([...bullets, formula], 14).map((flow) => flow.length)).toEqual([6, 1]);
    expect(flowsOf([...bullets, { ...formula, text: '(18)', right: 325 }], 14).map((flow) => flow.length)).toEqual([7]);
  });

  it('a narrow list beside sentences is a column, wherever its lines stand', () => {
    const links = Array.from({ length: 5 }, (_, i) => ({ left: 0, right: 60, top: 40 + 20 * i, bottom: 54 + 20 * i, text: 'Links' }));
    const sentences = column(120, 5).map((item) => ({ ...item, right: 500 }));
    expect(flowsOf([...links, ...sentences], 14).map((flow) => flow.length)).toEqual([5, 5]);
  });

  it('ten thousand lines end in time', () => {
    const cells = Array.from({ length: 10_000 }, (_, i) => ({ left: 300 * (i % 2), right: 300 * (i % 2) + 100, top: 12 * (i >> 1), bottom: 12 * (i >> 1) + 10, text: 'x' }));
    expect(flowsOf(cells, 10).flat()).toHaveLength(10_000);
  });

  it('a single column stays whole', () => {
    expect(flowsOf(column(20, 12), 14)).toHaveLength(1);
  });

  it('rows of short cells are no columns', () => {
    const cells = [0, 1, 2, 3].flatMap((row) => [20, 120, 220].map((x) => ({ left: x, right: x + 40, top: 20 * row, bottom: 20 * row + 14, text: '1.25' })));
    expect(flowsOf(cells, 14)).toHaveLength(1);
  });
});

describe('lines of a column', () => {
  it('cells that stand under each other are a grid; ragged pieces are not', () => {
    const grid = numbered([line('Name', 10, 0), line('Price', 120, 0), line('Ana', 10, 20), line('12.50', 120, 20), line('Kim', 10, 40), line('9.00', 120, 40)]);
    expect(isGrid(rowsOf(grid))).toBe(true);
    const ragged = numbered([line('one two', 10, 0), line('three', 133, 0), line('four', 47, 20), line('five six', 181, 20)]);
    expect(isGrid(rowsOf(ragged))).toBe(false);
  });

  it('a formula between paragraphs is a part of its own', () => {
    const lines = numbered([line(prose, 0, 0), line(prose, 0, 20), line('x = a + b', 190, 50), line(prose, 0, 84), line(prose, 0, 104)]);
    const segments = segmentsOf(lines, 14);
    expect(segments.map(({ lines: members }) => members.map(({ index }) => index))).toEqual([[0, 1], [2], [3, 4]]);
    expect(segments[1]?.prior.formula).toBeGreaterThan(0.5);
    expect(segments[0]?.prior.text).toBeGreaterThan(0.8);
  });
});

describe('formulas and code', () => {
  it('limits and the lower half of a fraction belong to the formula', () => {
    const lines = numbered([line(prose, 0, 0), line('∑ k = n(n+1)', 190, 40), line('2', 270, 56), line('k=1', 190, 60), line(prose, 0, 110)]);
    expect(segmentsOf(lines, 14).map(({ lines: members }) => members.map(({ index }) => index))).toEqual([[0], [1, 3, 2], [4]]);
  });

  it('cells that were read as one line do not divide a table', () => {
    const lines = numbered([line('Name', 10, 0), line('Price', 120, 0), line('Ana 12.50', 10, 20), line('Kim', 10, 40), line('9.00', 120, 40), line('Lee', 10, 60), line('7.25', 120, 60)]);
    const segments = segmentsOf(lines, 14);
    expect(segments).toHaveLength(1);
    expect(segments[0]?.prior.table).toBeGreaterThan(0.5);
  });

  it('braces and statements are code, without characters that are known to stand on columns', () => {
    const lines = numbered([line(prose, 0, 0), line('function read(page) {', 20, 40), line('return page;', 34, 60), line('}', 20, 80), line(prose, 0, 120)]);
    const segments = segmentsOf(lines, 14);
    expect(segments.map(({ lines: members }) => members.length)).toEqual([1, 3, 1]);
    expect(segments[1]?.prior.code).toBeGreaterThan(0.5);
  });
});

describe('ink', () => {
  it('pieces that touch are one, with what they fill and what lies along their edge', () => {
    const values = new Uint8Array(20 * 20);
    for (let i = 2; i < 18; i++) for (const [x, y] of [[i, 2], [i, 17], [2, i], [17, i]] as const) values[y * 20 + x] = 200;
    values[10 * 20 + 10] = 200;
    const parts = components(values, 20, 20).sort((a, b) => b.right - b.left - (a.right - a.left));
    expect(parts.map(({ left, top, right, bottom }) => [left, top, right, bottom])).toEqual([[2, 2, 18, 18], [10, 10, 11, 11]]);
    expect(parts[0]?.fill).toBeCloseTo(60 / 256);
    expect(parts[0]?.rim).toBe(1);
  });

  it('rules from edge to edge are told, and are no ink of the inside', () => {
    const values = new Uint8Array(60 * 60);
    for (let i = 2; i < 58; i++) for (const [x, y] of [[i, 2], [i, 57], [2, i], [57, i], [i, 20]] as const) values[y * 60 + x] = 200;
    const [part] = components(values, 60, 60);
    expect(part?.rules).toEqual([20.5]);
    expect(part?.rim).toBe(1);
  });

  it('dashes under each other are a line; underscores are none', async () => {
    const dashes = Array.from({ length: 12 }, (_, i) => [200, 40 + 16 * i, 2, 8] as const);
    const parts = await partsOf(pageOf(400, 300, dashes), [line(prose, 20, 270, 300)], 14);
    expect(parts).toHaveLength(1);
    expect(parts[0] && parts[0].bottom - parts[0].top).toBeGreaterThan(175);
    const underscores = Array.from({ length: 12 }, (_, i) => [200, 40 + 16 * i, 6, 2] as const);
    expect(await partsOf(pageOf(400, 300, underscores), [line(prose, 20, 270, 300)], 14)).toEqual([]);
  });

  it('a faint ground is seen on clean paper, not on noisy paper', async () => {
    const faint = pageOf(400, 300, [[20, 20, 200, 6]]);
    for (let row = 100; row < 200; row++) faint.rgb.fill(246, (row * 400 + 50) * 3, (row * 400 + 350) * 3);
    expect((await partsOf(faint, [line(prose, 20, 16, 210)], 10)).map(({ fill }) => fill)).toEqual([1]);
    for (let i = 0; i < faint.rgb.length; i += 9) if (faint.rgb[i] === 255) faint.rgb.fill(252, i, i + 3);
    expect(await partsOf(faint, [line(prose, 20, 16, 210)], 10)).toEqual([]);
  });

  it('letters of lines are none, and far pieces stay apart', async () => {
    const text = line(prose, 20, 20, 400);
    const page = pageOf(600, 400, [[20, 22, 300, 8], [40, 120, 150, 100], [400, 120, 150, 100]]);
    const parts = await partsOf(page, [text], 14);
    expect(parts).toHaveLength(2);
    expect(clustersOf(parts, numbered([text]), 14)).toHaveLength(2);
  });
});

describe('candidates', () => {
  const clusters = async (rectangles: Parameters<typeof pageOf>[2], lines: readonly TextLine[]) => clustersOf(await partsOf(pageOf(600, 500, rectangles), lines, 14), numbered(lines), 14);

  it('three rules of one width with cells between them are a table, and the row above is its head', async () => {
    const rows = [100, 130, 160].map((y) => [40, y, 220, 2] as const);
    const lines = [line('Name', 50, 80), line('Price', 180, 80), line('Ana', 50, 108), line('12.50', 180, 108), line('Kim', 50, 138), line('9.00', 180, 138), line(prose, 40, 180), line('aside', 300, 108)];
    const found = await clusters(rows, lines);
    expect(found.map(({ lines: members, ruled }) => [ruled, members])).toEqual([[true, [0, 1, 2, 3, 4, 5]]]);
  });

  it('rules between paragraphs are no table', async () => {
    const rows = [100, 150, 200].map((y) => [40, y, 460, 2] as const);
    expect(await clusters(rows, [line(prose, 40, 110, 450), line(prose, 40, 160, 450), line(prose, 40, 220, 450)])).toEqual([]);
  });

  it('a chart has its title, its legend and labels that hang over; a caption and a heading stay text', async () => {
    const chart = [[100, 150, 2, 200], [100, 348, 300, 2], [160, 200, 20, 148], [300, 250, 20, 98], [430, 200, 14, 14]] as const;
    const lines = [line('Sales', 230, 110), line('Q1 2019', 75, 356), line('phones', 450, 200), line('Figure 3. Sales', 200, 400), line(prose, 20, 60, 500), line(prose, 20, 440, 500)];
    const [found, ...others] = await clusters(chart, lines);
    expect(others).toEqual([]);
    expect([...(found?.lines ?? [])].sort()).toEqual([0, 1, 2]);
    const heading = await clusters(chart, [line('Sales', 20, 110), ...lines.slice(1)]);
    expect(heading[0]?.lines).not.toContain(0);
  });
});

describe('frames', () => {
  const regions = async (rectangles: Parameters<typeof pageOf>[2], lines: readonly TextLine[]) => regionsOf(await partsOf(pageOf(600, 500, rectangles), lines, 14), lines, 14, { left: 0, top: 0, right: 600, bottom: 500 });
  const card = [...outline(20, 60, 500, 300), [20, 100, 500, 2]] as const;

  it('a card with a head is looked into, and divided at its rule', async () => {
    const lines = [line('Title', 20, 20), line('ana commented', 36, 74), line('First', 36, 120), line('Second', 36, 140), line('outside', 20, 400)];
    const root = await regions(card, lines);
    expect(root.lines).toEqual([0, 4]);
    expect(root.inner.map(({ lines: members, parts }) => [members, parts.length])).toEqual([[[1, 2, 3], 0]]);
    expect(root.inner[0]?.rules[0]).toBeGreaterThan(98);
    const blocks = await cutPage(pageOf(600, 500, card), lines, routerOf('prose', 0.9), newTask().task);
    expect(blocks.map(({ kind, lines: members }) => [kind, members])).toEqual([['text', [0]], ['text', [1]], ['text', [2, 3]], ['text', [4]]]);
  });

  it('a box of a diagram and a table are none', async () => {
    expect((await regions(outline(100, 60, 200, 100), [line('Start', 180, 100)])).inner).toEqual([]);
    const cells = [80, 120, 160].flatMap((y) => [line('Name', 40, y), line('12.50', 300, y)]);
    expect((await regions([...outline(20, 60, 500, 130), [20, 105, 500, 2], [20, 145, 500, 2]], cells)).inner).toEqual([]);
  });
});

describe('a page', () => {
  const lines = [line(prose, 20, 20, 500), line(prose, 20, 40, 500), line('Label', 60, 150), line(prose, 20, 280, 500), line(prose, 20, 300, 500)];
  const page = pageOf(600, 400, [[40, 120, 200, 100], [300, 120, 200, 100], [240, 168, 60, 4]]);

  it('falls into text, figure, text; the label belongs to the figure', async () => {
    const router = routerOf('flowchart', 0.9);
    const blocks = await cutPage(page, lines, router, newTask().task);
    expect(blocks.map(({ kind, lines: members }) => [kind, members])).toEqual([['text', [0, 1]], ['figure', [2]], ['text', [3, 4]]]);
    expect(router.shown).toHaveLength(1);
    const { x, y, width, height } = blocks[1]?.box ?? { x: 0, y: 0, width: 0, height: 0 };
    for (const [got, wanted] of [[x, 40], [y, 120], [width, 460], [height, 100]] as const) expect(Math.abs(got - wanted)).toBeLessThan(4);
  });

  it('is named as the router says where it is surer than the look', async () => {
    expect((await cutPage(page, lines, routerOf('table', 0.999), newTask().task)).map(({ kind }) => kind)).toEqual(['text', 'table', 'text']);
  });

  it('is shown to the router in forty pieces at most', async () => {
    const specks = Array.from({ length: 100 }, (_, i) => [20 + 140 * (i % 10), 20 + 100 * Math.floor(i / 10), 70, 50] as const);
    const router = routerOf('flowchart', 0.9);
    const blocks = await cutPage(pageOf(1400, 1020, specks), [line('word', 20, 1000)], router, newTask().task);
    expect(blocks.length).toBeGreaterThan(40);
    expect(router.shown).toHaveLength(40);
  });

  it('every line is in one block at most, and an empty page has none', async () => {
    const blocks = await cutPage(page, lines, routerOf('prose', 0.999), newTask().task);
    const all = blocks.flatMap(({ lines: members }) => members);
    expect(new Set(all).size).toBe(all.length);
    expect(all.sort()).toEqual([0, 1, 2, 3, 4]);
    expect(await cutPage(pageOf(100, 80, []), [], routerOf('other', 0.9), newTask().task)).toEqual([]);
  });

  it('ends when its task was cancelled', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(cutPage(page, lines, routerOf('prose', 0.9), newTask(stop.signal).task)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
