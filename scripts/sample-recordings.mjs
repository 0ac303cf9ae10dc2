/**
 * Makes the two recordings of docs/sample: a terminal session and a click-through of a page, played in headless Chromium and written down frame by frame.
 *
 *     node scripts/sample-recordings.mjs [terminal.gif] [orders.webp]      none named: both
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import sharp from 'sharp';

const out = join(fileURLToPath(new URL('..', import.meta.url)), 'docs', 'sample');
const makers = { 'terminal.gif': terminal, 'orders.webp': orders };
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(makers);
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium'].find((path) => path !== undefined && existsSync(path));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--force-color-profile=srgb', '--disable-lcd-text'] });
try {
  for (const name of wanted) {
    const page = await browser.newPage({ viewport: name === 'terminal.gif' ? { width: 820, height: 460 } : { width: 900, height: 560 } });
    const frames = [];
    /** What the page shows, for so long (milliseconds). */
    const shoot = async (delay) => { frames.push({ png: await page.screenshot(), delay }); };
    await makers[name](page, shoot);
    await page.close();
    const bytes = await animation(name, frames);
    writeFileSync(join(out, name), bytes);
    console.log(`${name}: ${frames.length} frames, ${(frames.reduce((sum, { delay }) => sum + delay, 0) / 1000).toFixed(1)} s, ${(bytes.length / 1000).toFixed(0)} kB`);
  }
} finally {
  await browser.close();
}

async function animation(name, frames) {
  const raw = await Promise.all(frames.map(({ png }) => sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })));
  const { width, height } = raw[0].info;
  const roll = sharp(Buffer.concat(raw.map(({ data }) => data)), { raw: { width, height: height * raw.length, channels: 3, pageHeight: height }, limitInputPixels: false });
  const delay = frames.map((frame) => frame.delay);
  return name.endsWith('.gif') ? roll.gif({ colours: 48, dither: 0, delay, loop: 0 }).toBuffer() : roll.webp({ lossless: true, nearLossless: true, quality: 60, effort: 4, minSize: true, delay, loop: 0 }).toBuffer();
}

/** Commands are typed key by key, with a cursor that blinks while nothing happens. */
async function terminal(page, shoot) {
  await page.setContent(`<style>
    body { margin: 0; background: #1c1f26; color: #d7dae0; font: 15px/22px "DejaVu Sans Mono", monospace; }
    #screen { padding: 18px; white-space: pre; } .cursor { background: #d7dae0; color: #1c1f26; } .off { background: none; } b { color: #7ec699; } i { color: #e06c75; font-style: normal; }
  </style><div id="screen"></div>`);
  const lines = [];
  const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const colour = (text) => escape(text).replace(/(PASS|ok|✓)/g, '<b>$1</b>').replace(/(FAIL|failed)/g, '<i>$1</i>');
  const show = (typed, on = true) => page.evaluate(({ html }) => { document.getElementById('screen').innerHTML = html; }, {
    html: `${lines.slice(-16).map((line) => (line.startsWith('$ ') ? escape(line) : colour(line))).join('\n')}${lines.length > 0 ? '\n' : ''}${typed === undefined ? '' : `$ ${escape(typed)}`}<span class="cursor${on ? '' : ' off'}"> </span>`,
  });
  const rest = async (typed, times) => { for (let at = 0; at < times; at++) { await show(typed, at % 2 === 0); await shoot(530); } };
  const run = async (command, output) => {
    for (let at = 1; at <= command.length; at++) { await show(command.slice(0, at)); await shoot(at % 5 === 0 ? 160 : 110); }
    await shoot(300);
    lines.push(`$ ${command}`);
    for (const [line, delay] of output) {
      lines.push(line);
      await show(undefined);
      await shoot(delay);
    }
    await rest('', 4);
  };
  await rest('', 4);
  await run('git status --short', [[' M src/orders.ts', 120], [' M test/orders.test.ts', 120]]);
  await run('npm test -- orders', [
    ['> shop@2.4.0 test', 250], ['> vitest run orders', 900], ['', 60], ['FAIL  test/orders.test.ts > totals', 300], ['AssertionError: expected 118 to be 119', 120], ['    at test/orders.test.ts:27:31', 120], ['', 60],
    ['Tests  1 failed | 11 passed (12)', 200],
  ]);
  await run("sed -i 's/floor/round/' src/orders.ts", []);
  await run('npm test -- orders', [['> shop@2.4.0 test', 250], ['> vitest run orders', 900], ['', 60], ['PASS  test/orders.test.ts', 300], ['Tests  12 passed (12)', 200]]);
  await run('git commit -am "Totals are rounded"', [['[main 4f2c91d] Totals are rounded', 200], [' 2 files changed, 3 insertions(+), 3 deletions(-)', 120]]);
}

/** Orders in a table, one of them edited, and the way that an order goes, to which a step is added. */
async function orders(page, shoot) {
  await page.setContent(`<style>
    body { margin: 0; font: 16px/1.4 "Liberation Sans", sans-serif; color: #1f2430; background: #fff; }
    nav { display: flex; gap: 8px; padding: 12px 24px; background: #24407a; color: #fff; } nav strong { margin-right: 24px; } nav span { padding: 2px 12px; border-radius: 5px; } nav .on { background: #fff; color: #24407a; }
    main { padding: 18px 28px; } h1 { font-size: 21px; margin: 4px 0 16px; }
    table { border-collapse: collapse; width: 620px; } th, td { border: 1px solid #b9c0cc; padding: 8px 14px; text-align: left; } th { background: #eef1f6; } td:last-child, th:last-child { text-align: right; }
    svg { display: block; } svg rect, svg polygon { fill: #eef4ff; stroke: #24407a; stroke-width: 1.6; } svg text { font-size: 16px; text-anchor: middle; dominant-baseline: middle; } svg path { fill: none; stroke: #1f2430; stroke-width: 1.6; marker-end: url(#tip); }
    #pointer { position: fixed; width: 14px; height: 20px; z-index: 9; }
  </style><nav><strong>Shop</strong><span id="tab-orders">Orders</span><span id="tab-flow">How an order goes</span></nav><main id="main"></main>
  <svg id="pointer" viewBox="0 0 14 20"><polygon points="0,0 0,17 4,13 7,19 10,18 7,12 13,12" style="fill:#000;stroke:#fff;stroke-width:1"/></svg>`);
  let [x, y] = [460, 430];
  const set = (tab, html) => page.evaluate(([name, inner]) => {
    document.getElementById('main').innerHTML = inner;
    for (const each of ['orders', 'flow']) document.getElementById(`tab-${each}`).className = each === name ? 'on' : '';
  }, [tab, html]);
  const point = () => page.evaluate(([left, top]) => { document.getElementById('pointer').style.cssText = `left:${left}px;top:${top}px`; }, [x, y]);
  const go = async (toX, toY) => {
    const [fromX, fromY] = [x, y];
    for (let at = 1; at <= 6; at++) {
      const ease = (1 - Math.cos((Math.PI * at) / 6)) / 2;
      [x, y] = [Math.round(fromX + (toX - fromX) * ease), Math.round(fromY + (toY - fromY) * ease)];
      await point();
      await shoot(70);
    }
    await shoot(250);
  };
  const table = (state, price) => `<h1>Orders</h1><table><tr><th>Order</th><th>Customer</th><th>State</th><th>Total</th></tr>${[['1041', 'Weber', 'paid', '118.00'], ['1042', 'Okafor', state, price], ['1043', 'Lindqvist', 'open', '64.50'], ['1044', 'Tanaka', 'shipped', '231.90']]
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;
  const box = (left, top, text) => `<rect x="${left}" y="${top}" width="150" height="48" rx="3"/><text x="${left + 75}" y="${top + 25}">${text}</text>`;
  const flow = (more) => `<h1>How an order goes</h1><svg width="840" height="380"><defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0,0 L10,5 L0,10 z" style="fill:#1f2430;stroke:none;marker-end:none"/></marker></defs>
    ${box(20, 60, 'Receive order')}<path d="M170,84 L250,84"/><polygon points="330,34 410,84 330,134 250,84"/><text x="330" y="85">In stock?</text><path d="M410,84 L500,84"/><text x="452" y="70">yes</text>${box(500, 60, more ? 'Check address' : 'Ship parcel')}
    <path d="M330,134 L330,220"/><text x="350" y="176">no</text>${box(255, 220, 'Reorder part')}${more ? `<path d="M575,108 L575,220"/>${box(500, 220, 'Ship parcel')}` : ''}</svg>`;
  await set('orders', table('open', '87.20'));
  await point();
  await shoot(2200);
  await go(470, 170);
  await set('orders', table('paid', '87.20'));
  await shoot(1800);
  await go(602, 172);
  await set('orders', table('paid', '92.20'));
  await shoot(1800);
  await go(250, 24);
  await set('flow', flow(false));
  await shoot(2400);
  await go(590, 330);
  await set('flow', flow(true));
  await shoot(2600);
}
