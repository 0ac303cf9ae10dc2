import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guessLanguage } from '../../src/answer/language.js';
import { cleanLine } from '../../src/answer/labels.js';
import type { TextLine } from '../../src/answer/layout.js';
import { writeText } from '../../src/answer/text.js';

/** Boxes of a fixed-width font, as a text detector gives them: tight around the words, a pixel off here and there. */
function typeset(source: string, { width = 9, height = 18, pitch = 24, left = 40, top = 30 } = {}): TextLine[] {
  const lines: TextLine[] = [];
  source.split('\n').forEach((line, row) => {
    const text = line.trim();
    if (text === '') return;
    const indent = line.length - line.trimStart().length;
    const jitter = ((row * 7) % 3) - 1;
    lines.push({ text, box: { x: left + indent * width + jitter, y: top + row * pitch + jitter, width: text.length * width - jitter, height }, confidence: 0.9, region: row });
  });
  return lines;
}

const line = (text: string, x: number, y: number, width: number, height = 18, region = 0): TextLine => ({ text, box: { x, y, width, height }, confidence: 0.9, region });

const python = `import os

def walk(root, limit=10):
    """Yield files."""
    for name in os.listdir(root):
        if name.startswith("."):
            continue
        path = os.path.join(root, name)
        yield path

print(list(walk(".")))
`;

describe('code', () => {
  test('keeps its indentation, its empty lines and its language', () => {
    expect(writeText(typeset(python))).toMatchObject({ tag: 'code', source: python, language: 'python' });
  });

  test('every width of letters and of indentation gives the same source', () => {
    const two = 'function f(a) {\n  if (a) {\n    return a;\n  }\n  const b = a + 1;\n  return b;\n}\n';
    fc.assert(fc.property(fc.double({ min: 5, max: 30, noNaN: true }), fc.double({ min: 1.1, max: 2, noNaN: true }), (width, leading) => {
      const height = 2 * width;
      for (const source of [python, two]) expect(writeText(typeset(source, { width, height, pitch: height * leading }))?.source).toBe(source);
    }), { numRuns: 50, seed: 3 });
  });

  test('aligned arguments stay aligned', () => {
    const source = 'result = compute(first,\n                 second,\n                 third)\nif result:\n    print(result)\nelse:\n    print("none")\n';
    expect(writeText(typeset(source))?.source).toBe(source);
  });

  test('a gutter of line numbers is left out', () => {
    const numbers = python.split('\n').slice(0, -1).map((_, row) => line(String(row + 1), 8, 30 + row * 24, 10));
    const segment = writeText([...numbers, ...typeset(python)]);
    expect(segment?.source).toBe(python);
  });

  test('columns on one line keep their distance', () => {
    const lines = [line('$ ls -l', 10, 10, 70), line('total 8', 10, 34, 70), line('-rw-r--r--', 10, 58, 100), line('notes.txt;', 160, 58, 100), line('$ cat notes.txt', 10, 82, 150)];
    expect(writeText(lines)).toMatchObject({ tag: 'code', language: 'shell', source: '$ ls -l\ntotal 8\n-rw-r--r--     notes.txt;\n$ cat notes.txt\n' });
  });

  test.each([
    ['python', python], ['javascript', 'const fs = require("fs");\nfunction read(path) {\n  console.log(path);\n}\n'],
    ['typescript', 'export interface Point {\n  x: number;\n}\nconst p = (a: string): Point => {\n  return { x: a.length };\n};\n'],
    ['json', '{\n  "name": "a",\n  "list": [1, 2],\n  "deep": { "x": null }\n}\n'], ['json', '{\n  "name": "a",\n  "list": [\n    "b",\n'],
    ['java', 'import java.util.List;\npublic class Main {\n  private final String name = "x";\n  public static void main(String[] args) {\n    System.out.println("hi");\n  }\n}\n'],
    ['c', '#include <stdio.h>\nint main(void) {\n  int x = 3;\n  printf("%d", x);\n  return 0;\n}\n'],
    ['shell', '#!/bin/bash\nif [ -f x ]; then\n  echo "found"\nfi\nsudo apt install jq\n'],
    ['html', '<!DOCTYPE html>\n<html>\n<body>\n<p class="a">Hi</p>\n</body>\n</html>\n'],
    ['css', '.card {\n  color: red;\n  margin-top: 4px;\n}\n@media print {\n}\n'],
    ['sql', 'SELECT name, age\nFROM people\nWHERE age > 3\nORDER BY name;\n'],
    ['yaml', 'version: 3\nservices:\n  web:\n    image: nginx\n    ports:\n      - "80:80"\n'],
  ])('%s is told from the others', (language, source) => {
    expect(guessLanguage(source.split('\n')).language).toBe(language);
    expect(writeText(typeset(source))).toMatchObject({ tag: 'code', language, source });
  });
});

describe('text', () => {
  const prose = ['The quick brown fox jumps over the lazy', 'dog and then goes on to sleep in the', 'shade of an old tree by the river bank.'];

  test('prose is no code, and has no language', () => {
    const segment = writeText(prose.map((text, i) => line(text, 20, 20 + i * 24, [318, 275, 322][i] ?? 0, 18, i)));
    expect(segment).toMatchObject({ tag: 'text', source: `${prose.join(' ')}\n` });
    expect(segment).not.toHaveProperty('language');
    expect(guessLanguage([...prose, 'Name: John Smith', 'Please select from the list below.']).language).toBeUndefined();
  });

  test('two columns are read one after the other, under their common headline', () => {
    const left = prose.map((text, i) => line(text, 20, 100 + i * 24, 320, 18, 10 + i));
    const right = prose.map((text, i) => line(text.toUpperCase(), 400, 100 + i * 24, 320, 18, 20 + i));
    const shuffled = [right[1], left[2], left[0], line('A headline over both columns of this page', 20, 20, 690, 36, 1), right[0], left[1], right[2]].filter((each) => each !== undefined);
    expect(writeText(shuffled)?.source).toBe(`A headline over both columns of this page\n\n${prose.join(' ')}\n\n${prose.join(' ').toUpperCase()}\n`);
  });

  test('a word that was divided at the end of a row is whole again, a compound keeps its hyphen, and a short row ends its line', () => {
    const rows = ['A recogniser of lines is recog-', 'nised by what it reads in a well-', 'known picture, and by nothing', 'else.', 'Another paragraph begins here now'];
    const widths = [300, 310, 290, 40, 310];
    expect(writeText(rows.map((text, i) => line(text, 20, 20 + i * 24, widths[i] ?? 0, 18, i)))?.source)
      .toBe('A recogniser of lines is recognised by what it reads in a well-known picture, and by nothing else.\nAnother paragraph begins here now\n');
  });

  test('items of a list stay apart', () => {
    const rows = ['- the first item of this long list', '- the second item of it, as long as', '- the third and last item of the list'];
    expect(writeText(rows.map((text, i) => line(text, 20, 20 + i * 24, 320, 18, i)))?.source).toBe(`${rows.join('\n')}\n`);
  });

  test('a table is read row by row', () => {
    const cells = [['City', 'People'], ['Rome', '2.8 million'], ['Oslo', '0.7 million'], ['Riga', '0.6 million']];
    const lines = cells.flatMap(([a = '', b = ''], row) => [line(b, 200, 20 + row * 30, 90), line(a, 20, 22 + row * 30, 40)]);
    expect(writeText(lines)?.source).toBe('City People\nRome 2.8 million\nOslo 0.7 million\nRiga 0.6 million\n');
  });

  test('a wide gap or another size begins a paragraph', () => {
    const lines = [line('Title', 20, 10, 120, 40), line('one line of text here', 20, 60, 200), line('and one more of it', 20, 84, 190), line('a new paragraph begins', 20, 132, 210), line('and ends soon', 20, 156, 120)];
    expect(writeText(lines)?.source).toBe('Title\n\none line of text here\nand one more of it\n\na new paragraph begins\nand ends soon\n');
  });

  test('nothing gives nothing', () => {
    expect(writeText([])).toBeUndefined();
    expect(writeText([line(' \u0000 ', 0, 0, 10)])).toBeUndefined();
  });

  test('any lines: each is written once, and its span holds exactly its text', () => {
    const anyLine = fc.record({
      text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), region: fc.nat(), confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      box: fc.record({ x: fc.nat(2000), y: fc.nat(2000), width: fc.nat(500), height: fc.nat(60) }),
    });
    fc.assert(fc.property(fc.array(anyLine, { maxLength: 25 }), (lines) => {
      const segment = writeText(lines);
      const written = segment?.spans.map(({ start, end }) => segment.source.slice(start, end)) ?? [];
      const numbers = (texts: readonly string[]): string[] => texts.filter((text) => !/^\d{1,5}$/.test(text)).sort();
      expect(numbers(written)).toEqual(numbers(lines.map(({ text }) => cleanLine(text)).filter((text) => text !== '')));
      let last = 0;
      for (const { start, end } of segment?.spans ?? []) { expect(start).toBeGreaterThanOrEqual(last); last = end; }
    }), { numRuns: 300, seed: 11 });
  });
});
