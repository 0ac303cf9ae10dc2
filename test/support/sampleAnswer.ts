/** A flowchart's answer with everything in it that the panel shows: a group, branches, a loop, doubts, a note. */
import type { Answer, Diagram, Region } from '../../src/answer/types.js';
import { tableAnswer as answerOfTable } from '../../src/answer/table/index.js';
import { writeMermaid } from '../../src/answer/mermaid.js';

export const sampleRegions: readonly Region[] = [
  { id: 0, box: { x: 250, y: 32, width: 110, height: 22 }, text: 'Order received', confidence: 0.99 },
  { id: 1, box: { x: 268, y: 132, width: 74, height: 22 }, text: 'In stock?', confidence: 0.97 },
  { id: 2, box: { x: 120, y: 248, width: 90, height: 22 }, text: 'Pick items', confidence: 0.98 },
  { id: 3, box: { x: 120, y: 338, width: 90, height: 22 }, text: 'Ship parcel', confidence: 0.96 },
  { id: 4, box: { x: 420, y: 248, width: 110, height: 22 }, text: 'Order from supplier', confidence: 0.71 },
  { id: 5, box: { x: 200, y: 190, width: 26, height: 18 }, text: 'yes', confidence: 0.98 },
  { id: 6, box: { x: 390, y: 190, width: 22, height: 18 }, text: 'no', confidence: 0.64 },
  { id: 7, box: { x: 130, y: 212, width: 80, height: 18 }, text: 'Warehouse', confidence: 0.95 },
];

export const sampleDiagram: Diagram = {
  direction: 'TD',
  nodes: [
    { id: 'A', lines: ['Order received'], shape: 'stadium', regions: [0], confidence: 0.99 },
    { id: 'B', lines: ['In stock?'], shape: 'diamond', regions: [1], confidence: 0.97 },
    { id: 'C', lines: ['Pick items'], shape: 'rect', container: 'G1', regions: [2], confidence: 0.98 },
    { id: 'D', lines: ['Ship parcel'], shape: 'rect', container: 'G1', regions: [3], confidence: 0.96 },
    { id: 'E', lines: ['Order from supplier'], shape: 'rect', regions: [4], confidence: 0.71 },
  ],
  edges: [
    { source: 'A', target: 'B', stroke: 'solid', start: 'none', end: 'arrow', label: [], regions: [], confidence: 0.98 },
    { source: 'B', target: 'C', stroke: 'solid', start: 'none', end: 'arrow', label: ['yes'], regions: [5], confidence: 0.97 },
    { source: 'B', target: 'E', stroke: 'dotted', start: 'none', end: 'arrow', label: ['no'], regions: [6], confidence: 0.62 },
    { source: 'C', target: 'D', stroke: 'solid', start: 'none', end: 'arrow', label: [], regions: [], confidence: 0.98 },
    { source: 'E', target: 'B', stroke: 'solid', start: 'none', end: 'arrow', label: [], regions: [], confidence: 0.93 },
  ],
  containers: [{ id: 'G1', lines: ['Warehouse'], regions: [7], confidence: 0.95 }],
  texts: [],
};

const { source, spans } = writeMermaid(sampleDiagram);

export const sampleAnswer: Answer = {
  version: 1,
  kind: 'flowchart',
  segments: [{ tag: 'mermaid', source, spans, diagram: sampleDiagram }],
  regions: sampleRegions,
  explanation: [
    { text: 'A flowchart of 5 steps with one decision, one group and 5 arrows.', elements: [], regions: [] },
    { text: 'It starts at “Order received”.', elements: ['node:A'], regions: [0] },
    { text: '“In stock?” is a decision: “yes” leads to “Pick items”, “no” to “Order from supplier”.', elements: ['node:B', 'edge:1', 'edge:2', 'node:C', 'node:E'], regions: [1, 2, 4, 5, 6] },
    { text: '“Order from supplier” leads back to “In stock?”: a loop.', elements: ['node:E', 'edge:4', 'node:B'], regions: [4, 1] },
    { text: 'It ends at “Ship parcel”.', elements: ['node:D'], regions: [3] },
  ],
  doubts: [
    { text: 'The arrow from “In stock?” to “Order from supplier” may be wrong (62 %).', element: 'edge:2', regions: [6], confidence: 0.62 },
    { text: 'The step “Order from supplier” may be misread (71 %).', element: 'node:E', regions: [4], confidence: 0.71 },
  ],
  notes: [],
  model: { name: 'unrender-s', version: '0.1.0', provider: 'cpu' },
  picture: { name: 'orders.png', width: 640, height: 400, fed: { width: 512, height: 320 }, sha256: 'a'.repeat(64) },
  timings: [
    { stage: 'decode', ms: 12 }, { stage: 'detect', ms: 180 }, { stage: 'recognise', ms: 210 }, { stage: 'look', ms: 160 }, { stage: 'write', ms: 190 },
    { stage: 'explain', ms: 2 },
  ],
};

export const textAnswer: Answer = {
  ...sampleAnswer, kind: 'code', doubts: [],
  segments: [{ tag: 'code', source: 'def greet(name):\n    if name:\n        print(f"Hello, {name}")\n', spans: [], language: 'python' }],
  explanation: [], notes: ['This picture is no flowchart, so here is its text. Unrender reads flowcharts; formulas, tables and charts are not read yet.'],
};

export const emptyAnswer: Answer = {
  ...sampleAnswer, kind: 'empty', segments: [], regions: [], explanation: [], doubts: [], notes: ['There is nothing to read in this picture.'],
};

const prices = [['Item', 'Price'], ['Tea', '3'], ['Coffee', '4']];
export const tableAnswer: Answer = answerOfTable({
  rows: 3, columns: 2, cells: prices.flatMap((row, at) => row.map((text, column) => ({ row: at, column, rowSpan: 1, columnSpan: 1, header: at === 0 ? 'column' as const : 'none' as const, lines: [text], align: 'left' as const, regions: [], confidence: 0.99 }))),
}, { regions: [], model: sampleAnswer.model, picture: sampleAnswer.picture, timings: [] });

export const formulaAnswer: Answer = {
  ...sampleAnswer, kind: 'formula', regions: [], doubts: [], explanation: [], notes: [],
  segments: [{ tag: 'latex', source: 'a^{2}\n', spans: [], formula: { tokens: ['a', '^', '{', '2', '}'], mathml: '<math><msup><mi>a</mi><mn>2</mn></msup></math>', symbols: [{ latex: 'a', name: 'a', count: 1 }], spoken: 'a squared' } }],
};
