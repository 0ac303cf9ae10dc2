/** A table as JSON. Values are strings: a number keeps the text that it has in the picture. */
import type { Table } from '../types.js';
import { recordsOf } from './records.js';

/** An array of objects where one header row names every column apart; else `{ caption?, header, rows }`. A cell that spans is repeated in every place that it takes. */
export function writeJsonTable(table: Table): string {
  const { header, rows, named, title } = recordsOf(table, { every: true });
  if (named && rows.length > 0) return `${array(rows.map((row) => `{ ${header.map((name, column) => `${JSON.stringify(name)}: ${JSON.stringify(row[column] ?? '')}`).join(', ')} }`), '')}\n`;
  const line = (row: readonly string[]): string => `[${row.map((text) => JSON.stringify(text)).join(', ')}]`;
  return `{\n${title === undefined ? '' : `  "caption": ${JSON.stringify(title)},\n`}  "header": ${line(header)},\n  "rows": ${array(rows.map(line), '  ')}\n}\n`;
}

/** Written by hand: an object of JavaScript would put names such as "2019" first. */
function array(items: readonly string[], indent: string): string {
  return items.length === 0 ? '[]' : `[\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}]`;
}
