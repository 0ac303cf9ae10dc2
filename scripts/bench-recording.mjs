/**
 * Times a recording's way to its storyboard: looked through first and read afterwards, against read while it is looked through. The engine is warm, and both ways take turns. Needs a build.
 *
 *     npm run bench -- recording FILE [--runs 3] [--threads 2] [--provider cpu] [--json]
 */
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals: [, file] } = parseArgs({
  options: { runs: { type: 'string', default: '3' }, threads: { type: 'string', default: '2' }, provider: { type: 'string', default: 'cpu' }, json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
if (file === undefined) throw new Error('Name a recording: npm run bench -- recording FILE');

// The client's own code, as the command line has it.
const bundle = join(root, '.cache', 'bench-recording.mjs');
const entry = ['client/client', 'client/places', 'client/recording', 'client/storyboard', 'recording/kind'].map((name) => `export * from './src/${name}.ts';`).join('\n');
await build({ absWorkingDir: root, stdin: { contents: entry, resolveDir: root, loader: 'ts' }, outfile: bundle, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' });
const { EngineClient, clientDefaults, isVideo, locate, lookThrough, readStoryboard, recordingKind } = await import(pathToFileURL(bundle));

const places = locate(root);
const client = new EngineClient({
  ...clientDefaults, script: places.engineScript, log: () => {},
  engine: { packageFolder: process.env.UNRENDER_MODEL ?? places.packageFolder, ocrFolder: process.env.UNRENDER_TEXT_READER ?? places.ocrFolder, provider: values.provider, threads: Number(values.threads) },
});
const bytes = readFileSync(file);
const source = isVideo(bytes) ? { kind: 'video', path: resolve(file) } : { kind: recordingKind(bytes), bytes };
if (source.kind === undefined) throw new Error(`${file} is no recording`);
const name = basename(file);
const { signal } = new AbortController();

/** Milliseconds of one way, and of its parts. */
async function run(sequential) {
  let [looked, reading] = [0, 0];
  const started = performance.now();
  const picks = async function* () {
    yield* lookThrough(places.recordingScript, { name, source, background: '#ffffff' }, signal);
    looked = performance.now() - started;
  };
  const read = async (step, png, own) => {
    const from = performance.now();
    try { return await client.read({ name: step, bytes: png, background: '#ffffff' }, () => {}, own); } finally { reading += performance.now() - from; }
  };
  const { steps } = await readStoryboard({ name, picks: picks(), read, signal, sequential });
  return { all: performance.now() - started, looked, reading, steps: steps.length, kinds: steps.map(({ answer }) => answer?.kind ?? 'unread') };
}

try {
  await client.start();
  // Not counted: readers are loaded with the first picture that needs them.
  const { steps, kinds } = await run(false);
  const ways = { sequential: [], pipelined: [] };
  for (let at = 0; at < Number(values.runs); at++) for (const way of at % 2 === 0 ? ['sequential', 'pipelined'] : ['pipelined', 'sequential']) ways[way].push(await run(way === 'sequential'));
  const middle = (runs, part) => Math.round(runs.map((each) => each[part]).sort((a, b) => a - b)[Math.floor(runs.length / 2)]);
  const report = {
    machine: `${cpus().length} x ${cpus()[0]?.model.trim()}, load ${loadavg()[0].toFixed(1)}`, recording: name, bytes: bytes.length, steps, kinds,
    sequential: Object.fromEntries(['all', 'looked', 'reading'].map((part) => [part, middle(ways.sequential, part)])), pipelined: Object.fromEntries(['all', 'looked', 'reading'].map((part) => [part, middle(ways.pipelined, part)])),
  };
  report.gain = Math.round((1 - report.pipelined.all / report.sequential.all) * 1000) / 10;
  if (values.json) console.log(JSON.stringify(report));
  else {
    console.log(`machine    ${report.machine}\nrecording  ${name}, ${(bytes.length / 1000).toFixed(0)} kB: ${steps} steps (${[...new Set(kinds)].join(', ')})\n`);
    console.log(`${values.runs} runs, median   all ms   looking   reading`);
    for (const way of ['sequential', 'pipelined']) console.log(`${way.padEnd(14)} ${['all', 'looked', 'reading'].map((part) => String(report[way][part]).padStart(9)).join(' ')}`);
    console.log(`\ngain       ${report.gain} % (${report.sequential.all - report.pipelined.all} ms)`);
  }
} finally {
  await client.dispose();
}
