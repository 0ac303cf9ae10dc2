import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flowchartAnswer } from '../../src/answer/build.js';
import { shapes } from '../../src/answer/types.js';
import type {
  Align, Answer, Box, Cell, Container, Diagram, Direction, Doubt, Edge, End, Formula, FormulaSymbol, Frame, FreeText, Heading, Kind, ModelInfo, Node, PictureInfo, Region, Segment, Sentence, Span, Stage, Stroke, Table, Tag, Timing,
} from '../../src/answer/types.js';
import { tableAnswer } from '../../src/answer/table/index.js';
import { anyTable } from './anyTable.js';
import { anyDiagram } from './arbitrary.js';
import { orderReading } from './samples.js';

interface Definition { readonly properties?: Readonly<Record<string, unknown>>; readonly required?: readonly string[]; readonly enum?: readonly string[]; readonly additionalProperties?: boolean }
const schema = JSON.parse(readFileSync(new URL('../../src/answer/answer.schema.json', import.meta.url), 'utf8')) as { readonly $defs: Readonly<Record<string, Definition>> };
const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false }).compile(schema);
const golden = new URL('golden/', import.meta.url);

/** Every property of T, `true` where it is required: the compiler holds this against the types, the test against the schema. */
type Flags<T> = { readonly [K in keyof T]-?: object extends Pick<T, K> ? false : true };
const flags: { readonly [name: string]: Readonly<Record<string, boolean>> } = {
  Answer: { version: true, kind: true, segments: true, regions: true, explanation: true, doubts: true, notes: true, model: true, picture: true, timings: true } satisfies Flags<Answer>,
  Box: { x: true, y: true, width: true, height: true } satisfies Flags<Box>,
  Region: { id: true, box: true, text: false, confidence: true } satisfies Flags<Region>,
  Span: { start: true, end: true, regions: true, confidence: true, element: false } satisfies Flags<Span>,
  Segment: { tag: true, source: true, spans: true, language: false, diagram: false, table: false, formula: false, frames: false } satisfies Flags<Segment>,
  Frame: { start: true, end: true, path: true, line: true, column: false } satisfies Flags<Frame>,
  Sentence: { text: true, elements: true, regions: true } satisfies Flags<Sentence>,
  Doubt: { text: true, element: true, regions: true, confidence: true } satisfies Flags<Doubt>,
  ModelInfo: { name: true, version: true, provider: true } satisfies Flags<ModelInfo>,
  PictureInfo: { name: true, width: true, height: true, fed: true, sha256: true, area: false, as: false } satisfies Flags<PictureInfo>,
  Size: { width: true, height: true } satisfies Flags<PictureInfo['fed']>,
  Timing: { stage: true, ms: true } satisfies Flags<Timing>,
  Diagram: { direction: true, nodes: true, edges: true, containers: true, texts: true } satisfies Flags<Diagram>,
  Node: { id: true, lines: true, shape: true, container: false, regions: true, confidence: true } satisfies Flags<Node>,
  Edge: { source: true, target: true, stroke: true, start: true, end: true, label: true, regions: true, confidence: true } satisfies Flags<Edge>,
  Container: { id: true, lines: true, parent: false, regions: true, confidence: true } satisfies Flags<Container>,
  FreeText: { lines: true, role: true, regions: true, confidence: true } satisfies Flags<FreeText>,
  Formula: { tokens: true, mathml: true, symbols: true, spoken: true } satisfies Flags<Formula>,
  FormulaSymbol: { latex: true, name: true, count: true } satisfies Flags<FormulaSymbol>,
  Table: { rows: true, columns: true, cells: true, caption: false } satisfies Flags<Table>,
  Cell: { row: true, column: true, rowSpan: true, columnSpan: true, header: true, lines: true, align: true, regions: true, confidence: true } satisfies Flags<Cell>,
};
const sets: readonly (readonly [string, string, readonly string[]])[] = [
  ['Answer', 'kind', Object.keys({ flowchart: 1, table: 1, formula: 1, text: 1, code: 1, page: 1, empty: 1 } satisfies Record<Kind, 1>)],
  ['Segment', 'tag', Object.keys({ text: 1, mermaid: 1, latex: 1, html: 1, table: 1, chart: 1, code: 1 } satisfies Record<Tag, 1>)],
  ['Timing', 'stage', Object.keys({ decode: 1, detect: 1, recognise: 1, look: 1, write: 1, explain: 1 } satisfies Record<Stage, 1>)],
  ['Diagram', 'direction', Object.keys({ TD: 1, LR: 1, BT: 1, RL: 1 } satisfies Record<Direction, 1>)],
  ['Edge', 'stroke', Object.keys({ solid: 1, dotted: 1, thick: 1 } satisfies Record<Stroke, 1>)],
  ['FreeText', 'role', Object.keys({ title: 1, note: 1 } satisfies Record<FreeText['role'], 1>)],
  ['Node', 'shape', shapes],
  ['Cell', 'header', Object.keys({ none: 1, column: 1, row: 1 } satisfies Record<Heading, 1>)],
  ['Cell', 'align', Object.keys({ left: 1, center: 1, right: 1 } satisfies Record<Align, 1>)],
];

describe('the schema of an answer', () => {
  test.each(Object.entries(flags))('%s has the properties of its type, and no others', (name, properties) => {
    const definition = schema.$defs[name];
    expect(Object.keys(definition?.properties ?? {}).sort()).toEqual(Object.keys(properties).sort());
    expect([...(definition?.required ?? [])].sort()).toEqual(Object.keys(properties).filter((key) => properties[key] === true).sort());
    expect(definition?.additionalProperties).toBe(false);
  });

  test.each(sets)('%s.%s allows the values of its type', (name, property, values) => {
    const definition = schema.$defs[name]?.properties?.[property] as Definition | undefined;
    expect(definition?.enum).toEqual(values);
  });

  test('an end allows the values of its type', () => {
    expect(schema.$defs['End']?.enum).toEqual(Object.keys({ none: 1, arrow: 1, circle: 1, cross: 1 } satisfies Record<End, 1>));
  });

  test.each(readdirSync(golden).filter((file) => file.endsWith('.json')))('golden %s validates', (file) => {
    expect(validate(JSON.parse(readFileSync(new URL(file, golden), 'utf8'))), JSON.stringify(validate.errors)).toBe(true);
  });

  test('the answer for any diagram validates, as the JSON that it becomes', () => {
    fc.assert(fc.property(anyDiagram, (diagram) => {
      expect(validate(JSON.parse(JSON.stringify(flowchartAnswer(diagram, orderReading)))), JSON.stringify(validate.errors)).toBe(true);
    }), { numRuns: 150, seed: 5 });
  });

  test('the answer for any table validates', () => {
    fc.assert(fc.property(anyTable, (table) => {
      expect(validate(JSON.parse(JSON.stringify(tableAnswer(table, orderReading)))), JSON.stringify(validate.errors)).toBe(true);
    }), { numRuns: 100, seed: 5 });
  });

  test('what is no answer is refused', () => {
    const good = JSON.parse(readFileSync(new URL('orders.json', golden), 'utf8')) as Record<string, unknown>;
    const bad: Record<string, unknown>[] = [
      { ...good, version: 2 }, { ...good, extra: 1 }, { ...good, kind: 'poem' }, { ...good, regions: [{ id: 0, box: { x: 0, y: 0, width: 1 }, confidence: 1 }] },
      { ...good, segments: [{ tag: 'text', source: 'a', spans: [{ start: 0, end: 1, regions: [], confidence: 1.5 }] }] }, {},
      { ...good, doubts: [{ text: 'x', element: 'edge:A', regions: [], confidence: 0.5 }] },
    ];
    for (const answer of bad) expect(validate(answer)).toBe(false);
  });
});
