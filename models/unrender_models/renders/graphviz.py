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

from ..scene import Box, Container, Edge, FreeText, Line, Node, Point, Scene
from .graphs import Ability, Graph, GraphEdge, GraphNode, random_graph
from .mermaid import colour
from .shards import ShardWriter, canonical, readable

SHAPES = {
    "rect": ("box", "rect", "box", "box", "square", "folder", "component", "box3d", "tab"), "round": ("box",), "ellipse": ("ellipse", "oval", "ellipse", "egg"),
    "circle": ("circle",), "double_circle": ("doublecircle",), "diamond": ("diamond", "diamond", "diamond", "Mdiamond"), "hexagon": ("hexagon", "hexagon", "octagon"),
    "lean_right": ("parallelogram",), "trapezoid": ("trapezium",), "inv_trapezoid": ("invtrapezium",), "cylinder": ("cylinder",), "document": ("note",),
    "odd": ("cds", "rarrow"), "text": ("plaintext", "none"), "record": ("record", "Mrecord"), "bar": ("box",),
}  # fmt: skip
COMMON = {"rect": 0.9, "diamond": 0.95, "hexagon": 0.9}
ABILITY = Ability(frozenset(SHAPES), ends=frozenset({"none", "arrow", "circle"}), chinese=True)
FONTS = ("Times", "Helvetica", "Arial", "DejaVu Sans", "DejaVu Serif", "Liberation Mono", "Lato", "Open Sans", "Noto Sans", "Cantarell", "Carlito", "Comic Neue", "Courier", "Roboto", "Inconsolata", "Liberation Sans Narrow")  # fmt: skip


def quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def label(lines: list[str], ending: str = "\\n") -> str:
    escaped = [line.replace("\\", "\\\\").replace('"', '\\"') for line in lines]
    return '"' + (ending.join(escaped) + (ending if ending != "\\n" else "")) + '"'


def attributes(items: dict[str, Any]) -> str:
    return " [" + ", ".join(f"{key}={value}" for key, value in items.items()) + "]" if items else ""


class Style:
    """One look for a whole picture."""

    def __init__(self, rng: Random, graph: Graph) -> None:
        self.rng = rng
        clusters = bool(graph.containers)
        self.engine = rng.choices(["dot", "neato", "fdp", "circo", "twopi"], [88, 0 if clusters else 4, 4, 0 if clusters else 2, 0 if clusters else 2])[0]
        self.splines = rng.choices(["spline", "ortho", "polyline", "line", "curved"], [46, 22, 12, 12, 8])[0] if self.engine == "dot" else rng.choice(["spline", "line", "line", "curved"])
        self.dark = rng.random() < 0.15
        self.background = colour(rng, (0.06, 0.18), 0.3) if self.dark else rng.choice(["#ffffff"] * 5 + [colour(rng, (0.9, 0.99), 0.4)])
        self.ink = colour(rng, (0.7, 0.9), 0.3) if self.dark else rng.choice(["black"] * 4 + [colour(rng, (0.1, 0.45))])
        self.text = "white" if self.dark else rng.choice(["black"] * 4 + [colour(rng, (0.05, 0.3))])
        self.edge = rng.choice([self.ink] * 3 + [colour(rng, (0.6, 0.85) if self.dark else (0.2, 0.55))])
        self.fill = None if rng.random() < 0.4 else colour(rng, (0.12, 0.32) if self.dark else (0.78, 0.97))
        self.by_meaning = rng.random() < 0.35
        self.fills: dict[str, str] = {}
        self.font = "WenQuanYi Micro Hei" if graph.language == "zh" else rng.choice(FONTS)
        self.size = rng.choices([14, 12, 10, 11, 16, 18], [50, 18, 8, 8, 10, 6])[0]
        self.pen = rng.choice([1, 1, 1, 1.5, 2])
        self.arrow = rng.choices(["normal", "vee", "open", "empty", "onormal", "lnormal"], [70, 12, 8, 4, 4, 2])[0]
        self.round_dot = rng.choice(["dot", "odot"])
        self.dashes = rng.choice(["dashed", "dotted", "dashed"])
        self.dpi = rng.choice([72, 96, 96, 110, 144])
        self.pad = rng.choice([0.055, 0.1, 0.2, 0.5])

    def fill_of(self, meaning: str) -> str | None:
        if not self.by_meaning:
            return self.fill
        if meaning not in self.fills:
            self.fills[meaning] = colour(self.rng, (0.12, 0.35) if self.dark else (0.75, 0.97))
        return self.fills[meaning]


def node_attributes(node: GraphNode, style: Style, graph: Graph) -> dict[str, Any]:
    rng, options = style.rng, SHAPES[node.shape]
    shape = options[0] if rng.random() < COMMON.get(node.shape, 0.5) else rng.choice(options)
    items: dict[str, Any] = {"shape": shape, "label": label(node.lines, rng.choices(["\\n", "\\l"], [96, 4])[0])}
    looks = ["rounded"] if node.shape == "round" else []
    fill = style.fill_of(node.meaning)
    if fill and node.shape != "text":
        looks.append("filled")
        items["fillcolor"] = quote(fill)
    if node.shape == "record":
        cells = [line.replace("\\", "\\\\").replace('"', '\\"').translate({ord(c): f"\\{c}" for c in "<>{}| "}) for line in node.lines]
        items["label"] = '"' + ("{" + "|".join(cells) + "}" if rng.random() < 0.6 else "|".join(cells)) + '"'
    if not node.lines:
        items["label"] = '""'
        if node.shape == "bar":
            across = graph.direction in ("TD", "BT")
            items |= {"width": rng.choice([0.8, 1.5, 2]) if across else 0.06, "height": 0.06 if across else rng.choice([0.8, 1.5]), "fixedsize": "true", "fillcolor": quote(style.ink)}
            looks = ["filled"]
        else:
            side = rng.choice([0.15, 0.25, 0.4]) + (0.15 if node.shape == "diamond" else 0)
            items |= {"width": side, "height": side, "fixedsize": "true"}
            if node.shape == "circle" and rng.random() < 0.5:
                items |= {"fillcolor": quote(style.ink)}
                looks = ["filled"]
    if looks:
        items["style"] = quote(",".join(looks))
    return items


def edge_attributes(edge: GraphEdge, style: Style) -> dict[str, Any]:
    marks = {"none": "none", "arrow": style.arrow, "circle": style.round_dot}
    items: dict[str, Any] = {"dir": {(False, True): "forward", (True, False): "back", (True, True): "both", (False, False): "none"}[(edge.start != "none", edge.end != "none")]}
    items |= {"arrowhead": marks[edge.end], "arrowtail": marks[edge.start]}
    if edge.stroke == "dotted":
        items["style"] = style.dashes
    if edge.stroke == "thick":
        items["penwidth"] = style.pen * 3
    if edge.lines:
        items["xlabel" if style.splines == "ortho" else "label"] = label(edge.lines)
    return items


def dot_source(graph: Graph, style: Style) -> str:
    rng = style.rng
    direction = {"TD": "TB"}.get(graph.direction, graph.direction)
    top = {"rankdir": direction, "splines": style.splines, "bgcolor": quote(style.background), "fontname": quote(style.font), "fontsize": style.size, "dpi": style.dpi, "pad": style.pad, "fontcolor": quote(style.text), "color": quote(style.ink), "compound": "true", "forcelabels": "true"}
    if style.engine == "dot":
        top |= {"nodesep": round(rng.uniform(0.2, 0.8), 2), "ranksep": round(rng.uniform(0.3, 0.9), 2)}
    else:
        top |= {"overlap": "false", "sep": '"+12"'}
    if graph.title:
        top |= {"label": quote(graph.title), "labelloc": rng.choice(["t", "t", "b"])}
    out = ["digraph G {", *(f"  {k}={v}" for k, v in top.items())]
    out.append(f"  node [fontname={quote(style.font)}, fontsize={style.size}, color={quote(style.ink)}, fontcolor={quote(style.text)}, penwidth={style.pen}]")
    small = style.size - (rng.choice([0, 0, 2, 3]) if style.size > 11 else 0)
    out.append(f"  edge [fontname={quote(style.font)}, fontsize={small}, color={quote(style.edge)}, fontcolor={quote(style.text)}, penwidth={style.pen}, arrowsize={rng.choice([0.6, 0.8, 1, 1, 1])}]")
    cluster_style = rng.choice(["", "style=rounded; ", "style=dashed; ", f"style=filled; fillcolor={quote(colour(rng, (0.15, 0.25) if style.dark else (0.88, 0.96), 0.4))}; "])

    def container(index: int, indent: str) -> None:
        for number, node in enumerate(graph.nodes):
            if node.container == index:
                out.append(f"{indent}n{number}{attributes(node_attributes(node, style, graph))}")
        for child, item in enumerate(graph.containers):
            if item.parent == index:
                out.append(f"{indent}subgraph cluster_{child} {{ label={label(item.lines)}; {cluster_style}")
                container(child, indent + "  ")
                out.append(indent + "}")

    container(-1, "  ")

    def anchor(is_container: bool, index: int) -> int:
        return next(i for i, node in enumerate(graph.nodes) if node.container == index) if is_container else index

    for number, edge in enumerate(graph.edges):
        items = edge_attributes(edge, style) | {"id": f"e{number}"}
        if edge.source_is_container:
            items["ltail"] = f"cluster_{edge.source}"
        if edge.target_is_container:
            items["lhead"] = f"cluster_{edge.target}"
        out.append(f"  n{anchor(edge.source_is_container, edge.source)} -> n{anchor(edge.target_is_container, edge.target)}{attributes(items)}")
    return "\n".join([*out, "}"])


class Frame:
    """From Graphviz points (y up) to pixels."""

    def __init__(self, data: dict[str, Any], style: Style) -> None:
        x0, _, _, y1 = (float(v) for v in data["bb"].split(","))
        self.k, self.x0, self.y1, self.pad = style.dpi / 72, x0, y1, style.pad * 72

    def point(self, x: float, y: float) -> Point:
        return (x - self.x0 + self.pad) * self.k, (self.y1 - y + self.pad) * self.k


def text_lines(operations: list[dict[str, Any]], frame: Frame) -> list[Line]:
    """Lines of the text operations; the drawn baseline lies a tenth of the size below the operation's point."""
    lines: list[Line] = []
    size = 14.0
    for operation in operations:
        if operation["op"] == "F":
            size = float(operation["size"])
        if operation["op"] == "T" and operation["text"].strip():
            x, y = operation["pt"]
            width = float(operation["width"])
            left = x - {"c": 0.5, "l": 0.0, "r": 1.0}[operation["align"]] * width
            (x0, y0), (x1, y1) = frame.point(left, y + 0.92 * size), frame.point(left + width, y - 0.23 * size)
            lines.append(Line(operation["text"].strip(), (x0, y0, x1, y1)))
    return lines


def ink_box(operations: list[dict[str, Any]], frame: Frame) -> Box | None:
    xs: list[float] = []
    ys: list[float] = []
    for operation in operations:
        if operation["op"] in "eE":
            cx, cy, rx, ry = operation["rect"]
            xs += [cx - rx, cx + rx]
            ys += [cy - ry, cy + ry]
        elif operation["op"] in "pPLbB":
            xs += [p[0] for p in operation["points"]]
            ys += [p[1] for p in operation["points"]]
    if not xs:
        return None
    (x0, y0), (x1, y1) = frame.point(min(xs), max(ys)), frame.point(max(xs), min(ys))
    return x0, y0, x1, y1


def edge_points(position: str, frame: Frame) -> list[Point]:
    """Bezier control points "s,x,y e,x,y x,y x,y ..." sampled; the marks' tips are the ends."""
    tips: dict[str, Point] = {}
    controls: list[Point] = []
    for part in position.split():
        numbers = part.split(",")
        if numbers[0] in ("s", "e"):
            tips[numbers[0]] = (float(numbers[1]), float(numbers[2]))
        else:
            controls.append((float(numbers[0]), float(numbers[1])))
    points: list[Point] = [tips["s"]] if "s" in tips else []
    for i in range(0, len(controls) - 3, 3):
        p = np.array(controls[i : i + 4])
        span = float(np.abs(np.diff(p, axis=0)).sum())
        for t in np.linspace(0, 1, max(3, int(span / 4)), endpoint=i + 4 >= len(controls)):
            b = (1 - t) ** 3 * p[0] + 3 * (1 - t) ** 2 * t * p[1] + 3 * (1 - t) * t * t * p[2] + t**3 * p[3]
            points.append((float(b[0]), float(b[1])))
    if "e" in tips:
        points.append(tips["e"])
    return [frame.point(*point) for point in points]


def stray(lines: list[Line], points: list[Point]) -> bool:
    """Whether a label lies further than two lines from its edge: nobody could tell whose it is."""
    path = np.array(points)
    x0, y0 = min(line.box[0] for line in lines), min(line.box[1] for line in lines)
    x1, y1 = max(line.box[2] for line in lines), max(line.box[3] for line in lines)
    dx = np.maximum(np.maximum(x0 - path[:, 0], path[:, 0] - x1), 0)
    dy = np.maximum(np.maximum(y0 - path[:, 1], path[:, 1] - y1), 0)
    return bool(np.hypot(dx, dy).min() > 2 * (lines[0].box[3] - lines[0].box[1]))


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
    frame = Frame(data, style)
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
        box = ink_box(item.get("_draw_", []), frame)
        if box is None:
            return "a cluster is not drawn"
        containers.append(Container(box, text_lines(item.get("_ldraw_", []), frame), container.parent))
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
