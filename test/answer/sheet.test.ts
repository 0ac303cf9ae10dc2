import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { framesIn } from '../../src/answer/sheet/frames.js';
import { isTerminal } from '../../src/answer/sheet/terminal.js';
import type { Sheet, SheetCell } from '../../src/answer/sheet/types.js';
import { writeSheet } from '../../src/answer/sheet/write.js';

/** A sheet as the engine reads it: columns from anywhere, empty rows left out. `doubt` are characters that were hardly read. */
function sheetOf(rows: readonly (string | { readonly number?: number; readonly text: string; readonly unreadNumber?: boolean })[], { numbered = false, from = 3, doubt = /(?!)/ } = {}): Sheet {
  return {
    numbered,
    rows: rows.flatMap((row, index) => {
      const { text, ...rest } = typeof row === 'string' ? { text: row } : row;
      const cells = Array.from(text).flatMap((character, i): SheetCell[] => (character === ' ' ? [] : [{ column: from + i, character: character === '□' ? '' : character, confidence: doubt.test(character) ? 0.6 : 0.99 }]));
      return cells.length === 0 && !numbered ? [] : [{ index, region: index, cells, ...rest }];
    }),
  };
}

const source = (rows: Parameters<typeof sheetOf>[0], options?: Parameters<typeof sheetOf>[1]): string | undefined => writeSheet(sheetOf(rows, options))?.source;

describe('a sheet', () => {
  test('keeps its columns and empty lines, and each row has a span', () => {
    const segment = writeSheet(sheetOf(['def f(a):', '    return a  # why', '', 'f(1)']));
    expect(segment).toMatchObject({ tag: 'code', language: 'python', source: 'def f(a):\n    return a  # why\n\nf(1)\n' });
    expect(segment?.spans.map(({ start, end, regions }) => [segment.source.slice(start, end), regions])).toEqual([['def f(a):', [0]], ['return a  # why', [1]], ['f(1)', [3]]]);
  });

  test('any text comes back as it stood', () => {
    const row = fc.string({ unit: fc.constantFrom(...'abcxyz    ={}_'), minLength: 1, maxLength: 30 }).map((text) => text.trimEnd());
    fc.assert(fc.property(fc.array(row, { minLength: 2, maxLength: 12 }), fc.nat(20), (rows, from) => {
      const texts = [`x${rows[0] ?? ''}`, ...rows.slice(1)];
      const expected = `${texts.join('\n').replace(/\n{4,}/g, '\n\n\n').replace(/\n+$/, '')}\n`;
      expect(source(texts, { from })).toBe(expected);
    }), { numRuns: 100, seed: 5 });
  });

  test('what could not be read is a blank, in its column', () => {
    expect(source(['let a = □b□;', 'let c = 1;'])).toBe('let a =  b ;\nlet c = 1;\n');
  });

  test('window buttons above it are none of it', () => {
    expect(source(['□ □ □', '$ ls', 'a.txt'], { doubt: /□/ })).toBe('$ ls\na.txt\n');
  });

  test('nothing gives nothing', () => {
    expect(writeSheet({ rows: [] })).toBeUndefined();
  });
});

describe('an editor', () => {
  const numbered = { numbered: true };
  test('its bars are left out, and a row without a number goes on where the one above ended', () => {
    const rows = [
      { text: 'main.py   README.md' }, { number: 7, text: 'def long(argument,' }, { number: 8, text: '         other):' }, { number: 9, text: '    return "one two' }, { text: '    three"' }, { number: 10, text: '' },
      { number: 11, text: 'x = 1' }, { text: '' }, { text: '   Ln 9, Col 1' },
    ];
    expect(source(rows, numbered)).toBe('def long(argument,\n         other):\n    return "one two three"\n\nx = 1\n');
  });

  test('a line whose number was not read is a line of its own', () => {
    expect(source([{ number: 1, text: 'a = 1' }, { text: 'b = 2' }, { number: 3, text: 'c = 3' }, { number: 4, text: 'd = 4' }], numbered)).toBe('a = 1\nb = 2\nc = 3\nd = 4\n');
  });

  test('an overview of the file at the right, hardly legible, is left out', () => {
    expect(source([{ number: 1, text: 'import os           ~~-~' }, { number: 2, text: 'import sys' }, { number: 3, text: 'print(os)' }], { ...numbered, doubt: /[~-]/ })).toBe('import os\nimport sys\nprint(os)\n');
  });
});

describe('a terminal', () => {
  test('keeps its prompts', () => {
    expect(writeSheet(sheetOf(['ana@mini:~/shop$ ls', 'README.md  src', 'ana@mini:~/shop$']))).toMatchObject({ tag: 'code', language: 'console', source: 'ana@mini:~/shop$ ls\nREADME.md  src\nana@mini:~/shop$\n' });
  });

  test('what it broke at its last column is one line again; its longest line alone is none that was broken', () => {
    expect(source(['$ make', 'at Object.load (/srv/a', 'pp.js:12:7)', 'done'])).toBe('$ make\nat Object.load (/srv/app.js:12:7)\ndone\n');
    expect(source(['$ make', 'all of it was made', 'done'])).toBe('$ make\nall of it was made\ndone\n');
  });

  test.each([
    ['a Python trace', ['Traceback (most recent call last):', '  File "a.py", line 3, in f'], true], ['a prompt', ['C:\\src> dir'], true], ['two compiler messages', ['a.c:1:2: error: x', 'b.c:3:4: warning: y'], true],
    ['a shell script', ['#!/bin/sh', 'echo $HOME', 'ls'], false], ['Python', ['import os', 'print(os)'], false], ['a price list', ['$5 apples', '$7 pears'], false],
  ])('%s', (_, lines, expected) => {
    expect(isTerminal(lines)).toBe(expected);
  });
});

describe('places in source files', () => {
  const places = (text: string): unknown[] => framesIn(text).map(({ path, line, column }) => [path, line, ...(column === undefined ? [] : [column])]);
  test.each([
    ['Python', '  File "/srv/app/main.py", line 12, in run', [['/srv/app/main.py', 12]]], ['Node', '    at load (/app/src/a.js:10:5)', [['/app/src/a.js', 10, 5]]],
    ['Node, modules', '    at file.ts:3:4', [['file.ts', 3, 4]]], ['Java', '  at com.example.Foo.bar(Foo.java:42)', [['Foo.java', 42]]], ['Go', '        /home/x/main.go:18 +0x1d', [['/home/x/main.go', 18]]],
    ['Rust', "thread 'main' panicked at src/main.rs:4:5:", [['src/main.rs', 4, 5]]], ['GCC', 'src/a.c:12:7: error: x', [['src/a.c', 12, 7]]], ['make', 'make: *** [Makefile:12: all] Error 1', [['Makefile', 12]]],
    ['.NET', '   at A.B() in C:\\src\\a.cs:line 9', [['C:\\src\\a.cs', 9]]], ['Windows', 'C:\\src\\a.ts:5:6 - error TS1', [['C:\\src\\a.ts', 5, 6]]],
    ['no addresses', 'http://localhost:3000/a and 10.0.0.1:80 and example.com:443 and https://a.b/c.js:4', []], ['no times', 'at 12:30:45 v1.2:3', []], ['nor the runtime’s own', '    at node:internal/process/task_queues:105:5', []],
  ])('%s', (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  test('ranges hold what they name, in order, and hostile text takes no time', () => {
    const text = 'x\n  at f (a.js:1:2)\nb.c:3:4: error: y';
    const found = framesIn(text);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['a.js:1:2', 'b.c:3:4']);
    expect(framesIn(`${'a/'.repeat(20_000)}:1`)).toEqual([]);
    expect(framesIn('a.js:1\n'.repeat(5000))).toHaveLength(500);
  });
});

describe('repairs', () => {
  test.each([
    ['a bar between blanks', ['const a = b Il c;', 'const d: string I null = a;'], /[Il]/, ['const a = b || c;', 'const d: string | null = a;']],
    ['the end of a comment', ['/**', ' * Why', ' *l', 'const a = 1;'], /l/, ['/**', ' * Why', ' */', 'const a = 1;']],
    ['a closing bracket alone', ['const a = [', '  1,', '1;', 'const b = 2;'], /1/, ['const a = [', '  1,', '];', 'const b = 2;']],
    ['a quotation mark whose partner is another', ['const a = `x\';', 'const b = 1;'], /'/, ['const a = `x`;', 'const b = 1;']],
    ['what was read with certainty stays', ['const a = I + l;', 'const d = b Il c;'], /(?!)/, ['const a = I + l;', 'const d = b || c;']],
  ])('%s', (_, rows, doubt, expected) => {
    expect(source(rows, { doubt })).toBe(`${expected.join('\n')}\n`);
  });
});
