/** Numbers as tables write them, in the manner of the table's own language. */
import type { Records } from './records.js';

export interface Quantity { readonly value: number; /** Currency, percent sign or unit around the number. */ readonly unit: string; readonly decimals: number }

/** Which sign stands before decimals: "1.5" or "1,5". */
export type Manner = 'point' | 'comma';

/** Thousands, millions and billions as suffixes. `M` and the like count only where they stand at the number: "3 M" may be metres. */
const magnitudes: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, Mio: 1e6, 'Mio.': 1e6, m: 1e6, B: 1e9, bn: 1e9, Mrd: 1e9, 'Mrd.': 1e9, T: 1e12 };

/**
 * A cell that is one number with at most a unit; undefined for text, dates, times and whatever is not certain.
 * @param manner of the table, where it is known: then "1.234" and "1,234" mean one thing
 */
export function quantityOf(cell: string, manner?: Manner): Quantity | undefined {
  const text = cell.normalize('NFKC').trim().replace(/−/g, '-');
  const match = /^(\(?)([-+]?)\s*((?:[^\p{L}\d\s.,:()+-]|US\$|CHF|EUR|USD|GBP)?)\s*(-?)(\d[\d.,' ]*)(\s*)([^\d\s.,:()/-]{0,6}\.?)(\)?)$/u.exec(text);
  if (match === null) return undefined;
  const [, open = '', sign = '', before = '', inner = '', written = '', gap = '', after = '', close = ''] = match;
  if ((open === '(') !== (close === ')')) return undefined;
  const currency = /^\p{Sc}$|^(?:US\$|CHF|EUR|USD|GBP)$/u.test(before);
  const scale = (gap === '' && !/\s$/.test(written) && /^(?:[kKMB]|bn)$/.test(after)) || currency || /^(?:Mio|Mrd)\.?$/.test(after) ? magnitudes[after] : undefined;
  if (before !== '' && after !== '' && scale === undefined) return undefined;
  if (after.endsWith('.') && scale === undefined) return undefined;
  const number = parseDigits(written.trim(), manner);
  if (number === undefined) return undefined;
  // Accountants put losses in brackets.
  const negative = open === '(' || sign === '-' || inner === '-';
  const value = scale === undefined ? number.value : Math.round(number.value * scale * 1e6) / 1e6;
  return { value: negative ? -value : value, unit: scale === undefined ? `${before}${after}` : before, decimals: scale === undefined ? number.decimals : 0 };
}

function parseDigits(text: string, manner: Manner | undefined): { value: number; decimals: number } | undefined {
  const grouped = (group: string, point: string): { value: number; decimals: number } | undefined => {
    const pattern = new RegExp(`^\\d{1,3}(?:[${group}]\\d{3})+(?:[${point}](\\d+))?$`);
    const match = pattern.exec(text);
    if (match === null) return undefined;
    return { value: Number(text.replace(new RegExp(`[${group}]`, 'g'), '').replace(point === '.' ? '.' : ',', '.')), decimals: match[1]?.length ?? 0 };
  };
  const plain = /^\d+(?:([.,])(\d+))?$/.exec(text);
  if (plain !== null && (plain[1] === undefined || (manner !== undefined && (plain[1] === '.') === (manner === 'point')))) return { value: Number(text.replace(',', '.')), decimals: plain[2]?.length ?? 0 };
  if (manner === 'point') return grouped(',', '.') ?? grouped("' ", '.');
  if (manner === 'comma') return grouped('.', ',') ?? grouped("' ", ',');
  // "1,234" and "1.234" mean either; thousands are the commoner by far only with a comma.
  if (plain !== null && !/^\d{1,3}[.,]\d{3}$/.test(text)) return { value: Number(text.replace(',', '.')), decimals: plain[2]?.length ?? 0 };
  if (/^\d{1,3}\.\d{3}$/.test(text)) return undefined;
  return grouped(',', '.') ?? grouped('.', ',') ?? grouped("' ", '.') ?? grouped("' ", ',');
}

/** The manner that the cells give away; undefined where none does, or where they disagree. */
export function mannerOf(cells: readonly string[]): Manner | undefined {
  const said = new Set(cells.filter((cell) => quantityOf(cell) !== undefined).flatMap((cell): Manner[] => {
    const number = /\d[\d.,' ]*/.exec(cell.normalize('NFKC'))?.[0].trim() ?? '';
    const point = /,\d{3}\.\d+$|^\d+,\d{3},\d{3}$|\.\d{1,2}$|^\d{4,}\.\d+$|\.\d{4,}$/.test(number), comma = /\.\d{3},\d+$|^\d+\.\d{3}\.\d{3}$|,\d{1,2}$|^\d{4,},\d+$|,\d{4,}$/.test(number);
    return point === comma ? [] : [point ? 'point' : 'comma'];
  }));
  return said.size === 1 ? [...said][0] : undefined;
}

/** The quantity of each place, in the manner of the whole table. */
export function quantitiesOf({ rows }: Pick<Records, 'rows'>): (Quantity | undefined)[][] {
  const manner = mannerOf(rows.flat());
  return rows.map((row) => row.map((cell) => quantityOf(cell, manner)));
}

/** Columns whose cells are numbers, apart from empty ones; at least one cell must be a number and at least half of those that are written. */
export function numericColumns(records: Pick<Records, 'header' | 'rows'>): number[] {
  const quantities = quantitiesOf(records);
  return records.header.flatMap((_, column) => {
    const written = records.rows.flatMap((row, index) => ((row[column] ?? '').trim() === '' ? [] : [quantities[index]?.[column]]));
    const numbers = written.filter((quantity) => quantity !== undefined);
    return numbers.length > 0 && numbers.length * 2 >= written.length ? [column] : [];
  });
}

/** Whole numbers of four digits from 1900 to 2100 under a name of time are years, which nobody adds up. */
export function isYears(name: string, cells: readonly string[]): boolean {
  const written = cells.filter((cell) => cell !== '');
  const all = written.length > 0 && written.every((cell) => /^(?:19|20)\d\d$|^2100$/.test(cell));
  return all && (/^$|year|jahr|ann[ée]e|a[ñn]o|anno|date|год|年|season|edition|founded|released?|since/iu.test(name) || new Set(written).size === written.length && written.length > 2);
}

/** Cents add up exactly when they are added as whole numbers. */
export function exactSum(values: readonly number[]): number {
  const scale = 1e6;
  return Math.round(values.reduce((sum, value) => sum + Math.round(value * scale), 0)) / scale;
}

/** The number with the unit of its cells. */
export function write(value: number, unit: string, decimals: number): string {
  const digits = Number.isInteger(value) && decimals === 0 ? value.toLocaleString('en-US') : value.toLocaleString('en-US', { minimumFractionDigits: Math.min(decimals, 6), maximumFractionDigits: Math.max(2, Math.min(decimals, 6)) });
  return /^[$€£¥₹]$/u.test(unit) ? `${value < 0 ? '-' : ''}${unit}${digits.replace(/^-/, '')}` : `${digits}${unit === '' ? '' : unit === '%' ? ' %' : ` ${unit}`}`;
}
