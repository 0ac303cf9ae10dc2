/** `npm run score`: reads the development set with the text reader and with true text boxes, and prints the scorer's tables and those of the image-blind baseline. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, root, run, setUp } from './set-up.mjs';

setUp();
const out = join(root, 'artifacts', 'scores');
mkdirSync(out, { recursive: true });
const development = 'models/evaluation/development';
const jobs = [
  ['With the text reader', 'real', () => run(node(), ['dist/cli.js', 'batch', development, '--jsonl', 'artifacts/scores/real.jsonl', '--provider', 'cpu'])],
  ['With true text boxes', 'given', () => run(node(), ['dist/cli.js', 'batch', development, '--jsonl', 'artifacts/scores/given.jsonl', '--lines', `${development}/lines.json`, '--provider', 'cpu'])],
  ['Image-blind baseline (true text boxes, nothing else)', 'blind', () => writeFileSync(join(out, 'blind.jsonl'), execFileSync(node(), ['models/evaluation/baseline.mjs'], { cwd: root, maxBuffer: 2 ** 30 }))],
];
for (const [title, name, make] of jobs) {
  make();
  console.log(`\n### ${title}\n`);
  run(node(), ['models/evaluation/score.mjs', `artifacts/scores/${name}.jsonl`]);
}
