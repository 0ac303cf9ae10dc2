#!/usr/bin/env node
// node models/evaluation/score.mjs ANSWERS.jsonl [TRUTH] [--json] [--worst N]: scores of `unrender batch` against a folder of scenes.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import '../unrender_models/formula/typescript.mjs';
import { compare, nothing } from './compare.mjs';
import { graphOfMermaid, graphOfScene } from './graph.mjs';
import { readTruth } from './truth.mjs';

const { parseMermaidGraph } = await import('../../test/support/mermaid-graph.ts');

/** One picture: what it is, what came back, and how alike they are. */
export async function scorePicture(scene, answer) {
  const kind = answer?.kind === undefined ? 'none' : answer.kind === 'flowchart' ? 'flowchart' : 'other';
  const result = { kindRight: kind === scene.kind ? 1 : 0, emitted: 0, parsed: 0, missing: answer === undefined ? 1 : 0 };
  if (scene.kind !== 'flowchart') return result;
  const truth = graphOfScene(scene);
  let likeness = nothing(truth);
  if (typeof answer?.mermaid === 'string') {
    result.emitted = 1;
    try {
      likeness = compare(truth, graphOfMermaid(await parseMermaidGraph(answer.mermaid)));
      result.parsed = 1;
    } catch (error) {
      result.problem = error instanceof Error ? error.message.split('\n')[0] : String(error);
    }
  }
  return { ...result, ...likeness };
}

const ratio = (part, whole) => (whole === 0 ? null : part / whole);

/** Means and sums over pictures; null where nothing was measured. */
export function summarise(results) {
  const charts = results.filter(result => result.counts !== undefined);
  const mean = key => ratio(charts.reduce((sum, result) => sum + result[key], 0), charts.length);
  const count = key => charts.reduce((sum, result) => sum + result.counts[key], 0);
  const all = key => results.reduce((sum, result) => sum + result[key], 0);
  return {
    pictures: results.length, missing: all('missing'), kind: ratio(all('kindRight'), results.length), parse: ratio(all('parsed'), all('emitted')),
    nodeF1: mean('node'), edgeF1: mean('edge'), edgeMicroF1: ratio(2 * count('edgesBoth'), count('edgesTruth') + count('edgesAnswer')), tripleF1: mean('triple'),
    exact: mean('exact'), direction: mean('direction'), shape: ratio(count('shapesEqual'), count('shapesCompared')), look: ratio(count('looksEqual'), count('looksCompared')),
  };
}

/** Rows by split and by split and renderer; the Mermaid split by theme and font, too. @returns {Record<string, object>} */
export function groupsOf(entries) {
  const groups = new Map();
  for (const { split, scene, result } of entries) {
    const variant = /^(mermaid-[a-z]+)-\d+/.exec(scene.image ?? '')?.[1];
    for (const name of new Set(['all', split, `${split}/${variant ?? scene.renderer}`])) groups.set(name, [...(groups.get(name) ?? []), result]);
  }
  return Object.fromEntries([...groups].sort(([a], [b]) => (a === 'all' ? 1 : b === 'all' ? -1 : a < b ? -1 : 1)).map(([name, results]) => [name, summarise(results)]));
}

function table(groups) {
  const columns = ['pictures', 'missing', 'kind', 'parse', 'nodeF1', 'edgeF1', 'edgeMicroF1', 'tripleF1', 'exact', 'direction', 'shape', 'look'];
  const cell = value => (value === null ? '-' : Number.isInteger(value) && value > 1 ? String(value) : typeof value === 'number' ? value.toFixed(3) : String(value));
  const rows = Object.entries(groups).map(([name, row]) => [name, ...columns.map(key => (key === 'pictures' || key === 'missing' ? String(row[key]) : cell(row[key])))]);
  return [['', ...columns], ['---', ...columns.map(() => '---:')], ...rows].map(row => `| ${row.join(' | ')} |`).join('\n');
}

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false }, worst: { type: 'string', default: '0' } } });
  const [answersFile, folder = fileURLToPath(new URL('development', import.meta.url))] = positionals;
  if (answersFile === undefined) {
    console.error('usage: node models/evaluation/score.mjs ANSWERS.jsonl [TRUTH] [--json] [--worst N]');
    process.exitCode = 2;
    return;
  }
  const truth = readTruth(folder);
  const answers = new Map();
  for (const line of readFileSync(answersFile, 'utf8').split('\n').filter(Boolean)) {
    const answer = JSON.parse(line);
    answers.set(answer.picture, answer);
  }
  const entries = [];
  for (const [picture, { split, scene }] of truth) entries.push({ picture, split, scene, result: await scorePicture(scene, answers.get(picture) ?? answers.get(scene.image)) });
  const groups = groupsOf(entries);
  console.log(values.json ? JSON.stringify(groups, null, 2) : table(groups));
  const worst = entries.filter(({ result }) => result.counts).sort((a, b) => a.result.edge - b.result.edge).slice(0, Number(values.worst));
  for (const { picture, result } of worst) console.log(`${result.edge.toFixed(2)} edge F1, ${result.node.toFixed(2)} node F1  ${picture}${result.problem ? `  ${result.problem}` : ''}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
