// Where the glyphs of formulas stand, as KaTeX sets them in Chromium: characters, and the rules and stretched strokes that are drawn.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Camera } from '../../unrender_models/renders/browser.mjs';

const dist = dirname(createRequire(import.meta.url).resolve('katex'));
const EM = 40;

/** KaTeX's styles with its fonts in them: a page without an address loads no files. */
export function styles(em) {
  const fonts = new Map(readdirSync(join(dist, 'fonts')).filter(name => name.endsWith('.woff2')).map(name => [name, readFileSync(join(dist, 'fonts', name)).toString('base64')]));
  const css = readFileSync(join(dist, 'katex.min.css'), 'utf8').replace(/url\(fonts\/([^)]+\.woff2)\) format\("woff2"\)(?:,url\([^)]+\) format\("[^"]+"\))*/g, (_, name) => `url(data:font/woff2;base64,${fonts.get(name)}) format("woff2")`);
  return `${css} body{margin:0;background:#fff} .katex{font-size:${em}px!important}`;
}

function measure([latex, em]) {
  document.body.innerHTML = '<div style="white-space:nowrap;position:absolute;left:20px;top:200px"><span id="base" style="display:inline-block;width:0;height:0"></span><span id="f"></span></div>';
  const place = document.querySelector('#f');
  katex.render(`\\displaystyle ${latex}`, place, { output: 'html', throwOnError: true, strict: 'ignore' });
  return document.fonts.ready.then(() => {
    const baseline = document.querySelector('#base').getBoundingClientRect().bottom;
    const glyphs = [];
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        const style = getComputedStyle(node.parentElement);
        for (let i = 0; i < node.length; i++) {
          if (/[\s\u200b]/.test(node.data[i])) continue;
          const range = document.createRange();
          range.setStart(node, i);
          range.setEnd(node, i + 1);
          const { top, bottom } = range.getBoundingClientRect();
          glyphs.push({ character: `${node.data[i]} ${style.fontFamily.split(',')[0]} ${style.fontWeight} ${style.fontStyle}`, size: parseFloat(style.fontSize) / em, y: (baseline - (top + bottom) / 2) / em });
        }
      } else if (node.matches('.frac-line, .overline-line, .underline-line, .hline, .vertical-separator, svg path')) {
        const { top, bottom, height } = node.getBoundingClientRect();
        glyphs.push({ character: `rule ${node.tagName}`, size: node.tagName === 'path' ? Math.round((4 * height) / em) / 4 : 1, y: (baseline - (top + bottom) / 2) / em });
      }
    }
    return glyphs;
  });
}

export class Glyphs {
  static async open() {
    const glyphs = new Glyphs();
    glyphs.camera = await Camera.open([join(dist, 'katex.min.js')]);
    await glyphs.camera.page.addStyleTag({ content: styles(EM) });
    return glyphs;
  }

  /** @throws Error where KaTeX does not take the source */
  async of(latex) { return this.camera.page.evaluate(measure, [latex, EM]); }

  async close() { await this.camera.close(); }
}
