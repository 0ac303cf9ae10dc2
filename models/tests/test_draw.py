"""The painter's truth: it is deterministic, complete, and lies where the paint is."""

from __future__ import annotations

import json
import re
from collections import Counter
from random import Random

import numpy as np
import pytest

from unrender_models.draw import draw_other, draw_scene, fonts
from unrender_models.scene import SHAPES, Box, Scene, mirrored

SCENES = [draw_scene(Random(seed)) for seed in range(120)]
OTHERS = [draw_other(Random(seed)) for seed in range(60)]


def contains(outer: Box, inner: Box, slack: float) -> bool:
    return outer[0] - slack <= inner[0] and outer[1] - slack <= inner[1] and inner[2] <= outer[2] + slack and inner[3] <= outer[3] + slack


def gap(point: tuple[float, float], box: Box) -> float:
    """Distance from a point to a box (0 inside)."""
    dx = max(box[0] - point[0], point[0] - box[2], 0.0)
    dy = max(box[1] - point[1], point[1] - box[3], 0.0)
    return float(np.hypot(dx, dy))


def patch(scene: Scene, box: Box) -> np.ndarray:
    x0, y0, x1, y1 = (int(v) for v in box)
    return scene.image[max(0, y0) : y1 + 1, max(0, x0) : x1 + 1].astype(int)


def test_same_seed_same_scene() -> None:
    for seed in (3, 17, 90):
        again = draw_scene(Random(seed))
        assert np.array_equal(again.image, SCENES[seed].image)
        assert again.to_json() == SCENES[seed].to_json()


def test_scenes_survive_json() -> None:
    for scene in SCENES[:20]:
        data = json.loads(json.dumps(scene.to_json()))
        assert Scene.from_json(data, scene.image).to_json() == scene.to_json()
    with pytest.raises(ValueError, match="picture is"):
        Scene.from_json(SCENES[0].to_json(), np.zeros((3, 4, 3), np.uint8))


def test_scaling_and_cropping_move_truth() -> None:
    scene = SCENES[1]
    half = scene.scaled(0.5)
    assert half.nodes[0].box == pytest.approx([v / 2 for v in scene.nodes[0].box], abs=1.0)
    x0, y0, *_ = scene.nodes[0].box
    cut = scene.cropped((int(x0), int(y0), scene.width, scene.height))
    assert cut.nodes[0].box[0] == pytest.approx(x0 - int(x0))
    assert cut.width == scene.width - int(x0)
    with pytest.raises(ValueError, match="outside"):
        scene.cropped((scene.width + 1, 0, scene.width + 9, 9))


def test_everything_lies_in_the_picture() -> None:
    for scene in SCENES:
        frame = (0.0, 0.0, float(scene.width), float(scene.height))
        assert max(scene.width, scene.height) < 2000
        for box in [*(n.box for n in scene.nodes), *(c.box for c in scene.containers), *(line.box for line in scene.all_lines())]:
            assert box[2] > box[0] and box[3] > box[1]
            assert contains(frame, box, 12.0), (scene.renderer, box)


def test_indices_and_names_are_valid() -> None:
    for scene in SCENES:
        assert 2 <= len(scene.nodes) <= 40
        for node in scene.nodes:
            assert node.shape in SHAPES
            assert -1 <= node.container < len(scene.containers)
        for container in scene.containers:
            assert container.parent < len(scene.containers)
        for edge in scene.edges:
            for index, is_container in ((edge.source, edge.source_is_container), (edge.target, edge.target_is_container)):
                assert 0 <= index < len(scene.containers if is_container else scene.nodes)


def test_labels_lie_in_their_nodes() -> None:
    for scene in SCENES:
        for node in scene.nodes:
            if node.shape == "icon":
                assert all(line.box[1] > node.box[1] for line in node.lines)
                continue
            for line in node.lines:
                slack = 0.35 * (line.box[3] - line.box[1])
                assert contains(node.box, line.box, slack), (scene.renderer, node.shape, line, node.box)


def test_nodes_lie_in_their_containers() -> None:
    for scene in SCENES:
        for node in scene.nodes:
            if node.container >= 0:
                assert contains(scene.containers[node.container].box, node.box, 2.0), (scene.renderer, node)
        for container in scene.containers:
            if container.parent >= 0:
                assert contains(scene.containers[container.parent].box, container.box, 2.0)


def test_edges_run_from_border_to_border() -> None:
    for scene in SCENES:
        for edge in scene.edges:
            ends = (edge.points[0], edge.source, edge.source_is_container), (edge.points[-1], edge.target, edge.target_is_container)
            for point, index, is_container in ends:
                owner = scene.containers[index] if is_container else scene.nodes[index]
                box = owner.box
                if not is_container and scene.nodes[index].shape == "icon":
                    lines = [line.box for line in scene.nodes[index].lines]
                    assert min(gap(point, b) for b in [box, *lines]) < 24
                else:
                    assert gap(point, box) < 1.5, (scene.renderer, point, box)


def test_edges_keep_out_of_other_nodes() -> None:
    for scene in SCENES:
        for edge in scene.edges:
            own = {i for i, is_container in ((edge.source, edge.source_is_container), (edge.target, edge.target_is_container)) if not is_container}
            others = [n.box for i, n in enumerate(scene.nodes) if i not in own]
            for a, b in zip(edge.points, edge.points[1:], strict=False):
                for t in np.linspace(0, 1, max(2, int(np.hypot(b[0] - a[0], b[1] - a[1]) / 8))):
                    p = (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
                    assert all(gap(p, box) > 0 for box in others), (scene.renderer, edge)


def test_nodes_do_not_overlap() -> None:
    for scene in SCENES:
        boxes = [n.box for n in scene.nodes]
        for i, a in enumerate(boxes):
            assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for b in boxes[:i])


def test_there_is_ink_under_every_line_of_text() -> None:
    for scene in [*SCENES, *OTHERS]:
        for line in scene.all_lines():
            part = patch(scene, line.box)
            assert part.size and (part.max((0, 1)) - part.min((0, 1))).max() > 20, (scene.renderer, line)


def test_text_boxes_end_with_the_ink() -> None:
    """On plain ground, the columns just outside of a line's box are empty and those at its ends are not."""
    checked = 0
    for scene in OTHERS:
        if scene.renderer != "draw-other-prose":
            continue
        ground = np.array(Counter(map(tuple, scene.image.reshape(-1, 3).tolist())).most_common(1)[0][0])
        for line in scene.noise:
            x0, y0, x1, y1 = (round(v) for v in line.box)
            ink = (np.abs(scene.image[y0 + 1 : y1 - 1].astype(int) - ground).max(2) > 40).any(0)
            assert ink[max(0, x0 - 1) : x0 + 3].any() and ink[x1 - 3 : x1 + 1].any(), line
            assert not ink[max(0, x0 - 4) : max(0, x0 - 1)].any(), line
            checked += 1
    assert checked > 20


def test_undirected_edges_start_at_what_is_read_first() -> None:
    seen = 0
    for scene in SCENES:
        for edge in scene.edges:
            assert not (edge.start != "none" and edge.end == "none")
            if edge.start == edge.end == "none" and not (edge.source_is_container or edge.target_is_container):
                a, b = scene.nodes[edge.source], scene.nodes[edge.target]
                if a.lines and b.lines:
                    seen += 1
                    height = a.lines[0].box[3] - a.lines[0].box[1]
                    assert a.lines[0].box[1] <= b.lines[0].box[1] + height * 1.5
    assert seen > 5


def test_variety() -> None:
    shapes = Counter(n.shape for s in SCENES for n in s.nodes)
    assert set(shapes) == set(SHAPES)
    assert {s.direction for s in SCENES} == {"TD", "LR", "BT", "RL"}
    assert {e.stroke for s in SCENES for e in s.edges} == {"solid", "dotted", "thick"}
    assert {e.end for s in SCENES for e in s.edges} == {"none", "arrow", "circle", "cross"}
    assert any(len(e.lines) > 1 for s in SCENES for e in s.edges)
    assert any(e.source == e.target for s in SCENES for e in s.edges)
    assert any(s.texts for s in SCENES) and any(s.noise for s in SCENES) and any(c.parent >= 0 for s in SCENES for c in s.containers)
    assert 6 < np.mean([len(s.nodes) for s in SCENES]) < 12


def test_others_are_no_flowcharts() -> None:
    assert all(s.kind == "other" and not s.nodes and not s.edges for s in OTHERS)
    assert len({s.renderer for s in OTHERS}) >= 7


def test_held_out_fonts_are_never_drawn_with() -> None:
    assert not [f.path for f in fonts.faces() if re.search("roboto|ebgaramond", f.path, re.IGNORECASE)]


def test_mirror_image_keeps_the_truth_on_the_paint() -> None:
    turned = [(scene, mirrored(scene)) for scene in SCENES]
    assert sum(other is None for _, other in turned) == sum(any(node.shape == "odd" for node in scene.nodes) for scene in SCENES) < len(SCENES)
    for scene, other in turned:
        if other is None:
            continue
        for node, image in zip(scene.nodes, other.nodes, strict=True):
            assert image.box == (scene.width - node.box[2], node.box[1], scene.width - node.box[0], node.box[3])
        again = mirrored(other)
        assert again is not None and np.array_equal(again.image, scene.image)
        assert [(n.shape, n.container) for n in again.nodes] == [(n.shape, n.container) for n in scene.nodes] and again.direction == scene.direction
        assert {"LR": "RL", "RL": "LR"}.get(scene.direction, scene.direction) == other.direction
