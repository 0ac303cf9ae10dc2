// node photograph.mjs SHEETS.jsonl OUT: a sheet is {head, body, scale, width}; each of its elements of class `shot` becomes OUT/ID.png.
// A head is loaded once for all sheets that share it; `window.draw`, where it defines one, is called for each.
// Elements with data-block in a shot are its truth: OUT/ID.json has their boxes, in document order and pixels of the picture.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Camera } from '../../renders/browser.mjs';

const LARGEST = 2600;
const [sheetsFile, folder] = process.argv.slice(2);
if (!sheetsFile || !folder) {
  console.error('usage: node photograph.mjs SHEETS.jsonl OUT');
  process.exit(2);
}
const out = resolve(folder);
mkdirSync(out, { recursive: true });
const state = join(out, 'sheets-done');
let done = existsSync(state) ? Number(readFileSync(state, 'utf8')) : 0;

/** In the page: shows a sheet. Scripts that come as text run only when they are made anew. */
async function show(body) {
  document.body.innerHTML = body;
  for (const script of document.body.querySelectorAll('script:not([type])')) {
    const live = document.createElement('script');
    live.textContent = script.textContent;
    script.replaceWith(live);
  }
  await Promise.race([Promise.resolve(window.draw?.()), new Promise(resolve => setTimeout(resolve, 120000))]);
  await Promise.all([...document.images].map(image => image.decode().catch(() => undefined)));
}

/** In the page: measures what is shown. */
async function measure() {
  await document.fonts.ready;
  await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return [...document.querySelectorAll('.shot')].map(element => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const x = left + scrollX, y = top + scrollY;
    const blocks = [...element.querySelectorAll('[data-block]')].map(part => {
      const box = part.getBoundingClientRect();
      let { left, top, right, bottom } = box;
      // Writing is as wide as its words, not as its column.
      if (!part.hasAttribute('data-whole')) {
        const rects = [...part.querySelectorAll('svg')].flatMap(svg => [...svg.getClientRects()]);
        const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          // KaTeX writes everything twice: once for screen readers.
          if (walker.currentNode.data.trim() === '' || walker.currentNode.parentElement.closest('.katex-mathml, script')) continue;
          const range = document.createRange();
          range.selectNodeContents(walker.currentNode);
          rects.push(...range.getClientRects());
        }
        const seen = rects.filter(rect => rect.width > 0.5 && rect.height > 0.5);
        if (seen.length > 0) {
          [left, top] = [Math.min(...seen.map(rect => rect.left)), Math.min(...seen.map(rect => rect.top))];
          [right, bottom] = [Math.max(...seen.map(rect => rect.right)), Math.max(...seen.map(rect => rect.bottom))];
        }
      }
      return { kind: part.dataset.block, run: part.dataset.run ?? '', is: part.dataset.is ?? '', box: [left + scrollX - x, top + scrollY - y, right + scrollX - x, bottom + scrollY - y] };
    });
    return { id: element.id, x, y, width, height, blocks };
  });
}

const camera = await Camera.open([]);
const PER_PAGE = 40;
let made = 0, loaded, shown = 0;
for (const [index, line] of readFileSync(sheetsFile, 'utf8').split('\n').filter(Boolean).entries()) {
  if (index < done) continue;
  const { head, body, scale, width } = JSON.parse(line);
  try {
    if (!camera.alive) {
      await camera.start();
      loaded = undefined;
    }
    await camera.session.send('Emulation.setDeviceMetricsOverride', { width: width ?? 1400, height: 1000, deviceScaleFactor: scale, mobile: false });
    if (loaded !== head || shown++ > PER_PAGE) {
      const file = join(out, 'sheet.html');
      writeFileSync(file, `<!doctype html><html><head><meta charset="utf-8">${head}</head><body style="margin:0"></body></html>`);
      await camera.page.goto(pathToFileURL(file).href, { timeout: 400000 });
      loaded = head;
      shown = 0;
    }
    await camera.page.evaluate(show, body);
    for (const shot of await camera.page.evaluate(measure)) {
      const [w, h] = [Math.ceil(shot.width), Math.ceil(shot.height)];
      if (w < 16 || h < 8 || Math.max(w, h) * scale > LARGEST) continue;
      const { data } = await camera.session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true, captureBeyondViewport: true, clip: { x: shot.x, y: shot.y, width: w, height: h, scale: 1 } });
      writeFileSync(join(out, `${shot.id}.png`), Buffer.from(data, 'base64'));
      if (shot.blocks.length > 0) writeFileSync(join(out, `${shot.id}.json`), JSON.stringify(shot.blocks.map(({ box, ...rest }) => ({ ...rest, box: box.map(value => Math.round(value * scale * 10) / 10) }))));
      made++;
    }
  } catch (error) {
    console.error(`sheet ${index}: ${String(error.message).split('\n')[0]}`);
    loaded = undefined;
  }
  writeFileSync(state, String(++done));
}
await camera.close();
console.log(JSON.stringify({ made }));
