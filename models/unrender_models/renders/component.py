"""PlantUML component and deployment diagrams with their truth. Evaluation only: never in training."""

from __future__ import annotations

from random import Random
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from ..scene import Box, Container, Edge, End, FreeText, Node, Scene
from .activity import FONTS, THEMES
from .graphs import Ability, Graph, random_graph
from .svg import path_points, shape, tag_of, texts, union

BREAK = "\\n"
KEYWORDS = {
    "rect": ("component", "rectangle", "component", "card", "agent", "node", "artifact"), "cylinder": ("database", "database", "queue"),
    "ellipse": ("usecase",), "icon": ("actor", "interface", "boundary", "control"), "document": ("file",), "hexagon": ("hexagon",), "stadium": ("storage",),
}  # fmt: skip
ABILITY = Ability(frozenset(KEYWORDS), ends=frozenset({"none", "arrow"}), container_edges=False, self_loops=False, textless=False, nested=True)


def source(graph: Graph, rng: Random) -> str:
    theme, font = rng.choice(THEMES), rng.choice(FONTS)
    out = ["@startuml", *([f"!theme {theme}"] if theme else []), *([f"skinparam defaultFontName {font}"] if font else [])]
    if rng.random() < 0.3:
        out.append(f"skinparam defaultFontSize {rng.choice([12, 15, 16])}")
    if rng.random() < 0.4:
        out.append(f"skinparam dpi {rng.choice([120, 144])}")
    out.append(f"skinparam componentStyle {rng.choice(['uml2', 'uml2', 'rectangle'])}")
    if rng.random() < 0.25:
        out.append(f"skinparam linetype {rng.choice(['ortho', 'polyline'])}")
    if graph.direction == "LR":
        out.append("left to right direction")
    if graph.title:
        out.append(f"title {graph.title}")

    def container(index: int, indent: str) -> None:
        for number, node in enumerate(graph.nodes):
            if node.container == index:
                keyword = rng.choice(KEYWORDS[node.shape])
                out.append(f'{indent}{keyword} "{BREAK.join(node.lines)}" as n{number}')
        for child, item in enumerate(graph.containers):
            if item.parent == index:
                out.append(f'{indent}{rng.choice(["package", "package", "frame", "rectangle", "folder"])} "{item.lines[0]}" as g{child} {{')
                container(child, indent + "  ")
                out.append(indent + "}")

    container(-1, "")
    for edge in graph.edges:
        body = {"solid": "--", "dotted": "..", "thick": "-[thickness=3]-"}[edge.stroke]
        arrow = f"{'<' if edge.start != 'none' else ''}{body}{'>' if edge.end != 'none' else ''}"
        out.append(f"n{edge.source} {arrow} n{edge.target}" + (f" : {BREAK.join(edge.lines)}" if edge.lines else ""))
    return "\n".join([*out, "@enduml", ""])


def make(rng: Random) -> tuple[Graph, str]:
    """A graph and its source, within what component diagrams can say."""
    while True:
        graph = random_graph(rng, ABILITY)
        if len(graph.nodes) > 16 or any(not n.lines for n in graph.nodes):
            continue
        if len({(min(e.source, e.target), max(e.source, e.target)) for e in graph.edges}) < len(graph.edges):
            continue
        graph.direction = "LR" if graph.direction in ("LR", "RL") else "TD"
        for edge in graph.edges:
            arrow: End = "arrow"
            edge.start, edge.end = (arrow if edge.start != "none" else "none"), (arrow if edge.end != "none" else "none")
        return graph, source(graph, rng)


def read(graph: Graph, svg: ElementTree.Element, image: NDArray[np.uint8]) -> Scene | str:
    """The truth out of PlantUML's own groups: entity, cluster, link."""
    groups = [(g.get("class", ""), g) for g in svg.iter() if tag_of(g) == "g" and g.get("class") in ("entity", "cluster", "link")]
    entities = {g.get("id", "").removeprefix("entity_").rpartition(".")[2]: g for kind, g in groups if kind == "entity"}
    clusters = {g.get("id", "").removeprefix("cluster_").rpartition(".")[2]: g for kind, g in groups if kind == "cluster"}
    links = [g for kind, g in groups if kind == "link"]
    if len(links) != len(graph.edges):
        return "links are missing"

    def box_of(group: ElementTree.Element) -> Box:
        return union(s.box for s in map(shape, group.iter()) if s is not None)

    nodes, containers, edges = [], [], []
    for number, node in enumerate(graph.nodes):
        group = entities.get(f"n{number}")
        if group is None:
            return "an entity is missing"
        lines = texts(group.iter())
        if [line.text for line in lines] != node.lines:
            return "an entity's text differs"
        nodes.append(Node(node.shape, union([box_of(group), *[line.box for line in lines]]), lines, node.container))
    for number, container in enumerate(graph.containers):
        group = clusters.get(f"g{number}")
        if group is None:
            return "a cluster is missing"
        containers.append(Container(box_of(group), texts(group.iter()), container.parent))
    for edge, group in zip(graph.edges, links, strict=True):
        if {group.get("data-entity-1"), group.get("data-entity-2")} == set() or group.find(".//{*}path") is None:
            return "a link is not drawn"
        path = group.find(".//{*}path")
        points = path_points(path.get("d", "")) if path is not None else []
        lines = texts(group.iter())
        if bool(lines) != bool(edge.lines) or len(points) < 2:
            return "a link lost its label"
        first = nodes[edge.source].box
        distance = [max(first[0] - p[0], p[0] - first[2], 0) + max(first[1] - p[1], p[1] - first[3], 0) for p in (points[0], points[-1])]
        edges.append(Edge(edge.source, edge.target, edge.stroke, edge.start, edge.end, points if distance[0] <= distance[1] else points[::-1], lines))
    inner = {id(t) for _, g in groups for t in g.iter()}
    rest = texts(t for t in svg.iter() if id(t) not in inner)
    free = [FreeText(rest, "title")] if rest else []
    return Scene(image, graph.direction, nodes, edges, containers, free, "plantuml-component")
