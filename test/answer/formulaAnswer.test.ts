import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { formulaAnswer, formulaSegment } from '../../src/answer/formula/answer.js';
import { fromTokens, normalise, toTokens } from '../../src/answer/formula/index.js';
import { latexProblem, toMathml } from '../../src/answer/formula/mathml.js';
import { speak } from '../../src/answer/formula/speech.js';
import { listSymbols } from '../../src/answer/formula/symbols.js';
import { answerToMarkdown, segmentMarkdown } from '../../src/answer/markdown.js';
import { orderReading } from './samples.js';

const schema = JSON.parse(readFileSync(new URL('../../src/answer/answer.schema.json', import.meta.url), 'utf8')) as object;
const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false }).compile(schema);

const read = (latex: string, unsure: readonly number[] = []) => {
  const tokens = toTokens(normalise(latex));
  return { tokens, confidences: tokens.map((_, index) => (unsure.includes(index) ? 0.41 : 0.98)), box: { x: 4, y: 6, width: 200, height: 40 } };
};
const reading = { ...orderReading, regions: [], picture: { ...orderReading.picture, name: 'gauss.png' } };
const words = async (latex: string): Promise<string> => speak(toMathml(normalise(latex)));

function compare(file: string, content: string): void {
  const path = new URL(`golden/${file}`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, content);
  expect(content, file).toBe(readFileSync(path, 'utf8'));
}

describe('the answer for a formula', () => {
  test('golden', async () => {
    const answer = await formulaAnswer(read(String.raw`\hat{\sigma}^2 = \frac{1}{n} \sum_{i=1}^{n} \left( x_i - \bar{x} \right)^2`, [0, 1]), reading, speak);
    expect(validate(JSON.parse(JSON.stringify(answer))), JSON.stringify(validate.errors)).toBe(true);
    compare('formula.json', `${JSON.stringify(answer, null, 2)}\n`);
    compare('formula.md', answerToMarkdown(answer));
  });

  test('spans tie symbols to their tokens, and doubts quote the source', async () => {
    const formula = read(String.raw`a_1 + \beta`, [4]);
    const answer = await formulaAnswer(formula, reading);
    const [segment] = answer.segments;
    for (const { start, end, element } of segment?.spans ?? []) expect(segment?.source.slice(start, end)).toBe(formula.tokens[Number(element?.split(':')[1])]);
    expect(answer.doubts.map(({ text, element }) => [text, element])).toEqual([['“\\beta”, after “a_1 +”, may be another symbol (41 % sure).', 'symbol:4']]);
    expect(answer.explanation.map(({ text }) => text)).toEqual(['This picture holds a formula.', 'Its letters: a and beta.']);
  });

  test('a stream that has not ended yet is refused, so that a partial segment shows whole formulas only', () => {
    expect(() => formulaSegment({ ...read('x'), tokens: ['\\frac', 'a'] }, 0)).toThrow('unexpected end');
  });

  test('Markdown keeps it a block of its own', () => {
    expect(segmentMarkdown(formulaSegment(read(String.raw`x \& \$ y`), 0))).toBe('$$\nx\\&\\$y\n$$\n');
  });
});

describe('what is said of a formula', () => {
  test('letters with their dress, in order, counted; words and digits are none', () => {
    const names = (latex: string): unknown => listSymbols(normalise(latex)).map(({ name, count }) => [name, count]);
    expect(names(String.raw`\mathbf{x}_i + \hat{x} \in \mathbb{R}^{n}, \mathrm{Tr}\,\Gamma = \varepsilon x x`)).toEqual([
      ['bold x', 1], ['i', 1], ['x hat', 1], ['double-struck R', 1], ['n', 1], ['capital Gamma', 1], ['variant epsilon', 1], ['x', 2],
    ]);
    expect(names(String.raw`\mathrm{const}_1 + \text{for all } k`)).toEqual([['k', 1]]);
  });

  test('words name what is written, and read no meaning into it', async () => {
    expect(await words('E = mc^2')).toBe('upper E equals m c squared');
    expect(await words('|x|')).toBe('StartVerticalBars x EndVerticalBars');
    expect(await words(String.raw`\frac{a}{b}`)).toBe('StartFraction a Over b EndFraction');
    expect(await words(String.raw`\sqrt{x}`)).toBe('StartRoot x EndRoot');
  });
});

describe('MathML', () => {
  test('is one element that parses, with the source beside it', () => {
    const { document } = new JSDOM(toMathml(fromTokens(read(String.raw`a < b \& \begin{pmatrix}1 & 0\end{pmatrix}`).tokens)), { contentType: 'application/xhtml+xml' }).window;
    expect(document.documentElement.localName).toBe('math');
    expect(document.querySelector('annotation')?.textContent).toContain('a < b');
    expect(document.querySelectorAll('mtd')).toHaveLength(2);
  });

  test('source that KaTeX does not take is told why; commands that reach out do nothing', () => {
    expect(latexProblem('x^2')).toBeUndefined();
    expect(latexProblem('\\frac{1')).toMatch(/Expected|end of input|Unexpected/u);
    expect(latexProblem('\\def\\a{\\a\\a}\\a')).toMatch(/expansion/iu);
    expect(latexProblem('\\href{javascript:alert(1)}{x}')).toBeUndefined();
  });
});
