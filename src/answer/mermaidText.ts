/** Text inside Mermaid source: a label must come out of Mermaid's parser and renderer as the very characters that went in. */
import { cleanLine, cleanLines } from './labels.js';

/**
 * Characters that Mermaid 12 gives a meaning to even inside a quoted string, and why:
 * `"` ends the string, a backtick begins Markdown, `#` begins an entity, `&` and angle brackets are HTML, a backslash before `n`
 * is a line break. (The ligature fl, the other half of Mermaid's placeholders for entities, does not get here: see cleanLine.)
 */
const always: Readonly<Record<string, string>> = {
  '"': '#quot;', '`': '#96;', '#': '#35;', '&': '#amp;', '<': '#lt;', '>': '#gt;', '\\': '#92;',
};

/** Escapes one line of a label. */
function escapeLine(line: string): string {
  return cleanLine(line)
    .replace(/["`#&<>\\]/gu, (character) => always[character] ?? character)
    // `%%{...}%%` is a directive anywhere in the source, `$$...$$` is a formula, `fa:fa-car` is an icon.
    .replace(/%{2,}/g, (run) => '#37;'.repeat(run.length))
    .replace(/\${2,}/g, (run) => '#36;'.repeat(run.length))
    .replace(/(fa[bklrs]?):(?=fa-)/g, '$1#58;')
    // Mermaid writes a semicolon for these two letters, even in its finished drawing: an invisible space keeps them apart.
    .replace(/\u00B6(?=\u00DF)/g, '\u00B6\u200B')
    // The lexer looks for "direction TB" anywhere in a line, quoted or not, and would swallow the line.
    .replace(/direction(?=\s)/g, 'directio#110;');
}

/** A quoted label, a line a `<br/>`. A label without text is a blank: Mermaid's grammar has no empty string, and shows the id for none. */
export function quoteMermaid(lines: readonly string[]): string {
  const text = cleanLines(lines)
    .map(escapeLine)
    .join('<br/>')
    // Where "style" or "classDef" comes before `:...#...;`, Mermaid's preprocessor takes the last semicolon of the line away.
    .replace(/:(?=\S*#)/g, '#58;');
  return `"${text === '' ? ' ' : text}"`;
}

/** Text for a comment, where nothing is decoded: only what would make it a directive is broken up. */
export function commentMermaid(text: string): string {
  return cleanLine(text).replace(/%(?=%*\{)/g, '% ');
}
