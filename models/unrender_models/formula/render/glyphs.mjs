// Where the tokens of a formula stand in the SVG that MathJax made of it: boxes of ink for most of them, in the units of the picture's viewBox with y down.

const TAG = /<(\/?)(svg|g|path|rect)\b([^>]*?)(\/?)>/g;

/** The drawing as a tree of { node, latex, order, box } with boxes in viewBox units. @param svg with its data attributes */
function parse(svg) {
  const root = { node: 'root', latex: '', children: [] };
  const stack = [{ element: root, a: 1, d: 1, e: 0, f: 0 }];
  for (const [, closing, name, attributes, single] of svg.matchAll(TAG)) {
    if (closing) {
      if (name === 'g' || name === 'svg') stack.pop();
      continue;
    }
    const of = key => new RegExp(`(?:^|\\s)${key}="([^"]*)"`).exec(attributes)?.[1];
    const above = stack.at(-1);
    const place = transformed(above, of('transform') ?? '');
    const put = (x0, y0, x1, y1, more) => {
      const [u0, u1, v0, v1] = [x0 * place.a + place.e, x1 * place.a + place.e, y0 * place.d + place.f, y1 * place.d + place.f];
      above.element.children.push({ children: [], latex: '', node: name, box: [Math.min(u0, u1), Math.min(v0, v1), Math.max(u0, u1), Math.max(v0, v1)], ...more });
    };
    if (name === 'path') {
      const box = extent(of('d') ?? '');
      if (box !== undefined) put(...box, { code: of('data-c') });
    } else if (name === 'rect' || (name === 'svg' && stack.length > 1)) {
      // A nested svg is a piece that stretches: what it shows is its frame.
      const [x, y, width, height] = ['x', 'y', 'width', 'height'].map(key => Number.parseFloat(of(key) ?? '0'));
      put(x, y, x + width, y + height, { node: 'rect' });
      if (name === 'svg' && !single) stack.push({ ...place, element: { children: [] } });
    } else if (!single) {
      const element = { node: of('data-mml-node') ?? '', latex: unescaped(of('data-latex') ?? ''), children: [] };
      above.element.children.push(element);
      stack.push({ ...place, element });
    }
  }
  return root;
}

function unescaped(text) {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');
}

function transformed(place, text) {
  let { a, d, e, f } = place;
  for (const [, name, first, second] of text.matchAll(/(translate|scale)\(\s*([^\s,)]+)(?:[\s,]+([^)]+))?\)/g)) {
    const [x, y] = [Number(first), Number(second ?? (name === 'scale' ? first : 0))];
    if (name === 'translate') [e, f] = [e + a * x, f + d * y];
    else [a, d] = [a * x, d * y];
  }
  return { a, d, e, f };
}

/** Box of a path's points; control points may lie a little outside its ink. */
function extent(d) {
  let [x0, y0, x1, y1, x, y] = [Infinity, Infinity, -Infinity, -Infinity, 0, 0];
  for (const [, command, rest] of d.matchAll(/([MLHVCSQT])([^A-Z]*)/g)) {
    const numbers = (rest.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number);
    for (let i = 0; i < numbers.length; i++) {
      if (command === 'H') x = numbers[i];
      else if (command === 'V') y = numbers[i];
      else if (i % 2 === 0) { x = numbers[i]; continue; } else y = numbers[i];
      [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)];
    }
  }
  return x1 >= x0 ? [x0, y0, x1, y1] : undefined;
}

function around(boxes) {
  return boxes.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
}

function boxesOf(element) {
  return [...(element.box === undefined ? [] : [element.box]), ...element.children.flatMap(boxesOf)];
}

const middle = element => {
  const boxes = boxesOf(element);
  return boxes.length === 0 ? 0 : (around(boxes)[1] + around(boxes)[3]) / 2;
};

/** Leaves { key, box } in the order of LaTeX. */
function* leaves(element, above) {
  const { node, latex, children } = element;
  const command = /^\\[a-zA-Z]+/.exec(latex || above || '')?.[0];
  const own = children.filter(child => child.node === 'rect' || child.node === 'path');
  if (node === 'mi' || node === 'mo' || node === 'mn' || node === 'mtext' || node === 'ms') {
    const boxes = boxesOf(element);
    if (boxes.length === 0) return;
    const glyphs = own.filter(child => child.code !== undefined);
    // Digits of a number and letters of a word are tokens of their own; a name such as \sin is one.
    if (!latex.startsWith('\\') && glyphs.length > 1) for (const glyph of glyphs) yield { key: character(glyph.code), box: glyph.box };
    else yield { key: latex || character(glyphs[0]?.code), box: around(boxes) };
    return;
  }
  const parts = children.filter(child => !own.includes(child));
  if (node === 'mfrac' || node === 'msqrt' || node === 'mroot' || node === 'menclose') {
    const bar = node === 'mfrac' ? own : [...own, ...parts.filter(child => child.node === 'mo')];
    if (bar.length > 0) yield { key: node === 'mfrac' ? '\\frac' : (command ?? '\\sqrt'), box: around(bar.flatMap(boxesOf)) };
    for (const part of parts) if (node === 'mfrac' || part.node !== 'mo') yield* leaves(part);
    return;
  }
  if (node === 'msubsup' || node === 'munderover') {
    const [base, ...scripts] = parts;
    if (base) yield* leaves(base, command);
    // The subscript comes first in the stream; y points down.
    for (const part of scripts.sort((a, b) => middle(b) - middle(a))) yield* leaves(part);
    return;
  }
  if ((node === 'mover' || node === 'munder') && parts.length === 2 && command !== undefined && parts[1].node === 'mo' && parts[1].latex === '') {
    const mark = boxesOf(parts[1]);
    if (mark.length > 0) yield { key: command, box: around(mark) };
    yield* leaves(parts[0]);
    return;
  }
  for (const child of children) yield* leaves(child, latex || above);
}

function character(code) {
  return code === undefined ? '' : String.fromCodePoint(Number.parseInt(code, 16)).normalize('NFKC').replace('\u2212', '-').replace('\u2217', '*').replace('\u2032', "'");
}

/**
 * [index of the token, x0, y0, x1, y1] for the tokens whose ink was found: the longest common subsequence of what is drawn and what is written.
 * @param svg MathJax's, with its data attributes
 */
export function glyphsOf(svg, tokens) {
  const drawn = [...leaves(parse(svg), undefined)];
  const same = (leaf, token) => leaf.key === token || leaf.key.replace(/\s+$/, '') === token || (token.startsWith('\\left') && leaf.key === token.slice(5)) || (token.startsWith('\\right') && leaf.key === token.slice(6));
  const [n, m] = [drawn.length, tokens.length];
  const table = Array.from({ length: n + 1 }, () => new Uint16Array(m + 1));
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) table[i][j] = same(drawn[i], tokens[j]) ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  }
  const found = [];
  for (let i = 0, j = 0; i < n && j < m;) {
    if (same(drawn[i], tokens[j]) && table[i][j] === table[i + 1][j + 1] + 1) found.push([j++, ...drawn[i++].box]);
    else if (table[i + 1][j] >= table[i][j + 1]) i++;
    else j++;
  }
  return found;
}
