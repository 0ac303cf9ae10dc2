import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import schema from '../../src/answer/answer.schema.json' with { type: 'json' };
import { writtenAnswer, writtenSegments } from '../../src/answer/written.js';

const parts = (text: string): unknown[] => writtenSegments(text).map(({ tag, language, source }) => [language === undefined ? tag : `${tag} ${language}`, source]);
const data = { model: { name: 'tiny (cpu)', version: '', provider: '' }, picture: { name: 'a.png', width: 1, height: 1, fed: { width: 1, height: 1 }, sha256: 'f'.repeat(64) }, ms: 5, cut: false };

describe('what a language model wrote', () => {
  it('is text and fences by their language', () => {
    expect(parts('It is a chart:\n\n```mermaid\nflowchart TD\n  A --> B\n```\nand\n~~~~py\nx = """\n```\n"""\n~~~~\n$$ a^2 $$\n$$\nb\n$$\n```\nplain\n```')).toEqual([
      ['text', 'It is a chart:\n'], ['mermaid', 'flowchart TD\n  A --> B\n'], ['text', 'and\n'], ['code python', 'x = """\n```\n"""\n'], ['latex', 'a^2\n'], ['latex', 'b\n'], ['code', 'plain\n'],
    ]);
  });
  it('ends a fence with the text where nobody closed it', () => {
    expect(parts('```html\n<b>x</b>')).toEqual([['html', '<b>x</b>\n']]);
    expect(parts('   \n')).toEqual([]);
  });
  it('loses no word outside the marks of fences', () => {
    const words = fc.stringMatching(/^[a-z ]{1,12}$/u);
    fc.assert(fc.property(fc.array(fc.oneof(words, fc.constant('```'), fc.constant('```mermaid'))), (lines) => {
      const kept = writtenSegments(lines.join('\n')).map(({ source }) => source).join('\n').split(/\s+/u).filter((word) => word !== '' && !word.startsWith('```'));
      const wanted = lines.filter((line) => !line.startsWith('```')).join('\n').split(/\s+/u).filter((word) => word !== '');
      expect(kept).toEqual(wanted);
    }));
  });
  it('is an answer that says who wrote it, and claims nothing about places', () => {
    const answer = writtenAnswer('Two steps.\n```mermaid\nflowchart TD\n```', { ...data, cut: true });
    expect(new Ajv2020({ strict: false }).validate(schema, answer)).toBe(true);
    expect(answer).toMatchObject({ kind: 'text', regions: [], explanation: [], notes: [expect.stringContaining('Written by tiny (cpu)') as string, expect.stringContaining('was cut') as string] });
    expect(writtenAnswer('', data)).toMatchObject({ kind: 'empty', segments: [] });
  });
});
