import type { StreamSpec } from '../package/manifest.js';
import { integers, output } from '../runtime/graph.js';
import type { FloatTensor, Graph } from '../runtime/graph.js';
import { logProbabilities } from '../runtime/probability.js';
import { Cache } from './cache.js';

export interface Token {
  readonly id: number;
  /** Probability among what the grammar allowed. */
  readonly probability: number;
  /** Where the decoder looked for it: a weight for each feature. Only where its graph tells, and where the token was in question at all. */
  readonly looks?: Float32Array;
}

/** Which tokens may follow the ids so far, which of them bring the end nearer, and what is known beside the decoder's logits. */
export interface Rules {
  next(ids: readonly number[]): { readonly allowed: Uint8Array; readonly closing?: () => Uint8Array; readonly evidence?: Float32Array };
}

/** What the decoder is given of the picture at every step. */
export type Visual = Readonly<Record<string, FloatTensor>>;

/** One look at a picture. */
export interface View {
  readonly visual: Visual;
  /** What the first step is given beside it, and every later one as the step before left it, in its output "new_" and the name. */
  readonly carried?: Visual;
}

/**
 * Greedy decoding, a token at a time; ends after <eos> or at the longest stream. What follows <bos> is yielded.
 * @param views of one picture; with several, the mean of their log probabilities decides (an ensemble of one decoder), and `looks` are the first one's
 * @param between is awaited before every step: the place to stop
 */
export async function* write(
  decoder: Graph, spec: StreamSpec, words: { readonly bos: number; readonly eos: number }, views: readonly View[], rules: Rules, between: () => Promise<void>,
): AsyncGenerator<Token, void, void> {
  const writers = views.map((view) => new Writer(decoder, spec, view));
  const ids = [words.bos];
  // What only one token can follow needs no run: it is fed together with what comes after it.
  let pending = [words.bos];
  while (ids.length < spec.maxSteps) {
    const { allowed, evidence, closing } = rules.next(ids);
    let token = only(allowed);
    if (token === undefined) {
      const steps: Step[] = [];
      for (const writer of writers) {
        await between();
        steps.push(await writer.step(pending, ids.length - pending.length, allowed.length));
      }
      const looks = steps[0]?.looks;
      const logits = together(steps.map((step) => step.logits));
      token = { ...best(logits, evidence, allowed, atItsEnd(logits, words.eos, allowed) ? closing?.() : undefined), ...(looks !== undefined && { looks }) };
      pending = [];
    }
    pending.push(token.id);
    ids.push(token.id);
    yield token;
    if (token.id === words.eos) return;
  }
}

interface Step { readonly logits: Float32Array; readonly looks?: Float32Array }

/** The decoder's state beside one view: its caches, and what it carries. */
class Writer {
  private readonly keys: Cache;
  private readonly values: Cache;
  private carried: Visual;

  constructor(private readonly decoder: Graph, spec: StreamSpec, private readonly view: View) {
    this.keys = new Cache(spec);
    this.values = new Cache(spec);
    this.carried = view.carried ?? {};
  }

  /** Feeds ids from a position on. `size`: how many logits the last of them has; copies, which the next run leaves alone. */
  async step(ids: readonly number[], position: number, size: number): Promise<Step> {
    const outputs = await this.decoder.run({
      ids: integers(ids, 1, ids.length), position: integers([position], 1), past_k: this.keys.tensor(), past_v: this.values.tensor(), ...this.view.visual, ...this.carried,
    });
    this.keys.push(output(outputs, 'new_k'));
    this.values.push(output(outputs, 'new_v'));
    this.carried = Object.fromEntries(Object.keys(this.carried).map((name) => [name, output(outputs, `new_${name}`)]));
    const looks = outputs['looks'];
    return { logits: output(outputs, 'logits').data.slice(-size), ...(looks !== undefined && { looks: looks.data.slice(-(looks.dims.at(-1) ?? 0)) }) };
  }
}

/** Logits as they are where one view gave them, else the mean of the views' log probabilities. */
export function together(views: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array()] = views;
  if (views.length === 1) return first;
  const parts = views.map(logProbabilities);
  return first.map((_, i) => parts.reduce((sum, part) => sum + (part[i] ?? 0), 0) / parts.length);
}

/**
 * Whether the decoder sees the end of the picture where something is open yet, so that the stream may not end. What closes it is written then: the likeliest
 * of all that may follow would be made up, and one made-up token leads to the next.
 */
export function atItsEnd(logits: Float32Array, eos: number, allowed: Uint8Array): boolean {
  const end = logits[eos] ?? -Infinity;
  return allowed[eos] !== 1 && logits.every((logit) => logit <= end);
}

function only(allowed: Uint8Array): Token | undefined {
  const first = allowed.indexOf(1);
  return first >= 0 && allowed.indexOf(1, first + 1) < 0 ? { id: first, probability: 1 } : undefined;
}

/**
 * The likeliest allowed token; the first one where two are equal, as in the training's decoder.
 * @param among where given, the only tokens of the allowed ones that are taken; the probability is among all of these all the same
 */
export function best(logits: Float32Array, evidence: Float32Array | undefined, allowed: Uint8Array, among: Uint8Array = allowed): Token {
  const sums = logits.map((logit, i) => (allowed[i] === 1 ? logit + (evidence?.[i] ?? 0) : -Infinity));
  const most = sums.reduce((high, sum) => (sum > high ? sum : high), -Infinity);
  let id = -1;
  sums.forEach((sum, i) => { if (among[i] === 1 && sum > (sums[id] ?? -Infinity)) id = i; });
  if (id < 0) throw new Error('the decoder gave no usable logits');
  const total = sums.reduce((all, sum) => all + Math.exp(sum - most), 0);
  return { id, probability: Math.exp((sums[id] ?? -Infinity) - most) / total };
}
