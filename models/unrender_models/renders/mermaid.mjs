// node mermaid.mjs JOBS.jsonl OUT [--count N]: real Mermaid pictures and their truth (jobs are written by renders/mermaid.py).
import { createReadStream, existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Camera, pngSize } from './browser.mjs';
import { allLines, canonical, fedTextHeight, scaled, ShardWriter } from './scene.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { count: { type: 'string', default: '1000000' }, ready: { type: 'string', default: '500' } } });
const [jobsFile, out] = positionals;
if (!jobsFile || !out || !existsSync(jobsFile)) {
  console.error('usage: node mermaid.mjs JOBS.jsonl OUT [--count N] [--ready EVERY]');
  process.exit(2);
}
const bundle = join(createRequire(import.meta.url).resolve('mermaid'), '..', 'mermaid.min.js');
const maxPixels = 6e6, minTextHeight = 6.5;

/** One picture, or the reason why there is none. */
async function shoot(camera, job) {
  await camera.resize(800, 600, job.deviceScale);
  const size = await camera.page.evaluate(j => window.renderMermaid(j), job);
  if (size.width * size.height * job.deviceScale ** 2 > maxPixels) return 'too large';
  await camera.resize(size.width, size.height, job.deviceScale);
  const { scene, problem } = await camera.page.evaluate(j => window.readMermaid(j), job);
  if (problem) return problem.replace(/\b[a-zA-Z]+\d+\b/, '#');
  const heights = allLines(scene).map(line => line.box[3] - line.box[1]);
  if (fedTextHeight(size.width, size.height, heights) < minTextHeight) return 'text too small';
  const png = await camera.capture(size.width, size.height);
  const [width, height] = pngSize(png);
  return { png, scene: { ...canonical(scaled(scene, width / size.width)), width, height } };
}

const writer = new ShardWriter(out), refused = new Map();
const camera = await Camera.open([bundle, 'measure.js', 'mermaid-page.js']);
const started = performance.now(), before = writer.pictures;
const skip = writer.jobs, batch = 50;
let seen = 0;

/** Renders jobs that wait, those of one device scale together: changing it costs more than a picture. */
async function develop(jobs) {
  for (const job of jobs.toSorted((a, b) => a.deviceScale - b.deviceScale)) {
    const attempt = () => shoot(camera, job).catch(error => `error: ${String(error.message).split('\n')[0].slice(0, 90)}`);
    let result = await attempt();
    if (!camera.alive) {
      await camera.start();
      result = await attempt();
    }
    if (typeof result === 'string') refused.set(result, (refused.get(result) ?? 0) + 1);
    else writer.add(result.png, { ...result.scene, source: job.source, style: job.style });
  }
  writer.checkpoint(jobs.length);
  if (writer.pictures >= Number(values.ready)) writeFileSync(join(out, 'READY'), `${writer.pictures}\n`);
}

let waiting = [];
try {
  for await (const line of createInterface({ input: createReadStream(jobsFile) })) {
    if (seen++ < skip) continue;
    if (writer.pictures >= Number(values.count)) break;
    waiting.push(JSON.parse(line));
    if (waiting.length < batch) continue;
    await develop(waiting);
    waiting = [];
    if ((seen / batch) % 10 === 0) await camera.reload().catch(() => camera.start());
  }
  if (writer.pictures < Number(values.count)) await develop(waiting);
} finally {
  await camera.close();
}
const made = writer.pictures - before;
console.log(JSON.stringify({ made, perSecond: Math.round((made * 1e4) / (performance.now() - started)) / 10, refused: Object.fromEntries([...refused].sort((a, b) => b[1] - a[1])) }));
