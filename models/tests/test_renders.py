"""Random flowcharts, their sources, and the truth of real renders."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import numpy as np
import pytest

from unrender_models.renders import slides
from unrender_models.renders.activity import Program
from unrender_models.renders.dot_source import ABILITY as GRAPHVIZ
from unrender_models.renders.dot_source import Style
from unrender_models.renders.dot_truth import Frame, edge_points
from unrender_models.renders.graph import related
from unrender_models.renders.graphs import Ability, random_graph
from unrender_models.renders.graphviz import render
from unrender_models.renders.mermaid import ABILITY, HELD_OUT, job, quoted
from unrender_models.renders.shards import ShardWriter, canonical, legible, read_scenes
from unrender_models.renders.slides_layout import crosses
from unrender_models.renders.svg import path_points
from unrender_models.scene import SHAPES, Edge, Line, Node, Scene


def scene(*edges: Edge) -> Scene:
    nodes = [Node("rect", (0, 10 + 50 * i, 80, 40 + 50 * i), [Line(f"n{i}", (10, 19 + 50 * i, 60, 31 + 50 * i))]) for i in range(3)]
    return Scene(np.full((170, 100, 3), 255, np.uint8), "TD", nodes, list(edges))


@pytest.mark.parametrize("seed", range(200))
def test_graphs_hold_together(seed: int) -> None:
    graph = random_graph(Random(seed), ABILITY)
    assert 2 <= len(graph.nodes) <= 32
    for node in graph.nodes:
        assert node.shape in SHAPES
        assert all(line.strip() for line in node.lines)
        assert -1 <= node.container < len(graph.containers)
    for edge in graph.edges:
        for is_container, end in ((edge.source_is_container, edge.source), (edge.target_is_container, edge.target)):
            assert 0 <= end < len(graph.containers if is_container else graph.nodes)
        if edge.source_is_container and edge.target_is_container:
            assert not related(graph, edge.source, edge.target)
    assert {node.container for node in graph.nodes} - {-1} == set(range(len(graph.containers)))


def test_graphs_keep_within_an_ability() -> None:
    ability = Ability(frozenset({"rect", "diamond"}), ends=frozenset({"none", "arrow"}), container_edges=False, self_loops=False, textless=False, nested=False)
    for seed in range(200):
        graph = random_graph(Random(seed), ability)
        assert {node.shape for node in graph.nodes} <= ability.shapes
        assert all(node.lines for node in graph.nodes)
        assert all(edge.source != edge.target for edge in graph.edges)
        assert all(edge.end in ability.ends and not edge.source_is_container for edge in graph.edges)
        assert all(container.parent == -1 for container in graph.containers)


def test_jobs_come_from_their_seed_and_never_show_what_is_held_out() -> None:
    assert job(Random("a")) == job(Random("a"))
    for seed in range(1500):
        config = job(Random(seed))["config"]
        assert (config["theme"], config["fontFamily"]) != HELD_OUT
    held = job(Random(1), held_out=True)["config"]
    assert held["theme"] == HELD_OUT[0]


def test_hostile_words_are_quoted() -> None:
    assert quoted(['a"b', "<b>#"]) == '"a#quot;b<br/>#lt;b#gt;#35;"'


def test_canonical_turns_a_mark_at_the_start_and_orders_undirected_edges() -> None:
    turned = canonical(scene(Edge(0, 1, start="arrow", end="none", points=[(1, 1), (2, 2)]), Edge(2, 0, start="none", end="none"), Edge(2, 1))).edges
    assert (turned[0].source, turned[0].target, turned[0].end, turned[0].points) == (1, 0, "arrow", [(2, 2), (1, 1)])
    assert (turned[1].source, turned[1].target) == (0, 2)
    assert (turned[2].source, turned[2].target) == (2, 1)


def test_legible_wants_ink() -> None:
    blank = scene()
    assert not legible(blank)
    for node in blank.nodes:
        x0, y0, x1, y1 = (int(v) for v in node.lines[0].box)
        blank.image[y0 + 3 : y1 - 3, x0 : x1 : 3] = 0
    assert legible(blank)


def test_shards_come_back(tmp_path: Path) -> None:
    writer = ShardWriter(tmp_path, per_shard=2)
    for _ in range(3):
        writer.add(scene(Edge(0, 1, points=[(1.234, 2.0), (3.0, 4.0)])), style="s")
    found = list(read_scenes(tmp_path))
    assert [data["image"] for _, data in found] == ["000000.png", "000001.png", "000002.png"]
    assert found[0][0].edges[0].points == [(1.23, 2.0), (3.0, 4.0)]
    assert np.array_equal(found[0][0].image, scene().image)


def test_svg_paths() -> None:
    points = path_points("M10,10 L20,10 A5,5 0 0 1 25,15 C25,20 25,30 25,40")
    assert points[0] == (10, 10)
    assert (25.0, 15.0) in points
    assert points[-1] == pytest.approx((25, 40))


def test_slides_connect_without_passing_through_a_box() -> None:
    for seed in range(15):
        made = slides.job(Random(seed))["scene"]
        for edge in made["edges"]:
            others = [node["box"] for i, node in enumerate(made["nodes"]) if i not in (edge["source"], edge["target"])]
            for a, b in zip(edge["points"], edge["points"][1:], strict=False):
                assert not any(crosses(a, b, box, 2) for box in others)


@pytest.mark.parametrize("seed", range(60))
def test_activity_programs_are_connected(seed: int) -> None:
    program = Program(Random(seed), 12)
    source = program.build()
    assert source.startswith("@startuml") and source.endswith("@enduml\n")
    targets = {target for _, target, _ in program.edges}
    assert targets == set(range(1, len(program.nodes))), "every node but the start is reached"
    assert source.count("\nif (") == source.count("\nendif")


@pytest.mark.skipif(shutil.which("dot") is None, reason="needs Graphviz")
def test_graphviz_truth_lies_on_the_picture() -> None:
    """Text boxes hold ink, and edges end at their nodes."""
    made = 0
    for seed in range(12):
        rng = Random(seed)
        graph = random_graph(rng, GRAPHVIZ)
        result = render(graph, Style(rng, graph))
        if isinstance(result, str):
            continue
        made += 1
        assert legible(result, 40)
        for edge in result.edges:
            if edge.target_is_container:
                continue
            x0, y0, x1, y1 = result.nodes[edge.target].box
            x, y = edge.points[-1]
            reach = 0.03 * max(result.width, result.height) + 8
            assert x0 - reach <= x <= x1 + reach and y0 - reach <= y <= y1 + reach
    assert made >= 6


def test_tips_of_an_edge_stand_at_the_ends_of_its_path() -> None:
    """Graphviz names them the wrong way round where splines=ortho and both ends have a mark."""
    frame = Frame({"bb": "0,0,100,100"}, 72, 0)
    path = "50,80 50,60 50,40 50,20"
    for tips in ("s,50,90 e,50,10", "s,50,10 e,50,90"):
        points = edge_points(f"{tips} {path}", frame)
        assert points[0] == (50, 10) and points[-1] == (50, 90)
        assert [y for _, y in points] == sorted(y for _, y in points)
