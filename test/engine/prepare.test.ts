import { describe, expect, it } from 'vitest';
import { backgroundColour, distanceToBackground, median, prepare, scaleFor } from '../../src/engine/picture/prepare.js';
import { manifest } from './fakes.js';

const spec = manifest.picture;

describe('picture preparation', () => {
  it('brings the median text height to 12 pixels, within bounds', () => {
    expect(scaleFor(400, 300, [24, 20, 28], spec)).toBeCloseTo(0.5);
    expect(scaleFor(100, 100, [2], spec)).toBe(2);
    expect(scaleFor(4000, 100, [12], spec)).toBeCloseTo(960 / 4000);
    expect(scaleFor(900, 900, [12], spec) ** 2 * 810_000).toBeCloseTo(spec.maxPixels);
    expect(scaleFor(800, 400, [], spec)).toBeCloseTo(12 / 24);
  });

  it('finds the background as the mean of the fullest bin', () => {
    const rgb = Uint8Array.from([250, 250, 250, 252, 251, 250, 0, 0, 0]);
    expect(backgroundColour(rgb)).toEqual([251, 250.5, 250]);
    expect([...distanceToBackground(rgb)]).toEqual([1, 1, 251]);
  });

  it('rounds half to even, as the training does', () => {
    // Background 250.5: the first pixel is 0.5 away, the last 50.5.
    expect([...distanceToBackground(Uint8Array.from([250, 250, 250, 251, 251, 251, 200, 200, 200]))]).toEqual([0, 0, 50]);
  });

  it('pads to the right and below with background', async () => {
    const rgb = new Uint8Array(40 * 50 * 3).fill(255);
    rgb.fill(0, 0, 3);
    const { pixels, width, height, fed, scaleX } = await prepare({ width: 40, height: 50, rgb }, [12], spec);
    expect({ width, height, fed, scaleX }).toEqual({ width: 64, height: 64, fed: { width: 40, height: 50 }, scaleX: 1 });
    expect(pixels[0]).toBe(1);
    expect(pixels.reduce((sum, value) => sum + value, 0)).toBe(1);
  });

  it('never feeds less than 32 pixels a side', async () => {
    expect((await prepare({ width: 3, height: 2, rgb: new Uint8Array(18) }, [12], spec)).fed).toEqual({ width: 32, height: 32 });
  });

  it('medians', () => {
    expect([median([]), median([3]), median([4, 1]), median([5, 1, 3])]).toEqual([0, 3, 2.5, 3]);
  });
});
