import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { boxesOf } from '../../src/engine/ocr/boxes.js';
import { crop } from '../../src/engine/ocr/crop.js';
import { plainLetter, withoutDoubtfulAccents } from '../../src/engine/ocr/accents.js';
import { readLine } from '../../src/engine/ocr/ctc.js';
import { recognise } from '../../src/engine/ocr/recognise.js';
import { TextReader, withoutMarks } from '../../src/engine/ocr/reader.js';
import { linesIn, tighten } from '../../src/engine/ocr/split.js';
import { decodePicture } from '../../src/engine/picture/decode.js';
import { CLASSES, LISTED, SCORES, listingLikeliest } from '../../src/engine/ocr/likeliest.js';
import { floats } from '../../src/engine/runtime/graph.js';
import { openSession } from '../../src/engine/runtime/session.js';
import { graph, manifest, newTask, tensor } from './fakes.js';
import { addGraph } from './onnxBytes.js';

describe('boxes in a probability map', () => {
  const map = (areas: readonly (readonly [number, number, number, number, number])[]) => {
    const data = new Float32Array(100 * 40);
    for (const [x0, y0, x1, y1, p] of areas) for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) data[y * 100 + x] = p;
    return data;
  };
  it('are grown back by the detector’s ratio and stay in the map', () => {
    // 40 x 8 pixels: grown by 40 * 8 * 1.6 / 96 on every side.
    const [box, ...others] = boxesOf(map([[20, 12, 60, 20, 0.9]]), 100, 40);
    expect(others).toEqual([]);
    expect(box?.x).toBeCloseTo(20 - 16 / 3);
    expect(box?.width).toBeCloseTo(40 + 32 / 3);
    expect(boxesOf(map([[0, 0, 40, 8, 0.9]]), 100, 40)[0]).toMatchObject({ x: 0, y: 0 });
  });
  it('leave out what is faint or tiny', () => {
    expect(boxesOf(map([[20, 12, 60, 20, 0.4], [70, 5, 72, 30, 0.9]]), 100, 40)).toEqual([]);
  });
  it('of different lines stay apart, diagonal neighbours do not', () => {
    expect(boxesOf(map([[5, 5, 30, 12, 0.9], [5, 20, 30, 27, 0.9]]), 100, 40)).toHaveLength(2);
    expect(boxesOf(map([[5, 5, 30, 12, 0.9], [30, 12, 50, 20, 0.9]]), 100, 40)).toHaveLength(1);
  });
});

describe('reading a line', () => {
  const characters = ['a', 'b', ' '];
  // The likeliest class of a step, then the blank and the others, as the graph lists them.
  const read = (...best: readonly number[]) => readLine(
    Float32Array.from(best.flatMap(() => [0.7, 0.2, 0.06, 0.001])), Float32Array.from(best.flatMap((first) => [first, ...[0, 1, 2, 3].filter((other) => other !== first)])), 4, characters,
  );
  it('repeats fall away, blanks part them', () => {
    expect(read(1, 1, 0, 1, 3, 2, 2, 0).map(({ character, step }) => [character, step])).toEqual([['a', 1], ['a', 3.5], [' ', 4.5], ['b', 6]]);
  });
  it('lists what else a character may be: no blank, nothing unlikely', () => {
    expect(read(1)[0]?.others).toEqual([{ character: 'b', confidence: expect.closeTo(0.06) as number }]);
  });
  it('nothing is nothing', () => {
    expect(read(0, 0)).toEqual([]);
  });
});

describe('a recogniser that lists the likeliest', () => {
  it('gives them in place of all, as its runtime computes them', async () => {
    const { model, classes } = listingLikeliest(addGraph('Identity', '', [2, 3, 300]));
    expect(classes).toBe(300);
    const session = await openSession(model, 'cpu', 1);
    try {
      const all = Float32Array.from({ length: 1800 }, (_, i) => ((i * 7919) % 1801) / 1801);
      const outputs = await session.run({ pixels: floats(all, 2, 3, 300) });
      expect(Object.keys(outputs).sort()).toEqual([CLASSES, SCORES]);
      expect(outputs[CLASSES]?.dims).toEqual([2, 3, LISTED]);
      const expected = [0, 1, 2, 3, 4, 5].map((row) => [...all.subarray(row * 300, (row + 1) * 300)].map((score, i) => ({ score, i })).sort((a, b) => b.score - a.score).slice(0, LISTED));
      expect([...outputs[SCORES]?.data ?? []]).toEqual(expected.flat().map(({ score }) => score));
      expect([...outputs[CLASSES]?.data ?? []]).toEqual(expected.flat().map(({ i }) => i));
    } finally {
      await session.dispose();
    }
  });
  it('refuses what is no graph', () => {
    expect(() => listingLikeliest(new Uint8Array())).toThrow('no graph with an output');
    expect(() => listingLikeliest(addGraph('Identity').subarray(0, 90))).toThrow('cut off');
  });
});

describe('doubtful accents', () => {
  const line = (text: string, ...doubtful: readonly string[]) => [...text].map((character, step) => ({ character, step, confidence: doubtful.includes(character) ? 0.6 : 0.97 }));
  const texts = (...lines: readonly ReturnType<typeof line>[]) => withoutDoubtfulAccents(lines).map((glyphs) => glyphs.map(({ character }) => character).join(''));
  it('are taken off; certain ones, and letters without any, stay', () => {
    expect(texts(line('on érror', 'é', 'o'), line('Übergeben'), line('JSOÑ', 'Ñ'))).toEqual(['on error', 'Übergeben', 'JSON']);
  });
  it('stay where the letter stands without doubt elsewhere, in whichever case', () => {
    expect(texts(line('ändern', 'ä'), line('ÄNDERN'))).toEqual(['ändern', 'ÄNDERN']);
  });
  it('are those of a to z only', () => {
    expect(['é', 'Ñ', 'ţ', 'o', 'й', '가', 'が', '€', 'ß', 'ø'].map(plainLetter)).toEqual(['e', 'N', 't', undefined, undefined, undefined, undefined, undefined, undefined, undefined]);
  });
});

describe('lines in a box', () => {
  const box = { x: 100, y: 10, width: 300, height: 20 };
  /** 40 steps of 7.5 pixels. */
  const glyphs = (text: string, from: number) => [...text].map((character, i) => ({ character, step: from + i, confidence: 0.9 }));
  it('keep single spaces', () => {
    expect(linesIn(box, glyphs(' Read  the file ', 2), 40)).toMatchObject([{ text: 'Read the file', confidence: expect.closeTo(0.9) as number }]);
  });
  it('are split at a gap that is no space', () => {
    const lines = linesIn(box, [...glyphs('Yes', 3), { character: ' ', step: 10, confidence: 0.9 }, ...glyphs('Start', 30)], 40);
    expect(lines.map(({ text }) => text)).toEqual(['Yes', 'Start']);
    expect((lines[0]?.box.x ?? 0) + (lines[0]?.box.width ?? 0)).toBeLessThan(lines[1]?.box.x ?? 0);
  });
  it('are as high as the text', () => {
    const { x, y, width, height } = tighten(box);
    expect([x, y, width, height].map((v) => Math.round(v * 10) / 10)).toEqual([103.1, 12.1, 293.8, 15.8]);
    expect(tighten({ x: 0, y: 0, width: 2, height: 30 }).width).toBeGreaterThan(0);
  });
  it('of arrowheads are none', () => {
    const line = (text: string, height: number) => ({ box: { x: 0, y: 0, width: 10, height }, text, confidence: 1 });
    expect(withoutMarks([line('Start', 18), line('V', 8), line('A', 17), line('End', 19)]).map(({ text }) => text)).toEqual(['Start', 'A', 'End']);
    expect(withoutMarks([line('1', 9)])).toHaveLength(1);
  });
});

describe('crops', () => {
  const picture = { width: 4, height: 2, rgb: Uint8Array.from([0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0]) };
  it('are BGR planes in -1..1', () => {
    expect([...crop(picture, { x: 0, y: 0, width: 4, height: 2 }, 4, 2, false).subarray(0, 8)]).toEqual([1, 1, -1, -1, 1, 1, -1, -1]);
    expect(crop(picture, { x: 0, y: 0, width: 4, height: 2 }, 4, 2, false)[8]).toBe(-1);
  });
  it('average where they shrink, and repeat the border outside', () => {
    const [left = 0, right = 0] = crop(picture, { x: 0, y: 0, width: 4, height: 2 }, 2, 1, false);
    expect(left).toBeGreaterThan(0.5);
    expect(right).toBeLessThan(-0.5);
    expect([...crop(picture, { x: 4, y: 0, width: 4, height: 2 }, 2, 2, false)]).toEqual(new Array(12).fill(-1));
  });
  it('turn text that runs upwards', () => {
    const column = { width: 1, height: 3, rgb: Uint8Array.from([255, 255, 255, 0, 0, 0, 0, 0, 0]) };
    // The top pixel is the last one read.
    expect([...crop(column, { x: 0, y: 0, width: 1, height: 3 }, 3, 1, true).subarray(0, 3)]).toEqual([-1, -1, 1]);
  });
});

describe('recognition', () => {
  const listed = (classes: readonly number[], count: number) => ({ [SCORES]: tensor(classes.map(() => 1), count, classes.length / count, 1), [CLASSES]: tensor(classes, count, classes.length / count, 1) });
  const picture = { width: 2000, height: 100, rgb: new Uint8Array(600_000) };
  const box = (width: number) => ({ x: 0, y: 0, width, height: 48 });
  it('reads lines of like widths together, bounded, and keeps the order of the boxes', async () => {
    const fed: (readonly number[])[] = [];
    const recogniser = graph(({ x }) => {
      const [count = 0, , , width = 0] = x?.dims ?? [];
      fed.push([count, width]);
      // Says how wide its batch is: "a" for narrow ones, "b" for wide ones.
      const one = Array.from({ length: width / 8 }, (_, step) => (step !== 1 ? 0 : width < 300 ? 1 : 2));
      return listed(Array.from({ length: count }, () => one).flat(), count);
    });
    const { task, events } = newTask();
    const lines = await recognise(recogniser, ['a', 'b'], picture, [box(900), box(100), box(120), box(800)], task);
    expect(lines.map(({ text }) => text)).toEqual(['b', 'a', 'a', 'b']);
    expect(fed).toEqual([[2, 120], [1, 800], [1, 904]]);
    expect(events.at(-1)).toEqual({ type: 'stage', stage: 'recognise', done: 4, total: 4 });
  });
  it('is cancelled between two batches', async () => {
    const controller = new AbortController();
    let runs = 0;
    const recogniser = graph(({ x }) => {
      runs++;
      controller.abort();
      return listed(Array.from({ length: (x?.dims[3] ?? 0) / 8 }, () => 0), 1);
    });
    await expect(recognise(recogniser, ['a', 'b'], picture, [box(900), box(900), box(900)], newTask(controller.signal).task)).rejects.toMatchObject({ code: 'cancelled' });
    expect(runs).toBe(1);
  });
});

const folder = fileURLToPath(new URL('../../.cache/text-reader', import.meta.url));
describe.skipIf(!existsSync(folder))('the real text reader', () => {
  it('reads every line of a flowchart', { timeout: 120_000 }, async () => {
    const picture = await decodePicture('flowchart-12.png', readFileSync(new URL('pictures/flowchart-12.png', import.meta.url)), '#ffffff');
    const reader = await TextReader.open(folder, manifest.text, 2);
    const { task } = newTask();
    try {
      const lines = await reader.read(picture, task);
      expect(lines.map(({ text }) => text).sort()).toEqual([
        'Ask supplier', 'Call customer', 'Close ticket', 'Customer file', 'In stock?', 'Order received', 'Pack and ship', 'Payment OK?', 'Reserve items', 'Send receipt',
        'Update account', 'Wait a week', 'no', 'no', 'yes', 'yes',
      ]);
      for (const { confidence } of lines) expect(confidence).toBeGreaterThan(0.8);
      expect(task.timings.map(({ stage }) => stage)).toEqual(['detect', 'recognise']);
    } finally {
      await reader.dispose();
    }
  });

  it('finds no text in an empty picture', { timeout: 120_000 }, async () => {
    const reader = await TextReader.open(folder, manifest.text, 2);
    try {
      expect(await reader.read({ width: 50, height: 30, rgb: new Uint8Array(4500).fill(255) }, newTask().task)).toEqual([]);
    } finally {
      await reader.dispose();
    }
  });

  it('is refused where a file is missing', async () => {
    await expect(TextReader.open(`${folder}-none`, manifest.text, 1)).rejects.toMatchObject({ code: 'text-reader-missing', message: expect.stringContaining('dictionary.txt') as string });
  });
});
