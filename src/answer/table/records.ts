/** A table as records: a name a column, a text a place. What questions, explanations and JSON work on. */
import type { Table } from '../types.js';
import { cellText, headerRows, ownersOf } from './grid.js';

export interface Records {
  /** The names of the columns; where several header rows stand above each other, joined from top to bottom. Empty where there is no header. */
  readonly header: readonly string[];
  /** Texts on one line. A cell that spans stands in every place that it takes. */
  readonly rows: readonly (readonly string[])[];
  readonly title?: string;
  /** As `rows`: the regions of each place, and the index of its cell. */
  readonly regions: readonly (readonly (readonly number[])[])[];
  readonly cells: readonly (readonly number[])[];
  /** Rows that add others up, by what their first text says. */
  readonly totals: ReadonlySet<number>;
  /** Whether one header row names every column apart. */
  readonly named: boolean;
}

/** @param every also rows in which one cell takes the whole width: headings of sections, which are no records */
export function recordsOf(table: Table, { every = false } = {}): Records {
  const owners = ownersOf(table);
  const texts = table.cells.map(cellText);
  const head = headerRows(table);
  const header = Array.from({ length: table.columns }, (_, column) => {
    const own = new Set(owners.slice(0, head).flatMap((line) => line[column] ?? []));
    return [...own].map((index) => texts[index] ?? '').filter((text) => text !== '').join(' ');
  });
  const body = owners.slice(head).filter((line) => every || table.columns === 1 || new Set(line).size > 1);
  const rows = body.map((line) => line.map((index) => texts[index] ?? ''));
  const title = table.caption === undefined ? '' : cellText(table.caption);
  return {
    header, rows, cells: body, regions: body.map((line) => line.map((index) => table.cells[index]?.regions ?? [])), ...(title === '' ? {} : { title }),
    totals: new Set(rows.flatMap((row, index) => (isTotal(row) ? [index] : []))),
    named: head === 1 && header.every((name) => name !== '') && new Set(header).size === header.length,
  };
}

const totalWords = /^(?:(?:grand|sub|over)[\s-]?)?(?:totals?|sum|sums|gesamt|gesamtsumme|summe|zwischensumme|insgesamt|somme|suma|totale|итого|всего|σύνολο|合计|总计|合計)\b\.?:?$/iu;
/** `\b` knows Latin letters alone. */
const otherTotals = /^(?:итого|всего|σύνολο|合计|总计|合計|小计)[:：]?$/iu;

function isTotal(row: readonly string[]): boolean {
  const first = row.find((text) => text !== '') ?? '';
  return totalWords.test(first) || otherTotals.test(first);
}
