/** One way to write each thing that looks the same. */
import { functionNames } from './aliases.js';
import { tidyGrid } from './grids.js';
import type { RawItem } from './parse.js';
import { parseLatex } from './parse.js';
import { FormulaError } from './types.js';
import type { Command, Item, Row, Scripts, Symbol } from './types.js';
import { classOf } from './vocabulary.js';

/**
 * The formula that LaTeX source writes, spelled canonically: normalise(toLatex(row)) equals row.
 * @param tokenised see parseLatex
 * @throws FormulaError for what is malformed or cannot be said with the vocabulary
 */
export function normalise(source: string, tokenised = false): Row {
  return canonical(parseLatex(source, tokenised));
}

/** @see normalise */
export function canonical(raw: readonly RawItem[]): Row {
  return wideGaps(ellipses(functions(sizedFences(joinWords(raw).flatMap(tidy)))));
}

const isUpright = (item: RawItem | undefined): item is Symbol => item?.kind === 'symbol' && item.font === '\\mathrm';

/** Spaces between upright words make them one; all other spaces go. */
function joinWords(raw: readonly RawItem[]): RawItem[] {
  const out: RawItem[] = [];
  for (let i = 0; i < raw.length; i++) {
    const item = raw[i];
    if (item === undefined) continue;
    if (item.kind !== 'gap') {
      out.push(item);
      continue;
    }
    while (raw[i + 1]?.kind === 'gap') i++;
    const before = trailingWords(out);
    const after = leadingWords(raw, i + 1);
    if (before === undefined || after === undefined) continue;
    out.length -= before.count;
    out.push({ kind: 'words', text: `${before.text} ${after.text}` });
    i += after.count;
  }
  return out;
}

interface Run { readonly text: string; readonly count: number }

function trailingWords(items: readonly RawItem[]): Run | undefined {
  const last = items.at(-1);
  if (last?.kind === 'words') return { text: last.text, count: 1 };
  const run = items.slice(items.findLastIndex((item) => !isUpright(item)) + 1).filter(isUpright);
  return run.length === 0 ? undefined : { text: run.map(({ token }) => token).join(''), count: run.length };
}

function leadingWords(items: readonly RawItem[], start: number): Run | undefined {
  const first = items[start];
  if (first?.kind === 'words') return { text: first.text, count: 1 };
  let end = start;
  while (isUpright(items[end])) end++;
  // A unit or name with scripts keeps its letters to itself.
  if (end === start) return undefined;
  return { text: items.slice(start, end).filter(isUpright).map(({ token }) => token).join(''), count: end - start };
}

function tidy(item: RawItem): RawItem[] {
  switch (item.kind) {
    case 'scripts': return tidyScripts(item);
    case 'command': return [tidyCommand(item)];
    case 'fence': {
      const body = canonical(item.body);
      const [only] = body;
      if (body.length === 1 && only?.kind === 'grid' && only.name === 'matrix') {
        const name = matrixOf[`${item.left}${item.right}`];
        if (name !== undefined) return [{ ...only, name }];
      }
      if (item.left === '\\left\\{' && item.right === '\\right.' && body.length === 1 && only?.kind === 'grid' && only.columns !== undefined && /^l{1,2}$/u.test(only.columns) && only.rules.length === 0) {
        const { columns: _, ...rest } = only;
        return [{ ...rest, name: 'cases' }];
      }
      if (isTall(body)) return [{ ...item, body }];
      const plain = (token: string): RawItem[] => (token === '.' ? [] : [{ kind: 'symbol', token }]);
      return [...plain(item.left.slice(5)), ...body.map((inner): RawItem => (inner.kind === 'middle' ? { kind: 'symbol', token: '|' } : inner)), ...plain(item.right.slice(6))];
    }
    case 'grid': return tidyGrid({ ...item, rows: item.rows.map((cells) => cells.map((cell) => canonical(cell))) });
    default: return [item];
  }
}

const matrixOf: Readonly<Record<string, 'pmatrix' | 'bmatrix' | 'vmatrix' | 'Vmatrix' | 'Bmatrix'>> = {
  '\\left(\\right)': 'pmatrix', '\\left[\\right]': 'bmatrix', '\\left|\\right|': 'vmatrix', '\\left\\|\\right\\|': 'Vmatrix', '\\left\\{\\right\\}': 'Bmatrix',
};

function tidyScripts({ base, sub, sup }: Scripts): RawItem[] {
  const inner = canonical(base);
  const last = inner.at(-1);
  const below = sub === undefined || sub.length === 0 ? [] : canonical(sub);
  const above = sup === undefined || sup.length === 0 ? [] : canonical(sup);
  if (below.length + above.length === 0) return [...inner];
  const scripts = { ...(below.length > 0 ? { sub: below } : {}), ...(above.length > 0 ? { sup: above } : {}) };
  if (last?.kind === 'middle' || (last?.kind === 'symbol' && last.token === '\\quad')) return [...inner, { kind: 'scripts', base: [], ...scripts }];
  // `x_1{}^2` looks like `{x_1}^2`, but scripts that do not meet are one pair.
  if (last?.kind === 'scripts' && ((last.sub === undefined && above.length === 0) || (last.sup === undefined && below.length === 0))) {
    return [...inner.slice(0, -1), { ...last, ...scripts }];
  }
  return [...inner.slice(0, -1), { kind: 'scripts', base: last === undefined ? [] : [last], ...scripts }];
}

const narrow: Readonly<Record<string, string>> = { '\\widehat': '\\hat', '\\widetilde': '\\tilde', '\\overrightarrow': '\\vec' };
const wide: Readonly<Record<string, string>> = { '\\hat': '\\widehat', '\\tilde': '\\widetilde', '\\vec': '\\overrightarrow', '\\bar': '\\overline' };

function tidyCommand(command: Command): Item {
  const args = command.args.map((arg) => canonical(arg));
  if (args.some((arg) => arg.length === 0)) throw new FormulaError(`${command.token} without an argument`);
  const [first = []] = args;
  const single = first.length === 1 && (first[0]?.kind === 'symbol' || (first[0]?.kind === 'command' && first[0].args.length === 1));
  const token = (single ? narrow : wide)[command.token] ?? command.token;
  return { ...command, token, args };
}

/** Whether delimiters around a row would be taller than a line. */
export function isTall(row: Row): boolean {
  return row.some((item) => {
    switch (item.kind) {
      case 'grid': case 'fence': case 'middle': return true;
      case 'command': return ['\\frac', '\\binom', '\\overset', '\\underset', '\\overbrace', '\\underbrace', '\\boxed'].includes(item.token) || item.args.some(isTall);
      case 'scripts': return isTall(item.base) || isTall(item.sub ?? []) || isTall(item.sup ?? []);
      case 'symbol': return classOf(item.token) === 'operator';
      default: return false;
    }
  });
}

const opening = new Set(['(', '[', '\\{', '\\langle', '\\lfloor', '\\lceil']);
const closing = new Set([')', ']', '\\}', '\\rangle', '\\rfloor', '\\rceil']);

/** `\big( ... \big)` around what is tall grows with it; around a line it is a plain delimiter. */
function sizedFences(items: readonly RawItem[]): Item[] {
  const out: Item[] = [];
  const open: { readonly token: string; readonly at: number }[] = [];
  for (const item of items) {
    const symbol = item.kind === 'scripts' && item.base.length === 1 ? item.base[0] : item;
    if (symbol?.kind !== 'symbol' || !('sized' in symbol)) {
      if (item.kind !== 'gap') out.push(item);
      continue;
    }
    const { token, sized } = symbol as Symbol & { readonly sized: string };
    const ends = sized === 'right' || closing.has(token) || (sized === 'either' && !opening.has(token) && open.at(-1)?.token === token);
    const start = ends ? open.pop() : undefined;
    const plain: Item = { kind: 'symbol', token };
    const body = start === undefined ? [] : out.slice(start.at + 1);
    let piece: Item = plain;
    if (start !== undefined && isTall(body) && classOf(`\\left${start.token}`) === 'left' && classOf(`\\right${token}`) === 'right') {
      out.length = start.at;
      piece = { kind: 'fence', left: `\\left${start.token}`, right: `\\right${token}`, body };
    } else if (!ends && sized !== 'middle') open.push({ token, at: out.length });
    out.push(item.kind === 'scripts' ? { ...item, base: [piece] } : piece);
  }
  return out;
}

const pairs: Readonly<Record<string, string>> = { '\\lim\\sup': '\\limsup', '\\lim\\inf': '\\liminf', '\\arg\\max': '\\argmax', '\\arg\\min': '\\argmin' };

/** Upright letters that spell a known function are that function. */
function functions(row: Row): Row {
  const out: Item[] = [];
  for (let i = 0; i < row.length; i++) {
    let end = i;
    const letters: string[] = [];
    for (; end < row.length; end++) {
      const item = row[end];
      const symbol = item?.kind === 'scripts' && item.base.length === 1 ? item.base[0] : item;
      if (!isUpright(symbol)) break;
      letters.push(symbol.token);
      if (item?.kind === 'scripts') {
        end++;
        break;
      }
    }
    const name = functionNames.get(letters.join(''));
    const items = row.slice(i, Math.max(end, i + 1));
    const last = items.at(-1);
    if (name === undefined) out.push(...items);
    else out.push(last?.kind === 'scripts' ? { ...last, base: [{ kind: 'symbol', token: name }] } : { kind: 'symbol', token: name });
    i = Math.max(end, i + 1) - 1;
  }
  return twoWords(out);
}

function twoWords(row: Row): Row {
  const out: Item[] = [];
  for (const item of row) {
    const symbol = item.kind === 'scripts' && item.base.length === 1 ? item.base[0] : item;
    const before = out.at(-1);
    const both = before?.kind === 'symbol' && symbol?.kind === 'symbol' ? pairs[before.token + symbol.token] : undefined;
    if (both === undefined) out.push(item);
    else out.splice(-1, 1, item.kind === 'scripts' ? { ...item, base: [{ kind: 'symbol', token: both }] } : { kind: 'symbol', token: both });
  }
  return out;
}

const isDot = (item: Item | undefined): boolean => item?.kind === 'symbol' && item.token === '.';

/** Three dots in a row; `\dots` stands in the middle between operators, on the line elsewhere. */
function ellipses(row: Row): Row {
  const out: Item[] = [];
  for (let i = 0; i < row.length; i++) {
    const item = row[i];
    if (item === undefined) continue;
    const next = row[i + 1];
    if (isDot(item) && isDot(next) && isDot(row[i + 2])) {
      out.push({ kind: 'symbol', token: '\\ldots' });
      i += 2;
    } else if (item.kind === 'symbol' && item.token === '\\dots') {
      const between = next?.kind === 'symbol' && ['binary', 'relation', 'arrow', 'operator'].includes(classOf(next.token) ?? '');
      out.push({ ...item, token: between ? '\\cdots' : '\\ldots' });
    } else if (item.kind === 'scripts' && item.base[0]?.kind === 'symbol' && item.base[0].token === '\\dots') out.push({ ...item, base: [{ kind: 'symbol', token: '\\ldots' }] });
    else out.push(item);
  }
  return out;
}

/** One `\quad` for any wide gap, and none at the ends. */
function wideGaps(row: Row): Row {
  const isQuad = (item: Item | undefined): boolean => item?.kind === 'symbol' && item.token === '\\quad';
  const single = row.filter((item, index) => !(isQuad(item) && (index === 0 || isQuad(row[index - 1]))));
  return isQuad(single.at(-1)) ? single.slice(0, -1) : single;
}
