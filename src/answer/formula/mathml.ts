/** Formula -> MathML, as KaTeX writes it. On its own, because KaTeX is heavy. */
import katex from 'katex';
import { toLatex } from './latex.js';
import type { Row } from './types.js';

/** What every render of untrusted source has in common: no commands that reach out of the formula, bounded expansion. */
export const safeOptions = { trust: false, maxExpand: 500, maxSize: 20, strict: 'ignore', throwOnError: true, displayMode: true } as const;

/** A `<math>` element with the LaTeX source as its annotation. */
export function toMathml(row: Row): string {
  const html = katex.renderToString(toLatex(row), { ...safeOptions, output: 'mathml' });
  return html.slice(html.indexOf('<math'), html.lastIndexOf('</math>') + '</math>'.length);
}

/** Why KaTeX does not take a source, in its own words; undefined where it does. */
export function latexProblem(source: string): string | undefined {
  try {
    katex.renderToString(source, { ...safeOptions, output: 'mathml' });
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace(/^KaTeX parse error: /u, '');
  }
}
