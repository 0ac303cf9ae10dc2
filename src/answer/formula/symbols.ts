/** Which symbols a formula holds, and what they are called. */
import type { Font, Item, Row, Symbol } from './types.js';
import { classOf } from './vocabulary.js';

/** A letter that stands for something, as it is dressed: font and accents belong to its name. */
export interface FormulaSymbol {
  readonly latex: string;
  readonly name: string;
  /** How often it stands in the formula. */
  readonly count: number;
}

const faces: Readonly<Record<Font, string>> = {
  '\\mathrm': 'upright', '\\mathbf': 'bold', '\\boldsymbol': 'bold italic', '\\mathbb': 'double-struck', '\\mathcal': 'calligraphic', '\\mathscr': 'script', '\\mathfrak': 'fraktur', '\\mathsf': 'sans-serif', '\\mathtt': 'monospace',
};
const accents: Readonly<Record<string, string>> = {
  '\\hat': 'hat', '\\bar': 'bar', '\\tilde': 'tilde', '\\vec': 'with an arrow', '\\dot': 'dot', '\\ddot': 'double dot', '\\dddot': 'triple dot', '\\check': 'check', '\\breve': 'breve', '\\acute': 'acute',
  '\\grave': 'grave', '\\mathring': 'ring', '\\overline': 'overline', '\\underline': 'underlined',
};
const named = new Set(['letter', 'greek', 'capital']);
const constants: Readonly<Record<string, string>> = { '\\hbar': 'h-bar', '\\ell': 'script l', '\\nabla': 'nabla', '\\partial': 'partial', '\\infty': 'infinity', '\\emptyset': 'empty set', '\\varnothing': 'empty set' };

/** "alpha", "variant epsilon", "capital Gamma", "x". */
function plainName(token: string): string {
  const known = constants[token];
  if (known !== undefined) return known;
  const word = token.replace(/^\\/u, '');
  if (word.startsWith('var')) return `variant ${word.slice(3)}`;
  return classOf(token) === 'capital' ? `capital ${word}` : word;
}

function describe(symbol: Symbol): { readonly latex: string; readonly name: string } {
  const name = plainName(symbol.token);
  if (symbol.font === undefined) return { latex: symbol.token, name };
  return { latex: `${symbol.font}{${symbol.token}}`, name: `${faces[symbol.font]} ${name}` };
}

/** The letters of a formula in order of appearance. Digits, operators, words and upright letters that spell words are none. */
export function listSymbols(row: Row): readonly FormulaSymbol[] {
  const found = new Map<string, { name: string; count: number }>();
  const add = ({ latex, name }: { readonly latex: string; readonly name: string }): void => {
    const entry = found.get(latex);
    if (entry === undefined) found.set(latex, { name, count: 1 });
    else entry.count++;
  };
  walk(row, add);
  return Array.from(found, ([latex, { name, count }]) => ({ latex, name, count }));
}

type Add = (symbol: { readonly latex: string; readonly name: string }) => void;

function walk(row: Row, add: Add): void {
  row.forEach((item, index) => {
    // Two upright letters beside each other are part of a word.
    if (item.kind === 'symbol' && item.font === '\\mathrm' && [row[index - 1], row[index + 1]].some(isUpright)) return;
    visit(item, row[index - 1], add);
  });
}

function isUpright(item: Item | undefined): boolean {
  const symbol = item?.kind === 'scripts' && item.base.length === 1 ? item.base[0] : item;
  return symbol?.kind === 'symbol' && symbol.font === '\\mathrm';
}

function visit(item: Item, before: Item | undefined, add: Add): void {
  switch (item.kind) {
    case 'symbol':
      if (named.has(classOf(item.token) ?? '') || item.token in constants) add(describe(item));
      break;
    case 'scripts': {
      const [base] = item.base;
      if (!(isUpright(base) && isUpright(before))) walk(item.base, add);
      if (item.sub !== undefined) walk(item.sub, add);
      if (item.sup !== undefined) walk(item.sup, add);
      break;
    }
    case 'command': {
      const accent = accents[item.token];
      const [only] = item.args[0] ?? [];
      if (accent !== undefined && item.args[0]?.length === 1 && only?.kind === 'symbol') {
        const { latex, name } = describe(only);
        add({ latex: `${item.token}{${latex}}`, name: `${name} ${accent}` });
      } else for (const arg of item.args) walk(arg, add);
      break;
    }
    case 'fence': walk(item.body, add); break;
    case 'grid': for (const cells of item.rows) for (const cell of cells) walk(cell, add); break;
    case 'words': case 'middle': break;
  }
}
