/** Joins ink into candidates for figures, tables and code, and takes the text lines that belong to them. */
import type { TextLine } from '../families/family.js';
import type { Part } from './ink.js';
import { around, edgesOf, gaps, shareIn } from './types.js';
import type { Edges } from './types.js';

/** Ink that stands together, with the lines in it. */
export interface Cluster extends Edges {
  readonly parts: readonly Part[];
  readonly lines: readonly number[];
}

/** In heights of a line: ink nearer than this stands together; a label belongs to ink nearer than this; what is smaller is a bullet, an avatar, a separator. */
const NEAR = 1.1;
const LABEL = 1.3;
const SMALL = { width: 4, height: 2.6 } as const;
/** A label has no more than this many characters. */
const LONGEST_LABEL = 26;
const caption = /^(?:fig(?:ure)?|table|tab|listing|abb(?:ildung)?|tabelle)\.?\s*\d/i;

/** @param height of a typical line */
export function clustersOf(parts: readonly Part[], lines: readonly TextLine[], height: number, page: Edges): Cluster[] {
  const kept = parts.filter((part) => !isFrame(part, lines, height, page) && !isSeparator(part, height));
  const joined = join(kept, (a, b) => gaps(a, b).x < NEAR * height && gaps(a, b).y < NEAR * height);
  let clusters: Cluster[] = joined.map((members) => ({ ...members.map(edges).reduce(around), parts: members, lines: [] }));
  for (let round = 0; round < 3; round++) clusters = merged(clusters.map((cluster) => withLines(cluster, lines, height)), height);
  return clusters.filter(({ left, top, right, bottom }) => right - left >= SMALL.width * height && bottom - top >= SMALL.height * height);
}

function edges({ left, top, right, bottom }: Edges): Edges {
  return { left, top, right, bottom };
}

/** A border around paragraphs: a comment's card, a window. Its ink lies along its edges, or its content is wide text. */
function isFrame(part: Part, lines: readonly TextLine[], height: number, page: Edges): boolean {
  const [width, tall] = [part.right - part.left, part.bottom - part.top];
  if (width < 12 * height || tall < 3 * height) return false;
  if (shareIn(page, part) > 0.9) return true;
  const inside = lines.filter(({ box }) => shareIn(edgesOf(box), part) > 0.8);
  return part.fill < 0.12 && part.rim > 0.8 && inside.some(({ box, text }) => text.length > 40 && box.width > 0.5 * width) && inside.length >= 2;
}

/** A rule across the page. */
function isSeparator(part: Part, height: number): boolean {
  return part.bottom - part.top < 0.5 * height && part.right - part.left > 18 * height;
}

function withLines(cluster: Cluster, lines: readonly TextLine[], height: number): Cluster {
  const solid = cluster.parts.length === 1 && (cluster.parts[0]?.fill ?? 0) > 0.6;
  const taken = lines.flatMap((line, i) => {
    const edge = edgesOf(line.box);
    if (shareIn(edge, cluster) > 0.6) return [i];
    // What has a ground of its own ends with it.
    if (solid || line.text.length > LONGEST_LABEL || caption.test(line.text) || line.box.height > 1.6 * height) return [];
    const { x, y } = gaps(edge, cluster);
    return x < 0 && y < LABEL * height && cluster.right - cluster.left > 8 * height && isBeside(edge, cluster) ? [i] : x < LABEL * height && y < 0 && cluster.bottom - cluster.top > SMALL.height * height && line.text.length < 14 ? [i] : [];
  });
  return { ...[edges(cluster), ...taken.map((i) => edgesOf((lines[i] as TextLine).box))].reduce(around), parts: cluster.parts, lines: taken };
}

/** Above or below, and no wider. */
function isBeside(line: Edges, cluster: Edges): boolean {
  return line.left > cluster.left - 2 && line.right < cluster.right + 2;
}

/** Clusters whose boxes meet are one. */
function merged(clusters: readonly Cluster[], height: number): Cluster[] {
  return join(clusters, (a, b) => gaps(a, b).x < 0.3 * height && gaps(a, b).y < 0.3 * height)
    .map((members) => ({ ...members.map(edges).reduce(around), parts: members.flatMap(({ parts }) => parts), lines: [...new Set(members.flatMap(({ lines }) => lines))].sort((a, b) => a - b) }));
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
