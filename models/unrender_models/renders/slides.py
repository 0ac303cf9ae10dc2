"""Hand-placed diagrams as people draw them in slides and draw.io: uneven boxes, side ports, elbow connectors. Evaluation only.

Writes jobs for slides.mjs: HTML to photograph, and a scene whose texts are measured on the page.
"""

from __future__ import annotations

import html
from random import Random
from typing import Any

from ..scene import Box, Point
from .graphs import Ability, Graph, random_graph
from .mermaid import colour
from .slides_layout import Placed, label_boxes, place, routed

ABILITY = Ability(frozenset({"rect", "round", "stadium", "ellipse", "diamond", "cylinder", "lean_right", "document", "hexagon", "text"}), ends=frozenset({"none", "arrow"}), container_edges=False, self_loops=False, textless=False, nested=False)
FONTS = ("Roboto", "EB Garamond", "Roboto", "EB Garamond", "Humor Sans")


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
