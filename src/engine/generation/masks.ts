import { floats } from '../runtime/graph.js';
import type { FloatTensor } from '../runtime/graph.js';

/** Added to a score that must not count. Finite, so that a row without any key stays a number; large enough that no score shows beside it. */
export const HIDDEN = -1e9;
/** For places that hold nothing, or what comes later: less even than what is hidden. */
const NOTHING = -2e9;
/** What a token is: text, or one of the visual tokens of a picture (its number, from 0). */
export const TEXT = -1;

/** Which keys a query may look at, besides that they do not come after it. */
export interface AttentionRule {
  /** Softmaxes that are taken over the same scores and added. */
  readonly masks: number;
  /** What a softmax over no key at all gives: nothing, or (as code does that only adds large negative numbers) the mean of all keys before. */
  readonly empty: 'nothing' | 'mean';
  sees(mask: number, query: number, key: number, itself: boolean): boolean;
}

const causal: AttentionRule = { masks: 1, empty: 'nothing', sees: () => true };
/**
 * Multi-modal causal attention as its paper says (arXiv 2309.14327, section 3.2): a visual token looks at itself, text at all text and all pictures before it,
 * with separate weights for both.
 */
const published: AttentionRule = {
  masks: 2, empty: 'nothing', sees: (mask, query, key, itself) => (query === TEXT ? (mask === 0) === (key === TEXT) : mask === 0 && itself),
};
/** As its repository computes it, and its weights were trained: a visual token looks at the text before it, too, and a row's weights always sum to 2. */
const repository: AttentionRule = {
  masks: 2, empty: 'mean', sees: (mask, query, key, itself) => (mask === 0 ? key === TEXT : query === TEXT ? key !== TEXT : itself),
};

export const attentionRules = { causal, mmca: published, 'mmca-repository': repository } as const;

/**
 * Masks [1, 1, T, C + T] of T new tokens after `past` ones in a cache of capacity C, by the names of the graph's inputs; with several, also what share each row
 * takes of each.
 * @param kinds of the past and the new tokens
 */
export function attentionMasks(rule: AttentionRule, kinds: readonly number[], past: number, capacity: number): Record<string, FloatTensor> {
  const count = kinds.length - past;
  const width = capacity + count;
  const feeds: Record<string, FloatTensor> = {};
  for (let mask = 0; mask < rule.masks; mask++) {
    const data = new Float32Array(count * width).fill(NOTHING);
    const shares = new Float32Array(count).fill(rule.empty === 'mean' ? 1 : 0);
    for (let row = 0; row < count; row++) {
      const query = kinds[past + row] ?? TEXT;
      for (let key = 0; key <= past + row; key++) {
        const seen = rule.sees(mask, query, kinds[key] ?? TEXT, key === past + row);
        if (seen) shares[row] = 1;
        data[row * width + (key < past ? key : capacity + key - past)] = seen ? 0 : HIDDEN;
      }
    }
    const name = mask === 0 ? '' : String(mask);
    feeds[`mask${name}`] = floats(data, 1, 1, count, width);
    if (rule.masks > 1) feeds[`share${name}`] = floats(shares, 1, 1, count, 1);
  }
  return feeds;
}
