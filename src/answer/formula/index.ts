/** The front door of formulas. What is heavy (MathML, speech) is imported on its own. */
export * from './types.js';
export { canonical, isTall, normalise } from './canonical.js';
export { toLatex, toMathBlock, writeLatex, type LatexSource, type Mark } from './latex.js';
export { fromTokens, toTokens } from './stream.js';
export { FormulaGrammar, decode, encode } from './grammar.js';
export { BOS, EOS, PAD, classOf, idOf, takesFont, tokens, vocabularyVersion, wordTokens } from './vocabulary.js';
