/** Typed diagrams that several suites share. Regions are numbered by hand, so that a lost one shows. */
import { flowchartAnswer, textAnswer, type Reading } from '../../src/answer/build.js';
import { tableAnswer } from '../../src/answer/table/index.js';
import type { Answer, Box, Cell, Container, Diagram, Edge, FreeText, Node, Region, Table } from '../../src/answer/types.js';

export const node = (id: string, lines: readonly string[], rest: Partial<Node> = {}): Node => ({ id, lines, shape: 'rect', regions: [], confidence: 1, ...rest });
export const edge = (source: string, target: string, rest: Partial<Edge> = {}): Edge =>
  ({ source, target, stroke: 'solid', start: 'none', end: 'arrow', label: [], regions: [], confidence: 1, ...rest });
export const group = (id: string, lines: readonly string[], rest: Partial<Container> = {}): Container => ({ id, lines, regions: [], confidence: 1, ...rest });
export const text = (role: FreeText['role'], lines: readonly string[], rest: Partial<FreeText> = {}): FreeText => ({ lines, role, regions: [], confidence: 1, ...rest });
export const graph = (rest: Partial<Diagram>): Diagram => ({ direction: 'TD', nodes: [], edges: [], containers: [], texts: [], ...rest });
export const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });

/** An order desk: a title, a decision, a loop, a group, a database, an unlabelled end, a note, one doubtful arrow. */
export const orders: Diagram = graph({
  nodes: [
    node('A', ['Start'], { shape: 'stadium', regions: [1], confidence: 0.99 }),
    node('B', ['Receive', 'order'], { regions: [2, 3], confidence: 0.98 }),
    node('C', ['In stock?'], { shape: 'diamond', regions: [4], confidence: 0.97 }),
    node('D', ['Ship "express"'], { container: 'G1', regions: [6], confidence: 0.9 }),
    node('E', ['Stock <db>'], { shape: 'cylinder', container: 'G1', regions: [7], confidence: 0.95 }),
    node('F', ['Reorder & wait'], { regions: [9], confidence: 0.93 }),
    node('H', [], { shape: 'double_circle', regions: [10], confidence: 0.88 }),
  ],
  edges: [
    edge('A', 'B', { confidence: 0.98 }), edge('B', 'C', { confidence: 0.97 }), edge('C', 'D', { label: ['yes'], regions: [5], confidence: 0.96 }),
    edge('C', 'F', { label: ['no'], regions: [8], confidence: 0.62 }), edge('F', 'C', { stroke: 'dotted', confidence: 0.91 }),
    edge('D', 'E', { start: 'arrow', confidence: 0.85 }), edge('D', 'H', { confidence: 0.94 }),
  ],
  containers: [group('G1', ['Warehouse'], { regions: [11], confidence: 0.92 })],
  texts: [text('title', ['Order desk'], { regions: [0], confidence: 0.99 }), text('note', ['Draft, see', '*wiki*'], { regions: [12], confidence: 0.8 })],
});

export const orderRegions: readonly Region[] = [
  ['Order desk', 300, 10, 120, 20], ['Start', 330, 60, 40, 16], ['Receive', 320, 120, 60, 16], ['order', 325, 138, 50, 16], ['In stock?', 312, 210, 76, 16],
  ['yes', 260, 250, 24, 14], ['Ship "express"', 150, 310, 110, 16], ['Stock <db>', 60, 400, 80, 16], ['no', 420, 250, 20, 14], ['Reorder & wait', 440, 310, 120, 16],
  [undefined, 190, 480, 40, 40], ['Warehouse', 50, 280, 90, 16], ['Draft, see *wiki*', 460, 480, 130, 34],
].map(([words, x, y, width, height], id): Region => ({
  id, box: box(Number(x), Number(y), Number(width), Number(height)), confidence: id === 8 ? 0.7 : 0.97, ...(typeof words === 'string' ? { text: words } : {}),
}));

export const orderReading: Reading = {
  regions: orderRegions,
  model: { name: 'unrender-s', version: '0.1.0', provider: 'cpu' },
  picture: { name: 'orders <draft>.png', width: 600, height: 560, fed: { width: 480, height: 448 }, sha256: '0'.repeat(64) },
  timings: [{ stage: 'decode', ms: 12.4 }, { stage: 'look', ms: 180 }, { stage: 'write', ms: 260.5 }],
};

const readingOf = (name: string, regions: readonly Region[]): Reading => ({ ...orderReading, regions, picture: { ...orderReading.picture, name } });

const program = ['def greet(name):', '    if name:', '        print(f"```{name}<b>")', '', 'greet("you")'];
export const codeReading: Reading = readingOf('program.png', program.flatMap((line, id): Region[] =>
  (line === '' ? [] : [{ id, box: box(20 + 9 * (line.length - line.trimStart().length), 20 + 24 * id, 9 * line.trim().length, 18), text: line.trim(), confidence: id === 2 ? 0.71 : 0.96 }])));

const letter = ['Dear reader, # this is *not* a headline', '<script>alert(1)</script> and ![x](https://example.com/x.png)', 'nothing of it may become anything else.'];
export const textReading: Reading = readingOf('letter.png', letter.map((line, id): Region => ({ id, box: box(20, 20 + 26 * id, (6.2 + id) * line.length, 18), text: line, confidence: 0.95 })));

export const emptyReading: Reading = readingOf('white.png', []);

/** A table with a header over two columns, a section, an empty cell, a cell over two rows, numbers with a doubt, and texts that must stay texts. */
const cityCells: readonly (readonly [row: number, column: number, text: string, rest?: Partial<Cell>])[] = [
  [0, 0, 'City', { rowSpan: 2, header: 'column' }], [0, 1, 'Population', { columnSpan: 2, header: 'column', align: 'center' }], [0, 3, 'Area (km²)', { rowSpan: 2, header: 'column', align: 'right' }],
  [1, 1, '2010', { header: 'column', align: 'right' }], [1, 2, '2020', { header: 'column', align: 'right' }],
  [2, 0, 'Bern', { header: 'row' }], [2, 1, '123,466', { align: 'right' }], [2, 2, '134,591', { align: 'right' }], [2, 3, '51.6', { align: 'right', rowSpan: 1 }],
  [3, 0, 'South', { columnSpan: 4, header: 'row' }],
  [4, 0, 'Thun | See', { header: 'row' }], [4, 1, '', { align: 'right' }], [4, 2, '84,100', { align: 'right', confidence: 0.55 }], [4, 3, '21.6', { align: 'right', rowSpan: 2 }],
  [5, 0, '<b>Spiez</b>', { header: 'row' }], [5, 1, '12,500', { align: 'right' }], [5, 2, '=12,900', { align: 'right' }],
];
export const cities: Table = {
  rows: 6, columns: 4, caption: { lines: ['Cities <draft>'], regions: [17], confidence: 0.95 },
  cells: cityCells.map(([row, column, words, rest], id): Cell => ({ row, column, rowSpan: 1, columnSpan: 1, header: 'none', lines: words === '' ? [] : [words], align: 'left', regions: words === '' ? [] : [id], confidence: 0.97, ...rest })),
};
export const cityReading: Reading = readingOf('cities.png', [
  ...cities.cells.flatMap(({ row, column, lines: [words] }, id): Region[] => (words === undefined ? [] : [{ id, box: box(20 + 120 * column, 60 + 30 * row, 9 * words.length, 18), text: words, confidence: 0.97 }])),
  { id: 17, box: box(20, 20, 140, 18), text: 'Cities <draft>', confidence: 0.95 },
]);

/** One answer of each kind, and one of every awkward thing that a flowchart can hold. */
export const answers: Readonly<Record<string, Answer>> = {
  orders: flowchartAnswer(orders, orderReading),
  awkward: flowchartAnswer(graph({
    direction: 'LR',
    nodes: [node('A', ['Router']), node('B', ['</pre>'], { shape: 'icon', container: 'G2' }), node('C', ['Retry']), node('D', ['Retry'], { shape: 'ellipse' }), node('E', [], { shape: 'bar' }), node('F', ['alone'])],
    edges: [
      edge('A', 'G1', { end: 'none', stroke: 'thick' }), edge('C', 'D', { start: 'arrow', end: 'none' }), edge('D', 'C', { label: ['again', '%%{init}%%'] }), edge('E', 'E'),
      edge('B', 'E', { start: 'circle', end: 'cross', confidence: 0.4 }),
    ],
    containers: [group('G1', ['Outer']), group('G2', ['Inner "1"'], { parent: 'G1' }), group('G3', [])],
    texts: [text('note', ['one\ntwo']), text('title', ['R&D: "plan"']), text('title', ['second'])],
  }), readingOf('awkward.png', [])),
  cities: tableAnswer(cities, cityReading),
  code: textAnswer(codeReading),
  text: textAnswer(textReading),
  empty: textAnswer(emptyReading),
};
