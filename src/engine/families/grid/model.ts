import type { Box, Cell, Region, Table } from '../../../answer/types.js';
import { tableContract } from '../../package/table.js';
import type { TableGraph, TableManifest } from '../../package/table.js';
import type { Picture } from '../../picture/decode.js';
import { cut, shifted, shiftedLine, within } from '../../picture/area.js';
import { median, prepare } from '../../picture/prepare.js';
import type { Prepared } from '../../picture/prepare.js';
import { floats, output } from '../../runtime/graph.js';
import type { FloatTensor, Graph } from '../../runtime/graph.js';
import type { Task } from '../../task.js';
import type { TextLine } from '../family.js';
import { calibrate, sigmoid } from '../flamingo/confidence.js';
import { CellLogits, argmax, headerCount, headerOf, placesOf, rectangles, separatorsOf } from './decode.js';
import type { Rect, Separator } from './decode.js';
import { overlooked } from './overlooked.js';
import type { RowReader } from './overlooked.js';
import { placeLines, rowsInCell } from './place.js';
import type { PlacedLine } from './place.js';
import { STRIDE, axisWeights, extent, rasterise } from './rasters.js';
import type { Corners } from './rasters.js';
import { sheetFrame } from './sheetFrame.js';
import { titled } from './title.js';

/** What a reader of tables made of a picture. */
export interface TableReading {
  readonly fed: { readonly width: number; readonly height: number };
  /** All lines of text in reading order, cut where one stood in several cells; the table's `regions` are their ids. */
  readonly regions: readonly Region[];
  /** Absent where no text of the picture stands in a table. It covers its grid. */
  readonly table?: Table;
}

interface Axes { readonly rows: readonly Separator[]; readonly columns: readonly Separator[]; readonly rowEdges: readonly number[]; readonly columnEdges: readonly number[] }
interface Numbered extends PlacedLine { readonly id: number }

/** Reads a picture of one table: separators of its rows and columns, then spans and headers on the grid that they make. Texts are the text reader's. */
export class TableReader {
  /** Owns the graphs. */
  constructor(private readonly graphs: Readonly<Record<TableGraph, Graph>>, readonly manifest: TableManifest) {}

  /**
   * @param lines what the text reader found, in original pixels
   * @param rows reads boxes of the picture once more; without it, cells whose text was passed over stay empty
   * @throws EngineFailure `cancelled`
   */
  async read(picture: Picture, lines: readonly TextLine[], task: Task, rows?: RowReader): Promise<TableReading> {
    const sheet = sheetFrame(lines);
    if (sheet === undefined) return this.readCells(picture, lines, task, rows);
    const box = within(picture, { x: sheet.left, y: sheet.top, width: picture.width - sheet.left, height: picture.height - sheet.top });
    const here = rows && (async (boxes: readonly Box[]) => (await rows(boxes.map((each) => shifted(each, box.x, box.y)))).map((glyphs) => glyphs.map((glyph) => ({ ...glyph, x: glyph.x - box.x }))));
    const reading = await this.readCells(cut(picture, box), sheet.cells.map((line) => shiftedLine(line, -box.x, -box.y)), task, here);
    const moved = reading.regions.map((region) => ({ ...region, box: shifted(region.box, box.x, box.y) }));
    return { ...reading, regions: [...moved, ...sheet.frame.map(({ box: at, text, confidence }, index) => ({ id: moved.length + index, box: at, text, confidence }))] };
  }

  private async readCells(picture: Picture, lines: readonly TextLine[], task: Task, rows: RowReader | undefined): Promise<TableReading> {
    return task.timed('look', async () => {
      task.progress('look', 0, 2);
      const prepared = await prepare(picture, lines.map(({ box }) => box.height), this.manifest.picture);
      await task.breathe();
      const texts = rasterise(lines.map((line) => ({ corners: cornersOf(line, prepared), text: line.text })), prepared.height, prepared.width);
      const seen = await this.graphs.vision.run({ pixels: floats(prepared.pixels, 1, 1, prepared.height, prepared.width), texts });
      task.progress('look', 1, 2);
      await task.breathe();
      const kinds = lines.map((line) => argmax(placesOf(output(seen, 'places'), cornersOf(line, prepared))));
      const inside = lines.filter((_, index) => kinds[index] === 0);
      if (inside.length === 0) return { fed: prepared.fed, regions: number(lines.map((line) => ({ line, cell: -1 }))).regions };
      const axes = axesOf(seen, inside.map((line) => cornersOf(line, prepared)));
      const run = await this.graphs.cells.run({
        features: output(seen, 'features'), texts, row_weights: axisWeights(axes.rowEdges, prepared.height / STRIDE), column_weights: axisWeights(axes.columnEdges, prepared.width / STRIDE),
      });
      task.progress('look', 2, 2);
      const captions = lines.filter((_, index) => kinds[index] === 1), outside = lines.filter((_, index) => (kinds[index] ?? 0) > 1);
      const logits = new CellLogits(output(run, 'cells'));
      const more = rows === undefined ? [] : await overlooked(picture, emptyCells(logits, axes, inside, prepared), median(inside.map(({ box }) => box.height)), rows);
      return { fed: prepared.fed, ...this.assemble(logits, axes, [...inside, ...more], captions, outside, prepared) };
    });
  }

  async dispose(): Promise<void> {
    await Promise.all(Object.values(this.graphs).map((graph) => graph.dispose()));
  }

  private assemble(logits: CellLogits, axes: Axes, inside: readonly TextLine[], captions: readonly TextLine[], outside: readonly TextLine[], { scaleX, scaleY }: Prepared): Pick<TableReading, 'regions' | 'table'> {
    const rects = rectangles(logits);
    const placed = placeLines(inside, { rows: axes.rowEdges, columns: axes.columnEdges, cells: rects, scaleX, scaleY });
    const { regions, numbered } = number([...placed, ...captions.map((line) => ({ line, cell: CAPTION })), ...outside.map((line) => ({ line, cell: -1 }))]);
    const count = headerCount(rects.map((rect, index) => ({ rect, filled: numbered.some(({ cell }) => cell === index) })), logits);
    const cells = rects.map((rect, index): Cell => {
      const own = rowsInCell(numbered.filter(({ cell }) => cell === index));
      const [row, , column] = rect;
      return {
        row, column, rowSpan: rect[1] - row, columnSpan: rect[3] - column, header: tableContract.headers[headerOf(rect, count, logits)] ?? 'none', align: tableContract.alignments[argmax(logits.alignments(rect))] ?? 'left',
        ...written(own), confidence: Math.min(calibrate(placeConfidence(rect, logits, axes), this.manifest.calibration), ...own.flat().map(({ id }) => regions[id]?.confidence ?? 1)),
      };
    });
    const caption = rowsInCell(numbered.filter(({ cell }) => cell === CAPTION));
    return {
      regions,
      table: titled({
        rows: logits.rows, columns: logits.columns, cells,
        ...(caption.length > 0 && { caption: { ...written(caption), confidence: Math.min(...caption.flat().map(({ id }) => regions[id]?.confidence ?? 1)) } }),
      }),
    };
  }
}

const CAPTION = -2;

/** Cells that no line stands in, in original pixels. */
function emptyCells(logits: CellLogits, { rowEdges, columnEdges }: Axes, inside: readonly TextLine[], { scaleX, scaleY }: Prepared): Box[] {
  const cells = rectangles(logits);
  const taken = new Set(placeLines(inside, { rows: rowEdges, columns: columnEdges, cells, scaleX, scaleY }).map(({ cell }) => cell));
  return cells.flatMap(([r0, r1, c0, c1], index) => {
    const [left = 0, top = 0, right = 0, bottom = 0] = [columnEdges[c0], rowEdges[r0], columnEdges[c1], rowEdges[r1]];
    return taken.has(index) ? [] : [{ x: left / scaleX, y: top / scaleY, width: (right - left) / scaleX, height: (bottom - top) / scaleY }];
  });
}

function cornersOf({ box }: TextLine, { scaleX, scaleY }: Prepared): Corners {
  return [box.x * scaleX, box.y * scaleY, (box.x + box.width) * scaleX, (box.y + box.height) * scaleY];
}

/** Separators within the texts of the table, and the edges of the bands between them. */
function axesOf(seen: Readonly<Record<string, FloatTensor>>, corners: readonly Corners[]): Axes {
  const [left, top] = [Math.min(...corners.map((c) => c[0])), Math.min(...corners.map((c) => c[1]))];
  const [right, bottom] = [Math.max(...corners.map((c) => c[2])), Math.max(...corners.map((c) => c[3]))];
  const rows = separatorsOf(output(seen, 'rows').data, top, bottom), columns = separatorsOf(output(seen, 'columns').data, left, right);
  const positions = (separators: readonly Separator[]): number[] => separators.map(({ position }) => position);
  return { rows, columns, rowEdges: extent(top, bottom, positions(rows)), columnEdges: extent(left, right, positions(columns)) };
}

/** Regions of all lines with ids in reading order. */
function number(placed: readonly PlacedLine[]): { readonly regions: Region[]; readonly numbered: Numbered[] } {
  const ordered = rowsInCell(placed).flat();
  return { regions: ordered.map(({ line: { box, text, confidence } }, id) => ({ id, box, text, confidence })), numbered: ordered.map((each, id) => ({ ...each, id })) };
}

function written(rows: readonly (readonly Numbered[])[]): Pick<Cell, 'lines' | 'regions'> {
  return { lines: rows.map((row) => row.map(({ line }) => line.text).join(' ')), regions: rows.flat().map(({ id }) => id) };
}

/** A peak of what training marks reaches about this. */
const SURE_PEAK = 0.85;

/** How sure it is that a cell is where it is: the least certain of the separators beside it, of what was joined to make it, and of what was not. */
function placeConfidence([r0, r1, c0, c1]: Rect, logits: CellLogits, { rows, columns }: Axes): number {
  let least = 1;
  const sure = (probability: number): void => { least = Math.min(least, probability); };
  for (const { probability } of [rows[r0 - 1], rows[r1 - 1], columns[c0 - 1], columns[c1 - 1]].filter((separator) => separator !== undefined)) sure(Math.min(1, probability / SURE_PEAK));
  for (let row = r0; row < r1; row++) {
    if (c0 > 0) sure(1 - sigmoid(logits.right(row, c0 - 1)));
    for (let column = c0; column < c1 && column + 1 < logits.columns; column++) sure(sigmoid((column + 1 < c1 ? 1 : -1) * logits.right(row, column)));
  }
  for (let column = c0; column < c1; column++) {
    if (r0 > 0) sure(1 - sigmoid(logits.down(r0 - 1, column)));
    for (let row = r0; row < r1 && row + 1 < logits.rows; row++) sure(sigmoid((row + 1 < r1 ? 1 : -1) * logits.down(row, column)));
  }
  return least;
}
