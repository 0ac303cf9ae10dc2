/** LaTeX as people write it -> items. What looks alike is not yet the same: canonical.ts follows. */
import { aliases, delimiters, dropped, environments, functionNames, ignored, negated, switches, textCommands, transparent } from './aliases.js';
import { lex } from './lex.js';
import type { Lexeme } from './lex.js';
import { FormulaError, fonts, grids } from './types.js';
import type { Font, Grid, Item, Row, Symbol } from './types.js';
import { classOf, symbolClasses } from './vocabulary.js';
import { styled, wordItems } from './words.js';

/** White space that may part words, and delimiters of a stated size: they exist between parsing and canonical spelling only. */
export type RawItem = Item | { readonly kind: 'gap' } | (Symbol & { readonly sized: 'left' | 'right' | 'middle' | 'either' });

const sizes = /^\\(?:big|Big|bigg|Bigg)([lrm]?)$/u;
const stops = new Set(['}', '&', '\\\\', '\\cr', '\\end', '\\right', '\\middle']);

/**
 * @param tokenised spaces only part tokens, also inside of text, where `~` is a space (the spelling of some data sets)
 * @throws FormulaError for what is malformed or has no place in the vocabulary
 */
export function parseLatex(source: string, tokenised = false): RawItem[] {
  const parser = new Parser(lex(source), tokenised);
  const rows = parser.rows('', '');
  if (rows.length === 1 && rows[0]?.length === 1) return rows[0][0] ?? [];
  return [{ kind: 'grid', name: rows.every((cells) => cells.length === 1) ? 'gathered' : 'aligned', rows: rows as Row[][], rules: [] }];
}

class Parser {
  private at = 0;
  private readonly list: readonly Lexeme[];
  private readonly tokenised: boolean;

  // No parameter properties in this room: Node runs it as it is for the corpus.
  constructor(list: readonly Lexeme[], tokenised: boolean) {
    this.list = list;
    this.tokenised = tokenised;
  }

  private fail(what: string): never {
    throw new FormulaError(`${what} at ${JSON.stringify(this.list.slice(this.at, this.at + 6).map(({ text }) => text).join(''))}`);
  }

  private peek(): string | undefined {
    while (this.list[this.at]?.space === true) this.at++;
    return this.list[this.at]?.text;
  }

  private next(): string {
    const token = this.peek();
    if (token === undefined) return this.fail('the formula ends early');
    this.at++;
    return token;
  }

  private expect(token: string): void {
    if (this.next() !== token) {
      this.at--;
      this.fail(`${token} is missing`);
    }
  }

  /** Cells in rows, up to what ends them: '' the end of the source, `\\end` of an environment, `}` of a \\substack. */
  rows(ends: string, font: Font | '', rules: number[] = []): RawItem[][][] {
    const rows: RawItem[][][] = [];
    for (;;) {
      while (this.peek() === '\\hline') {
        this.at++;
        rules.push(rows.length);
      }
      const cells = [this.row(font)];
      while (this.peek() === '&') {
        this.at++;
        cells.push(this.row(font));
      }
      rows.push(cells);
      const token = this.peek();
      if (token === '\\\\' || token === '\\cr') {
        this.at++;
        this.skipLength();
        continue;
      }
      if (token === undefined ? ends === '' : token === ends) return rows;
      return this.fail('out of place');
    }
  }

  /** `\\*` and `\\[2pt]`. */
  private skipLength(): void {
    if (this.list[this.at]?.text === '*') this.at++;
    const rest = this.list.slice(this.at, this.at + 16).map(({ text }) => text.trim()).join('');
    if (!/^\[-?[\d.]+(?:pt|em|ex|mm|cm|in|mu|\\jot)\]/u.test(rest)) return;
    while (this.next() !== ']');
  }

  /** Up to what no item begins with; old style switches and fractions reach to the end of it. */
  private row(font: Font | ''): RawItem[] {
    let items: RawItem[] = [];
    let face = font;
    let fraction: { readonly token: string; readonly above: RawItem[] } | undefined;
    for (;;) {
      const token = this.peek();
      if (token === undefined || stops.has(token)) {
        if (token !== '\\middle') break;
        this.at++;
        if (delimiters[this.next()] !== '|') return this.fail('a bar is expected');
        items.push({ kind: 'middle' });
        continue;
      }
      const face2 = switches[token];
      if (face2 !== undefined && this.list[this.at + 1]?.text !== '{') {
        this.at++;
        face = face2 as Font | '';
        continue;
      }
      if (token === '\\over' || token === '\\choose') {
        if (fraction !== undefined) return this.fail('two fractions in one group');
        this.at++;
        fraction = { token: token === '\\over' ? '\\frac' : '\\binom', above: items };
        items = [];
        continue;
      }
      items.push(...this.scripted(face));
    }
    return fraction === undefined ? items : [{ kind: 'command', token: fraction.token, args: [fraction.above as Row, items as Row] }];
  }

  /** A nucleus with its scripts. */
  private scripted(font: Font | ''): RawItem[] {
    const first = this.peek();
    const nucleus = first === '_' || first === '^' || first === '\'' ? [] : this.nucleus(font);
    let sub: RawItem[] | undefined;
    const sup: RawItem[] = [];
    let had = false;
    for (;;) {
      while (/^\\(?:no|display)?limits$/u.test(this.peek() ?? '')) this.at++;
      const token = this.peek();
      if (token === '\'') {
        this.at++;
        sup.push({ kind: 'symbol', token: '\\prime' });
      } else if (token === '_') {
        if (sub !== undefined) return this.fail('two subscripts');
        this.at++;
        sub = this.argument(font);
      } else if (token === '^') {
        if (had) return this.fail('two superscripts');
        had = true;
        this.at++;
        sup.push(...this.argument(font));
      } else break;
    }
    if (sub === undefined && sup.length === 0) return nucleus;
    const last = nucleus.at(-1);
    const base = last === undefined ? [] : [last];
    return [...nucleus.slice(0, -1), { kind: 'scripts', base: base as Row, ...(sub === undefined ? {} : { sub: sub as Row }), ...(sup.length === 0 ? {} : { sup: sup as Row }) }];
  }

  /** One argument: a group, or the next token. */
  private argument(font: Font | ''): RawItem[] {
    const token = this.peek();
    if (token === undefined || stops.has(token)) return this.fail('an argument is missing');
    return this.nucleus(font);
  }

  private group(font: Font | ''): RawItem[] {
    this.expect('{');
    const row = this.row(font);
    this.expect('}');
    return row;
  }

  /** What scripts may be put on; several items where it is a group. */
  private nucleus(font: Font | ''): RawItem[] {
    const token = this.peek() ?? '';
    if (token === '{') return this.group(font);
    this.at++;
    const known = aliases[token] ?? token;
    const kind = classOf(known);
    const face = fonts.find((name) => name === known);
    if (token === '~' || token === '\\ ' || token === '\\') return [{ kind: 'gap' }];
    if (kind !== undefined && symbolClasses.has(kind)) return [styled(known, font)];
    if (ignored.has(known)) return [];
    if (face === '\\mathrm') return named(this.argument(face));
    if (face !== undefined) return this.argument(face);
    if (known in textCommands) return this.words(textCommands[known] as Font | '');
    if (known === '\\operatorname' || known === '\\operatorname*') return named(this.argument('\\mathrm'));
    if (transparent.has(known)) return this.argument(known === '\\mathit' || known === '\\mathnormal' ? '' : font);
    if (dropped.has(known)) return this.drop();
    if (kind === 'one' || kind === 'two') return this.command(known, kind === 'one' ? 1 : 2, font);
    return this.special(token, font);
  }

  private drop(): RawItem[] {
    if (this.next() !== '{') return [];
    for (let depth = 1; depth > 0;) {
      const token = this.next();
      depth += token === '{' ? 1 : token === '}' ? -1 : 0;
    }
    return [];
  }

  private command(token: string, count: number, font: Font | ''): RawItem[] {
    if (token === '\\sqrt' && this.peek() === '[') {
      this.at++;
      const index: RawItem[] = [];
      while (this.peek() !== ']') index.push(...this.scripted(font));
      this.at++;
      return [{ kind: 'command', token: '\\sqrt[]', args: [index as Row, this.argument(font) as Row] }];
    }
    if (token.startsWith('\\x') && this.peek() === '[') return this.fail('text below an arrow');
    return [{ kind: 'command', token, args: Array.from({ length: count }, () => this.argument(font) as Row) }];
  }

  private special(token: string, font: Font | ''): RawItem[] {
    const size = sizes.exec(token);
    if (size !== null) {
      const delimiter = delimiters[this.next()] ?? this.fail('no delimiter');
      if (delimiter === '.') return [];
      const sized = ({ l: 'left', r: 'right', m: 'middle' } as const)[size[1] ?? ''] ?? 'either';
      return [{ kind: 'symbol', token: delimiter, sized }];
    }
    switch (token) {
      case '\\left': return [this.fence(font)];
      case '\\begin': return this.environment(font);
      case '\\substack': {
        this.expect('{');
        const rows = this.rows('}', font) as Row[][];
        this.at++;
        return [{ kind: 'grid', name: 'substack', rows, rules: [] }];
      }
      case '\\not': {
        const [item] = this.argument(font);
        if (item?.kind !== 'symbol') return this.fail('nothing to negate');
        const direct = negated[item.token];
        return [direct === undefined ? { kind: 'command', token: '\\not', args: [[item]] } : { kind: 'symbol', token: direct }];
      }
      case '\\dots': return [{ kind: 'symbol', token: '\\dots' }];
      case '\\degree': return [{ kind: 'scripts', base: [], sup: [{ kind: 'symbol', token: '\\circ' }] }];
      case '\\coloneqq': return [':', '='].map((name) => styled(name, ''));
      case '\\pmod': return [styled('(', ''), styled('\\bmod', ''), ...this.argument(font), styled(')', '')];
      case '\\textcolor': this.drop(); return this.argument(font);
      default: this.at--; return this.fail('unknown');
    }
  }

  private words(font: Font | ''): RawItem[] {
    if (this.next() !== '{') return this.fail('text without braces');
    const items: RawItem[] = [];
    let text = '';
    const flush = (): void => {
      if (font === '\\mathrm') items.push(...(/^\s/u.test(text) && items.length > 0 ? [{ kind: 'gap' } as const] : []), ...wordItems(text), ...(/\S\s+$/u.test(text) ? [{ kind: 'gap' } as const] : []));
      else items.push(...Array.from(text.replace(/\s/gu, ''), (character) => (classOf(character) === undefined ? this.fail('no token for text') : styled(character, font))));
      text = '';
    };
    for (let depth = 1; ;) {
      const { text: token, space } = this.list[this.at] ?? this.fail('text ends early');
      this.at++;
      if (token === '{') depth++;
      else if (token === '}') {
        if (--depth === 0) break;
      } else if (token === '$') {
        flush();
        const end = this.list.findIndex((lexeme, index) => index >= this.at && lexeme.text === '$');
        const inner = new Parser(this.list.slice(this.at, end < 0 ? this.at : end), this.tokenised);
        items.push(...inner.row(''));
        this.at = end + 1;
        if (end < 0) return this.fail('$ is missing');
      } else if (space) text += this.tokenised ? '' : ' ';
      else if (token === '~' || token === '\\ ' || token === '\\,') text += ' ';
      else if (/^\\[&%$#_]$/u.test(token)) text += token.slice(1);
      else if (ignored.has(token)) continue;
      else if (token.length > 1) return this.fail('a command in text');
      else text += token;
    }
    flush();
    return named(items);
  }

  private fence(font: Font | ''): RawItem {
    const left = delimiters[this.next()] ?? this.fail('no delimiter');
    const body = this.row(font) as Row;
    this.expect('\\right');
    const right = delimiters[this.next()] ?? this.fail('no delimiter');
    const [opening, closing] = [`\\left${left}`, `\\right${right}`];
    if (classOf(opening) !== 'left' || classOf(closing) !== 'right') return this.fail('a delimiter that does not grow');
    return { kind: 'fence', left: opening, right: closing, body };
  }

  private name(): string {
    this.expect('{');
    let name = '';
    for (let token = this.next(); token !== '}'; token = this.next()) name += token;
    return name;
  }

  private environment(font: Font | ''): RawItem[] {
    const name = this.name();
    const kind = environments[name];
    if (kind === undefined) return this.fail(`the environment ${name}`);
    if (/^\[[tcb]\]/u.test(this.list.slice(this.at, this.at + 3).map(({ text }) => text).join(''))) this.at += 3;
    const spec = name === 'array' || name === 'subarray' || name.startsWith('alignat') || name === 'alignedat' ? this.name() : '';
    const rules: number[] = [];
    const rows = this.rows('\\end', font, rules) as Row[][];
    this.expect('\\end');
    if (this.name() !== name) return this.fail(`the end of ${name} is missing`);
    const grid = grids.find((item) => item === kind);
    if (grid === undefined) return rows.length === 1 && rows[0]?.length === 1 ? [...(rows[0][0] ?? [])] : [{ kind: 'grid', name: 'aligned', rows, rules: [] }];
    const columns = spec.replace(/@\{[^}]*\}|[^lcr|]/gu, '');
    const made: Grid = { kind: 'grid', name: grid, ...(grid === 'array' ? { columns } : {}), rows, rules: grid === 'array' ? rules : [] };
    return [name.startsWith('eqnarray') ? { ...made, rows: rows.map(joinRelation) } : made];
  }
}

/** Upright letters of one group that spell a known function are that function. */
function named(items: RawItem[]): RawItem[] {
  const letters = items.map((item) => (item.kind === 'symbol' && item.font === '\\mathrm' ? item.token : ' ')).join('');
  const name = functionNames.get(letters);
  return name === undefined ? items : [{ kind: 'symbol', token: name }];
}

/** `a &=& b` of eqnarray has its relation in a cell of its own. */
function joinRelation([left = [], relation = [], ...rest]: readonly Row[]): Row[] {
  return rest.length === 0 ? [left, relation] : [left, [...relation, ...rest.flat()]];
}
