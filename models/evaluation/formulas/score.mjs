#!/usr/bin/env node
// node models/evaluation/formulas/score.mjs ANSWERS.jsonl [TRUTH] [--json] [--worst N] [--no-glyphs]
// ANSWERS: a line a picture, {"picture": "formula-000.png", "latex": "..."} or what `unrender batch` writes. TRUTH: a folder with formulas.jsonl.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import katex from 'katex';
import '../../unrender_models/formula/typescript.mjs';
import { alike, comparable, editDistance, glyphMatch, summarise } from './measures.mjs';

const { normalise, toTokens } = await import('../../../src/answer/formula/index.ts');

/** One picture. `glyphs`: renders LaTeX to glyphs; left out where there is no browser. */
export async function scoreFormula(truth, latex, glyphs) {
  const wanted = comparable(truth.tokens);
  const result = { answered: latex === undefined ? 0 : 1, parsed: 0, exact: 0, alike: 0, edits: wanted.length, tokens: wanted.length };
  if (glyphs !== undefined) Object.assign(result, { glyphs: 0, sameRender: 0 });
  if (latex === undefined) return result;
  try {
    katex.renderToString(latex, { displayMode: true, throwOnError: true, strict: 'error' });
    result.parsed = 1;
    const tokens = toTokens(normalise(latex));
    result.edits = editDistance(wanted, comparable(tokens));
    result.exact = result.edits === 0 ? 1 : 0;
    result.alike = editDistance(alike(truth.tokens), alike(tokens)) === 0 ? 1 : 0;
  } catch (error) {
    result.problem = error instanceof Error ? error.message.split('\n')[0] : String(error);
  }
  if (glyphs !== undefined && result.parsed === 1) {
    result.glyphs = glyphMatch(await glyphs.of(truth.latex), await glyphs.of(latex));
    result.sameRender = result.glyphs === 1 ? 1 : 0;
  }
  return result;
}

/** Rows by font, size of text, what the formula comes from, and all. */
export function groupsOf(entries) {
  const groups = new Map();
  for (const { truth, result } of entries) {
    const size = truth.em < 14 ? 'below 14 px' : truth.em < 24 ? '14 to 23 px' : '24 px and more';
    const many = truth.tokens.length <= 20 ? 'to 20 tokens' : truth.tokens.length <= 45 ? '21 to 45 tokens' : 'more tokens';
    for (const name of ['all', `font: ${truth.font}`, `text: ${size}`, `length: ${many}`, `kind: ${truth.origin === 'grid' ? 'grids' : 'lines'}`]) groups.set(name, [...(groups.get(name) ?? []), result]);
  }
  return Object.fromEntries([...groups].sort(([a], [b]) => (a === 'all' ? 1 : b === 'all' ? -1 : a < b ? -1 : 1)).map(([name, results]) => [name, summarise(results)]));
}

function table(groups) {
  const columns = ['pictures', 'missing', 'parse', 'exact', 'alike', 'tokenError', 'glyphs', 'render'];
  const cell = (value, key) => (value === null ? '-' : key === 'pictures' || key === 'missing' ? String(value) : value.toFixed(3));
  const rows = Object.entries(groups).map(([name, row]) => [name, ...columns.map(key => cell(row[key], key))]);
  return [['', ...columns], ['---', ...columns.map(() => '---:')], ...rows].map(row => `| ${row.join(' | ')} |`).join('\n');
}

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false }, worst: { type: 'string', default: '0' }, 'no-glyphs': { type: 'boolean', default: false } } });
  const [answersFile, folder = fileURLToPath(new URL('development', import.meta.url))] = positionals;
  if (answersFile === undefined) {
    console.error('usage: node models/evaluation/formulas/score.mjs ANSWERS.jsonl [TRUTH] [--json] [--worst N] [--no-glyphs]');
    process.exitCode = 2;
    return;
  }
  const lines = file => readFileSync(file, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line));
  const answers = new Map(lines(answersFile).map(answer => [String(answer.picture ?? answer.image).split('/').at(-1), answer.latex ?? (answer.answer ?? answer).segments?.find(({ tag }) => tag === 'latex')?.source]));
  const glyphs = values['no-glyphs'] ? undefined : await (await import('./glyphs.mjs')).Glyphs.open();
  const entries = [];
  try {
    for (const truth of lines(join(folder, 'formulas.jsonl'))) entries.push({ truth, result: await scoreFormula(truth, answers.get(truth.image), glyphs) });
  } finally {
    await glyphs?.close();
  }
  const groups = groupsOf(entries);
  console.log(values.json ? JSON.stringify(groups, null, 2) : table(groups));
  const worst = entries.toSorted((a, b) => b.result.edits / b.result.tokens - a.result.edits / a.result.tokens).slice(0, Number(values.worst));
  for (const { truth, result } of worst) console.log(`${(result.edits / result.tokens).toFixed(2)}  ${truth.image}  ${truth.latex.replaceAll('\n', ' ')}  |  ${answers.get(truth.image)?.replaceAll('\n', ' ') ?? '-'}${result.problem ? `  ${result.problem}` : ''}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
