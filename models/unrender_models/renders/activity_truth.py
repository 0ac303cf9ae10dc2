"""The truth of a PlantUML activity diagram: which text and which shape of the SVG is which part of the program."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from ..scene import Box, Container, Edge, FreeText, Line, Node, Scene
from .activity import Program
from .svg import Shape, shape, tag_of, texts


def _pop(lines: list[Line], wanted: list[str]) -> list[Line] | None:
    """Takes the first run of texts that reads as `wanted` out of `lines`."""
    for start in range(len(lines) - len(wanted) + 1):
        if [line.text for line in lines[start : start + len(wanted)]] == wanted:
            found = lines[start : start + len(wanted)]
            del lines[start : start + len(wanted)]
            return found
    return None


def _inside(point: tuple[float, float], box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _centre(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _gap(a: Box, b: Box) -> float:
    return max(a[0] - b[2], b[0] - a[2], 0.0) + max(a[1] - b[3], b[1] - a[3], 0.0)


def read(program: Program, svg: ElementTree.Element, image: NDArray[np.uint8]) -> Scene | str:
    """The truth of a picture: texts by their words, shapes by their geometry; a reason where the counts do not agree.

    Edges carry only their ends' centres as points: what an edge passes is not told by this SVG.
    """
    drawn = [(tag_of(e), shape(e)) for e in svg.iter()]
    shapes: list[Shape] = [s for _, s in drawn if s is not None]
    lines = texts(svg.iter())
    nodes: list[Node | None] = [None] * len(program.nodes)
    title = _pop(lines, [program.title]) if program.title else []
    notes = [_pop(lines, note) for note in program.notes]
    frames = [_pop(lines, [name]) for name, _ in program.containers]
    if title is None or None in notes or None in frames:
        return "a title or note is missing"
    for index, (name, wanted, container) in enumerate(program.nodes):
        if not wanted:
            continue
        found = _pop(lines, wanted)
        if found is None:
            return "a label is missing"
        around = [s for s in shapes if s.tag in ("rect", "polygon", "path") and _inside(_centre(found[0].box), s.box) and s.fill != "none"]
        around = [s for s in around if all(_inside(_centre(line.box), s.box) for line in found)]
        if not around:
            return "a node has no shape"
        body = min(around, key=lambda s: (s.box[2] - s.box[0]) * (s.box[3] - s.box[1]))
        # Some themes draw actions with corners that nobody would call round.
        square = name == "round" and body.radius < 0.12 * (body.box[3] - body.box[1])
        nodes[index] = Node("rect" if square else name, body.box, found, container)
    taken = [node.box for node in nodes if node]
    bare: dict[str, list[Box]] = {"diamond": [], "bar": [], "double_circle": [], "circle": []}
    for item in shapes:
        width, height = item.box[2] - item.box[0], item.box[3] - item.box[1]
        if item.tag == "polygon" and item.corners == 4 and item.box not in taken and 16 <= width <= 40 and abs(width - height) < 1:
            bare["diamond"].append(item.box)
        elif item.tag == "rect" and height <= 8 and width > 30 and item.fill != "none":
            bare["bar"].append(item.box)
    circles = [s for s in shapes if s.tag == "ellipse"]
    rings = [s for s in circles if any(o is not s and _inside(_centre(o.box), s.box) and o.box[2] - o.box[0] < s.box[2] - s.box[0] for o in circles)]
    inner = [s for s in circles if any(r is not s and _inside(_centre(s.box), r.box) for r in rings)]
    bare["double_circle"] = [s.box for s in rings]
    bare["circle"] = [s.box for s in circles if s not in rings and s not in inner]
    for name, boxes in bare.items():
        wanted_nodes = [i for i, (n, text, _) in enumerate(program.nodes) if n == name and not text]
        if len(wanted_nodes) != len(boxes):
            return f"{name}: {len(boxes)} drawn, {len(wanted_nodes)} meant"
    return _assembled(program, nodes, bare, lines, [x for x in frames if x], [x for x in notes if x], title, shapes, image)


def _assembled(
    program: Program, nodes: list[Node | None], bare: dict[str, list[Box]], lines: list[Line], frames: list[list[Line]],
    notes: list[list[Line]], title: list[Line], shapes: list[Shape], image: NDArray[np.uint8],
) -> Scene | str:  # fmt: skip
    """Places nodes without text near their neighbours, labels near their sources."""
    for _ in range(len(nodes)):
        for index, (name, wanted, container) in enumerate(program.nodes):
            if nodes[index] is None and not wanted and bare[name]:
                before = [nodes[s] for s, t, _ in program.edges if t == index and s < index]
                after = [nodes[t] for s, t, _ in program.edges if s == index and t > index]
                above, below = [n.box[3] for n in before if n], [n.box[1] for n in after if n]
                if name == "circle" and index == 0:
                    box = min(bare[name], key=lambda b: b[1])
                elif above or below:
                    near = [n.box for n in [*before, *after] if n]
                    box = min(bare[name], key=lambda b: sum(abs(b[1] - y) for y in above) + sum(abs(y - b[3]) for y in below) + 0.3 * min(abs(_centre(b)[0] - _centre(n)[0]) for n in near))
                else:
                    continue
                bare[name].remove(box)
                nodes[index] = Node(name, box, [], container)
    placed = [node for node in nodes if node is not None]
    if len(placed) != len(nodes):
        return "a node without text was not found"
    edges = []
    for source, target, text in program.edges:
        a, b = placed[source].box, placed[target].box
        found: list[Line] = []
        if text:
            options = [line for line in lines if line.text == text]
            if not options:
                return "a branch's label is missing"
            found = [min(options, key=lambda line: _gap(line.box, a))]
            if _gap(found[0].box, a) > 40:
                return "a branch's label is far away"
            lines.remove(found[0])
        edges.append(Edge(source, target, points=[_centre(a), _centre(b)], lines=found))
    if lines:
        return f"text left over: {lines[0].text}"
    containers = []
    for (_, parent), title_lines in zip(program.containers, frames, strict=True):
        around = [s.box for s in shapes if s.tag == "rect" and _inside(_centre(title_lines[0].box), s.box) and s.box[3] - s.box[1] > 50]
        if not around:
            return "a frame is missing"
        containers.append(Container(min(around, key=lambda b: (b[2] - b[0]) * (b[3] - b[1])), title_lines, parent))
    free = [FreeText(note) for note in notes] + ([FreeText(title, "title")] if title else [])
    return Scene(image, "TD", placed, edges, containers, free, "plantuml-activity")
