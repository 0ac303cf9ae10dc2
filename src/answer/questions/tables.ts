/** Questions over a table: sums, averages, extremes, counts, look-ups and charts, with the rows that a name picks out. */
import { cleanLine } from '../labels.js';
import { capital, count, list } from '../words.js';
import { chartOf, type Chart, type ChartRow } from './chart.js';
import { findMentions, type Mention } from './mentions.js';
import { exactSum, mannerOf, numericColumns, quantitiesOf, quantityOf, write } from '../table/numbers.js';
import { recordsOf, type Records } from '../table/records.js';
import type { Table } from '../types.js';
import type { Token } from './tokens.js';

export interface TableOutcome { readonly texts: readonly string[]; readonly value?: string | number; readonly regions: readonly number[]; readonly chart?: Chart }

type Operation = 'CHART' | 'SUM' | 'AVERAGE' | 'MAX' | 'MIN' | 'MANY' | 'ROWS' | 'COLUMNS';
const operations: Readonly<Record<Operation, readonly string[]>> = {
  CHART: ['chart', 'charts', 'plot', 'graph', 'bars', 'bar', 'draw', 'compare', 'compared', 'visualise', 'visualize'],
  SUM: ['total', 'totals', 'sum', 'altogether', 'summed'], AVERAGE: ['average', 'mean'], MAX: ['highest', 'most', 'maximum', 'max', 'largest', 'biggest', 'greatest'],
  MIN: ['lowest', 'least', 'minimum', 'min', 'smallest', 'fewest'], MANY: ['many', 'number', 'count'], ROWS: ['row', 'rows', 'entries', 'records', 'lines'], COLUMNS: ['column', 'columns', 'fields', 'headers'],
};
const fillers = new Set(('what whats which who whos whose when where how is are was were the a an of for in at on to from by with and there do does did has have had leave leaves go goes get gets come comes it its this table '
  + 'please tell me show give list as small all every each value values overall altogether i you can could').split(' '));

interface Understood { readonly operation: Operation | undefined; readonly also: readonly Operation[]; readonly columns: readonly number[]; readonly filters: readonly { readonly column: number; readonly text: string }[] }

/** The answer, or nothing where a word of the question is not understood or its meaning is open. */
export function askTable(typed: Table, tokens: readonly Token[]): TableOutcome | undefined {
  const table = recordsOf(typed);
  const quantities = quantitiesOf(table);
  const numeric = numericColumns(table);
  const understood = understand(table, tokens, numeric);
  if (understood === undefined) return undefined;
  const { operation, also, columns, filters } = understood;
  const fitting = table.rows.map((cells, index) => ({ cells, index })).filter(({ cells }) => groupByColumn(filters).every(({ column, texts }) => texts.includes(key(cells[column]))));
  // A row of totals would be counted twice, and be the highest of all; it is looked up where it is named.
  const items = fitting.filter(({ index }) => !table.totals.has(index));
  const rows = operation === undefined || items.length === 0 ? fitting : items;
  const apart = rows.length === fitting.length ? '' : `, apart from ${fitting.length - rows.length === 1 ? 'the row of totals' : 'the rows of totals'}`;
  const where = filters.length === 0 ? '' : ` for ${list(filters.map(({ text }) => `“${text}”`))}`;
  const regions = (at: readonly number[], column?: number): number[] => at.flatMap((row) => (column === undefined ? table.regions[row]?.flat() : table.regions[row]?.[column]) ?? []);
  const all = rows.map(({ index }) => index);
  if (rows.length === 0) return { texts: [`No row holds all of ${list(filters.map(({ text }) => `“${text}”`))}.`], regions: [] };
  if (operation === 'COLUMNS' || (operation === 'MANY' && also.includes('COLUMNS'))) return columns.length + filters.length > 0 ? undefined : { texts: [`There are ${count(table.header.length, 'column')}: ${list(table.header.map((name) => `“${cleanLine(name)}”`), 40)}.`], ...(operation === 'MANY' ? { value: table.header.length } : {}), regions: [] };
  const numbers = columns.filter((column) => numeric.includes(column)), texts = columns.filter((column) => !numeric.includes(column));
  const isCount = operation === 'ROWS' || (operation === 'MANY' && numbers.length === 0);
  if (isCount) return texts.length > 0 && filters.length === 0 && operation === 'MANY' ? distinct(table, texts) : texts.length > 0 || numbers.length > 0 ? undefined : { texts: [`There ${rows.length === 1 ? 'is' : 'are'} ${count(rows.length, 'row')}${where}${apart}.`], value: rows.length, regions: regions(all) };
  const measured = (of: readonly Row[], at: number): ChartRow[] => of.flatMap(({ cells: row, index }) => { const quantity = quantities[index]?.[at]; return quantity === undefined ? [] : [{ row, index, quantity }]; });
  if (operation === undefined) {
    const found = lookUp(table, columns, filters.length, rows, where, regions);
    const [only] = columns;
    const drawn = only === undefined || columns.length > 1 || !numeric.includes(only) ? undefined : measured(items, only);
    const chart = only === undefined || drawn === undefined || !oneUnit(drawn) ? undefined : chartOf(table, only, drawn, undefined);
    return found === undefined || chart === undefined ? found : { ...found, chart };
  }
  const column = numbers[0] ?? (numeric.length === 1 ? numeric[0] : undefined);
  if (column === undefined || numbers.length > 1 || texts.length > 1) return undefined;
  const counted = measured(rows, column);
  const unit = counted[0]?.quantity.unit ?? '';
  // Euros and dollars do not add up.
  if (counted.length === 0 || !oneUnit(counted)) return undefined;
  const left = rows.length - counted.length;
  const caveat = left === 0 ? [] : [`${count(left, 'cell')} of “${cleanLine(table.header[column] ?? '')}” ${left === 1 ? 'holds' : 'hold'} no number and ${left === 1 ? 'is' : 'are'} left out.`];
  const decimals = Math.max(...counted.map(({ quantity }) => quantity.decimals));
  const name = `“${cleanLine(table.header[column] ?? '')}”`;
  const sum = exactSum(counted.map(({ quantity }) => quantity.value));
  const charted = (found: readonly number[] = []): { readonly chart?: Chart } => {
    const chart = chartOf(table, column, counted, texts[0], new Set(found));
    return chart === undefined ? {} : { chart };
  };
  if (operation === 'CHART') {
    const drawn = charted();
    if (drawn.chart === undefined) return undefined;
    const values = counted.map(({ quantity }) => quantity.value), low = write(Math.min(...values), unit, decimals), high = write(Math.max(...values), unit, decimals);
    const range = low === high ? `all ${low}` : `from ${low} to ${high}`;
    return { texts: [`${capital(name)} of ${count(counted.length, 'row')}${where}${apart}: ${range}.`, ...caveat], regions: regions(counted.map(({ index }) => index), column), ...drawn };
  }
  if (operation === 'MAX' || operation === 'MIN') {
    const best = counted.reduce((a, b) => (operation === 'MAX' ? b.quantity.value > a.quantity.value : b.quantity.value < a.quantity.value) ? b : a);
    const same = counted.filter(({ quantity }) => quantity.value === best.quantity.value);
    const by = texts[0] ?? (column === 0 ? undefined : 0);
    const owners = by === undefined ? [] : [...new Set(same.map(({ row }) => cleanLine(row[by] ?? '')))];
    const asksOwner = texts.length > 0 || tokens.some(({ word }) => word === 'who' || word === 'which');
    const summed = by === undefined ? undefined : addedUp(counted.map(({ row, quantity }) => ({ owner: cleanLine(row[by] ?? ''), value: quantity.value })), operation === 'MAX');
    const agree = summed === undefined || summed.owner === owners[0];
    const sums = summed === undefined ? [] : [`Added up by “${cleanLine(table.header[by ?? 0] ?? '')}”, “${summed.owner}” has the ${operation === 'MAX' ? 'highest' : 'lowest'}: ${write(summed.value, unit, decimals)}.`];
    return {
      texts: [`The ${operation === 'MAX' ? 'highest' : 'lowest'} ${name} in a row${where} is ${write(best.quantity.value, unit, decimals)}${owners.length === 0 ? '' : `: ${list(owners.map((owner) => `“${owner}”`), 40)}`}.`, ...sums, ...caveat],
      ...(asksOwner ? (owners.length === 1 && agree ? { value: owners[0] ?? '' } : {}) : { value: best.quantity.value }), regions: regions(same.map(({ index }) => index)), ...charted(same.map(({ index }) => index)),
    };
  }
  if (texts.length > 0) return undefined;
  const average = operation === 'AVERAGE';
  const value = average ? sum / counted.length : sum;
  const from = counted.map(({ index }) => index);
  if (operation === 'MANY' && counted.length === 1) return { texts: [`${capital(name)}${where} is ${write(value, unit, decimals)}.`, ...caveat], value, regions: regions(from, column) };
  return { texts: [`The ${average ? 'average' : 'sum'} of ${name}${where} is ${write(value, unit, average && unit !== '' ? 2 : decimals)}, over ${count(counted.length, 'row')}${apart}.`, ...caveat], value: average ? value : sum, regions: regions(from, column), ...charted() };
}

function understand(table: Records, tokens: readonly Token[], numeric: readonly number[]): Understood | undefined {
  const named = [
    ...table.header.map((label, column) => ({ id: `c${column}`, label })),
    ...table.header.flatMap((_, column) => (numeric.includes(column) ? [] : [...new Set(table.rows.map((row) => cleanLine(row[column] ?? '')))].filter(Boolean).map((label) => ({ id: `v${column}:${label}`, label })))),
  ];
  const mentions = findMentions(tokens, named).filter((mention) => isName(tokens, mention));
  const found = new Set<Operation>();
  const columns = new Set<number>();
  const filters: { column: number; text: string }[] = [];
  for (let at = 0; at < tokens.length;) {
    const mention = mentions.find(({ start }) => start === at);
    if (mention !== undefined) {
      // A word that is in several columns leaves open which one is meant.
      if (mention.ids.length > 1) return undefined;
      const [id = ''] = mention.ids;
      if (id.startsWith('c')) columns.add(Number(id.slice(1)));
      else filters.push({ column: Number(id.slice(1, id.indexOf(':'))), text: id.slice(id.indexOf(':') + 1) });
      at = mention.end;
      continue;
    }
    const word = tokens[at]?.word ?? '';
    const operation = (Object.keys(operations) as Operation[]).find((each) => operations[each].includes(word));
    if (operation !== undefined) found.add(operation);
    else if (!fillers.has(word)) return undefined;
    at += 1;
  }
  const order: readonly Operation[] = ['CHART', 'AVERAGE', 'MAX', 'MIN', 'SUM', 'MANY', 'COLUMNS', 'ROWS'];
  if (found.has('ROWS') && found.has('COLUMNS')) return undefined;
  // "How many units" adds them up; "how many salaries" and "the number of units" may ask how many cells there are.
  const exact = mentions.filter(({ ids: [id = ''] }) => id.startsWith('c') && numeric.includes(Number(id.slice(1)))).every(({ fit }) => fit === 1);
  const adds = exact && tokens.some(({ word }) => word === 'many');
  if (found.has('MANY') && !adds && [...columns].some((column) => numeric.includes(column))) return undefined;
  const strong = order.slice(0, 5).filter((each) => found.has(each));
  if (strong.length > 1 || (found.has('CHART') && found.has('MANY'))) return undefined;
  return { operation: order.find((each) => found.has(each)), also: [...found], columns: [...columns], filters };
}

/** A part of a name must not be a word that asks: "minimum" is an operation unless the whole header is said with another word. */
function isName(tokens: readonly Token[], mention: Mention): boolean {
  const word = tokens[mention.start]?.word ?? '';
  return mention.whole || mention.end - mention.start > 1 || (!fillers.has(word) && !Object.values(operations).some((words) => words.includes(word)));
}

interface Row { readonly cells: readonly string[]; readonly index: number }
function lookUp(table: Records, columns: readonly number[], filters: number, rows: readonly Row[], where: string, regions: (at: readonly number[], column?: number) => number[]): TableOutcome | undefined {
  if (columns.length === 0 || (filters === 0 && columns.length > 1) || rows.length > 40) return undefined;
  const texts = columns.map((column) => {
    const cells = rows.map(({ cells: row }) => cleanLine(row[column] ?? ''));
    const name = `“${cleanLine(table.header[column] ?? '')}”`;
    const written = cells.map((cell) => (cell === '' ? '(empty)' : `“${cell}”`));
    return `${name}${where}${rows.length === 1 ? ' is' : `, in ${count(rows.length, 'row')}:`} ${list(written, 40)}.`;
  });
  const [column] = columns;
  const cell = column === undefined ? '' : cleanLine(rows[0]?.cells[column] ?? '');
  const value = quantityOf(cell, mannerOf(table.rows.flat()))?.value ?? cell;
  return { texts, ...(rows.length === 1 && columns.length === 1 && cell !== '' ? { value } : {}), regions: columns.flatMap((each) => regions(rows.map(({ index }) => index), each)) };
}

function distinct(table: Records, columns: readonly number[]): TableOutcome | undefined {
  const [column] = columns;
  if (column === undefined || columns.length > 1) return undefined;
  const values = [...new Set(table.rows.map((row) => cleanLine(row[column] ?? '')).filter(Boolean))];
  return { texts: [`“${cleanLine(table.header[column] ?? '')}” holds ${count(values.length, 'different value')} in ${count(table.rows.length, 'row')}: ${list(values.map((text) => `“${text}”`), 40)}.`], value: values.length, regions: [] };
}

/** Several names of one column are alternatives; names of different columns must all hold. */
function groupByColumn(filters: Understood['filters']): { readonly column: number; readonly texts: readonly string[] }[] {
  const columns = [...new Set(filters.map(({ column }) => column))];
  return columns.map((column) => ({ column, texts: filters.filter((filter) => filter.column === column).map(({ text }) => key(text)) }));
}

const oneUnit = (rows: readonly ChartRow[]): boolean => rows.every(({ quantity }) => quantity.unit === rows[0]?.quantity.unit);
function key(cell: string | undefined): string { return cleanLine(cell ?? '').toLowerCase(); }

/** The owner with the highest (or lowest) sum, where some owner has several rows and "the highest" may mean either; undefined where no owner repeats or two share the place. */
function addedUp(cells: readonly { readonly owner: string; readonly value: number }[], highest: boolean): { readonly owner: string; readonly value: number } | undefined {
  const sums = new Map<string, number>();
  for (const { owner, value } of cells) sums.set(owner, exactSum([sums.get(owner) ?? 0, value]));
  if (sums.size === cells.length) return undefined;
  const [best, second] = [...sums].sort(([, a], [, b]) => (highest ? b - a : a - b));
  return best === undefined || best[1] === second?.[1] ? undefined : { owner: best[0], value: best[1] };
}
