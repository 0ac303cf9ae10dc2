import type { Box, Region } from '../../../answer/types.js';
import type { Seen } from '../../decoding/seen.js';
import { isEnd } from '../../decoding/vocabulary.js';
import { likeliest } from './confidence.js';

/** Regions that are one thing: a head, whose role it has, and what continues it. */
export interface Group {
  readonly head: number;
  readonly role: string;
  /** Probability of the role. */
  readonly probability: number;
  readonly members: readonly number[];
  /** Lines of the label, top to bottom. */
  readonly lines: readonly string[];
  /** Head of the innermost container, where there is one. */
  readonly container?: number;
}

export interface Role { readonly name: string; readonly probability: number }

export function rolesOf(seen: Seen, names: readonly string[]): readonly Role[] {
  return Array.from({ length: seen.count }, (_, r) => {
    const { index, probability } = likeliest(seen.roles, r * names.length, names.length);
    return { name: names[index] ?? 'noise', probability };
  });
}

/** Everything that is not noise, in reading order of the heads. */
export function groupsOf(seen: Seen, roles: readonly Role[], regions: readonly Omit<Region, 'id'>[]): readonly Group[] {
  const members = new Map<number, number[]>();
  roles.forEach(({ name }, r) => { if (name !== 'noise' && name !== 'continuation') members.set(r, [r]); });
  roles.forEach(({ name }, r) => {
    if (name !== 'continuation') return;
    const head = headOf(r, seen, roles);
    // A continuation of nothing still is text that stands in the picture.
    if (head === undefined) members.set(r, [r]);
    else members.get(head)?.push(r);
  });
  const containers = containersOf(seen, roles);
  return [...members].sort(([a], [b]) => a - b).map(([head, all]) => {
    const role = roles[head]?.name === 'continuation' ? 'note' : (roles[head]?.name ?? 'note');
    const container = containers.get(head);
    return {
      head, role, probability: roles[head]?.probability ?? 0, members: [...all].sort((a, b) => a - b),
      lines: linesOf(all.flatMap((r) => { const region = regions[r]; return region?.text === undefined ? [] : [{ box: region.box, text: region.text }]; })),
      ...(container === undefined ? {} : { container }),
    };
  });
}

/** Follows "is a continuation of" to a head; where that leads nowhere, the likeliest head. */
function headOf(region: number, seen: Seen, roles: readonly Role[]): number | undefined {
  const width = seen.count + 1;
  const isHead = (r: number): boolean => { const name = roles[r]?.name; return name !== undefined && name !== 'continuation' && name !== 'noise'; };
  let at = region;
  for (let step = 0; step < seen.count; step++) {
    at = likeliest(seen.parents, at * width, width).index - 1;
    if (at < 0 || at === region) break;
    if (isHead(at)) return at;
  }
  const { index } = likeliest(seen.parents, region * width, width, (i) => i > 0 && i - 1 !== region && isHead(i - 1));
  return index < 0 ? undefined : index - 1;
}

/** Innermost container of every end; circles among containers are cut. */
function containersOf(seen: Seen, roles: readonly Role[]): ReadonlyMap<number, number> {
  const width = seen.count + 1;
  const found = new Map<number, number>();
  roles.forEach(({ name }, r) => {
    if (!isEnd(name)) return;
    const { index } = likeliest(seen.parents, r * width, width, (i) => i === 0 || (i - 1 !== r && roles[i - 1]?.name === 'container'));
    let above: number | undefined = index > 0 ? index - 1 : undefined;
    if (above === undefined) return;
    const parent = above;
    while (above !== undefined && above !== r) above = found.get(above);
    if (above !== r) found.set(r, parent);
  });
  return found;
}

/** Pieces on the same row are one line, joined by a space; rows from top to bottom. */
export function linesOf(pieces: readonly { readonly box: Box; readonly text: string }[]): readonly string[] {
  const rows: { middle: number; height: number; pieces: { readonly x: number; readonly text: string }[] }[] = [];
  const middle = (box: Box): number => box.y + box.height / 2;
  for (const { box, text } of [...pieces].sort((a, b) => middle(a.box) - middle(b.box))) {
    const row = rows.at(-1);
    if (row !== undefined && Math.abs(middle(box) - row.middle) < 0.5 * Math.min(box.height, row.height)) row.pieces.push({ x: box.x, text });
    else rows.push({ middle: middle(box), height: box.height, pieces: [{ x: box.x, text }] });
  }
  return rows.map((row) => row.pieces.sort((a, b) => a.x - b.x).map(({ text }) => text).join(' '));
}
