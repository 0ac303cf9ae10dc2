/** Questions that work for this very answer, to be offered where one did not. */
import { isYears, numericColumns } from '../table/numbers.js';
import { recordsOf } from '../table/records.js';
import type { Table } from '../types.js';
import { fold } from './tokens.js';
import type { GraphView } from './view.js';

/** At most `most`, the telling ones first; names are said in full, so that none is ambiguous. */
export function suggestionsFor(view: GraphView | undefined, tables: readonly Table[], asked: string, most = 4): string[] {
  const wanted = [...(view === undefined ? [] : forGraph(view)), ...tables.flatMap(forTable)];
  // A label that ends with a question mark brings the sentence's own.
  return [...new Set(wanted.map((question) => question.replace(/\?”\?$/, '?”')))].filter((question) => fold(question) !== fold(asked)).slice(0, most);
}

function forGraph(view: GraphView): string[] {
  const label = new Map<string, number>();
  for (const id of view.ids) label.set(fold(view.label(id)), (label.get(fold(view.label(id))) ?? 0) + 1);
  const good = (id: string): boolean => { const text = view.label(id); return text.length > 1 && text.length <= 40 && !/["“”„«»]/u.test(text) && label.get(fold(text)) === 1; };
  const said = (id: string): string => `“${view.label(id)}”`;
  const fork = view.diagram.nodes.find(({ id }) => good(id) && view.out(id).length > 1);
  const start = view.routes.starts.find(good), end = view.routes.ends.find((id) => good(id) && start !== undefined && view.path(start, id) !== undefined);
  const middle = view.diagram.nodes.find(({ id }) => good(id) && id !== start && view.out(id).length > 0 && view.into(id).length > 0);
  const group = view.diagram.containers.find(({ id }) => good(id) && view.members(id).length > 0);
  return [
    ...(middle === undefined ? [] : [`What comes after ${said(middle.id)}?`]), ...(start === undefined || end === undefined ? [] : [`How do I get from ${said(start)} to ${said(end)}?`]),
    ...(fork === undefined ? [] : [`Which branches does ${said(fork.id)} have?`]), ...(middle === undefined ? [] : [`What leads to ${said(middle.id)}?`]),
    ...(group === undefined ? [] : [`What is in ${said(group.id)}?`]), ...(view.routes.directed.length > 0 ? ['Where does it start?', 'Are there any loops?'] : []),
    ...(view.diagram.nodes.length > 0 ? ['How many steps are there?', 'What are you unsure about?'] : []),
  ];
}

function forTable(typed: Table): string[] {
  const table = recordsOf(typed);
  const sayable = (text: string | undefined): text is string => text !== undefined && text !== '' && text.length <= 40 && !/["“”„«»]/u.test(text);
  const column = numericColumns(table).find((at) => sayable(table.header[at]) && !isYears(table.header[at] ?? '', table.rows.map((row) => row[at] ?? '')));
  const first = table.rows.find((row) => sayable(row[0]));
  const name = column === undefined ? undefined : table.header[column];
  return [
    ...(name === undefined ? [] : [`What is the total of “${name}”?`, `What is the highest “${name}”?`, ...(table.rows.length > 2 && table.rows.length <= 40 ? [`Show “${name}” as a chart.`] : []), `What is the average “${name}”?`]),
    ...(name === undefined || first?.[0] === undefined || column === 0 ? [] : [`What is the “${name}” of “${first[0]}”?`]), 'How many rows are there?',
  ];
}
