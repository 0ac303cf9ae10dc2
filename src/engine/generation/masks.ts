import { floats } from '../runtime/graph.js';
import type { FloatTensor } from '../runtime/graph.js';

/** Added to a score that must not count. Finite, so that a row without any key stays a number. */
export const HIDDEN = -1e9;
/** What a token is: text, or one of the visual tokens of a picture (its number, from 0). */
export const TEXT = -1;

/** Which keys a query may look at, besides that they come before it. */
export interface AttentionRule {
  /** Softmaxes that are taken over the same scores and added. */
  readonly masks: number;
  sees(mask: number, query: number, key: number): boolean;
}

const causal: AttentionRule = { masks: 1, sees: () => true };
/** Multi-modal causal attention as its paper says (arXiv 2309.14327): a picture's tokens look at their own picture, text looks at all before it. */
const published: AttentionRule = { masks: 1, sees: (_, query, key) => query === TEXT || query === key };
/** As its repository computes it: text takes one softmax over text and one over pictures and adds both, so that its weights sum to 2 where there are both. */
const repository: AttentionRule = { masks: 2, sees: (mask, query, key) => (query === TEXT ? (mask === 0) === (key === TEXT) : mask === 0 && query === key) };

export const attentionRules = { causal, mmca: published, 'mmca-repository': repository } as const;

/**
 * Masks [1, 1, T, C + T] of T new tokens after `past` ones in a cache of capacity C.
 * @param kinds of the past and the new tokens
 */
export function attentionMasks(rule: AttentionRule, kinds: readonly number[], past: number, capacity: number): readonly FloatTensor[] {
  const count = kinds.length - past;
  const width = capacity + count;
  return Array.from({ length: rule.masks }, (_, mask) => {
    const data = new Float32Array(count * width).fill(HIDDEN);
    for (let row = 0; row < count; row++) {
      const query = kinds[past + row] ?? TEXT;
      for (let key = 0; key <= past + row; key++) {
        if (rule.sees(mask, query, kinds[key] ?? TEXT)) data[row * width + (key < past ? key : capacity + key - past)] = 0;
      }
    }
    return floats(data, 1, 1, count, width);
  });
}
