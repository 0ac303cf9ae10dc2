#!/usr/bin/env node
// node models/evaluation/tables/read.mjs PACKAGE FOLDER LINES.json OUT.jsonl [--threads N] [--again]: the reader of tables over every picture that LINES.json has lines for (of lines.mjs, or a
// set's true boxes), without the command line around it; --again: with the second look at empty cells, as the extension has it. OUT is what score.mjs takes, with the milliseconds of each reading (the text reader's not among them).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine, openTextReader } from './engine.mjs';

const { values, positionals: [folder, pictures, linesFile, out] } = parseArgs({ allowPositionals: true, options: { threads: { type: 'string', default: '2' }, again: { type: 'boolean', default: false } } });
if (out === undefined) {
  console.error('usage: node models/evaluation/tables/read.mjs PACKAGE FOLDER LINES.json OUT.jsonl [--threads N] [--again]');
  process.exit(2);
}
const engine = await openEngine('read');
const { decodePicture, openTableReader, tableSegment, Task } = engine;
const text = values.again ? await openTextReader(engine, Number(values.threads)) : undefined;
const reader = await openTableReader(folder, 'cpu', Number(values.threads));
const written = [], times = [];
for (const [name, found] of Object.entries(JSON.parse(readFileSync(linesFile, 'utf8'))).sort(([a], [b]) => (a < b ? -1 : 1))) {
  const picture = await decodePicture(name, readFileSync(join(pictures, name)), '#ffffff');
  const lines = found.map(({ x, y, width, height, text, confidence = 1, glyphs }) => ({
    box: { x, y, width, height }, text, confidence, ...(glyphs && { glyphs: glyphs.map(([character, at, sure]) => ({ character, x: at, confidence: sure })) }),
  }));
  const start = performance.now();
  const task = new Task(name, new AbortController().signal, () => {});
  const { table, regions } = await reader.read(picture, lines, task, text && (boxes => text.readRows(picture, boxes, 1, task)));
  times.push(performance.now() - start);
  written.push(JSON.stringify({ picture: name, ms: Math.round(times.at(-1)), ...(table && { html: tableSegment(table).source, table, regions }) }));
}
await Promise.all([reader.dispose(), text?.dispose()]);
writeFileSync(out, `${written.join('\n')}\n`);
times.sort((a, b) => a - b);
console.log(`${written.length} pictures, ${times[times.length >> 1].toFixed(0)} ms in the middle, ${times.at(-1).toFixed(0)} ms at most`);
