import { readFileSync } from 'node:fs';
import katex from 'katex';
import { describe, expect, test } from 'vitest';
// @ts-expect-error no types: a script
import { alike, comparable, editDistance, glyphMatch, summarise } from '../../models/evaluation/formulas/measures.mjs';
import { fromTokens, normalise, toLatex, toTokens } from '../../src/answer/formula/index.js';

const development = new URL('../../models/evaluation/formulas/development/', import.meta.url);
const truths = readFileSync(new URL('formulas.jsonl', development), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as { readonly image: string; readonly tokens: readonly string[]; readonly latex: string });
const glyphs = (text: string, y = 0): { character: string; size: number; y: number }[] => Array.from(text, (character) => ({ character, size: 1, y }));

describe('the development set of formulas', () => {
  test('its truth is canonical and KaTeX takes it', () => {
    expect(truths).toHaveLength(296);
    expect(new Set(truths.map(({ image }) => image)).size).toBe(296);
    for (const { tokens, latex } of truths) {
      expect(toTokens(normalise(latex))).toEqual(tokens);
      expect(toLatex(fromTokens(tokens))).toBe(latex);
      expect(() => katex.renderToString(latex, { strict: 'error', displayMode: true })).not.toThrow();
    }
  });
});

describe('the measures', () => {
  test('edit distance', () => {
    expect(editDistance([], ['a', 'b'])).toBe(2);
    expect(editDistance(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])).toBe(2);
    expect(comparable(['a', '\\quad', 'b'])).toEqual(['a', 'b']);
  });

  test('a glyph too many costs itself, a glyph in another place costs both', () => {
    expect(glyphMatch(glyphs('a+b'), glyphs('a+b'))).toBe(1);
    expect(glyphMatch(glyphs('a+b'), glyphs('xa+b'))).toBeCloseTo(6 / 7);
    expect(glyphMatch(glyphs('a2'), [...glyphs('a'), ...glyphs('2', 0.4)])).toBeCloseTo(0.5);
    expect(glyphMatch(glyphs('a'), [{ character: 'a', size: 0.7, y: 0 }])).toBe(0);
    expect(glyphMatch([], [])).toBe(1);
  });

  test('what is missing counts as wrong, but not as unparsable', () => {
    const good = { answered: 1, parsed: 1, exact: 1, alike: 1, edits: 0, tokens: 4 };
    expect(summarise([good, { answered: 0, parsed: 0, exact: 0, alike: 0, edits: 6, tokens: 6 }])).toEqual({ pictures: 2, missing: 1, parse: 1, exact: 0.5, alike: 0.5, tokenError: 0.6, glyphs: null, render: null });
  });

  test('the two alphabets that MathML has as one count as one, nothing else does', () => {
    expect(alike(['\\mathscr', 'L', '\\quad', '\\mathbf', 'x'])).toEqual(['\\mathcal', 'L', '\\mathbf', 'x']);
  });
});
