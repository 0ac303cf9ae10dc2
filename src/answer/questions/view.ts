/** A typed graph as questions need it: names, places, and which way the connections run. */
import { containerForest, type Forest } from '../graph.js';
import { joinLines } from '../labels.js';
import { nameElements, type Names } from '../names.js';
import { findRoutes, type Link, type Routes } from '../routes.js';
import type { Answer, Box, Diagram, Node } from '../types.js';

/** One way along a connection; `index` is undefined for the step between a group and what it holds. */
export interface Hop { readonly from: string; readonly to: string; readonly index?: number }

export class GraphView {
  readonly names: Names;
  readonly routes: Routes;
  readonly forest: Forest;
  readonly ids: readonly string[];
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #boxes = new Map<string, Box>();
  readonly #out = new Map<string, Link[]>();
  readonly #in = new Map<string, Link[]>();

  constructor(readonly diagram: Diagram, readonly answer: Answer) {
    this.names = nameElements(diagram);
    this.routes = findRoutes(diagram);
    this.forest = containerForest(diagram);
    this.#nodes = new Map(diagram.nodes.map((node) => [node.id, node]));
    this.ids = [...diagram.nodes, ...diagram.containers].map(({ id }) => id);
    const { directed, both, selfLoops } = this.routes;
    for (const link of [...directed, ...selfLoops]) this.#add(link);
    for (const link of both) { this.#add(link); this.#add({ ...link, from: link.to, to: link.from }); }
    const regions = new Map(answer.regions.map((region) => [region.id, region.box]));
    for (const { id, regions: own } of [...diagram.nodes, ...diagram.containers]) {
      const boxes = own.flatMap((region) => regions.get(region) ?? []);
      if (boxes.length > 0) this.#boxes.set(id, union(boxes));
    }
    // A group reaches as far as what it holds; its own region is its title.
    for (const { id } of diagram.containers) {
      const boxes = [...this.within(id)].flatMap((each) => this.#boxes.get(each) ?? []);
      if (boxes.length > 0) this.#boxes.set(id, union(boxes));
    }
  }

  node(id: string): Node | undefined { return this.#nodes.get(id); }
  isGroup(id: string): boolean { return this.forest.has(id); }
  element(id: string): string { return this.isGroup(id) ? `container:${id}` : `node:${id}`; }
  name(id: string): string { return this.names.of(id); }
  label(id: string): string { return joinLines((this.#nodes.get(id) ?? this.diagram.containers.find((group) => group.id === id))?.lines ?? []); }
  edgeLabel(index: number): string { return joinLines(this.diagram.edges[index]?.label ?? []); }
  /** Where its text stands in the picture, where that is known. */
  box(id: string): Box | undefined { return this.#boxes.get(id); }
  /** Connections that can be followed from here, those that run both ways included. */
  out(id: string): readonly Link[] { return this.#out.get(id) ?? []; }
  into(id: string): readonly Link[] { return this.#in.get(id) ?? []; }
  /** Connections without a direction, seen from here. */
  plain(id: string): readonly Link[] {
    return this.routes.undirected.flatMap((link) => (link.from === id ? [link] : link.to === id ? [{ ...link, from: link.to, to: link.from }] : []));
  }
  homeOf(id: string): string | undefined {
    const home = this.isGroup(id) ? this.forest.ancestorsOf(id)[0] : this.#nodes.get(id)?.container;
    return home !== undefined && this.forest.has(home) ? home : undefined;
  }
  /** What a group holds directly: nodes first, then groups. */
  members(id: string): readonly string[] {
    return [...this.diagram.nodes.filter(({ container }) => container === id).map((node) => node.id), ...this.forest.childrenOf(id).map((group) => group.id)];
  }

  /** Every step that a person can follow from an element: its connections, those of the groups around it, and into a group. */
  hops(id: string): readonly Hop[] {
    const around = [this.homeOf(id)].flatMap((home) => (home === undefined ? [] : [home, ...this.forest.ancestorsOf(home)]));
    return [
      ...this.out(id), ...this.plain(id),
      ...(this.isGroup(id) ? this.members(id).map((to) => ({ from: id, to })) : []),
      // A group whose own arrows lead on is left through the group.
      ...around.filter((group) => this.out(group).length + this.plain(group).length > 0).map((group) => ({ from: id, to: group })),
    ];
  }

  /** A group and all that it holds, at any depth. */
  within(id: string): ReadonlySet<string> {
    return new Set([id, ...this.reach(id, (each) => (this.isGroup(each) ? this.members(each) : []))]);
  }

  /** Connections that cross a group's border, from within or into it. */
  crossing(id: string, way: 'out' | 'in'): readonly Link[] {
    const inside = this.within(id);
    return [...inside].flatMap((each) => (way === 'out' ? this.out(each).filter(({ to }) => !inside.has(to)) : this.into(each).filter(({ from }) => !inside.has(from))));
  }

  /** True for a connection that has no direction. */
  isPlain(index: number): boolean { return this.routes.undirected.some((link) => link.index === index); }

  /** A shortest way with at least one step, or nothing. To arrive at what a group holds is to arrive at the group. */
  path(from: string, to: string): readonly Hop[] | undefined {
    const goals = this.isGroup(to) && !this.within(to).has(from) ? this.within(to) : new Set([to]);
    const reachedBy = new Map<string, Hop>();
    const queue = [from];
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      for (const hop of this.hops(id)) {
        if (reachedBy.has(hop.to)) continue;
        reachedBy.set(hop.to, hop);
        if (goals.has(hop.to)) return unwind(reachedBy, from, hop.to);
        queue.push(hop.to);
      }
    }
    return undefined;
  }

  /** Everything that can be reached in one step or more, nearest first. */
  reach(from: string, next: (id: string) => readonly string[] = (id) => this.hops(id).map(({ to }) => to)): readonly string[] {
    const seen = new Set<string>();
    const queue = [from];
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) for (const to of next(id)) if (!seen.has(to)) { seen.add(to); queue.push(to); }
    return [...seen];
  }

  /** From where an element can be reached, nearest first. */
  reachBack(to: string): readonly string[] {
    const before = new Map<string, string[]>();
    for (const id of this.ids) for (const hop of this.hops(id)) before.set(hop.to, [...(before.get(hop.to) ?? []), id]);
    return this.reach(to, (id) => before.get(id) ?? []);
  }

  #add(link: Link): void {
    this.#out.set(link.from, [...(this.#out.get(link.from) ?? []), link]);
    this.#in.set(link.to, [...(this.#in.get(link.to) ?? []), link]);
  }
}

function unwind(reachedBy: ReadonlyMap<string, Hop>, from: string, to: string): Hop[] {
  const hops: Hop[] = [];
  for (let hop = reachedBy.get(to); hop !== undefined; hop = hop.from === from ? undefined : reachedBy.get(hop.from)) hops.unshift(hop);
  return hops;
}

function union(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x)), y = Math.min(...boxes.map((box) => box.y));
  return { x, y, width: Math.max(...boxes.map((box) => box.x + box.width)) - x, height: Math.max(...boxes.map((box) => box.y + box.height)) - y };
}
