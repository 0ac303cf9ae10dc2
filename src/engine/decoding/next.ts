import type { EvidenceGains } from '../package/manifest.js';
import type { Seen } from './seen.js';
import { isEnd } from './vocabulary.js';
import type { Vocabulary } from './vocabulary.js';

/** Logit of what cannot be; finite, since it is scaled by a gain. */
const FAR = -1e4;
/** Log-probabilities below this are all the same to the decoder. */
const FLOOR = -30;

/** log(1 + exp(x)): minus log-probability that a pair with this logit does not exist. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** What may come next and what the pairs say for it, both over the vocabulary and then the regions. */
export interface Next { readonly allowed: Uint8Array; readonly evidence: Float32Array }

/** The grammar of the stream, and the evidence of the pairs (docs/model-package.md, "Stream"). One a picture. */
export class Grammar {
  private readonly ends: readonly boolean[];
  private readonly labels: readonly boolean[];
  private readonly count: number;

  /** @param roles the role of each region */
  constructor(private readonly words: Vocabulary, private readonly seen: Seen, private readonly gains: EvidenceGains, roles: readonly string[]) {
    this.ends = roles.map(isEnd);
    this.labels = roles.map((role) => role === 'edge_label');
    this.count = roles.length;
  }

  /** For the token after `ids`, which begins with <bos>. At least one token is always allowed. */
  next(ids: readonly number[]): Next {
    const next: Next = { allowed: new Uint8Array(this.words.size + this.count), evidence: new Float32Array(this.words.size + this.count) };
    if (ids.length === 1) next.allowed[this.words.mermaid] = 1;
    else if (ids.length === 2) for (const id of this.words.directions) next.allowed[id] = 1;
    else this.edge(ids, (ids.length - 3) % 4, next);
    return next;
  }

  private edge(ids: readonly number[], slot: number, next: Next): void {
    const region = (back: number): number => (ids.at(-back) ?? 0) - this.words.size;
    switch (slot) {
      case 0: this.source(ids.length > 3 ? [region(4), region(3)] : [-1, -1], next); break;
      case 1: this.target(region(1), ids.length > 4 ? [region(5), region(4)] : [-1, -1], next); break;
      case 2: this.link(region(2), region(1), next); break;
      default: this.label(region(3), region(2), next);
    }
  }

  /**
   * The next edge is the first remaining pair that exists: log of (none before it) and (this one), pairs being independent.
   * Remaining means after the last edge by (source, target): no edge is written twice.
   */
  private source([lastSource, lastTarget]: readonly [number, number], { allowed, evidence }: Next): void {
    const { size, eos } = this.words;
    let before = 0;
    for (let i = 0; i < this.count; i++) {
      const first = i > lastSource ? 0 : i === lastSource ? lastTarget + 1 : this.count;
      let none = 0;
      for (let j = first; j < this.count; j++) {
        none -= softplus(this.pair(i, j));
        if (this.ends[i] === true && this.ends[j] === true) allowed[size + i] = 1;
      }
      evidence[size + i] = this.gains.source * Math.max(FLOOR, before + Math.log(-Math.expm1(Math.min(none, -1e-6))));
      before += none;
    }
    evidence[eos] = this.gains.stop * Math.max(FLOOR, before);
    allowed[eos] = 1;
  }

  private target(source: number, [lastSource, lastTarget]: readonly [number, number], { allowed, evidence }: Next): void {
    const first = source === lastSource ? lastTarget + 1 : 0;
    let before = 0;
    for (let j = 0; j < this.count; j++) {
      const id = this.words.size + j;
      const pair = j >= first ? this.pair(source, j) : FAR;
      evidence[id] = this.gains.target * Math.max(FLOOR, before - softplus(-pair));
      before -= softplus(pair);
      if (j >= first && this.ends[j] === true) allowed[id] = 1;
    }
  }

  private link(source: number, target: number, { allowed, evidence }: Next): void {
    const { links } = this.words;
    links.forEach((id, index) => {
      allowed[id] = 1;
      evidence[id] = this.gains.link * (this.seen.links[(source * this.count + target) * links.length + index] ?? FAR);
    });
  }

  private label(source: number, target: number, { allowed, evidence }: Next): void {
    const { size, none } = this.words;
    allowed[none] = 1;
    evidence[none] = this.gains.none;
    for (let l = 0; l < this.count; l++) {
      const row = l * this.count;
      evidence[size + l] = this.gains.label * ((this.seen.labelSource[row + source] ?? FAR) + (this.seen.labelTarget[row + target] ?? FAR));
      if (this.labels[l] === true) allowed[size + l] = 1;
    }
  }

  private pair(source: number, target: number): number {
    return this.seen.pairs[source * this.count + target] ?? FAR;
  }
}
