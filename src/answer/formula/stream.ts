/** A formula as the reader's stream of tokens (docs/model-package.md): prefix notation, braces only where an argument is more than one unit. */
import { classOf, symbolClasses, wordTokens } from './vocabulary.js';
import { FormulaError, fonts, grids } from './types.js';
import type { Command, Font, Grid, GridName, Item, Row, Symbol } from './types.js';

/** The tokens of a formula, without `<bos>` and `<eos>`. Canonical spelling in gives canonical spelling out. */
export function toTokens(row: Row): string[] {
  const out: string[] = [];
  for (let i = 0; i < row.length; i++) {
    const run = fontRun(row, i);
    if (run.length > 0) {
      const font = run[0]?.font ?? '';
      out.push(font, ...(run.length === 1 ? run.map(({ token }) => token) : ['{', ...run.map(({ token }) => token), '}']));
      i += run.length - 1;
      const last = row[i];
      if (last?.kind === 'scripts') out.push(...scripts(last));
      continue;
    }
    const item = row[i];
    if (item !== undefined) out.push(...itemTokens(item));
  }
  return out;
}

/** The symbols from `start` that stand in one font; the last of them may be the base of scripts. */
export function fontRun(row: Row, start: number): Symbol[] {
  const run: Symbol[] = [];
  for (let i = start; i < row.length; i++) {
    const item = row[i];
    const symbol = item?.kind === 'scripts' && item.base.length === 1 ? item.base[0] : item;
    if (symbol?.kind !== 'symbol' || symbol.font === undefined || (run[0] !== undefined && run[0].font !== symbol.font)) break;
    run.push(symbol);
    if (item?.kind === 'scripts') break;
  }
  return run;
}

/** Whether a row stands as an argument without braces: one symbol, command, fence or grid, or symbols in one font. */
function isUnit(row: Row): boolean {
  const [first] = row;
  if (first === undefined || row.some(({ kind }) => kind === 'scripts' || kind === 'middle')) return false;
  return row.length === 1 || (first.kind === 'symbol' && first.font !== undefined && fontRun(row, 0).length === row.length);
}

function argument(row: Row): string[] {
  return isUnit(row) ? toTokens(row) : ['{', ...toTokens(row), '}'];
}

function scripts({ sub, sup }: { readonly sub?: Row; readonly sup?: Row }): string[] {
  return [...(sub === undefined ? [] : ['_', ...argument(sub)]), ...(sup === undefined ? [] : ['^', ...argument(sup)])];
}

function itemTokens(item: Item): string[] {
  switch (item.kind) {
    case 'symbol': return [item.token];
    case 'words': return ['\\text', '{', ...Array.from(item.text, (character) => (character === ' ' ? '~' : character)), '}'];
    case 'scripts': return [...argument(item.base), ...scripts(item)];
    case 'command': return [item.token, ...item.args.flatMap(argument)];
    case 'fence': return [item.left, ...toTokens(item.body), item.right];
    case 'middle': return ['\\middle|'];
    case 'grid': return gridTokens(item);
  }
}

function gridTokens({ name, columns, rows, rules }: Grid): string[] {
  const lines = rows.map((cells, index) => [...(rules.includes(index) ? ['\\hline'] : []), ...cells.flatMap((cell, column) => [...(column > 0 ? ['&'] : []), ...toTokens(cell)])]);
  return [`\\begin{${name}}`, ...(columns === undefined ? [] : ['{', ...columns, '}']), ...lines.flatMap((line, index) => [...(index > 0 ? ['\\\\'] : []), ...line]), '\\end'];
}

/**
 * The formula that a stream writes.
 * @param stream tokens without `<bos>` and `<eos>`
 * @throws FormulaError where the stream is not well formed
 */
export function fromTokens(stream: readonly string[]): Row {
  const reader = new Reader(stream);
  const row = reader.row();
  if (!reader.done) reader.fail();
  return row;
}

class Reader {
  private at = 0;
  private readonly stream: readonly string[];

  constructor(stream: readonly string[]) {
    this.stream = stream;
  }

  get done(): boolean { return this.at >= this.stream.length; }

  fail(): never {
    throw new FormulaError(`unexpected ${this.stream[this.at] ?? 'end'} at token ${this.at}`);
  }

  /** Up to a token that no item begins with. */
  row(middles = false): Item[] {
    const items: Item[] = [];
    for (;;) {
      const token = this.stream[this.at];
      if (token === undefined) return items;
      if (token === '\\middle|' && middles) {
        this.at++;
        items.push({ kind: 'middle' });
        continue;
      }
      const grouped = token === '{';
      const unit = grouped ? this.group() : this.unit();
      if (unit === undefined) return items;
      const base = grouped ? unit : unit.slice(-1);
      const sub = this.script('_');
      const sup = this.script('^');
      if (sub === undefined && sup === undefined) {
        if (grouped) this.fail();
        items.push(...unit);
      } else {
        items.push(...(grouped ? [] : unit.slice(0, -1)), { kind: 'scripts', base, ...(sub === undefined ? {} : { sub }), ...(sup === undefined ? {} : { sup }) });
      }
    }
  }

  private script(mark: '_' | '^'): Row | undefined {
    if (this.stream[this.at] !== mark) return undefined;
    this.at++;
    return this.argument();
  }

  private argument(): Row {
    if (this.stream[this.at] === '{') return this.group();
    return this.unit() ?? this.fail();
  }

  private group(): Row {
    this.expect('{');
    const row = this.row();
    this.expect('}');
    return row;
  }

  private expect(token: string): void {
    if (this.stream[this.at] !== token) this.fail();
    this.at++;
  }

  /** What an argument can be without braces; undefined where nothing begins here. */
  private unit(): Row | undefined {
    const at = this.at;
    const token = this.stream[at] ?? '';
    const kind = classOf(token);
    if (kind === undefined) return this.fail();
    if (symbolClasses.has(kind)) {
      this.at++;
      return [{ kind: 'symbol', token, at }];
    }
    switch (kind) {
      case 'one': case 'not': return [this.command(token, 1)];
      case 'two': return [this.command(token, 2)];
      case 'font': return this.font(token);
      case 'text': return [this.words()];
      case 'left': return [this.fence(token)];
      case 'begin': return [this.grid(token)];
      default: return undefined;
    }
  }

  private command(token: string, count: number): Command {
    const at = this.at++;
    return { kind: 'command', token, args: Array.from({ length: count }, () => this.argument()), at };
  }

  private font(token: string): Symbol[] {
    const font: Font = fonts.find((name) => name === token) ?? this.fail();
    this.at++;
    const braced = this.stream[this.at] === '{';
    if (braced) this.at++;
    const symbols: Symbol[] = [];
    do {
      const at = this.at;
      const name = this.stream[at] ?? '';
      if (!symbolClasses.has(classOf(name) ?? 'special')) this.fail();
      symbols.push({ kind: 'symbol', token: name, font, at });
      this.at++;
    } while (braced && this.stream[this.at] !== '}');
    if (braced) this.at++;
    return symbols;
  }

  private words(): Item {
    const at = this.at++;
    this.expect('{');
    let text = '';
    for (let token = this.stream[this.at]; token !== '}'; token = this.stream[this.at]) {
      if (token === undefined || !wordTokens.has(token)) return this.fail();
      text += token === '~' ? ' ' : token;
      this.at++;
    }
    this.at++;
    return { kind: 'words', text, at };
  }

  private fence(left: string): Item {
    const at = this.at++;
    const body = this.row(true);
    const right = this.stream[this.at] ?? '';
    if (classOf(right) !== 'right') this.fail();
    this.at++;
    return { kind: 'fence', left, right, body, at };
  }

  private grid(token: string): Item {
    const at = this.at++;
    const name: GridName = grids.find((grid) => token === `\\begin{${grid}}`) ?? this.fail();
    let columns: string | undefined;
    if (name === 'array') {
      this.expect('{');
      const end = this.stream.indexOf('}', this.at);
      columns = this.stream.slice(this.at, end).join('');
      if (!/^[lcr|]+$/u.test(columns)) this.fail();
      this.at = end + 1;
    }
    const rows: Row[][] = [];
    const rules: number[] = [];
    for (;;) {
      if (this.stream[this.at] === '\\hline') {
        rules.push(rows.length);
        this.at++;
      }
      const cells = [this.row()];
      for (; this.stream[this.at] === '&'; ) {
        this.at++;
        cells.push(this.row());
      }
      rows.push(cells);
      const end = this.stream[this.at];
      this.at++;
      if (end === '\\end') break;
      if (end !== '\\\\') {
        this.at--;
        this.fail();
      }
    }
    return { kind: 'grid', name, ...(columns === undefined ? {} : { columns }), rows, rules, at };
  }
}
