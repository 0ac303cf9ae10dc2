/** Writes a sheet down: code, or what a terminal shows, with every column where it stood. */
import { looksLikeCode } from '../code.js';
import { guessLanguage } from '../language.js';
import { SpannedText } from '../spannedText.js';
import type { Segment } from '../types.js';
import { framesIn } from './frames.js';
import { codeRows, withoutMargin } from './gutter.js';
import { repair } from './repair.js';
import { isTerminal } from './terminal.js';
import { textOf, type Sheet, type SheetLine } from './types.js';
import { joinRows } from './wrap.js';

/** Nothing for a sheet without text. Text that is no code keeps its columns as well, and has no language. */
export function writeSheet(sheet: Sheet): Segment | undefined {
  const rows = sheet.numbered === true ? codeRows(sheet).map(withoutMargin) : codeRows(sheet);
  const left = Math.min(...rows.map(({ cells }) => cells[0]?.column ?? Infinity));
  if (!Number.isFinite(left)) return undefined;
  const texts = rows.map(({ cells }) => textOf(cells, left));
  const terminal = isTerminal(texts);
  const { language, strength } = terminal ? { language: 'console' as const, strength: 1 } : guessLanguage(texts);
  const source = write(repair(joinRows(rows, terminal), language));
  const frames = framesIn(source.source);
  const code = terminal || looksLikeCode(texts, true, { language, strength });
  return { tag: code ? 'code' : 'text', source: source.source, spans: source.spans, ...(code && language !== undefined && { language }), ...(frames.length > 0 && { frames }) };
}

function write(lines: readonly SheetLine[]): SpannedText {
  const out = new SpannedText();
  for (const { blank, parts } of lines) {
    out.add('\n'.repeat(blank));
    let at = 0;
    for (const { region, cells } of parts) {
      const first = cells[0];
      if (first === undefined) continue;
      out.add(' '.repeat(Math.max(0, first.column - at)));
      const text = textOf(cells, first.column);
      out.addLine({ text, region, confidence: cells.reduce((sum, cell) => sum + cell.confidence, 0) / cells.length });
      at = first.column + text.length;
    }
    out.add('\n');
  }
  return out;
}
