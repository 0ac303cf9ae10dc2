"""Tokens, roles and kinds. The order is part of the model package format (docs/model-package.md): append only."""

from __future__ import annotations

from typing import Final

SHAPES: Final = (
    "rect", "round", "stadium", "subroutine", "cylinder", "circle", "double_circle", "diamond", "hexagon", "lean_right", "lean_left",
    "trapezoid", "inv_trapezoid", "odd", "ellipse", "document", "text", "icon", "bar", "record",
)  # fmt: skip
"""Node shapes, the same names as `shapes` in src/answer/types.ts."""

ROLES: Final = (*SHAPES, "container", "edge_label", "title", "note", "continuation", "noise")
"""What a region can be: a node of a shape, the title of a container, the first line of an edge label, ..."""

KINDS: Final = ("flowchart", "other")
DIRECTIONS: Final = ("TD", "LR", "BT", "RL")
LINKS: Final = ("-->", "---", "-.->", "-.-", "==>", "===", "<-->", "<-.->", "<==>", "--o", "--x")
STROKES: Final = ("solid", "dotted", "thick")
MARKS: Final = ("none", "arrow", "circle", "cross")
TAGS: Final = ("<text>", "<mermaid>", "<latex>", "<html>", "<table>", "<chart>", "<code>")
VOCABULARY: Final = ("<pad>", "<bos>", "<eos>", "<none>", *TAGS, *DIRECTIONS, *LINKS)

PAD: Final = 0
BOS: Final = 1
EOS: Final = 2
NONE: Final = 3
MERMAID: Final = VOCABULARY.index("<mermaid>")
DIRECTION_0: Final = VOCABULARY.index("TD")
LINK_0: Final = VOCABULARY.index("-->")
V: Final = len(VOCABULARY)
"""Ids V + r point at region r."""

NODE_ROLES: Final = len(SHAPES)
CONTAINER: Final = ROLES.index("container")
EDGE_LABEL: Final = ROLES.index("edge_label")
CONTINUATION: Final = ROLES.index("continuation")
NOISE: Final = ROLES.index("noise")

_STROKES: Final = {"solid": ("---", "-->", "<-->"), "dotted": ("-.-", "-.->", "<-.->"), "thick": ("===", "==>", "<==>")}


def link_token(stroke: str, start: str, end: str) -> int:
    """Index in LINKS of an edge's look. Circle and cross ends exist for solid lines only; others count as arrows."""
    if end in ("circle", "cross") and start == "none" and stroke == "solid":
        return LINKS.index("--o" if end == "circle" else "--x")
    marks = (start != "none") + (end != "none")
    return LINKS.index(_STROKES[stroke][marks])


def stroke_of(link: str) -> int:
    """Index in STROKES of a link."""
    return STROKES.index("dotted" if "." in link else "thick" if "=" in link else "solid")


def mark_of(link: str) -> int:
    """Index in MARKS of what stands at the marked ends of a link."""
    return {">": 1, "o": 2, "x": 3}.get(link[-1], 0)
