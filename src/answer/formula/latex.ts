/** A formula as LaTeX that KaTeX, MathJax and LaTeX with amsmath and amssymb take. */
import { fontRun } from './stream.js';
import type { Command, Grid, Item, Row, Symbol } from './types.js';
import { classOf } from './vocabulary.js';

/** The half-open range [start, end) of the source that a token of the stream wrote. */
export interface Mark { readonly start: number; readonly end: number; readonly at: number }
export interface LatexSource { readonly source: string; readonly marks: readonly Mark[] }

/** The source, and where in it each token of the stream that the formula came from stands. */
export function writeLatex(row: Row): LatexSource {
  const writer = new Writer();
  writer.row(row);
  return { source: writer.source, marks: writer.marks };
}

/** @see writeLatex */
export function toLatex(row: Row): string {
  return writeLatex(row).source;
}

/** For Markdown, Jupyter and most wikis: a block of its own. */
export function toMathBlock(row: Row): string {
  return `$$\n${toLatex(row)}\n$$\n`;
}

/** What is set with space around it; after it, and before the other operand, source is easier to read with a space. */
const spaced = new Set(['binary', 'relation', 'arrow']);
/** Binary operators that stand close to their operands in source as well. */
const close = new Set(['/', '*']);

/** Whether a binary operator after this has two operands; a sign has one. */
function isOperand(item: Item | undefined): boolean {
  if (item === undefined || item.kind === 'middle') return false;
  if (item.kind !== 'symbol') return true;
  const kind = classOf(item.token) ?? '';
  return !(spaced.has(kind) || kind === 'punctuation' || kind === 'space' || ['(', '[', '\\{', '\\langle', '\\lfloor', '\\lceil'].includes(item.token));
}

/** What stands before its operand: source is easier to read with a space after its scripts. */
function isLarge(item: Item | undefined): boolean {
  return item?.kind === 'symbol' && ['operator', 'function'].includes(classOf(item.token) ?? '');
}

class Writer {
  readonly marks: Mark[] = [];
  private text = '';
  /** A space is due before what comes next. */
  private gap = false;

  get source(): string { return this.text; }

  private put(piece: string, at?: number): void {
    // A control word runs on into letters (`@` is one to KaTeX); elsewhere spaces are for people.
    const needed = /\\[a-zA-Z]+$/u.test(this.text) && /^[a-zA-Z@]/u.test(piece);
    if ((needed || this.gap) && !/(?:^|[\s{])$/u.test(this.text)) this.text += ' ';
    this.gap = false;
    const start = this.text.length;
    this.text += piece;
    if (at !== undefined) this.marks.push({ start, end: this.text.length, at });
  }

  row(row: Row): void {
    for (let i = 0; i < row.length; i++) {
      const run = fontRun(row, i);
      if (run.length > 0) {
        this.run(run);
        i += run.length - 1;
        const last = row[i];
        if (last?.kind === 'scripts') this.scripts(last);
        continue;
      }
      const item = row[i];
      if (item !== undefined) this.item(item, row[i - 1]);
    }
  }

  private run(run: readonly Symbol[]): void {
    this.put(run[0]?.font ?? '');
    this.put('{');
    for (const { token, at } of run) this.put(token, at);
    this.put('}');
  }

  private item(item: Item, before: Item | undefined): void {
    switch (item.kind) {
      case 'symbol': this.symbol(item, before); break;
      case 'words': this.put('\\text{'); this.raw(item.text, item.at); this.put('}'); break;
      case 'scripts': this.base(item.base); this.scripts(item); this.gap = isLarge(item.base[0]); break;
      case 'command': this.command(item); break;
      case 'fence': this.put(item.left, item.at); this.row(item.body); this.gap = false; this.put(item.right); break;
      case 'middle': this.put('\\middle|'); break;
      case 'grid': this.grid(item); break;
    }
  }

  private raw(text: string, at?: number): void {
    const start = this.text.length;
    this.text += text;
    if (at !== undefined) this.marks.push({ start, end: this.text.length, at });
  }

  private symbol({ token, at }: Symbol, before: Item | undefined): void {
    const wide = isOperand(before) && spaced.has(classOf(token) ?? '') && !close.has(token);
    if (wide || token === '\\quad') this.gap = true;
    this.put(token, at);
    if (wide || token === ',' || token === ';' || token === '\\quad') this.gap = true;
  }

  private base(base: Row): void {
    const [only] = base;
    if (base.length === 1 && only?.kind === 'symbol' && only.font === undefined) this.put(only.token, only.at);
    else if (base.length === 1 && only !== undefined && only.kind !== 'scripts') this.item(only, undefined);
    else this.group(base);
  }

  private scripts({ sub, sup }: { readonly sub?: Row; readonly sup?: Row }): void {
    this.gap = false;
    const primes = sup?.every((item) => item.kind === 'symbol' && item.token === '\\prime') === true;
    for (const [mark, row] of [['_', sub], ['^', sup]] as const) {
      if (row === undefined) continue;
      if (mark === '^' && primes) {
        for (const item of row) this.put('\'', item.kind === 'symbol' ? item.at : undefined);
        continue;
      }
      this.put(mark);
      const [only] = row;
      // Only what is one character to TeX may go without braces; commands would be right too, but read badly.
      if (row.length === 1 && only?.kind === 'symbol' && only.font === undefined && /^[a-zA-Z0-9*+-]$/u.test(only.token)) this.put(only.token, only.at);
      else this.group(row);
    }
  }

  private group(row: Row): void {
    this.put('{');
    this.row(row);
    this.gap = false;
    this.put('}');
  }

  private command({ token, args, at }: Command): void {
    if (token === '\\sqrt[]') {
      const [index = [], body = []] = args;
      this.put('\\sqrt', at);
      // Braces inside the brackets: an index may hold a bracket of its own.
      this.put('[');
      const plain = index.length > 0 && index.every((item) => item.kind === 'symbol' && item.token !== ']');
      if (plain) this.row(index);
      else this.group(index);
      this.put(']');
      this.group(body);
      return;
    }
    this.put(token, at);
    if (token === '\\not') this.row(args[0] ?? []);
    else for (const arg of args) this.group(arg);
  }

  private grid({ name, columns, rows, rules, at }: Grid): void {
    if (name === 'substack') this.put('\\substack{', at);
    else this.put(`\\begin{${name}}${columns === undefined ? '' : `{${columns}}`}`, at);
    const breaks = name === 'substack' ? ' ' : '\n';
    rows.forEach((cells, index) => {
      this.text += `${index > 0 ? ' \\\\' : ''}${name === 'substack' && index === 0 ? '' : breaks}`;
      if (rules.includes(index)) {
        this.put('\\hline');
        this.gap = true;
      }
      cells.forEach((cell, column) => {
        if (column > 0) {
          this.text += ' &';
          this.gap = true;
        }
        this.cell(cell);
      });
    });
    this.gap = false;
    this.text += name === 'substack' ? '}' : `${breaks}\\end{${name}}`;
  }

  private cell(row: Row): void {
    const [first] = row;
    const symbol = first?.kind === 'scripts' ? first.base[0] : first;
    // `\\ [` would be taken for a length, `\\ *` for a starred break.
    const length = symbol?.kind === 'symbol' && (symbol.token === '[' || symbol.token === '*') && !this.text.trimEnd().endsWith('&');
    if (length) this.put('{}');
    this.row(row);
    this.gap = false;
  }
}
