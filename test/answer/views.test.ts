import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { flowchartAnswer } from '../../src/answer/build.js';
import { answerToHtml } from '../../src/answer/html.js';
import { pageStyle } from '../../src/answer/htmlStyle.js';
import { answerToMarkdown, escapeMarkdown, fence } from '../../src/answer/markdown.js';
import { anyDiagram, hostile } from './arbitrary.js';
import { answers, orderReading, textReading } from './samples.js';
import { textAnswer } from '../../src/answer/build.js';

const picture = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>';

/** Golden files are compared byte for byte; UPDATE_GOLDEN=1 writes them again, to be looked at before they are committed. */
function compare(file: string, content: string): void {
  const path = new URL(`golden/${file}`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, content);
  expect(content, file).toBe(readFileSync(path, 'utf8'));
}

describe('golden answers', () => {
  test.each(Object.entries(answers))('%s', (name, answer) => {
    compare(`${name}.json`, `${JSON.stringify(answer, null, 2)}\n`);
    compare(`${name}.md`, answerToMarkdown(answer));
    // The style sheet is the same in all: a change of it is looked at, not compared.
    compare(`${name}.html`, answerToHtml(answer, name === 'orders' ? { picture, drawing } : {}).replace(pageStyle, ''));
    const mermaid = answer.segments.find(({ tag }) => tag === 'mermaid');
    if (mermaid !== undefined) compare(`${name}.mmd`, mermaid.source);
  });
});

describe('the page', () => {
  test('holds no script, no handler, no address to fetch, and a policy that would stop each', () => {
    fc.assert(fc.property(anyDiagram, fc.constantFrom(...hostile), (diagram, name) => {
      const answer = flowchartAnswer(diagram, { ...orderReading, picture: { ...orderReading.picture, name }, notes: [name] });
      const { document } = new JSDOM(answerToHtml(answer, { picture, drawing })).window;
      expect(document.querySelectorAll('script, iframe, object, embed, link, base, form, foreignObject').length).toBe(0);
      for (const element of document.querySelectorAll('*')) {
        for (const { name: attribute, value } of element.attributes) {
          expect(attribute).not.toMatch(/^on|^style$/);
          if (attribute === 'href') expect(value).toMatch(/^#r\d+$/);
          if (attribute === 'src') expect(value).toMatch(/^data:image\//);
        }
      }
      expect(document.querySelector('meta[http-equiv]')?.getAttribute('content')).toBe("default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'");
      const shown = document.querySelector('pre')?.textContent;
      if (shown !== undefined) expect(shown).toBe(answer.segments[0]?.source);
    }), { numRuns: 40, seed: 2 });
  }, 60_000);

  test('every sentence with regions lights them up', () => {
    const html = answerToHtml(answers['orders'] ?? textAnswer(textReading), { picture });
    answers['orders']?.explanation.forEach(({ regions }, index) => {
      expect(html.includes(`body:has(#s${index}:hover)`)).toBe(regions.length > 0);
      for (const region of regions) expect(html).toContain(`<rect id="r${region}"`);
    });
  });

  test('takes no picture but an image in the page itself', () => {
    const answer = textAnswer(textReading);
    for (const bad of ['https://example.com/x.png', 'data:text/html;base64,PGI+', `${picture}" onload="x`, 'javascript:alert(1)']) {
      expect(() => answerToHtml(answer, { picture: bad })).toThrow(RangeError);
    }
  });
});

describe('Markdown', () => {
  test('a fence is longer than what it holds', () => {
    expect(fence('a ```` b', 'text')).toBe('`````text\na ```` b\n`````\n');
    fc.assert(fc.property(fc.array(fc.constantFrom('`', '``', '~', '\n', 'a', ' '), { maxLength: 30 }), (parts) => {
      const lines = fence(parts.join(''), 'text').split('\n');
      const ticks = /^`+/.exec(lines[0] ?? '')?.[0] ?? '';
      const closing = new RegExp(`^ {0,3}${ticks}\`*\\s*$`);
      expect(lines.slice(1).findIndex((line) => closing.test(line))).toBe(lines.length - 3);
    }), { numRuns: 200, seed: 4 });
  });

  test('text from the picture stays text', () => {
    const raw = '1. *a* <b> [x](http://y) `c` https://z.org www.x.org me@x.org &amp; $$y$$ ~~s~~ #h |t| !x';
    expect(escapeMarkdown(raw)).toBe(String.raw`1\. \*a\* \<b\> \[x\](http\://y) \`c\` https\://z.org www\.x.org me\@x.org \&amp; \$\$y\$\$ \~\~s\~\~ \#h \|t\| \!x`);
    for (const start of ['- a', '+ a', '= a', '12) a']) expect(escapeMarkdown(start)).toMatch(/^(\\|12\\)/);
  });
});
