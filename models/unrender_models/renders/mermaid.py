"""Jobs for mermaid.mjs: Mermaid source and configuration of random flowcharts, in all of Mermaid's looks.

    python -m unrender_models.renders.mermaid --count 8000 --out DIR
"""

from __future__ import annotations

import argparse
import colorsys
import json
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

from .graphs import Ability, Graph, random_graph

FONTS = ("trebuchet ms, verdana, arial, sans-serif", "DejaVu Sans", "DejaVu Serif", "Liberation Sans", "Liberation Serif", "Liberation Mono", "Lato", "Open Sans", "Noto Sans", "Noto Serif", "Cantarell", "Carlito", "Comic Neue", "Fira Code", "Roboto Condensed", "Roboto", "Noto Sans Display", "Open Sans Condensed", "Inconsolata", "Humor Sans")  # fmt: skip
HELD_OUT = ("forest", "Roboto")
"""Theme and font that training never sees together; the development set does."""

NODE = shutil.which("node") or "node"
LIGHT = ("default", "neutral", "forest", "base", "neo", "redux", "redux-color")
DARK = ("dark", "neo-dark", "redux-dark", "redux-dark-color")
CURVES = ("basis", "linear", "cardinal", "step", "stepAfter", "stepBefore", "monotoneX", "monotoneY", "bumpX", "bumpY", "catmullRom", "natural", "rounded")
ABILITY = Ability(
    frozenset({"rect", "round", "stadium", "subroutine", "cylinder", "circle", "double_circle", "diamond", "hexagon", "lean_right", "lean_left", "trapezoid", "inv_trapezoid", "odd", "document", "text", "icon", "bar", "record"}),
    chinese=True,
)  # fmt: skip
BRACKETS = {
    "rect": "[{}]", "round": "({})", "stadium": "([{}])", "subroutine": "[[{}]]", "cylinder": "[({})]", "circle": "(({}))", "double_circle": "((({})))",
    "diamond": "{{{}}}", "hexagon": "{{{{{}}}}}", "lean_right": "[/{}/]", "lean_left": "[\\{}\\]", "trapezoid": "[/{}\\]", "inv_trapezoid": "[\\{}/]", "odd": ">{}]",
}  # fmt: skip
NAMED = {"document": ("doc", "docs", "lin-doc", "tag-doc"), "text": ("text",), "bar": ("fork",), "record": ("div-rect", "win-pane"),
         "cylinder": ("h-cyl", "lin-cyl"), "rect": ("lin-rect", "st-rect", "tag-rect", "notch-rect")}  # fmt: skip
"""Shapes that have no brackets, and rarer drawings of those that have."""


def quoted(lines: list[str], separator: str = "<br/>") -> str:
    return '"' + separator.join(line.replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;") for line in lines) + '"'


def node_source(key: str, shape: str, lines: list[str], rng: Random) -> str:
    if shape == "icon":
        icon = rng.choice(["server", "user", "cloud", "gear", "mail", "chart"])
        form = rng.choice(["", "", 'form: "square", ', 'form: "circle", ', 'form: "rounded", '])
        return f'{key}@{{ icon: "own:{icon}", {form}label: {quoted(lines)}, pos: "{rng.choices(["b", "t"], [8, 2])[0]}", h: {rng.choice([40, 48, 60])} }}'
    if not lines:
        name = {"bar": "fork", "circle": rng.choice(["sm-circ", "f-circ", "circle"]), "double_circle": "fr-circ", "diamond": "diam"}.get(shape, "circle")
        return f'{key}@{{ shape: {name}, label: " " }}'
    if shape in NAMED and (shape not in BRACKETS or rng.random() < 0.04):
        return f"{key}@{{ shape: {rng.choice(NAMED[shape])}, label: {quoted(lines)} }}"
    return key + BRACKETS[shape].format(quoted(lines))


def link(edge: Any, index: int, length: int) -> str:
    body = {"solid": "-" * (1 + length), "dotted": "-" + "." * length + "-", "thick": "=" * (1 + length)}[edge.stroke]
    head = {"none": "", "arrow": "<", "circle": "o", "cross": "x"}[edge.start]
    tail = {"none": body[-1] if edge.stroke != "dotted" else "", "arrow": ">", "circle": "o", "cross": "x"}[edge.end]
    label = f"|{quoted(edge.lines)}|" if edge.lines else ""
    return f"e{index}@{head}{body}{tail}{label}"


def mermaid_source(graph: Graph, keys: list[str], rng: Random) -> str:
    """The source as a person would write it: nodes first, by container, then edges."""
    out: list[str] = []
    if graph.title:
        out += ["---", f"title: {json.dumps(graph.title)}", "---"]
    out.append(f"flowchart {graph.direction}")

    def container(index: int, indent: str) -> None:
        for key, node in zip(keys, graph.nodes, strict=True):
            if node.container == index:
                out.append(indent + node_source(key, node.shape, node.lines, rng))
        for child, item in enumerate(graph.containers):
            if item.parent == index:
                out.append(f"{indent}subgraph G{child}[{quoted(item.lines)}]")
                if rng.random() < 0.12:
                    out.append(f"{indent}  direction {rng.choice(['LR', 'TB'])}")
                container(child, indent + "  ")
                out.append(indent + "end")

    container(-1, "  ")
    for index, edge in enumerate(graph.edges):
        source = f"G{edge.source}" if edge.source_is_container else keys[edge.source]
        target = f"G{edge.target}" if edge.target_is_container else keys[edge.target]
        out.append(f"  {source} {link(edge, index, rng.choices([1, 2, 3], [94, 4, 2])[0])} {target}")
    return "\n".join(out)


def colour(rng: Random, light: tuple[float, float], saturation: float = 0.7) -> str:
    r, g, b = colorsys.hls_to_rgb(rng.random(), rng.uniform(*light), rng.uniform(0.1, saturation))
    return f"#{round(r * 255):02x}{round(g * 255):02x}{round(b * 255):02x}"


def styling(graph: Graph, keys: list[str], dark: bool, rng: Random) -> list[str]:
    """Colours that people give to kinds of nodes, and to all links."""
    lines = []
    for meaning in sorted({node.meaning for node in graph.nodes}):
        if rng.random() < 0.6:
            continue
        vivid = rng.random() < 0.3
        fill = colour(rng, (0.3, 0.5) if vivid else (0.15, 0.3) if dark else (0.82, 0.95))
        text = "#ffffff" if vivid or dark else "#000000"
        rule = f"fill:{fill},color:{text}"
        if rng.random() < 0.6:
            rule += f",stroke:{colour(rng, (0.6, 0.8) if dark else (0.2, 0.5))}"
        if rng.random() < 0.3:
            rule += f",stroke-width:{rng.choice([0, 1, 2, 3, 4])}px"
        if rng.random() < 0.1:
            rule += ",stroke-dasharray:5 5"
        if rng.random() < 0.1:
            rule += ",font-weight:bold"
        lines.append(f"  classDef c_{meaning} {rule}")
        lines.append(f"  class {','.join(k for k, n in zip(keys, graph.nodes, strict=True) if n.meaning == meaning)} c_{meaning}")
    if rng.random() < 0.25:
        lines.append(f"  linkStyle default stroke:{colour(rng, (0.55, 0.8) if dark else (0.2, 0.5))},stroke-width:{rng.choice([1, 1.5, 2, 3])}px")
    return lines


def variables(rng: Random) -> dict[str, Any]:
    dark = rng.random() < 0.3
    return {
        "darkMode": dark,
        "background": colour(rng, (0.05, 0.2), 0.3) if dark else rng.choice(["#ffffff", colour(rng, (0.92, 0.99), 0.4)]),
        "primaryColor": colour(rng, (0.15, 0.35) if dark else (0.75, 0.97)),
        "primaryTextColor": "#f0f0f0" if dark else rng.choice(["#000000", "#222222", "#102040"]),
        "primaryBorderColor": colour(rng, (0.6, 0.8) if dark else (0.2, 0.6)),
        "lineColor": colour(rng, (0.55, 0.85) if dark else (0.1, 0.5)),
        "tertiaryColor": colour(rng, (0.1, 0.25) if dark else (0.85, 0.98)),
    }


def job(rng: Random, held_out: bool = False) -> dict[str, Any]:
    """A graph, its source, its configuration and how it is photographed."""
    graph = random_graph(rng, ABILITY)
    if graph.language == "zh":
        font = "WenQuanYi Micro Hei"
    else:
        font = HELD_OUT[1] if held_out else rng.choices(FONTS, [6, *[1] * (len(FONTS) - 1)])[0]
    theme = HELD_OUT[0] if held_out else rng.choices([*LIGHT, *DARK], [26, 10, 10, 18, 6, 6, 4, 10, 4, 4, 2])[0]
    if theme == HELD_OUT[0] and font == HELD_OUT[1] and not held_out:
        font = "Lato"
    layout = rng.choices(["dagre", "elk"], [55, 45])[0]
    look = rng.choices(["classic", "handDrawn", "neo"], [66, 16, 18])[0]
    html = rng.random() < 0.75
    size = rng.choices([16, 14, 12, 13, 15, 18, 20], [40, 22, 10, 6, 8, 8, 6])[0]
    theme_variables: dict[str, Any] = {"fontSize": f"{size}px", "fontFamily": font}
    dark = theme in DARK
    background = rng.choice(["#333333", "#1e1e1e", "#0d1117", "#202124", "#2b2b2b", "#181818"]) if dark else rng.choices(["#ffffff", "#fafafa", colour(rng, (0.93, 0.99), 0.4)], [80, 8, 12])[0]
    if theme == "base":
        theme_variables |= variables(rng)
        dark, background = theme_variables["darkMode"], theme_variables["background"]
    flowchart: dict[str, Any] = {"useMaxWidth": False, "htmlLabels": html, "curve": rng.choices(CURVES, [40, 18, 5, 6, 3, 3, 4, 4, 3, 3, 3, 3, 12])[0]}
    if rng.random() < 0.5:
        flowchart |= {"nodeSpacing": rng.randint(20, 90), "rankSpacing": rng.randint(25, 90), "padding": rng.choice([8, 10, 15, 15, 20, 25])}
    if rng.random() < 0.35:
        flowchart["wrappingWidth"] = rng.choice([100, 120, 150, 300])
    if rng.random() < 0.2:
        flowchart["diagramPadding"] = rng.choice([0, 4, 20, 40])
    elk: dict[str, Any] = {}
    if layout == "elk" and rng.random() < 0.5:
        elk = {"mergeEdges": rng.random() < 0.25, "preset": rng.choice(["default", "legacy", "modelOrder", "depthFirst"]), "lineHops": rng.choice([False, False, "arc", "gap"])}
    keys = [f"n{i}" for i in range(len(graph.nodes))]
    source = mermaid_source(graph, keys, rng)
    if rng.random() < 0.3:
        source = "\n".join([source, *styling(graph, keys, dark, rng)])
    config = {"theme": theme, "look": look, "layout": layout, "htmlLabels": html, "fontFamily": font, "handDrawnSeed": rng.randint(1, 9999),
              "themeVariables": theme_variables, "flowchart": flowchart, "elk": elk}  # fmt: skip
    return {
        "source": source, "config": config, "keys": keys, "graph": asdict(graph), "font": font, "background": background, "renderer": "mermaid",
        "margins": [rng.randint(0, 12) if rng.random() < 0.8 else rng.randint(0, 70) for _ in range(4)],
        "deviceScale": rng.choices([1, 1.25, 1.5, 2], [55, 12, 15, 18])[0],
        "style": f"{theme}/{look}/{layout}/{flowchart['curve']}/{font.split(',')[0]}/{size}/{'html' if html else 'svg'}",
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="continues where an earlier run with the same seed stopped")
    parser.add_argument("--held-out", action="store_true", help="theme and font that training never shows (development set)")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    jobs = arguments.out / "jobs.jsonl"
    with jobs.open("w", encoding="utf-8") as file:
        # About one in seven jobs gives no picture (too large, text too small).
        for index in range(round(arguments.count * 1.3) + 20):
            file.write(json.dumps(job(Random(f"{arguments.seed}/{index}"), arguments.held_out), ensure_ascii=False) + "\n")
    subprocess.run([NODE, str(Path(__file__).with_name("mermaid.mjs")), str(jobs), str(arguments.out), "--count", str(arguments.count)], check=True)


if __name__ == "__main__":
    main()
