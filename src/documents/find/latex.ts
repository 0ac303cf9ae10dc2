/** Pictures in LaTeX: `\includegraphics[…]{file}`. */
import { blank, lineEnd, lineStart, paragraphEnd } from '../lines.js';
import type { AltSlot, ImageLink, TextRange } from '../types.js';

export function findLatexLinks(text: string): ImageLink[] {
  const masked = maskLatex(text);
  const folders = Array.from(/\\graphicspath\s*\{((?:\s*\{[^{}]*\})+)\s*\}/.exec(masked)?.[1]?.matchAll(/\{([^{}]*)\}/g) ?? [], ([, folder = '']) => folder.trim());
  const links: ImageLink[] = [];
  for (const match of masked.matchAll(/\\includegraphics(\*?)\s*(\[(?:[^\][{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\])?\s*\{([^{}]*)\}/g)) {
    const [whole, star = '', options] = match;
    const start = match.index;
    const end = start + whole.length;
    const target = (match[3] ?? '').trim().replace(/^"(.*)"$/, '$1');
    if (target === '' || target.includes('\\')) continue;
    const before = text.slice(lineStart(text, start), start);
    const after = text.slice(end, lineEnd(text, end));
    const optionStart = options === undefined ? undefined : start + whole.indexOf(options, 16);
    const alt = readAlt(text, start + 16 + star.length, optionStart, options);
    const prefix = /^[ \t]*/.exec(before)?.[0] ?? '';
    links.push({
      start, end, target, bases: ['', ...folders], alt: alt.value, altSlot: alt.slot, prefix, spaced: false,
      // verbatim may not stand in the argument of another command, nor in a table's cell.
      placement: depthBefore(masked, start) > 0 || /(^|[^\\])&/.test(before + after) ? 'fixed' : before.trim() === '' && /^\s*(?:\\\\)?\s*(?:%.*)?$/.test(after) && !/\\\\/.test(after) ? 'block' : 'inline',
      below: belowFigure(masked, text, end),
    });
  }
  return links;
}

function readAlt(text: string, commandEnd: number, optionStart: number | undefined, options: string | undefined): { readonly value: string; readonly slot: AltSlot } {
  if (optionStart === undefined || options === undefined) return { value: '', slot: { start: commandEnd, end: commandEnd, before: '[alt={', after: '}]', syntax: 'latex' } };
  const named = /([[,]\s*alt\s*=\s*)(\{(?:[^{}]|\{[^{}]*\})*\}|[^,\]]*)/.exec(options);
  if (!named) return { value: '', slot: { start: optionStart + 1, end: optionStart + 1, before: 'alt={', after: options === '[]' ? '}' : '},', syntax: 'latex' } };
  const start = optionStart + named.index + (named[1] ?? '').length;
  const end = start + (named[2] ?? '').length;
  return { value: text.slice(start, end).replace(/^\{|\}$/g, '').trim(), slot: { start, end, before: '{', after: '}', syntax: 'latex' } };
}

/** Open braces on the same paragraph before `offset`: inside an argument. */
function depthBefore(masked: string, offset: number): number {
  const from = Math.max(masked.lastIndexOf('\n\n', offset), 0);
  let depth = 0;
  for (const [brace] of masked.slice(from, offset).matchAll(/(?<!\\)[{}]/g)) depth = brace === '{' ? depth + 1 : Math.max(0, depth - 1);
  return depth;
}

/** Inside a figure: after the figure, since comments and text in it move with it. */
function belowFigure(masked: string, text: string, offset: number): number {
  const open = masked.lastIndexOf('\\begin{figure', offset);
  const close = /\\end\{figure\*?\}/g;
  close.lastIndex = offset;
  const found = open >= 0 && masked.lastIndexOf('\\end{figure', offset) < open ? close.exec(masked) : null;
  return found ? lineEnd(text, found.index + found[0].length) : paragraphEnd(text, offset);
}

const verbatim = /\\begin\{(verbatim\*?|Verbatim|lstlisting|minted|comment|filecontents\*?)\}[\s\S]*?(?:\\end\{\1\}|$)|\\verb\*?([^\w\s*])[^\r\n]*?\2/g;

function maskLatex(text: string): string {
  const ranges: TextRange[] = [];
  for (const match of text.matchAll(verbatim)) ranges.push({ start: match.index, end: match.index + match[0].length });
  const first = blank(text, ranges);
  const comments: TextRange[] = [];
  for (const match of first.matchAll(/(?<!\\)((?:\\\\)*)%[^\r\n]*/g)) comments.push({ start: match.index + (match[1] ?? '').length, end: match.index + match[0].length });
  return blank(first, comments);
}
