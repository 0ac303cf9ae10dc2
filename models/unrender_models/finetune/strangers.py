"""A folder as a stranger would bring it: pictures of a look that training does not show, with their source beside them.

    python -m unrender_models.finetune.strangers OUT [--set evaluation/development/unseen] [--like slides] [--count 50]

Lays out flowcharts of a development set as x.png and x.mmd, tables (`--set evaluation/tables/development --like dashboard booktabs`) as x.png and x.html, so that what teaching on one's own
pictures is worth can be measured (`python -m unrender_models.finetune OUT ...`).
"""

from __future__ import annotations

import argparse
import json
import shutil
from html import escape
from pathlib import Path

import numpy as np
from PIL import Image

from ..scene import Edge, Line, Scene
from ..tables.scene import TableScene

BRACKETS = {
    "rect": ("[", "]"), "round": ("(", ")"), "stadium": ("([", "])"), "subroutine": ("[[", "]]"), "cylinder": ("[(", ")]"), "circle": ("((", "))"), "double_circle": ("(((", ")))"),
    "diamond": ("{", "}"), "hexagon": ("{{", "}}"), "lean_right": ("[/", "/]"), "lean_left": ("[\\", "\\]"), "trapezoid": ("[/", "\\]"), "inv_trapezoid": ("[\\", "/]"), "odd": (">", "]"),
}  # fmt: skip
"""Shapes that Mermaid has brackets for."""
NAMED = {"document": "@{ shape: doc }", "text": "@{ shape: text }", "bar": "@{ shape: fork }", "record": "@{ shape: div-rect }"}
CLASSED = {"ellipse": ("([", "])", ":::ellipse"), "icon": ("(", ")", ":::icon")}
"""Shapes that src/answer/mermaid.ts keeps by a class."""
LINES = {"solid": ("---", "-->", "<-->"), "dotted": ("-.-", "-.->", "<-.->"), "thick": ("===", "==>", "<==>")}


def quoted(lines: list[Line]) -> str:
    text = " ".join(line.text for line in lines)
    return '"' + "".join(f"#{ord(c)};" if c in '#"<>&`\\' else c for c in text) + '"'


def mermaid_of(scene: Scene) -> str:
    """A flowchart's source; titles and notes are left out, as a person would."""
    said = [f"flowchart {scene.direction}"]

    def nodes(container: int, indent: str) -> None:
        for index, node in enumerate(scene.nodes):
            if node.container == container:
                before, after, more = (
                    (*BRACKETS[node.shape], "")
                    if node.shape in BRACKETS
                    else CLASSED.get(node.shape, ("[", "]", NAMED.get(node.shape, "")))
                )
                said.append(f"{indent}n{index}{before}{quoted(node.lines)}{after}{more}")
        for index, inner in enumerate(scene.containers):
            if inner.parent == container:
                said.append(f"{indent}subgraph c{index} [{quoted(inner.lines)}]")
                nodes(index, indent + "  ")
                said.append(f"{indent}end")

    nodes(-1, "  ")
    said.extend(f"  {edge_of(edge)}" for edge in scene.edges)
    return "\n".join(said) + "\n"


def edge_of(edge: Edge) -> str:
    source, target = (
        f"{'c' if inside else 'n'}{end}"
        for end, inside in ((edge.source, edge.source_is_container), (edge.target, edge.target_is_container))
    )
    if edge.start != "none" and edge.end == "none":
        source, target = target, source
    line = LINES[edge.stroke][(edge.start != "none") + (edge.end != "none")]
    return f"{source} {line}{f'|{quoted(edge.lines)}|' if edge.lines else ''} {target}"


def html_of(scene: TableScene) -> str:
    """A table's source."""
    rows = []
    for row in range(scene.rows):
        cells = []
        for cell in (cell for cell in scene.cells if cell.row == row):
            spans = "".join(
                f' {name}="{count}"' for name, count in (("rowspan", cell.row_span), ("colspan", cell.column_span)) if count > 1
            )
            tag, scope = ("td", "") if cell.header == "none" else ("th", f' scope="{"col" if cell.header == "column" else "row"}"')
            text = "<br>".join(escape(line.text) for line in cell.lines)
            cells.append(f'<{tag}{scope}{spans} style="text-align: {cell.align}">{text}</{tag}>')
        rows.append(f"<tr>{''.join(cells)}</tr>\n")
    return f"<table>\n{''.join(rows)}</table>\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--set", type=Path, default=Path("evaluation/development/unseen"))
    parser.add_argument("--like", nargs="+", default=["slides"], help="what the pictures' names begin with")
    parser.add_argument("--count", type=int, default=50)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    written = 0
    for line in (args.set / "scenes.jsonl").read_text("utf-8").splitlines():
        data = json.loads(line)
        if written == args.count or not data["image"].startswith(tuple(args.like)) or data.get("kind", "flowchart") != "flowchart":
            continue
        file = args.set / data["image"]
        with Image.open(file) as opened:
            image = np.asarray(opened.convert("RGB"))
        table = "cells" in data
        source = html_of(TableScene.from_json(data, image)) if table else mermaid_of(Scene.from_json(data, image))
        shutil.copyfile(file, args.out / file.name)
        (args.out / file.with_suffix(".html" if table else ".mmd").name).write_text(source, "utf-8")
        written += 1
    print(f"{written} pictures")


if __name__ == "__main__":
    main()
