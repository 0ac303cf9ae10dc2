/** One tab stop for the cells of a table, arrow keys between them in both directions (the grid keys of the ARIA authoring practices). */
import { headerRows, ownersOf } from '../../../src/answer/table/grid.js';
import type { Table } from '../../../src/answer/types.js';

export class CellFocus {
  /**
   * @param cells by their index in the table
   * @param order the body's rows as they stand on the page
   */
  constructor(grid: HTMLTableElement, private readonly table: Table, private readonly cells: ReadonlyMap<number, HTMLTableCellElement>, private readonly order: () => readonly number[]) {
    const first = cells.get(0);
    for (const cell of cells.values()) cell.tabIndex = cell === first ? 0 : -1;
    grid.addEventListener('focusin', (event) => { this.#mark(event.target); });
    grid.addEventListener('keydown', (event) => {
      // A button in a cell keeps its own keys, Enter and Space; the arrows lead on from its cell.
      const from = [...cells].find(([, cell]) => cell === event.target || cell.contains(event.target as Node))?.[0];
      const to = from === undefined || event.ctrlKey || event.altKey || event.metaKey ? undefined : this.#next(event.key, from);
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      cells.get(to)?.focus();
    });
  }

  #mark(target: EventTarget | null): void {
    const inside = [...this.cells.values()].find((cell) => cell === target);
    if (inside !== undefined) for (const cell of this.cells.values()) cell.tabIndex = cell === inside ? 0 : -1;
  }

  #next(key: string, from: number): number | undefined {
    const cell = this.table.cells[from];
    if (cell === undefined) return undefined;
    const owners = ownersOf(this.table);
    const head = headerRows(this.table);
    const shown = [...Array.from({ length: head }, (_, row) => row), ...this.order()];
    const place = shown.indexOf(cell.row);
    const at = (row: number, column: number): number | undefined => owners[shown[row] ?? -1]?.[column];
    switch (key) {
      case 'ArrowRight': return at(place, cell.column + cell.columnSpan);
      case 'ArrowLeft': return at(place, cell.column - 1);
      case 'ArrowDown': return at(place + cell.rowSpan, cell.column);
      case 'ArrowUp': return at(place - 1, cell.column);
      case 'Home': return at(place, 0);
      case 'End': return at(place, this.table.columns - 1);
      default: return undefined;
    }
  }
}
