#!/usr/bin/env node
// node models/evaluation/tables/score.mjs ANSWERS.jsonl [TRUTH] [--flat] [--json] [--worst N]: scores the HTML of `unrender batch` (or of a peer) against a folder of tables.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cellsOf, teds, treeOf } from './tree.mjs';

/** The true table as HTML, as the extension writes tables. */
export function htmlOfScene(scene) {
  const escape = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const row = index => `<tr>${scene.cells.filter(cell => cell.row === index).map(cell => `<td${cell.row_span > 1 ? ` rowspan="${cell.row_span}"` : ''}${cell.column_span > 1 ? ` colspan="${cell.column_span}"` : ''}>${cell.lines.map(line => escape(line.text)).join('<br>')}</td>`).join('')}</tr>`;
  const rows = Array.from({ length: scene.rows }, (_, index) => row(index));
  const part = (name, from, to) => (to > from ? `<${name}>${rows.slice(from, to).join('')}</${name}>` : '');
  return `<table>${part('thead', 0, scene.header_rows)}${part('tbody', scene.header_rows, scene.rows)}</table>`;
}

/** The table that an answer line holds: of a peer as `html`, else the first table segment's source. */
export const htmlOfAnswer = line => line?.html ?? line?.answer?.segments?.find(segment => segment.tag === 'table')?.source;

const key = text => text.toLowerCase().replace(/\s+/gu, '');

/** F1 of two multisets. */
export function f1(truth, answer) {
  if (truth.length + answer.length === 0) return 1;
  const left = new Map();
  for (const each of truth) left.set(each, (left.get(each) ?? 0) + 1);
  let both = 0;
  for (const each of answer) if ((left.get(each) ?? 0) > 0) { both++; left.set(each, left.get(each) - 1); }
  return (2 * both) / (truth.length + answer.length);
}

/** One picture. */
export function scoreTable(scene, line, flat = false) {
  const truth = treeOf(htmlOfScene(scene), flat);
  const html = htmlOfAnswer(line);
  const answer = html === undefined ? undefined : treeOf(html, flat);
  const [trueCells, cells] = [cellsOf(truth), answer === undefined ? [] : cellsOf(answer)];
  const texts = list => list.filter(({ text }) => text !== '').map(({ text }) => key(text));
  const placed = list => list.filter(({ text }) => text !== '').map(({ place, text }) => `${place}\n${key(text)}`);
  const grid = list => list.map(({ place }) => place);
  return {
    missing: line === undefined ? 1 : 0, table: answer === undefined ? 0 : 1, teds: teds(truth, answer), tedsStruct: teds(truth, answer, true),
    cellF1: f1(texts(trueCells), texts(cells)), placedF1: f1(placed(trueCells), placed(cells)), grid: answer !== undefined && f1(grid(trueCells), grid(cells)) === 1 ? 1 : 0,
  };
}

/** Scenes below a folder, by picture. */
export function readTables(folder) {
  if (!existsSync(folder)) throw new Error(`${folder} does not exist`);
  const truth = new Map();
  for (const file of readdirSync(folder, { recursive: true }).filter(name => name.split(sep).at(-1) === 'scenes.jsonl').sort()) {
    const place = dirname(file).split(sep).join('/');
    for (const text of readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean)) {
      const scene = JSON.parse(text);
      truth.set(place === '.' ? scene.image : `${place}/${scene.image}`, scene);
    }
  }
  if (truth.size === 0) throw new Error(`${folder} holds no scenes.jsonl`);
  return truth;
}

const columns = ['pictures', 'missing', 'table', 'teds', 'tedsStruct', 'cellF1', 'placedF1', 'grid'];

/** Means over pictures, by style and in all. */
export function summarise(entries) {
  const groups = new Map();
  for (const entry of entries) for (const name of [entry.style, 'all']) groups.set(name, [...(groups.get(name) ?? []), entry.result]);
  const mean = (results, name) => results.reduce((sum, result) => sum + result[name], 0) / results.length;
  return Object.fromEntries([...groups].sort(([a], [b]) => (a === 'all' ? 1 : b === 'all' ? -1 : a < b ? -1 : 1))
    .map(([name, results]) => [name, { pictures: results.length, missing: results.reduce((sum, { missing }) => sum + missing, 0), ...Object.fromEntries(columns.slice(2).map(each => [each, mean(results, each)])) }]));
}

function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false }, flat: { type: 'boolean', default: false }, worst: { type: 'string', default: '0' } } });
  const [answersFile, folder = fileURLToPath(new URL('development', import.meta.url))] = positionals;
  if (answersFile === undefined) {
    console.error('usage: node models/evaluation/tables/score.mjs ANSWERS.jsonl [TRUTH] [--flat] [--json] [--worst N]');
    process.exitCode = 2;
    return;
  }
  const answers = new Map(readFileSync(answersFile, 'utf8').split('\n').filter(Boolean).map(text => JSON.parse(text)).map(line => [line.picture, line]));
  const entries = [...readTables(folder)].map(([picture, scene]) => ({ picture, style: scene.style ?? scene.renderer, result: scoreTable(scene, answers.get(picture) ?? answers.get(scene.image), values.flat) }));
  const groups = summarise(entries);
  if (values.json) console.log(JSON.stringify(groups, null, 2));
  else {
    const rows = Object.entries(groups).map(([name, row]) => [name, ...columns.map((each, index) => (index < 2 ? String(row[each]) : row[each].toFixed(3)))]);
    console.log([['', ...columns], ['---', ...columns.map(() => '---:')], ...rows].map(row => `| ${row.join(' | ')} |`).join('\n'));
  }
  for (const { picture, result } of entries.sort((a, b) => a.result.teds - b.result.teds).slice(0, Number(values.worst))) console.log(`${result.teds.toFixed(3)} TEDS, ${result.tedsStruct.toFixed(3)} structure  ${picture}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
