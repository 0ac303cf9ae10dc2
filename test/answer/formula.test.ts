import fc from 'fast-check';
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import { FormulaGrammar, decode, encode, fromTokens, normalise, toLatex, toTokens, tokens, writeLatex } from '../../src/answer/formula/index.js';

/** Random streams that the grammar permits: each choice picks a class of tokens first, so that rare structure is as frequent as letters. */
const anyStream = fc.tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 160 }), fc.integer({ min: 2, max: 160 })).map(([choices, limit]) => streamOf(choices, limit));

function streamOf(choices: readonly number[], limit: number): number[] {
  const grammar = new FormulaGrammar(limit);
  const ids: number[] = [];
  for (let step = 0; !grammar.done; step++) {
    const mask = grammar.allowed();
    const allowed = [...mask.keys()].filter((id) => mask[id] === 1);
    const choice = choices[step % choices.length] ?? 0;
    // Half of the choices are structure: the first 90 or so ids.
    const structure = allowed.filter((id) => id < 90);
    const pool = choice % 2 === 0 && structure.length > 0 ? structure : allowed;
    const id = pool[((choice >> 1) + step) % pool.length];
    if (id === undefined) throw new Error(`nothing may follow ${decode(ids).join(' ')}`);
    grammar.push(id);
    ids.push(id);
  }
  return ids;
}

const strict = { displayMode: true, throwOnError: true, strict: 'error', maxExpand: 1000 } as const;

describe('the grammar of formulas', () => {
  test('whatever it permits ends in time, and KaTeX takes it', () => {
    fc.assert(fc.property(anyStream, (ids) => {
      expect(ids.at(-1)).toBe(encode([])[0]);
      expect(() => katex.renderToString(toLatex(fromTokens(decode(ids))), strict)).not.toThrow();
    }), { numRuns: 400 });
  });

  test('canonical spelling is a fixed point, and the grammar permits it', () => {
    fc.assert(fc.property(anyStream, (ids) => {
      const once = normalise(toLatex(fromTokens(decode(ids))));
      fc.pre(once.length > 0);
      const stream = toTokens(once);
      expect(toTokens(normalise(toLatex(once)))).toEqual(stream);
      expect(toTokens(fromTokens(stream))).toEqual(stream);
      const grammar = new FormulaGrammar(4096);
      for (const id of encode(stream)) grammar.push(id);
      expect(grammar.done).toBe(true);
    }), { numRuns: 400 });
  });

  test('what brings the end nearer ends any beginning, and nothing is begun for it', () => {
    fc.assert(fc.property(anyStream, fc.nat(), (ids, choice) => {
      const grammar = new FormulaGrammar(4096);
      for (const id of ids.slice(0, choice % ids.length)) grammar.push(id);
      let steps = 0;
      for (; !grammar.done; steps++) {
        const mask = grammar.closing();
        const closing = [...mask.keys()].filter((id) => mask[id] === 1);
        expect(closing.every((id) => grammar.allowed()[id] === 1)).toBe(true);
        grammar.push(closing[choice % closing.length] ?? NaN);
      }
      // A frame of the deepest stack is missing a few tokens, a grid's row a cell for each column.
      expect(steps).toBeLessThan(200);
    }), { numRuns: 200 });
  });

  test('every token has a place', () => {
    const reachable = new Set<number>();
    fc.assert(fc.property(anyStream, (ids) => { for (const id of ids) reachable.add(id); }), { numRuns: 1000, seed: 7 });
    const never = tokens.filter((_, id) => id > 2 && !reachable.has(id));
    expect(never).toEqual([]);
  });
});

describe('one way to write each thing', () => {
  test.each([
    [String.raw`x_{1}^{2}`, String.raw`x ^2_ 1`],
    [String.raw`\frac{a}{b}`, String.raw`{a \over b}`],
    [String.raw`\frac{a}{b}`, String.raw`\dfrac ab`],
    [String.raw`f'`, String.raw`f^{\prime}`],
    [String.raw`(x)`, String.raw`\left( x \right)`],
    [String.raw`\left(\frac12\right)`, String.raw`\Bigl( \frac{1}{2} \Bigr)`],
    [String.raw`\begin{pmatrix}a & b\end{pmatrix}`, String.raw`\left(\begin{array}{cc} a & b \\ \end{array}\right)`],
    [String.raw`\begin{cases}1 & x > 0 \\ 0 & \text{otherwise}\end{cases}`, String.raw`\left\{ \begin{array}{ll} 1 & x>0 \\ 0 & \mbox{otherwise} \end{array} \right.`],
    [String.raw`\begin{aligned}a &= b \\ &= c\end{aligned}`, String.raw`\begin{eqnarray} a &=& b \nonumber \\ &=& c \end{eqnarray}`],
    [String.raw`\sin x`, String.raw`\operatorname{s i n} x`],
    [String.raw`\sin x`, String.raw`\mathrm{sin}\,x`],
    [String.raw`\mathbf{AB}`, String.raw`\mathbf A \mathbf{B}`],
    [String.raw`\mathrm{eff}`, String.raw`\text{eff}`],
    [String.raw`\text{for all}`, String.raw`\mathrm{for~all}`],
    [String.raw`a \neq b`, String.raw`a \not= b`],
    [String.raw`\widehat{AB}`, String.raw`\hat{AB}`],
    [String.raw`{}_2F_1`, String.raw`{}_{2} F_{1}`],
    [String.raw`1, \ldots, n`, String.raw`1,\dots,n`],
    [String.raw`1 + \cdots + n`, String.raw`1+\dots+n`],
    [String.raw`\sqrt[3]{x}`, String.raw`\sqrt[{3}] x`],
  ])('%s is %s', (wanted, source) => {
    expect(toTokens(normalise(source))).toEqual(toTokens(normalise(wanted)));
  });

  test.each([
    ['x^a^b', 'two superscripts'],
    [String.raw`\frac{a}`, 'argument is missing'],
    [String.raw`\unknown x`, 'unknown'],
    [String.raw`\left( x`, 'ends early'],
    [String.raw`a & b }`, 'out of place'],
    [String.raw`\begin{tikzcd} a \end{tikzcd}`, 'the environment tikzcd'],
  ])('%s is refused', (source, why) => {
    expect(() => normalise(source)).toThrow(why);
  });

  test('source that people read', () => {
    const pretty = (source: string): string => toLatex(normalise(source));
    expect(pretty(String.raw`E=mc^{2}`)).toBe('E = mc^2');
    expect(pretty(String.raw`f^{\prime}(x)=-\alpha x`)).toBe(String.raw`f'(x) = -\alpha x`);
    expect(pretty(String.raw`\sum_{i=1}^{n}{x_i}`)).toBe(String.raw`\sum_{i = 1}^n x_i`);
    expect(pretty(String.raw`\begin{matrix}[&*\\ *&[\end{matrix}`)).toBe('\\begin{matrix}\n{}[ & * \\\\\n{}* & [\n\\end{matrix}');
  });

  test('marks say where each token of the stream stands in the source', () => {
    const stream = toTokens(normalise(String.raw`\frac{\alpha}{2} + \text{if so}^{x}`));
    const { source, marks } = writeLatex(fromTokens(stream));
    for (const { start, end, at } of marks) {
      const token = stream[at] ?? '';
      expect([token, 'if so']).toContain(source.slice(start, end));
    }
    expect(marks.length).toBeGreaterThan(4);
  });
});
