#!/usr/bin/env node
// node models/evaluation/tables/calibrate.mjs ANSWERS.jsonl [TRUTH]: fits a table package's `calibration` to answers that read.mjs made of true text boxes with a neutral one
// (temperature 1, bias 0). A cell's confidence then is the share of cells said with it that stand where they are said to stand. Prints the section as JSON, and the expected
// calibration error before and after on stderr.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calibrationError, fit } from '../calibrate.mjs';

const place = ({ row, column, row_span: tall, rowSpan = tall, column_span: wide, columnSpan = wide }, lines, shift = 0) => JSON.stringify([row + shift, column, rowSpan, columnSpan, lines.join(' ').replace(/\s+/gu, '').toLowerCase()]);

/** Every cell of an answer with its confidence, and whether the truth has it there. A title that was taken for a row moves all others, which does not make them wrong: the better of three shifts counts. */
export function claimsOf(scene, table) {
  const truth = new Set(scene.cells.map(cell => place(cell, cell.lines.map(({ text }) => text))));
  const shifted = [0, -1, 1].map(shift => table.cells.map(cell => ({ p: cell.confidence, right: truth.has(place(cell, cell.lines, shift)) })));
  const right = claims => claims.filter(claim => claim.right).length;
  return shifted.reduce((best, claims) => (right(claims) > right(best) ? claims : best));
}

const [answersFile, folder = fileURLToPath(new URL('development', import.meta.url))] = process.argv.slice(2);
if (answersFile === undefined) {
  console.error('usage: node models/evaluation/tables/calibrate.mjs ANSWERS.jsonl [TRUTH]');
  process.exit(2);
}
const json = file => readFileSync(file, 'utf8').trim().split('\n').map(line => JSON.parse(line));
const scenes = new Map(json(join(folder, 'scenes.jsonl')).map(scene => [scene.image, scene]));
const claims = json(answersFile).flatMap(({ picture, table }) => (table && scenes.has(picture) ? claimsOf(scenes.get(picture), table) : []));
const calibration = fit(claims), error = each => calibrationError(claims, each).toFixed(4);
console.error(`${claims.length} cells, ${(claims.filter(({ right }) => right).length / claims.length).toFixed(3)} right; expected calibration error ${error({ temperature: 1, bias: 0 })} before, ${error(calibration)} after`);
console.log(JSON.stringify(calibration));
