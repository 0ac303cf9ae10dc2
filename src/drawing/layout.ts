/** Where everything of a graph lies: layers by dagre (https://github.com/dagrejs/dagre/wiki, here as the ES module that Mermaid uses, too), with groups around their members. */
import { layout as layOut } from 'dagre-d3-es/src/dagre/index.js';
import { Graph } from 'dagre-d3-es/src/graphlib/index.js';
import type { Container, Diagram, Edge, Node } from '../answer/types.js';
import { formOf, leaving, type Form } from './shapes.js';
import { lineHeight, sizeOf, wrapped } from './text.js';
import { TooLarge, type Place, type Point } from './types.js';

export interface PlacedNode { readonly node: Node; readonly lines: readonly string[]; readonly form: Form; readonly at: Point }
export interface PlacedGroup { readonly container: Container; readonly lines: readonly string[]; readonly place: Place }
export interface PlacedEdge { readonly edge: Edge; readonly lines: readonly string[]; readonly points: readonly Point[]; readonly labelAt: Place | undefined }
export interface Layout { readonly nodes: readonly PlacedNode[]; readonly groups: readonly PlacedGroup[]; readonly edges: readonly PlacedEdge[] }

/** Beyond these a picture between the lines of a document helps nobody, and the layout takes too long for the host that makes it. */
const most = { nodes: 120, edges: 200 } as const;
/** Room around the members of a group; more is above them, for its name and the heads of arrows. */
const around = 12;

interface NodeBox { width: number; height: number; x?: number; y?: number }
interface EdgeBox { width: number; height: number; labelpos: 'c'; points?: Point[]; x?: number; y?: number }
type Layered = Graph<object, NodeBox, EdgeBox>;

/** @throws TooLarge */
export function layoutOf(diagram: Diagram): Layout {
  const { nodes, edges, containers, direction } = diagram;
  if (nodes.length + containers.length > most.nodes || edges.length > most.edges) throw new TooLarge(`${nodes.length} nodes and ${edges.length} connections`);
  const flat = direction === 'LR' || direction === 'RL';
  const tree = new Groups(diagram);
  const graph: Layered = new Graph({ multigraph: true, compound: true });
  graph.setGraph({ rankdir: direction === 'TD' ? 'TB' : direction, nodesep: 36, ranksep: 30 + 16 * Math.max(0, ...containers.map(({ id }) => tree.depth(id))), edgesep: 16, marginx: 0, marginy: 0 });
  const forms = new Map(nodes.map((node) => { const lines = wrapped(node.lines); return [node.id, { lines, form: formOf(node.shape, sizeOf(lines), flat) }]; }));
  for (const [id, { form: { width, height } }] of forms) graph.setNode(nodeKey(id), { width, height });
  for (const { id, lines } of containers) {
    const { width, height } = sizeOf(wrapped(lines));
    // A group with nothing in it is a box.
    graph.setNode(groupKey(id), tree.leaf(id) === undefined ? { width: width + 2 * around, height: height + 2 * around } : { width: 0, height: 0 });
  }
  for (const { id } of nodes) { const parent = tree.parentOfNode(id); if (parent !== undefined) graph.setParent(nodeKey(id), groupKey(parent)); }
  for (const { id } of containers) { const parent = tree.parentOf(id); if (parent !== undefined) graph.setParent(groupKey(id), groupKey(parent)); }
  const known = edges.flatMap((edge, index) => { const [from, to] = [tree.keyOf(edge.source), tree.keyOf(edge.target)]; return from === undefined || to === undefined ? [] : [{ edge, from, to, name: String(index), lines: wrapped(edge.label) }]; });
  for (const { from, to, name, lines } of known) {
    const { width, height } = sizeOf(lines);
    graph.setEdge(from, to, { width: lines.length === 0 ? 0 : width + 6, height, labelpos: 'c' }, name);
  }
  layOut(graph, {});
  const groups = placeGroups(diagram, tree, graph);
  const placed = nodes.flatMap((node): PlacedNode[] => { const own = forms.get(node.id); const at = pointOf(graph.node(nodeKey(node.id))); return own && at ? [{ node, ...own, at }] : []; });
  const outlines = new Map<string, { readonly at: Point; readonly outline: Form['outline'] }>([
    ...placed.map(({ node, at, form }) => [node.id, { at, outline: form.outline }] as const),
    ...groups.map(({ container, place }) => [container.id, { at: place, outline: { corners: [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([x = 0, y = 0]) => ({ x: (x * place.width) / 2, y: (y * place.height) / 2 })) } }] as const),
  ]);
  return {
    nodes: placed, groups,
    edges: known.flatMap(({ edge, from, to, name, lines }): PlacedEdge[] => {
      const box = graph.edge(from, to, name);
      const points = box?.points ?? [];
      return points.length < 2 ? [] : [{ edge, lines, points: clipped(points, outlines.get(edge.source), outlines.get(edge.target)), labelAt: lines.length > 0 && box?.x !== undefined && box.y !== undefined ? { x: box.x, y: box.y, width: box.width, height: box.height } : undefined }];
    }),
  };
}

function nodeKey(id: string): string { return `n ${id}`; }
function groupKey(id: string): string { return `g ${id}`; }
function pointOf(box: NodeBox | undefined): Point | undefined { return box?.x === undefined || box.y === undefined ? undefined : { x: box.x, y: box.y }; }

/** Who is in whom. A group that is in itself, or in none that there is, is in none. */
class Groups {
  readonly #parents = new Map<string, string>();
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #groups: ReadonlySet<string>;

  constructor(private readonly diagram: Diagram) {
    this.#nodes = new Map(diagram.nodes.map((node) => [node.id, node]));
    this.#groups = new Set(diagram.containers.map(({ id }) => id));
    for (const { id, parent } of diagram.containers) if (parent !== undefined && this.#groups.has(parent) && !this.#above(parent).includes(id)) this.#parents.set(id, parent);
  }

  parentOf(group: string): string | undefined { return this.#parents.get(group); }
  parentOfNode(node: string): string | undefined { const container = this.#nodes.get(node)?.container; return container !== undefined && this.#groups.has(container) ? container : undefined; }

  /** A node in the group, at any depth: dagre's edges lead to nodes only. */
  leaf(group: string): string | undefined { return this.diagram.nodes.find(({ id }) => { const parent = this.parentOfNode(id); return parent !== undefined && this.#above(parent).includes(group); })?.id; }

  /** By what dagre knows the end of an edge. */
  keyOf(id: string): string | undefined {
    if (this.#nodes.has(id)) return nodeKey(id);
    if (!this.#groups.has(id)) return undefined;
    const leaf = this.leaf(id) ?? this.#emptyGroup(id);
    return this.#nodes.has(leaf) ? nodeKey(leaf) : groupKey(leaf);
  }

  /** 1 for a group that is in no other. */
  depth(group: string): number { return this.#above(group).length; }

  /** The group in this one that has no members: dagre takes it for a node. */
  #emptyGroup(group: string): string {
    const inner = this.diagram.containers.find(({ id }) => this.#parents.get(id) === group);
    return inner === undefined ? group : this.#emptyGroup(inner.id);
  }

  /** The group and those that it is in. */
  #above(group: string): string[] {
    const chain: string[] = [];
    for (let at: string | undefined = group; at !== undefined && !chain.includes(at); at = this.#parents.get(at)) chain.push(at);
    return chain;
  }
}

/** Around their members, innermost first; dagre leaves room for a border and none for a name. */
function placeGroups({ containers, nodes }: Diagram, tree: Groups, graph: Layered): PlacedGroup[] {
  const places = new Map<string, Place>();
  for (const { id, lines } of [...containers].sort((a, b) => tree.depth(b.id) - tree.depth(a.id))) {
    const name = wrapped(lines);
    const inside = [
      ...nodes.filter((node) => tree.parentOfNode(node.id) === id).map((node) => graph.node(nodeKey(node.id))), ...containers.filter((inner) => tree.parentOf(inner.id) === id).map((inner) => places.get(inner.id)),
    ].filter((box) => box?.x !== undefined && box.y !== undefined) as Place[];
    const own = graph.node(groupKey(id));
    const boxes = inside.length > 0 ? inside : own?.x !== undefined ? [own as Place] : [];
    if (boxes.length === 0) continue;
    const pad = inside.length > 0 ? around : 0;
    const top = inside.length > 0 && name.length > 0 ? name.length * lineHeight + 8 : 0;
    const [left, right] = [Math.min(...boxes.map(({ x, width }) => x - width / 2)) - pad, Math.max(...boxes.map(({ x, width }) => x + width / 2)) + pad];
    const [head, foot] = [Math.min(...boxes.map(({ y, height }) => y - height / 2)) - pad - top, Math.max(...boxes.map(({ y, height }) => y + height / 2)) + pad];
    const width = Math.max(right - left, sizeOf(name).width + 2 * around);
    places.set(id, { x: (left + right) / 2, y: (head + foot) / 2, width, height: foot - head });
  }
  return containers.flatMap((container) => { const place = places.get(container.id); return place ? [{ container, lines: wrapped(container.lines), place }] : []; }).sort((a, b) => tree.depth(a.container.id) - tree.depth(b.container.id));
}

type End = { readonly at: Point; readonly outline: Form['outline'] } | undefined;

/** Edges end at the outlines of what they connect, which dagre takes for boxes. */
function clipped(points: readonly Point[], from: End, to: End): Point[] {
  const inner = points.slice(1, -1);
  const beyond = (end: End, all: readonly Point[]): readonly Point[] => { const outside = all.findIndex((point) => !within(end, point)); return outside < 0 ? [] : all.slice(outside); };
  const after = beyond(from, inner);
  const middle = [...beyond(to, [...after].reverse())].reverse();
  const first = middle[0] ?? to?.at ?? points.at(-1);
  const last = middle.at(-1) ?? from?.at ?? points[0];
  const meet = (end: End, toward: Point | undefined, otherwise: Point | undefined): Point[] => {
    if (!end || !toward) return otherwise ? [otherwise] : [];
    const { x, y } = leaving(end.outline, { x: toward.x - end.at.x, y: toward.y - end.at.y });
    return [{ x: end.at.x + x, y: end.at.y + y }];
  };
  return [...meet(from, first, points[0]), ...middle, ...meet(to, last, points.at(-1))];
}

function within(end: End, { x, y }: Point): boolean {
  if (!end) return false;
  const [dx, dy] = [x - end.at.x, y - end.at.y];
  if ('ellipse' in end.outline) return (dx / end.outline.ellipse.x) ** 2 + (dy / end.outline.ellipse.y) ** 2 < 1;
  const edge = leaving(end.outline, { x: dx, y: dy });
  return Math.hypot(dx, dy) < Math.hypot(edge.x, edge.y);
}
