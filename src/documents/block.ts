/** Source as the block that a document's language has for it. What was read from a picture cannot break out of its block. */
import { fence } from '../answer/markdown.js';
import { escapeHtmlText } from '../answer/htmlText.js';
import type { Table } from '../answer/types.js';
import { formLines } from './forms.js';
import type { DocumentFamily } from './types.js';

export interface BlockContent {
  readonly source: string;
  /** Language of the block: "mermaid", "latex" for a formula, a programming language, "text" or "". */
  readonly language: string;
  /** For a formula: the same as a `<math>` element. */
  readonly mathml?: string;
  /** For a table: what it is written from. */
  readonly table?: Table;
}

/**
 * The block's lines, without the place's indentation.
 * @param comment for `code`: how a line of comment begins; for `latex`: with it the block becomes comments, which print nothing
 */
export function blockLines(family: DocumentFamily, content: BlockContent, comment?: string): string[] {
  const form = formLines(family, content);
  if (form !== undefined) return comment === undefined && family !== 'code' ? form : form.map((line) => `${comment ?? '//'} ${line}`.trimEnd());
  const lines = content.source.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
  const diagram = content.language === 'mermaid';
  switch (family) {
    case 'markdown': case 'mdx': return fenceLines(content);
    case 'code': return fenceLines(content).map((line) => `${comment ?? '//'} ${line}`.trimEnd());
    case 'html': {
      const text = lines.map(escapeHtmlText);
      const [open, close] = diagram ? ['<pre class="mermaid">', '</pre>'] : ['<pre><code>', '</code></pre>'];
      // A line break directly after <pre> is not part of its text.
      return diagram ? [open, ...text, close] : [open + (text[0] ?? ''), ...text.slice(1)].map((line, index, all) => (index === all.length - 1 ? line + close : line));
    }
    case 'rst': {
      const open = diagram ? '.. mermaid::' : content.language === '' || content.language === 'text' ? '::' : `.. code-block:: ${content.language}`;
      return [open, '', ...lines.map((line) => (line.trim() === '' ? '' : `   ${line}`))];
    }
    case 'asciidoc': {
      const plain = !diagram && (content.language === '' || content.language === 'text');
      const mark = plain ? '.' : '-';
      const longest = Math.max(3, ...lines.map((line) => (new RegExp(`^\\${mark}{4,}\\s*$`).test(line) ? line.trimEnd().length : 0)));
      const delimiter = mark.repeat(longest + 1);
      return [...(diagram ? ['[mermaid]'] : plain ? [] : [`[source,${content.language}]`]), delimiter, ...lines, delimiter];
    }
    case 'latex':
      if (comment === undefined && !/\\end\{verbatim\}/.test(content.source)) return ['\\begin{verbatim}', ...lines, '\\end{verbatim}'];
      return fenceLines(content).map((line) => `${comment ?? '%'} ${line}`.trimEnd());
  }
}

/** The block, its first line at the cursor, every further one behind `prefix`. */
export function joinBlock(lines: readonly string[], prefix: string): string {
  return lines.map((line, index) => (index === 0 ? line : line === '' ? prefix.trimEnd() : prefix + line)).join('\n');
}

function fenceLines({ source, language }: BlockContent): string[] {
  return fence(source.replace(/\r\n?/g, '\n').replace(/\n+$/, ''), language).trimEnd().split('\n');
}
