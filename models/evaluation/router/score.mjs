#!/usr/bin/env node
// node models/evaluation/router/score.mjs [FOLDER] [--package DIR] [--all KIND] [--wrong] [--json] [--threads N]: routes the pictures of FOLDER/truth.jsonl with the engine's own router,
// or with --all every picture below FOLDER, which are all of one kind.
// Prints accuracy with and without abstention, the confusion table, and milliseconds a picture. Exits with 1 where a photo, icon or empty screen is called a diagram for sure.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { newTask, openEngine, readLines, root } from './engine.mjs';

const { values, positionals: [folder = join(root, 'models/evaluation/router')] } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'string' }, package: { type: 'string', default: join(root, 'models/packages/unrender-router') }, wrong: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, threads: { type: 'string', default: '2' } },
});
const engine = await openEngine('score');
const router = await engine.openRouter(values.package, 'cpu', Number(values.threads));
const results = [];
const pictures = values.all === undefined ? readLines(join(folder, 'truth.jsonl'))
  : readdirSync(folder, { recursive: true }).filter(name => /\.(png|jpg)$/.test(name)).sort().map(image => ({ image, kind: values.all, renderer: '' }));
for (const { image, kind, renderer } of pictures) {
  const picture = await engine.decodePicture(image, readFileSync(join(folder, image)), '#ffffff');
  const start = performance.now();
  // Without its text lines: what the network alone says.
  const route = await router.route(picture, undefined, newTask(engine, image));
  results.push({ image, kind, renderer, told: route.kind, confidence: route.confidence, sure: route.sure, ms: performance.now() - start });
}
await router.dispose();

const share = (part, whole) => (whole.length === 0 ? null : part.length / whole.length);
const right = results.filter(({ kind, told }) => kind === told);
const sure = results.filter(result => result.sure);
const photos = results.filter(({ kind }) => kind === 'other');
const times = results.map(({ ms }) => ms).sort((a, b) => a - b);
const summary = {
  pictures: results.length, accuracy: share(right, results), sure: share(sure, results), accuracyWhereSure: share(sure.filter(({ kind, told }) => kind === told), sure),
  photosCalledDiagram: photos.filter(({ told }) => engine.diagrams.has(told)).length, photosCalledDiagramForSure: photos.filter(result => result.sure && engine.diagrams.has(result.told)).length,
  msMedian: times[times.length >> 1], msMost: times.at(-1),
};
const rows = engine.routes.map(kind => {
  const own = results.filter(result => result.kind === kind);
  return [kind, ...engine.routes.map(told => own.filter(result => result.told === told).length || ''), own.filter(result => !result.sure).length, share(own.filter(result => result.told === kind), own)?.toFixed(2) ?? '-'];
});
if (values.json) console.log(JSON.stringify({ ...summary, rows: Object.fromEntries(rows.map(([kind, ...row]) => [kind, row])) }, null, 2));
else {
  const percent = value => (value === null ? '-' : value.toFixed(3));
  console.log(`accuracy ${percent(summary.accuracy)} of ${results.length} pictures; sure of ${percent(summary.sure)}, right where sure ${percent(summary.accuracyWhereSure)}`);
  console.log(`photos, icons, empty screens called a diagram: ${summary.photosCalledDiagram} of ${photos.length}, for sure: ${summary.photosCalledDiagramForSure}`);
  console.log(`ms a picture: median ${summary.msMedian.toFixed(0)}, most ${summary.msMost.toFixed(0)}\n`);
  for (const row of [['is \\ told', ...engine.routes.map(kind => kind.slice(0, 5)), 'unsure', 'right'], ['---', ...engine.routes.map(() => '---:'), '---:', '---:'], ...rows]) console.log(`| ${row.join(' | ')} |`);
}
if (values.wrong) for (const { image, kind, renderer, told, confidence, sure: certain } of results.filter(result => result.kind !== result.told)) console.log(`${image} (${renderer}): ${kind} told ${told} ${confidence.toFixed(2)}${certain ? ' SURE' : ''}`);
if (summary.photosCalledDiagramForSure > 0) process.exitCode = 1;
