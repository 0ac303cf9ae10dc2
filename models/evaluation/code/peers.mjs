#!/usr/bin/env node
// node models/evaluation/code/peers.mjs tesseract|lines FOLDER OUT.jsonl [--every N]: what others read in the same pictures, for score.mjs.
// tesseract: Tesseract 5 (Debian: tesseract-ocr, tesseract-ocr-eng), each picture three ways (as it is, twice as large, inverted); the one nearest to the truth counts.
// lines: the text reader's lines, as it reads them, row by row, joined by blanks; no columns.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { distance, tidy } from './measure.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

async function byTesseract(file, truth, scratch) {
  const { width, height } = await sharp(file).metadata();
  const ways = [sharp(file), sharp(file).resize(2 * width, 2 * height, { kernel: 'cubic' }), sharp(file).resize(2 * width, 2 * height, { kernel: 'cubic' }).negate({ alpha: false })];
  const texts = [];
  for (const way of ways) {
    await way.png().toFile(join(scratch, 'picture.png'));
    texts.push(execFileSync('tesseract', [join(scratch, 'picture.png'), '-', '--psm', '6', '-c', 'preserve_interword_spaces=1'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  }
  return texts.sort((a, b) => distance(tidy(a), tidy(truth)) - distance(tidy(b), tidy(truth)))[0];
}

/** The text reader out of the engine's sources. */
async function openReader() {
  const { build } = await import('esbuild');
  const contents = "export { decodePicture } from './src/engine/picture/decode.js'; export { TextReader } from './src/engine/ocr/reader.js'; export { Task } from './src/engine/task.js'; export { rowsOf } from './src/answer/layout.js';";
  const outfile = join(root, 'artifacts', 'peers.mjs');
  await build({ stdin: { contents, resolveDir: root, loader: 'ts' }, bundle: true, platform: 'node', format: 'esm', outfile, external: ['onnxruntime-node', 'sharp'], logLevel: 'error' });
  const parts = await import(outfile);
  const manifest = JSON.parse(readFileSync(join(root, 'models/packages/unrender-s/manifest.json'), 'utf8'));
  return { ...parts, reader: await parts.TextReader.open(join(root, '.cache/text-reader'), manifest.text, 2) };
}

async function byLines(file, { decodePicture, reader, Task, rowsOf }) {
  const task = new Task(file, new AbortController().signal, () => {});
  const lines = await reader.read(await decodePicture(file, readFileSync(file), '#ffffff'), task);
  return rowsOf(lines).map(row => row.map(({ text }) => text).join(' ')).join('\n');
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { every: { type: 'string', default: '1' } } });
const [peer, folder, out] = positionals;
if (!['tesseract', 'lines'].includes(peer) || folder === undefined || out === undefined) {
  console.error('usage: node models/evaluation/code/peers.mjs tesseract|lines FOLDER OUT.jsonl [--every N]');
  process.exit(2);
}
const scratch = mkdtempSync(join(root, 'artifacts', 'peers-'));
const parts = peer === 'lines' ? await openReader() : undefined;
const written = [];
for (const [index, line] of readFileSync(join(folder, 'truth.jsonl'), 'utf8').split('\n').filter(Boolean).entries()) {
  if (index % Number(values.every) !== 0) continue;
  const { image, text } = JSON.parse(line);
  written.push(JSON.stringify({ picture: image, text: parts === undefined ? await byTesseract(join(folder, image), text, scratch) : await byLines(join(folder, image), parts) }));
}
await parts?.reader.dispose();
rmSync(scratch, { recursive: true });
writeFileSync(out, `${written.join('\n')}\n`);
