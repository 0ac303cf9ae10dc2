import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { SafeStream } from '../../src/extension/models/safeStream.js';

const shown = (...pieces: readonly string[]): string => {
  const stream = new SafeStream();
  return pieces.map((piece) => stream.push(piece)).join('') + stream.end();
};

describe('a model\'s words in the chat', () => {
  it('fetch nothing and link nowhere', () => {
    const text = shown('Look: ![x](https://exam', 'ple.com/a.png) and [here](command:evil) <img src="https://example.com">\n');
    const page = new MarkdownIt({ html: true, linkify: true }).render(text);
    expect(page).not.toMatch(/<(?:img|a)\b/u);
    expect(page).toContain('command:evil');
  });
  it('keep their fences, closed where the model did not close them', () => {
    expect(shown('a\n``', '`mermaid\nflowchart TD\n A[*x*] --> B\n', '```\nb')).toBe('a\n```mermaid\nflowchart TD\n A[*x*] --> B\n```\nb\n');
    expect(shown('```py\nx = "![a](b)"')).toBe('```py\nx = "![a](b)"\n```\n');
  });
  it('are the same however they are cut into pieces', () => {
    const text = '# Title\n```html\n<b>&amp;</b>\n````\n```\n*x* [a](b)\n~~~\nc\n~~~\nend';
    fc.assert(fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), text.length];
      expect(shown(...places.slice(1).map((place, i) => text.slice(places[i], place)))).toBe(shown(text));
    }));
  });
});
