import { shapes } from '../../answer/types.js';
import type { Direction, Shape } from '../../answer/types.js';
import type { Manifest } from '../package/manifest.js';

const directions: readonly Direction[] = ['TD', 'LR', 'BT', 'RL'];
export const linkTokens = ['-->', '---', '-.->', '-.-', '==>', '===', '<-->', '<-.->', '<==>', '--o', '--x'] as const;
export type LinkToken = (typeof linkTokens)[number];

/** Where the tokens and roles that the grammar speaks of stand in a package's lists. */
export interface Vocabulary {
  /** Number of tokens; id `size + r` points at region r. */
  readonly size: number;
  readonly bos: number;
  readonly eos: number;
  readonly none: number;
  readonly mermaid: number;
  readonly directions: readonly number[];
  readonly links: readonly number[];
  readonly words: readonly string[];
  readonly roles: readonly string[];
}

/** @throws Error naming the token that a package lacks */
export function readVocabulary(manifest: Manifest): Vocabulary {
  const words = manifest.vocabulary;
  const place = (word: string): number => {
    const index = words.indexOf(word);
    if (index < 0) throw new Error(`the vocabulary has no ${word}`);
    return index;
  };
  return {
    size: words.length, bos: place('<bos>'), eos: place('<eos>'), none: place('<none>'), mermaid: place('<mermaid>'),
    directions: directions.map(place), links: linkTokens.map(place), words, roles: manifest.roles,
  };
}

export function isShape(role: string): role is Shape {
  return (shapes as readonly string[]).includes(role);
}

/** Roles that an edge may start or end at. */
export function isEnd(role: string): boolean {
  return isShape(role) || role === 'container';
}
