import { median } from '../picture/prepare.js';
import type { TextLine } from '../families/family.js';

/** Where the columns of a fixed-width font stand. Column c has its middle at `origin + c * advance` (original pixels). */
export interface Grid { readonly advance: number; readonly origin: number; readonly coherence: number }

/** Steps of the second search on either side. */
const FINE = 12;
/** Fewer characters prove nothing. */
const FEWEST = 12;

/**
 * Length of the mean of unit vectors whose angle is the place within a period: 1 where all places agree, about 0 where they have nothing to do with it
 * (Rayleigh's statistic). `phase` is the common place, in 0..period.
 */
export function coherence(places: readonly number[], period: number, weights?: readonly number[]): { readonly length: number; readonly phase: number } {
  let [x, y, total] = [0, 0, 0];
  places.forEach((place, i) => {
    const [angle, weight] = [(2 * Math.PI * place) / period, weights?.[i] ?? 1];
    x += weight * Math.cos(angle);
    y += weight * Math.sin(angle);
    total += weight;
  });
  const phase = (Math.atan2(y, x) / (2 * Math.PI)) * period;
  return { length: Math.hypot(x, y) / Math.max(1e-9, total), phase: phase < 0 ? phase + period : phase };
}

/** The period within [least, most] that the places agree on best. */
export function bestPeriod(places: readonly number[], least: number, most: number, weights?: readonly number[]): { readonly period: number; readonly length: number; readonly phase: number } {
  const extent = Math.max(...places) - Math.min(...places);
  // A step moves the last place by an eighth of a period against the first.
  const step = (period: number): number => (period * period) / (8 * Math.max(period, extent));
  let best = { period: least, length: -1, phase: 0 };
  const look = (period: number): void => {
    const found = coherence(places, period, weights);
    if (found.length > best.length) best = { period, ...found };
  };
  for (let period = least; period <= most; period += step(period)) look(period);
  // Once more around the best: an eighth of a period is a pixel or two.
  const [middle, width] = [best.period, step(best.period)];
  for (let i = -FINE; i <= FINE; i++) look(Math.min(most, Math.max(least, middle + (i * width) / FINE)));
  return best;
}

/** The grid that the lines' characters stand on; nothing for too few of them. A `coherence` near 0 says that there is none. */
export function fitGrid(lines: readonly TextLine[]): Grid | undefined {
  const places: number[] = [];
  const steps: number[] = [];
  for (const { glyphs = [] } of lines) {
    glyphs.forEach(({ character, x }, i) => {
      if (character === ' ') return;
      places.push(x);
      const before = glyphs[i - 1];
      if (before !== undefined && before.character !== ' ') steps.push(x - before.x);
    });
  }
  if (places.length < FEWEST || steps.length === 0) return undefined;
  const usual = median(steps);
  if (!(usual > 1)) return undefined;
  const { period, length, phase } = bestPeriod(places, 0.8 * usual, 1.25 * usual);
  return { advance: period, origin: phase, coherence: length };
}

/** The column of a place, and how far from its middle it is (in columns). */
export function columnAt(grid: Grid, x: number): { readonly column: number; readonly off: number } {
  const exact = (x - grid.origin) / grid.advance;
  const column = Math.round(exact);
  return { column, off: exact - column };
}
