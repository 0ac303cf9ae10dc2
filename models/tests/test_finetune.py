"""A person's pictures as samples: what Mermaid and the text lines say is what is known of a drawn picture."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from unrender_models.draw.generate import draw_scene
from unrender_models.finetune.pairs import Unusable, plain, sample_of
from unrender_models.picture import MAX_PIXELS
from unrender_models.sample import CLEAN, make_sample
from unrender_models.scene import Scene
from unrender_models.vocabulary import EDGE_LABEL, ROLES


def diagram_of(scene: Scene) -> dict[str, Any]:
    """A scene as Mermaid's parser would give it, ids n0, n1, ... and c0, c1, ..."""

    def end(edge: Any, which: str) -> str:
        return f"{'c' if getattr(edge, which + '_is_container') else 'n'}{getattr(edge, which)}"

    return {
        "direction": scene.direction,
        "nodes": [{"id": f"n{i}", "lines": [line.text for line in n.lines], "shape": n.shape, **({"container": f"c{n.container}"} if n.container >= 0 else {})} for i, n in enumerate(scene.nodes)],
        "containers": [{"id": f"c{i}", "lines": [line.text for line in c.lines], **({"parent": f"c{c.parent}"} if c.parent >= 0 else {})} for i, c in enumerate(scene.containers)],
        "edges": [
            {"source": end(e, "source"), "target": end(e, "target"), "stroke": e.stroke, "start": e.start, "end": e.end, "label": [line.text for line in e.lines]} for e in scene.edges
        ],
    }  # fmt: skip


def told_apart(scene: Scene) -> bool:
    """Every element has words of its own, and no two edges have the same ends (what is drawn between them is one)."""
    words = [plain(" ".join(line.text for line in part.lines)) for part in (*scene.nodes, *scene.containers)]
    labels = [plain(" ".join(line.text for line in e.lines)) for e in scene.edges if e.lines]
    texts = [plain(line.text) for line in scene.all_lines()]
    return all(words) and len({*words, *labels}) == len(words) + len(labels) and len(set(texts)) == len(texts)


def test_words_of_the_source_find_their_lines_and_edges_their_ends() -> None:
    compared = edges = 0
    for seed in range(400):
        if compared == 12:
            break
        scene = draw_scene(random.Random(seed))
        if scene.kind != "flowchart" or not told_apart(scene):
            continue
        wanted = make_sample(scene, random.Random(0), CLEAN, MAX_PIXELS)
        if wanted is None or (wanted.kinds != 0).any():
            continue
        got = sample_of(
            scene.image, {"diagram": diagram_of(scene), "lines": [{"text": line.text, "box": list(line.box)} for line in scene.all_lines()]}
        )
        compared += 1
        assert got.pixels.shape == wanted.pixels.shape
        assert np.allclose(got.boxes, wanted.boxes, atol=0.01)
        assert (got.parents == wanted.parents).all()
        known = wanted.roles < len(ROLES)
        # Titles and notes are in no source: to it they are text like any other.
        notes = np.isin(wanted.roles, [ROLES.index("title"), ROLES.index("note")])
        assert (got.roles[known & ~notes] == wanted.roles[known & ~notes]).all(), seed
        assert {e[:2] for e in got.edges} == {e[:2] for e in wanted.edges}, seed
        edges += len(got.edges)
    assert compared == 12 and edges > 20


def pair(lines: list[tuple[str, list[float]]], nodes: list[list[str]], label: list[str] | None = None) -> dict[str, Any]:
    edges = (
        [{"source": "n0", "target": "n1", "stroke": "solid", "start": "none", "end": "arrow", "label": label or []}]
        if len(nodes) > 1
        else []
    )
    diagram = {
        "direction": "TD",
        "nodes": [{"id": f"n{i}", "lines": text, "shape": "rect"} for i, text in enumerate(nodes)],
        "containers": [],
        "edges": edges,
    }
    return {"diagram": diagram, "lines": [{"text": text, "box": box} for text, box in lines]}


def test_a_label_may_stand_in_several_lines() -> None:
    lines = [("Check the", [20.0, 10, 80, 24]), ("order", [30.0, 26, 60, 40]), ("Done", [20.0, 90, 60, 104])]
    got = sample_of(np.full((140, 120, 3), 255, np.uint8), pair(lines, [["Check the order"], ["Done"]]))
    assert got.roles.tolist() == [0, ROLES.index("continuation"), 0] and got.parents.tolist() == [0, 1, 0]
    assert [e[:2] for e in got.edges] == [(0, 2)]


def test_a_label_of_an_edge_that_was_not_read_is_none() -> None:
    lines = [("A", [20.0, 10, 40, 24]), ("B", [20.0, 90, 40, 104])]
    got = sample_of(np.full((140, 120, 3), 255, np.uint8), pair(lines, [["A"], ["B"]], ["yes"]))
    assert got.edges[0][3] == -1 and EDGE_LABEL not in got.roles


@pytest.mark.parametrize(("nodes", "message"), [([["Nowhere"]], '"Nowhere" of the source were not read'), ([[""]], "without words")])
def test_what_cannot_be_known_is_said(nodes: list[list[str]], message: str) -> None:
    with pytest.raises(Unusable, match=message):
        sample_of(np.full((60, 120, 3), 255, np.uint8), pair([("A", [20.0, 10, 40, 24])], nodes))
