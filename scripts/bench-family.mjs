/**
 * Times language models in the engine beside other runtimes, in one run: transformers.js on one same ONNX folder of SmolVLM-256M's shape, and PyTorch on one same Idefics of about
 * 300 M parameters. Weights are random: speed does not depend on them.
 *
 *     npm run bench -- family [--folder FOLDER] [--transformers FOLDER] [--tokens 64] [--threads 2] [--only smolvlm|idefics] [--rounds 3]
 *
 * Every row is measured as often as there are rounds, in turn, so that a machine that grows slower does so for all; the median is printed, least and most behind it.
 * Needs pip install -e 'models[family]'. --transformers: a folder in whose node_modules @huggingface/transformers lies (npm install it there); without it, that row is left out.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'family'),
  options: {
    folder: { type: 'string', default: join(root, '.cache', 'speed') }, transformers: { type: 'string' }, tokens: { type: 'string', default: '64' }, threads: { type: 'string', default: '2' }, only: { type: 'string' },
    one: { type: 'string' }, rounds: { type: 'string', default: '3' },
  },
});
const [folder, tokens, threads] = [resolve(values.folder), Number(values.tokens), Number(values.threads)];
const words = Array.from({ length: 48 }, (_, i) => (i % 1000) + 100);

// Each runtime has a process of its own: what one leaves in memory does not slow the next.
if (values.one !== undefined) {
  console.log(JSON.stringify(values.one === 'transformers' ? await transformers() : await engine(values.one)));
  process.exit(0);
}

const venv = join(root, '.venv', 'bin', 'python');
const python = (...args) => spawnSync(existsSync(venv) ? venv : 'python3', ['-m', 'unrender_models.proof.speed', ...args], { cwd: join(root, 'models'), encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
process.stderr.write(python('make', folder).stdout);
await build({ absWorkingDir: root, entryPoints: ['test/engine/speed.ts'], outfile: join(root, '.cache', 'speed.mjs'), bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'warning' });
const rows = new Map();
const add = (row) => {
  const key = [row.model, row.runtime, row.format].join('\t');
  rows.set(key, [...(rows.get(key) ?? []), row]);
  process.stderr.write(`${row.runtime} ${row.model} ${row.format}: ${row.tokensPerSecond.toFixed(1)} tokens/s\n`);
};
const one = (name) => {
  const { stdout, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), ...process.argv.slice(2).filter((word) => word !== 'family'), '--one', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`${name} did not run`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
};
const idefics = (name) => ({ ...one(name), format: `${name.split('-')[1]}${name.endsWith('-fast') ? '' : ', --exact'}` });
for (let round = 0; round < Number(values.rounds); round++) {
  if (values.only !== 'idefics') {
    if (values.transformers !== undefined) add(one('transformers'));
    add(one('smolvlm'));
  }
  if (values.only !== 'smolvlm') {
    for (const line of python('torch', folder, '--tokens', String(tokens), '--threads', String(threads)).stdout.trim().split('\n')) add(JSON.parse(line));
    for (const name of ['idefics-int8-fast', 'idefics-int4-fast', 'idefics-int4']) add(idefics(name));
    // Without a quick kernel: half a minute, once.
    if (round === 0) add(idefics('idefics-int8'));
  }
}
console.log(`${cpus().length} x ${cpus()[0]?.model.trim()}, ${threads} threads, load ${loadavg()[0].toFixed(1)}; one picture, ${words.length} words, ${tokens} tokens after the first; median of ${values.rounds}\n`);
console.log(`${'model'.padEnd(10)}${'runtime'.padEnd(24)}${'weights'.padEnd(14)}${'first token'.padStart(12)}${'tokens/s'.padStart(10)}  least to most`);
for (const [key, runs] of rows) {
  const [model, runtime, format] = key.split('\t');
  const sorted = (name) => runs.map((run) => run[name]).sort((a, b) => a - b);
  const [first, speed] = [sorted('firstMs'), sorted('tokensPerSecond')];
  const middle = (list) => list[list.length >> 1];
  console.log(`${model.padEnd(10)}${runtime.padEnd(24)}${format.padEnd(14)}${`${Math.round(middle(first))} ms`.padStart(12)}${middle(speed).toFixed(1).padStart(10)}  ${speed[0].toFixed(1)} to ${speed.at(-1).toFixed(1)}`);
}

async function engine(name) {
  const { speedOf } = await import(pathToFileURL(join(root, '.cache', 'speed.mjs')));
  return { ...(await speedOf(join(folder, name), words, tokens, threads, name === 'smolvlm' ? 512 : 224)), model: name.split('-')[0] };
}

/** The same prompt, token by token: one picture in one part, as the processor of SmolVLM lays it out. */
async function transformers() {
  const require = createRequire(join(resolve(values.transformers ?? '.'), 'package.json'));
  const library = await import(pathToFileURL(require.resolve('@huggingface/transformers')));
  const { env, Tensor, Idefics3ForConditionalGeneration } = library;
  env.allowRemoteModels = false;
  env.localModelPath = `${folder}/`;
  const model = await Idefics3ForConditionalGeneration.from_pretrained('smolvlm', {
    dtype: { vision_encoder: 'int8', embed_tokens: 'fp32', decoder_model_merged: 'q4' }, device: 'cpu', local_files_only: true, session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
  });
  const picture = [49189, 49152, ...Array.from({ length: 64 }, () => 49190), 49189];
  const ids = [1, ...picture, ...words];
  const tensor = (type, data, dims) => new Tensor(type, data, dims);
  let [firstMs, tokensPerSecond] = [0, 0];
  for (let run = 0; run < 2; run++) {
    const started = performance.now();
    let [first, put] = [0, 0];
    await model.generate({
      input_ids: tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]), attention_mask: tensor('int64', new BigInt64Array(ids.length).fill(1n), [1, ids.length]),
      pixel_values: tensor('float32', new Float32Array(3 * 512 * 512), [1, 1, 3, 512, 512]), pixel_attention_mask: tensor('bool', new Uint8Array(512 * 512).fill(1), [1, 1, 512, 512]),
      max_new_tokens: tokens + 1, min_new_tokens: tokens + 1, do_sample: false,
      // The prompt is put first, then each token.
      streamer: { put: () => { if (put++ === 1) first = performance.now(); }, end: () => undefined },
    });
    firstMs = first - started;
    tokensPerSecond = tokens / ((performance.now() - first) / 1000);
  }
  return { runtime: `transformers.js ${env.version}`, model: 'smolvlm', format: 'int4', firstMs, tokensPerSecond };
}
