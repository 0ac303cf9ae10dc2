import { describe, expect, it } from 'vitest';
import { joinFrames, timeShares } from '../../src/engine/generation/clip.js';
import { floats } from '../../src/engine/runtime/graph.js';

const rows = (frames: number, learned: number): number[][] => {
  const { data, dims } = timeShares(frames, learned);
  expect(dims).toEqual([frames, learned]);
  return Array.from({ length: frames }, (_, frame) => [...data.subarray(frame * learned, (frame + 1) * learned)].map((share) => Math.round(share * 1000) / 1000));
};

describe('time embeddings of a clip', () => {
  it('are the first ones where there are enough', () => {
    expect(rows(1, 3)).toEqual([[1, 0, 0]]);
    expect(rows(2, 3)).toEqual([[1, 0, 0], [0, 1, 0]]);
    expect(rows(3, 3)).toEqual([[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
  });
  it('are interpolated from the first to the last where there are more frames', () => {
    expect(rows(5, 3)).toEqual([[1, 0, 0], [0.5, 0.5, 0], [0, 1, 0], [0, 0.5, 0.5], [0, 0, 1]]);
    expect(rows(4, 2)).toEqual([[1, 0], [0.667, 0.333], [0.333, 0.667], [0, 1]]);
    expect(rows(3, 1)).toEqual([[1], [1], [1]]);
    for (const [frames, learned] of [[30, 8], [31, 7], [9, 8]] as const) for (const row of rows(frames, learned)) expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 2);
  });
  it('join features in the order of the frames', () => {
    const { data, dims } = joinFrames([floats(Float32Array.of(1, 2, 3, 4), 1, 2, 2), floats(Float32Array.of(5, 6, 7, 8), 1, 2, 2)]);
    expect([[...data], dims]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2]]);
    expect(() => joinFrames([])).toThrow(RangeError);
  });
});
