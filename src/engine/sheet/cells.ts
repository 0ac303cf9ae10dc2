import type { PlacedGlyph } from '../families/family.js';
import { median } from '../picture/prepare.js';
import type { Grid } from './grid.js';
import { strongest } from './ink.js';
import type { Strip } from './ink.js';

/** A column of a row that holds something. `character` is empty where ink was seen and nothing read. */
export interface Cell {
  readonly column: number;
  readonly character: string;
  readonly confidence: number;
  readonly others?: PlacedGlyph['others'];
}

/** Columns from `first` to `last`, both included. */
export interface Span { readonly first: number; readonly last: number }

export interface SetRow {
  readonly cells: readonly Cell[];
  /** Characters that found no column of their own: read twice, or made up. */
  readonly surplus: number;
}

/** What is fainter than this share of the row's usual ink is none. */
const FAINT = 0.3;
/** Costs of the alignment, in squared columns: a character without a column, a column with ink without a character, a character on bare ground. */
const COST = { surplus: 0.5, missing: 0.5, bare: 0.25, reach: 1.2 } as const;
/** Ink further than this from anything read (in columns) belongs to something else: a minimap, a scroll bar. */
const REACH = 2;

/** Columns of a row that was not found as text, where ink stands as strong as text does. @param usual the ink of a character of this sheet */
export function columnsWithInk(grid: Grid, strip: Strip, from: number, to: number, usual: number): number[] {
  const found: number[] = [];
  for (let column = from; column <= to; column++) {
    const middle = grid.origin + column * grid.advance;
    if (strongest(strip, middle - 0.3 * grid.advance, middle + 0.3 * grid.advance) >= Math.max(8, FAINT * usual)) found.push(column);
  }
  return found;
}

/**
 * Sets characters into columns, so that as many columns with ink as possible have one, each as near as possible to its own.
 * @param seen columns that are known to belong to the row, whether anything was read there or not
 * @param edge what is left of this (original pixels) belongs to something else
 * @param bias how far right of its ink the text reader says that a character stands
 * @param span the only columns that are looked at
 */
export function setCells(glyphs: readonly PlacedGlyph[], bias: number, grid: Grid, strip: Strip, edge: number, seen: readonly number[] = [], span?: Span): SetRow {
  const edges = glyphs.map(({ x }) => (x - bias - grid.origin) / grid.advance);
  const from = Math.max(Math.ceil((edge - grid.origin) / grid.advance - 0.3), span?.first ?? -Infinity);
  const to = Math.min(Math.floor((strip.width - grid.origin) / grid.advance + 0.3), span?.last ?? Infinity);
  const inked = withinReach(inkedColumns(grid, strip, from, to, edges), [...edges.map((edge) => Math.round(edge)), ...seen].map((column) => column - from));
  const pairs = align(edges, inked, from);
  const cells: Cell[] = [];
  let surplus = glyphs.length;
  inked.forEach((ink, j) => {
    const glyph = glyphs[pairs[j] ?? -1];
    if (glyph !== undefined) {
      surplus--;
      cells.push({ column: from + j, character: glyph.character, confidence: glyph.confidence, ...(glyph.others && { others: glyph.others }) });
    } else if (ink) cells.push({ column: from + j, character: '', confidence: 0 });
  });
  return { cells, surplus };
}

function inkedColumns(grid: Grid, strip: Strip, from: number, to: number, edges: readonly number[]): boolean[] {
  const middle = (column: number): number => grid.origin + column * grid.advance;
  const reach = 0.3 * grid.advance;
  const ink = Array.from({ length: Math.max(0, to - from + 1) }, (_, j) => strongest(strip, middle(from + j) - reach, middle(from + j) + reach));
  const read = edges.map((edge) => ink[Math.round(edge) - from] ?? 0).filter((value) => value > 0);
  const usual = read.length > 0 ? median(read) : Math.max(0, ...ink);
  return ink.map((value, j) => {
    // Dim words beside bright ones: what counts is the ink of the characters around.
    const near = edges.filter((edge) => Math.abs(edge - from - j) < 4).map((edge) => ink[Math.round(edge) - from] ?? 0);
    return value > 8 && value >= FAINT * (near.length > 0 ? Math.min(usual, median(near)) : usual);
  });
}

/** Leaves only the ink that hangs together with what was read. */
function withinReach(inked: readonly boolean[], read: readonly number[]): boolean[] {
  const kept = inked.map((ink, j) => ink && read.includes(j));
  for (const step of [1, -1]) {
    let last = -Infinity;
    for (let k = 0; k < inked.length; k++) {
      const j = step === 1 ? k : inked.length - 1 - k;
      if (kept[j] === true || (inked[j] === true && k - last <= REACH + 1)) {
        kept[j] = true;
        last = k;
      }
    }
  }
  return kept;
}

/** For each column the index of its character, if any: least cost, in order (dynamic programming). */
function align(places: readonly number[], inked: readonly boolean[], from: number): (number | undefined)[] {
  const [n, m] = [places.length, inked.length];
  const cost = Array.from({ length: n + 1 }, () => new Float64Array(m + 1).fill(Infinity));
  const move = Array.from({ length: n + 1 }, () => new Uint8Array(m + 1));
  const [MATCH, NO_CHARACTER, NO_COLUMN] = [1, 2, 3];
  for (let i = 0; i <= n; i++) {
    const row = cost[i] ?? new Float64Array();
    for (let j = 0; j <= m; j++) {
      if (i === 0 && j === 0) { row[0] = 0; continue; }
      const off = i > 0 && j > 0 ? (places[i - 1] ?? 0) - (from + j - 1) : Infinity;
      const options = [
        Infinity,
        Math.abs(off) <= COST.reach ? (cost[i - 1]?.[j - 1] ?? Infinity) + off * off + (inked[j - 1] === true ? 0 : COST.bare) : Infinity,
        j > 0 ? (row[j - 1] ?? Infinity) + (inked[j - 1] === true ? COST.missing : 0) : Infinity,
        i > 0 ? (cost[i - 1]?.[j] ?? Infinity) + COST.surplus : Infinity,
      ];
      const best = options.indexOf(Math.min(...options));
      row[j] = options[best] ?? Infinity;
      (move[i] ?? new Uint8Array())[j] = best;
    }
  }
  const found: (number | undefined)[] = new Array<number | undefined>(m).fill(undefined);
  for (let i = n, j = m; i > 0 || j > 0;) {
    const step = move[i]?.[j];
    if (step === MATCH) found[--j] = --i;
    else if (step === NO_CHARACTER) j--;
    else if (step === NO_COLUMN) i--;
    else break;
  }
  return found;
}
