"""Flowcharts as graphs, without geometry: what a renderer is asked to draw, and what it can."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..scene import Direction, End, Stroke

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


def related(graph: Graph, a: int, b: int) -> bool:
    """Whether one container lies in the other."""

    def up(c: int) -> set[int]:
        found = {c}
        while (c := graph.containers[c].parent) >= 0:
            found.add(c)
        return found

    return b in up(a) or a in up(b)
