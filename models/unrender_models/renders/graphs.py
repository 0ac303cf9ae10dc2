"""Random flowcharts as graphs: structure, containers, links, and words."""

from __future__ import annotations

from random import Random
from typing import Final

from ..scene import End, Stroke
from .graph import Ability, Graph, GraphContainer, GraphEdge, GraphNode, related
from .process import Processes
from .structures import Structures

__all__ = ["Ability", "Graph", "GraphContainer", "GraphEdge", "GraphNode", "random_graph"]

STROKES: Final[tuple[Stroke, ...]] = ("solid", "dotted", "thick")
ENDS: Final[tuple[tuple[End, End], ...]] = (("none", "none"), ("arrow", "arrow"), ("arrow", "arrow"), ("none", "circle"), ("none", "cross"), ("none", "none"))


class _Flowcharts(Processes, Structures):
    """Any structure, with the finishing touches that all of them share."""

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
        stroke = r.choices(STROKES, [92, 4, 4])[0]
        for edge in graph.edges:
            roll = r.random()
            edge.stroke = stroke
            if (habit == "mixed" and roll < 0.3) or (habit == "wild" and roll < 0.7):
                edge.stroke = r.choices(STROKES, [2, 5, 3])[0]
            if habit == "none" and roll < 0.95:
                edge.end = "none"
            elif self.ability.undirected and (habit in ("mixed", "wild") and r.random() < 0.22 or (habit == "both" and roll < 0.8)):
                edge.start, edge.end = r.choice(ENDS)
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


def random_graph(rng: Random, ability: Ability) -> Graph:
    """A connected-ish flowchart of 2 to about 30 nodes, mean about 10, that a renderer of this ability can draw."""
    while True:
        graph = _Flowcharts(rng, ability).build()
        if 2 <= len(graph.nodes) <= 32 and graph.edges and sum(bool(n.lines) for n in graph.nodes) >= 2:
            return graph
