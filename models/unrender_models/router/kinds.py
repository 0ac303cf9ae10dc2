"""The kinds of pictures that the router tells apart (docs/model-package.md, "Router packages")."""

from __future__ import annotations

KINDS = (
    "flowchart", "sequence", "class", "state", "er", "diagram", "formula", "table", "chart", "interface", "code", "terminal", "prose", "other", "page",
)  # fmt: skip
"""`diagram` is any other diagram; `other` a photo, an icon, a drawing, an empty screen; `page` mixes several of the kinds."""

DIAGRAMS = ("flowchart", "sequence", "class", "state", "er", "diagram")
"""What a photo must never be called."""
