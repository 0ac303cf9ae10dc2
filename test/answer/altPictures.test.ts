/** Alternative texts of twenty pictures as they are really read, with what was misread: golden/alt-texts.md is there to be read by a person. */
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { altSentence } from '../../src/answer/altText.js';
import { formulaAnswer } from '../../src/answer/formula/answer.js';
import { normalise, toTokens } from '../../src/answer/formula/index.js';
import { speak } from '../../src/answer/formula/speech.js';
import type { Answer } from '../../src/answer/types.js';
import { orderReading } from './samples.js';

interface Told { readonly picture: string; readonly answer: Answer }
const read = JSON.parse(readFileSync(new URL('altPictures.json', import.meta.url), 'utf8')) as readonly Told[];
/** Typed by hand, as if they had been read. */
const formulas: Readonly<Record<string, string>> = {
  'quadratic formula': String.raw`x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}`,
  'sample variance': String.raw`\hat{\sigma}^2 = \frac{1}{n} \sum_{i=1}^{n} \left( x_i - \bar{x} \right)^2`,
  'a long series': String.raw`f(x) = \frac{a_0}{2} + \sum_{n=1}^{\infty} \left( a_n \cos \frac{n \pi x}{L} + b_n \sin \frac{n \pi x}{L} \right) + \int_{0}^{\infty} \frac{e^{-t} t^{x-1}}{1 + t^2} d t`,
};

let told: readonly (Told & { readonly alt: string | undefined })[];
beforeAll(async () => {
  const typed = await Promise.all(Object.entries(formulas).map(async ([picture, latex]): Promise<Told> => {
    const tokens = toTokens(normalise(latex));
    return { picture, answer: await formulaAnswer({ tokens, confidences: tokens.map(() => 1), box: { x: 0, y: 0, width: 200, height: 40 } }, { ...orderReading, regions: [] }, speak) };
  }));
  told = [...read, ...typed].map((each) => ({ ...each, alt: altSentence(each.answer) }));
});

describe('alternative texts of pictures', () => {
  it('are as they were read over by a person: UPDATE_GOLDEN=1 writes them', () => {
    expect(told).toHaveLength(20);
    const page = ['# What is said in the place of twenty pictures', '', ...told.map(({ picture, answer, alt }) => `- ${picture} (${answer.kind}): ${alt ?? '(nothing)'}`), ''].join('\n');
    const file = new URL('golden/alt-texts.md', import.meta.url);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, page);
    expect(page).toBe(readFileSync(file, 'utf8'));
  });
  it('are one line that can be listened to: short, what it is first, no “image of”, no long lists', () => {
    for (const { picture, alt = '' } of told) {
      expect(Array.from(alt).length, picture).toBeLessThanOrEqual(250);
      expect(alt, picture).not.toMatch(/[\r\n]|^(?:image|picture|photo|graphic) of/iu);
      expect(alt.match(/“/gu)?.length ?? 0, picture).toBeLessThanOrEqual(10);
    }
  });
  it('repeat nothing in quotation marks that the answer does not hold', () => {
    for (const { picture, answer, alt = '' } of told) {
      const held = JSON.stringify([answer.segments.flatMap(({ source, diagram, table }) => [source, ...(diagram === undefined ? [] : [...diagram.nodes, ...diagram.containers, ...diagram.texts].map(({ lines }) => lines.join(' '))), ...(table?.cells ?? []).map(({ lines }) => lines.join(' '))])]).replace(/\\n|\s+/gu, '');
      for (const [, quoted = ''] of alt.matchAll(/“([^”]+?)…?”/gu)) expect(held, `${picture}: ${quoted}`).toContain(JSON.stringify(quoted).slice(1, -1).replace(/\s+/gu, ''));
    }
  });
});
