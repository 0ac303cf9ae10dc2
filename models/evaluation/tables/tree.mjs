// Ordered trees of tables, and the distance between two (TEDS: Zhong, ShafieiBavani, Jimeno Yepes 2020, arXiv 1911.10683, section 5).
import { JSDOM } from 'jsdom';

/** @typedef {{ tag: string, rowspan: number, colspan: number, text: string, children: Node[] }} Node */

const words = text => text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
const spanOf = (element, name) => Math.max(1, Number.parseInt(element.getAttribute(name) ?? '1', 10) || 1);

/**
 * The first table of an HTML text as a tree: table, thead and tbody, tr, td. Headers are cells like others: what makes them headers is where they stand, as in the paper's
 * data. Captions are no part of it. `flat` leaves thead and tbody out, for peers that do not write them.
 * @returns {Node | undefined}
 */
export function treeOf(html, flat = false) {
  const table = JSDOM.fragment(html).querySelector('table');
  if (table === null) return undefined;
  const cell = element => {
    const copy = element.cloneNode(true);
    for (const br of copy.querySelectorAll('br')) br.replaceWith(' ');
    return { tag: 'td', rowspan: spanOf(element, 'rowspan'), colspan: spanOf(element, 'colspan'), text: words(copy.textContent), children: [] };
  };
  const node = (tag, children) => ({ tag, rowspan: 1, colspan: 1, text: '', children });
  const row = element => node('tr', [...element.children].filter(({ tagName }) => /^(td|th)$/i.test(tagName)).map(cell));
  const rows = parent => [...parent.children].filter(({ tagName }) => /^tr$/i.test(tagName)).map(row);
  const parts = [...table.children].filter(({ tagName }) => /^(thead|tbody|tfoot)$/i.test(tagName)).map(part => node(/^thead$/i.test(part.tagName) ? 'thead' : 'tbody', rows(part)));
  return node('table', flat ? [...parts.flatMap(({ children }) => children), ...rows(table)] : [...parts, ...rows(table)]);
}

/** Number of nodes below the root. */
export const sizeOf = tree => tree.children.reduce((sum, child) => sum + 1 + sizeOf(child), 0);

/** Edits that turn one text into the other, over the longer length: 0 for equal texts, 1 for nothing in common. */
export function textDistance(a, b) {
  if (a === b) return 0;
  const [from, to] = [Array.from(a), Array.from(b)];
  let before = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) row.push(Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1)));
    before = row;
  }
  return before[to.length] / Math.max(from.length, to.length);
}

/** Cost of taking one node for another: 1 where tag or spans differ; else the distance of the texts, for cells, unless only the structure counts. */
function rename(a, b, structure) {
  if (a.tag !== b.tag || a.rowspan !== b.rowspan || a.colspan !== b.colspan) return 1;
  return structure || a.tag !== 'td' ? 0 : textDistance(a.text, b.text);
}

/** Zhang and Shasha 1989: the cheapest edits (insert and delete cost 1) that turn one ordered tree into another. */
export function treeDistance(a, b, structure = false) {
  const [left, right] = [postorder(a), postorder(b)];
  const costs = new Map();
  const cost = (i, j) => {
    const key = i * right.nodes.length + j;
    let found = costs.get(key);
    if (found === undefined) costs.set(key, (found = rename(left.nodes[i], right.nodes[j], structure)));
    return found;
  };
  const width = right.nodes.length;
  const trees = new Float64Array(left.nodes.length * width);
  for (const i of left.keyroots) for (const j of right.keyroots) {
    const [i0, j0] = [left.first[i], right.first[j]];
    const [rows, columns] = [i - i0 + 2, j - j0 + 2];
    const forest = new Float64Array(rows * columns);
    for (let x = 1; x < rows; x++) forest[x * columns] = x;
    for (let y = 1; y < columns; y++) forest[y] = y;
    for (let x = 1; x < rows; x++) for (let y = 1; y < columns; y++) {
      const [m, n] = [i0 + x - 1, j0 + y - 1];
      const apart = Math.min(forest[(x - 1) * columns + y], forest[x * columns + y - 1]) + 1;
      if (left.first[m] === i0 && right.first[n] === j0) trees[m * width + n] = forest[x * columns + y] = Math.min(apart, forest[(x - 1) * columns + y - 1] + cost(m, n));
      else forest[x * columns + y] = Math.min(apart, forest[(left.first[m] - i0) * columns + right.first[n] - j0] + trees[m * width + n]);
    }
  }
  return trees[trees.length - 1];
}

/** Nodes in postorder, the first leaf below each, and the nodes that have a left sibling (with the root). */
function postorder(tree) {
  const nodes = [], first = [];
  const visit = node => {
    const begins = nodes.length;
    for (const child of node.children) visit(child);
    first.push(node.children.length === 0 ? nodes.length : first[begins] ?? begins);
    nodes.push(node);
  };
  visit(tree);
  const last = new Map(first.map((leaf, index) => [leaf, index]));
  return { nodes, first, keyroots: [...last.values()].sort((x, y) => x - y) };
}

/** Tree-edit-distance-based similarity, 0 to 1. No tree at all is 0. */
export function teds(truth, answer, structure = false) {
  if (answer === undefined) return 0;
  const size = Math.max(sizeOf(truth), sizeOf(answer));
  return size === 0 ? 1 : Math.max(0, 1 - treeDistance(answer, truth, structure) / size);
}

/** The cells' places in the grid, as HTML places them: "row column rowspan colspan" and the text. */
export function cellsOf(tree) {
  const rows = tree.children.flatMap(part => (part.tag === 'tr' ? [part] : part.children));
  const taken = new Set(), cells = [];
  rows.forEach((row, y) => {
    let x = 0;
    for (const { rowspan, colspan, text } of row.children) {
      while (taken.has(`${y} ${x}`)) x++;
      for (let r = 0; r < rowspan; r++) for (let c = 0; c < colspan; c++) taken.add(`${y + r} ${x + c}`);
      cells.push({ place: `${y} ${x} ${rowspan} ${colspan}`, text });
      x += colspan;
    }
  });
  return cells;
}
