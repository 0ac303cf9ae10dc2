/** A table: to read, to sort, to see where each cell stands in the picture, and to take along in a language of choice. */
import { doubtThreshold } from '../../../src/answer/doubts.js';
import { cleanLines, percent } from '../../../src/answer/labels.js';
import { tableFormatNames, tableFormats, writeTable, type TableFormat } from '../../../src/answer/table/formats.js';
import { headerRows } from '../../../src/answer/table/grid.js';
import type { Cell, Table } from '../../../src/answer/types.js';
import { announce, make } from '../../dom.js';
import { l10n } from '../../l10n.js';
import { pointsAt, type LinkIndex, type Pointing } from '../../links.js';
import { CellFocus } from './cellFocus.js';
import { isSortable, sortedRows, type Way } from './order.js';

export interface TableListener {
  /** The host asks where, and writes the file. */
  saveTable(segment: number, format: TableFormat): void;
}

let serial = 0;

export class TableView {
  readonly element = make('div', 'table-view');
  readonly #cells = new Map<number, HTMLTableCellElement>();
  readonly #heads = new Map<number, HTMLTableCellElement>();
  readonly #body = make('tbody');
  readonly #rows: HTMLTableRowElement[] = [];
  readonly #source = make('pre', 'code-text');
  readonly #format = make('select');
  readonly #buttons: readonly HTMLButtonElement[];
  readonly #stop: () => void;
  #sorted: { readonly column: number; readonly way: Way } | undefined;

  /** @param segment the table's index in the answer, for the host */
  constructor(private readonly table: Table, segment: number, private readonly index: LinkIndex, private readonly pointing: Pointing, listener: TableListener) {
    const name = `table-format-${++serial}`;
    const label = make('label', 'quiet', l10n.t('Format'));
    label.htmlFor = this.#format.id = name;
    for (const format of tableFormats) this.#format.append(new Option(tableFormatNames[format].name, format));
    this.#format.addEventListener('change', () => { this.#write(); });
    this.#buttons = [this.#button(l10n.t('Copy'), () => { void this.#copy(); }), this.#button(l10n.t('Save…'), () => { listener.saveTable(segment, this.#chosen); })];
    const tools = make('div', 'table-tools');
    tools.setAttribute('role', 'group');
    tools.setAttribute('aria-label', l10n.t('Take the table along'));
    tools.append(label, this.#format, ...this.#buttons);
    const details = make('details', 'table-source');
    this.#source.tabIndex = 0;
    details.append(make('summary', '', l10n.t('Source')), this.#source);
    this.element.append(this.#frame(), ...(isSortable(table) || table.rows < 3 ? [] : [make('p', 'quiet', l10n.t('Rows of this table belong together, so it cannot be sorted.'))]), tools, details);
    this.#write();
    this.#stop = pointing.on(({ elements }) => { for (const [at, cell] of this.#cells) cell.classList.toggle('lit', elements.has(`cell:${at}`)); });
  }

  dispose(): void { this.#stop(); }

  get #chosen(): TableFormat { return tableFormats.find((format) => format === this.#format.value) ?? 'html'; }

  #frame(): HTMLElement {
    const { table } = this;
    const frame = make('div', 'table-scroll');
    const grid = make('table', 'read-table');
    const words = cleanLines(table.caption?.lines ?? []).join(' ');
    if (words !== '') grid.append(make('caption', '', words));
    const head = headerRows(table), top = make('thead');
    const sortable = isSortable(table);
    for (let row = 0; row < table.rows; row++) {
      const line = make('tr');
      table.cells.forEach((cell, at) => { if (cell.row === row) line.append(this.#cell(cell, at, sortable && row < head && cell.row + cell.rowSpan === head && cell.columnSpan === 1)); });
      if (row < head) top.append(line); else { this.#rows[row] = line; this.#body.append(line); }
    }
    if (head > 0) grid.append(top);
    grid.append(this.#body);
    new CellFocus(grid, this.table, this.#cells, () => this.#order());
    frame.append(grid);
    return frame;
  }

  #cell(cell: Cell, at: number, sorts: boolean): HTMLTableCellElement {
    const element = make(cell.header === 'none' ? 'td' : 'th');
    if (cell.header !== 'none') element.scope = cell.header === 'column' ? (cell.columnSpan > 1 ? 'colgroup' : 'col') : cell.rowSpan > 1 ? 'rowgroup' : 'row';
    element.rowSpan = cell.rowSpan;
    element.colSpan = cell.columnSpan;
    element.classList.add(`to-${cell.align}`);
    const words = make(sorts ? 'button' : 'span', sorts ? 'sort' : '');
    cleanLines(cell.lines).forEach((line, number) => { words.append(...(number > 0 ? [make('br')] : []), line); });
    if (sorts && words instanceof HTMLButtonElement) {
      words.type = 'button';
      words.title = l10n.t('Sort by this column');
      if (words.textContent === '') words.setAttribute('aria-label', l10n.t('Sort by column {0}', cell.column + 1));
      words.addEventListener('click', () => { this.#sort(cell.column); });
      element.setAttribute('aria-sort', 'none');
      this.#heads.set(cell.column, element);
    }
    element.append(words);
    if (cell.confidence < doubtThreshold) {
      element.classList.add('uncertain');
      const mark = make('span', 'doubt-mark', '?');
      mark.setAttribute('aria-hidden', 'true');
      mark.title = percent(cell.confidence);
      element.append(mark, make('span', 'unseen', l10n.t('uncertain, {0}', percent(cell.confidence))));
    }
    pointsAt(element, this.pointing, () => (cell.regions.length > 0 ? this.index.regions(cell.regions) : this.index.element(`cell:${at}`)));
    this.#cells.set(at, element);
    return element;
  }

  /** Ascending, descending, and back to the picture's own order. */
  #sort(column: number): void {
    const now = this.#sorted?.column === column ? this.#sorted.way : undefined;
    const way: Way | undefined = now === undefined ? 'ascending' : now === 'ascending' ? 'descending' : undefined;
    this.#sorted = way === undefined ? undefined : { column, way };
    for (const [at, head] of this.#heads) head.setAttribute('aria-sort', at === column && way !== undefined ? way : 'none');
    this.#body.append(...this.#order().flatMap((row) => this.#rows[row] ?? []));
    const name = this.#heads.get(column)?.querySelector('.sort')?.textContent || String(column + 1);
    announce(way === 'ascending' ? l10n.t('Sorted by {0}, ascending', name) : way === 'descending' ? l10n.t('Sorted by {0}, descending', name) : l10n.t('In the order of the picture'));
  }

  /** Rows of the body from top to bottom. */
  #order(): number[] {
    const head = headerRows(this.table);
    return this.#sorted === undefined ? Array.from({ length: this.table.rows - head }, (_, row) => head + row) : sortedRows(this.table, this.#sorted.column, this.#sorted.way);
  }

  #write(): void {
    const text = writeTable(this.table, this.#chosen);
    this.#source.textContent = text ?? l10n.t('{0} has no cells that span. Choose another format.', tableFormatNames[this.#chosen].name);
    this.#source.setAttribute('aria-label', l10n.t('Source'));
    for (const button of this.#buttons) button.disabled = text === undefined;
  }

  async #copy(): Promise<void> {
    const text = writeTable(this.table, this.#chosen);
    if (text === undefined) return;
    try {
      await navigator.clipboard.writeText(text);
      announce(l10n.t('Copied'));
    } catch {
      announce(l10n.t('The clipboard is not available. Open the source below and copy it from there.'));
    }
  }

  #button(label: string, action: () => void): HTMLButtonElement {
    const button = make('button', '', label);
    button.type = 'button';
    button.addEventListener('click', action);
    return button;
  }
}
