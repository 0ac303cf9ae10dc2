/** Structural checks of the answer, used on messages and on answers read back from storage. */
import { shapes, type Answer, type Box, type Cell, type Container, type Diagram, type Doubt, type Edge, type Formula, type FormulaSymbol, type Frame, type FreeText, type ModelInfo, type Node,
  type PictureInfo, type Region, type Segment, type Sentence, type Span, type Table, type Timing } from '../src/answer/types.js';
import { readings } from '../src/client/protocol.js';
import { isCount, isNumber, isString, listOf, oneOf, optional, record } from './check.js';

export const stages = ['decode', 'detect', 'recognise', 'look', 'write', 'explain'] as const;
const ends = oneOf('none', 'arrow', 'circle', 'cross');
const isLines = listOf(isString);
const isRegionIds = listOf(isCount);
const isConfidence = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

export const isBox = record<Box>({ x: isNumber, y: isNumber, width: isNumber, height: isNumber });
export const isRegion = record<Region>({ id: isCount, box: isBox, text: optional(isString), confidence: isConfidence });

const isFrame = record<Frame>({ start: isCount, end: isCount, path: isString, line: isCount, column: optional(isCount) });
const isSpan = record<Span>({ start: isCount, end: isCount, regions: isRegionIds, confidence: isConfidence, element: optional(isString) });
const isNode = record<Node>({
  id: isString, lines: isLines, shape: oneOf(...shapes), container: optional(isString), regions: isRegionIds, confidence: isConfidence,
});
const isEdge = record<Edge>({
  source: isString, target: isString, stroke: oneOf('solid', 'dotted', 'thick'), start: ends, end: ends, label: isLines, regions: isRegionIds,
  confidence: isConfidence,
});
const isContainer = record<Container>({ id: isString, lines: isLines, parent: optional(isString), regions: isRegionIds, confidence: isConfidence });
const isFreeText = record<FreeText>({ lines: isLines, role: oneOf('title', 'note'), regions: isRegionIds, confidence: isConfidence });
const isDiagram = record<Diagram>({
  direction: oneOf('TD', 'LR', 'BT', 'RL'), nodes: listOf(isNode), edges: listOf(isEdge), containers: listOf(isContainer), texts: listOf(isFreeText),
});
const isCell = record<Cell>({
  row: isCount, column: isCount, rowSpan: isCount, columnSpan: isCount, header: oneOf('none', 'column', 'row'), lines: isLines, align: oneOf('left', 'center', 'right'), regions: isRegionIds,
  confidence: isConfidence,
});
const isTable = record<Table>({
  rows: isCount, columns: isCount, cells: listOf(isCell), caption: optional(record<NonNullable<Table['caption']>>({ lines: isLines, regions: isRegionIds, confidence: isConfidence })),
});
const isFormula = record<Formula>({
  tokens: isLines, mathml: isString, symbols: listOf(record<FormulaSymbol>({ latex: isString, name: isString, count: isCount })), spoken: isString,
});
export const isSegment = record<Segment>({
  tag: oneOf('text', 'mermaid', 'latex', 'html', 'table', 'chart', 'code'), source: isString, spans: listOf(isSpan), language: optional(isString), frames: optional(listOf(isFrame)),
  diagram: optional(isDiagram), table: optional(isTable), formula: optional(isFormula),
});
export const isSentence = record<Sentence>({ text: isString, elements: listOf(isString), regions: isRegionIds });
const isDoubt = record<Doubt>({ text: isString, element: isString, regions: isRegionIds, confidence: isConfidence });
const isModel = record<ModelInfo>({ name: isString, version: isString, provider: isString });
const isSize = record<{ width: number; height: number }>({ width: isCount, height: isCount });
const isPicture = record<PictureInfo>({ name: isString, width: isCount, height: isCount, fed: isSize, sha256: isString, area: optional(isBox), as: optional(oneOf(...readings)) });
const isTiming = record<Timing>({ stage: oneOf(...stages), ms: isNumber });

export const isAnswer = record<Answer>({
  version: (value) => value === 1,
  kind: oneOf('flowchart', 'table', 'formula', 'text', 'code', 'page', 'empty'),
  segments: listOf(isSegment),
  regions: listOf(isRegion),
  explanation: listOf(isSentence),
  doubts: listOf(isDoubt),
  notes: listOf(isString),
  model: isModel,
  picture: isPicture,
  timings: listOf(isTiming),
});
