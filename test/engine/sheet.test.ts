import { describe, expect, it } from 'vitest';
import type { PlacedGlyph, TextLine } from '../../src/engine/families/family.js';
import { setCells } from '../../src/engine/sheet/cells.js';
import { normalised, plainest } from '../../src/engine/sheet/characters.js';
import { bestPeriod, coherence, fitGrid } from '../../src/engine/sheet/grid.js';
import { gutterOf } from '../../src/engine/sheet/gutter.js';
import { stripOf, strongest } from '../../src/engine/sheet/ink.js';
import { typed } from '../../src/engine/sheet/ligatures.js';
import { FIXED_WIDTH, readSheet } from '../../src/engine/sheet/read.js';
import { textOf } from '../../src/answer/sheet/types.js';
import { newTask } from './fakes.js';

/** A small bitmap font, 5 x 9: ascent at row 0, x-height at row 2, baseline under row 6. */
const font: Readonly<Record<string, readonly string[]>> = {
  a: ['', '', ' ### ', '    #', ' ####', '#   #', ' ####'], o: ['', '', ' ### ', '#   #', '#   #', '#   #', ' ### '], O: [' ### ', '#   #', '#   #', '#   #', '#   #', '#   #', ' ### '],
  n: ['', '', '# ## ', '##  #', '#   #', '#   #', '#   #'], e: ['', '', ' ### ', '#   #', '#####', '#    ', ' ### '], t: ['  #  ', '  #  ', '#####', '  #  ', '  #  ', '  #  ', '   ##'],
  d: ['    #', '    #', ' ####', '#   #', '#   #', '#   #', ' ####'], h: ['#    ', '#    ', '# ## ', '##  #', '#   #', '#   #', '#   #'], l: [' ##  ', '  #  ', '  #  ', '  #  ', '  #  ', '  #  ', ' ### '],
  '1': ['  #  ', ' ##  ', '  #  ', '  #  ', '  #  ', '  #  ', ' ### '], '2': [' ### ', '#   #', '    #', '   # ', '  #  ', ' #   ', '#####'], '3': ['#####', '   # ', '  #  ', '   # ', '    #', '#   #', ' ### '],
  '}': [' ##  ', '   # ', '   # ', '    #', '   # ', '   # ', '   # ', ' ##  '], '=': ['', '', '', '#####', '', '#####'], r: ['', '', '# ## ', '##  #', '#    ', '#    ', '#    '],
};
const SCALE = 2;
const ADVANCE = 7 * SCALE;
const PITCH = 16 * SCALE;
const LEFT = 10;

/** A picture of rows in that font, and what a text reader says of it: `said` differs from what stands there. */
function sheet(rows: readonly string[], said: readonly string[] = rows): { picture: { width: number; height: number; rgb: Uint8Array }; lines: TextLine[] } {
  const width = 2 * LEFT + Math.max(...rows.map((row) => row.length)) * ADVANCE;
  const height = rows.length * PITCH;
  const rgb = new Uint8Array(width * height * 3).fill(250);
  rows.forEach((row, y) => [...row].forEach((character, x) => (font[character] ?? []).forEach((bits, j) => [...bits].forEach((bit, i) => {
    if (bit !== '#') return;
    for (let k = 0; k < SCALE * SCALE; k++) {
      const [px, py] = [LEFT + x * ADVANCE + (i + 1) * SCALE + (k % SCALE), y * PITCH + (j + 3) * SCALE + Math.floor(k / SCALE)];
      rgb.fill(20, (py * width + px) * 3, (py * width + px) * 3 + 3);
    }
  }))));
  const lines = said.flatMap((row, y): TextLine[] => {
    const glyphs = [...row].flatMap((character, x): PlacedGlyph[] => (character === '_' || character === ' ' ? [] : [{ character, x: LEFT + (x + 0.62 + ((x * 7) % 5 - 2) * 0.01) * ADVANCE, confidence: 0.99 }]));
    return glyphs.length === 0 ? [] : [{ box: { x: LEFT, y: y * PITCH + 3 * SCALE, width: row.length * ADVANCE, height: 8 * SCALE }, text: row, confidence: 0.99, glyphs }];
  });
  return { picture: { width, height, rgb }, lines };
}

async function read(rows: readonly string[], said?: readonly string[], again: (index: number) => PlacedGlyph[] = () => []): Promise<string[] | undefined> {
  const { picture, lines } = sheet(rows, said);
  const found = await readSheet(picture, lines, async (boxes) => boxes.map((box) => again(Math.round((box.y + box.height / 2) / PITCH - 0.5))), newTask().task);
  const left = Math.min(...(found?.rows ?? []).flatMap(({ cells }) => cells.map(({ column }) => column)));
  return found?.rows.map(({ cells, number }) => `${number === undefined ? '' : `${number}:`}${textOf(cells, left)}`);
}

const text = ['a=one', '  then=a', 'let d=one', '  rather=1', 'do=2'].map((row) => row.replace('let', 'tel'));

describe('the grid', () => {
  it('is found from places that stray, and is not where there is none', () => {
    const { lines } = sheet(text);
    const grid = fitGrid(lines);
    expect(grid?.advance).toBeGreaterThan(0.98 * ADVANCE);
    expect(grid?.advance).toBeLessThan(1.02 * ADVANCE);
    expect(grid?.coherence).toBeGreaterThan(0.7);
    // Characters of 60 to 140 % of the width.
    const uneven = Array.from({ length: 6 }, (_, row): TextLine => {
      let x = 10 + row * 3.7;
      return { box: { x: 10, y: 20 * row, width: 300, height: 14 }, text: 'x', confidence: 1, glyphs: Array.from({ length: 30 }, (__, i) => ({ character: 'x', confidence: 1, x: (x += ADVANCE * (0.6 + 0.08 * ((i * 37 + row * 53) % 11))) })) };
    });
    expect(fitGrid(uneven)?.coherence).toBeLessThan(FIXED_WIDTH);
    expect(fitGrid([])).toBeUndefined();
  });
  it('has the period and phase that places agree on', () => {
    const places = [3, 13, 23, 43, 83];
    expect(coherence(places, 10)).toMatchObject({ length: expect.closeTo(1) as number, phase: expect.closeTo(3) as number });
    expect(bestPeriod(places, 8, 12).period).toBeCloseTo(10, 1);
  });
});

describe('ink', () => {
  it('is what differs from the ground, of whatever colour, and no border', () => {
    const [width, height] = [60, 20];
    const rgb = new Uint8Array(width * height * 3);
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgb.fill(x < 20 ? 40 : x === 30 ? 200 : 90, (y * width + x) * 3, (y * width + x) * 3 + 3);
    rgb.fill(250, (10 * width + 50) * 3, (10 * width + 50) * 3 + 3);
    const strip = stripOf({ width, height, rgb }, 0, height);
    expect([strongest(strip, 0, 45), strongest(strip, 49, 52)]).toEqual([0, 160]);
  });
});

describe('columns', () => {
  it('with ink and without a character are known, and characters without ink are too many', () => {
    const { picture, lines } = sheet(['a one 2'], ['a o_e 2']);
    const grid = { advance: ADVANCE, origin: LEFT + 0.5 * ADVANCE, coherence: 1 };
    const strip = stripOf(picture, 0, PITCH);
    const glyphs = lines[0]?.glyphs ?? [];
    const set = setCells(glyphs, 0.1 * ADVANCE, grid, strip, 0);
    expect(set.cells.map(({ column, character }) => [column, character])).toEqual([[0, 'a'], [2, 'o'], [3, ''], [4, 'e'], [6, '2']]);
    expect(set.surplus).toBe(0);
    const all = sheet(['a one 2']).lines[0]?.glyphs ?? [];
    const twice = setCells([...all.slice(0, 3), ...all.slice(2)], 0.1 * ADVANCE, grid, strip, 0);
    expect([twice.cells.map(({ character }) => character).join(''), twice.surplus]).toEqual(['aone2', 1]);
  });
  it('of a sign over several columns are its characters', () => {
    const cell = (column: number, character: string) => ({ column, character, confidence: character === '' ? 0 : 0.9 });
    expect(typed([cell(3, '⇒'), cell(4, '')]).map(({ character }) => character)).toEqual(['=', '>']);
    expect(typed([cell(3, ''), cell(4, '≤')]).map(({ character }) => character)).toEqual(['<', '=']);
    expect(typed([cell(3, '→'), cell(5, 'a')]).map(({ character }) => character)).toEqual(['→', 'a']);
  });
  it('hold plain characters', () => {
    expect(['（', '“', '—', 'a'].map(normalised)).toEqual(['(', '"', '-', 'a']);
    expect([plainest({ character: 'Λ' }), plainest({ character: '农', others: [{ character: '；', confidence: 0.3 }] }), plainest({ character: 'é' }), plainest({ character: '农' })]).toEqual(['^', ';', 'e', undefined]);
  });
});

describe('line numbers', () => {
  const row = (index: number, number: string, gap: number) => {
    const digits = [...number].map((character, i) => ({ character, x: 30 - (number.length - 1 - i) * 10, confidence: 1 }));
    return { index, middle: index * 20, glyphs: [...digits, { character: 'x', x: 30 + gap, confidence: 1 }] };
  };
  it('are taken off, whatever columns they stand on; a misread one counts', () => {
    const gutter = gutterOf([row(0, '9', 24), row(1, '1O', 24), row(2, '11', 44), row(3, '12', 24)], 10);
    expect(gutter?.rows.map(({ number, glyphs }) => [number, glyphs.length])).toEqual([[9, 1], [10, 1], [11, 1], [12, 1]]);
  });
  it('are none where they do not count up, or where nothing stands beside them', () => {
    expect(gutterOf([row(0, '9', 24), row(1, '4', 24), row(2, '7', 24)], 10)).toBeUndefined();
    expect(gutterOf([row(0, '1x', 24), row(1, '2x', 24), row(2, '3x', 24)], 10)).toBeUndefined();
    expect(gutterOf([1, 2, 3].map((n) => ({ ...row(n, String(n), 24), glyphs: row(n, String(n), 24).glyphs.slice(0, 1) })), 10)).toBeUndefined();
  });
});

describe('a sheet', () => {
  it('is read in its columns', async () => {
    expect(await read(text)).toEqual(text);
  });
  it('corrects what looks like something else on this very sheet', async () => {
    const rows = [...text, '  tether=1', '  nether=1'];
    expect(await read(rows, rows.map((row, i) => (i === 3 ? row.replace('1', 'l') : row)))).toEqual(rows);
  });
  it('fills in what was not read, from the second look or from its likeness', async () => {
    const said = text.map((row, i) => (i === 1 ? row.replace('h', '_') : row));
    expect(await read([...text, '  then=1'], [...said, '  then=1'])).toEqual([...text, '  then=1']);
  });
  it('finds a row that was overlooked', async () => {
    const rows = [...text.slice(0, 3), '}', ...text.slice(3), 'one}'];
    const said = rows.map((row) => (row === '}' ? '_' : row));
    expect(await read(rows, said)).toEqual(rows);
  });
  it('is none for uneven text, or where little of the text is on it', async () => {
    expect(await read(['ab'], ['ab'])).toBeUndefined();
    const { picture, lines } = sheet(text);
    const prose = lines.map((line) => ({ ...line, box: { ...line.box, height: 60 }, text: 'much more text in another size', glyphs: [] }));
    expect(await readSheet(picture, [...lines, ...prose], async (boxes) => boxes.map(() => []), newTask().task)).toBeUndefined();
  });
});
