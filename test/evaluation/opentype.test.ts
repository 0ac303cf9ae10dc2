import { describe, expect, it } from 'vitest';
// @ts-expect-error no types: a script
import { mathml as untyped } from '../../models/unrender_models/formula/render/opentype.mjs';

const mathml = untyped as (latex: string, display: boolean) => string | undefined;
/** The characters that a font is asked for. */
const letters = (latex: string): string | undefined => mathml(latex, true)?.replace(/<[^>]*>|\s/g, '');

describe('formulas as OpenType fonts show them', () => {
  it('takes letters out of the alphabets of Unicode', () => {
    expect(letters('xh\\mathrm{d}\\Gamma\\epsilon\\partial')).toBe('𝑥ℎdΓ𝜖∂');
    expect(letters('\\mathcal{LX}\\mathbb{RX}\\mathfrak{C}')).toBe('ℒ𝒳ℝ𝕏ℭ');
    expect(letters('\\mathbf{D}\\boldsymbol{x}\\boldsymbol\\mu\\boldsymbol\\epsilon')).toBe('𝐃𝒙𝝁𝝐');
  });
  it('leaves a row of bold letters a row', () => {
    expect(mathml('\\boldsymbol{\\alpha\\beta}', true)).not.toMatch(/<mi[^>]*><m/);
    expect(letters('\\boldsymbol{\\alpha\\beta}')).toBe('𝜶𝜷');
  });
  it('refuses what has no bold shape: the picture would not show it', () => expect(mathml('\\boldsymbol\\ell', true)).toBeUndefined());
  it('draws accents and lines with characters that fonts have', () => {
    expect(letters('\\bar a\\acute a')).toBe('𝑎¯𝑎´');
    expect(letters('\\overline{ab}\\underline{ab}')).toBe('𝑎𝑏\u0305𝑎𝑏\u0332');
  });
  it('shows no invisible operators', () => expect(letters('\\log x')).toBe('log𝑥'));
});
