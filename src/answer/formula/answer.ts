/** What is read becomes an answer: tokens with their probabilities -> segment, sentences, doubts. */
import type { Answer, Box, Doubt, Formula, Region, Segment, Sentence, Span } from '../types.js';
import type { Reading } from '../build.js';
import { count, list } from '../words.js';
import { writeLatex } from './latex.js';
import { toMathml } from './mathml.js';
import { fromTokens, toTokens } from './stream.js';
import { listSymbols } from './symbols.js';
import { canonical } from './canonical.js';
import type { Row } from './types.js';

/** A formula as the reader wrote it. */
export interface FormulaReading {
  /** The stream without `<bos>` and `<eos>`. */
  readonly tokens: readonly string[];
  /** Calibrated probability of each token, in the order of `tokens`. */
  readonly confidences: readonly number[];
  /** Where the formula stands in the picture. */
  readonly box: Box;
}

/** Symbols below this are listed as doubtful. */
export const formulaDoubt = 0.7;

/** The segment of a formula, also while it is still growing. `region` is the formula's own. */
export function formulaSegment({ tokens, confidences }: FormulaReading, region: number, spoken = ''): Segment {
  const row = fromTokens(tokens);
  const { source, marks } = writeLatex(row);
  const spans: Span[] = marks.map(({ start, end, at }) => ({ start, end, regions: [region], confidence: confidences[at] ?? 1, element: `symbol:${at}` }));
  return { tag: 'latex', source, spans, formula: formulaOf(row, spoken) };
}

/** The typed data: everything that is shown of a formula follows from its tokens. */
export function formulaOf(row: Row, spoken = ''): Formula {
  return { tokens: toTokens(canonical(row)), mathml: toMathml(row), symbols: listSymbols(row), spoken };
}

/**
 * The answer for a picture that holds one formula.
 * @param speak turns MathML into words; without it the explanation names structure and symbols only
 */
export async function formulaAnswer(formula: FormulaReading, reading: Reading, speak?: (mathml: string) => Promise<string>): Promise<Answer> {
  const region: Region = { id: reading.regions.length, box: formula.box, confidence: mean(formula.confidences) };
  const row = fromTokens(formula.tokens);
  const spoken = speak === undefined ? '' : await speak(toMathml(row));
  const segment = formulaSegment(formula, region.id, spoken);
  const { notes = [], regions, model, picture, timings } = reading;
  return {
    version: 1, kind: 'formula', segments: [segment], regions: [...regions, region], explanation: narrateFormula(row, spoken, region.id), doubts: doubts(segment, region.id), notes, model, picture, timings,
  };
}

/** Sentences that are derived from the formula alone: its outer form, its words, its letters. */
export function narrateFormula(row: Row, spoken: string, region: number): readonly Sentence[] {
  const say = (text: string): Sentence => ({ text, elements: [], regions: [region] });
  const symbols = listSymbols(row).map(({ name, count: times }) => (times === 1 ? name : `${name} (${times} times)`));
  return [
    say(`This picture holds ${shape(row)}.`),
    ...(spoken === '' ? [] : [say(`It reads: ${spoken}.`)]),
    ...(symbols.length === 0 ? [] : [say(`Its letters: ${list(symbols, 16)}.`)]),
  ];
}

function shape(row: Row): string {
  const [only] = row;
  if (row.length !== 1 || only?.kind !== 'grid') return 'a formula';
  const columns = Math.max(...only.rows.map((cells) => cells.length));
  switch (only.name) {
    case 'aligned': case 'gathered': return `a formula of ${count(only.rows.length, 'line')}`;
    case 'cases': return `a distinction of ${count(only.rows.length, 'case')}`;
    default: return `a matrix of ${count(only.rows.length, 'row')} and ${count(columns, 'column')}`;
  }
}

function doubts({ source, spans }: Segment, region: number): readonly Doubt[] {
  return spans.filter(({ confidence }) => confidence < formulaDoubt).toSorted((a, b) => a.confidence - b.confidence).map(({ start, end, confidence, element = '' }) => ({
    text: `“${source.slice(start, end)}”, ${place(source, start)}, may be another symbol (${Math.round(confidence * 100)} % sure).`, element, regions: [region], confidence,
  }));
}

/** Which part of the source a doubtful symbol is in: what stands before it. */
function place(source: string, start: number): string {
  const before = source.slice(0, start).replace(/\s+/gu, ' ').trim();
  return before === '' ? 'at the beginning' : `after “${before.length > 18 ? `…${before.slice(-16)}` : before}”`;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 1 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
