/** A table as LaTeX: `tabular` with the rules of booktabs, `\multicolumn` and `\multirow`. */
import { cleanLines } from '../labels.js';
import type { Align, Cell, Table } from '../types.js';
import { headerRows, ownersOf } from './grid.js';

const letters: Readonly<Record<Align, string>> = { left: 'l', center: 'c', right: 'r' };

/** Inside a `table` environment where there is a caption. The first line says which packages it needs. */
export function writeLatexTable(table: Table): string {
  const { rows, columns, cells, caption } = table;
  if (rows * columns === 0) return '';
  const head = headerRows(table);
  const owners = ownersOf(table);
  const aligns = Array.from({ length: columns }, (_, column) => columnAlign(cells, head, column));
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    const parts: string[] = [];
    for (let column = 0; column < columns;) {
      const cell = cells[owners[row]?.[column] ?? -1];
      const width = cell?.columnSpan ?? 1;
      const text = cell?.row !== row ? '' : cell.rowSpan > 1 ? `\\multirow{${cell.rowSpan}}{*}{${content(cell)}}` : content(cell);
      const align = cell?.align ?? 'left';
      parts.push(width > 1 ? `\\multicolumn{${width}}{${letters[align]}}{${text}}` : text !== '' && align !== aligns[column] ? `\\multicolumn{1}{${letters[align]}}{${text}}` : text);
      column += width;
    }
    // After a line break, LaTeX takes a bracket or a star for an argument of the break.
    lines.push(`${parts.join(' & ').replace(/^[[*]/, '{$&}')} \\\\`);
    if (row + 1 === head && head < rows) lines.push('\\midrule');
    else if (row + 1 < head) lines.push(...rulesUnder(table, row));
  }
  const words = cleanLines(caption?.lines ?? []).map(escapeLatex).join(' ');
  const body = [`\\begin{tabular}{${aligns.map((align) => letters[align]).join('')}}`, '\\toprule', ...lines, '\\bottomrule', '\\end{tabular}'];
  const packages = `% \\usepackage{booktabs${cells.some(({ rowSpan }) => rowSpan > 1) ? ',multirow' : ''}}`;
  return [packages, ...(words === '' ? body : ['\\begin{table}', '\\centering', `\\caption{${words}}`, ...body, '\\end{table}'])].map((line) => `${line}\n`).join('');
}

/** Short rules under headers that span columns. */
function rulesUnder({ cells }: Table, row: number): string[] {
  const wide = cells.filter((cell) => cell.row + cell.rowSpan - 1 === row && cell.columnSpan > 1 && cleanLines(cell.lines).length > 0);
  return wide.length === 0 ? [] : [wide.map(({ column, columnSpan }) => `\\cmidrule(lr){${column + 1}-${column + columnSpan}}`).join(' ')];
}

function columnAlign(cells: readonly Cell[], head: number, column: number): Align {
  const own = cells.filter((cell) => cell.column === column && cell.columnSpan === 1 && cell.row >= head && cell.lines.length > 0);
  return (['left', 'center', 'right'] as const).map((align) => ({ align, count: own.filter((cell) => cell.align === align).length })).reduce((a, b) => (b.count > a.count ? b : a)).align;
}

function content(cell: Cell): string {
  const lines = cleanLines(cell.lines).map(escapeLatex);
  return lines.length > 1 ? `\\shortstack[${letters[cell.align]}]{${lines.map((line) => line.replace(/^[[*]/, '{$&}')).join(' \\\\ ')}}` : lines.join('');
}

const commands: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}', '<': '\\textless{}', '>': '\\textgreater{}', '|': '\\textbar{}', '"': '\\textquotedbl{}', '€': '\\texteuro{}',
};

/** Every character stands for itself. */
export function escapeLatex(text: string): string {
  return text.replace(/[\\~^<>|"€&%$#_{}]/g, (character) => commands[character] ?? `\\${character}`);
}
