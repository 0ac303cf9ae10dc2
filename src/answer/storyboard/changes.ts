/** What changed from one step of a recording to the next, from the typed answers of both. */
import { compareDiagrams } from '../questions/compare.js';
import type { Answer, Kind, Segment, Sentence } from '../types.js';
import { quote } from '../words.js';
import { lineChanges } from './lines.js';
import { tableChanges } from './tables.js';

/** What a picture is of; text and code are lines to somebody who watches. */
const families: Readonly<Record<Kind, string>> = { flowchart: 'a flowchart', table: 'a table', formula: 'a formula', text: 'text', code: 'text', page: 'a page of several parts', empty: 'nothing to read' };

/** Never empty: where all reads the same, it says so. Elements and regions are those of `after`. */
export function answerChanges(before: Answer, after: Answer): Sentence[] {
  const [was, is] = [families[before.kind], families[after.kind]];
  const changes: Sentence[] = was === is ? [] : [plain(`It now shows ${is}; before, it was ${was}.`)];
  changes.push(...partChanges(before, after, 'diagram', was === is), ...partChanges(before, after, 'table', was === is), ...partChanges(before, after, 'formula', was === is));
  // Where lines gave way to a drawing, that they are gone needs no sentence each.
  if (was === is || (hasLines(before) && hasLines(after))) changes.push(...lineChanges(before.segments, after.segments));
  return changes.length > 0 ? changes : [plain(unchanged)];
}

/** Whether nothing that is read changed. */
export function sameReading(before: Answer, after: Answer): boolean { return answerChanges(before, after)[0]?.text === unchanged; }
const unchanged = 'The picture changed, its source did not.';

type Part = 'diagram' | 'table' | 'formula';
const names: Readonly<Record<Part, string>> = { diagram: 'flowchart', table: 'table', formula: 'formula' };

/** Parts of a kind are compared in their order. @param told whether those that came and went are to be mentioned */
function partChanges(before: Answer, after: Answer, part: Part, told: boolean): Sentence[] {
  const having = ({ segments }: Answer): Segment[] => segments.filter((segment) => segment[part] !== undefined);
  const [old, now] = [having(before), having(after)];
  const changes: Sentence[] = [];
  for (let at = 0; at < Math.max(old.length, now.length); at++) {
    const [was, is] = [old[at], now[at]];
    if (was !== undefined && is !== undefined) changes.push(...compared(was, is));
    else if (told) changes.push(plain(is === undefined ? `A ${names[part]} is gone.` : `A ${names[part]} is new.`));
  }
  return changes;
}

function compared(was: Segment, is: Segment): Sentence[] {
  if (was.diagram !== undefined && is.diagram !== undefined) return [...compareDiagrams(was.diagram, is.diagram).sentences];
  if (was.table !== undefined && is.table !== undefined) return tableChanges(was.table, is.table);
  return was.source.trim() === is.source.trim() ? [] : [plain(`The formula is now ${quote([is.formula?.spoken || is.source])}.`)];
}

function hasLines({ segments }: Answer): boolean { return segments.some(({ tag }) => tag === 'text' || tag === 'code'); }
function plain(text: string): Sentence { return { text, elements: [], regions: [] }; }
