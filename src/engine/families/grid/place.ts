/** Which texts stand in which cell; a line over several cells is cut first. */
import type { TextLine } from '../family.js';
import { cutLine } from './cut.js';
import { bandOf } from './decode.js';
import type { Rect } from './decode.js';

/** The grid in fed pixels: edges of its bands and its cells, and how fed pixels follow from original ones. */
export interface Grid {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly cells: readonly Rect[];
  readonly scaleX: number;
  readonly scaleY: number;
}

export interface PlacedLine { readonly line: TextLine; readonly cell: number }

/** The lines of a table with the index of their cell each; cut ones as several. */
export function placeLines(lines: readonly TextLine[], grid: Grid): PlacedLine[] {
  const owners = Array.from({ length: grid.rows.length - 1 }, () => new Array<number>(grid.columns.length - 1).fill(-1));
  grid.cells.forEach(([r0, r1, c0, c1], index) => { for (let row = r0; row < r1; row++) owners[row]?.fill(index, c0, c1); });
  return lines.flatMap((line) => {
    const own = owners[bandOf(grid.rows, (line.box.y + line.box.height / 2) * grid.scaleY)] ?? [];
    return cutLine(line, crossed(line, own, grid)).map((part) => ({ line: part, cell: own[bandOf(grid.columns, (part.box.x + part.box.width / 2) * grid.scaleX)] ?? -1 }));
  });
}

/** The separators between different cells that a line reaches across, in original pixels. A box is a little wider than its text. */
function crossed({ box }: TextLine, own: readonly number[], grid: Grid): number[] {
  const slack = Math.min(0.35 * box.height, 0.25 * box.width);
  const [left, right] = [(box.x + slack) * grid.scaleX, (box.x + box.width - slack) * grid.scaleX];
  return grid.columns.slice(1, -1).flatMap((position, index) => (left < position && position < right && own[index] !== own[index + 1] ? [position / grid.scaleX] : []));
}

/** Lines of a cell, top to bottom; what stands side by side makes one line. */
export function rowsInCell<T extends { readonly line: TextLine }>(placed: readonly T[]): T[][] {
  const rows: T[][] = [];
  const middle = ({ line: { box } }: T): number => box.y + box.height / 2;
  for (const each of [...placed].sort((a, b) => middle(a) - middle(b))) {
    const box = rows.at(-1)?.[0]?.line.box;
    if (box !== undefined && box.y < middle(each) && middle(each) < box.y + box.height) rows.at(-1)?.push(each);
    else rows.push([each]);
  }
  return rows.map((row) => row.sort((a, b) => a.line.box.x - b.line.box.x));
}
