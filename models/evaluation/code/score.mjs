#!/usr/bin/env node
// node models/evaluation/code/score.mjs ANSWERS.jsonl FOLDER [--json] [--worst N] [--show NAME]: what `unrender batch FOLDER` wrote, against FOLDER/truth.jsonl.
// A line of ANSWERS has `picture` and either `answer` or `text` (a peer's).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compareText, tidy } from './measure.mjs';

const readLines = file => readFileSync(file, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line));

/** An answer's text, language and places. */
export function textOf(record) {
  if (record?.answer === undefined) return record;
  const segments = record.answer.segments.filter(segment => segment.source.trim() !== '');
  return { text: segments.map(segment => segment.source).join('\n'), language: segments.find(segment => segment.tag === 'code')?.language, frames: segments.flatMap(segment => segment.frames ?? []) };
}

export function summarise(results) {
  const sum = key => results.reduce((all, result) => all + (result[key] ?? 0), 0);
  const told = results.filter(result => result.language !== null);
  return {
    pictures: results.length, cer: sum('wrong') / Math.max(1, sum('characters')), meanCer: results.reduce((all, { wrong, characters }) => all + Math.min(1, wrong / characters), 0) / Math.max(1, results.length),
    exactLines: sum('right') / Math.max(1, sum('lines')), extraLines: sum('extra'), exactPictures: sum('exact') / Math.max(1, results.length),
    language: told.length === 0 ? null : sum('language') / told.length, frames: sum('frames') === 0 ? null : (2 * sum('framesFound')) / (sum('frames') + sum('framesTold')),
  };
}

function table(groups) {
  const columns = ['pictures', 'cer', 'meanCer', 'exactLines', 'extraLines', 'exactPictures', 'language', 'frames'];
  const cell = (key, value) => (value === null ? '-' : key === 'pictures' || key === 'extraLines' ? String(value) : value.toFixed(4));
  return [['', ...columns], ['---', ...columns.map(() => '---:')], ...Object.entries(groups).map(([name, row]) => [name, ...columns.map(key => cell(key, row[key]))])].map(row => `| ${row.join(' | ')} |`).join('\n');
}

function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false }, worst: { type: 'string', default: '0' }, show: { type: 'string' } } });
  const [answersFile, folder] = positionals;
  if (answersFile === undefined || folder === undefined) {
    console.error('usage: node models/evaluation/code/score.mjs ANSWERS.jsonl FOLDER [--json] [--worst N] [--show NAME]');
    process.exitCode = 2;
    return;
  }
  const answers = new Map(readLines(answersFile).map(record => [record.picture, record]));
  const entries = readLines(join(folder, 'truth.jsonl')).map(truth => ({ truth, answer: textOf(answers.get(truth.image)), result: compareText(truth, textOf(answers.get(truth.image))) }));
  const groups = {};
  const size = ({ size: pixels }) => (pixels < 13 ? 'under 13 px' : pixels < 18 ? '13 to 18 px' : 'over 18 px');
  for (const [prefix, key] of [['', ({ renderer }) => renderer], ['size ', size], ['', ({ contrast }) => (contrast < 1 ? 'low contrast' : 'full contrast')], ['', ({ kind }) => `kind ${kind}`], ['', () => 'all']]) {
    for (const { truth, result } of entries) (groups[`${prefix}${key(truth)}`] ??= []).push(result);
  }
  const summaries = Object.fromEntries(Object.entries(groups).map(([name, results]) => [name, summarise(results)]));
  console.log(values.json ? JSON.stringify(summaries, null, 2) : table(summaries));
  for (const { truth, answer, result } of entries.toSorted((a, b) => b.result.wrong / b.result.characters - a.result.wrong / a.result.characters).slice(0, Number(values.worst))) {
    console.log(`${(result.wrong / result.characters).toFixed(3)} ${result.right}/${result.lines} lines  ${truth.image}  ${truth.language ?? ''}${truth.language && result.language === 0 ? ` told ${answer?.language}` : ''}`);
  }
  for (const { truth, answer } of values.show === undefined ? [] : entries.filter(({ truth: { image } }) => image.startsWith(values.show))) {
    const [expected, written] = [tidy(truth.text).split('\n'), tidy(answer?.text ?? '').split('\n')];
    console.log(truth.image);
    for (const line of written) if (!expected.includes(line)) console.log(`+ ${line}`);
    for (const line of expected) if (!written.includes(line)) console.log(`- ${line}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
