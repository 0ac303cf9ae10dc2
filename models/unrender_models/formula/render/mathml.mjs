// node mathml.mjs JOBS.jsonl OUT: the development set's pictures, as Chromium itself sets MathML (jobs are chosen by formula/development.py).
// Writes OUT/NAME.png and OUT/formulas.jsonl.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import katex from 'katex';
import sharp from 'sharp';
import { Camera } from '../../renders/browser.mjs';
import { styled } from './alphabets.mjs';

const { positionals: [file, out] } = parseArgs({ allowPositionals: true });
if (out === undefined) {
  console.error('usage: node mathml.mjs JOBS.jsonl OUT');
  process.exit(2);
}

/** Chromium follows MathML Core, which has no `mathvariant`: letters become those of Unicode's alphabets. */
function mathml(latex, display) {
  const whole = katex.renderToString(latex, { output: 'mathml', displayMode: display, throwOnError: true });
  return whole.replace(/<annotation[\s\S]*?<\/annotation>/, '').replace(/<(m[ion]|mtext) mathvariant="([a-z-]+)"([^>]*)>([^<]*)</g, (same, tag, variant, rest, text) => {
    if (variant === 'normal' || variant === 'italic') return same;
    const set = Array.from(text, character => styled(character, variant)).join('');
    // Such a picture would not show what its truth says.
    if (set !== '' && set === text) throw new Error(`no ${variant} ${text}`);
    return `<${tag}${tag === 'mi' ? ' mathvariant="normal"' : ''}${rest}>${set}<`;
  });
}

const jobs = readFileSync(file, 'utf8').split('\n').filter(Boolean).map(JSON.parse);
// A browser takes another font without a word, and signs then no longer stretch.
const installed = new Set(execFileSync('fc-list', [':', 'family'], { encoding: 'utf8' }).split(/[\n,]/));
const missing = new Set(jobs.map(({ font }) => font).filter(font => !installed.has(font)));
if (missing.size > 0) {
  console.error(`not installed: ${[...missing].join(', ')}`);
  process.exit(1);
}
const camera = await Camera.open([]);
mkdirSync(out, { recursive: true });
const lines = [];
try {
  for (const job of jobs) {
    await camera.resize(1600, 1000, job.scale);
    const [top, right, bottom, left] = job.margins;
    let markup;
    try {
      markup = mathml(job.latex, job.display);
    } catch (error) {
      console.error(`${job.name} is left out: ${error.message}`);
      continue;
    }
    const size = await camera.page.evaluate(([html, j]) => {
      document.body.style.cssText = `margin:0;background:${j.paper};color:${j.pen}`;
      document.body.innerHTML = `<div id="f" style="position:absolute;left:0;top:0;display:flex;align-items:center;gap:48px;white-space:nowrap;padding:${j.margins.map(m => `${m}px`).join(' ')};font-size:${j.size}px">${html}${j.number && `<span style="font-family:Liberation Serif">${j.number}</span>`}</div>`;
      document.querySelector('math').style.fontFamily = `"${j.font}"`;
      // MathML Core left alignment of columns and their spacing to CSS; bars beside a grid stretch where they are told to.
      for (const grid of document.querySelectorAll('mtable[columnalign]')) {
        const sides = grid.getAttribute('columnalign').split(' '), gaps = (grid.getAttribute('columnspacing') ?? '1em').split(' ');
        for (const row of grid.children) {
          [...row.children].forEach((cell, index) => {
            cell.style.textAlign = sides[index % sides.length];
            cell.style.paddingLeft = index > 0 ? `calc(${gaps[(index - 1) % gaps.length]} / 2)` : '0';
            cell.style.paddingRight = index < row.children.length - 1 ? `calc(${gaps[index % gaps.length]} / 2)` : '0';
          });
        }
      }
      for (const bar of document.querySelectorAll('mo[fence]')) if (bar.parentElement.querySelector('mtable, mfrac, munderover')) bar.setAttribute('stretchy', 'true');
      return document.fonts.ready.then(() => {
        const { width, height } = document.querySelector('#f').getBoundingClientRect();
        return { width: Math.ceil(width), height: Math.ceil(height) };
      });
    }, [markup, job]);
    const png = await camera.capture(size.width, size.height);
    // A fifth of them went through a JPEG before they became a PNG.
    const source = sharp(job.jpeg > 0 ? await sharp(png).jpeg({ quality: job.jpeg }).toBuffer() : png);
    const { data, info } = await source.removeAlpha().png({ compressionLevel: 9, palette: true, quality: 100, effort: 8 }).toBuffer({ resolveWithObject: true });
    writeFileSync(join(out, `${job.name}.png`), data);
    const { name, tokens, latex, origin, font, size: fontSize, scale } = job;
    lines.push({ image: `${name}.png`, width: info.width, height: info.height, tokens, latex, origin, font, em: fontSize * scale, theme: `${job.paper} ${job.pen}`, margins: [top, right, bottom, left] });
  }
} finally {
  await camera.close();
}
writeFileSync(join(out, 'formulas.jsonl'), lines.map(line => `${JSON.stringify(line)}\n`).join(''));
console.log(`${lines.length} pictures`);
