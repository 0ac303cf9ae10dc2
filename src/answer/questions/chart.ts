/** A column of a table as a small chart: bars that hold what the cells say, and where. */
import { cleanLine } from '../labels.js';
import { isYears, type Quantity } from '../table/numbers.js';
import type { Records } from '../table/records.js';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The number as its cell writes it. */
  readonly text: string;
  /** Of the cell and of what names it. */
  readonly regions: readonly number[];
  /** It is what the question asks for. */
  readonly found?: true;
}
/** Bars from zero, in the order of the rows. */
export interface Chart { readonly title: string; readonly bars: readonly Bar[] }

export interface ChartRow { readonly index: number; readonly row: readonly string[]; readonly quantity: Quantity }

/** Fewer are no chart, more are no small one. */
const least = 2, most = 40;

/**
 * The chart of a numeric column, over those rows.
 * @param by the column that names the bars; the first of words where none is given, else the number of the row
 * @param found indices of the rows that answer the question
 * @returns undefined where bars would mislead: too few or too many, or years
 */
export function chartOf(table: Records, column: number, rows: readonly ChartRow[], by: number | undefined, found: ReadonlySet<number> = new Set()): Chart | undefined {
  const name = cleanLine(table.header[column] ?? '');
  if (rows.length < least || rows.length > most || isYears(name, rows.map(({ row }) => row[column] ?? ''))) return undefined;
  const names = by ?? namesColumn(table, column, rows);
  const bars = rows.map(({ index, row, quantity }): Bar => ({
    label: (names === undefined ? '' : cleanLine(row[names] ?? '')) || `Row ${index + 1}`, value: quantity.value, text: cleanLine(row[column] ?? ''),
    regions: [...new Set([...table.regions[index]?.[column] ?? [], ...names === undefined ? [] : table.regions[index]?.[names] ?? []])], ...(found.has(index) ? { found: true as const } : {}),
  }));
  const header = names === undefined ? '' : cleanLine(table.header[names] ?? '');
  return { title: header === '' ? name : `${name} by ${header}`, bars };
}

/** The first column whose texts are not numbers, or, where all are, the first that tells the rows apart. */
function namesColumn(table: Records, column: number, rows: readonly ChartRow[]): number | undefined {
  const others = table.header.map((_, at) => at).filter((at) => at !== column);
  const written = (at: number): string[] => rows.map(({ row }) => cleanLine(row[at] ?? '')).filter((text) => text !== '');
  return others.find((at) => written(at).some((text) => /\p{L}{2}/u.test(text))) ?? others.find((at) => new Set(written(at)).size === rows.length);
}

/** Where a bar begins and ends, as shares of the chart's width; zero is always on it. */
export function extentOf(chart: Chart, { value }: Bar): { readonly from: number; readonly to: number; readonly zero: number } {
  const values = chart.bars.map((bar) => bar.value);
  const low = Math.min(0, ...values), high = Math.max(0, ...values), span = high - low || 1;
  const zero = -low / span, end = (value - low) / span;
  return { from: Math.min(zero, end), to: Math.max(zero, end), zero };
}

const eighths = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** The chart in letters of one width, for terminals and chats. @param width in characters */
export function chartText(chart: Chart, width = 72): string {
  const labels = chart.bars.map(({ label, found }) => `${found === true ? '> ' : '  '}${shorten(label, 28)}`), texts = chart.bars.map(({ text }) => shorten(text, 16));
  const first = Math.max(...labels.map(cellsOf)), last = Math.max(...texts.map(cellsOf));
  const room = Math.max(8, Math.min(40, width - first - last - 2));
  const lines = chart.bars.map((bar, at) => {
    const { from, to } = extentOf(chart, bar);
    const start = Math.min(room - 1, Math.round(from * room)), parts = Math.min((room - start) * 8, Math.max(bar.value === 0 ? 0 : 1, Math.round((to * room - start) * 8)));
    // Only the right end of a bar can be told in eighths.
    const drawn = `${' '.repeat(start)}${'█'.repeat(Math.floor(parts / 8))}${parts % 8 === 0 ? '' : eighths[parts % 8] ?? ''}`;
    const label = labels[at] ?? '', text = texts[at] ?? '';
    return `${label}${' '.repeat(first - cellsOf(label))} ${drawn}${' '.repeat(Math.max(0, room - drawn.length))} ${' '.repeat(last - cellsOf(text))}${text}`;
  });
  return [chart.title, ...lines].join('\n');
}

const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
/** Columns that a text takes in a terminal: East Asian letters take two (UAX 11), marks that combine none. */
function cellsOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/\p{M}/u.test(letter) ? 0 : wide.test(letter) ? 2 : 1), 0);
}

function shorten(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
