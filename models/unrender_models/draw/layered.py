"""Layered layout, group within group.

A level (the inside of one group) is laid out as vertices: its items, and its child groups as boxes of known size. Inside,
`u` runs across the ranks and `v` along the direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from random import Random

from ..scene import Direction, Point
from . import fonts
from .plan import Group, Link, Plan
from .ranks import Place, Vertex, coordinates, order


@dataclass
class Gaps:
    """Distances in pixels: between vertices of a rank, between ranks, inside groups; `sweeps` of barycentre ordering."""

    across: float
    along: float
    pad: float
    sweeps: int = 3
    turn: float = 0.0
    """Probability that a group runs across its parent's direction."""
    align: float = 0.0
    """Where vertices sit in their rank: -0.5 at its start, 0 centred."""


def gaps(rng: Random, em: float) -> Gaps:
    return Gaps(rng.uniform(0.9, 3.2) * em, rng.uniform(1.9, 4.5) * em, rng.uniform(0.7, 1.8) * em, rng.choice((0, 2, 4)), rng.choice((0, 0, 0.5)), rng.choice((0, 0, 0, -0.5)))


class Layered:
    """Lays out a plan: `run` gives items, groups and the links' waypoints their places (about an arbitrary origin)."""

    def __init__(self, plan: Plan, direction: Direction, distance: Gaps) -> None:
        self.plan, self.direction, self.gaps = plan, direction, distance
        self.at: dict[Vertex, Point] = {}
        self.sizes: dict[int, tuple[float, float]] = {}
        self.via: dict[int, tuple[int, list[Point]]] = {}

    def run(self) -> None:
        self._level(-1, self.direction)
        self._place(-1, 0.0, 0.0)

    def _path(self, index: int, is_group: bool) -> list[Vertex]:
        plan = self.plan
        own: Vertex = ("g", index) if is_group else ("i", index)
        start = plan.groups[index].parent if is_group else plan.items[index].group
        return [*[("g", g) for g in reversed(plan.chain(start)) if g >= 0], own]

    def _edges(self, group: int) -> list[tuple[int, Vertex, Vertex]]:
        """Links whose ends first differ in this group, as (link, vertex, vertex)."""
        result = []
        for i, link in enumerate(self.plan.links):
            a, b = self._path(link.a, link.a_group), self._path(link.b, link.b_group)
            depth = 0
            while depth < min(len(a), len(b)) and a[depth] == b[depth]:
                depth += 1
            if depth < min(len(a), len(b)) and (a[depth - 1][1] if depth else -1) == group:
                result.append((i, a[depth], b[depth]))
        return result

    def _key(self, vertex: Vertex) -> int:
        if vertex[0] == "i":
            return vertex[1]
        inside = [i for i in range(len(self.plan.items)) if vertex[1] in self.plan.chain(self.plan.items[i].group)]
        return min(inside, default=0)

    def _size(self, vertex: Vertex, flat: bool) -> tuple[float, float]:
        w, h = (self.plan.items[vertex[1]].w, self.plan.items[vertex[1]].h) if vertex[0] == "i" else self.sizes[vertex[1]]
        return (h, w) if flat else (w, h)

    def _level(self, group: int, direction: Direction) -> tuple[float, float]:
        plan = self.plan
        children = [g for g, item in enumerate(plan.groups) if item.parent == group]
        for child in children:
            turned: Direction = ("LR" if direction in ("TD", "BT") else "TD") if plan.rng.random() < self.gaps.turn else direction
            w, h = self._level(child, turned)
            self.sizes[child] = framed(plan.groups[child], plan, w, h, self.gaps.pad)
        vertices = sorted([*(("i", i) for i in plan.members(group)), *(("g", g) for g in children)], key=self._key)
        if not vertices:
            return 0.0, 0.0
        flat = direction in ("LR", "RL")
        links = self._edges(group)
        ranks, routes = self._ranks(vertices, links, flat)
        order(ranks, self.gaps.sweeps)
        coordinates(ranks, self.gaps.across, self.gaps.along, self.gaps.align)

        def xy(u: float, v: float) -> Point:
            return {"TD": (u, v), "BT": (u, -v), "LR": (v, u), "RL": (-v, u)}[direction]

        boxes = []
        for node in (n for rank in ranks for n in rank):
            x, y = xy(node.u, node.v)
            w, h = (node.size_v, node.size_u) if flat else (node.size_u, node.size_v)
            boxes.append((x - w / 2, y - h / 2, x + w / 2, y + h / 2))
            if node.vertex:
                self.at[node.vertex] = (x, y)
        x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
        x1, y1 = max(b[2] for b in boxes), max(b[3] for b in boxes)
        mx, my = (x0 + x1) / 2, (y0 + y1) / 2
        for vertex in vertices:
            x, y = self.at[vertex]
            self.at[vertex] = (x - mx, y - my)
        for i, bends in routes.items():
            ways = []
            for bend in bends:
                reach = bend.size_v / 2 * 0.9
                turns = [-reach, reach] if bend.size_v > plan.style.em * 1.5 else [0.0]
                ways += [(bend.u, bend.v + t) for t in (turns if bends[0].rank <= bends[-1].rank else turns[::-1])]
            self.via[i] = (group, [(p[0] - mx, p[1] - my) for p in (xy(*w) for w in ways)])
        return x1 - x0, y1 - y0

    def _ranks(self, vertices: list[Vertex], links: list[tuple[int, Vertex, Vertex]], flat: bool) -> tuple[list[list[Place]], dict[int, list[Place]]]:
        """Ranks of nodes and, for each link that skips ranks, its bends from source to target."""
        position = {v: i for i, v in enumerate(vertices)}
        forward = [(min(a, b, key=lambda v: position[v]), max(a, b, key=lambda v: position[v])) for _, a, b in links]
        rank = dict.fromkeys(vertices, 0)
        for v in vertices:
            for a, b in forward:
                if a == v and a != b:
                    rank[b] = max(rank[b], rank[a] + 1)
        nodes = {v: Place(*self._size(v, flat), rank[v], v) for v in vertices}
        ranks: list[list[Place]] = [[] for _ in range(max(rank.values()) + 1)]
        for v in vertices:
            ranks[rank[v]].append(nodes[v])
        routes: dict[int, list[Place]] = {}
        for (i, a, b), (low, high) in zip(links, forward, strict=True):
            chain = [nodes[low]]
            for r in range(rank[low] + 1, rank[high]):
                bend = Place(self.plan.style.em * 0.8, 0.0, r)
                ranks[r].append(bend)
                chain.append(bend)
            chain.append(nodes[high])
            for x, y in pairwise(chain):
                if x is not y:
                    x.after.append(y)
                    y.before.append(x)
            if len(chain) > 2:
                routes[i] = chain[1:-1] if a == low else chain[-2:0:-1]
        return ranks, routes

    def _place(self, group: int, x: float, y: float) -> None:
        """Gives everything in a group its place; (x, y) is the centre of its content."""
        plan = self.plan
        for i in plan.members(group):
            dx, dy = self.at[("i", i)]
            plan.items[i].x, plan.items[i].y = x + dx, y + dy
        for i, (level, ways) in self.via.items():
            if level == group:
                plan.links[i].via = [(x + p[0], y + p[1]) for p in ways]
        for g, child in enumerate(plan.groups):
            if child.parent == group:
                dx, dy = self.at[("g", g)]
                w, h = self.sizes[g]
                child.box = (x + dx - w / 2, y + dy - h / 2, x + dx + w / 2, y + dy + h / 2)
                self._place(g, x + dx, y + dy + header(child) / 2)


def header(group: Group) -> float:
    """Height that the title takes at the top."""
    if group.title_at == "side":
        return 0.0
    return 0.5 * group.title_size if group.title_at == "tab" else 1.5 * group.title_size


def framed(group: Group, plan: Plan, w: float, h: float, pad: float) -> tuple[float, float]:
    """Size of a group around content of w x h."""
    title = max(fonts.width(fonts.load(plan.style.face.path, group.title_size), line) for line in group.title)
    return max(w + 2 * pad, title + 1.5 * group.title_size), h + 2 * pad + header(group)


def unroutable(plan: Plan, link: Link) -> bool:
    """Whether a link ties a group to something inside it."""
    inner = plan.chain(plan.groups[link.a].parent if link.a_group else plan.items[link.a].group)
    return link.b_group and link.b in inner
