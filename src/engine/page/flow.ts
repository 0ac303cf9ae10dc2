/** Divides the lines of one column into text, code, tables and formulas by how they stand. */
import { median } from '../picture/prepare.js';
import type { TextLine } from '../families/family.js';
import { fitGrid } from '../sheet/grid.js';
import { edgesOf, around } from './types.js';
import type { BlockKind, Edges } from './types.js';

/** A line with its place in the list of all. */
export interface Numbered extends Edges { readonly index: number; readonly line: TextLine }

/** Lines that stand together and are of one nature; `prior` says how likely each kind is by how they stand alone. */
export interface Segment extends Edges {
  readonly lines: readonly Numbered[];
  readonly prior: Readonly<Record<BlockKind, number>>;
}

type Nature = 'text' | 'spread' | 'fixed' | 'odd';

/** Characters on columns of one width: a line alone, and a group. */
const FIXED_LINE = 0.62;
const FIXED_GROUP = 0.5;
/** In heights of a line: white space between cells. */
const CELL_GAP = 1.5;
/** Lines or rows. */
const MOST_LOOKED_AT = 80;

export function numbered(lines: readonly TextLine[]): Numbered[] {
  return lines.map((line, index) => ({ ...edgesOf(line.box), index, line }));
}

/** @param column lines of one column, any order @param height of a typical line of the page */
export function segmentsOf(column: readonly Numbered[], height: number): Segment[] {
  const rows = rowsOf(column);
  const width = Math.max(...column.map(({ right }) => right)) - Math.min(...column.map(({ left }) => left));
  const left = Math.min(...column.map((line) => line.left));
  const natures = smoothed(rows.map((row) => natureOf(row, height, left, width)), rows, height);
  const groups: { nature: Nature; rows: Numbered[][] }[] = [];
  rows.forEach((row, i) => {
    const nature = natures[i] ?? 'text';
    const group = groups.at(-1);
    if (group !== undefined && group.nature === nature && nature !== 'odd') group.rows.push(row);
    else if (group !== undefined && nature === 'odd' && group.nature === 'odd' && near(group.rows.at(-1) ?? [], row, height)) group.rows.push(row);
    else groups.push({ nature, rows: [row] });
  });
  return groups.map(({ nature: seen, rows: members }) => {
    const lines = members.flat();
    // One line of prose may happen to stand on columns; several on the same ones do not.
    const agree = seen !== 'fixed' || isFixed(lines.map(({ line }) => line)) || members.filter((row) => code.test(row.map(({ line }) => line.text).join(' ').trim())).length > members.length / 2;
    const nature = agree ? seen : 'text';
    return { ...lines.map(edges).reduce(around), lines, prior: priorOf(nature, members) };
  });
}

function edges({ left, top, right, bottom }: Edges): Edges {
  return { left, top, right, bottom };
}

/** Rows from top to bottom, each from left to right. */
export function rowsOf(column: readonly Numbered[]): Numbered[][] {
  const rows: Numbered[][] = [];
  const middle = ({ top, bottom }: Edges): number => (top + bottom) / 2;
  for (const line of [...column].sort((a, b) => middle(a) - middle(b))) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row !== undefined && first !== undefined && Math.abs(middle(line) - middle(first)) < 0.5 * Math.min(line.line.box.height, first.line.box.height)) row.push(line);
    else rows.push([line]);
  }
  return rows.map((row) => row.sort((a, b) => a.left - b.left));
}

function natureOf(row: readonly Numbered[], height: number, left: number, width: number): Nature {
  const text = row.map(({ line }) => line.text).join(' ');
  if (isFormula(text) && mathematics.test(text)) return 'odd';
  if (isFixed(row.map(({ line }) => line), FIXED_LINE) || code.test(text.trim())) return 'fixed';
  if (row.some((line, i) => i > 0 && line.left - (row[i - 1]?.right ?? line.left) > CELL_GAP * height)) return isFormula(text) ? 'odd' : 'spread';
  const indent = (row[0]?.left ?? left) - left;
  const alone = indent > 2.5 * height && (row.at(-1)?.right ?? 0) < left + width - 1.5 * height;
  return isFormula(text) || (alone && /[=<>≤≥∑∫√±×→]/u.test(text) && text.length < 60) ? 'odd' : 'text';
}

/** What only a program says: braces at an end, statements, calls that end in a semicolon. */
const code = /^[{}()[\]]+[,;:]?$|[{;]$|^(?:def|class|import|from|return|const|let|var|function|if|for|while|elif|else|try|export|public|private|package|func)\b.*[:({;]$|^(?:\/\/|#!|\/\*|<\/?[a-z]+[ >])|^["'][\w$-]+["']: ?.*,?$|\);?$(?<=\w{2}\(.*)/;

/** What no program is written in. */
const mathematics = /[≤≥∑∫∏√±×∂∇∞∈‖−]|[α-ωΑ-Ω]/u;

/** Signs of mathematics outweigh words. */
export function isFormula(text: string): boolean {
  const words = text.match(/\p{L}{4,}/gu)?.length ?? 0;
  const signs = text.match(/[=+<>≤≥∑∫∏√±×·∂∇∞∈|‖→^{}\\/−]|[α-ωΑ-Ω]/gu)?.length ?? 0;
  return signs >= 1 && words <= signs / 2 && text.length <= 80;
}

/** At most so many, spread evenly: enough to tell how all of them stand. */
function some<T>(items: readonly T[], most: number): readonly T[] {
  const step = Math.ceil(items.length / most);
  return step <= 1 ? items : items.filter((_, i) => i % step === 0);
}

export function isFixed(lines: readonly TextLine[], least = FIXED_GROUP): boolean {
  const grid = fitGrid(some(lines, MOST_LOOKED_AT));
  return grid !== undefined && grid.coherence >= least;
}

/** A row between two of a kind that is not sure of its own follows them: short lines of code, a table's heading. */
function smoothed(natures: readonly Nature[], rows: readonly Numbered[][], height: number): Nature[] {
  const out = [...natures];
  // Down and up again, so that what was joined joins its neighbours.
  const places = out.map((_, i) => i);
  for (const i of [...places, ...places.reverse()]) {
    const [before, after, row] = [out[i - 1], out[i + 1], rows[i] ?? []];
    const length = row.reduce((sum, { line }) => sum + line.text.length, 0);
    const [joinsAbove, joinsBelow] = [near(rows[i - 1] ?? [], row, height), near(row, rows[i + 1] ?? [], height)];
    const [above, below] = [before === 'fixed' && joinsAbove, after === 'fixed' && joinsBelow];
    if (out[i] !== 'fixed' && ((above && below) || ((above || below) && length < 14))) out[i] = 'fixed';
    // Limits below a sum, the lower half of a fraction, a formula's number.
    if (out[i] === 'text' && length <= 8 && ((before === 'odd' && touches(rows[i - 1] ?? [], row, height)) || (after === 'odd' && touches(row, rows[i + 1] ?? [], height)))) out[i] = 'odd';
    const [over, under] = [before === 'spread', after === 'spread'];
    // Cells that were read as one line, and a heading above or below.
    if (out[i] !== 'fixed' && ((over && out.slice(i + 1, i + 4).includes('spread') && length < 40) || (row.length >= 2 && ((over && joinsAbove) || (under && joinsBelow))))) out[i] = 'spread';
  }
  // One row does not make a table, nor a line of code among prose.
  const alone = out.map((nature, i) => (nature === 'spread' || nature === 'fixed') && out[i - 1] !== nature && out[i + 1] !== nature);
  alone.forEach((is, i) => { if (is) out[i] = isFormula((rows[i] ?? []).map(({ line }) => line.text).join(' ')) ? 'odd' : 'text'; });
  return out;
}

function near(above: readonly Edges[], below: readonly Edges[], height: number): boolean {
  return above.length === 0 || below.length === 0 || between(above, below) < 1.2 * height;
}

function touches(above: readonly Edges[], below: readonly Edges[], height: number): boolean {
  return above.length > 0 && below.length > 0 && between(above, below) < 0.5 * height;
}

/** White space between two rows. */
function between(above: readonly Edges[], below: readonly Edges[]): number {
  return Math.min(...below.map(({ top }) => top)) - Math.max(...above.map(({ bottom }) => bottom));
}

function priorOf(nature: Nature, rows: readonly Numbered[][]): Segment['prior'] {
  const lines = rows.flat().map(({ line }) => line);
  switch (nature) {
    case 'fixed': return { text: 0.1, formula: 0.02, table: 0.06, figure: 0.02, code: 0.8 };
    case 'spread': return isGrid(rows) ? { text: 0.15, formula: 0.02, table: 0.75, figure: 0.04, code: 0.04 } : { text: 0.5, formula: 0.06, table: 0.34, figure: 0.05, code: 0.05 };
    case 'odd': return { text: 0.3, formula: 0.64, table: 0.02, figure: 0.02, code: 0.02 };
    case 'text': return isFixed(lines) && lines.length > 2 ? { text: 0.5, formula: 0.02, table: 0.04, figure: 0.02, code: 0.42 } : { text: 0.9, formula: 0.04, table: 0.02, figure: 0.02, code: 0.02 };
  }
}

/** Cells that stand under each other: left, right or middle edges agree with another row's. */
export function isGrid(rows: readonly Numbered[][]): boolean {
  const spread = some(rows.filter((row) => row.length >= 2), MOST_LOOKED_AT);
  if (spread.length < 2) return false;
  const height = median(spread.flat().map(({ line }) => line.box.height));
  const cells = spread.flatMap((row, i) => row.map((cell) => ({ cell, i })));
  const agree = cells.filter(({ cell, i }) => cells.some(({ cell: other, i: j }) => i !== j && (Math.abs(cell.left - other.left) < 0.4 * height || Math.abs(cell.right - other.right) < 0.4 * height || Math.abs(cell.left + cell.right - other.left - other.right) < 0.8 * height)));
  return agree.length >= 0.75 * cells.length && median(cells.map(({ cell }) => cell.line.text.length)) < 26;
}
