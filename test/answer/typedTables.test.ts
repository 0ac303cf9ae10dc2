import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { altTable } from '../../src/answer/altText.js';
import { cleanLines, percent } from '../../src/answer/labels.js';
import {
  cellText, completeTable, narrateTable, nextOtsl, otslTokens, readHtmlTable, readOtsl, recordsOf, tableDoubts, tableFormats, tableOf, tableSegment, writeCsv, writeHtmlTable, writeJsonTable, writeLatexTable,
  writeMarkdownTable, writeOtsl, writeStructure, writeTable, writeTsv, type ElementLike, type OtslToken,
} from '../../src/answer/table/index.js';
import { ownersOf } from '../../src/answer/table/grid.js';
import type { Cell, Table } from '../../src/answer/types.js';
import { anyTable, said, tableWithoutSpans } from './anyTable.js';
import { cities } from './samples.js';

const { document } = new JSDOM('').window;
function parseHtml(source: string): ElementLike {
  const holder = document.createElement('div');
  holder.innerHTML = source;
  expect(holder.querySelectorAll('table').length).toBe(1);
  expect(holder.querySelectorAll('script, img, a, iframe').length).toBe(0);
  return holder.querySelector('table') as unknown as ElementLike;
}
const runs = { numRuns: 300, seed: 7 };

describe('the grid', () => {
  it('is covered once by any list of cells', () => {
    const wild = fc.record({ rows: fc.integer({ min: -1, max: 5 }), columns: fc.integer({ min: 0, max: 5 }), cells: fc.array(fc.record({ row: fc.integer({ min: -2, max: 6 }), column: fc.integer({ min: -2, max: 6 }), rowSpan: fc.integer({ min: 1, max: 9 }), columnSpan: fc.integer({ min: 1, max: 9 }) }), { maxLength: 12 }) });
    fc.assert(fc.property(wild, ({ rows, columns, cells }) => {
      const table = completeTable({ rows, columns, cells: cells.map((cell): Cell => ({ ...cell, header: 'none', lines: ['x'], align: 'left', regions: [], confidence: 1 })) });
      expect(table.cells.reduce((sum, { rowSpan, columnSpan }) => sum + rowSpan * columnSpan, 0)).toBe(Math.max(0, rows) * columns * (table.rows > 0 ? 1 : 0));
      expect(ownersOf(table).flat().every((index) => index >= 0)).toBe(true);
      expect(completeTable(table)).toEqual(table);
    }), runs);
  });
  it('has a bound', () => { expect(() => completeTable({ rows: 1e6, columns: 1e6, cells: [] })).toThrow(RangeError); });
});

describe('OTSL', () => {
  const grid = (table: Table): object => table.cells.map(({ row, column, rowSpan, columnSpan }) => ({ row, column, rowSpan, columnSpan }));
  it('holds the structure of any table', () => {
    fc.assert(fc.property(anyTable, (table) => {
      const { rows, columns, slots } = readOtsl(writeOtsl(table));
      expect({ rows, columns, grid: slots.map(({ empty: _, ...rest }) => rest) }).toEqual({ rows: table.rows, columns: table.columns, grid: grid(table) });
      expect(slots.map(({ empty }) => empty)).toEqual(table.cells.map((cell) => cellText(cell) === ''));
    }), runs);
  });
  it('repairs any stream to a table, and leaves a stream of its own grammar alone', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...otslTokens), { maxLength: 60 }), (tokens) => {
      const structure = readOtsl(tokens);
      expect(structure.slots.reduce((sum, { rowSpan, columnSpan }) => sum + rowSpan * columnSpan, 0)).toBe(structure.rows * structure.columns);
      expect(readOtsl(writeStructure(structure))).toEqual(structure);
    }), runs);
    fc.assert(fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 80 }), (choices) => {
      const tokens: OtslToken[] = [];
      for (const choice of choices) { const next = nextOtsl(tokens, 8); tokens.push(next[choice % next.length] as OtslToken); }
      while (tokens.at(-1) !== 'NL') { const next = nextOtsl(tokens, 8); tokens.push(next.includes('NL') ? 'NL' : next[0] as OtslToken); }
      expect(writeStructure(readOtsl(tokens))).toEqual(tokens);
    }), runs);
  });
  it('allows every table that there is', () => {
    fc.assert(fc.property(anyTable, (table) => {
      const tokens = writeOtsl(table);
      tokens.forEach((token, at) => { expect(nextOtsl(tokens.slice(0, at))).toContain(token); });
    }), { ...runs, numRuns: 100 });
  });
});

describe('HTML', () => {
  it('parses back to the same table', () => {
    fc.assert(fc.property(anyTable, (table) => {
      const { source, spans } = writeHtmlTable(table);
      expect(said(readHtmlTable(parseHtml(source)))).toEqual(said(table));
      for (const { start, end, element } of spans) {
        const cell = element === 'text:0' ? table.caption : table.cells[Number(element?.slice(5))];
        const holder = document.createElement('div');
        holder.innerHTML = source.slice(start, end);
        expect(holder.textContent).toBe(cleanLines(cell?.lines ?? []).join(''));
      }
    }), runs);
  });
  it('heads a head that ends where no cell reaches over', () => {
    const { source } = writeHtmlTable(cities);
    expect(source.match(/<thead>[^]*<\/thead>/)?.[0].match(/<tr>/g)?.length).toBe(2);
    expect(source).toContain('<th scope="colgroup" colspan="2"');
  });
});

/** An independent reader of RFC 4180. */
function parseDelimited(source: string, separator: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [], field = '', quoted = false;
  for (let at = 0; at < source.length; at++) {
    const character = source[at];
    if (quoted) {
      if (character !== '"') field += character;
      else if (source[at + 1] === '"') { field += '"'; at++; } else quoted = false;
    } else if (character === '"' && field === '') quoted = true;
    else if (character === separator) { record.push(field); field = ''; }
    else if (character === '\r' && source[at + 1] === '\n') { records.push([...record, field]); record = []; field = ''; at++; }
    else field += character;
  }
  expect([quoted, field, record]).toEqual([false, '', []]);
  return records;
}

describe('CSV and TSV', () => {
  it('hold every text as it is, in its place', () => {
    fc.assert(fc.property(anyTable, (table) => {
      const expected = Array.from({ length: table.rows }, () => new Array<string>(table.columns).fill(''));
      for (const { row, column, lines } of table.cells) { const line = expected[row]; if (line !== undefined) line[column] = cleanLines(lines).join('\n'); }
      expect(parseDelimited(writeCsv(table), ',')).toEqual(expected);
      expect(parseDelimited(writeTsv(table), '\t')).toEqual(expected);
    }), runs);
  });
  it('quote what a spreadsheet could run, and leave numbers bare', () => {
    expect(writeCsv(tableOf(['=1+1', '-3.5', '+x'], [['(250)', '1,234.5', '@a']]))).toBe('"=1+1",-3.5,"+x"\r\n(250),"1,234.5","@a"\r\n');
  });
});

describe('Markdown', () => {
  it('parses back to the same texts, and to nothing else', () => {
    const parser = new MarkdownIt({ html: false, linkify: true });
    fc.assert(fc.property(tableWithoutSpans, (table) => {
      const source = writeMarkdownTable(table) ?? '';
      const holder = document.createElement('div');
      holder.innerHTML = parser.render(source.replaceAll('<br>', '\uE000'));
      expect(holder.querySelectorAll('table').length).toBe(1);
      expect([...holder.querySelectorAll('*')].map(({ tagName }) => tagName).filter((name) => !['TABLE', 'THEAD', 'TBODY', 'TR', 'TH', 'TD'].includes(name))).toEqual([]);
      const head = said(table) as { readonly head: number };
      const rows = [...holder.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td')].map((cell) => (cell.textContent ?? '').replaceAll('\uE000', '\n')));
      const expected = Array.from({ length: table.rows - head.head }, (_, row) => Array.from({ length: table.columns }, (_column, column) => cleanLines(table.cells[(head.head + row) * table.columns + column]?.lines ?? []).join('\n').replaceAll('\uE000', '\n')));
      expect(rows).toEqual(expected);
    }), runs);
  });
  it('is not written for spans', () => { expect(writeMarkdownTable(cities)).toBeUndefined(); });
  it('keeps numbers as they are and aligns by column', () => {
    expect(writeMarkdownTable({ ...tableOf(['n'], [['-1.5'], ['2.0']]), cells: tableOf(['n'], [['-1.5'], ['2.0']]).cells.map((cell) => ({ ...cell, align: 'right' as const })) })).toBe('|    n |\n| ---: |\n| -1.5 |\n|  2.0 |\n');
  });
});

describe('LaTeX', () => {
  it('balances its braces, and gives every line its columns', () => {
    fc.assert(fc.property(anyTable, (table) => {
      const source = writeLatexTable(table).replace(/^%.*\n/, '');
      const bare = source.replace(/\\[{}&%#$_]/g, '');
      let depth = 0;
      for (const character of bare) { depth += character === '{' ? 1 : character === '}' ? -1 : 0; expect(depth).toBeGreaterThanOrEqual(0); }
      expect(depth).toBe(0);
      expect(bare).not.toMatch(/[%#$~^_]/);
      const lines = bare.split('\n').filter((line) => line.endsWith(' \\\\'));
      expect(lines.length).toBe(table.rows);
      for (const line of lines) {
        const wide = [...line.matchAll(/\\multicolumn\{(\d+)\}/g)].reduce((sum, [, width]) => sum + Number(width) - 1, 0);
        expect((line.match(/&/g)?.length ?? 0) + 1 + wide).toBe(table.columns);
      }
    }), runs);
  });
});

describe('JSON', () => {
  it('keeps numbers as text, and the order of the columns', () => {
    expect(writeJsonTable(tableOf(['City', '2019', '2018'], [['Bern', '1,200', '007']]))).toBe('[\n  { "City": "Bern", "2019": "1,200", "2018": "007" }\n]\n');
    fc.assert(fc.property(anyTable, (table) => {
      const parsed = JSON.parse(writeJsonTable(table)) as unknown;
      const { header, rows } = recordsOf(table, { every: true });
      expect(Array.isArray(parsed) ? parsed.map((row) => header.map((name) => (row as Record<string, string>)[name])) : (parsed as { readonly rows: unknown }).rows).toEqual(rows);
    }), runs);
  });
});

describe('every format', () => {
  it('writes any table, or says that it cannot', () => {
    fc.assert(fc.property(anyTable, (table) => {
      for (const format of tableFormats) { const text = writeTable(table, format); if (format !== 'markdown') expect(typeof text).toBe('string'); }
    }), { ...runs, numRuns: 60 });
  });
});

describe('the explanation', () => {
  const told = (table: Table): string[] => narrateTable(table).map(({ text }) => text);
  it('says what the table holds, and what its numbers come to', () => {
    expect(told(tableOf(['Item', 'Weight (kg)', 'Price'], [['Pen', '0.5', '$3.00'], ['Ink', '1.25', '$4.50'], ['Pad', '', '$1.00'], ['Total', '1.75', '$8.50']], 'Stock'))).toEqual([
      'This is a table of 4 rows, one of them a total, and 3 columns, under a header.', 'Its caption is “Stock”.', 'The columns are “Item”, “Weight (kg)” and “Price”.', '“Weight” is in kg.',
      '“Weight (kg)” runs from “0.5” (“Pen”) to “1.25” (“Ink”) and adds up to 1.75 over 2 rows.', '“Total” gives “1.75” for “Weight (kg)”, which is what the other rows add up to.',
      '“Price” runs from “$1.00” (“Pad”) to “$4.50” (“Ink”) and adds up to $8.50 over 3 rows.', '“Total” gives “$8.50” for “Price”, which is what the other rows add up to.', '1 cell is empty: “Weight (kg)” of “Pad”.',
    ]);
  });
  it('says where a total is not what the rows add up to', () => {
    expect(told(tableOf(['Item', 'Units'], [['Pen', '3'], ['Ink', '4'], ['Total', '8']]))).toContain('“Total” gives “8” for “Units”, but the other rows add up to 7.');
  });
  it('adds up no years, no numbering, no shares and no averages, and takes no date for a number', () => {
    const all = told(tableOf(['No', 'Year', 'Share', 'Average age', 'Date', 'Mixed'], [['1', '2019', '10 %', '31', '01.02.2024', '€3'], ['2', '2020', '20 %', '35', '02.02.2024', '$4']])).join('\n');
    expect(all).not.toMatch(/adds up|“2019”|“1” |02\.2024|€3/);
    expect(all).toContain('“Share” runs from “10 %” (“1”) to “20 %” (“2”).');
  });
  it('names only what stands in the table, and ties each sentence to its cells', () => {
    fc.assert(fc.property(anyTable, (table) => {
      for (const { text, elements, regions } of narrateTable(table)) {
        for (const [, quoted = ''] of text.matchAll(/“([^“”]*)”/g)) expect([...recordsOf(table, { every: true }).header, ...table.cells.map(cellText), cleanLines(table.caption?.lines ?? []).join(' ')].some((each) => each.includes(quoted.trim())), text).toBe(true);
        for (const element of elements) expect(element).toMatch(/^cell:\d+$|^text:0$/);
        const known = new Set([...table.cells.flatMap((cell) => cell.regions), ...(table.caption?.regions ?? [])]);
        for (const region of regions) expect(known.has(region)).toBe(true);
      }
    }), { ...runs, numRuns: 150 });
  });
  it('tells headers that span, and sections', () => {
    expect(told(cities)).toEqual(expect.arrayContaining(['“Population” stands over 2 columns.', 'It is divided by the heading “South”.']));
    expect(altTable(cities, 200)).toBe('Table “Cities <draft>” of 3 rows (“Bern”, “Thun | See” and “<b>Spiez</b>”) and 4 columns (“City”, “Population 2010”, “Population 2020” and “Area (km²)”).');
    // Where there is no room for both, the rows go unnamed.
    expect(altTable(cities)).toBe('Table “Cities <draft>” of 3 rows and 4 columns (“City”, “Population 2010”, “Population 2020” and “Area (km²)”).');
  });
});

describe('doubts and the segment', () => {
  it('names a doubtful cell by its column and row', () => {
    expect(tableDoubts(cities)).toEqual([{ text: `“84,100” (“Population 2020” of “Thun | See”) may be misread or stand in another cell (${percent(0.55)})`, element: 'cell:12', regions: [12], confidence: 0.55 }]);
  });
  it('mends a table before it writes it', () => {
    const { table, source } = tableSegment({ rows: 1, columns: 2, cells: [] });
    expect(table.cells.length).toBe(2);
    expect(source.match(/<td>/g)?.length).toBe(2);
  });
});
