import { describe, expect, it } from 'vitest';
import type { Cell, Table } from '../../src/answer/types.js';
import { blockLines, type BlockContent } from '../../src/documents/block.js';
import { writtenAs } from '../../src/documents/forms.js';
import { addBelowChange, applyChanges, insertionLines, markedText, replaceChange } from '../../src/documents/changes.js';
import { findImageLinks } from '../../src/documents/links.js';
import { findMarkers, normalSource } from '../../src/documents/marker.js';
import type { DocumentFamily } from '../../src/documents/types.js';

const formula: BlockContent = { source: '\\frac{a}{b}\n', language: 'latex', mathml: '<math><mi>a</mi></math>' };
function table(rows: readonly (readonly string[])[], wide = false): BlockContent {
  const cells = rows.flatMap((row, at) => row.map((text, column): Cell => ({ row: at, column, rowSpan: 1, columnSpan: 1, lines: [text], align: 'left', header: at === 0 ? 'column' : 'none', regions: [], confidence: 1 })));
  const [first, , ...rest] = cells;
  const made: Table = { rows: rows.length, columns: rows[0]?.length ?? 0, cells: wide && first ? [{ ...first, columnSpan: 2 }, ...rest] : cells };
  return { source: '<table></table>\n', language: 'html', table: made };
}
const prices = table([['Item', 'Price'], ['Tea, green', '3']]);
const spanned = table([['Both', ''], ['a', 'b']], true);
const families: readonly DocumentFamily[] = ['markdown', 'mdx', 'html', 'rst', 'asciidoc', 'latex', 'code'];

describe('a formula', () => {
  it('is mathematics in every language that has it', () => {
    expect(blockLines('markdown', formula)).toEqual(['$$', '\\frac{a}{b}', '$$']);
    expect(blockLines('latex', formula)).toEqual(['\\[', '\\frac{a}{b}', '\\]']);
    expect(blockLines('latex', formula, '%')).toEqual(['% \\[', '% \\frac{a}{b}', '% \\]']);
    expect(blockLines('rst', formula)).toEqual(['.. math::', '', '   \\frac{a}{b}']);
    expect(blockLines('asciidoc', formula)).toEqual(['[latexmath]', '++++', '\\frac{a}{b}', '++++']);
    expect(blockLines('html', formula)).toEqual(['<math><mi>a</mi></math>']);
    expect(blockLines('code', formula, '#')).toEqual(['# $$', '# \\frac{a}{b}', '# $$']);
  });
  it('is fenced where it would end its own block', () => {
    expect(blockLines('markdown', { source: 'a $$ <script>', language: 'latex' })).toEqual(['```latex', 'a $$ <script>', '```']);
    expect(blockLines('latex', { source: 'a \\] \\input{x}', language: 'latex' })[0]).toBe('\\begin{verbatim}');
    expect(blockLines('html', { source: '<b>', language: 'latex' })).toEqual(['<pre><code>&lt;b&gt;</code></pre>']);
  });
});

describe('a table', () => {
  it('is a table in every language', () => {
    expect(blockLines('markdown', prices)).toEqual(['| Item       | Price |', '| ---------- | ----- |', '| Tea, green | 3     |']);
    expect(blockLines('rst', prices)).toEqual(['.. csv-table::', '   :header-rows: 1', '', '   Item,Price', '   "Tea, green",3']);
    expect(blockLines('asciidoc', prices)).toEqual(['[format=csv,options="header"]', '|===', 'Item,Price', '"Tea, green",3', '|===']);
    expect(blockLines('latex', prices)).toContain('\\begin{tabular}{ll}');
    expect(blockLines('html', prices)[0]).toMatch(/^<table/);
    expect(blockLines('code', prices, '--')[0]).toBe('-- | Item       | Price |');
  });
  it('with spans is HTML where the language has no other form', () => {
    expect(blockLines('markdown', spanned)[0]).toMatch(/^<table/);
    expect(blockLines('rst', spanned)[0]).toBe('.. raw:: html');
    expect(blockLines('mdx', spanned)[0]).toBe('```html');
  });
});

describe('the marker of a formula or a table', () => {
  const marker = { picture: 'p.png', sha256: 'a'.repeat(64), source: 'b'.repeat(16) };
  it.each(families.flatMap((family) => [formula, prices, spanned].map((content) => [family, content] as const)))('finds its block again in %s', (family, content) => {
    const comment = family === 'code' ? '#' : undefined;
    const text = [...insertionLines(family, { content, marker }, comment), '', 'after'].join('\n');
    const [found] = findMarkers(text, family);
    expect(found?.block, text).toBeDefined();
    expect(text.slice(found?.block?.end)).toBe('\n\nafter');
    expect(normalSource(found?.block?.text ?? '')).toBe(normalSource(markedText(family, content, comment)));
  });
  it('means the same text in a list, in a comment and below a picture', () => {
    const link = (text: string, family: DocumentFamily) => findImageLinks(text, family)[0] ?? expect.fail('no link');
    for (const content of [formula, prices]) {
      const text = '- ![x](p.png)\n- b';
      const listed = findMarkers(applyChanges(text, [replaceChange(text, link(text, 'markdown'), 'markdown', { content, marker })]), 'markdown')[0];
      expect(normalSource(listed?.block?.text ?? '')).toBe(normalSource(markedText('markdown', content)));
      const tex = 'see \\includegraphics{p} there';
      const below = findMarkers(applyChanges(tex, [addBelowChange(tex, link(tex, 'latex'), 'latex', { content, marker })]), 'latex')[0];
      expect(normalSource(below?.block?.text ?? '')).toBe(normalSource(markedText('latex', content)));
    }
  });
});

describe('what a block is called', () => {
  it('is what it is written in, or what it is', () => {
    const names = (content: BlockContent): string[] => families.map((family) => writtenAs(family, content));
    expect(new Set(names({ source: 'flowchart TD\n', language: 'mermaid' }))).toEqual(new Set(['mermaid']));
    expect(names(formula)).toEqual(['latex', 'latex', 'mathml', 'latex', 'latex', 'latex', 'latex']);
    expect(new Set(names(prices))).toEqual(new Set(['table']));
    // What spans has no form in MDX and in comments: it is fenced as HTML.
    expect(names(spanned)).toEqual(['table', 'html', 'table', 'table', 'table', 'table', 'html']);
    expect([writtenAs('markdown', { source: 'x', language: 'python' }), writtenAs('markdown', { source: 'x', language: '' }), writtenAs('markdown', { source: 'x', language: 'text' })]).toEqual(['code', 'code', 'text']);
    // Without its MathML a formula stands in a page as LaTeX.
    expect(writtenAs('html', { source: 'a', language: 'latex' })).toBe('latex');
  });
});
