// node slides.mjs JOBS.jsonl OUT: photographs HTML jobs (renders/slides.py, renders/negatives.py) and measures their texts.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Camera, pngSize } from './browser.mjs';
import { allLines, canonical, fedTextHeight, scaled, ShardWriter } from './scene.mjs';

const [jobsFile, out] = process.argv.slice(2);
if (!jobsFile || !out) {
  console.error('usage: node slides.mjs JOBS.jsonl OUT');
  process.exit(2);
}

/** In the page: shows the job; its size in CSS pixels. */
async function show(job) {
  document.documentElement.innerHTML = `<head><meta charset="utf-8"></head><body>${job.html}</body>`;
  const frame = document.querySelector('#frame');
  if (job.mermaid) {
    mermaid.initialize({ startOnLoad: false, securityLevel: 'loose', deterministicIds: true, ...job.mermaid.config });
    frame.innerHTML = (await mermaid.render('m', job.mermaid.source)).svg;
    const svg = frame.firstElementChild, size = svg.viewBox.baseVal;
    if (size.width > 0) {
      svg.setAttribute('width', size.width);
      svg.setAttribute('height', size.height);
      svg.style.maxWidth = 'none';
    }
  }
  const rect = frame?.getBoundingClientRect();
  return { width: job.width ?? Math.ceil(rect.width), height: job.height ?? Math.ceil(rect.height) };
}

/** In the page: the scene with the texts of its parts; in another picture all text is noise. */
function measureParts(job) {
  const scene = structuredClone(job.scene);
  for (const part of document.querySelectorAll('[data-part]')) {
    const name = part.dataset.part, lines = window.measure.textLines(part);
    if (name === 'title') scene.texts[0].lines = lines;
    else (name[0] === 'n' ? scene.nodes : scene.edges)[Number(name.slice(1))].lines = lines;
  }
  if (scene.kind === 'other') scene.noise = window.measure.textLines(document.body, 1.2);
  return scene;
}

/** Adds a picture, or says why not. */
async function shoot(camera, job) {
  await camera.resize(job.width ?? 800, job.height ?? 600, job.deviceScale);
  const size = await camera.page.evaluate(show, job);
  if (size.width * size.height * job.deviceScale ** 2 > 6e6) return 'too large';
  await camera.resize(size.width, size.height, job.deviceScale);
  const scene = await camera.page.evaluate(measureParts, job);
  const heights = allLines(scene).map(line => line.box[3] - line.box[1]);
  if (heights.length === 0 || fedTextHeight(size.width, size.height, heights) < 6.5) return 'text too small';
  const png = await camera.capture(size.width, size.height), [width, height] = pngSize(png);
  writer.add(png, { ...canonical(scaled(scene, width / size.width)), width, height, style: job.style });
  return '';
}

const writer = new ShardWriter(out), refused = {};
const jobs = readFileSync(jobsFile, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line));
const bundle = join(createRequire(import.meta.url).resolve('mermaid'), '..', 'mermaid.min.js');
const camera = await Camera.open([...(jobs.some(job => job.mermaid) ? [bundle] : []), 'measure.js']);
try {
  for (const job of jobs.slice(writer.jobs)) {
    if (!camera.alive) await camera.start();
    const reason = await shoot(camera, job).catch(error => String(error.message).split('\n')[0].slice(0, 90));
    if (reason) refused[reason] = (refused[reason] ?? 0) + 1;
    writer.checkpoint(1);
  }
  writeFileSync(join(out, 'READY'), `${writer.pictures}\n`);
} finally {
  await camera.close();
}
console.log(JSON.stringify({ pictures: writer.pictures, refused }));
