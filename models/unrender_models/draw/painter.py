"""From a routed plan to a scene: bounds, painting in order, truth."""

from __future__ import annotations

import numpy as np

from ..scene import Box, Container, Edge, FreeText, Line, Node, Scene
from . import fonts, marks, nodes, shapes
from .canvas import Canvas
from .geometry import grown, union
from .layered import header
from .plan import Group, Link, Plan
from .style import mix, readable

LARGEST = 1600


def bounds(plan: Plan) -> Box:
    """Everything that will be painted."""
    boxes = [item.box for item in plan.items] + [group.box for group in plan.groups]
    for link in plan.links:
        xs, ys = [p[0] for p in link.points], [p[1] for p in link.points]
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
        if link.label_box:
            boxes.append(link.label_box)
    return grown(union(boxes), plan.style.arrow_size * 0.6)


def paint_group(canvas: Canvas, group: Group, plan: Plan) -> None:
    style, look = plan.style, group.look
    x0, y0, x1, y1 = group.box
    outline = shapes.rounded_box(x0, y0, x1, y1, group.corner) if group.corner else [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    width = max(1, style.node_width - 1)
    canvas.area(outline, look.fill, look.border, width, style.dash if group.dashed else None)
    size = group.title_size
    ink = look.text
    if style.bars and group.title_at in ("top", "left"):
        fill = look.border or mix(style.background, style.ink, 0.5)
        canvas.draw.rectangle([x0, y0, x1, y0 + header(group)], fill=fill)
        ink = readable(ink, fill)
    font = fonts.load(style.face.path, size)
    w = max(fonts.width(font, line) for line in group.title)
    x, y = (x0 + x1) / 2, y0 + header(group) * 0.55
    if group.title_at == "left":
        x = x0 + size * 0.5 + w / 2
    elif group.title_at == "side":
        x, y = x0 + size * 0.5 + w / 2, (y0 + y1) / 2
    elif group.title_at == "tab":
        x, y = x0 + size + w / 2, y0
        canvas.draw.rectangle([x - w / 2 - 5, y0 - size * 0.5, x + w / 2 + 5, y0 + size * 0.5], fill=style.background)
    group.lines = canvas.text(group.title, x, y, style.face, size, style.leading, ink)


def paint_label(canvas: Canvas, link: Link, plan: Plan) -> None:
    if not link.label_box:
        return
    style, box = plan.style, link.label_box
    ink = style.text
    if style.pills:
        canvas.area(shapes.rounded_box(box[0] - 5, box[1] - 2, box[2] + 5, box[3] + 2, style.em * 0.35), style.background, link.ink, 1)
    elif link.masked:
        canvas.draw.rectangle(grown(box, 2), fill=style.background if len(style.looks) % 2 else shade(plan))
    link.lines = canvas.text(link.label, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, style.label_face, style.label_size, style.leading, ink)


def shade(plan: Plan) -> tuple[int, int, int]:
    """Labels' ground in some renderers: a little off the background."""
    r, g, b = plan.style.background
    d = -12 if r + g + b > 380 else 14
    return (r + d if 0 <= r + d <= 255 else r, g + d if 0 <= g + d <= 255 else g, b + d if 0 <= b + d <= 255 else b)


def paint(plan: Plan, canvas: Canvas) -> None:
    """Paints groups, links, items, labels; fills in the lines of text."""
    depth = sorted(range(len(plan.groups)), key=lambda g: len(plan.chain(g)))
    for g in depth:
        paint_group(canvas, plan.groups[g], plan)
    for i, link in enumerate(plan.links):
        marks.paint(canvas, link, plan.style, plan.links[:i])
    for item in plan.items:
        nodes.paint(canvas, item, plan.style)
    for link in plan.links:
        paint_label(canvas, link, plan)


def scene(plan: Plan, canvas: Canvas, texts: list[FreeText], noise: list[Line]) -> Scene:
    """The truth about a painted plan; edges that have no direction start at the end that is read first."""
    made = Scene(
        image=np.asarray(canvas.image),
        direction=plan.direction,
        nodes=[Node(item.shape, shapes.truth_box(item), item.lines, item.group) for item in plan.items],
        containers=[Container(group.box, group.lines, group.parent) for group in plan.groups],
        texts=texts,
        noise=noise,
        renderer=plan.renderer,
    )
    for link in plan.links:
        edge = Edge(link.a, link.b, link.stroke, link.start, link.end, list(link.points), link.lines, link.a_group, link.b_group)
        made.edges.append(canonical(made, edge, plan.style.em * 1.15))
    return made


def canonical(made: Scene, edge: Edge, row: float) -> Edge:
    """Turned round where only its start is marked, or where both ends are alike and the target is read first (in rows `row` high)."""
    alike = (edge.start == "none") == (edge.end == "none")
    if (edge.start != "none" and edge.end == "none") or (alike and _read_first(made, edge, row)):
        return Edge(
            edge.target, edge.source, edge.stroke, edge.end, edge.start, edge.points[::-1], edge.lines, edge.target_is_container, edge.source_is_container
        )  # fmt: skip
    return edge


def _read_first(made: Scene, edge: Edge, row: float) -> bool:
    """Whether the target's label comes before the source's, row by row."""

    def key(index: int, is_container: bool) -> tuple[int, float]:
        owner = made.containers[index] if is_container else made.nodes[index]
        box = owner.lines[0].box if owner.lines else owner.box
        return (round((box[1] + box[3]) / 2 / row), box[0])

    return key(edge.target, edge.target_is_container) < key(edge.source, edge.source_is_container)
