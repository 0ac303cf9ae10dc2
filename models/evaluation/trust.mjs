#!/usr/bin/env node
// node models/evaluation/trust.mjs ANSWERS.jsonl [TRUTH] [--json]: how right answers of `unrender batch` are by what src/answer/trust.ts judges them by.
// "right" is the share of the nodes and edges of an answer that the truth holds; pictures without truth are counted by class only.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import '../unrender_models/formula/typescript.mjs';
import { claimsOf } from './calibrate.mjs';
import { readTruth } from './truth.mjs';

const { signsOf, trustIn } = await import('../../src/answer/trust.ts');

/** @typedef {{ picture: string, trust: string, doubts: number, loose: number, right?: number }} Reading  `right` in 0..1, where there is truth */

/** A line of the answers as what is judged and what came of it; nothing for a picture that was not taken for a diagram. @returns {Reading | undefined} */
export function readingOf({ picture, answer }, scene) {
  const signs = answer === undefined ? undefined : signsOf(answer);
  if (signs === undefined) return undefined;
  const diagram = answer.segments.find(segment => segment.diagram !== undefined).diagram;
  const claims = scene === undefined ? [] : Object.values(claimsOf(scene, diagram)).flat();
  return { picture, trust: trustIn(answer), ...signs, ...(scene !== undefined && { right: claims.filter(({ right }) => right).length / Math.max(1, claims.length) }) };
}

const bins = {
  trust: [['sure', ({ trust }) => trust === 'sure'], ['unsure', ({ trust }) => trust === 'unsure'], ['poor', ({ trust }) => trust === 'poor']],
  'doubts for each element': between('doubts', [0, 0.05, 0.1, 0.2, 0.3, 0.4]),
  'share of loose nodes': between('loose', [0, 0.1, 0.2, 0.4, 0.6]),
};

function between(key, edges) {
  return [-1, ...edges].map((low, i) => [i === 0 ? '0' : edges[i] === undefined ? `> ${low}` : `> ${low} to ${edges[i]}`, reading => reading[key] > low && reading[key] <= (edges[i] ?? Infinity)]);
}

/** Rows for a table: pictures, mean share that is right, the share below which a tenth of the pictures lie, and the share of pictures with 9 of 10 elements right. */
export function rowsOf(readings) {
  return Object.entries(bins).flatMap(([group, parts]) => parts.map(([name, test]) => {
    const found = readings.filter(test);
    const right = found.flatMap(reading => (reading.right === undefined ? [] : [reading.right])).sort((a, b) => a - b);
    return { group, name, pictures: found.length, judged: right.length, ...(right.length > 0 && {
      mean: right.reduce((sum, each) => sum + each, 0) / right.length, tenth: right[Math.floor(right.length / 10)], good: right.filter(each => each >= 0.9).length / right.length,
    }) };
  }));
}

function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false } } });
  const [answersFile, folder = fileURLToPath(new URL('development', import.meta.url))] = positionals;
  if (answersFile === undefined) {
    console.error('usage: node models/evaluation/trust.mjs ANSWERS.jsonl [TRUTH] [--json]');
    process.exitCode = 2;
    return;
  }
  const truth = readTruth(folder);
  const lines = readFileSync(answersFile, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line));
  const readings = lines.flatMap(line => readingOf(line, truth.get(line.picture)?.scene) ?? []);
  if (values.json) { console.log(JSON.stringify({ pictures: lines.length, readings, rows: rowsOf(readings) }, null, 2)); return; }
  const cell = value => (value === undefined ? '-' : value.toFixed(3));
  console.log(`${lines.length} pictures, ${readings.length} taken for diagrams\n`);
  console.log('| by | | diagrams | with truth | right, mean | right, lowest tenth | 9 of 10 right |\n|---|---|---:|---:|---:|---:|---:|');
  for (const { group, name, pictures, judged, mean, tenth, good } of rowsOf(readings)) console.log(`| ${group} | ${name} | ${pictures} | ${judged} | ${cell(mean)} | ${cell(tenth)} | ${cell(good)} |`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
