"""Random flowcharts as graphs, without geometry: what a renderer is asked to draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from ..scene import Direction, End, Stroke
from .words import Writer, wrapped

MEANINGS = ("start", "end", "step", "decision", "data", "store", "document", "call", "system", "merge", "fork", "free")


@dataclass
class GraphNode:
    """`shape` is one of `scene.SHAPES`; `lines` is empty for a node without text; `meaning` one of `MEANINGS`."""

    shape: str
    lines: list[str]
    container: int = -1
    meaning: str = "step"


@dataclass
class GraphEdge:
    """Indices of nodes, or of containers where the flag says so."""

    source: int
    target: int
    lines: list[str] = field(default_factory=list)
    stroke: Stroke = "solid"
    start: End = "none"
    end: End = "arrow"
    source_is_container: bool = False
    target_is_container: bool = False


@dataclass
class GraphContainer:
    lines: list[str]
    parent: int = -1


@dataclass
class Graph:
    direction: Direction
    nodes: list[GraphNode] = field(default_factory=list)
    edges: list[GraphEdge] = field(default_factory=list)
    containers: list[GraphContainer] = field(default_factory=list)
    title: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Ability:
    """What a renderer can draw. A shape that it lacks becomes `rect`."""

    shapes: frozenset[str]
    ends: frozenset[str] = frozenset({"none", "arrow", "circle", "cross"})
    container_edges: bool = True
    self_loops: bool = True
    textless: bool = True
    undirected: bool = True
    nested: bool = True
    chinese: bool = False


class _Builder:
    def __init__(self, rng: Random, ability: Ability) -> None:
        self.rng, self.ability = rng, ability
        self.words = Writer(rng, ability.chinese)
        self.graph = Graph(direction=rng.choices(["TD", "LR", "BT", "RL"], [56, 32, 6, 6])[0], language=self.words.language)
        self.budget = max(2, min(30, round(rng.lognormvariate(2.2, 0.55))))
        self.width = rng.choice([10, 14, 18, 22, 30, 60])
        self.label_rate = rng.choice([0.0, 0.05, 0.15, 0.4, 0.8])
        self.plain = rng.random() < 0.25
        self.palette = self._palette()

    def _palette(self) -> dict[str, str]:
        """One shape a meaning for the whole diagram, as people do; `free` stays any shape."""
        r = self.rng
        palette = {
            "start": r.choices(["stadium", "circle", "round", "ellipse", "rect", "double_circle"], [45, 15, 20, 12, 5, 3])[0],
            "step": r.choices(["rect", "round", "stadium", "ellipse", "circle", "hexagon", "text"], [60, 23, 5, 5, 2, 2, 1])[0],
            "decision": r.choices(["diamond", "hexagon", "round", "rect"], [88, 7, 3, 2])[0],
            "data": r.choices(["lean_right", "lean_left", "rect", "trapezoid", "inv_trapezoid"], [50, 20, 10, 10, 10])[0],
            "store": r.choices(["cylinder", "rect", "document"], [85, 10, 5])[0],
            "document": r.choices(["document", "odd", "rect", "lean_right", "record"], [45, 20, 15, 10, 10])[0],
            "call": r.choices(["subroutine", "hexagon", "rect", "double_circle", "trapezoid"], [65, 12, 8, 7, 8])[0],
            "system": r.choices(["rect", "round", "hexagon", "ellipse", "circle", "icon", "record", "cylinder"], [45, 20, 7, 8, 5, 7, 5, 3])[0],
        }
        palette["end"] = palette["start"] if r.random() < 0.75 else r.choice(["circle", "double_circle", "stadium", "round", "ellipse"])
        return {k: "rect" if self.plain and k not in ("decision", "start", "end") else v for k, v in palette.items()}

    def node(self, meaning: str) -> int:
        r = self.rng
        if meaning == "free":
            shape = r.choice(sorted(self.ability.shapes - {"bar"}))
        else:
            shape = self.palette.get(meaning, "rect")
        text = {"start": self.words.start, "end": self.words.end, "decision": self.words.question, "system": self.words.system}.get(meaning, self.words.step)()
        lines = wrapped(text, r, max(6, self.width // 2 + 2) if shape in ("diamond", "circle", "double_circle") else self.width)
        if meaning in ("merge", "fork") or (self.ability.textless and meaning in ("start", "end") and r.random() < 0.06):
            shape = {"merge": r.choice(["diamond", "circle"]), "fork": "bar", "start": "circle", "end": "double_circle"}[meaning]
            lines = []
        if shape not in self.ability.shapes:
            shape = "rect" if lines else ("circle" if "circle" in self.ability.shapes else "diamond")
        self.graph.nodes.append(GraphNode(shape, lines, meaning=meaning))
        return len(self.graph.nodes) - 1

    def edge(self, source: int, target: int, text: str = "") -> None:
        if not text and self.rng.random() < self.label_rate * 0.6:
            text = self.words.note()
        lines = wrapped(text, self.rng, self.rng.choice([12, 20, 40])) if text else []
        if any((e.source, e.target) == (source, target) for e in self.graph.edges) and self.rng.random() < 0.97:
            return
        self.graph.edges.append(GraphEdge(source, target, lines))

    @property
    def left(self) -> int:
        return self.budget - len(self.graph.nodes)

    def middle(self) -> int:
        return self.node(self.rng.choices(["step", "data", "store", "document", "call", "free"], [70, 8, 5, 5, 6, 6 if not self.plain else 0])[0])

    # --- processes: blocks with one way in and a list of loose ends (node, label of the edge that leaves it) ----------------

    def block(self, ends: list[tuple[int, str]], depth: int) -> list[tuple[int, str]]:
        kind = self.rng.choices(["step", "decision", "loop", "parallel"], [50, 28, 14, 8] if depth < 3 else [1, 0, 0, 0])[0]
        if self.left < 4 or kind == "step":
            node = self.middle()
            self.join(ends, node)
            return [(node, "")]
        return {"decision": self.decision, "loop": self.loop, "parallel": self.parallel}[kind](ends, depth)

    def join(self, ends: list[tuple[int, str]], node: int) -> None:
        for source, text in ends:
            self.edge(source, node, text)

    def decision(self, ends: list[tuple[int, str]], depth: int) -> list[tuple[int, str]]:
        r = self.rng
        node = self.node("decision")
        self.join(ends, node)
        count = r.choices([2, 3, 4], [82, 14, 4])[0]
        labels = self.words.branches(count) if r.random() < 0.9 else [""] * count
        loose: list[tuple[int, str]] = []
        for index, text in enumerate(labels):
            branch: list[tuple[int, str]] = [(node, text)]
            if index > 0 and r.random() < 0.3:
                loose += branch
                continue
            for _ in range(r.choices([1, 2, 3], [60, 30, 10])[0]):
                if self.left > 1:
                    branch = self.block(branch, depth + 1)
            fate = r.random()
            if fate < 0.22 and index > 0 and branch[0][0] != node:
                end = self.node("end") if self.left > 1 and r.random() < 0.8 else None
                if end is not None:
                    self.join(branch, end)
            elif fate < 0.32 and branch[0][0] != node and len(self.graph.nodes) > 3:
                self.join(branch, r.randrange(0, node + 1))
            else:
                loose += branch
        if len(loose) > 1 and self.ability.textless and r.random() < 0.08:
            merge = self.node("merge")
            self.join(loose, merge)
            return [(merge, "")]
        return loose or [(node, r.choice(["else", "other", ""]))]

    def loop(self, ends: list[tuple[int, str]], depth: int) -> list[tuple[int, str]]:
        first = self.middle()
        self.join(ends, first)
        body: list[tuple[int, str]] = [(first, "")]
        if self.left > 4 and self.rng.random() < 0.5:
            body = self.block(body, depth + 1)
        test = self.node("decision")
        self.join(body, test)
        yes, no = self.words.branches(2)
        if self.rng.random() < 0.3 and self.left > 2:
            back = self.middle()
            self.edge(test, back, no)
            self.edge(back, first)
        else:
            self.edge(test, first, no)
        return [(test, yes)]

    def parallel(self, ends: list[tuple[int, str]], depth: int) -> list[tuple[int, str]]:
        bars = self.ability.textless and "bar" in self.ability.shapes and self.rng.random() < 0.5
        if bars:
            fork = self.node("fork")
            self.join(ends, fork)
            ends = [(fork, "")]
        loose = []
        for _ in range(self.rng.randint(2, 3)):
            branch = ends
            for _ in range(self.rng.choice([1, 1, 2])):
                node = self.middle()
                self.join(branch, node)
                branch = [(node, "")]
            loose += branch
        if bars:
            join = self.node("fork")
            self.join(loose, join)
            return [(join, "")]
        return loose

    def process(self) -> None:
        ends: list[tuple[int, str]] = [(self.node("start" if self.rng.random() < 0.8 else "step"), "")]
        while self.left > 1:
            ends = self.block(ends, 0)
        if len(self.graph.nodes) < 2 or self.rng.random() < 0.8:
            self.join(ends, self.node("end" if self.rng.random() < 0.8 else "step"))

    # --- other structures ---------------------------------------------------------------------------------------------------

    def tree(self) -> None:
        decide = self.rng.random() < 0.5
        open_nodes = [self.node("decision" if decide else "free" if self.rng.random() < 0.2 else "step")]
        fan = self.rng.choice([2, 2, 3, 4])
        while self.left > 0 and open_nodes:
            parent = open_nodes.pop(0)
            count = min(self.left, fan if self.rng.random() < 0.7 else self.rng.randint(1, 4))
            labels = self.words.branches(max(2, min(count, 4))) if decide else []
            for index in range(count):
                child = self.node("decision" if decide and self.left > 3 and self.rng.random() < 0.4 else "step")
                self.edge(parent, child, labels[index] if index < len(labels) else "")
                if self.rng.random() < 0.7:
                    open_nodes.append(child)

    def network(self) -> None:
        r = self.rng
        for _ in range(max(2, self.budget)):
            self.node(r.choices(["system", "store", "step", "document", "free"], [70, 12, 6, 4, 8])[0])
        n = len(self.graph.nodes)
        layers = sorted(r.randint(0, max(1, n // 3)) for _ in range(n))
        for i in range(1, n):
            before = [j for j in range(i) if layers[j] < layers[i]] or [i - 1]
            for j in r.sample(before, min(len(before), r.choices([1, 2, 3], [70, 23, 7])[0])):
                self.edge(j, i)
        for _ in range(r.randint(0, max(1, n // 5))):
            a, b = r.randrange(n), r.randrange(n)
            if a != b:
                self.edge(a, b)

    def chain(self) -> None:
        last = self.node("start" if self.rng.random() < 0.5 else "step")
        for _ in range(min(self.budget, 12) - 1):
            node = self.middle()
            self.edge(last, node)
            last = node
        if self.rng.random() < 0.2 and last > 1:
            self.edge(last, 0)

    def machine(self) -> None:
        """States with events: many labels, loops back, pairs of opposite edges, self-loops."""
        n = max(2, min(self.budget, 10))
        self.label_rate = max(self.label_rate, self.rng.choice([0.5, 1.2]))
        for _ in range(n):
            self.node("step")
        for i in range(1, n):
            self.edge(self.rng.randrange(max(0, i - 2), i), i)
        for _ in range(self.rng.randint(1, n)):
            a, b = self.rng.randrange(n), self.rng.randrange(n)
            if a != b or (self.ability.self_loops and self.rng.random() < 0.5):
                self.edge(a, b)

    # --- finishing touches --------------------------------------------------------------------------------------------------

    def group(self) -> None:
        """Runs of neighbours in order of creation become containers; sometimes containers in containers."""
        r, n = self.rng, len(self.graph.nodes)
        position = r.randint(0, 2)
        while position < n - 1:
            size = r.randint(1 if r.random() < 0.1 else 2, 6)
            parent = -1
            if self.graph.containers and self.ability.nested and r.random() < 0.18 and self.graph.containers[-1].parent < 0:
                parent = len(self.graph.containers) - 1
            self.graph.containers.append(GraphContainer([self.words.group()], parent))
            for node in self.graph.nodes[position : position + size]:
                node.container = len(self.graph.containers) - 1
            position += size + (0 if r.random() < 0.6 else r.randint(0, 3))
        used = {node.container for node in self.graph.nodes}
        assert used - {-1} == set(range(len(self.graph.containers)))

    def links(self) -> None:
        """Strokes and ends: a habit of the whole diagram with exceptions, as people draw."""
        r, graph = self.rng, self.graph
        habit = r.choices(["arrows", "mixed", "none", "both", "wild"], [70, 18, 5, 1, 6])[0]
        if not self.ability.undirected and habit in ("none", "both"):
            habit = "arrows"
        stroke: Stroke = r.choices(["solid", "dotted", "thick"], [92, 4, 4])[0]  # type: ignore[assignment]
        for edge in graph.edges:
            roll = r.random()
            edge.stroke = stroke
            if (habit == "mixed" and roll < 0.3) or (habit == "wild" and roll < 0.7):
                edge.stroke = r.choices(["solid", "dotted", "thick"], [2, 5, 3])[0]  # type: ignore[assignment]
            if habit == "none" and roll < 0.95:
                edge.end = "none"
            elif self.ability.undirected and (habit in ("mixed", "wild") and r.random() < 0.22 or (habit == "both" and roll < 0.8)):
                edge.start, edge.end = r.choice([("none", "none"), ("arrow", "arrow"), ("arrow", "arrow"), ("none", "circle"), ("none", "cross"), ("none", "none")])  # type: ignore[assignment]
                if edge.end not in self.ability.ends:
                    edge.start, edge.end = "none", "arrow"

    def container_edges(self) -> None:
        r, graph = self.rng, self.graph
        for edge in graph.edges:
            a, b = graph.nodes[edge.source].container, graph.nodes[edge.target].container
            if a >= 0 and b >= 0 and a != b and not related(graph, a, b):
                if r.random() < 0.12:
                    edge.source, edge.source_is_container = a, True
                if r.random() < 0.12:
                    edge.target, edge.target_is_container = b, True

    def build(self) -> Graph:
        r = self.rng
        kind = r.choices(["process", "tree", "network", "chain", "machine"], [52, 12, 19, 6, 11])[0]
        {"process": self.process, "tree": self.tree, "network": self.network, "chain": self.chain, "machine": self.machine}[kind]()
        if self.ability.self_loops and r.random() < 0.05:
            loop = r.randrange(len(self.graph.nodes))
            if self.graph.nodes[loop].lines:
                self.edge(loop, loop)
        if len(self.graph.nodes) > 3 and r.random() < (0.45 if kind == "network" else 0.22):
            self.group()
            if self.ability.container_edges and r.random() < 0.3:
                self.container_edges()
        self.links()
        if r.random() < 0.06:
            self.graph.title = self.words.title()
        return self.graph


def related(graph: Graph, a: int, b: int) -> bool:
    """Whether one container lies in the other."""
    def up(c: int) -> set[int]:
        found = {c}
        while (c := graph.containers[c].parent) >= 0:
            found.add(c)
        return found

    return b in up(a) or a in up(b)


def random_graph(rng: Random, ability: Ability) -> Graph:
    """A connected-ish flowchart of 2 to about 30 nodes, mean about 10, that a renderer of this ability can draw."""
    while True:
        graph = _Builder(rng, ability).build()
        if 2 <= len(graph.nodes) <= 32 and graph.edges and sum(bool(n.lines) for n in graph.nodes) >= 2:
            return graph
