/** Explains a table to a person who cannot see it. Everything that it says is in the cells, or counted and added up from them. */
import { joinLines } from '../labels.js';
import type { Sentence, Table } from '../types.js';
import type { Draft } from '../walk.js';
import { capital, count, list } from '../words.js';
import { headerRows } from './grid.js';
import { exactSum, isYears, numericColumns, quantitiesOf, write, type Quantity } from './numbers.js';
import { recordsOf, type Records } from './records.js';

/** The most of each: a table of thirty rows must stay readable. */
const limits = { names: 12, numbers: 6, spans: 4, missing: 6, sections: 8 } as const;

/** The explanation, most important first. Every sentence knows the cells and the regions that it speaks of. */
export function narrateTable(table: Table): Sentence[] {
  if (table.rows * table.columns === 0) return [];
  const records = recordsOf(table);
  const drafts = [...overview(table, records), ...names(table, records), ...sections(table), ...units(records), ...numbers(records), ...spans(table), ...missing(records)];
  return drafts.map(({ text, elements }) => ({ text, elements: [...new Set(elements)], regions: [...new Set(elements.flatMap((id) => regionsOf(table, id)))] }));
}

export function regionsOf(table: Table, element: string): readonly number[] {
  const index = /^cell:(\d+)$/.exec(element)?.[1];
  return index === undefined ? element === 'text:0' ? table.caption?.regions ?? [] : [] : table.cells[Number(index)]?.regions ?? [];
}

const said = (text: string): string => `“${text}”`;
const cell = (index: number | undefined): string => `cell:${index ?? 0}`;
const column = (records: Records, at: number): string => (records.header[at] ? said(records.header[at]) : `column ${at + 1}`);
const owner = (records: Records, row: number): string => { const text = records.rows[row]?.[0] ?? ''; return text === '' ? `row ${row + 1}` : said(text); };

function overview(table: Table, { rows, totals, title }: Records): Draft[] {
  const head = headerRows(table);
  const heads = head === 0 ? 'without a header' : head === 1 ? 'under a header' : `under ${head} rows of headers`;
  const last = totals.size === 0 ? '' : `, ${totals.size === 1 ? 'one of them a total' : `${totals.size} of them totals`},`;
  return [
    { text: `This is a table of ${count(rows.length, 'row')}${last} and ${count(table.columns, 'column')}, ${heads}.`, elements: [] },
    ...(title === undefined ? [] : [{ text: `Its caption is ${said(title)}.`, elements: ['text:0'] }]),
  ];
}

function names(table: Table, { header, rows, cells }: Records): Draft[] {
  const called = header.flatMap((name, at) => (name === '' ? [] : [{ name, at }]));
  const heading = (at: number): string[] => table.cells.flatMap((each, index) => (each.row < headerRows(table) && each.column <= at && at < each.column + each.columnSpan ? [cell(index)] : []));
  const drafts: Draft[] = called.length === 0 ? [] : [{ text: `${called.length === 1 ? 'One column has a name' : 'The columns are'}${called.length === 1 ? ': ' : ' '}${list(called.map(({ name }) => said(name)), limits.names)}.`, elements: called.flatMap(({ at }) => heading(at)) }];
  const stub = rows.flatMap((row, at) => { const index = cells[at]?.[0] ?? -1; return table.cells[index]?.header === 'row' && row[0] ? [{ text: row[0], index }] : []; });
  const distinct = [...new Map(stub.map((each) => [each.index, each])).values()];
  return distinct.length < 2 ? drafts : [...drafts, { text: `The rows are ${list(distinct.map(({ text }) => said(text)), limits.names)}.`, elements: distinct.map(({ index }) => cell(index)) }];
}

/** Cells as wide as the table, below its head. */
function sections(table: Table): Draft[] {
  const wide = table.cells.flatMap((each, index) => (table.columns > 1 && each.columnSpan === table.columns && each.row >= headerRows(table) && joinLines(each.lines) !== '' ? [{ text: joinLines(each.lines), index }] : []));
  return wide.length === 0 ? [] : [{ text: `It is divided by ${wide.length === 1 ? 'the heading' : 'the headings'} ${list(wide.map(({ text }) => said(text)), limits.sections)}.`, elements: wide.map(({ index }) => cell(index)) }];
}

/** The part of a header in brackets, where it names a unit: "Weight (kg)", "Price [EUR]". */
const bracketed = /^(.+?)\s*[([]\s*(%|‰|°[CF]?|[^\d\s()[\]]{1,10}(?:\/[^\s()[\]]{1,6})?)\s*[)\]]$/u;

function units(records: Records): Draft[] {
  const numeric = new Set(numericColumns(records));
  const found = records.header.flatMap((name, at) => {
    const match = numeric.has(at) ? bracketed.exec(name) : null;
    return match === null ? [] : [{ name: match[1] ?? '', unit: match[2] ?? '' }];
  });
  return found.length === 0 ? [] : [{ text: `${capital(list(found.map(({ name, unit }) => `${said(name)} is in ${unit}`), limits.names))}.`, elements: [] }];
}

interface Counted { readonly row: number; readonly quantity: Quantity }

/** Extremes and totals. Different units do not add up, shares and years are not added up, and a row of totals is held against the rows above it. */
function numbers(records: Records): Draft[] {
  const quantities = quantitiesOf(records);
  const all = numericColumns(records).filter((at) => !isYears(records.header[at] ?? '', records.rows.map((row) => row[at] ?? '')) && !isNumbering(records, quantities, at));
  return all.slice(0, limits.numbers).flatMap((at): Draft[] => {
    const counted = records.rows.flatMap((_, row): Counted[] => { const quantity = quantities[row]?.[at]; return quantity === undefined ? [] : [{ row, quantity }]; });
    const items = distinctCells(records, counted.filter(({ row }) => !records.totals.has(row)), at);
    const unit = items[0]?.quantity.unit ?? '';
    if (items.length < 2 || items.some(({ quantity }) => quantity.unit !== unit)) return [];
    const decimals = Math.max(...items.map(({ quantity }) => quantity.decimals));
    const [low, high] = items.reduce<[Counted, Counted]>(([a, b], each) => [each.quantity.value < a.quantity.value ? each : a, each.quantity.value > b.quantity.value ? each : b], [items[0] as Counted, items[0] as Counted]);
    const sum = exactSum(items.map(({ quantity }) => quantity.value));
    const shown = (value: number): string => write(value, unit, decimals);
    const adds = unit === '%' || !isAdditive(records.header[at] ?? '') ? '' : ` and adds up to ${shown(sum)} over ${count(items.length, 'row')}`;
    const named = (each: Counted): string => `${said(records.rows[each.row]?.[at] ?? '')}${at === 0 ? '' : ` (${owner(records, each.row)})`}`;
    const elements = items.map(({ row }) => cell(records.cells[row]?.[at]));
    const range: Draft = low.quantity.value === high.quantity.value
      ? { text: `${capital(column(records, at))} is ${said(records.rows[low.row]?.[at] ?? '')} in all ${count(items.length, 'row')}.`, elements }
      : { text: `${capital(column(records, at))} runs from ${named(low)} to ${named(high)}${adds}.`, elements };
    return [range, ...(adds === '' ? [] : totals(records, at, counted, sum, decimals, unit))];
  });
}

/** Whether a single row of totals says what the rows add up to. Several rows of totals are sums of parts: which parts, the table does not say. */
function totals(records: Records, at: number, counted: readonly Counted[], sum: number, decimals: number, unit: string): Draft[] {
  const [only, ...others] = counted.filter(({ row }) => records.totals.has(row));
  if (only === undefined || others.length > 0 || only.quantity.unit !== unit) return [];
  // A rounded total may be off by half a unit of its last digit for each row.
  const agrees = Math.abs(only.quantity.value - sum) <= 0.5 * 10 ** -Math.min(decimals, only.quantity.decimals);
  const text = `${capital(owner(records, only.row))} gives ${said(records.rows[only.row]?.[at] ?? '')} for ${column(records, at)}, ${agrees ? 'which is what the other rows add up to' : `but the other rows add up to ${write(sum, unit, decimals)}`}.`;
  return [{ text, elements: [cell(records.cells[only.row]?.[at])] }];
}

/** A cell that spans rows is one number, not several. */
function distinctCells(records: Records, counted: readonly Counted[], at: number): Counted[] {
  return [...new Map([...counted].reverse().map((each) => [records.cells[each.row]?.[at], each])).values()].reverse();
}

/** 1, 2, 3, … down the table: names of rows. */
function isNumbering(records: Records, quantities: readonly (readonly (Quantity | undefined)[])[], at: number): boolean {
  const values = records.rows.map((_, row) => quantities[row]?.[at]?.value);
  return at === 0 && values.length > 1 && values.every((value, row) => value === undefined ? records.totals.has(row) : value === (values[0] ?? 0) + row) && (values[0] === 0 || values[0] === 1);
}

/** Averages, rates, prices of one, ages and the like do not add up to anything. */
function isAdditive(name: string): boolean {
  return !/\b(?:avg|average|mean|median|rate|ratio|share|percent|percentage|index|score|rank|rating|age|temperature|per|id|no\.?|nr\.?|version|latitude|longitude|p50|p95|p99|std)\b|[%°]|\/(?!\s*$)/iu.test(name);
}

function spans(table: Table): Draft[] {
  const head = headerRows(table);
  const wide = table.cells.flatMap((each, index) => (each.row < head && each.columnSpan > 1 && joinLines(each.lines) !== '' ? [{ each, index }] : []));
  return wide.length === 0 ? [] : [{
    text: `${capital(list(wide.map(({ each }) => `${said(joinLines(each.lines))} stands over ${count(each.columnSpan, 'column')}`), limits.spans))}.`, elements: wide.map(({ index }) => cell(index)),
  }];
}

function missing(records: Records): Draft[] {
  const gaps = records.rows.flatMap((row, at) => row.flatMap((text, place) => (text === '' ? [{ at, place }] : [])));
  const distinct = [...new Map(gaps.map((gap) => [records.cells[gap.at]?.[gap.place], gap])).values()];
  if (distinct.length === 0) return [];
  const places = distinct.map(({ at, place }) => (place === 0 ? `${column(records, 0)} in row ${at + 1}` : `${column(records, place)} of ${owner(records, at)}`));
  return [{ text: `${count(distinct.length, 'cell')} ${distinct.length === 1 ? 'is' : 'are'} empty: ${list(places, limits.missing)}.`, elements: distinct.map(({ at, place }) => cell(records.cells[at]?.[place])) }];
}
