/**
 * Mermaid removes front matter, comments and leading blank lines before it parses, and counts lines in what is left. Turns such a line
 * number (from 1) into the line of the source that the person sees.
 */
export function originalLine(source: string, parsed: number): number {
  const lines = source.split(/\r?\n/);
  let first = 0;
  if (/^\s*---\s*$/.test(lines[0] ?? '')) {
    const close = lines.findIndex((line, index) => index > 0 && /^\s*---\s*$/.test(line));
    if (close > 0) first = close + 1;
  }
  const kept: number[] = [];
  for (let index = first; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (/^\s*%%(?!\{)[^\n]+/.test(line)) continue;
    if (kept.length === 0 && line.trim() === '') continue;
    kept.push(index + 1);
  }
  return kept[parsed - 1] ?? lines.length;
}
