import type { Diagram } from '../../../answer/types.js';
import type { Calibration } from '../../package/manifest.js';

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** A raw probability made honest: sigmoid(logit(p) / temperature + bias). */
export function calibrate(probability: number, { temperature, bias }: Calibration): number {
  const p = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return sigmoid(Math.log(p / (1 - p)) / temperature + bias);
}

/**
 * How certain a reading is of itself, 0..1: the mean confidence of its edges and of one more that it may have missed. Of two readings of a picture the one
 * that is more certain has the better edges (models/packages/unrender-s/card.md has the figures).
 */
export function certainty({ edges }: Diagram): number {
  return edges.reduce((sum, { confidence }) => sum + confidence, 0) / (edges.length + 1);
}

/** The likeliest of `width` logits from `offset` on, and its probability. */
export function likeliest(logits: Float32Array, offset: number, width: number, allowed: (index: number) => boolean = () => true): { readonly index: number; readonly probability: number } {
  let index = -1;
  let most = -Infinity;
  let total = 0;
  for (let i = 0; i < width; i++) {
    if (!allowed(i)) continue;
    const logit = logits[offset + i] ?? -Infinity;
    if (logit > most) {
      total = total * Math.exp(most - logit) + 1;
      most = logit;
      index = i;
    } else total += Math.exp(logit - most);
  }
  return { index, probability: index < 0 ? 0 : 1 / total };
}
