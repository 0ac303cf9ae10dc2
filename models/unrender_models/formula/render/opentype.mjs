// node opentype.mjs FORMULAS.jsonl OUT [--count N] [--shares 0] [--of 4] [--fonts FOLDER] [--python PYTHON]: formulas as a MathML renderer sets them with the tables of OpenType
// fonts (ziamath, out of the Python extra `renders`; Debian: fonts-texgyre-math texlive-fonts-extra). Letters are those of Unicode's alphabets, as in MathML, Word and unicode-math: there \mathcal is drawn as script. Resumes where it was.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import katex from 'katex';
import sharp from 'sharp';
import { styled } from './alphabets.mjs';
import { Shards, inkOnly, jobs } from './shards.mjs';

/** Never those that the development set is drawn with. */
const FONTS = {
  pagella: 'texgyrepagella-math', bonum: 'texgyrebonum-math', termes: 'texgyretermes-math', concrete: 'Concrete-Math', erewhon: 'Erewhon-Math', fira: 'FiraMath-Regular', garamond: 'Garamond-Math',
  neohellenic: 'GFSNeohellenicMath', kp: 'KpMath-Regular', 'kp-sans': 'KpMath-Sans', libertinus: 'LibertinusMath-Regular', newcm: 'NewCMMath-Regular', xcharter: 'XCharter-Math',
};
/** What ziamath draws as something else, or what Unicode's fonts do not tell apart. */
const NEVER = new Set(['\\mathscr', '\\varnothing', '\\mathring', '\\cancel', '\\boxed', '\\not', '\\hline', '\\begin{array}', '\\middle|', '\\wr', '\\mho', '\\mathsf', '\\mathtt', '\\substack', '\\overbrace', '\\underbrace', '\\widehat', '\\widetilde', '\\begin{vmatrix}', '\\begin{Vmatrix}']);
/** Accents as fonts have them, by what KaTeX writes. Lines above and below stretch only as combining ones. */
const ACCENTS = { 'ˉ': '\u00af', 'ˊ': '\u00b4', 'ˋ': '`', '‾': '\u0305' };

/** KaTeX's MathML with every letter in its alphabet; undefined where an alphabet lacks one. */
export function mathml(latex, display) {
  let whole = true;
  const markup = /<math[\s\S]*<\/math>/.exec(katex.renderToString(latex, { output: 'mathml', displayMode: display, throwOnError: true }))?.[0] ?? '';
  const letters = markup.replace(/<annotation[\s\S]*?<\/annotation>|<\/?semantics>|<mo>\u2061<\/mo>/g, '').replace(/<(mi|mn|mo|mtext)((?: [a-z]+="[^"]*")*)>([^<]*)</g, (_, tag, attributes, text) => {
    const style = / mathvariant="([a-z-]+)"/.exec(attributes)?.[1] ?? (tag === 'mi' && Array.from(text).length === 1 ? 'italic' : 'normal');
    const set = Array.from(text, character => {
      if (style === 'normal' || /&|;/.test(text)) return ACCENTS[character] ?? character;
      const letter = styled(character, style);
      if (style.startsWith('bold') && letter === character) whole = false;
      return letter;
    }).join('');
    return `<${tag}${attributes.replace(/ mathvariant="[a-z-]+"/, '')} mathvariant="normal">${set}<`;
  });
  // \boldsymbol of several letters is a row inside of a letter.
  const rows = letters.replace(/<mi[^>]*>(<mrow>(?:(?!<mrow>)[\s\S])*?<\/mrow>)<\/mi>/g, '$1').replace(/(<munder accentunder[\s\S]*?<mo[^>]*>)\u0305</g, '$1\u0332<');
  return whole && !/<mi[^>]*><m/.test(rows) ? rows : undefined;
}

/** Lines that a child answers one by one. */
class Setter {
  constructor(python) {
    this.child = spawn(python, [fileURLToPath(new URL('opentype.py', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** @returns SVG; undefined for what it does not set */
  async set(markup, font) {
    this.child.stdin.write(`${JSON.stringify({ mathml: markup, font })}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error('the setter ended: is ziamath installed? (pip install models[renders])');
    return JSON.parse(value).svg;
  }

  dispose() { this.child.stdin.end(); }
}

async function main() {
  const { values, positionals: [file, out] } = parseArgs({ allowPositionals: true, options: { count: { type: 'string', default: '1000000' }, shares: { type: 'string', default: '0' }, of: { type: 'string', default: '4' }, fonts: { type: 'string', default: '/usr/share' }, python: { type: 'string', default: 'python3' } } });
  if (out === undefined) {
    console.error('usage: node opentype.mjs FORMULAS.jsonl OUT [--count N] [--shares 0] [--of 4] [--fonts FOLDER] [--python PYTHON]');
    process.exit(2);
  }
  const files = new Map(globSync(`${values.fonts}/**/*.otf`).map(path => [basename(path, '.otf'), path]));
  const fonts = Object.entries(FONTS).flatMap(([name, font]) => (files.has(font) ? [{ name, path: files.get(font) }] : []));
  if (fonts.length === 0) throw new Error(`no OpenType font with a MATH table below ${values.fonts}`);
  const shards = new Shards(join(out, 'opentype'));
  const setter = new Setter(values.python);
  let refused = 0;
  const before = shards.pictures;
  try {
    for (const { job, ...formula } of jobs(file, values.shares.split(',').map(Number), Number(values.of))) {
      if (job < shards.resumeAt || shards.pictures >= Number(values.count) || formula.tokens.some(token => NEVER.has(token))) continue;
      const font = fonts[job % fonts.length];
      const display = (job * 7) % 10 < 7;
      const plain = mathml(formula.latex, display);
      // Some fonts draw \leq and \geq with a slanted bar, as \leqslant.
      const markup = job % 5 < 2 && !/\\[lg]eqslant/.test(formula.latex) ? plain?.replace(/≤/g, '⩽').replace(/≥/g, '⩾') : plain;
      const svg = markup === undefined ? undefined : await setter.set(markup, font.path);
      const drawn = svg === undefined ? undefined : await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).greyscale().raw().toBuffer({ resolveWithObject: true });
      const ink = drawn === undefined ? undefined : await inkOnly(drawn.data, drawn.info.width, drawn.info.height);
      if (ink === undefined) {
        refused++;
        continue;
      }
      shards.add(ink.png, ink.width, ink.height, { job, renderer: 'opentype', font: font.name, display, ...formula });
    }
  } finally {
    setter.dispose();
  }
  console.log(JSON.stringify({ made: shards.pictures - before, refused }));
}

if (process.argv[1]?.endsWith('opentype.mjs')) await main();
