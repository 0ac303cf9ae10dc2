import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Grammar } from '../../src/engine/decoding/next.js';
import type { Seen } from '../../src/engine/decoding/seen.js';
import { linkTokens } from '../../src/engine/decoding/vocabulary.js';
import type { Vocabulary } from '../../src/engine/decoding/vocabulary.js';

interface Fixture {
  readonly gains: { readonly source: number; readonly stop: number; readonly target: number; readonly link: number; readonly label: number; readonly none: number };
  readonly roles: readonly number[];
  readonly seen: Readonly<Record<'pairs' | 'links' | 'label_source' | 'label_target', readonly number[]>>;
  readonly steps: readonly { readonly ids: readonly number[]; readonly allowed: readonly number[]; readonly evidence: readonly number[] }[];
}

const fixture = JSON.parse(readFileSync(new URL('fixtures/evidence.json', import.meta.url), 'utf8')) as Fixture;
const manifest = JSON.parse(readFileSync(new URL('../../docs/manifest-example.json', import.meta.url), 'utf8')) as { readonly vocabulary: string[]; readonly roles: string[] };
const place = (word: string): number => manifest.vocabulary.indexOf(word);
const words: Vocabulary = {
  size: manifest.vocabulary.length, bos: place('<bos>'), eos: place('<eos>'), none: place('<none>'), mermaid: place('<mermaid>'),
  directions: ['TD', 'LR', 'BT', 'RL'].map(place), links: linkTokens.map(place), words: manifest.vocabulary, roles: manifest.roles,
};

describe('evidence and grammar agree with the reference in Python, token by token', () => {
  const { seen, gains, roles, steps } = fixture;
  const empty = new Float32Array(0);
  const tensor = { data: empty, dims: [0] };
  const looked: Seen = {
    count: roles.length, kind: empty, roles: empty, parents: empty, pairs: Float32Array.from(seen.pairs), links: Float32Array.from(seen.links),
    labelSource: Float32Array.from(seen.label_source), labelTarget: Float32Array.from(seen.label_target),
    visual: { region_inputs: tensor, pointer_keys: tensor, cross_k: tensor, cross_v: tensor },
  };
  const grammar = new Grammar(words, looked, gains, roles.map((role) => manifest.roles[role] ?? ''));

  it.each(steps.map((step) => [step.ids.length, step] as const))('after %i tokens', (_, { ids, allowed, evidence }) => {
    const next = grammar.next(ids);
    expect([...next.allowed.keys()].filter((id) => next.allowed[id] === 1)).toEqual(allowed);
    allowed.forEach((id, index) => expect(next.evidence[id]).toBeCloseTo(evidence[index] ?? NaN, 2));
  });
});
