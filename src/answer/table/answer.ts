/** The answer for a table, derived from the typed table alone. */
import type { Reading } from '../build.js';
import { doubtThreshold } from '../doubts.js';
import { joinLines, percent } from '../labels.js';
import type { Answer, Doubt, Segment, Table } from '../types.js';
import { capital, quote } from '../words.js';
import { completeTable } from './grid.js';
import { writeHtmlTable } from './html.js';
import { narrateTable } from './narrate.js';
import { recordsOf } from './records.js';

/** The segment of a table, also while it is still growing. Gaps and overlaps are mended first. */
export function tableSegment(table: Table): Segment & { readonly table: Table } {
  const whole = completeTable(table);
  return { tag: 'table', ...writeHtmlTable(whole), table: whole };
}

/** @param doubtBelow confidence under which a cell is listed as doubtful */
export function tableAnswer(table: Table, reading: Reading, doubtBelow?: number): Answer {
  const segment = tableSegment(table);
  const { regions, model, picture, timings, notes = [] } = reading;
  return { version: 1, kind: 'table', segments: [segment], regions, explanation: narrateTable(segment.table), doubts: tableDoubts(segment.table, doubtBelow), notes, model, picture, timings };
}

/** The cells whose confidence is below `threshold` (0..1), worst first. */
export function tableDoubts(table: Table, threshold: number = doubtThreshold): Doubt[] {
  const records = recordsOf(table);
  const places = new Map<number, string>();
  records.cells.forEach((line, row) => { line.forEach((index, column) => {
    const [name = '', owner = ''] = [records.header[column], records.rows[row]?.[0]];
    if (!places.has(index) && (name !== '' || owner !== '')) places.set(index, column === 0 ? ` (${quote([name])})` : ` (${[name, owner].map((text) => (text === '' ? '' : quote([text]))).filter(Boolean).join(' of ')})`);
  }); });
  const doubts = table.cells.flatMap(({ lines, regions, confidence }, index): Doubt[] => {
    if (confidence >= threshold) return [];
    const text = joinLines(lines) === '' ? `the empty cell${places.get(index) ?? ''} may hold something` : `${quote(lines)}${places.get(index) === ' (“”)' ? '' : places.get(index) ?? ''} may be misread or stand in another cell`;
    return [{ text: `${capital(text)} (${percent(confidence)})`, element: `cell:${index}`, regions, confidence }];
  });
  const { caption } = table;
  if (caption !== undefined && caption.confidence < threshold) doubts.push({ text: `${capital(`the caption ${quote(caption.lines)} may be misread or belong elsewhere`)} (${percent(caption.confidence)})`, element: 'text:0', regions: caption.regions, confidence: caption.confidence });
  return doubts.sort((a, b) => a.confidence - b.confidence);
}

/** The typed tables of an answer, in its order. */
export function tablesOf(answer: Answer): Table[] {
  return answer.segments.flatMap(({ table }) => (table === undefined ? [] : [table]));
}
