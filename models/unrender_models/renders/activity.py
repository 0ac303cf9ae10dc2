"""PlantUML activity diagrams: source, the graph that it means, and the truth of the picture. Evaluation only: never in training."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from random import Random

import numpy as np
from numpy.typing import NDArray

from ..scene import Box, Container, Edge, FreeText, Line, Node, Scene
from .svg import Shape, shape, tag_of, texts
from .words import Writer, wrapped

Ends = list[tuple[int, str]]
THEMES = ("", "", "", "", "plain", "amiga", "cerulean-outline", "materia-outline", "mars", "minty", "sandstone", "silver", "spacelab-white", "toy", "crt-amber", "hacker", "superhero-outline")
FONTS = ("", "", "DejaVu Sans", "Lato", "Open Sans", "DejaVu Serif", "Roboto", "Carlito")


@dataclass
class Program:
    """A random activity diagram. `nodes`: shape, lines, container; textless shapes are circle, double_circle, diamond, bar."""

    rng: Random
    budget: int
    lines: list[str] = field(default_factory=list)
    nodes: list[tuple[str, list[str], int]] = field(default_factory=list)
    edges: list[tuple[int, int, str]] = field(default_factory=list)
    containers: list[tuple[str, int]] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    title: str = ""
    inside: int = -1

    def __post_init__(self) -> None:
        self.words = Writer(self.rng)
        if self.words.style in ("code", "upper"):
            self.words.style = "phrase"
        self.width = self.rng.choice([14, 18, 24, 40])
        self.colours = self.rng.random() < 0.25

    def node(self, shape_name: str, lines: list[str]) -> int:
        self.nodes.append((shape_name, lines, self.inside))
        return len(self.nodes) - 1

    def join(self, ends: Ends, node: int) -> None:
        self.edges += [(source, node, text) for source, text in ends]

    @property
    def left(self) -> int:
        return self.budget - len(self.nodes)

    def action(self, ends: Ends) -> Ends:
        lines = wrapped(self.words.step(), self.rng, self.width)
        procedure = self.rng.random() < 0.08
        node = self.node("subroutine" if procedure else "round", lines)
        self.join(ends, node)
        tint = self.rng.choice(["#palegreen", "#lightblue", "#pink", "#wheat", "#lavender"]) if self.colours and self.rng.random() < 0.4 else ""
        self.lines.append(f"{tint}:{chr(10).join(lines)};" + (" <<procedure>>" if procedure else ""))
        if self.rng.random() < 0.04:
            self.notes.append([self.words.step()])
            self.lines.append(f"note right: {self.notes[-1][0]}")
        return [(node, "")]

    def finish(self, ends: Ends) -> Ends:
        kind = self.rng.choices(["stop", "end"], [80, 20])[0]
        self.join(ends, self.node("double_circle" if kind == "stop" else "circle", []))
        self.lines.append(kind)
        return []

    def merged(self, loose: Ends) -> Ends:
        """PlantUML draws a diamond where two or more branches meet, and nothing where only one goes on."""
        if len(loose) < 2:
            return loose
        node = self.node("diamond", [])
        self.join(loose, node)
        return [(node, "")]

    def decision(self, ends: Ends, depth: int) -> Ends:
        question, (yes, no) = self.words.question(), self.words.branches(2)
        node = self.node("hexagon", [question])
        self.join(ends, node)
        self.lines.append(f"if ({question}) then ({yes})")
        loose = self.sequence([(node, yes)], depth + 1, self.rng.randint(1, 2))
        if self.rng.random() < 0.18 and loose and self.left > 3:
            loose = self.finish(loose)
        self.lines.append(f"else ({no})")
        if self.rng.random() < 0.75 or not loose:
            loose += self.sequence([(node, no)], depth + 1, self.rng.randint(1, 2))
        else:
            loose.append((node, no))
        self.lines.append("endif")
        return self.merged(loose)

    def switch(self, ends: Ends, depth: int) -> Ends:
        question, labels = self.words.question(), self.words.branches(3)
        node = self.node("hexagon", [question])
        self.join(ends, node)
        self.lines.append(f"switch ({question})")
        loose: Ends = []
        for text in labels:
            self.lines.append(f"case ({text})")
            loose += self.action([(node, text)])
        self.lines.append("endswitch")
        return self.merged(loose)

    def loop(self, ends: Ends, depth: int) -> Ends:
        question, (yes, no) = self.words.question(), self.words.branches(2)
        if self.rng.random() < 0.5:
            node = self.node("hexagon", [question])
            self.join(ends, node)
            self.lines.append(f"while ({question}) is ({yes})")
            self.join(self.sequence([(node, yes)], depth + 1, self.rng.randint(1, 2)), node)
            self.lines.append(f"endwhile ({no})")
            return [(node, no)]
        top = self.node("diamond", [])
        self.join(ends, top)
        self.lines.append("repeat")
        ends = self.sequence([(top, "")], depth + 1, self.rng.randint(1, 2))
        node = self.node("hexagon", [question])
        self.join(ends, node)
        self.join([(node, yes)], top)
        self.lines.append(f"repeat while ({question}) is ({yes}) not ({no})")
        return [(node, no)]

    def parallel(self, ends: Ends, depth: int) -> Ends:
        top = self.node("bar", [])
        self.join(ends, top)
        loose: Ends = []
        for index in range(self.rng.randint(2, 3)):
            self.lines.append("fork again" if index else "fork")
            loose += self.sequence([(top, "")], depth + 2, self.rng.choice([1, 1, 2]))
        self.lines.append("end fork")
        bottom = self.node("bar", [])
        self.join(loose, bottom)
        return [(bottom, "")]

    def group(self, ends: Ends, depth: int) -> Ends:
        self.containers.append((self.words.group(), self.inside))
        before, self.inside = self.inside, len(self.containers) - 1
        self.lines.append(f'partition "{self.containers[-1][0]}" {{')
        ends = self.sequence(ends, depth + 1, self.rng.randint(2, 3))
        self.lines.append("}")
        self.inside = before
        return ends

    def sequence(self, ends: Ends, depth: int, count: int) -> Ends:
        """`count` blocks one after another, each with one way in; never empty."""
        for index in range(count):
            kinds = [self.decision, self.loop, self.parallel, self.switch, self.group]
            if self.left > 5 and depth < 3 and self.rng.random() < 0.5:
                ends = self.rng.choices(kinds, [50, 24, 12, 8, 8 if depth == 0 else 0])[0](ends, depth)
            elif index == 0 or self.left > 1:
                ends = self.action(ends)
        return ends

    def build(self) -> str:
        rng = self.rng
        theme, font = rng.choice(THEMES), rng.choice(FONTS)
        head = ["@startuml", *([f"!theme {theme}"] if theme else []), *([f"skinparam defaultFontName {font}"] if font else [])]
        if rng.random() < 0.2:
            self.title = self.words.title()
            head.append(f"title {self.title}")
        if rng.random() < 0.3:
            head.append(f"skinparam defaultFontSize {rng.choice([11, 13, 15, 16])}")
        if rng.random() < 0.4:
            head.append(f"skinparam dpi {rng.choice([120, 144, 192])}")
        ends: Ends = []
        self.lines.append("start")
        ends = [(self.node("circle", []), "")]
        while self.left > 1 and ends:
            ends = self.sequence(ends, 0, 1)
        if ends and rng.random() < 0.85:
            self.finish(ends)
        return "\n".join([*head, *self.lines, "@enduml", ""])


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
        nodes[index] = Node(name, min(around, key=lambda s: (s.box[2] - s.box[0]) * (s.box[3] - s.box[1])).box, found, container)
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
