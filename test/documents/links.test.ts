import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayHoldPictures } from '../../src/documents/hint.js';
import { addressOf, findImageLinks, linkAt } from '../../src/documents/links.js';
import { findMarkers } from '../../src/documents/marker.js';
import type { DocumentFamily, ImageLink } from '../../src/documents/types.js';

const find = (text: string, family: DocumentFamily = 'markdown'): readonly ImageLink[] => findImageLinks(text, family);
const targets = (text: string, family: DocumentFamily = 'markdown'): string[] => find(text, family).map(({ target }) => target);
const only = (text: string, family: DocumentFamily = 'markdown'): ImageLink => {
  const links = find(text, family);
  expect(links).toHaveLength(1);
  return links[0] as ImageLink;
};

describe('Markdown', () => {
  it('finds every way to write a picture', () => {
    const text = [
      '![plain](a.png)', '![titled](b.png "a title")', "![single](c.png 'it''s')", '![paren](<d e.png> (t))', '![nested [brackets]](f.png)', '![par(en)s](g_(1).png)',
      '![](empty-alt.png)', '![escaped \\] bracket](h.png)', '![entity](i.png?a=1&amp;b=2)', '![ref][one]', '![two][]', '![three]', '![[wiki.png]]', '![[wiki2.png|300]]',
      '<img src="j.png" alt="html">', "<img alt='x' src='k.png'/>", '<IMG SRC=l.png width=3>', '', '[one]: m.png', '[Two]: <n o.png> "t"', '[three]:', '  p.png',
    ].join('\n');
    expect(targets(text)).toEqual(['a.png', 'b.png', 'd e.png', 'f.png', 'g_(1).png', 'empty-alt.png', 'h.png', 'i.png?a=1&b=2', 'm.png', 'n o.png', 'p.png', 'wiki.png', 'wiki2.png', 'j.png', 'k.png', 'l.png']);
  });
  it('finds none in code, comments, front matter and raw HTML', () => {
    for (const text of [
      '```\n![a](a.png)\n```', '~~~md\n![a](a.png)\n```\n![b](b.png)\n~~~', '````\n```\n![a](a.png)\n```\n````', '```\n![a](never-closed.png)', '> ```\n> ![a](a.png)\n> ```', '- x\n  ```\n  ![a](a.png)\n  ```',
      '`![a](a.png)`', '`` ` ![a](a.png) ``', '<!-- ![a](a.png) -->', '<!--\n\n![a](a.png)\n\n-->', '---\nimage: "![a](a.png)"\n---\n', '    ![a](a.png)', 'x\n\n\t![a](a.png)', '<pre>\n![a](a.png)\n</pre>',
      '<script>\n"<img src=a.png>"\n</script>', '\\![a](a.png)', '!\\[a](a.png)', '[a](a.png)', '![a] (a.png)', '![a](a b.png)', '![a][unknown]', '![ab\n\nc](a.png)', '<image src="a.png">', '<img alt="no source">',
    ]) expect(targets(text), text).toEqual([]);
  });
  it('goes on after code', () => {
    expect(targets('```\nx\n```\n![a](a.png)')).toEqual(['a.png']);
    expect(targets('> ```\n> open\n![a](a.png)')).toEqual(['a.png']);
    expect(targets('a ` lonely backtick ![a](a.png)')).toEqual(['a.png']);
    expect(targets('- item\n\n    ![in the item](a.png)')).toEqual(['a.png']);
    expect(targets('text\n    ![continued](a.png)')).toEqual(['a.png']);
    expect(targets('---\nno front matter, a rule\n\n![a](a.png)')).toEqual(['a.png']);
    expect(targets('<!-- x --> ![a](a.png)')).toEqual(['a.png']);
  });
  it('knows where a block may stand', () => {
    const placement = (text: string): string => only(text).placement;
    for (const text of ['![a](a.png)', '  ![a](a.png)  ', '- ![a](a.png)', '1. ![a](a.png)', '> ![a](a.png)', '> - ![a](a.png)', 'x\n![a](a.png)\ny', '<img src="a.png">', '<p>\n<img src="a.png">\n</p>']) expect(placement(text), text).toBe('block');
    for (const text of ['see ![a](a.png)', '![a](a.png) there', '<p><img src="a.png"></p>']) expect(placement(text), text).toBe('inline');
    for (const text of ['# ![a](a.png)', '[![a](a.png)](b)', '| ![a](a.png) | b |', 'a | ![a](a.png)', '[ ![a](a.png) ][b]', '<a href="b"><img src="a.png"></a>']) expect(placement(text), text).toBe('fixed');
  });
  it('knows what further lines begin with', () => {
    const prefix = (text: string): string => only(text).prefix;
    expect(prefix('- ![a](a.png)')).toBe('  ');
    expect(prefix('10. ![a](a.png)')).toBe('    ');
    expect(prefix('> > ![a](a.png)')).toBe('> > ');
    expect(prefix('> 1. ![a](a.png)')).toBe('>    ');
    expect(prefix('a ![a](a.png)')).toBe('');
  });
  it('reads a picture inside another as a part of that one', () => {
    expect(targets('![](<img src="a.png">) ![b](b.png)')).toEqual(['img src="a.png"', 'b.png']);
    expect(targets('![the <img src="a.png"> tag](b.png)')).toEqual(['b.png']);
    expect(targets('<img alt="![a](a.png)" src="b.png"> <img src="c.png">')).toEqual(['b.png', 'c.png']);
  });
  it('reads comments of MDX as comments in MDX only', () => {
    expect(targets('{/* ![a](a.png) */}', 'mdx')).toEqual([]);
    expect(targets('{/* ![a](a.png) */}', 'markdown')).toEqual(['a.png']);
  });
});

describe('other languages', () => {
  it('HTML: pictures outside comments, scripts and preformatted text', () => {
    expect(targets('<img src="a.png"><!-- <img src="b.png"> --><pre><img src="c.png"></pre><script>"<img src=d.png>"</script><img\n alt="x > y"\n src="e&amp;f.png">', 'html')).toEqual(['a.png', 'e&f.png']);
  });
  it('HTML: a tag in the value of an attribute is none', () => {
    expect(targets('<img alt="<img src=a.png>" src="b.png"><img src="c.png">', 'html')).toEqual(['b.png', 'c.png']);
  });
  it('reStructuredText: image and figure with options; not literal blocks and comments', () => {
    const text = ['.. image:: a.png', '   :alt: An old', '         text', '   :width: 3', '', '* .. figure:: b.png', '', '.. |sub| image:: c.png', '', 'Literal::', '', '   .. image:: d.png', '', '.. code-block:: rst', '', '   .. image:: e.png', '', '..', '   .. image:: f.png', '',
      '.. a comment', '   .. image:: g.png', '', '.. note::', '', '   .. image:: h.png', '', '.. figure:: i.png', '   :scale: 50', '', '   The caption.'].join('\n');
    const links = find(text, 'rst');
    expect(links.map(({ target, placement }) => [target, placement])).toEqual([['a.png', 'block'], ['b.png', 'block'], ['c.png', 'fixed'], ['h.png', 'block'], ['i.png', 'fixed']]);
    expect(links[0]?.alt).toBe('An old text');
    expect(text.slice(links[0]?.start, links[0]?.end)).toBe('.. image:: a.png\n   :alt: An old\n         text\n   :width: 3');
    expect(text.slice(0, links[4]?.below).endsWith('The caption.')).toBe(true);
  });
  it('reStructuredText: a directive among the options of another is none', () => {
    expect(targets('.. image:: a.png\n   .. image:: b.png\n.. image:: c.png', 'rst')).toEqual(['a.png', 'c.png']);
  });
  it('AsciiDoc: block and inline macros, the folder of pictures; not listings and comments', () => {
    const text = [':imagesdir: pics', '', 'image::a.png[An old text, 300, link="x"]', '', 'See image:b.png[] there.', '', '----', 'image::c.png[]', '----', '', '// image::d.png[]', '', '////', 'image::e.png[]', '////', '', 'image::f g.png[width=3, alt="Some, text"]'].join('\n');
    expect(find(text, 'asciidoc').map(({ target, alt, placement, bases }) => [target, alt, placement, bases[0]])).toEqual([
      ['a.png', 'An old text', 'block', 'pics'], ['b.png', '', 'inline', 'pics'], ['f g.png', 'Some, text', 'block', 'pics'],
    ]);
  });
  it('LaTeX: includegraphics with the folders of graphicspath; not comments and verbatim', () => {
    const text = ['\\graphicspath{{figs/}{img/}}', '\\begin{figure}', '  \\includegraphics[width=\\textwidth, alt={Old}]{a}', '\\end{figure}', '% \\includegraphics{b}', '\\begin{verbatim}', '\\includegraphics{c}', '\\end{verbatim}', '50\\% \\includegraphics*{d.png} \\verb|\\includegraphics{e}|', '\\fbox{\\includegraphics{f}}'].join('\n');
    const links = find(text, 'latex');
    expect(links.map(({ target, alt, placement }) => [target, alt, placement])).toEqual([['a', 'Old', 'block'], ['d.png', '', 'inline'], ['f', '', 'fixed']]);
    expect(text.slice(0, links[0]?.below).endsWith('\\end{figure}')).toBe(true);
    expect(addressOf(links[0] as ImageLink)).toEqual({ type: 'paths', rooted: false, paths: ['a', 'a.png', 'a.jpg', 'a.jpeg', 'figs/a', 'figs/a.png', 'figs/a.jpg', 'figs/a.jpeg', 'img/a', 'img/a.png', 'img/a.jpg', 'img/a.jpeg'] });
  });
});

describe('addresses', () => {
  const address = (target: string): unknown => addressOf({ target, bases: [''] });
  it('tell files, data, attachments and the network apart', () => {
    expect(address('docs/a%20b.png?raw=true')).toEqual({ type: 'paths', paths: ['docs/a b.png'], rooted: false });
    expect(address('/img/100%.png')).toEqual({ type: 'paths', paths: ['/img/100%.png'], rooted: true });
    expect(address('a\\b.png')).toMatchObject({ paths: ['a/b.png'] });
    expect(address('https://example.org/a.png')).toMatchObject({ type: 'remote' });
    expect(address('//example.org/a.png')).toMatchObject({ type: 'remote' });
    expect(address('{{ site.url }}/a.png')).toMatchObject({ type: 'remote' });
    expect(address('data:image/png;base64,AAAA')).toEqual({ type: 'data', mime: 'image/png', base64: 'AAAA' });
    expect(address('attachment:image%201.png')).toEqual({ type: 'attachment', name: 'image 1.png' });
    expect(address('file:///a.png')).toMatchObject({ type: 'uri' });
  });
});

describe('any text', () => {
  const pieces = ['![a](a.png)', '![', '](', ')', '[', ']', '`', '```', '~~~', '\n', '\n\n', '    ', '> ', '- ', '<!--', '-->', '<img src="b.png">', '<img src=b.png alt="', '">', '<pre>', '</pre>', '\\', '"', '.. image:: c.png', '::', '   ', 'image::d.png[]', '----', '\\includegraphics{e}', '%', '{', '}', '|', '---\n', '\r\n', 'é', '😀', 'x'];
  const hostile = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));
  const families: readonly DocumentFamily[] = ['markdown', 'mdx', 'html', 'rst', 'asciidoc', 'latex'];
  it('gives ranges that lie in the text, in order, without overlap, each with what it says', () => {
    fc.assert(fc.property(hostile, fc.constantFrom(...families), (text, family) => {
      let last = 0;
      for (const link of find(text, family)) {
        expect(link.start).toBeGreaterThanOrEqual(last);
        expect(link.end).toBeGreaterThan(link.start);
        expect(link.end).toBeLessThanOrEqual(text.length);
        expect(link.below).toBeGreaterThanOrEqual(link.end);
        expect(text.slice(link.start, link.end)).toMatch(/^(!\[|<img|\.\. |image:|\\includegraphics)/i);
        expect(linkAt(find(text, family), link.start)).toBeDefined();
        last = link.end;
      }
    }), { numRuns: 3000 });
  });
  // A search that took time with the square of the length would take many minutes here: the runner's own limit ends it.
  it.each(['![', '![a](', '[', '`', '<img ', '<!--', '<img src="', '![a][', '\\includegraphics[', '.. image:: ', 'image::a[', '{/*', '> '])('is searched to its end, 20,000 times %j', (piece) => {
    for (const family of families) expect(find(piece.repeat(20_000), family).length).toBeLessThan(20_001);
  });
});

describe('the first look', () => {
  it('never overlooks a link or a marker', () => {
    const pieces = fc.constantFrom('![a](b.png)', '![a][b]', '[b]: c.png', '<img src=a.png>', '<IMG\nsrc="a.png">', '.. image:: a.png', '.. |x| image:: a.png', '.. figure:: a.png', 'image::a.png[]', 'image:a.png[x]', '\\includegraphics{a}',
      `<!-- unrender picture=a.png sha256=${'0'.repeat(64)} source=${'0'.repeat(16)} -->`, '```', '\n', '\n\n', ' ', 'text', '- ', '> ', '|', '<!--', '-->');
    const families = fc.constantFrom<DocumentFamily>('markdown', 'mdx', 'html', 'rst', 'asciidoc', 'latex');
    fc.assert(fc.property(fc.array(pieces, { maxLength: 12 }), families, (parts, family) => {
      const text = parts.join('');
      if (find(text, family).length > 0 || findMarkers(text, family).length > 0) expect(mayHoldPictures(text)).toBe(true);
    }), { numRuns: 2000 });
  });
  it('passes by documents that hold none', () => {
    for (const text of ['', '# Title\n\nWords and [a link](a.png).\n', 'Title\n=====\n', '\\section{Images}']) expect(mayHoldPictures(text)).toBe(false);
  });
});
