/** Numbers as tables write them. */
import type { Table } from './types.js';

export interface Quantity { readonly value: number; /** Currency, percent sign or unit around the number. */ readonly unit: string; readonly decimals: number }

/** A cell that is one number with at most a unit; undefined for text, dates, times and whatever is not certain. */
export function quantityOf(cell: string): Quantity | undefined {
  const text = cell.normalize('NFKC').trim().replace(/−/g, '-');
  const match = /^(\(?)(-?)\s*((?:[^\p{L}\d\s.,:()-]|US\$|CHF|EUR|USD|GBP)?)\s*(-?)(\d[\d.,' ]*)\s*([^\d\s.,:()/-]{0,6})(\)?)$/u.exec(text);
  if (match === null || (match[3] !== '' && match[6] !== '')) return undefined;
  const digits = (match[5] ?? '').trim();
  const number = parseDigits(digits);
  if (number === undefined || (match[1] === '(') !== (match[7] === ')')) return undefined;
  // Accountants put losses in brackets.
  const negative = match[1] === '(' || match[2] === '-' || match[4] === '-';
  return { value: negative ? -number.value : number.value, unit: `${match[3] ?? ''}${match[6] ?? ''}`, decimals: number.decimals };
}

function parseDigits(text: string): { value: number; decimals: number } | undefined {
  const grouped = (group: string, point: string): { value: number; decimals: number } | undefined => {
    const pattern = new RegExp(`^\\d{1,3}(?:[${group}]\\d{3})+(?:[${point}](\\d+))?$`);
    const match = pattern.exec(text);
    if (match === null) return undefined;
    return { value: Number(text.replace(new RegExp(`[${group}]`, 'g'), '').replace(point === '.' ? '.' : ',', '.')), decimals: match[1]?.length ?? 0 };
  };
  const plain = /^\d+(?:[.,](\d+))?$/.exec(text);
  // "1,234" and "1.234" mean either; thousands are the commoner by far only with a comma.
  if (plain !== null && !/^\d{1,3},\d{3}$/.test(text) && !/^\d{1,3}\.\d{3}$/.test(text)) return { value: Number(text.replace(',', '.')), decimals: plain[1]?.length ?? 0 };
  if (/^\d{1,3}\.\d{3}$/.test(text)) return undefined;
  return grouped(',', '.') ?? grouped('.', ',') ?? grouped("' ", '.');
}

/** Columns whose cells are numbers, apart from empty ones; at least one cell must be a number and at least half of those that are written. */
export function numericColumns(table: Table): number[] {
  return table.header.flatMap((_, column) => {
    const cells = table.rows.map((row) => row[column]?.trim() ?? '').filter((cell) => cell !== '');
    const numbers = cells.filter((cell) => quantityOf(cell) !== undefined);
    return numbers.length > 0 && numbers.length * 2 >= cells.length ? [column] : [];
  });
}

/** The number with the unit of its cells. */
export function write(value: number, unit: string, decimals: number): string {
  const digits = Number.isInteger(value) && decimals === 0 ? value.toLocaleString('en-US') : value.toLocaleString('en-US', { minimumFractionDigits: Math.min(decimals, 6), maximumFractionDigits: Math.max(2, Math.min(decimals, 6)) });
  return /^[$€£¥₹]$/u.test(unit) ? `${value < 0 ? '-' : ''}${unit}${digits.replace(/^-/, '')}` : `${digits}${unit === '' ? '' : unit === '%' ? ' %' : ` ${unit}`}`;
}
