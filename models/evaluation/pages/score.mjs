#!/usr/bin/env node
// node models/evaluation/pages/score.mjs [FOLDER] [--lines LINES.json] [--package DIR] [--worst N] [--draw DIR] [--json]: cuts the pages of FOLDER/truth.jsonl with the engine's own
// text reader, router and cutter, and scores the blocks. LINES.json keeps what the text reader found, for the next run.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { newTask, openEngine, openTextReader, readLines, root } from '../router/engine.mjs';
import { comparePage, summarise } from './measures.mjs';

const { values, positionals: [folder = join(root, 'models/evaluation/pages')] } = parseArgs({
  allowPositionals: true,
  options: {
    lines: { type: 'string' }, package: { type: 'string', default: join(root, 'models/packages/unrender-router') }, worst: { type: 'string', default: '0' }, draw: { type: 'string' },
    json: { type: 'boolean', default: false }, threads: { type: 'string', default: '2' }, blind: { type: 'boolean', default: false },
  },
});
const engine = await openEngine('pages');
/** Says nothing: what the cutter does by how things stand alone. */
const blind = { route: async () => ({ kind: 'page', confidence: 0, sure: false, ranking: [] }), dispose: async () => {} };
const router = values.blind ? blind : await engine.openRouter(values.package, 'cpu', Number(values.threads));
const known = values.lines !== undefined && existsSync(values.lines) ? JSON.parse(readFileSync(values.lines, 'utf8')) : {};
let reader;
const results = [];
for (const { image, renderer, blocks } of readLines(join(folder, 'truth.jsonl'))) {
  const picture = await engine.decodePicture(image, readFileSync(join(folder, image)), '#ffffff');
  if (known[image] === undefined) {
    reader ??= await openTextReader(engine, Number(values.threads));
    known[image] = await reader.read(picture, newTask(engine, image));
    if (values.lines !== undefined) writeFileSync(values.lines, JSON.stringify(known));
  }
  const start = performance.now();
  const cut = await engine.cutPage(picture, known[image], router, newTask(engine, image));
  const ms = performance.now() - start;
  const found = cut.map(({ kind, box }) => ({ kind, box: [box.x, box.y, box.x + box.width, box.y + box.height] }));
  const result = { image, renderer, ms, blocks, found, ...comparePage(blocks, found) };
  results.push(result);
  if (values.draw !== undefined) await draw(picture, result);
}
await Promise.all([router.dispose(), reader?.dispose()]);

/** The page with its blocks: green found, red missed, blue made up; numbers say the order. */
async function draw(picture, { image, blocks, found, hitTruth, hitFound }) {
  mkdirSync(values.draw, { recursive: true });
  const rect = ({ kind, box: [x0, y0, x1, y1] }, tint, label) => `<rect x="${x0}" y="${y0}" width="${x1 - x0}" height="${y1 - y0}" fill="none" stroke="${tint}" stroke-width="3"/><text x="${x0 + 4}" y="${y0 + 18}" font-size="18" fill="${tint}">${label} ${kind}</text>`;
  const shapes = [...blocks.flatMap((block, i) => (hitTruth.includes(i) ? [] : [rect(block, '#e00000', '-')])), ...found.map((block, j) => rect(block, hitFound.includes(j) ? '#00a000' : '#2040ff', String(j)))];
  const over = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${picture.width}" height="${picture.height}">${shapes.join('')}</svg>`);
  await sharp(Buffer.from(picture.rgb), { raw: { width: picture.width, height: picture.height, channels: 3 } }).composite([{ input: over }]).png().toFile(join(values.draw, image.replace(/\.\w+$/, '.png')));
}

const groups = { all: results };
for (const result of results) (groups[result.renderer] ??= []).push(result);
for (const kind of ['text', 'formula', 'table', 'figure', 'code']) {
  const only = results.map(result => ({ ...comparePage(result.blocks.filter(block => block.kind === kind), result.found.filter(block => block.kind === kind)) }));
  groups[`kind ${kind}`] = only;
}
const summaries = Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, summarise(group)]));
if (values.json) console.log(JSON.stringify(summaries, null, 2));
else {
  const columns = Object.keys(summaries.all);
  for (const row of [['', ...columns], ['---', ...columns.map(() => '---:')], ...Object.entries(summaries).map(([name, summary]) => [name, ...columns.map(key => (key === 'pages' ? summary[key] : summary[key].toFixed(3)))])]) console.log(`| ${row.join(' | ')} |`);
  console.log(`ms to cut a page, its text read: median ${results.map(({ ms }) => ms).sort((a, b) => a - b)[results.length >> 1]?.toFixed(0)}`);
}
for (const result of results.toSorted((a, b) => a.hits / (a.wanted + a.given) - b.hits / (b.wanted + b.given)).slice(0, Number(values.worst))) console.log(`${result.image} ${result.renderer}: ${result.hits} of ${result.wanted}, ${result.given} found, tau ${result.tau.toFixed(2)}`);
