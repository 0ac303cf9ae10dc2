// node mathjax.mjs FORMULAS.jsonl OUT [--count N] [--shares 0,1] [--of 4] [--script]: formulas as MathJax sets them, in several fonts, without a browser. Resumes where it was.
// --script: only formulas with calligraphic letters, drawn with the script ones. Unicode has one such alphabet, so MathML, Word and unicode-math draw \mathcal like that.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { liteAdaptor } from '@mathjax/src/js/adaptors/liteAdaptor.js';
import { RegisterHTMLHandler } from '@mathjax/src/js/handlers/html.js';
import { TeX } from '@mathjax/src/js/input/tex.js';
import { mathjax } from '@mathjax/src/js/mathjax.js';
import { SVG } from '@mathjax/src/js/output/svg.js';
import '@mathjax/src/js/util/asyncLoad/esm.js';
import '@mathjax/src/js/input/tex/base/BaseConfiguration.js';
import '@mathjax/src/js/input/tex/ams/AmsConfiguration.js';
import '@mathjax/src/js/input/tex/boldsymbol/BoldsymbolConfiguration.js';
import '@mathjax/src/js/input/tex/cancel/CancelConfiguration.js';
import '@mathjax/src/js/input/tex/configmacros/ConfigMacrosConfiguration.js';
import sharp from 'sharp';
import { glyphsOf } from './glyphs.mjs';
import { EM, Shards, inkOnly, jobs } from './shards.mjs';

export const fonts = { tex: 'MathJaxTexFont', newcm: 'MathJaxNewcmFont', stix2: 'MathJaxStix2Font', termes: 'MathJaxTermesFont', modern: 'MathJaxModernFont' };
/** Those whose script letters are not the ones that LaTeX draws for \mathscr. */
const UNICODE = ['stix2', 'termes'];
// What KaTeX knows and MathJax does not.
const macros = {
  argmax: '\\operatorname*{arg\\,max}', argmin: '\\operatorname*{arg\\,min}', '@': '@',
};

/** Paper around the box that the font states, in pixels. */
const MARGIN = 4;
const adaptor = liteAdaptor();
RegisterHTMLHandler(adaptor);

/** A document that sets formulas in one font. */
export async function open(font) {
  const module = await import(`@mathjax/mathjax-${font}-font/js/svg.js`);
  const output = new SVG({ fontData: module[fonts[font]], fontCache: 'none', mtextInheritFont: true, linebreaks: { inline: false }, dynamicPrefix: `@mathjax/mathjax-${font}-font/js/svg/dynamic` });
  const input = new TeX({ packages: ['base', 'ams', 'boldsymbol', 'cancel', 'configmacros'], macros, formatError: (_, error) => { throw error; } });
  return mathjax.document('', { InputJax: input, OutputJax: output });
}

/** Grey pixels of a formula and where its tokens stand in them. @throws Error for what MathJax does not set */
export async function draw(document, latex, display, tokens = []) {
  const node = await document.convertPromise(latex, { display, em: EM, ex: EM / 2, containerWidth: 1e6 });
  const source = adaptor.innerHTML(node);
  // Attributes that repeat the source are not always XML.
  const svg = source.replace(/ data-[a-z-]+="[^"]*"/g, '');
  if (svg.includes('<text')) throw new Error('not set');
  const [, left, top, w, h] = /viewBox="(\S+) (\S+) (\S+) (\S+)"/.exec(svg) ?? [];
  if (w === undefined) throw new Error('no size');
  const [width, height] = [w, h].map(value => Math.ceil((Number(value) * EM) / 1000) + 1);
  if (width * height > 4e6 || width < 2 || height < 2) throw new Error('size');
  const sized = svg.replace(/<svg [^>]*?viewBox="(\S+) (\S+) (\S+) (\S+)"/, (_, x, y) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${x} ${y} ${(width * 1000) / EM} ${(height * 1000) / EM}"`);
  // Ink may stick out of the box that the font states: there is paper around it.
  const { data, info } = await sharp(Buffer.from(sized)).flatten({ background: '#fff' }).extend({ top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN, background: '#fff' }).greyscale().raw().toBuffer({ resolveWithObject: true });
  const place = (value, from) => ((value - from) * EM) / 1000 + MARGIN;
  const glyphs = glyphsOf(source, tokens).map(([token, x0, y0, x1, y1]) => [token, place(x0, left), place(y0, top), place(x1, left), place(y1, top)]);
  return { grey: data, width: info.width, height: info.height, glyphs };
}

async function main() {
  const { values, positionals: [file, out] } = parseArgs({ allowPositionals: true, options: { count: { type: 'string', default: '1000000' }, shares: { type: 'string', default: '0,1' }, of: { type: 'string', default: '4' }, script: { type: 'boolean', default: false } } });
  if (out === undefined) {
    console.error('usage: node mathjax.mjs FORMULAS.jsonl OUT [--count N] [--shares 0,1] [--of 4] [--script]');
    process.exit(2);
  }
  const shards = new Shards(join(out, 'mathjax'));
  const documents = new Map();
  const names = values.script ? UNICODE : Object.keys(fonts);
  let refused = 0;
  const started = performance.now(), before = shards.pictures;
  for (const { job, ...formula } of jobs(file, values.shares.split(',').map(Number), Number(values.of))) {
    if (job < shards.resumeAt || shards.pictures >= Number(values.count)) continue;
    if (values.script && (!formula.tokens.includes('\\mathcal') || formula.tokens.includes('\\mathscr'))) continue;
    const latex = values.script ? formula.latex.replaceAll('\\mathcal', '\\mathscr') : formula.latex;
    const font = names[(job >> 2) % names.length];
    const display = (job * 7) % 10 < 7;
    try {
      if (!documents.has(font)) documents.set(font, await open(font));
      const drawn = await draw(documents.get(font), latex, display, formula.tokens);
      const ink = await inkOnly(drawn.grey, drawn.width, drawn.height);
      if (ink === undefined) throw new Error('no ink');
      const glyphs = drawn.glyphs.map(([token, x0, y0, x1, y1]) => [token, ...[x0 - ink.left, y0 - ink.top, x1 - ink.left, y1 - ink.top].map(value => Math.round(value * 10) / 10)]);
      shards.add(ink.png, ink.width, ink.height, { job, renderer: 'mathjax', font, display, ...formula, glyphs });
    } catch (error) {
      refused++;
      if (process.env.DEBUG) console.error(String(error.message).slice(0, 100), formula.latex.slice(0, 120));
    }
  }
  console.log(JSON.stringify({ made: shards.pictures - before, refused, seconds: Math.round((performance.now() - started) / 1000), cpu: Math.round(process.cpuUsage().user / 1e6) }));
}

if (process.argv[1]?.endsWith('mathjax.mjs')) await main();
