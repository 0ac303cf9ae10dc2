"""`draw_table`: one random painted table; it depends on the given generator only."""

from __future__ import annotations

from random import Random

from .paint import paint_table
from .plan import make_plan
from .scene import TableScene
from .terminal import paint_terminal

TRIES = 60
KINDS = ("plain", "spreadsheet", "preview", "terminal")
WEIGHTS = (66, 9, 9, 16)
MOST_TEXT_AREA = 491_520 / 10.4**2 * 1.35
"""The model's largest picture in units of its em (12 px of text height are 10.4 px of em), and a little over: such pictures are fed smaller."""


def draw_table(rng: Random) -> TableScene:
    """Raises RuntimeError where no table came out in many tries, which means that fonts are missing."""
    for _ in range(TRIES):
        kind = rng.choices(KINDS, WEIGHTS)[0]
        plan = make_plan(rng, simple=kind in ("terminal", "spreadsheet") and (kind == "terminal" or rng.random() < 0.7))
        scene = paint_terminal(rng, plan) if kind == "terminal" else paint_table(rng, plan, kind)
        if scene is None:
            continue
        heights = sorted(line.box[3] - line.box[1] for line in scene.all_lines())
        if heights and scene.width * scene.height / (heights[len(heights) // 2] / 1.15) ** 2 <= MOST_TEXT_AREA:
            return scene
    raise RuntimeError("no table could be painted: fonts are missing")
