/** Repairs what the text reader confuses, where the language's own tokens leave only one reading. Nothing that was read with certainty is touched. */
import type { Language } from '../language.js';
import { textOf, type SheetCell, type SheetLine } from './types.js';

/** What was read with this is not repaired. */
const CERTAIN = 0.97;
const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const withBars = new Set<Language>(['javascript', 'typescript', 'c', 'cpp', 'java', 'rust', 'go', 'csharp', 'kotlin', 'python', 'shell', 'console', 'php', 'ruby', 'swift']);
const withNotEqual = new Set<Language>(['javascript', 'typescript', 'c', 'cpp', 'java', 'rust', 'go', 'csharp', 'kotlin', 'python', 'php', 'swift']);
const withBlockComments = new Set<Language>(['javascript', 'typescript', 'c', 'cpp', 'java', 'rust', 'go', 'csharp', 'kotlin', 'css', 'php', 'swift']);

export function repair(lines: readonly SheetLine[], language: Language | undefined): SheetLine[] {
  const stack: { readonly closer: string; readonly indent: number }[] = [];
  let comment = false;
  return lines.map((line) => {
    const cells = line.parts.flatMap((part) => part.cells);
    const text = textOf(cells);
    const changes = new Map<number, string>();
    const doubtful = (column: number, below = CERTAIN): boolean => cells.some((cell) => cell.column === column && cell.confidence < below);
    const put = (column: number, characters: string): void => { Array.from(characters).forEach((character, k) => changes.set(column + k, character)); };

    if (language !== undefined && withBlockComments.has(language)) {
      const end = /^\s*(\*[l1I|7])$/.exec(text);
      if (comment && end?.[1] !== undefined) put(text.indexOf(end[1]) + 1, '/');
      if (text.includes('/*')) comment = !text.includes('*/', text.indexOf('/*'));
      else if (text.includes('*/') || end) comment = false;
    }
    // A bar alone, or two: between blanks no language has such a word.
    if (language !== undefined && withBars.has(language)) {
      for (const match of text.matchAll(/(?<= )[Il1|]{2}(?= )/g)) if (/[^1]/.test(match[0]) && doubtful(match.index + (match[0][0] === '|' ? 1 : 0), 1)) put(match.index, '||');
      for (const match of text.matchAll(/(?<=[\w\])>}"'] )[Il](?= [\w[({"'$&-])/g)) if (doubtful(match.index, 0.99)) put(match.index, '|');
    }
    if (language !== undefined && withNotEqual.has(language)) for (const match of text.matchAll(/(?<=[\w)\]] )!!(?= [\w"'(-])/g)) put(match.index, '!=');
    // No number and no name begins with a zero before letters; within a name in camel case a zero before small letters is an O.
    for (const match of text.matchAll(/(?<![\w.])0(?=[A-Za-wyz][a-z]{2,})|(?<=[a-z]{2})0(?=[a-z]{2,}|[fnr]\b)/g)) if (doubtful(match.index, 0.999) && !/0x|[\da-f]{6}/i.test(text.slice(match.index - 3, match.index + 6))) put(match.index, 'O');
    // Quotation marks come in pairs.
    const ticks = [...text.matchAll(/`/g)].map(({ index }) => index);
    if (ticks.length === 1) {
      const partner = [...text.matchAll(/['"]/g)].map(({ index }) => index).filter((index) => doubtful(index));
      if (partner.length === 1 && partner[0] !== undefined) put(partner[0], '`');
    }
    // A line with one doubtful stroke closes what is open, if it stands as far left as what opened it.
    const lone = /^( *)([1lIj7)\]}|>J])([,;]?)$/.exec(text);
    const open = stack.at(-1);
    if (lone !== null && open !== undefined && lone[1]?.length === open.indent && lone[2] !== open.closer && doubtful(open.indent, 0.9)) put(open.indent, open.closer);

    const repaired = changes.size === 0 ? line : { ...line, parts: line.parts.map((part) => ({ ...part, cells: part.cells.map((cell) => changed(cell, changes)) })) };
    follow(textOf(repaired.parts.flatMap((part) => part.cells)), stack);
    return repaired;
  });
}

function changed(cell: SheetCell, changes: ReadonlyMap<number, string>): SheetCell {
  const character = changes.get(cell.column);
  return character === undefined || character === cell.character ? cell : { ...cell, character, confidence: Math.min(cell.confidence, 0.8) };
}

/** Brackets that the line leaves open, with the indentation of the line. Strings are left out; what does not match is ignored. */
function follow(text: string, stack: { readonly closer: string; readonly indent: number }[]): void {
  const indent = text.length - text.trimStart().length;
  for (const character of text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '')) {
    const closer = closers[character];
    if (closer !== undefined) stack.push({ closer, indent });
    else if (/[)\]}]/.test(character) && stack.at(-1)?.closer === character) stack.pop();
  }
}
