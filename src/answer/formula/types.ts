/**
 * A formula as typed data. Spelling is canonical (canonical.ts): two formulas that look alike are equal here, so that a reader has one way to write each thing.
 * Spacing is no part of it, but for the wide gap `\quad`.
 */

export const fonts = ['\\mathrm', '\\mathbf', '\\boldsymbol', '\\mathbb', '\\mathcal', '\\mathscr', '\\mathfrak', '\\mathsf', '\\mathtt'] as const;
export type Font = (typeof fonts)[number];

export const grids = ['matrix', 'pmatrix', 'bmatrix', 'vmatrix', 'Vmatrix', 'Bmatrix', 'array', 'cases', 'aligned', 'gathered', 'substack'] as const;
export type GridName = (typeof grids)[number];

/** Side by side, left to right. */
export type Row = readonly Item[];

/** A letter, digit, Greek letter, operator, relation, named function, ...: one token of the vocabulary. `at` is its place in the token stream, where it came from one. */
export interface Symbol { readonly kind: 'symbol'; readonly token: string; readonly font?: Font; readonly at?: number }
/** Upright words with spaces or marks in them, as characters. Words of letters and digits alone are symbols in `\mathrm`. */
export interface Words { readonly kind: 'words'; readonly text: string; readonly at?: number }
/** Subscript and superscript (one of them at least). An empty base is one that stands for itself, as in `{}_2F_1`. */
export interface Scripts { readonly kind: 'scripts'; readonly base: Row; readonly sub?: Row; readonly sup?: Row }
/** A command with its arguments in the order of LaTeX: fractions, roots, accents, things above things. */
export interface Command { readonly kind: 'command'; readonly token: string; readonly args: readonly Row[]; readonly at?: number }
/** Delimiters that grow with what they hold: `left` and `right` are tokens such as `\left(`. */
export interface Fence { readonly kind: 'fence'; readonly left: string; readonly right: string; readonly body: Row; readonly at?: number }
/** `\middle|`, directly in the body of a fence. */
export interface Middle { readonly kind: 'middle' }
/** Cells in rows. `columns` (letters l, c, r and bars) belongs to `array` only; `rules` are the rows that have a horizontal rule above them. */
export interface Grid { readonly kind: 'grid'; readonly name: GridName; readonly columns?: string; readonly rows: readonly (readonly Row[])[]; readonly rules: readonly number[]; readonly at?: number }

export type Item = Symbol | Words | Scripts | Command | Fence | Middle | Grid;

/** What a formula cannot be read or written for; `message` says where and why. */
export class FormulaError extends Error {}
