// node photograph.mjs JOBS.jsonl OUT: photographs #shot of each job {name, html, scale} as OUT/name.png.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Camera } from '../browser.mjs';

const [jobsFile, out] = process.argv.slice(2);
if (!jobsFile || !out) {
  console.error('usage: node photograph.mjs JOBS.jsonl OUT');
  process.exit(2);
}
const camera = await Camera.open([]);
for (const line of readFileSync(jobsFile, 'utf8').split('\n').filter(Boolean)) {
  const { name, html, scale } = JSON.parse(line);
  await camera.resize(2000, 1600, scale);
  const size = await camera.page.evaluate(async content => {
    document.documentElement.innerHTML = `<head><meta charset="utf-8"></head><body style="margin:0">${content}</body>`;
    await document.fonts.ready;
    const { width, height } = document.querySelector('#shot').getBoundingClientRect();
    return { width, height };
  }, html);
  writeFileSync(join(out, `${name}.png`), await camera.capture(Math.ceil(size.width), Math.ceil(size.height)));
}
await camera.close();
