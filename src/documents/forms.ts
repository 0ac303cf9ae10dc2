/**
 * Formulas and tables as a document's language writes them: `$$`, `.. math::`, `\[`, MathML; pipes, `csv-table`, `tabular`, `<table>`. No line of them is blank, except
 * where the language ends them otherwise: what follows a marker up to the next blank line is its block.
 */
import { writeCsv } from '../answer/table/delimited.js';
import { writeHtmlTable } from '../answer/table/html.js';
import { writeLatexTable } from '../answer/table/latex.js';
import { writeMarkdownTable } from '../answer/table/markdown.js';
import { hasSpans, headerRows } from '../answer/table/grid.js';
import type { Table } from '../answer/types.js';
import type { BlockContent } from './block.js';
import type { DocumentFamily } from './types.js';

/** Nothing for other content, and where what was read would end its own block: then it is fenced as any source is. */
export function formLines(family: DocumentFamily, content: BlockContent): string[] | undefined {
  const lines = content.table ? tableLines(family, content.table) : content.language === 'latex' ? formulaLines(family, content) : undefined;
  return lines === undefined || (lines.some((line) => line.trim() === '') && family !== 'rst') ? undefined : lines;
}

/** What a reader of the document would call the block: what it is written in, or what it is. */
export type Written = 'mermaid' | 'latex' | 'mathml' | 'table' | 'html' | 'code' | 'text';

export function writtenAs(family: DocumentFamily, content: BlockContent): Written {
  const { table, language } = content;
  // Without a form of its own a table is fenced as the HTML that it was read as.
  if (table) return formLines(family, content) === undefined ? 'html' : 'table';
  switch (language) {
    case 'mermaid': return 'mermaid';
    case 'latex': return family === 'html' && formLines(family, content) !== undefined ? 'mathml' : 'latex';
    case 'text': return 'text';
    default: return 'code';
  }
}

function formulaLines(family: DocumentFamily, { source, mathml }: BlockContent): string[] | undefined {
  const lines = linesOf(source).filter((line) => line.trim() !== '');
  // Each of these would end one of the forms early.
  if (lines.length === 0 || /\$\$|\\\[|\\\]|^\+{4,}\s*$/m.test(source)) return undefined;
  switch (family) {
    case 'markdown': case 'mdx': case 'code': return ['$$', ...lines, '$$'];
    case 'latex': return ['\\[', ...lines, '\\]'];
    case 'rst': return ['.. math::', '', ...lines.map((line) => `   ${line}`)];
    case 'asciidoc': return ['[latexmath]', '++++', ...lines, '++++'];
    case 'html': return mathml === undefined || mathml === '' ? undefined : linesOf(mathml);
  }
}

function tableLines(family: DocumentFamily, table: Table): string[] | undefined {
  const html = linesOf(writeHtmlTable(table).source);
  // Records of several lines, and cells that span, are beyond these tables.
  const csv = hasSpans(table) || table.cells.some(({ lines }) => lines.length > 1) ? undefined : linesOf(writeCsv(table));
  const heads = headerRows(table);
  switch (family) {
    case 'html': return html;
    case 'markdown': { const pipes = writeMarkdownTable(table); return pipes === undefined ? html : linesOf(pipes); }
    // HTML would be JSX there, which takes its braces for code.
    case 'mdx': case 'code': { const pipes = writeMarkdownTable(table); return pipes === undefined ? undefined : linesOf(pipes); }
    case 'latex': { const [packages = '', ...rest] = linesOf(writeLatexTable(table)); return [...rest, packages]; }
    case 'rst': return csv === undefined ? ['.. raw:: html', '', ...html.map((line) => `   ${line}`)] : ['.. csv-table::', ...(heads > 0 ? [`   :header-rows: ${heads}`] : []), '', ...csv.map((line) => `   ${line}`)];
    case 'asciidoc': return csv === undefined ? ['++++', ...html, '++++'] : [`[format=csv${heads > 0 ? ',options="header"' : ''}]`, '|===', ...csv, '|==='];
  }
}

function linesOf(text: string): string[] { return text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n'); }
