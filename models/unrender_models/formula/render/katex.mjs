// node katex.mjs FORMULAS.jsonl OUT [--count N] [--shares 2] [--of 4]: formulas as KaTeX sets them in Chromium, a sheet of them at a time. Resumes where it was.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { Camera } from '../../renders/browser.mjs';
import { EM, Shards, inkOnly, jobs } from './shards.mjs';

const WIDTH = 2000, MARGIN = 14, SHEET = 24;
const dist = dirname(createRequire(import.meta.url).resolve('katex'));

/** KaTeX's styles with its fonts in them: a page without an address loads no files. */
function styles() {
  const fonts = new Map(readdirSync(join(dist, 'fonts')).filter(name => name.endsWith('.woff2')).map(name => [name, readFileSync(join(dist, 'fonts', name)).toString('base64')]));
  const css = readFileSync(join(dist, 'katex.min.css'), 'utf8').replace(/url\(fonts\/([^)]+\.woff2)\) format\("woff2"\)(?:,url\([^)]+\) format\("[^"]+"\))*/g, (_, name) => `url(data:font/woff2;base64,${fonts.get(name)}) format("woff2")`);
  return `${css} body{margin:0;background:#fff} .f{position:absolute;white-space:nowrap} .katex{font-size:${EM}px!important;line-height:1.2!important} .katex-display{margin:0;text-align:left} .katex-display>.katex{text-align:left}`;
}

/** In the page: sets formulas one below the other; boxes with room for ink that sticks out, null for what does not fit. */
function setSheet([formulas, width, margin]) {
  document.body.textContent = '';
  let y = 0;
  return document.fonts.ready.then(async () => {
    const parts = formulas.map(({ latex, display }) => {
      const part = document.createElement('div');
      part.className = 'f';
      document.body.append(part);
      katex.render(latex, part, { displayMode: display, throwOnError: false, output: 'html' });
      return part;
    });
    await document.fonts.ready;
    const boxes = parts.map(part => {
      const { width: w, height: h } = part.getBoundingClientRect();
      if (w > width - 2 * margin || h > 900) {
        part.remove();
        return null;
      }
      part.style.left = `${margin}px`;
      part.style.top = `${y + margin}px`;
      const box = { top: y, width: Math.ceil(w) + 2 * margin, height: Math.ceil(h) + 2 * margin };
      y += box.height;
      return box;
    });
    return { boxes, height: y };
  });
}

async function develop(camera, sheet, shards) {
  const { boxes, height } = await camera.page.evaluate(setSheet, [sheet, WIDTH, MARGIN]);
  if (height === 0) return;
  await camera.resize(WIDTH, height, 1);
  const png = await camera.capture(WIDTH, height);
  const grey = await sharp(png).greyscale().raw().toBuffer();
  for (const [index, formula] of sheet.entries()) {
    const box = boxes[index];
    if (!box) continue;
    const cut = Buffer.alloc(box.width * box.height);
    for (let y = 0; y < box.height; y++) grey.copy(cut, y * box.width, (box.top + y) * WIDTH, (box.top + y) * WIDTH + box.width);
    const ink = await inkOnly(cut, box.width, box.height);
    if (ink) shards.add(ink.png, ink.width, ink.height, { job: formula.job, renderer: 'katex', font: 'katex', display: formula.display, tokens: formula.tokens, latex: formula.latex, origin: formula.origin });
  }
}

async function main() {
  const { values, positionals: [file, out] } = parseArgs({ allowPositionals: true, options: { count: { type: 'string', default: '1000000' }, shares: { type: 'string', default: '2' }, of: { type: 'string', default: '4' } } });
  if (out === undefined) {
    console.error('usage: node katex.mjs FORMULAS.jsonl OUT [--count N] [--shares 2] [--of 4]');
    process.exit(2);
  }
  const shards = new Shards(join(out, 'katex'));
  const before = shards.pictures, started = performance.now();
  const camera = await Camera.open([join(dist, 'katex.min.js')]);
  const dress = () => camera.page.addStyleTag({ content: styles() });
  await dress();
  let sheets = 0;
  const shoot = async (sheet) => {
    try {
      await develop(camera, sheet, shards);
    } catch (error) {
      console.error(String(error.message).split('\n')[0]);
      if (!camera.alive) await camera.start();
      await dress();
    }
    // Long-lived pages leak.
    if (++sheets % 100 === 0) {
      await camera.reload();
      await dress();
    }
  };
  try {
    let sheet = [];
    for (const formula of jobs(file, values.shares.split(',').map(Number), Number(values.of))) {
      if (formula.job < shards.resumeAt || shards.pictures + sheet.length >= Number(values.count)) continue;
      sheet.push({ ...formula, display: (formula.job * 7) % 10 < 7 });
      if (sheet.length < SHEET) continue;
      await shoot(sheet);
      sheet = [];
    }
    if (sheet.length > 0) await shoot(sheet);
  } finally {
    await camera.close();
  }
  console.log(JSON.stringify({ made: shards.pictures - before, seconds: Math.round((performance.now() - started) / 1000) }));
}

await main();
