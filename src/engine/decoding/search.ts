import type { StreamSpec } from '../package/manifest.js';
import { floats, integers, output } from '../runtime/graph.js';
import type { FloatTensor, Graph } from '../runtime/graph.js';
import type { Token, View, Visual } from './write.js';
import { atItsEnd, together } from './write.js';

/** What may follow in one of several streams. Never changed, so that streams share their beginnings. */
export interface Branch {
  allowed(): Uint8Array;
  /** Of these what brings the end nearer. */
  closing(): Uint8Array;
  then(id: number): Branch;
}

export interface SearchSpec {
  /** Streams that are written side by side. */
  readonly beams: number;
  /** A stream whose log probability is this much below the best one's is given up. */
  readonly margin: number;
}

/** A stream that came to its end. */
export interface Hypothesis {
  /** What follows `<bos>`, `<eos>` last. */
  readonly tokens: readonly SearchedToken[];
  /** Sum of the tokens' log probabilities. */
  readonly score: number;
}

export interface SearchedToken extends Token {
  /** Where each view was looked at for it: a weight for each feature. Empty where the graph does not tell. */
  readonly seen: readonly Float32Array[];
}

/**
 * Beam search: the likeliest of all streams with a given beginning, likeliest first; none where no stream ends within `spec.maxSteps`.
 * A score only falls: what is behind an ended stream by more than the margin is never written to its end.
 * @param decoder takes several streams at once
 * @param views of one picture; with several, the mean of their log probabilities decides (an ensemble of one decoder), and `looks` are the first one's
 * @param rules of what follows `<bos>`
 * @param given ids after `<bos>` that all streams begin with
 * @param between is awaited before every run of the decoder: the place to stop
 */
export async function search(
  decoder: Graph, spec: StreamSpec, words: { readonly bos: number; readonly eos: number }, views: readonly View[], rules: Branch, given: readonly number[],
  { beams, margin }: SearchSpec, between: () => Promise<void>,
): Promise<Hypothesis[]> {
  const writers = views.map((view) => new Streams(decoder, spec, view));
  const size = rules.allowed().length;
  const run = async (ids: readonly (readonly number[])[], position: number): Promise<Place[][]> => {
    const parts: Place[][][] = [];
    for (const writer of writers) {
      await between();
      parts.push(await writer.step(ids, position, size));
    }
    return ids.map((stream, beam) => stream.map((_, t) => joined(parts.flatMap((part) => part[beam]?.[t] ?? []))));
  };
  const [beginning = []] = await run([[words.bos, ...given]], 0);
  let path: Path = { token: undefined, before: undefined, score: 0, rules };
  let open: readonly Open[] = beginning.flatMap((place, i) => {
    const id = given[i];
    if (id === undefined) return [{ path, place }];
    path = followed(path, id, (place.logits[id] ?? -Infinity) - logOfSum(place.logits, path.rules.allowed()), place);
    return [];
  });
  const ended: Path[] = [];
  for (let position = given.length + 1; position < spec.maxSteps; position++) {
    const { next, over } = chosen(open, ended, words.eos, beams, margin);
    ended.push(...over);
    if (next.length === 0 || ended.length >= 2 * beams) break;
    for (const writer of writers) writer.keep(next.map(({ beam }) => beam));
    const places = await run(next.map(({ path: { token } }) => [token?.id ?? words.bos]), position);
    open = next.flatMap(({ path }, i) => (places[i] ?? []).map((place) => ({ path, place })));
  }
  return ended.toSorted((a, b) => b.score - a.score).map((end) => ({ tokens: tokensOf(end), score: end.score }));
}

/** A place in a stream: what may stand after it, and where each view was looked at for that. */
interface Place { readonly logits: Float32Array; readonly seen: readonly Float32Array[] }
interface Path { readonly before: Path | undefined; readonly token: SearchedToken | undefined; readonly score: number; readonly rules: Branch }
interface Open { readonly path: Path; readonly place: Place }

function joined(parts: readonly Place[]): Place {
  return { logits: together(parts.map(({ logits }) => logits)), seen: parts.flatMap(({ seen }) => seen) };
}

function followed(before: Path, id: number, logProbability: number, { seen }: Place): Path {
  const [looks] = seen;
  return { before, token: { id, probability: Math.exp(logProbability), seen, ...(looks !== undefined && { looks }) }, score: before.score + logProbability, rules: before.rules.then(id) };
}

/** The best continuations of all streams: those that end, and as many others as there are beams. */
function chosen(open: readonly Open[], ended: readonly Path[], eos: number, beams: number, margin: number): { readonly next: { readonly path: Path; readonly beam: number }[]; readonly over: Path[] } {
  const choices = open.flatMap(({ path, place }, beam) => likely(place, path.rules, eos, beams + 1).map(([id, log]) => ({ path, place, beam, id, log, score: path.score + log })));
  choices.sort((a, b) => b.score - a.score);
  const least = Math.max(choices[0]?.score ?? -Infinity, ...ended.map(({ score }) => score)) - margin;
  const [next, over]: [{ path: Path; beam: number }[], Path[]] = [[], []];
  for (const { path, place, beam, id, log, score } of choices) {
    if (score < least || next.length === beams) break;
    const longer = followed(path, id, log, place);
    if (id === eos) over.push(longer);
    else next.push({ path: longer, beam });
  }
  return { next, over };
}

/** The likeliest of what may follow, at most so many, with their log probabilities. */
function likely({ logits }: Place, rules: Branch, eos: number, most: number): (readonly [id: number, log: number])[] {
  const allowed = rules.allowed();
  const among = atItsEnd(logits, eos, allowed) ? rules.closing() : allowed;
  const all = logOfSum(logits, allowed);
  const first: [number, number][] = [];
  for (const [id, logit] of logits.entries()) {
    const log = logit - all;
    // Written so that what is no number is left out.
    if (among[id] !== 1 || !(log > (first[most - 1]?.[1] ?? -Infinity))) continue;
    const after = first.findIndex(([, other]) => other < log);
    first.splice(after < 0 ? first.length : after, 0, [id, log]);
    first.length = Math.min(first.length, most);
  }
  return first;
}

/** Log of the sum of e to what is allowed. */
function logOfSum(logits: Float32Array, allowed: Uint8Array): number {
  const highest = logits.reduce((high, logit, id) => (allowed[id] === 1 && logit > high ? logit : high), -Infinity);
  return highest + Math.log(logits.reduce((sum, logit, id) => (allowed[id] === 1 ? sum + Math.exp(logit - highest) : sum), 0));
}

function tokensOf(end: Path): SearchedToken[] {
  const tokens: SearchedToken[] = [];
  for (let path: Path | undefined = end; path !== undefined; path = path.before) if (path.token !== undefined) tokens.push(path.token);
  return tokens.reverse();
}

/** Several streams beside one view: their caches [layers, B, heads, P, size], and what is carried from step to step [B, ...]. */
class Streams {
  private keys: FloatTensor;
  private values: FloatTensor;
  private carried: Visual;
  private added: { readonly keys: FloatTensor; readonly values: FloatTensor } | undefined;

  constructor(private readonly decoder: Graph, { layers, heads, headSize }: StreamSpec, private readonly view: View) {
    this.keys = this.values = floats(new Float32Array(0), layers, 1, heads, 0, headSize);
    this.carried = view.carried ?? {};
  }

  /** Feeds every stream the same number of ids; `keep` must say which go on before it is called again. */
  async step(ids: readonly (readonly number[])[], position: number, size: number): Promise<Place[][]> {
    const length = ids[0]?.length ?? 0;
    const outputs = await this.decoder.run({
      ids: integers(ids.flat(), ids.length, length), position: integers([position], 1), past_k: this.keys, past_v: this.values, ...this.view.visual, ...this.carried,
    });
    this.added = { keys: output(outputs, 'new_k'), values: output(outputs, 'new_v') };
    this.carried = Object.fromEntries(Object.keys(this.carried).map((name) => [name, output(outputs, `new_${name}`)]));
    const logits = output(outputs, 'logits');
    const looks = outputs['looks'];
    const row = (tensor: FloatTensor, at: number, width: number): Float32Array => tensor.data.slice(at * width, (at + 1) * width);
    return ids.map((stream, beam) => stream.map((_, t) => ({
      logits: row(logits, beam * length + t, size), seen: looks === undefined ? [] : [row(looks, beam * length + t, looks.dims.at(-1) ?? 0)],
    })));
  }

  /** Goes on with these streams, each as often as it is named. */
  keep(beams: readonly number[]): void {
    if (this.added === undefined) return;
    this.keys = grown(this.keys, this.added.keys, beams);
    this.values = grown(this.values, this.added.values, beams);
    this.carried = Object.fromEntries(Object.entries(this.carried).map(([name, tensor]) => [name, picked(tensor, beams)]));
    this.added = undefined;
  }
}

/** [layers, B, heads, P, size] and [layers, B, heads, T, size] -> [layers, beams, heads, P + T, size], each of the beams being one of B. */
function grown(past: FloatTensor, added: FloatTensor, beams: readonly number[]): FloatTensor {
  const [layers = 0, streams = 0, heads = 0, steps = 0, size = 0] = added.dims;
  const [before, after] = [(past.dims[3] ?? 0) * size, steps * size];
  const all = new Float32Array(layers * beams.length * heads * (before + after));
  let to = 0;
  for (let layer = 0; layer < layers; layer++) {
    for (const beam of beams) {
      for (let row = (layer * streams + beam) * heads; row < (layer * streams + beam + 1) * heads; row++) {
        all.set(past.data.subarray(row * before, (row + 1) * before), to);
        all.set(added.data.subarray(row * after, (row + 1) * after), to + before);
        to += before + after;
      }
    }
  }
  return floats(all, layers, beams.length, heads, (past.dims[3] ?? 0) + steps, size);
}

/** Entries of the first axis, in this order. */
function picked({ data, dims: [count = 1, ...rest] }: FloatTensor, entries: readonly number[]): FloatTensor {
  const size = data.length / count;
  const all = new Float32Array(entries.length * size);
  entries.forEach((entry, i) => all.set(data.subarray(entry * size, (entry + 1) * size), i * size));
  return floats(all, entries.length, ...rest);
}
