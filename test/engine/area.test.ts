import { describe, expect, it } from 'vitest';
import { cut, inkBox, within } from '../../src/engine/picture/area.js';

/** White paper with black rectangles [x, y, width, height]. */
function paper(width: number, height: number, ...ink: readonly (readonly [number, number, number, number])[]) {
  const rgb = new Uint8Array(width * height * 3).fill(255);
  for (const [x, y, w, h] of ink) for (let row = y; row < y + h; row++) rgb.fill(0, (row * width + x) * 3, (row * width + x + w) * 3);
  return { width, height, rgb };
}

describe('areas of a picture', () => {
  it('ink has a box; a single pixel is dust', () => {
    expect(inkBox(paper(60, 40, [10, 5, 20, 4], [30, 20, 3, 8]))).toEqual({ x: 10, y: 5, width: 23, height: 23 });
    expect(inkBox(paper(60, 40, [10, 5, 20, 4], [55, 38, 1, 1]))).toEqual({ x: 10, y: 5, width: 20, height: 4 });
    expect(inkBox(paper(60, 40))).toBeUndefined();
  });

  it('boxes stay inside, as whole pixels', () => {
    expect(within(paper(60, 40), { x: 10.4, y: 5.6, width: 20, height: 10 })).toEqual({ x: 10, y: 5, width: 21, height: 11 });
    expect(within(paper(60, 40), { x: 10, y: 5, width: 20, height: 10 }, 12)).toEqual({ x: 0, y: 0, width: 42, height: 27 });
    expect(within(paper(60, 40), { x: 100, y: -50, width: 20, height: 10 })).toEqual({ x: 59, y: 0, width: 1, height: 1 });
  });

  it('cuts the pixels out', () => {
    const part = cut(paper(60, 40, [10, 5, 2, 1]), { x: 9, y: 5, width: 4, height: 2 });
    expect([...part.rgb]).toEqual([255, 255, 255, 0, 0, 0, 0, 0, 0, 255, 255, 255, ...new Array<number>(12).fill(255)]);
  });
});
