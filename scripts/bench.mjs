/**
 * Times the engine as users meet it: fork to ready, then bytes to answer, warm, over and over. Needs a build, the model and the text reader.
 *
 *     node scripts/bench.mjs family [...]       language models beside other runtimes: scripts/bench-family.mjs
 *     node scripts/bench.mjs recording FILE     recordings, read while they are looked through: scripts/bench-recording.mjs
 *     node scripts/bench.mjs [PICTURE] [--runs 50] [--threads 2] [--provider cpu] [--json]
 */
import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
if (process.argv[2] === 'family') {
  await import('./bench-family.mjs');
  process.exit(0);
}
if (process.argv[2] === 'recording') {
  await import('./bench-recording.mjs');
  process.exit(0);
}
const { values, positionals } = parseArgs({
  options: { runs: { type: 'string', default: '50' }, threads: { type: 'string', default: '2' }, provider: { type: 'string', default: 'cpu' }, json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const picture = positionals[0] ?? join(root, 'test', 'engine', 'pictures', 'flowchart-12.png');
const bytes = readFileSync(picture);
const engine = {
  packageFolder: process.env.UNRENDER_MODEL ?? join(root, 'models', 'packages', 'unrender-s'), ocrFolder: join(root, '.cache', 'text-reader'),
  provider: values.provider, threads: Number(values.threads),
};

const forked = performance.now();
const child = fork(join(root, 'dist', 'engine.js'), [], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
child.on('exit', (code) => { if (code !== 0) fail(`the engine ended with ${code}`); });
child.send({ type: 'start', options: engine });
const { info } = await next((message) => message.type === 'ready');
const ready = performance.now() - forked;

const total = [];
let busy = 0;
const stages = new Map();
let answer;
// The first run is not counted: it finds the sizes of the picture's tensors.
for (let run = 0; run <= Number(values.runs); run++) {
  const [start, used] = [performance.now(), processorTime(child.pid)];
  child.send({ type: 'read', id: run, request: { name: basename(picture), bytes, background: '#ffffff' } });
  answer = (await next((message) => message.event?.type === 'done')).event.answer;
  if (run === 0) continue;
  total.push(performance.now() - start);
  busy += processorTime(child.pid) - used;
  for (const { stage, ms } of answer.timings) stages.set(stage, [...(stages.get(stage) ?? []), ms]);
}
const memory = memoryOf(child.pid);
child.send({ type: 'stop' });

const report = {
  machine: `${cpus().length} x ${cpus()[0]?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, ${process.platform} ${process.arch}, load ${loadavg()[0].toFixed(1)}`,
  model: `${info.model.name} ${info.model.version} on ${info.provider}, ${engine.threads} threads`,
  picture: `${basename(picture)}, ${answer.picture.width} x ${answer.picture.height}, fed ${answer.picture.fed.width} x ${answer.picture.fed.height}: ${answer.kind}, ${answer.regions.length} regions`,
  readyMs: Math.round(ready), rssReadyMB: megabytes(info.rssBytes), rssPeakMB: memory,
  processorMs: Math.round(busy / total.length), bytesToAnswer: summary(total), stages: Object.fromEntries([...stages].map(([stage, times]) => [stage, summary(times)])),
};
if (values.json) console.log(JSON.stringify(report));
else {
  console.log(`machine   ${report.machine}\nmodel     ${report.model}\npicture   ${report.picture}`);
  console.log(`ready     ${report.readyMs} ms after the fork\nmemory    ${report.rssReadyMB} MB when ready, ${report.rssPeakMB} MB at most`);
  // On a machine with other work this is what can be compared; all threads together.
  console.log(`processor ${report.processorMs} ms a run\n`);
  console.log(`${values.runs} runs, warm    p50 ms   p95 ms`);
  for (const [name, { p50, p95 }] of [['bytes to answer', report.bytesToAnswer], ...Object.entries(report.stages)]) console.log(`${name.padEnd(16)} ${String(p50).padStart(9)} ${String(p95).padStart(8)}`);
}

function next(wanted) {
  return new Promise((resolve) => {
    const listen = (message) => {
      if (message.type === 'failed') fail(message.error.message);
      if (message.event?.type === 'error') fail(message.event.error.message);
      if (!wanted(message)) return;
      child.off('message', listen);
      resolve(message);
    };
    child.on('message', listen);
  });
}

function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] * 10) / 10;
  return { p50: at(0.5), p95: at(0.95) };
}

/** Milliseconds of processor time so far, all threads; 0 where the system does not tell. Ticks of 10 ms. */
function processorTime(pid) {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return 0;
  const fields = readFileSync(stat, 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The most that the process has held, where the system tells it. */
function memoryOf(pid) {
  const status = `/proc/${pid}/status`;
  const peak = existsSync(status) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] : undefined;
  return peak === undefined ? 'unknown' : megabytes(Number(peak) * 1024);
}

function megabytes(size) {
  return Math.round(size / 2 ** 20);
}

function fail(message) {
  console.error(message);
  child.kill();
  process.exit(1);
}
