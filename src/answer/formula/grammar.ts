/** Which tokens may follow: an incremental state machine over the stream (stream.ts). What it permits to the end is a formula that KaTeX takes. */
import { fonts } from './types.js';
import { BOS, EOS, PAD, classOf, classes, idOf, symbolClasses, takesFont, tokens, wordTokens } from './vocabulary.js';
import type { Class } from './vocabulary.js';

/** What may be put on the last item of a row: nothing, a superscript, both, or one of them at least. */
type Scripts = 'none' | 'sup' | 'both' | 'must';

/** A row of items and what ends it. A grid's row has its cells' state: columns fixed by the first row or by the column letters (0: not yet). */
interface RowFrame {
  readonly is: 'row'; readonly end: 'eos' | 'group' | 'base' | 'fence' | 'grid'; empty: boolean; scripts: Scripts;
  /** For grids. */
  readonly name: string; column: number; columns: number; ruled: boolean; blank: boolean;
}
/** Arguments that are missing, and what has been written when they are there. */
interface ArgsFrame { readonly is: 'args'; missing: number; readonly then: 'unit' | 'sub' | 'sup' }
interface FontFrame { readonly is: 'font'; readonly font: string; count: number; braced: boolean }
interface WordsFrame { readonly is: 'words'; count: number; braced: boolean }
interface ColumnsFrame { readonly is: 'columns'; count: number; letters: number; braced: boolean }
type Frame = RowFrame | ArgsFrame | FontFrame | WordsFrame | ColumnsFrame | { readonly is: 'not' };

export const deepest = 24;
const mostColumns = 16;
const mostCharacters = 200;
/** The most that one token can add to what is missing: the cells of a new row in the widest grid. */
const slack = mostColumns;

const byClass = new Map<Class, readonly number[]>();
classes.forEach((name, id) => byClass.set(name, [...(byClass.get(name) ?? []), id]));
const fontIds = new Map(fonts.map((font) => [font as string, tokens.flatMap((token, id) => (takesFont(token, font) ? [id] : []))]));
const wordIds = tokens.flatMap((token, id) => (wordTokens.has(token) ? [id] : []));
const columnIds = ['l', 'c', 'r', '|'].map(idOf);
const negatable = [...(byClass.get('relation') ?? []), ...(byClass.get('arrow') ?? [])];
const unitClasses: readonly Class[] = [...[...symbolClasses].filter((name) => name !== 'space'), 'one', 'two', 'not', 'font', 'text', 'left', 'begin', 'open'];

function row(end: RowFrame['end'], name = ''): RowFrame {
  return { is: 'row', end, empty: true, scripts: 'none', name, column: 0, columns: 0, ruled: false, blank: true };
}

export class FormulaGrammar {
  private frames: Frame[] = [row('eos')];
  private written = 0;
  private ended = false;
  private readonly limit: number;

  /** @param limit most tokens of a formula, `<bos>` not counted and `<eos>` counted (at least 2); the mask sees to it that the formula ends in time */
  constructor(limit = 512) {
    this.limit = limit;
  }

  get done(): boolean { return this.ended; }

  /** 1 for each token that may come next; none after `<eos>`. */
  allowed(): Uint8Array {
    const mask = new Uint8Array(tokens.length);
    if (this.ended) return mask;
    this.mark(mask);
    const left = this.limit - this.written;
    if (left <= this.cost() + slack) this.hurry(mask, left - 1);
    return mask;
  }

  /** 1 for each token that may come next and brings the end nearer: closes what is open, or fills what is missing. Until the end there always is one. */
  closing(): Uint8Array {
    const mask = this.allowed();
    this.hurry(mask, this.cost() - 1);
    return mask;
  }

  /** Forbids what could not be ended with `left` more tokens. */
  private hurry(mask: Uint8Array, left: number): void {
    const costs = new Map<string, number>();
    for (let id = 0; id < mask.length; id++) {
      if (mask[id] === 0) continue;
      // Tokens of a class cost the same, but for environments and the bars among column letters.
      const kind = classes[id] ?? '';
      const key = kind === 'begin' || kind === 'delimiter' ? tokens[id] ?? '' : kind;
      let cost = costs.get(key);
      if (cost === undefined) {
        const next = this.clone();
        next.step(id);
        cost = next.cost();
        costs.set(key, cost);
      }
      if (cost > left) mask[id] = 0;
    }
  }

  /** @throws Error for a token that may not come next */
  push(id: number): void {
    if (this.allowed()[id] !== 1) throw new Error(`${tokens[id] ?? id} may not follow`);
    this.step(id);
  }

  clone(): FormulaGrammar {
    const copy = new FormulaGrammar(this.limit);
    copy.frames = this.frames.map((frame) => ({ ...frame }));
    copy.written = this.written;
    copy.ended = this.ended;
    return copy;
  }

  private get top(): Frame { return this.frames[this.frames.length - 1] ?? row('eos'); }

  private mark(mask: Uint8Array): void {
    const allow = (...names: readonly Class[]): void => { for (const name of names) allowIds(byClass.get(name) ?? []); };
    const allowIds = (ids: readonly number[]): void => { for (const id of ids) mask[id] = 1; };
    const top = this.top;
    switch (top.is) {
      case 'args': allow(...unitClasses); break;
      case 'font':
        allowIds(fontIds.get(top.font) ?? []);
        if (!top.braced) allow('open');
        else if (top.count > 0) allow('close');
        break;
      case 'words':
        if (!top.braced) allow('open');
        else {
          if (top.count < mostCharacters) allowIds(wordIds);
          if (top.count > 0) allow('close');
        }
        break;
      case 'columns':
        if (!top.braced) allow('open');
        else {
          if (top.count < mostColumns) allowIds(columnIds);
          if (top.letters > 0) allow('close');
        }
        break;
      case 'not': allowIds(negatable); break;
      case 'row': this.markRow(top, allow, mask); break;
    }
    const forbid = (...names: readonly Class[]): void => { for (const name of names) for (const id of byClass.get(name) ?? []) mask[id] = 0; };
    // Words are spelled canonically as a group of letters in their font, which is one deeper.
    if (this.frames.length >= deepest - 1) forbid('text');
    // Deeper groups are forbidden where the stack is high: every other token still is allowed.
    if (this.frames.length >= deepest) forbid('one', 'two', 'left', 'begin', 'sub', 'sup', 'font', 'not');
    if (this.frames.length >= deepest && (top.is === 'row' || top.is === 'args')) forbid('open');
  }

  private markRow(top: RowFrame, allow: (...names: readonly Class[]) => void, mask: Uint8Array): void {
    if (top.scripts === 'must') {
      allow('sub', 'sup');
      return;
    }
    // Scripts that are due must fit on the stack.
    allow(...unitClasses);
    if (!top.empty) allow('space');
    if (this.frames.length >= deepest - 2) for (const id of byClass.get('open') ?? []) mask[id] = 0;
    if (top.scripts === 'both') allow('sub', 'sup');
    if (top.scripts === 'sup') allow('sup');
    switch (top.end) {
      case 'eos': if (!top.empty) mask[EOS] = 1; break;
      case 'group': if (!top.empty) allow('close'); break;
      case 'base': allow('close'); break;
      case 'fence':
        if (!top.empty) allow('right', 'middle');
        break;
      case 'grid': this.markGrid(top, allow); break;
    }
  }

  private markGrid(top: RowFrame, allow: (...names: readonly Class[]) => void): void {
    const fixed = top.columns > 0;
    const full = !fixed || !isRectangular(top.name) || top.column === top.columns - 1;
    if (top.column < (fixed ? top.columns : most(top.name)) - 1) allow('cell');
    // A rule below the last row has a row of its own, without cells.
    const last = top.ruled && top.column === 0 && top.empty;
    if (full) allow('row');
    if ((full || last) && !top.blank) allow('end');
    if (top.name === 'array' && top.column === 0 && top.empty && !top.ruled) allow('line');
  }

  private step(id: number): void {
    this.written++;
    const kind = classes[id] ?? 'special';
    const token = tokens[id] ?? '';
    const top = this.top;
    switch (top.is) {
      case 'font':
        if (kind === 'open') top.braced = true;
        else if (kind === 'close' || !top.braced) this.finish();
        else top.count++;
        return;
      case 'words':
        if (kind === 'open') top.braced = true;
        else if (kind === 'close') this.finish();
        else top.count++;
        return;
      case 'columns':
        if (kind === 'open') top.braced = true;
        else if (kind === 'close') {
          this.frames.pop();
          this.frames.push({ ...row('grid', 'array'), columns: top.letters });
        } else {
          top.count++;
          if (token !== '|') top.letters++;
        }
        return;
      case 'not': this.finish(); return;
      case 'args': this.begin(kind, token, false); return;
      case 'row': this.stepRow(top, kind, token, id); return;
    }
  }

  private stepRow(top: RowFrame, kind: Class, token: string, id: number): void {
    switch (kind) {
      case 'special': this.ended = id === EOS; return;
      case 'sub':
        top.scripts = 'sup';
        this.frames.push({ is: 'args', missing: 1, then: 'sub' });
        return;
      case 'sup':
        top.scripts = 'none';
        this.frames.push({ is: 'args', missing: 1, then: 'sup' });
        return;
      case 'close':
        this.frames.pop();
        if (top.end === 'group') this.complete();
        else if (this.top.is === 'row') Object.assign(this.top, { scripts: 'must', empty: false, blank: false });
        return;
      case 'right': this.finish(); return;
      case 'middle': case 'space':
        top.scripts = 'none';
        return;
      case 'cell': case 'row':
        if (kind === 'row' && top.columns === 0 && isRectangular(top.name)) top.columns = top.column + 1;
        top.column = kind === 'cell' ? top.column + 1 : 0;
        Object.assign(top, { empty: true, scripts: 'none', ...(kind === 'row' ? { ruled: false } : {}) });
        return;
      case 'line': top.ruled = true; return;
      case 'end': this.finish(); return;
      default: this.begin(kind, token, true);
    }
  }

  /** A token that begins a unit. */
  private begin(kind: Class, token: string, inRow: boolean): void {
    switch (kind) {
      case 'open': this.frames.push(row(inRow ? 'base' : 'group')); return;
      case 'one': this.frames.push({ is: 'args', missing: 1, then: 'unit' }); return;
      case 'two': this.frames.push({ is: 'args', missing: 2, then: 'unit' }); return;
      case 'not': this.frames.push({ is: 'not' }); return;
      case 'font': this.frames.push({ is: 'font', font: token, count: 0, braced: false }); return;
      case 'text': this.frames.push({ is: 'words', count: 0, braced: false }); return;
      case 'left': this.frames.push(row('fence')); return;
      case 'begin': {
        const name = token.slice('\\begin{'.length, -1);
        this.frames.push(name === 'array' ? { is: 'columns', count: 0, letters: 0, braced: false } : row('grid', name));
        return;
      }
      default: this.complete();
    }
  }

  /** The frame on top is a whole unit. */
  private finish(): void {
    this.frames.pop();
    this.complete();
  }

  /** A unit has been written into the frame on top. */
  private complete(): void {
    const top = this.top;
    if (top.is === 'row') {
      Object.assign(top, { empty: false, blank: false, scripts: 'both' });
      return;
    }
    if (top.is !== 'args') return;
    top.missing--;
    if (top.missing > 0) return;
    this.frames.pop();
    if (top.then === 'unit') this.complete();
  }

  /** The fewest tokens that end the formula. */
  private cost(): number {
    return this.ended ? 0 : this.frames.reduce((sum, frame) => sum + costOf(frame), 0);
  }
}

function costOf(frame: Frame): number {
  switch (frame.is) {
    case 'args': return frame.missing;
    case 'font': return frame.braced ? (frame.count > 0 ? 1 : 2) : 1;
    case 'words': return (frame.braced ? 0 : 1) + (frame.count > 0 ? 1 : 2);
    // The column letters, something in a cell, and the cells that the letters ask for.
    case 'columns': return (frame.braced ? 0 : 1) + (frame.letters > 0 ? 1 : 2) + 1 + Math.max(1, frame.letters);
    case 'not': return 1;
    case 'row': {
      const scripts = frame.scripts === 'must' ? 2 : 0;
      if (frame.end === 'base') return 1 + scripts + 2;
      if (frame.end !== 'grid') return 1 + scripts + (frame.empty ? 1 : 0);
      const cells = frame.columns > 0 && isRectangular(frame.name) ? frame.columns - 1 - frame.column : 0;
      return 1 + scripts + cells + (frame.blank ? 1 : 0);
    }
  }
}

function isRectangular(name: string): boolean {
  return name === 'array' || name.endsWith('matrix');
}

/** Most columns of a grid. */
function most(name: string): number {
  return name === 'cases' ? 2 : name === 'gathered' || name === 'substack' ? 1 : mostColumns;
}

/** The ids of a stream, as the grammar and the model see it. */
export function encode(stream: readonly string[]): number[] {
  return [...stream.map(idOf), EOS];
}

/** The tokens of ids, without the marks of begin, end and padding. */
export function decode(ids: readonly number[]): string[] {
  return ids.filter((id) => id !== BOS && id !== EOS && id !== PAD).map((id) => tokens[id] ?? '');
}

/** Whether a token can stand in a stream at all. */
export function isToken(token: string): boolean {
  return classOf(token) !== undefined && classOf(token) !== 'special';
}
