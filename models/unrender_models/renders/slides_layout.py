"""Free placement and connectors of hand-placed diagrams: rows with jitter, side ports, elbows that pass through nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from random import Random

from ..scene import Box, Point
from .graphs import Graph, GraphNode

SIDES = {"top": (0.0, -1.0), "bottom": (0.0, 1.0), "left": (-1.0, 0.0), "right": (1.0, 0.0)}


@dataclass
class Placed:
    node: GraphNode
    box: Box

    def port(self, side: str, shift: float = 0.0) -> Point:
        x0, y0, x1, y1 = self.box
        ux, uy = SIDES[side]
        return (x0 + x1) / 2 + ux * (x1 - x0) / 2 + (shift if uy else 0), (y0 + y1) / 2 + uy * (y1 - y0) / 2 + (shift if ux else 0)


def levels(graph: Graph) -> list[int]:
    """Steps from the first node, along edges in either order of drawing; later edges do not move what is placed."""
    level = [-1] * len(graph.nodes)
    for first in range(len(graph.nodes)):
        if level[first] < 0:
            level[first] = 0
            queue = [first]
            while queue:
                node = queue.pop(0)
                for edge in graph.edges:
                    for a, b in ((edge.source, edge.target), (edge.target, edge.source)):
                        if a == node and level[b] < 0:
                            level[b] = level[a] + 1
                            queue.append(b)
    return level


def place(graph: Graph, rng: Random, size: float) -> list[Placed]:
    """Rows (or columns) with free spacing, uneven sizes, and a hand's jitter."""
    across = graph.direction == "LR"
    level = levels(graph)
    boxes: dict[int, Box] = {}
    main = 60.0
    for rank in range(max(level) + 1):
        members = [i for i, value in enumerate(level) if value == rank]
        sizes = {}
        for i in members:
            lines = graph.nodes[i].lines
            wide = 1.75 if graph.nodes[i].shape in ("diamond", "ellipse") else 1.3 if graph.nodes[i].shape in ("hexagon", "lean_right") else 1.0
            tall = 2.1 if graph.nodes[i].shape == "diamond" else 1.5 if graph.nodes[i].shape in ("ellipse", "cylinder", "document") else 1.0
            width = (max(len(line) for line in lines) * size * 0.6 + size * rng.uniform(1.2, 3.5)) * wide
            sizes[i] = (max(width, size * 4), (len(lines) * size * 1.25 + size * rng.uniform(0.9, 2.2)) * tall)
        extent = max(s[0 if across else 1] for s in sizes.values())
        total = sum(s[1 if across else 0] for s in sizes.values())
        gap = rng.uniform(2.2, 4.5) * size
        at = 460 - (total + gap * (len(members) - 1)) / 2 + rng.uniform(-2, 2) * size
        for i in members:
            w, h = sizes[i]
            shift = rng.uniform(-0.5, 0.5) * size
            centre = (main + extent / 2 + shift, at + h / 2) if across else (at + w / 2, main + extent / 2 + shift)
            boxes[i] = (centre[0] - w / 2, centre[1] - h / 2, centre[0] + w / 2, centre[1] + h / 2)
            at += (h if across else w) + gap
        main += extent + rng.uniform(3.2, 5.5) * size
    return [Placed(node, boxes[i]) for i, node in enumerate(graph.nodes)]


def crosses(a: Point, b: Point, box: Box, margin: float = 4) -> bool:
    """Whether the segment touches the box grown by a margin."""
    steps = max(2, int(max(abs(a[0] - b[0]), abs(a[1] - b[1])) / 4))
    return any(
        box[0] - margin < a[0] + (b[0] - a[0]) * t / steps < box[2] + margin and box[1] - margin < a[1] + (b[1] - a[1]) * t / steps < box[3] + margin
        for t in range(steps + 1)
    )


def candidates(a: Placed, b: Placed, straight: bool, shift: float, far: Box) -> list[list[Point]]:
    """Connectors between side ports, best first: straight, elbow, Z, and round the outside."""
    routes: list[list[Point]] = []
    for out, (ux, uy) in SIDES.items():
        for into, (vx, vy) in SIDES.items():
            p, q = a.port(out, shift), b.port(into, -shift)
            ahead = (q[0] - p[0]) * ux + (q[1] - p[1]) * uy
            behind = (p[0] - q[0]) * vx + (p[1] - q[1]) * vy
            if ahead < 12 or behind < 12:
                continue
            if straight:
                routes.append([p, q])
            elif ux * vx + uy * vy == 0:
                routes.append([p, (q[0], p[1]) if ux else (p[0], q[1]), q])
            else:
                middle = ((p[0] + q[0]) / 2, (p[1] + q[1]) / 2)
                routes.append([p, (middle[0], p[1]), (middle[0], q[1]), q] if ux else [p, (p[0], middle[1]), (q[0], middle[1]), q])
    for side, (ux, uy) in SIDES.items():
        p, q = a.port(side, shift), b.port(side, -shift)
        edge = far[2] + 22 if ux > 0 else far[0] - 22 if ux < 0 else far[3] + 22 if uy > 0 else far[1] - 22
        routes.append([p, (edge, p[1]), (edge, q[1]), q] if ux else [p, (p[0], edge), (q[0], edge), q])
    return sorted(routes, key=lambda r: sum(abs(x1 - x0) + abs(y1 - y0) for (x0, y0), (x1, y1) in pairwise(r)))


def overlap(route: list[Point], other: list[Point]) -> bool:
    """Whether two connectors run on top of each other, or end at the same port."""
    if any(abs(p[0] - q[0]) + abs(p[1] - q[1]) < 9 for p in (route[0], route[-1]) for q in (other[0], other[-1])):
        return True
    for a, b in pairwise(route):
        for c, d in pairwise(other):
            for axis in (0, 1):
                flat = abs(a[axis] - b[axis]) < 1 and abs(c[axis] - d[axis]) < 1 and abs(a[axis] - c[axis]) < 8
                k = 1 - axis
                if flat and min(max(a[k], b[k]), max(c[k], d[k])) - max(min(a[k], b[k]), min(c[k], d[k])) > 6:
                    return True
    return False


def routed(graph: Graph, placed: list[Placed], straight: bool) -> list[list[Point]] | None:
    """A connector for each edge that passes through no box and along no other connector; None where there is none."""
    routes: list[list[Point]] = []
    far = (min(p.box[0] for p in placed), min(p.box[1] for p in placed), max(p.box[2] for p in placed), max(p.box[3] for p in placed))
    for edge in graph.edges:
        a, b = placed[edge.source], placed[edge.target]
        others = [p.box for p in placed if p is not a and p is not b]
        best = None
        for shift in (0.0, 0.0, 9.0, -9.0):
            for route in candidates(a, b, straight and shift == 0, shift, far):
                legs = list(pairwise(route))
                free = not any(crosses(p, q, box) for p, q in legs for box in others)
                own = any(crosses(p, q, box, -3) for p, q in legs for box in (a.box, b.box))
                if free and not own and not any(overlap(route, other) for other in routes):
                    best = route
                    break
            if best:
                break
        if best is None:
            return None
        routes.append(best)
        xs, ys = [p[0] for p in best], [p[1] for p in best]
        far = (min(far[0], *xs), min(far[1], *ys), max(far[2], *xs), max(far[3], *ys))
    return routes


def label_boxes(graph: Graph, placed: list[Placed], routes: list[list[Point]], size: float) -> list[Box | None] | None:
    """A free place on its connector for each label, nearest the middle of the longest leg; None where one finds none."""
    taken = [p.box for p in placed]
    boxes: list[Box | None] = []
    for edge, route in zip(graph.edges, routes, strict=True):
        if not edge.lines:
            boxes.append(None)
            continue
        w, h = max(len(t) for t in edge.lines) * size * 0.56 + 6, len(edge.lines) * size * 1.1 + 2
        found = None
        legs = sorted(pairwise(route), key=lambda leg: -abs(leg[0][0] - leg[1][0]) - abs(leg[0][1] - leg[1][1]))
        for (ax, ay), (bx, by) in legs:
            for t in (0.5, 0.4, 0.6, 0.3, 0.7):
                x, y = ax + (bx - ax) * t, ay + (by - ay) * t
                box = (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
                if not any(box[0] < o[2] + 3 and o[0] < box[2] + 3 and box[1] < o[3] + 3 and o[1] < box[3] + 3 for o in taken):
                    found = found or box
        if found is None:
            return None
        taken.append(found)
        boxes.append(found)
    return boxes
