/** Canonical grids: no empty last row, matrices rectangular, and no grid where none is needed. */
import type { Grid, Item, Row } from './types.js';

const isEmpty = (cells: readonly Row[]): boolean => cells.every((cell) => cell.length === 0);

/** The items that a grid comes to; its cells are canonical already. */
export function tidyGrid(grid: Grid): Item[] {
  let rows = grid.rows.map((cells) => [...cells]);
  while (rows.length > 1 && isEmpty(rows.at(-1) ?? []) && !grid.rules.includes(rows.length - 1)) rows.pop();
  const rules = grid.rules.filter((rule, index) => rule < rows.length && grid.rules.indexOf(rule) === index);
  if (rows.every(isEmpty)) return [];
  switch (grid.name) {
    case 'aligned': case 'gathered': {
      rows = rows.map(trimmed);
      const wide = rows.some((cells) => cells.length > 1);
      if (rows.length === 1 && grid.name === 'aligned') return (rows[0] ?? []).flat();
      if (rows.length === 1 && !wide) return [...(rows[0]?.[0] ?? [])];
      const { columns: _, ...rest } = grid;
      return [{ ...rest, name: wide ? 'aligned' : 'gathered', rows, rules: [] }];
    }
    case 'substack':
      return rows.length === 1 ? rows.flat(2) : [{ ...grid, rows: rows.map((cells) => [cells.flat()]), rules: [] }];
    case 'cases':
      return [{ ...grid, rows: rows.map((cells) => trimmed(cells.length > 2 ? [cells[0] ?? [], cells.slice(1).flat()] : cells)), rules: [] }];
    case 'array': {
      const columns = grid.columns ?? '';
      const count = Math.max(...rows.map((cells) => cells.length), 1);
      const given = columns.replace(/\|/gu, '').length;
      const full = given >= count ? columns : columns + 'c'.repeat(count - given);
      const filled = rows.map((cells, index) => (index === rows.length - 1 && isEmpty(cells) ? [[]] : padded(cells, full.replace(/\|/gu, '').length)));
      const { columns: _, ...rest } = grid;
      return [/^c+$/u.test(full) && rules.length === 0 ? { ...rest, name: 'matrix', rows: filled, rules } : { ...grid, columns: full.replace(/\|+/gu, '|'), rows: filled, rules }];
    }
    default: {
      const count = Math.max(...rows.map((cells) => cells.length), 1);
      return [{ ...grid, rows: rows.map((cells) => padded(cells, count)), rules: [] }];
    }
  }
}

function padded(cells: readonly Row[], count: number): Row[] {
  return Array.from({ length: count }, (_, column) => cells[column] ?? []);
}

/** Without empty cells at the end. */
function trimmed(cells: readonly Row[]): Row[] {
  return cells.slice(0, Math.max(1, cells.findLastIndex((cell) => cell.length > 0) + 1));
}
