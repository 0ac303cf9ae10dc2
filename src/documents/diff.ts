/** What differs between two graphs, in terms of what a reader sees: labels and connections, never ids. */
import { cleanLine } from '../answer/labels.js';
import { count, list } from '../answer/words.js';

export interface PlainNode { readonly id: string; readonly lines: readonly string[] }
export interface PlainEdge { readonly source: string; readonly target: string; readonly label: readonly string[] }
/** A diagram or a parsed Mermaid source, as far as the comparison looks at it. */
export interface PlainGraph { readonly nodes: readonly PlainNode[]; readonly edges: readonly PlainEdge[]; readonly containers: readonly PlainNode[] }

export interface GraphChange {
  readonly kind: 'added' | 'removed' | 'renamed';
  readonly what: 'node' | 'group' | 'edge';
  /** A sentence without its end: the step “Pay” was added. Labels stand in it in quotation marks. */
  readonly text: string;
}

/** Changes that lead from the first graph to the second; empty when a reader would see the same. */
export function diffGraphs(before: PlainGraph, after: PlainGraph): GraphChange[] {
  const nodes = match(before.nodes, after.nodes, neighbours(before), neighbours(after));
  const groups = match(before.containers, after.containers, () => [], () => []);
  const renamed = new Map([...nodes.pairs, ...groups.pairs].map(([from, to]) => [from.id, to.id]));
  const names = { before: namer(before), after: namer(after) };
  return [
    ...elementChanges(nodes, 'node', 'step'), ...elementChanges(groups, 'group', 'group'),
    ...edgeChanges(before.edges, after.edges, renamed, names.before, names.after),
  ];
}

/** One sentence about how much differs: "2 steps added, 1 connection removed". */
export function summarise(changes: readonly GraphChange[]): string {
  if (changes.length === 0) return 'No differences.';
  const nouns = { node: 'step', group: 'group', edge: 'connection' } as const;
  const parts = (['node', 'group', 'edge'] as const).flatMap((what) => (['added', 'removed', 'renamed'] as const).flatMap((kind) => {
    const number = changes.filter((change) => change.what === what && change.kind === kind).length;
    return number === 0 ? [] : [`${count(number, nouns[what])} ${what === 'edge' && kind === 'renamed' ? 'relabelled' : kind}`];
  }));
  return `${list(parts)}.`;
}

interface Matching { readonly pairs: readonly (readonly [PlainNode, PlainNode])[]; readonly removed: readonly PlainNode[]; readonly added: readonly PlainNode[] }

/** By label first; of what is left, the most alike, where it is alike enough or has the same neighbours. */
function match(before: readonly PlainNode[], after: readonly PlainNode[], around: (id: string) => readonly string[], aroundAfter: (id: string) => readonly string[]): Matching {
  const pairs: (readonly [PlainNode, PlainNode])[] = [];
  const removed = new Set(before);
  const added = new Set(after);
  const take = (from: PlainNode, to: PlainNode): void => { pairs.push([from, to]); removed.delete(from); added.delete(to); };
  // Of several with the same label, the ones with the same neighbours belong together.
  for (const strict of [true, false]) {
    for (const from of [...removed]) {
      const same = [...added].filter((to) => key(to.lines) === key(from.lines) && (!strict || overlap(around(from.id), aroundAfter(to.id)) === 1));
      if (same[0]) take(from, same[0]);
    }
  }
  const scored = [...removed].flatMap((from) => [...added].map((to) => ({ from, to, score: likeness(key(from.lines), key(to.lines)) + 0.6 * overlap(around(from.id), aroundAfter(to.id)) })))
    .filter(({ score }) => score >= 0.75).sort((a, b) => b.score - a.score);
  for (const { from, to } of scored) if (removed.has(from) && added.has(to)) take(from, to);
  return { pairs, removed: [...removed], added: [...added] };
}

function elementChanges({ pairs, removed, added }: Matching, what: 'node' | 'group', noun: string): GraphChange[] {
  return [
    ...removed.map((node): GraphChange => ({ kind: 'removed', what, text: `the ${noun} ${quoted(node.lines)} was removed` })),
    ...added.map((node): GraphChange => ({ kind: 'added', what, text: `the ${noun} ${quoted(node.lines)} was added` })),
    ...pairs.filter(([from, to]) => key(from.lines) !== key(to.lines)).map(([from, to]): GraphChange => ({ kind: 'renamed', what, text: `the ${noun} ${quoted(from.lines)} became ${quoted(to.lines)}` })),
  ];
}

function edgeChanges(before: readonly PlainEdge[], after: readonly PlainEdge[], ids: ReadonlyMap<string, string>, nameBefore: (id: string) => string, nameAfter: (id: string) => string): GraphChange[] {
  const rest = new Set(after);
  const lost: PlainEdge[] = [];
  const changes: GraphChange[] = [];
  const find = (edge: PlainEdge, labelled: boolean): PlainEdge | undefined => [...rest].find((other) => other.source === ids.get(edge.source) && other.target === ids.get(edge.target)
    && (!labelled || key(other.label) === key(edge.label)));
  for (const edge of before) {
    const same = find(edge, true);
    if (same) rest.delete(same); else lost.push(edge);
  }
  for (const edge of lost) {
    const other = find(edge, false);
    const place = `from ${nameBefore(edge.source)} to ${nameBefore(edge.target)}`;
    if (other) rest.delete(other);
    const label = (lines: readonly string[]): string => (key(lines) === '' ? 'no label' : quoted(lines));
    changes.push(other ? { kind: 'renamed', what: 'edge', text: `the connection ${place} has ${label(other.label)} in place of ${label(edge.label)}` }
      : { kind: 'removed', what: 'edge', text: `the connection ${place} was removed` });
  }
  return [...changes, ...[...rest].map((edge): GraphChange => ({ kind: 'added', what: 'edge', text: `a connection from ${nameAfter(edge.source)} to ${nameAfter(edge.target)} was added` }))];
}

function neighbours({ edges, nodes }: PlainGraph): (id: string) => readonly string[] {
  const labels = new Map(nodes.map((node) => [node.id, key(node.lines)]));
  const around = new Map<string, string[]>();
  const add = (id: string, value: string): void => { const known = around.get(id); if (known) known.push(value); else around.set(id, [value]); };
  for (const { source, target } of edges) {
    add(source, `>${labels.get(target) ?? target}`);
    add(target, `<${labels.get(source) ?? source}`);
  }
  return (id) => around.get(id) ?? [];
}

/** Share of what two lists have in common; two empty lists have nothing in common. */
function overlap(a: readonly string[], b: readonly string[]): number {
  const rest = [...b];
  const common = a.filter((item) => { const at = rest.indexOf(item); if (at >= 0) rest.splice(at, 1); return at >= 0; }).length;
  return a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length);
}

/** 1 for the same text, 0 for nothing in common (edit distance). */
function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const [x, y] = [Array.from(a).slice(0, 200), Array.from(b).slice(0, 200)];
  let row = Array.from({ length: y.length + 1 }, (_, index) => index);
  for (let at = 1; at <= x.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= y.length; to += 1) next.push(Math.min((row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1, (row[to - 1] ?? 0) + (x[at - 1] === y[to - 1] ? 0 : 1)));
    row = next;
  }
  return 1 - (row[y.length] ?? 0) / Math.max(x.length, y.length, 1);
}

function namer({ nodes, containers }: PlainGraph): (id: string) => string {
  const names = new Map([...nodes, ...containers].map((node) => [node.id, quoted(node.lines)]));
  return (id) => names.get(id) ?? 'something';
}

function key(lines: readonly string[]): string { return cleanLine(lines.join(' ')); }
function quoted(lines: readonly string[]): string { return key(lines) === '' ? 'without a label' : `“${key(lines)}”`; }
