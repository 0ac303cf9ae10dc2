/** What changed from table to table: cells, rows and columns. */
import { regionsOf } from '../table/narrate.js';
import { recordsOf, type Records } from '../table/records.js';
import type { Sentence, Table } from '../types.js';
import { count, list, quote } from '../words.js';
import { align } from './align.js';

/** Sentences on the cells that read otherwise, and the rows and columns that came and went. */
export function tableChanges(before: Table, after: Table): Sentence[] {
  const [a, b] = [recordsOf(before, { every: true }), recordsOf(after, { every: true })];
  const sentences: Sentence[] = [];
  const say = (text: string, cells: readonly number[] = []): void => {
    const elements = [...new Set(cells)].filter((index) => index >= 0).map((index) => `cell:${index}`);
    sentences.push({ text, elements, regions: [...new Set(elements.flatMap((id) => regionsOf(after, id)))] });
  };
  if ((a.title ?? '') !== (b.title ?? '')) say(b.title === undefined ? `The caption ${quote([a.title ?? ''])} is gone.` : `The caption is now ${quote([b.title])}.`);
  if (before.columns !== after.columns) {
    const columns = align(a.header, b.header).flatMap((part) => (part.type === 'gap' ? [part] : []));
    const names = (records: Records, at: readonly number[]): string => list(at.map((column) => (records.header[column] ? quote([records.header[column]]) : `number ${column + 1}`)));
    say(`The table had ${count(before.columns, 'column')} and now has ${after.columns}.`);
    const [gone, come] = [columns.flatMap((part) => part.gone), columns.flatMap((part) => part.come)];
    if (gone.length > 0) say(`${gone.length === 1 ? 'The column' : 'The columns'} ${names(a, gone)} ${gone.length === 1 ? 'is' : 'are'} gone.`);
    if (come.length > 0) say(`${come.length === 1 ? 'The column' : 'The columns'} ${names(b, come)} ${come.length === 1 ? 'is' : 'are'} new.`);
    // Rows of another width cannot be told apart cell by cell.
    if (before.rows !== after.rows) say(`It had ${count(a.rows.length, 'row')} and now has ${b.rows.length}.`);
    return sentences;
  }
  a.header.forEach((name, column) => { if (name !== b.header[column]) say(`The column ${name === '' ? column + 1 : quote([name])} is now called ${quote([b.header[column] ?? ''])}.`); });
  for (const part of align(a.rows.map(keyOf), b.rows.map(keyOf))) if (part.type === 'gap') rowChanges(a, b, part.gone, part.come, say);
  return sentences;
}

function rowChanges(a: Records, b: Records, gone: readonly number[], come: readonly number[], say: (text: string, cells?: readonly number[]) => void): void {
  const free = [...come];
  for (const row of gone) {
    const old = a.rows[row] ?? [];
    const at = free.findIndex((now) => kin(old, b.rows[now] ?? []));
    if (at < 0) { say(`The row ${rowName(old)} is gone.`); continue; }
    const [now = 0] = free.splice(at, 1);
    (b.rows[now] ?? []).forEach((text, column) => {
      if (text === old[column]) return;
      say(`${b.header[column] ? `${quote([b.header[column]])} of ${rowName(b.rows[now] ?? [])}` : `The cell in row ${now + 1}, column ${column + 1}`} was ${cell(old[column])} and is now ${cell(text)}.`, [b.cells[now]?.[column] ?? -1]);
    });
  }
  for (const now of free) say(`The row ${rowName(b.rows[now] ?? [])} is new.`, b.cells[now] ?? []);
}

/** Rows that begin alike, or of which at least half reads the same, are one row that changed. */
function kin(a: readonly string[], b: readonly string[]): boolean {
  const same = a.filter((text, column) => text === b[column]).length;
  return (a[0] === b[0] && a[0] !== '') || same * 2 >= a.length;
}

const keyOf = (row: readonly string[]): string => JSON.stringify(row);
const rowName = (row: readonly string[]): string => quote([row.find((text) => text !== '') ?? 'without text']);
const cell = (text: string | undefined): string => (text === undefined || text === '' ? 'empty' : quote([text]));
