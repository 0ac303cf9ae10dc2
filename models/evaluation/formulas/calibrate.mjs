#!/usr/bin/env node
// node models/evaluation/formulas/calibrate.mjs ANSWERS.jsonl TRUTH: fits a formula package's `calibration` to answers that `unrender batch` made with a neutral one (temperature 1, bias 0).
// A symbol's confidence then is the share of symbols said with it that stand there. TRUTH: a folder with formulas.jsonl that is not the development set. Prints the section as JSON, and
// the expected calibration error before and after on stderr.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../../unrender_models/formula/typescript.mjs';
import { calibrationError, fit } from '../calibrate.mjs';

const { formulaSegment } = await import('../../../src/answer/formula/answer.ts');

/** Symbols of a segment, in order. */
const symbolsOf = ({ source, spans }) => spans.map(({ start, end, confidence }) => ({ text: source.slice(start, end), p: confidence }));

/** Which of `given` belong to a longest common subsequence with `wanted`. */
export function matched(wanted, given) {
  const best = Array.from({ length: wanted.length + 1 }, () => new Uint16Array(given.length + 1));
  for (let i = wanted.length - 1; i >= 0; i--) for (let j = given.length - 1; j >= 0; j--) best[i][j] = wanted[i] === given[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
  const right = given.map(() => false);
  for (let i = 0, j = 0; i < wanted.length && j < given.length;) {
    if (wanted[i] === given[j]) {
      right[j] = true;
      i++;
      j++;
    } else if (best[i + 1][j] >= best[i][j + 1]) i++;
    else j++;
  }
  return right;
}

const [answersFile, folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node models/evaluation/formulas/calibrate.mjs ANSWERS.jsonl TRUTH');
  process.exit(2);
}
const json = file => readFileSync(file, 'utf8').trim().split('\n').map(line => JSON.parse(line));
const truths = new Map(json(join(folder, 'formulas.jsonl')).map(({ image, tokens }) => [image, symbolsOf(formulaSegment({ tokens, confidences: [], box: { x: 0, y: 0, width: 1, height: 1 } }, 0)).map(({ text }) => text)]));
const claims = json(answersFile).flatMap(({ picture, answer }) => {
  const segment = answer?.segments.find(({ tag }) => tag === 'latex'), wanted = truths.get(picture.split('/').at(-1));
  if (segment === undefined || wanted === undefined) return [];
  const given = symbolsOf(segment), right = matched(wanted, given.map(({ text }) => text));
  return given.map(({ p }, index) => ({ p, right: right[index] }));
});
const calibration = fit(claims), error = each => calibrationError(claims, each).toFixed(4);
console.error(`${claims.length} symbols, ${(claims.filter(({ right }) => right).length / claims.length).toFixed(3)} right; expected calibration error ${error({ temperature: 1, bias: 0 })} before, ${error(calibration)} after`);
console.log(JSON.stringify(calibration));
