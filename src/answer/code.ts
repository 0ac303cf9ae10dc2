/** Tells code from prose, and gives code its columns back: indentation and gaps come from where the words stand. */
import { guessLanguage, type Language } from './language.js';
import { centreY, characterWidth, median, rowsOf, type Row, type TextLine } from './layout.js';

export interface CodeLine {
  /** Spaces before the first word. */
  readonly indent: number;
  /** Empty lines above. */
  readonly blank: number;
  /** Pieces from left to right, each with the spaces before it (0 for the first). */
  readonly pieces: readonly { readonly gap: number; readonly line: TextLine }[];
}
export interface Code { readonly lines: readonly CodeLine[]; readonly language?: Language }

/** Letters of a fixed-width font differ by less than this from line to line (median relative deviation). */
const monospace = 0.045;

/** What only code looks like: line ends, calls, operators, tags, keywords at the start. */
const codeLine = /[;{}]\s*$|^\s*[}\])]+[;,]?\s*$|\w\([^)]*\)\s*[;:{]?\s*$|=>|[=!]==?|&&|\|\||::|->|[+\-*/]=|^\s*[\w.[\]]+\s*=\s*\S|^\s*(\$|>>>|#!|#include|\/\/|\/\*)|^\s*<\/?\w[^>]*>|^\s*"[\w-]+"\s*:|^\s*(def|class|import|from|return|const|let|var|function|public|private|static|elif|else|try|except|export|async|await|SELECT|INSERT|CREATE)\b.*[:({;=,*]/;

/** The lines as code, or nothing where they read as prose. */
export function findCode(lines: readonly TextLine[]): Code | undefined {
  const rows = withoutLineNumbers(rowsOf(lines));
  const texts = rows.map((row) => row.map(({ text }) => text).join(' '));
  if (rows.length < 2) return undefined;
  const guess = guessLanguage(texts);
  if (!looksLikeCode(texts, characterWidth(rows.flat()).spread <= monospace, guess)) return undefined;
  return { lines: place(rows), ...(guess.language === undefined ? {} : { language: guess.language }) };
}

/** Whether lines are code rather than prose. @param even they are in a fixed-width font */
export function looksLikeCode(texts: readonly string[], even: boolean, { language, strength }: { readonly language: Language | undefined; readonly strength: number }): boolean {
  const written = texts.filter((text) => text.trim() !== '');
  const share = written.filter((text) => codeLine.test(text)).length / Math.max(1, written.length);
  // YAML reads like any list of names and values, so it needs a fixed-width font and several lines as well.
  return language === 'yaml' ? even && written.length >= 4 && strength >= 0.8 : share >= 0.5 || (even && share >= 0.25) || (language !== undefined && strength >= (even ? 0.8 : 1.2));
}

function place(rows: readonly Row[]): CodeLine[] {
  const { width } = characterWidth(rows.flat());
  const left = Math.min(...rows.map((row) => row[0]?.box.x ?? 0));
  const offsets = rows.map((row) => ((row[0]?.box.x ?? left) - left) / width);
  const indent = snap(offsets);
  const middles = rows.map((row) => median(row.map(centreY)));
  const steps = middles.slice(1).map((middle, index) => middle - (middles[index] ?? middle));
  const pitch = Math.max(1, leastPitch(steps));
  return rows.map((row, index): CodeLine => {
    let end = row[0]?.box.x ?? 0;
    const pieces = row.map((line, at) => {
      const gap = at === 0 ? 0 : Math.max(1, Math.round((line.box.x - end) / width));
      end = line.box.x + line.box.width;
      return { gap, line };
    });
    const blank = index === 0 ? 0 : Math.min(2, Math.max(0, Math.round((steps[index - 1] ?? pitch) / pitch) - 1));
    return { indent: indent[index] ?? 0, blank, pieces };
  });
}

/** Distance of neighbouring lines: the median of the steps that are not clearly larger than the smallest third. */
function leastPitch(steps: readonly number[]): number {
  const sorted = [...steps].sort((a, b) => a - b);
  const small = sorted[Math.floor(sorted.length / 3)] ?? 0;
  return median(sorted.filter((step) => step <= 1.4 * small));
}

/** Offsets in characters -> whole spaces. Most code is indented by 4 or by 2; what does not fit (aligned arguments) is rounded by itself. */
function snap(offsets: readonly number[]): number[] {
  const indented = offsets.filter((offset) => offset >= 0.75);
  const fits = (offset: number, unit: number): boolean => Math.abs(offset / unit - Math.round(offset / unit)) <= (unit === 4 ? 0.2 : 0.3);
  const unit = [4, 2].find((each) => indented.filter((offset) => fits(offset, each)).length >= 0.7 * indented.length) ?? 1;
  return offsets.map((offset) => Math.max(0, fits(offset, unit) ? unit * Math.round(offset / unit) : Math.round(offset)));
}

/** An editor's gutter: a first column of whole numbers that count up. */
function withoutLineNumbers(rows: readonly Row[]): Row[] {
  const numbers = rows.map((row) => (row.length > 0 && /^\d{1,5}$/.test(row[0]?.text.trim() ?? '') ? Number(row[0]?.text) : undefined));
  const numbered = numbers.filter((number) => number !== undefined);
  const counting = numbered.every((number, index) => index === 0 || number > (numbered[index - 1] ?? 0));
  if (numbered.length < 3 || numbered.length < 0.7 * rows.length || !counting || rows.every((row) => row.length === 1)) return [...rows];
  return rows.map((row, index) => (numbers[index] === undefined ? row : row.slice(1))).filter((row) => row.length > 0);
}
