"""Real Graphviz pictures with their truth.

    python -m unrender_models.renders.graphviz --count 4000 --out DIR
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import tempfile
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from PIL import Image

from ..scene import Container, Edge, FreeText, Node, Scene
from .dot_source import ABILITY, Style, dot_source
from .dot_truth import Frame, edge_points, ink_box, stray, text_lines
from .graphs import Graph, random_graph
from .shards import ShardWriter, canonical, readable


def draw(source: str, engine: str) -> tuple[bytes, dict[str, Any]]:
    """PNG and JSON of one run; raises CalledProcessError where Graphviz refuses, TimeoutExpired where it hangs."""
    with tempfile.TemporaryDirectory() as folder:
        png, truth = Path(folder, "a.png"), Path(folder, "a.json")
        subprocess.run(["dot", f"-K{engine}", "-Tpng", f"-o{png}", "-Tjson", f"-o{truth}"], input=source.encode(), check=True, capture_output=True, timeout=30)
        return png.read_bytes(), json.loads(truth.read_text("utf-8"))


def render(graph: Graph, style: Style) -> Scene | str:
    """The picture and its truth, or the reason why there is none."""
    try:
        png, data = draw(dot_source(graph, style), style.engine)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired, UnicodeDecodeError) as error:
        return type(error).__name__
    image = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
    if image.shape[0] * image.shape[1] > 6e6:
        return "too large"
    frame = Frame(data, style.dpi, style.pad)
    objects = {item["name"]: item for item in data.get("objects", [])}
    nodes, containers, edges = [], [], []
    for number, node in enumerate(graph.nodes):
        item = objects[f"n{number}"]
        lines = text_lines(item.get("_ldraw_", []), frame) if node.lines else []
        x, y = (float(v) for v in item["pos"].split(","))
        w, h = float(item["width"]) * 36, float(item["height"]) * 36
        box = ink_box(item.get("_draw_", []), frame) or (*frame.point(x - w, y + h), *frame.point(x + w, y - h))
        nodes.append(Node(node.shape, box, lines, node.container))
        if node.lines and not lines:
            return "a node lost its text"
    for number, container in enumerate(graph.containers):
        item = objects[f"cluster_{number}"]
        frame_box = ink_box(item.get("_draw_", []), frame)
        if frame_box is None:
            return "a cluster is not drawn"
        containers.append(Container(frame_box, text_lines(item.get("_ldraw_", []), frame), container.parent))
    drawn = {item["id"]: item for item in data.get("edges", [])}
    for number, edge in enumerate(graph.edges):
        item = drawn[f"e{number}"]
        if "pos" not in item:
            return "an edge is not drawn"
        points = edge_points(item["pos"], frame)
        lines = text_lines(item.get("_ldraw_", []) + item.get("_xldraw_", []), frame) if edge.lines else []
        if edge.lines and not lines:
            return "an edge lost its label"
        if len(points) < 2 or max(np.ptp(np.array(points), axis=0)) < 4:
            return "an edge is too short"
        if lines and stray(lines, points):
            return "a label is far from its edge"
        edges.append(Edge(edge.source, edge.target, edge.stroke, edge.start, edge.end, points, lines, edge.source_is_container, edge.target_is_container))
    title = text_lines(data.get("_ldraw_", []), frame) if graph.title else []
    scene = Scene(image, graph.direction if style.engine == "dot" else "TD", nodes, edges, containers, [FreeText(title, "title")] if title else [], "graphviz")
    return canonical(scene) if readable(scene) else "text too small"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    writer = ShardWriter(arguments.out)
    refused: dict[str, int] = {}
    index = 0
    while writer.pictures < arguments.count:
        rng = Random(f"graphviz/{arguments.seed}/{index}")
        index += 1
        graph = random_graph(rng, ABILITY)
        style = Style(rng, graph)
        scene = render(graph, style)
        if isinstance(scene, str):
            refused[scene] = refused.get(scene, 0) + 1
            continue
        writer.add(scene, style=f"{style.engine}/{style.splines}/{style.font}/{style.size}")
        if writer.pictures % 50 == 0:
            (arguments.out / "READY").write_text(f"{writer.pictures}\n")
    print(json.dumps({"made": writer.pictures, "refused": refused}))


if __name__ == "__main__":
    main()
