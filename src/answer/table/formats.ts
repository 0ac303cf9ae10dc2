/** Every language that a table can be written in. */
import type { Table } from '../types.js';
import { writeCsv, writeTsv } from './delimited.js';
import { writeHtmlTable } from './html.js';
import { writeJsonTable } from './json.js';
import { writeLatexTable } from './latex.js';
import { writeMarkdownTable } from './markdown.js';

export const tableFormats = ['html', 'markdown', 'csv', 'tsv', 'latex', 'json'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** What people call the format, the file name extension, and the language id of a fence. */
export const tableFormatNames: Readonly<Record<TableFormat, { readonly name: string; readonly extension: string; readonly language: string }>> = {
  html: { name: 'HTML', extension: 'html', language: 'html' }, markdown: { name: 'Markdown', extension: 'md', language: 'markdown' }, csv: { name: 'CSV', extension: 'csv', language: 'csv' },
  tsv: { name: 'TSV', extension: 'tsv', language: 'tsv' }, latex: { name: 'LaTeX', extension: 'tex', language: 'latex' }, json: { name: 'JSON', extension: 'json', language: 'json' },
};

/** The table in a format; undefined where it has no such form: Markdown has no spans. */
export function writeTable(table: Table, format: TableFormat): string | undefined {
  switch (format) {
    case 'html': return writeHtmlTable(table).source;
    case 'markdown': return writeMarkdownTable(table);
    case 'csv': return writeCsv(table);
    case 'tsv': return writeTsv(table);
    case 'latex': return writeLatexTable(table);
    case 'json': return writeJsonTable(table);
  }
}
