/** Any typed table, hostile texts and spans included, for property tests. */
import fc from 'fast-check';
import { cleanLines } from '../../src/answer/labels.js';
import { completeTable, headerRows } from '../../src/answer/table/index.js';
import type { Align, Cell, Heading, Table } from '../../src/answer/types.js';
import { hostile } from './arbitrary.js';

/** Texts that have meaning to HTML, Markdown, CSV, a spreadsheet or LaTeX, and numbers in every manner. */
const awkward = [
  ...hostile, 'a,b', 'a;b', 'say "x"', '=1+1', '=HYPERLINK("http://x","y")', '+cmd', '-x', '@SUM(A1)', '1,234.5', '1.234,50', '-3.5', '(250)', '12 %', '$3.4M', '007', '1e5', '|', '\\|', 'a|b', '\\', '\\\\', '<td>', '</table>',
  '<br>', '[x]', '*', '&nbsp;', '$x$', '\\end{tabular}', '%', '#1', '_', '{', '}', 'a\nb', 'Total', '\t', "'=1", '---', ':--:',
];
export const anyText = fc.oneof(fc.constantFrom(...awkward), fc.array(fc.constantFrom(...awkward), { minLength: 2, maxLength: 3 }).map((parts) => parts.join('')), fc.string({ unit: 'grapheme', maxLength: 10 }), fc.string({ unit: 'binary', maxLength: 6 }));

const confidence = fc.double({ min: 0, max: 1, noNaN: true });
const regions = fc.uniqueArray(fc.nat(40), { maxLength: 3 });

function tableOfSize(rows: number, columns: number, largestSpan: number): fc.Arbitrary<Table> {
  const cell: fc.Arbitrary<Cell> = fc.record({
    row: fc.nat(rows - 1), column: fc.nat(columns - 1), rowSpan: fc.integer({ min: 1, max: largestSpan }), columnSpan: fc.integer({ min: 1, max: largestSpan }),
    header: fc.constantFrom<Heading>('none', 'none', 'column', 'row'), lines: fc.array(anyText, { maxLength: 2 }), align: fc.constantFrom<Align>('left', 'center', 'right'), regions, confidence,
  });
  const caption = fc.option(fc.record({ lines: fc.array(anyText, { maxLength: 2 }), regions, confidence }), { nil: undefined });
  return fc.record({ cells: fc.array(cell, { maxLength: rows * columns + 3 }), head: fc.nat(2), caption }).map(({ cells, head, caption: words }) => {
    const headed = cells.map((each) => (each.row < head ? { ...each, header: 'column' as const } : each));
    return completeTable({ rows, columns, cells: headed, ...(words === undefined ? {} : { caption: words }) });
  });
}

const sizes = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }));
export const anyTable: fc.Arbitrary<Table> = sizes.chain(([rows, columns]) => tableOfSize(rows, columns, 3));
export const tableWithoutSpans: fc.Arbitrary<Table> = sizes.chain(([rows, columns]) => tableOfSize(rows, columns, 1));

/** What a table says once its texts are cleaned, without what its languages do not hold: regions and confidences. */
export function said(table: Table): object {
  return { rows: table.rows, columns: table.columns, head: headerRows(table), caption: cleanLines(table.caption?.lines ?? []), cells: table.cells.map(({ regions: _, confidence: _1, lines, ...rest }) => ({ ...rest, lines: cleanLines(lines) })) };
}
