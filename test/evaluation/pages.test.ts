import { describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { comparePage, iou, summarise } from '../../models/evaluation/pages/measures.mjs';

const block = (kind: string, ...box: number[]) => ({ kind, box });
const truth = [block('text', 0, 0, 100, 20), block('code', 0, 30, 100, 60), block('text', 0, 70, 100, 90)];

describe('blocks of a page', () => {
  it('overlap is intersection over union', () => {
    expect(iou([0, 0, 10, 10], [5, 0, 15, 10])).toBeCloseTo(1 / 3);
    expect(iou([0, 0, 10, 10], [20, 0, 30, 10])).toBe(0);
  });

  it('the truth itself scores 1', () => {
    expect(summarise([comparePage(truth, truth)])).toMatchObject({ blockF1: 1, order: 1, tau: 1, orderRight: 1 });
  });

  it('another kind is no hit, but has its place in the order', () => {
    const found = [truth[0], block('table', 0, 30, 100, 60), truth[2]];
    expect(comparePage(truth, found)).toMatchObject({ hits: 2, steps: 2, adjacent: 2 });
  });

  it('a box that is half as high is no hit; a wrong order shows', () => {
    expect(comparePage(truth, [truth[2], block('code', 0, 30, 100, 45), truth[0]])).toMatchObject({ hits: 2, adjacent: 0, tau: -1 });
    expect(summarise([comparePage(truth, [])])).toMatchObject({ blockF1: 0, recall: 0 });
  });
});
