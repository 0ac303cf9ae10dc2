"""Pictures of the router's kinds in styles that no program has, so that it learns what makes a kind and not what a renderer looks like.

    python -m unrender_models.router.pictures.painted --out SHEETS [--kind state] [--count 20]   # contact sheets to look at

`draw(kind, layout, rng)` gives one picture; it depends on the generator, the machine's fonts and, for code, its packages.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np
from PIL import Image

from ....draw.style import mix
from ....tables.generate import draw_table
from . import (
    charts,
    classes,
    entities,
    figures,
    flowcharts,
    glyphs,
    interfaces,
    leaves,
    listings,
    machines,
    networks,
    plans,
    processes,
    sequences,
    states,
    timing,
)
from .pen import Layout, Pen

LAYOUTS: dict[str, dict[str, Layout]] = {
    "flowchart": {**flowcharts.LAYOUTS, **processes.LAYOUTS}, "sequence": sequences.LAYOUTS, "class": classes.LAYOUTS, "state": {**states.LAYOUTS, **machines.LAYOUTS}, "er": entities.LAYOUTS,
    "diagram": {**timing.LAYOUTS, **networks.LAYOUTS, **plans.LAYOUTS, **figures.LAYOUTS}, "chart": charts.LAYOUTS, "interface": interfaces.LAYOUTS,
    "code": listings.CODE, "terminal": listings.TERMINAL, "table": listings.TABLE, "other": glyphs.LAYOUTS, "page": leaves.LAYOUTS, "prose": leaves.PROSE,
}  # fmt: skip
WRITTEN = ("code", "terminal", "interface", "table", "other", "page", "prose")
"""Kinds that get no drawing's surroundings."""
TRIES = 8


def surroundings(pen: Pen) -> None:
    """A title, a frame, a page's number, a caption, a source, a remark with a line to what it is about."""
    r, em = pen.rng, pen.em
    x0, y0, x1, y1 = pen.box
    if x1 - x0 > em * 12 and r.random() < 0.15:
        size = em * r.uniform(1.0, 1.7)
        pen.text((x0 + x1) / 2 if r.random() < 0.6 else x0 + pen.measure("m" * 8, size) / 2, y0 - size * 1.3, pen.clip(pen.phrase(34), x1 - x0, size), size, bold=r.random() < 0.5)
    if r.random() < 0.07:
        pen.text((x0 + x1) / 2, pen.box[3] + em * 1.4, pen.clip(f"{r.choice(('Figure', 'Fig.', 'Abb.', 'Diagram'))} {r.randint(1, 30)}: {pen.phrase(34)}", max(em * 6, x1 - x0), em * 0.9), em * 0.9)
    if r.random() < 0.05:
        x, y = r.uniform(x0, x1), r.uniform(y0, y1)
        pen.line([(x, y), (x1 + em, y)], pen.accents[0], 1)
        pen.text(x1 + em * 1.3, y, pen.phrase(18), em * 0.9, pen.accents[0] if r.random() < 0.4 else None, "l")
    if r.random() < 0.05:
        for colour in pen.accents[: r.randint(2, 4)]:
            pen.rect(x0, pen.box[3] + em * 0.8, x0 + em, pen.box[3] + em * 1.8, colour)
            pen.text(x0 + em * 1.5, pen.box[3] - em * 0.5, pen.word(), em * 0.85, align="l")
    if r.random() < 0.04:
        pen.text(pen.box[2] - em, pen.box[3] + em, str(r.randint(1, 300)), em * 0.8)
    if r.random() < 0.03:
        pen.z = -9
        pen.text((x0 + x1) / 2, (y0 + y1) / 2, r.choice(("DRAFT", "CONFIDENTIAL", "SAMPLE")), min(60.0, (x1 - x0) / 6), mix(pen.style.background, pen.style.ink, 0.12))
        pen.z = 0
    if r.random() < 0.08:
        gap = em * r.uniform(0.4, 1.5)
        b = pen.box
        pen.z = -8
        pen.rect(b[0] - gap, b[1] - gap, b[2] + gap, b[3] + gap, None, pen.faint(r.uniform(0.2, 1)), r.choice((1, 1, 2)), r.choice((0, 0, 8)))
        pen.z = 0


def draw(kind: str, layout: str, rng: Random) -> Image.Image:
    """Raises RuntimeError where no picture of a fit size comes out in some tries."""
    for _ in range(TRIES):
        pen = Pen(rng)
        LAYOUTS[kind][layout](pen)
        if kind not in WRITTEN:
            surroundings(pen)
        try:
            return pen.picture()
        except ValueError:
            continue
    raise RuntimeError(f"{kind}/{layout}: no picture of a fit size")


def some(kind: str, layout: str, count: int, seed: str) -> Iterator[tuple[str, str, Image.Image]]:
    """`count` of one layout as kind, renderer's name and picture."""
    for i in range(count):
        yield kind, f"painted/{layout}", draw(kind, layout, Random(f"{seed}/{kind}/{layout}/{i}"))


def pictures(count: int, seed: str = "painted") -> Iterator[tuple[str, str, Image.Image]]:
    """`count` of each layout and of the painter of tables."""
    for kind, layouts in LAYOUTS.items():
        for layout in layouts:
            yield from some(kind, layout, count, seed)
    for i in range(count):
        yield "table", "painted/table", Image.fromarray(np.ascontiguousarray(draw_table(Random(f"{seed}/table/{i}")).image))
