// The engine's own parts, bundled from the sources: what is measured is what ships.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

const exported = {
  './src/engine/picture/decode.js': ['decodePicture'], './src/engine/ocr/reader.js': ['TextReader'], './src/engine/task.js': ['Task'],
  './src/engine/families/router/open.js': ['openRouter'], './src/engine/families/router/kinds.js': ['diagrams'], './src/engine/readers/route.js': ['routes'], './src/engine/page/index.js': ['cutPage'],
};

/** What `exported` names; bundled under a name of the caller's, so that two scripts may run at once. */
export async function openEngine(name) {
  const contents = Object.entries(exported).map(([file, names]) => `export { ${names.join(', ')} } from '${file}';`).join('\n');
  const outfile = join(root, 'artifacts', `router-${name}.mjs`);
  mkdirSync(join(root, 'artifacts'), { recursive: true });
  await build({ stdin: { contents, resolveDir: root, loader: 'ts' }, bundle: true, platform: 'node', format: 'esm', outfile, external: ['onnxruntime-node', 'sharp'], logLevel: 'error' });
  return import(outfile);
}

/** The text reader that the repository's own package names. */
export async function openTextReader({ TextReader }, threads) {
  const { text } = JSON.parse(readFileSync(join(root, 'models/packages/unrender-s/manifest.json'), 'utf8'));
  return TextReader.open(join(root, '.cache/text-reader'), text, threads);
}

export const readLines = file => readFileSync(file, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line));
export const newTask = ({ Task }, name) => new Task(name, new AbortController().signal, () => {});
