#!/usr/bin/env node
// node models/evaluation/tables/lines.mjs FOLDER OUT.json [--threads N]: what the text reader finds in every PNG of a folder, with the places of its characters, for read.mjs and for
// `python -m unrender_models.grid.evaluate`. Goes on where it was.
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine, openTextReader } from './engine.mjs';

const { values, positionals: [folder, out] } = parseArgs({ allowPositionals: true, options: { threads: { type: 'string', default: '2' } } });
if (folder === undefined || out === undefined) {
  console.error('usage: node models/evaluation/tables/lines.mjs FOLDER OUT.json [--threads N]');
  process.exit(2);
}
const engine = await openEngine('lines');
const { decodePicture, Task } = engine;
const reader = await openTextReader(engine, Number(values.threads));
const found = existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : {};
const save = () => {
  writeFileSync(`${out}.part`, JSON.stringify(found));
  renameSync(`${out}.part`, out);
};
const tenth = value => Math.round(value * 10) / 10, thousandth = value => Math.round(value * 1000) / 1000;
for (const name of readdirSync(folder).filter(each => each.endsWith('.png')).sort()) {
  if (found[name] !== undefined) continue;
  const picture = await decodePicture(name, readFileSync(join(folder, name)), '#ffffff');
  const lines = await reader.read(picture, new Task(name, new AbortController().signal, () => {}));
  found[name] = lines.map(({ box, text, confidence, glyphs }) => ({
    x: tenth(box.x), y: tenth(box.y), width: tenth(box.width), height: tenth(box.height), text, confidence: thousandth(confidence),
    ...(glyphs !== undefined && { glyphs: glyphs.map(({ character, x, confidence: sure }) => [character, tenth(x), thousandth(sure)]) }),
  }));
  if (Object.keys(found).length % 10 === 0) save();
}
save();
await reader.dispose();
