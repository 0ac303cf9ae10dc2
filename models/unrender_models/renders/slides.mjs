// node slides.mjs JOBS.jsonl OUT: photographs HTML jobs (renders/slides.py, renders/negatives.py) and measures their texts.
import { readFileSync } from 'node:fs';
import { Camera, pngSize } from './browser.mjs';
import { allLines, canonical, fedTextHeight, scaled, ShardWriter } from './scene.mjs';

const [jobsFile, out] = process.argv.slice(2);
if (!jobsFile || !out) {
  console.error('usage: node slides.mjs JOBS.jsonl OUT');
  process.exit(2);
}

/** In the page: shows the job and fills the texts of its parts; text outside any part is noise. */
function measureParts(job) {
  document.documentElement.innerHTML = `<head><meta charset="utf-8"></head><body>${job.html}</body>`;
  const scene = structuredClone(job.scene);
  for (const part of document.querySelectorAll('[data-part]')) {
    const name = part.dataset.part, lines = window.measure.textLines(part);
    if (name === 'title') scene.texts[0].lines = lines;
    else (name[0] === 'n' ? scene.nodes : scene.edges)[Number(name.slice(1))].lines = lines;
  }
  if (scene.kind === 'other') scene.noise = window.measure.textLines(document.body, 1.2);
  return scene;
}

const writer = new ShardWriter(out), refused = {};
const camera = await Camera.open(['measure.js']);
try {
  const jobs = readFileSync(jobsFile, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line));
  for (const job of jobs.slice(writer.jobs)) {
    await camera.resize(job.width, job.height, job.deviceScale);
    const scene = await camera.page.evaluate(measureParts, job);
    const heights = allLines(scene).map(line => line.box[3] - line.box[1]);
    if (scene.kind !== 'other' && fedTextHeight(job.width, job.height, heights) < 6.5) refused.small = (refused.small ?? 0) + 1;
    else {
      const png = await camera.capture(job.width, job.height), [width, height] = pngSize(png);
      writer.add(png, { ...canonical(scaled(scene, width / job.width)), width, height, style: job.style });
    }
    writer.checkpoint(1);
  }
} finally {
  await camera.close();
}
console.log(JSON.stringify({ pictures: writer.pictures, refused }));
