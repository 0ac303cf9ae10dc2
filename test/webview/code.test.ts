import { describe, expect, it } from 'vitest';
import { languages } from '../../src/answer/language.js';
import { coloursOf } from '../../webview/views/codeColours.js';

describe('colours of code', () => {
  it('are ranges in order, of every language that is told', () => {
    const source = '# if "a" // b\nfunction f(x) { return "<b>" + 12; }\nSELECT 1;\n';
    for (const language of languages) {
      if (language === 'console') continue;
      const colours = coloursOf(source, language);
      let last = 0;
      for (const { start, end } of colours) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(source.length);
    }
  });
  it('tell strings, comments and keywords', () => {
    const source = 'def f():\n    return "x"  # why\n';
    const of = (className: string): string[] => coloursOf(source, 'python').filter((colour) => colour.className === className).map(({ start, end }) => source.slice(start, end));
    expect(of('tok-keyword')).toEqual(expect.arrayContaining(['def', 'return']) as string[]);
    expect(of('tok-string')).toEqual(['"x"']);
    expect(of('tok-comment')).toEqual(['# why']);
  });
  it('are none for other names, also for those that every object has', () => {
    for (const language of ['console', 'klingon', 'constructor', '__proto__', 'toString']) expect(coloursOf('a = 1', language)).toEqual([]);
  });
});
