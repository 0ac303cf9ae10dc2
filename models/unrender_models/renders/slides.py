"""Hand-placed diagrams as people draw them in slides and draw.io: uneven boxes, side ports, elbow connectors. Evaluation only.

Writes jobs for slides.mjs: HTML to photograph, and a scene whose texts are measured on the page.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from random import Random
from typing import Any

from ..scene import Box, Point
from .graphs import Ability, Graph, GraphNode, random_graph
from .mermaid import colour

ABILITY = Ability(frozenset({"rect", "round", "stadium", "ellipse", "diamond", "cylinder", "lean_right", "document", "hexagon", "text"}), ends=frozenset({"none", "arrow"}), container_edges=False, self_loops=False, textless=False, nested=False)
FONTS = ("Roboto", "EB Garamond", "Roboto", "EB Garamond", "Humor Sans")
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
    for out in SIDES:
        for into in SIDES:
            p, q = a.port(out, shift), b.port(into, -shift)
            (ux, uy), (vx, vy) = SIDES[out], SIDES[into]
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
    for side in SIDES:
        ux, uy = SIDES[side]
        p, q = a.port(side, shift), b.port(side, -shift)
        edge = far[2] + 22 if ux > 0 else far[0] - 22 if ux < 0 else far[3] + 22 if uy > 0 else far[1] - 22
        routes.append([p, (edge, p[1]), (edge, q[1]), q] if ux else [p, (p[0], edge), (q[0], edge), q])
    return sorted(routes, key=lambda r: sum(abs(x1 - x0) + abs(y1 - y0) for (x0, y0), (x1, y1) in zip(r, r[1:], strict=False)))


def overlap(route: list[Point], other: list[Point]) -> bool:
    """Whether two connectors run on top of each other, or end at the same port."""
    if any(abs(p[0] - q[0]) + abs(p[1] - q[1]) < 9 for p in (route[0], route[-1]) for q in (other[0], other[-1])):
        return True
    for a, b in zip(route, route[1:], strict=False):
        for c, d in zip(other, other[1:], strict=False):
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
                legs = list(zip(route, route[1:], strict=False))
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


def outline(shape: str, box: Box) -> str:
    x0, y0, x1, y1 = box
    w, h, cx, cy = x1 - x0, y1 - y0, (x0 + x1) / 2, (y0 + y1) / 2
    if shape in ("rect", "text"):
        return f'<rect x="{x0}" y="{y0}" width="{w}" height="{h}"/>'
    if shape in ("round", "stadium"):
        return f'<rect x="{x0}" y="{y0}" width="{w}" height="{h}" rx="{9 if shape == "round" else h / 2}"/>'
    if shape == "ellipse":
        return f'<ellipse cx="{cx}" cy="{cy}" rx="{w / 2}" ry="{h / 2}"/>'
    if shape == "diamond":
        return f'<path d="M{cx} {y0}L{x1} {cy}L{cx} {y1}L{x0} {cy}Z"/>'
    if shape == "hexagon":
        return f'<path d="M{x0 + 14} {y0}H{x1 - 14}L{x1} {cy}L{x1 - 14} {y1}H{x0 + 14}L{x0} {cy}Z"/>'
    if shape == "lean_right":
        return f'<path d="M{x0 + 16} {y0}H{x1}L{x1 - 16} {y1}H{x0}Z"/>'
    if shape == "document":
        return f'<path d="M{x0} {y0}H{x1}V{y1 - 8}Q{x0 + w * 0.75} {y1 - 20} {cx} {y1 - 8}T{x0} {y1 - 8}Z"/>'
    ry = min(10.0, h / 5)
    return f'<path d="M{x0} {y0 + ry}A{w / 2} {ry} 0 0 1 {x1} {y0 + ry}V{y1 - ry}A{w / 2} {ry} 0 0 1 {x0} {y1 - ry}Z"/><path d="M{x0} {y0 + ry}A{w / 2} {ry} 0 0 0 {x1} {y0 + ry}" fill="none"/>'


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
        legs = sorted(zip(route, route[1:], strict=False), key=lambda leg: -abs(leg[0][0] - leg[1][0]) - abs(leg[0][1] - leg[1][1]))
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


def job(rng: Random) -> dict[str, Any]:
    """HTML and the scene without its texts' boxes; asks for graphs until one can be drawn."""
    while True:
        graph = random_graph(rng, ABILITY)
        graph.direction = "LR" if graph.direction in ("LR", "RL") else "TD"
        graph.containers, graph.title = [], rng.choice(["", "", graph.title or "Process overview"])
        size = rng.choice([14.0, 15.0, 16.0, 18.0])
        pairs = {(min(e.source, e.target), max(e.source, e.target)) for e in graph.edges}
        if len(graph.nodes) > 14 or len(pairs) < len(graph.edges) or any(not n.lines for n in graph.nodes):
            continue
        placed = place(graph, rng, size)
        routes = routed(graph, placed, rng.random() < 0.3)
        labels = label_boxes(graph, placed, routes, size) if routes is not None else None
        if routes is not None and labels is not None:
            return page(graph, placed, routes, labels, size, rng)


def page(graph: Graph, placed: list[Placed], routes: list[list[Point]], places: list[Box | None], size: float, rng: Random) -> dict[str, Any]:
    font, dark = rng.choice(FONTS), rng.random() < 0.15
    around = [p.box for p in placed] + [box for box in places if box]
    xs = [v for box in around for v in (box[0], box[2])] + [p[0] for r in routes for p in r]
    ys = [v for box in around for v in (box[1], box[3])] + [p[1] for r in routes for p in r]
    head = size * 3 if graph.title else 0
    dx, dy = 30 - min(xs), 30 + head - min(ys)
    width, height = max(xs) + dx + 30, max(ys) + dy + 30
    ink, text = ("#d0d8e0", "#f5f5f5") if dark else (rng.choice(["#333333", "#5b6b7b", "#1f4e79"]), "#1a1a1a")
    background = "#22272e" if dark else rng.choice(["#ffffff", "#ffffff", "#f7f5ef", "#eef3f8"])
    tints = {m: colour(rng, (0.2, 0.35) if dark else (0.72, 0.92)) for m in {n.node.meaning for n in placed}}
    line = rng.choice([1.2, 1.5, 2.0])
    radius = rng.choice([0, 0, 6])
    parts: list[str] = []
    labels: list[str] = []
    for index, (edge, route) in enumerate(zip(graph.edges, routes, strict=True)):
        path = "M" + "L".join(f"{x + dx:.1f} {y + dy:.1f}" for x, y in route)
        dash = ' stroke-dasharray="6 4"' if edge.stroke == "dotted" else ""
        marks = (' marker-end="url(#tip)"' if edge.end != "none" else "") + (' marker-start="url(#tip)"' if edge.start != "none" else "")
        parts.append(f'<path d="{path}" fill="none" stroke="{ink}" stroke-linejoin="{"round" if radius else "miter"}" stroke-width="{line * (2.2 if edge.stroke == "thick" else 1)}"{dash}{marks}/>')
        place = places[index]
        if place:
            x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
            labels.append(f'<div class="l" data-part="e{index}" style="left:{x + dx}px;top:{y + dy}px;background:{background}">{"<br>".join(html.escape(t) for t in edge.lines)}</div>')
    for index, item in enumerate(placed):
        box = (item.box[0] + dx, item.box[1] + dy, item.box[2] + dx, item.box[3] + dy)
        paint = 'fill="none" stroke="none"' if item.node.shape == "text" else f'fill="{tints[item.node.meaning]}" stroke="{ink}"'
        parts.append(f'<g {paint} stroke-width="{line}">{outline(item.node.shape, box)}</g>')
        lower = 8 if item.node.shape == "cylinder" else -6 if item.node.shape == "document" else 0
        labels.append(f'<div class="n" data-part="n{index}" style="left:{(box[0] + box[2]) / 2}px;top:{(box[1] + box[3]) / 2 + lower}px">{"<br>".join(html.escape(t) for t in item.node.lines)}</div>')
    title = f'<div class="t" data-part="title">{html.escape(graph.title)}</div>' if graph.title else ""
    tip = f'<marker id="tip" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0 1L10 5L0 9z" fill="{ink}"/></marker>'
    style = f"body{{margin:0;background:{background};font:{size}px/1.25 '{font}';color:{text}}} div{{position:absolute;white-space:nowrap;text-align:center}} .n,.l{{transform:translate(-50%,-50%)}} .l{{font-size:{size * 0.88}px;padding:1px 3px}} .t{{left:24px;top:14px;font-size:{size * 1.5}px;font-weight:bold}}"
    document = f'<style>{style}</style><svg width="{width}" height="{height}" style="display:block"><defs>{tip}</defs>{"".join(parts)}</svg>{"".join(labels)}{title}'
    scene = {
        "direction": graph.direction, "renderer": "slides", "kind": "flowchart", "noise": [], "containers": [],
        "nodes": [{"shape": p.node.shape, "box": [p.box[0] + dx, p.box[1] + dy, p.box[2] + dx, p.box[3] + dy], "lines": [], "container": -1} for p in placed],
        "edges": [{"source": e.source, "target": e.target, "stroke": e.stroke, "start": e.start, "end": e.end, "points": [[x + dx, y + dy] for x, y in r], "lines": [], "source_is_container": False, "target_is_container": False} for e, r in zip(graph.edges, routes, strict=True)],
        "texts": [{"lines": [], "role": "title"}] if graph.title else [],
    }  # fmt: skip
    return {"html": document, "scene": scene, "width": round(width + 0.5), "height": round(height + 0.5), "deviceScale": rng.choice([1, 1, 1.5, 2]), "style": f"{font}/{size:g}"}
