import type { StreamSpec } from '../package/manifest.js';
import { integers, output } from '../runtime/graph.js';
import type { FloatTensor, Graph } from '../runtime/graph.js';
import { Cache } from './cache.js';

export interface Token {
  readonly id: number;
  /** Probability among what the grammar allowed. */
  readonly probability: number;
  /** Where the decoder looked for it: a weight for each feature. Only where its graph tells, and where the token was in question at all. */
  readonly looks?: Float32Array;
}

/** Which tokens may follow the ids so far, and what is known beside the decoder's logits. */
export interface Rules {
  next(ids: readonly number[]): { readonly allowed: Uint8Array; readonly evidence?: Float32Array };
}

/** What the decoder is given of the picture at every step. */
export type Visual = Readonly<Record<string, FloatTensor>>;

/**
 * Greedy decoding, a token at a time; ends after <eos> or at the longest stream. What follows <bos> is yielded.
 * @param between is awaited before every step: the place to stop
 */
export async function* write(
  decoder: Graph, spec: StreamSpec, words: { readonly bos: number; readonly eos: number }, visual: Visual, rules: Rules, between: () => Promise<void>,
): AsyncGenerator<Token, void, void> {
  const keys = new Cache(spec);
  const values = new Cache(spec);
  const ids = [words.bos];
  // What only one token can follow needs no run: it is fed together with what comes after it.
  let pending = [words.bos];
  while (ids.length < spec.maxSteps) {
    const { allowed, evidence } = rules.next(ids);
    let token = only(allowed);
    if (token === undefined) {
      await between();
      const outputs = await decoder.run({
        ids: integers(pending, 1, pending.length), position: integers([ids.length - pending.length], 1),
        past_k: keys.tensor(), past_v: values.tensor(), ...visual,
      });
      keys.push(output(outputs, 'new_k'));
      values.push(output(outputs, 'new_v'));
      const logits = output(outputs, 'logits').data;
      const looks = outputs['looks'];
      token = {
        ...best(logits.subarray(logits.length - allowed.length), evidence, allowed),
        ...(looks !== undefined && { looks: looks.data.slice(-(looks.dims.at(-1) ?? 0)) }),
      };
      pending = [];
    }
    pending.push(token.id);
    ids.push(token.id);
    yield token;
    if (token.id === words.eos) return;
  }
}

function only(allowed: Uint8Array): Token | undefined {
  const first = allowed.indexOf(1);
  return first >= 0 && allowed.indexOf(1, first + 1) < 0 ? { id: first, probability: 1 } : undefined;
}

/** The likeliest allowed token; the first one where two are equal, as in the training's decoder. */
export function best(logits: Float32Array, evidence: Float32Array | undefined, allowed: Uint8Array): Token {
  let id = -1;
  let most = -Infinity;
  const sums = logits.map((logit, i) => logit + (evidence?.[i] ?? 0));
  sums.forEach((sum, i) => { if (allowed[i] === 1 && sum > most) { most = sum; id = i; } });
  if (id < 0) throw new Error('the decoder gave no usable logits');
  let total = 0;
  sums.forEach((sum, i) => { if (allowed[i] === 1) total += Math.exp(sum - most); });
  return { id, probability: 1 / total };
}
