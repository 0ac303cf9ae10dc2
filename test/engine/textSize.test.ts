import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodePicture } from '../../src/engine/picture/decode.js';
import { distanceToBackground } from '../../src/engine/picture/prepare.js';
import { components, contrast, emOf, formulaScale, formulaSpec, prepareFormula, type Grey } from '../../src/engine/picture/textSize.js';

const development = new URL('../../models/evaluation/formulas/development/', import.meta.url);
const record = JSON.parse(readFileSync(new URL('sizes.json', development), 'utf8')) as { readonly em: Readonly<Record<string, number>> };

function drawn(width: number, height: number, rectangles: readonly (readonly [number, number, number, number])[], value = 200): Grey {
  const values = new Uint8Array(width * height);
  for (const [x, y, w, h] of rectangles) for (let row = y; row < y + h; row++) values.fill(value, row * width + x, row * width + x + w);
  return { width, height, values };
}

describe('the size of a formula’s text', () => {
  test('components touch at corners and are told apart otherwise', () => {
    const found = components(drawn(80, 40, [[2, 2, 5, 8], [7, 10, 4, 4], [20, 3, 6, 9], [27, 3, 1, 9]]), 100);
    expect(found.map(({ width, height, pixels }) => [width, height, pixels]).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))).toEqual([[1, 9, 9], [6, 9, 54], [9, 12, 56]]);
  });

  test('grows with the picture, does not see contrast, and is unknown without ink', () => {
    const rectangles = [[2, 5, 8, 12], [14, 8, 7, 9], [25, 5, 9, 16], [40, 12, 12, 2]] as const;
    const em = emOf(drawn(80, 40, rectangles)) ?? 0;
    expect(em).toBeGreaterThan(4);
    const threefold = rectangles.map(([x, y, w, h]) => [3 * x, 3 * y, 3 * w, 3 * h] as const);
    expect(emOf(drawn(240, 120, threefold))).toBeCloseTo(3 * em, 2);
    expect(emOf(drawn(80, 40, rectangles, 70))).toBeCloseTo(em, 3);
    expect(emOf(drawn(80, 40, []))).toBeUndefined();
    expect(contrast(drawn(80, 40, []))).toBe(1);
  });

  test.each(Object.keys(record.em).sort().filter((_, index) => index % 7 === 0))('%s has the size that training computes', async (name) => {
    const { width, height, rgb } = await decodePicture(name, readFileSync(new URL(name, development)), '#ffffff');
    const em = emOf({ width, height, values: distanceToBackground(rgb) }) ?? 0;
    expect(em / (record.em[name] ?? 0)).toBeCloseTo(1, 3);
  });

  test('scales keep within the bounds', () => {
    expect(formulaScale(300, 60, formulaSpec.em / 2)).toBe(2);
    expect(formulaScale(40, 20, 3)).toBe(formulaSpec.maxScale);
    expect(formulaScale(4000, 100, formulaSpec.em)).toBe(formulaSpec.maxSide / 4000);
    expect(formulaScale(100, 100, undefined)).toBe(1);
  });

  test('a prepared picture has full contrast, whole multiples and its own size in them', async () => {
    const name = Object.keys(record.em)[0] ?? '';
    const picture = await decodePicture(name, readFileSync(new URL(name, development)), '#ffffff');
    const { pixels, width, height, fed, em } = await prepareFormula(picture);
    expect([width % formulaSpec.multiple, height % formulaSpec.multiple]).toEqual([0, 0]);
    expect(pixels).toHaveLength(width * height);
    expect(fed.width).toBe(Math.max(32, Math.round(picture.width * formulaScale(picture.width, picture.height, em))));
    expect(pixels.reduce((most, value) => Math.max(most, value), 0)).toBe(1);
    for (let y = 0; y < height; y++) expect(pixels[y * width + width - 1]).toBe(width > fed.width ? 0 : pixels[y * width + width - 1]);
  });
});
