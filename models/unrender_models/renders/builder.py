"""The parts that random flowcharts are made of: nodes in one diagram's habits, and edges."""

from __future__ import annotations

from random import Random
from typing import Final

from ..scene import Direction
from .graph import Ability, Graph, GraphEdge, GraphNode
from .words import Writer, wrapped

DIRECTIONS: Final[tuple[Direction, ...]] = ("TD", "LR", "BT", "RL")


class Builder:
    """A graph in the making: habits of one diagram, and its first parts."""

    def __init__(self, rng: Random, ability: Ability) -> None:
        self.rng, self.ability = rng, ability
        self.words = Writer(rng, ability.chinese)
        self.graph = Graph(direction=rng.choices(DIRECTIONS, [56, 32, 6, 6])[0], language=self.words.language)
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
