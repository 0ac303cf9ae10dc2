/** A table as HTML and back. HTML is the source of a `table` segment: the one common language that holds spans, headers and alignment. */
import { escapeHtml } from '../html.js';
import { cleanLines } from '../labels.js';
import type { Align, Cell, Heading, Span, Table } from '../types.js';
import { headerRows } from './grid.js';

export interface HtmlTable { readonly source: string; readonly spans: readonly Span[] }

/**
 * `table` with `caption`, `thead` and `tbody`, `th` with `scope`, and spans. Left is the alignment that is not said. Every cell with text has a span in the source.
 * @param table one that covers its grid (`completeTable`)
 */
export function writeHtmlTable(table: Table): HtmlTable {
  const out = new Writer();
  const { caption } = table;
  out.add('<table>\n');
  if (caption !== undefined && cleanLines(caption.lines).length > 0) {
    out.add('  <caption>');
    out.text(caption, 'text:0');
    out.add('</caption>\n');
  }
  const head = headerRows(table);
  const body = (name: string, from: number, to: number): void => {
    if (to <= from) return;
    out.add(`  <${name}>\n`);
    for (let row = from; row < to; row++) {
      out.add('    <tr>\n');
      table.cells.forEach((cell, index) => { if (cell.row === row) out.cell(cell, index); });
      out.add('    </tr>\n');
    }
    out.add(`  </${name}>\n`);
  };
  body('thead', 0, head);
  body('tbody', head, table.rows);
  out.add('</table>\n');
  return { source: out.source, spans: out.spans };
}

class Writer {
  source = '';
  readonly spans: Span[] = [];

  add(text: string): void { this.source += text; }

  text({ lines, regions, confidence }: Pick<Cell, 'lines' | 'regions' | 'confidence'>, element: string): void {
    const start = this.source.length;
    this.source += cleanLines(lines).map(escapeHtml).join('<br>');
    if (this.source.length > start) this.spans.push({ start, end: this.source.length, regions, confidence, element });
  }

  cell(cell: Cell, index: number): void {
    const name = cell.header === 'none' ? 'td' : 'th';
    const attributes = [
      ...(cell.header === 'none' ? [] : [`scope="${scopeOf(cell)}"`]), ...(cell.rowSpan > 1 ? [`rowspan="${cell.rowSpan}"`] : []), ...(cell.columnSpan > 1 ? [`colspan="${cell.columnSpan}"`] : []),
      ...(cell.align === 'left' ? [] : [`style="text-align: ${cell.align}"`]),
    ];
    this.add(`      <${[name, ...attributes].join(' ')}>`);
    this.text(cell, `cell:${index}`);
    this.add(`</${name}>\n`);
  }
}

function scopeOf({ header, rowSpan, columnSpan }: Cell): string {
  return header === 'column' ? (columnSpan > 1 ? 'colgroup' : 'col') : rowSpan > 1 ? 'rowgroup' : 'row';
}

/** What `readHtmlTable` needs of an element: the DOM's own, in a browser or in a test. */
export interface ElementLike {
  readonly tagName: string;
  getAttribute(name: string): string | null;
  querySelector(selectors: string): ElementLike | null;
  querySelectorAll(selectors: string): Iterable<ElementLike>;
  readonly childNodes: Iterable<{ readonly nodeName: string; readonly textContent: string | null }>;
}

/** The typed table of a `table` element, placed as HTML places cells. Regions are not in HTML: cells come without, and certain. */
export function readHtmlTable(element: ElementLike): Table {
  const cells: Cell[] = [];
  const lines = [...element.querySelectorAll('tr')];
  const taken = new Set<string>();
  let columns = 0;
  lines.forEach((line, row) => {
    let column = 0;
    for (const each of line.querySelectorAll('td, th')) {
      while (taken.has(`${row},${column}`)) column++;
      const columnSpan = spanOf(each, 'colspan'), rowSpan = Math.min(spanOf(each, 'rowspan'), lines.length - row);
      for (let r = row; r < row + rowSpan; r++) for (let c = column; c < column + columnSpan; c++) taken.add(`${r},${c}`);
      columns = Math.max(columns, column + columnSpan);
      cells.push({ row, column, rowSpan, columnSpan, header: headingOf(each), lines: linesOf(each), align: alignOf(each), regions: [], confidence: 1 });
      column += columnSpan;
    }
    // A row may be covered from above alone.
    while (taken.has(`${row},${column}`)) columns = Math.max(columns, ++column);
  });
  const caption = element.querySelector('caption');
  return { rows: lines.length, columns, cells, ...(caption === null ? {} : { caption: { lines: linesOf(caption), regions: [], confidence: 1 } }) };
}

function spanOf(element: ElementLike, name: string): number {
  const value = Number.parseInt(element.getAttribute(name) ?? '1', 10);
  return Number.isFinite(value) && value >= 1 ? Math.min(value, 1000) : 1;
}

function headingOf(element: ElementLike): Heading {
  if (element.tagName.toLowerCase() !== 'th') return 'none';
  return /^row/.test(element.getAttribute('scope') ?? '') ? 'row' : 'column';
}

function alignOf(element: ElementLike): Align {
  const said = /text-align:\s*(\w+)/.exec(element.getAttribute('style') ?? '')?.[1] ?? element.getAttribute('align');
  return said === 'center' || said === 'right' ? said : 'left';
}

function linesOf(element: ElementLike): string[] {
  const lines = [''];
  for (const node of element.childNodes) if (node.nodeName.toLowerCase() === 'br') lines.push(''); else lines.push(`${lines.pop() ?? ''}${node.textContent ?? ''}`);
  return cleanLines(lines);
}
