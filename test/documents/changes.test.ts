import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockLines } from '../../src/documents/block.js';
import { addBelowChange, altChange, applyChanges, replaceChange, type Insertion } from '../../src/documents/changes.js';
import { findImageLinks } from '../../src/documents/links.js';
import { findMarkers, markerLines, normalSource } from '../../src/documents/marker.js';
import type { DocumentFamily, ImageLink } from '../../src/documents/types.js';

const source = 'flowchart TD\n  A["x"] --> B["y"]\n';
const facts = { picture: 'pics/a b--c*.png', sha256: 'a'.repeat(64), source: 'b'.repeat(16) };
const plain: Insertion = { content: { source, language: 'mermaid' } };
const marked: Insertion = { ...plain, marker: facts };
const first = (text: string, family: DocumentFamily): ImageLink => findImageLinks(text, family)[0] as ImageLink;
const replaced = (text: string, family: DocumentFamily = 'markdown', insertion = plain): string => applyChanges(text, [replaceChange(text, first(text, family), family, insertion)]);
const below = (text: string, family: DocumentFamily = 'markdown'): string => applyChanges(text, [addBelowChange(text, first(text, family), family, plain)]);
const alt = (text: string, family: DocumentFamily = 'markdown', words = 'A "new" [text] with <b> & more'): string => {
  const change = altChange(first(text, family), words);
  return change ? applyChanges(text, [change]) : text;
};

describe('the source in the picture’s place', () => {
  const block = '```mermaid\nflowchart TD\n  A["x"] --> B["y"]\n```';
  it('is a fence in Markdown, behind whatever the place needs', () => {
    expect(replaced('a\n\n![x](p.png)\n\nb')).toBe(`a\n\n${block}\n\nb`);
    expect(replaced('- ![x](p.png)\n- b')).toBe('- ```mermaid\n  flowchart TD\n    A["x"] --> B["y"]\n  ```\n- b');
    expect(replaced('> ![x](p.png)')).toBe('> ```mermaid\n> flowchart TD\n>   A["x"] --> B["y"]\n> ```');
    expect(replaced('see ![x](p.png) there')).toBe(`see \n\n${block}\n\n there`);
    expect(replaced('- see ![x](p.png)')).toBe('- see \n\n  ```mermaid\n  flowchart TD\n    A["x"] --> B["y"]\n  ```');
  });
  it('has empty lines around it where it leaves HTML', () => {
    expect(replaced('<p>\n<img src="p.png">\n</p>')).toBe(`<p>\n\n${block}\n\n</p>`);
    expect(replaced('<p><img src="p.png"></p>')).toBe(`<p>\n\n${block}\n\n</p>`);
  });
  it('fits the other languages', () => {
    expect(replaced('x\n\n.. image:: p.png\n   :alt: t\n\ny', 'rst')).toBe('x\n\n.. mermaid::\n\n   flowchart TD\n     A["x"] --> B["y"]\n\ny');
    expect(replaced('.T\nimage::p.png[]\n', 'asciidoc')).toBe('.T\n[mermaid]\n----\nflowchart TD\n  A["x"] --> B["y"]\n----\n');
    expect(replaced('<div>\n  <img src="p.png">\n</div>', 'html')).toBe('<div>\n  <pre class="mermaid">\n  flowchart TD\n    A[&quot;x&quot;] --&gt; B[&quot;y&quot;]\n  </pre>\n</div>');
    expect(replaced('\\begin{figure}\n\\includegraphics{p}\n\\end{figure}', 'latex')).toBe('\\begin{figure}\n\\begin{verbatim}\nflowchart TD\n  A["x"] --> B["y"]\n\\end{verbatim}\n\\end{figure}');
  });
  it('is refused where no block may stand', () => {
    expect(() => replaced('| ![x](p.png) |')).toThrow(RangeError);
  });
  it('goes below a picture that stays', () => {
    expect(below('![x](p.png)\ntext\n\nmore')).toBe(`![x](p.png)\ntext\n\n${block}\n\nmore`);
    expect(below('| ![x](p.png) |\n|---|\n| b |')).toBe(`| ![x](p.png) |\n|---|\n| b |\n\n${block}`);
    expect(below('- ![x](p.png)\n- b')).toBe('- ![x](p.png)\n\n  ```mermaid\n  flowchart TD\n    A["x"] --> B["y"]\n  ```\n\n- b');
    expect(below('a \\includegraphics{p}\n\nb', 'latex')).toBe('a \\includegraphics{p}\n\n% ```mermaid\n% flowchart TD\n%   A["x"] --> B["y"]\n% ```\n\nb');
    expect(below('.. figure:: p.png\n\n   Caption\n\nb', 'rst')).toBe('.. figure:: p.png\n\n   Caption\n\n.. mermaid::\n\n   flowchart TD\n     A["x"] --> B["y"]\n\nb');
  });
  it('cannot be left by what was read', () => {
    expect(blockLines('markdown', { source: '```\n# no', language: 'text' })).toEqual(['````text', '```', '# no', '````']);
    expect(blockLines('asciidoc', { source: '....\n.....\nx', language: 'text' })[0]).toBe('......');
    expect(blockLines('html', { source: '</pre><script>', language: 'text' })).toEqual(['<pre><code>&lt;/pre&gt;&lt;script&gt;</code></pre>']);
    expect(blockLines('latex', { source: 'x \\end{verbatim} \\input{y}', language: 'text' })).toEqual(['% ```text', '% x \\end{verbatim} \\input{y}', '% ```']);
    expect(blockLines('code', { source: 'a\n\nb\r\nc', language: '' }, '#')).toEqual(['# ```', '# a', '#', '# b', '# c', '# ```']);
  });
});

describe('alternative text', () => {
  it('takes the place of the old one, and means the same characters', () => {
    expect(alt('![old](p.png "t")')).toBe('![A "new" \\[text\\] with \\<b\\> \\& more](p.png "t")');
    expect(alt('![ref]\n\n[ref]: p.png')).toBe('![A "new" \\[text\\] with \\<b\\> \\& more][ref]\n\n[ref]: p.png');
    expect(alt('![ref][]\n\n[ref]: p.png')).toMatch(/^!\[A .* more\]\[ref\]\n/);
    for (const tag of ['<img src="p.png">', '<img src="p.png" alt="old">', "<img alt='old' src=\"p.png\">", '<img alt=old src="p.png">', '<img alt src="p.png">', '<img src="p.png" />']) {
      for (const family of ['html', 'markdown'] as const) {
        expect(first(alt(tag, family), family).alt, tag).toBe('A "new" [text] with <b> & more');
        expect(first(alt(tag, family), family).target).toBe('p.png');
      }
    }
    expect(alt('.. image:: p.png\n   :width: 3', 'rst', 'New')).toBe('.. image:: p.png\n   :alt: New\n   :width: 3');
    expect(alt('  .. image:: p.png\n     :alt: old\n       text', 'rst', 'New')).toBe('  .. image:: p.png\n     :alt: New');
    expect(alt('image::p.png[old, 300]', 'asciidoc', 'New, "text"')).toBe('image::p.png["New, \\"text\\"", 300]');
    expect(alt('image::p.png[width=3]', 'asciidoc', 'New')).toBe('image::p.png["New",width=3]');
    expect(alt('\\includegraphics{p}', 'latex', 'New 5%')).toBe('\\includegraphics[alt={New 5\\%}]{p}');
    expect(alt('\\includegraphics[width=3cm]{p}', 'latex', 'New')).toBe('\\includegraphics[alt={New},width=3cm]{p}');
    expect(alt('\\includegraphics[alt={Old}, width=3cm]{p}', 'latex', 'New')).toBe('\\includegraphics[alt={New}, width=3cm]{p}');
  });
});

describe('the marker', () => {
  const places: readonly (readonly [DocumentFamily, string])[] = [
    ['markdown', 'a\n\n![x](p.png)\n\nb'], ['markdown', '- ![x](p.png)\n- b'], ['markdown', '> ![x](p.png)\n> b'], ['markdown', 'see ![x](p.png) there'], ['mdx', '![x](p.png)'], ['html', '<div>\n  <img src="p.png">\n</div>'],
    ['rst', 'x\n\n.. image:: p.png\n\ny'], ['rst', '* .. image:: p.png\n\ny'], ['asciidoc', 'image::p.png[]\n\ny'], ['latex', '\\includegraphics{p}'], ['latex', 'see \\includegraphics{p} there'],
  ];
  it.each(places)('finds its source again: %s %j', (family, text) => {
    for (const result of [replaced(text, family, marked), applyChanges(text, [addBelowChange(text, first(text, family), family, marked)])]) {
      const markers = findMarkers(result, family);
      expect(markers, result).toHaveLength(1);
      expect(markers[0], result).toMatchObject(facts);
      expect(normalSource(markers[0]?.block?.text ?? '')).toBe(normalSource(source));
      const { start = 0, end = 0, prefix = '' } = markers[0]?.block ?? {};
      // Written anew in its own place it is the same document.
      const again = blockLines(family, { source, language: 'mermaid' }, /^% /.test(result.slice(start)) || prefix.trim() === '%' ? '%' : undefined);
      if (family !== 'latex') expect(result.slice(0, start) + again.map((line, index) => (index === 0 ? line : line === '' ? prefix.trimEnd() : prefix + line)).join('\n') + result.slice(end)).toBe(result);
    }
  });
  it('is a comment like any other in code', () => {
    const text = `    # before\n${[...markerLines('code', facts, '#'), ...blockLines('code', { source, language: 'mermaid' }, '#')].map((line) => `    ${line}`).join('\n')}\n    x = 1\n`;
    const [marker] = findMarkers(text, 'code');
    expect(marker).toMatchObject(facts);
    expect(normalSource(marker?.block?.text ?? '')).toBe(normalSource(source));
  });
  it('stays when its source is gone or broken, and says that there is none', () => {
    expect(findMarkers(`${markerLines('markdown', facts).join('\n')}\ntext`, 'markdown')[0]?.block).toBeUndefined();
    expect(findMarkers(`${markerLines('markdown', facts).join('\n')}\n\`\`\`mermaid\nnever closed`, 'markdown')[0]?.block).toBeUndefined();
  });
  it('carries any path and ends its comment nowhere else', () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }).filter((path) => !/\p{Cs}/u.test(path)), fc.constantFrom<DocumentFamily>('markdown', 'mdx', 'html', 'rst', 'asciidoc', 'latex', 'code'), (picture, family) => {
      const lines = markerLines(family, { ...facts, picture });
      const text = lines.join('\n');
      expect(findMarkers(text, family)[0]?.picture).toBe(picture);
      expect(text.match(/-->|\*\/\}/g)?.length ?? 0).toBe(['markdown', 'html', 'mdx'].includes(family) ? 1 : 0);
      expect(lines.filter((line) => line !== '')).toHaveLength(1);
    }));
  });
});

describe('a replacement', () => {
  const words = fc.constantFrom('text ', '\n', '\n\n', '- ', '> ', '# ', '`code` ', '```\nx\n```\n', '<p>', '</p>', '| ', '![a](a.png)', '![b][r]', '<img src="c.png">', '[![d](d.png)](e)', '\n[r]: f.png\n', '\r\n', '.. image:: g.png\n\n', 'image::h.png[]', '\\includegraphics{i}');
  it('leaves every byte outside the link’s range as it was, and the other links in place', () => {
    fc.assert(fc.property(fc.array(words, { maxLength: 15 }).map((parts) => parts.join('')), fc.constantFrom<DocumentFamily>('markdown', 'mdx', 'html', 'rst', 'asciidoc', 'latex'), (text, family) => {
      for (const link of findImageLinks(text, family).filter(({ placement }) => placement !== 'fixed')) {
        const change = replaceChange(text, link, family, marked);
        expect([change.start, change.end]).toEqual([link.start, link.end]);
        const result = applyChanges(text, [change]);
        expect(result.startsWith(text.slice(0, link.start))).toBe(true);
        expect(result.endsWith(text.slice(link.end))).toBe(true);
        expect(findMarkers(result, family).some(({ block }) => normalSource(block?.text ?? '') === normalSource(source)), result).toBe(true);
      }
    }), { numRuns: 1500 });
  });
});
