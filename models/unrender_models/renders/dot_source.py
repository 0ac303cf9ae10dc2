"""Graphviz source of random flowcharts, in many looks."""

from __future__ import annotations

from random import Random
from typing import Any

from .graphs import Ability, Graph, GraphEdge, GraphNode
from .mermaid import colour

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
