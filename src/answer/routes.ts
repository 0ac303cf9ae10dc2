/** What the connections of a typed graph add up to: starts, ends, reach, loops, parts. */
import { containerForest, flowOf } from './graph.js';
import type { Diagram } from './types.js';

/** A connection in the order in which it runs; `index` is the edge's place in the diagram. */
export interface Link { readonly index: number; readonly from: string; readonly to: string; readonly label: readonly string[] }

export interface Routes {
  /** Connections that run one way and join two different elements. */
  readonly directed: readonly Link[];
  readonly both: readonly Link[];
  readonly undirected: readonly Link[];
  readonly selfLoops: readonly Link[];
  /** Elements that something leaves and nothing enters; the other way round for `ends`. In the diagram's order. */
  readonly starts: readonly string[];
  readonly ends: readonly string[];
  /** Directed connections that leave an element, in the diagram's order. */
  out(id: string): readonly Link[];
  /** Elements that a directed connection leaves or enters and that no starting point leads to; empty where there is no starting point. */
  readonly unreached: readonly string[];
  /** Nodes that no connection touches, and that no touched container holds. */
  readonly isolated: readonly string[];
  /** Directed connections that close a loop, each with the shortest loop it closes: its elements in order, first not repeated. */
  readonly loops: readonly { readonly link: Link; readonly through: readonly string[] }[];
  /** How many parts the connected elements fall into. */
  readonly parts: number;
}

export function findRoutes(diagram: Diagram): Routes {
  const forest = containerForest(diagram);
  const homes = new Map(diagram.nodes.map((node) => [node.id, node.container !== undefined && forest.has(node.container) ? node.container : undefined]));
  const around = (id: string): readonly string[] => {
    if (forest.has(id)) return forest.ancestorsOf(id);
    const home = homes.get(id);
    return home === undefined ? [] : [home, ...forest.ancestorsOf(home)];
  };
  const members = new Map<string, string[]>();
  const ids = [...diagram.nodes.map(({ id }) => id), ...diagram.containers.map(({ id }) => id)];
  for (const id of ids) { const parent = around(id)[0]; if (parent !== undefined) push(members, parent, id); }

  const directed: Link[] = [], both: Link[] = [], undirected: Link[] = [], selfLoops: Link[] = [];
  diagram.edges.forEach((edge, index) => {
    const { from, to, kind } = flowOf(edge);
    (from === to ? selfLoops : kind === 'both' ? both : kind === 'none' ? undirected : directed).push({ index, from, to, label: edge.label });
  });
  const leaving = new Map<string, Link[]>();
  for (const link of directed) push(leaving, link.from, link);
  const leaves = new Set(directed.map(({ from }) => from)), entered = new Set(directed.map(({ to }) => to));
  const flowing = new Set([...leaves, ...entered]);
  // A two-way connection enters and leaves both its ends: neither is a start or an end for certain.
  for (const { from, to } of both) for (const id of [from, to]) { leaves.add(id); entered.add(id); }
  const withGroups = (set: ReadonlySet<string>, id: string): boolean => set.has(id) || around(id).some((group) => set.has(group));
  const starts = ids.filter((id) => leaves.has(id) && !withGroups(entered, id));
  const ends = ids.filter((id) => entered.has(id) && !withGroups(leaves, id));

  // To reach a group is to reach what is in it; to be in a group is to be able to leave it.
  const next = (id: string): readonly string[] => [
    ...(leaving.get(id) ?? []).map(({ to }) => to),
    ...both.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : [])),
    ...(members.get(id) ?? []), ...around(id).flatMap((group) => (leaving.get(group) ?? []).map(({ to }) => to)),
  ];
  const reached = spread(starts, next);
  const touched = new Set([...directed, ...both, ...undirected].flatMap(({ from, to }) => [from, to]));
  const joined = new Map<string, string[]>();
  for (const { from, to } of [...directed, ...both, ...undirected]) { push(joined, from, to); push(joined, to, from); }
  for (const [group, inside] of members) for (const id of inside) if (touched.has(group)) { push(joined, group, id); push(joined, id, group); }

  return {
    directed, both, undirected, selfLoops, starts, ends,
    out: (id) => leaving.get(id) ?? [],
    unreached: starts.length === 0 ? [] : ids.filter((id) => flowing.has(id) && !reached.has(id)),
    isolated: diagram.nodes.map(({ id }) => id).filter((id) => !withGroups(touched, id)),
    loops: findLoops(starts, ids, leaving),
    parts: countParts(ids.filter((id) => touched.has(id)), joined),
  };
}

/** Depth first from the starts: a link to an element that is still open closes a loop. */
function findLoops(starts: readonly string[], ids: readonly string[], leaving: ReadonlyMap<string, readonly Link[]>): Routes['loops'] {
  const state = new Map<string, 'open' | 'done'>();
  const closing: Link[] = [];
  const visit = (root: string): void => {
    const stack = [{ id: root, at: 0 }];
    state.set(root, 'open');
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const link = leaving.get(top.id)?.[top.at++];
      if (link === undefined) { state.set(top.id, 'done'); stack.pop(); continue; }
      const seen = state.get(link.to);
      if (seen === 'open') closing.push(link);
      else if (seen === undefined) { state.set(link.to, 'open'); stack.push({ id: link.to, at: 0 }); }
    }
  };
  for (const id of [...starts, ...ids]) if (!state.has(id)) visit(id);
  const known = new Set<string>();
  return closing.flatMap((link) => {
    const through = shortestPath(link.to, link.from, leaving);
    const key = [...through].sort().join(' ');
    if (known.has(key)) return [];
    known.add(key);
    return [{ link, through }];
  });
}

function shortestPath(from: string, to: string, leaving: ReadonlyMap<string, readonly Link[]>): string[] {
  const before = new Map<string, string | undefined>([[from, undefined]]);
  const queue = [from];
  for (let id = queue.shift(); id !== undefined && id !== to; id = queue.shift()) {
    for (const link of leaving.get(id) ?? []) if (!before.has(link.to)) { before.set(link.to, id); queue.push(link.to); }
  }
  const path: string[] = [];
  for (let id: string | undefined = to; id !== undefined; id = before.get(id)) path.unshift(id);
  return path;
}

function spread(from: readonly string[], next: (id: string) => readonly string[]): Set<string> {
  const reached = new Set(from);
  // A set is visited in insertion order, additions during the visit included.
  for (const id of reached) for (const other of next(id)) reached.add(other);
  return reached;
}

function countParts(ids: readonly string[], joined: ReadonlyMap<string, readonly string[]>): number {
  const seen = new Set<string>();
  let parts = 0;
  for (const id of ids) {
    if (seen.has(id)) continue;
    parts += 1;
    for (const other of spread([id], (at) => joined.get(at) ?? [])) seen.add(other);
  }
  return parts;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]); else list.push(value);
}
