/** Joins ink into candidates for figures, tables and code, and takes the text lines that belong to them. */
import { isFixed, isGrid, rowsOf } from './flow.js';
import type { Numbered } from './flow.js';
import type { Part } from './ink.js';
import { around, gaps, shareIn } from './types.js';
import type { Edges } from './types.js';

/** Ink that stands together, with the lines in it. `ruled`: rules or bands of one width under each other, with cells between them. */
export interface Cluster extends Edges {
  readonly parts: readonly Part[];
  readonly lines: readonly number[];
  readonly ruled: boolean;
}

/** In heights of a line: ink nearer than this stands together; a label belongs to ink nearer than this; what is smaller is a bullet, an avatar, a separator. */
const NEAR = 1.1;
const LABEL = 1.3;
const SMALL = { width: 4, height: 2.6 } as const;
/** A title stands up to so far above its chart, a legend so far beside it. */
const TITLE = 3;
const LEGEND = 3;
/** Rows of a table are no further apart. */
const ROW = 6;
const BAND = 8;
/** A label has no more than this many characters. */
const LONGEST_LABEL = 26;
const LONGEST_SIDE = 20;
const LONGEST_TITLE = 60;
export const caption = /^(?:fig(?:ure)?|table|tab|listing|abb(?:ildung)?|tabelle)\.?\s*\d/i;

/** @param lines those that may belong to the ink @param height of a typical line */
export function clustersOf(parts: readonly Part[], lines: readonly Numbered[], height: number): Cluster[] {
  const stacks = stacksOf(parts, lines, height);
  const stacked = new Set(stacks.flat());
  const kept = parts.filter((part) => !stacked.has(part) && !isSeparator(part, height));
  const groups = join(kept, (a, b) => gaps(a, b).x < NEAR * height && gaps(a, b).y < NEAR * height);
  const seed = (members: readonly Part[], ruled: boolean): Cluster => ({ ...members.map(edges).reduce(around), parts: members, lines: [], ruled });
  let clusters = [...groups.map((members) => seed(members, false)), ...stacks.map((members) => seed(members, true))];
  for (let round = 0; round < 3; round++) clusters = merged(clusters.map((cluster) => withLines(cluster, lines, height)), height);
  clusters = merged(clusters.map((cluster) => (isTable(cluster, lines.filter(({ index }) => cluster.lines.includes(index))) ? cluster : withTitle(withLegend(cluster, clusters, lines, height), lines, height))), height);
  return clusters.filter(({ left, top, right, bottom }) => right - left >= SMALL.width * height && bottom - top >= SMALL.height * height);
}

function edges({ left, top, right, bottom }: Edges): Edges {
  return { left, top, right, bottom };
}

/** A rule across the page. */
function isSeparator(part: Part, height: number): boolean {
  return part.bottom - part.top < 0.5 * height && part.right - part.left > 18 * height;
}

/** Rules, or tinted bands, of one width under each other with rows of cells between them: a table without sides. */
function stacksOf(parts: readonly Part[], lines: readonly Numbered[], height: number): Part[][] {
  const flat = parts.filter(({ left, top, right, bottom, fill }) => right - left > 5 * height && (bottom - top < 0.5 * height || (fill > 0.8 && bottom - top < BAND * height)));
  const alike = (a: Edges, b: Edges): boolean => Math.abs(a.left - b.left) < 0.5 * height && Math.abs(a.right - b.right) < 0.5 * height && gaps(a, b).y < ROW * height;
  return join(flat, alike).filter((members) => {
    if (members.length < 2) return false;
    const whole = members.map(edges).reduce(around);
    const within = lines.filter((line) => shareIn(line, whole) > 0.6);
    // Three rules with short lines between them need no second cell: dashes and dots are often not read.
    if (members.length >= 3 && within.length >= 2 && within.every(({ left, right }) => right - left < 0.8 * (whole.right - whole.left))) return true;
    const reach = { ...whole, top: whole.top - 2 * height, bottom: whole.bottom + 2 * height };
    const rows = rowsOf(lines.filter((line) => shareIn(line, reach) > 0.6));
    return rows.length >= 2 && rows.filter((row) => row.length >= 2).length >= Math.max(2, 0.35 * rows.length);
  });
}

/** Cells in rows between rules from side to side, or on a ground; what is beside them are no labels. Boxes of a diagram may stand in rows too. */
function isTable(cluster: Cluster, inside: readonly Numbered[]): boolean {
  return cluster.ruled || (cluster.parts.some((part) => shareIn(cluster, part) > 0.7 && (part.rules.length > 0 || part.fill > 0.6)) && isGrid(rowsOf(inside)));
}

function withLines(cluster: Cluster, lines: readonly Numbered[], height: number): Cluster {
  const inside = lines.filter((line) => shareIn(line, cluster) > 0.6);
  const table = isTable(cluster, inside);
  // What has a ground of its own ends with it, and so does code in a frame.
  const ground = cluster.parts.find((part) => shareIn(cluster, part) > 0.8 && (part.fill > 0.6 || part.rim > 0.8));
  const solid = ground !== undefined && (ground.fill > 0.6 || (inside.length >= 2 && isFixed(inside.map(({ line }) => line))));
  const taken = table ? [...inside, ...rowsBeside(cluster, lines, height)] : solid ? inside : [...inside, ...lines.filter((line) => isLabel(line, cluster, height))];
  return { ...[edges(cluster), ...taken.map(edges)].reduce(around), parts: cluster.parts, ruled: cluster.ruled, lines: [...new Set(taken.map(({ index }) => index))] };
}

/** Rows of cells right above and below a table's rules: its head, its last row. */
function rowsBeside(cluster: Cluster, lines: readonly Numbered[], height: number): Numbered[] {
  const reach = { left: cluster.left - 0.5 * height, right: cluster.right + 0.5 * height, top: cluster.top - LABEL * height, bottom: cluster.bottom + LABEL * height };
  const near = lines.filter((line) => line.left > reach.left && line.right < reach.right && gaps(line, cluster).y < LABEL * height && shareIn(line, cluster) <= 0.6);
  return rowsOf(near).filter((row) => row.length >= 2).flat();
}

function isLabel(line: Numbered, cluster: Cluster, height: number): boolean {
  const { text, box } = line.line;
  if (text.length > LONGEST_LABEL || caption.test(text) || box.height > 1.6 * height) return false;
  const { x, y } = gaps(line, cluster);
  if (x < 0 && y < 0) return true;
  if (x < 0 && y < LABEL * height) return cluster.right - cluster.left > 8 * height && isBeside(line, cluster);
  return x < LABEL * height && y < 0 && cluster.bottom - cluster.top > SMALL.height * height && text.length < LONGEST_SIDE;
}

/** Above or below, and no wider; what stands in the middle of an axis' end hangs over. */
function isBeside(line: Edges, cluster: Edges): boolean {
  const over = 0.6 * (line.right - line.left);
  return line.left > cluster.left - over && line.right < cluster.right + over && line.right - line.left < 0.5 * (cluster.right - cluster.left);
}

/** A chart's title: centred above it, where no paragraph begins. */
function withTitle(cluster: Cluster, lines: readonly Numbered[], height: number): Cluster {
  const middle = ({ left, right }: Edges): number => (left + right) / 2;
  const [width, tall] = [cluster.right - cluster.left, cluster.bottom - cluster.top];
  if (width < 8 * height || tall < 6 * height) return cluster;
  const first = Math.min(...lines.map(({ left }) => left));
  const title = lines.find((line) => line.bottom <= cluster.top + 0.3 * height && cluster.top - line.bottom < TITLE * height && Math.abs(middle(line) - middle(cluster)) < 0.12 * width && line.right - line.left < width
    && line.left > first + height && line.line.text.length < LONGEST_TITLE && !caption.test(line.line.text)
    && !lines.some((other) => other !== line && gaps(other, line).y < 0.5 * height && gaps(other, line).x < height && other.bottom <= cluster.top));
  return title === undefined ? cluster : { ...around(edges(cluster), edges(title)), parts: cluster.parts, ruled: cluster.ruled, lines: [...new Set([...cluster.lines, title.index])] };
}

/** With small ink right beside it, and its words. */
function withLegend(cluster: Cluster, all: readonly Cluster[], lines: readonly Numbered[], height: number): Cluster {
  const area = ({ left, top, right, bottom }: Edges): number => (right - left) * (bottom - top);
  if (cluster.right - cluster.left < 8 * height || cluster.bottom - cluster.top < 6 * height) return cluster;
  const legends = all.filter((other) => other !== cluster && area(other) < 0.25 * area(cluster) && !other.ruled && other.parts.every(({ fill }) => fill > 0.6) && gaps(other, cluster).x < LEGEND * height && gaps(other, cluster).y < -0.6 * (other.bottom - other.top));
  if (legends.length === 0) return cluster;
  const words = lines.filter((line) => line.line.text.length < LONGEST_SIDE && legends.some((legend) => gaps(line, legend).x < LABEL * height && gaps(line, legend).y < 0));
  return { ...[cluster, ...legends, ...words].map(edges).reduce(around), parts: cluster.parts, ruled: false, lines: [...new Set([...cluster.lines, ...words.map(({ index }) => index)])] };
}

/** Clusters whose boxes meet are one. */
function merged(clusters: readonly Cluster[], height: number): Cluster[] {
  let out = [...clusters];
  for (let round = 0; round < 4; round++) {
    const next = join(out, (a, b) => gaps(a, b).x < 0.3 * height && gaps(a, b).y < 0.3 * height)
      .map((members) => ({ ...members.map(edges).reduce(around), parts: members.flatMap(({ parts }) => parts), ruled: members.every(({ ruled }) => ruled), lines: [...new Set(members.flatMap(({ lines }) => lines))].sort((a, b) => a - b) }));
    if (next.length === out.length) break;
    out = next;
  }
  return out;
}

/** Groups of items that hang together. */
function join<T>(items: readonly T[], together: (a: T, b: T) => boolean): T[][] {
  const parent = items.map((_, i) => i);
  const find = (i: number): number => (parent[i] === i || parent[i] === undefined ? i : (parent[i] = find(parent[i])));
  items.forEach((a, i) => {
    for (let j = 0; j < i; j++) if (together(a, items[j] as T)) parent[find(i)] = find(j);
  });
  const groups = new Map<number, T[]>();
  items.forEach((item, i) => groups.set(find(i), [...(groups.get(find(i)) ?? []), item]));
  return [...groups.values()];
}
