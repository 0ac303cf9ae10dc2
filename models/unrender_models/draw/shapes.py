"""Node shapes: how big they are around their label, and their outlines (edges are cut at them)."""

from __future__ import annotations

from math import cos, pi, sin, tau
from random import Random

from ..scene import Box, Point
from . import fonts
from .plan import Item
from .style import Style


def block_size(item: Item, style: Style) -> tuple[float, float]:
    """Width and height of the label."""
    font = fonts.load(item.face.path, item.size)
    if item.detail:
        small = fonts.load(item.detail[0].path, item.detail[1])
        widths = [fonts.width(font if i < item.heading else small, line) for i, line in enumerate(item.label)]
        return max(widths), (item.heading * item.size + (len(item.label) - item.heading) * item.detail[1]) * style.leading
    return max((fonts.width(font, line) for line in item.label), default=0.0), len(item.label) * item.size * style.leading


def fit(item: Item, style: Style, rng: Random) -> None:
    """Sets size, slant and label offset of an item from its label."""
    tw, th = block_size(item, style)
    em = style.em
    px, py = style.pad
    w, h = tw + 2 * px, th + 2 * py
    shape = item.shape
    if item.variant == "badge":
        w += 1.9 * em
        h = max(h, 2.0 * em)
        item.tx = 0.95 * em
    if not item.label and shape not in ("bar", "icon"):
        small = em * rng.uniform(0.7, 1.8)
        w = h = small
        if shape in ("rect", "round", "record"):
            w = small * rng.uniform(1, 3)
        if shape in ("diamond", "circle", "double_circle"):
            item.w = item.h = small
            item.slant = small * 0.2
            return
    if shape == "diamond":
        if rng.random() < 0.5:
            w = h = tw + th + rng.uniform(0.4, 1.2) * em
        else:
            w, h = tw * rng.uniform(1.35, 1.7) + th * 0.7 + px * 0.5, th * 2.0 + py * rng.uniform(0.6, 1.6)
            w = max(w, tw / max(1 - th / h, 0.2) + 6)
    elif shape in ("circle", "double_circle"):
        w = h = max((tw**2 + th**2) ** 0.5 + py, h) + (em * 0.5 if shape == "double_circle" else 0)
        item.slant = rng.uniform(0.14, 0.28) * em
    elif shape == "ellipse":
        w, h = tw * 1.3 + px * 1.2 + 4, th * 1.4 + py * 1.2
    elif shape == "stadium":
        w += h * 0.35
    elif shape == "round":
        item.slant = min(h / 2.2, rng.uniform(0.25, 0.9) * em)
    elif shape == "subroutine":
        item.slant = rng.uniform(0.3, 0.6) * em
        w += 2 * item.slant
    elif shape == "cylinder":
        item.slant = min(h * 0.3, rng.uniform(0.25, 0.6) * em)
        h += item.slant * 2
        item.ty = item.slant * 0.7
    elif shape == "hexagon":
        item.slant = rng.uniform(0.4, 1.0) * em
        w += item.slant * 1.3
    elif shape in ("lean_right", "lean_left", "trapezoid", "inv_trapezoid"):
        item.slant = rng.uniform(0.4, 1.2) * em
        w += item.slant * 1.2
    elif shape == "odd":
        item.slant = rng.uniform(0.4, 0.9) * em
        w += item.slant
        item.tx = item.slant * 0.5
    elif shape == "document":
        item.slant = rng.uniform(0.2, 0.45) * em
        h += item.slant * 2
        item.ty = -item.slant
    elif shape == "text":
        w, h = tw + 0.5 * em, th + 0.3 * em
    elif shape == "bar":
        w, h = em * rng.uniform(3, 8), em * rng.uniform(0.25, 0.5)
    elif shape == "icon":
        side = em * rng.uniform(1.8, 3.6)
        item.slant = side
        w, h = max(side, tw + 4), side + (em * 0.25 + th if item.label else 0)
        item.ty = (h - th) / 2
    elif shape == "record":
        fields = max(1, len(item.label))
        if item.fields == 2:
            font = fonts.load(item.face.path, item.size)
            w = sum(fonts.width(font, line) + 1.2 * em for line in item.label)
            h = item.size * style.leading + rng.uniform(0.5, 1.0) * em
        else:
            item.slant = item.size * style.leading + rng.uniform(0.2, 0.7) * em
            w, h = tw + 1.2 * em, fields * item.slant
    item.w, item.h = max(w, em * 1.2 if shape != "bar" else 0), max(h, em * 0.9 if shape != "bar" else 0)
    if not item.label:
        return
    if style.shapes and len(style.shapes) % 3 == 0 and shape in ("rect", "round", "stadium", "ellipse") and rng.random() < 0.3:
        item.w *= rng.uniform(1, 1.6)
        item.h *= rng.uniform(1, 1.6)


def doodle_box(item: Item) -> Box:
    """Where an icon's picture is: above its caption."""
    top = item.y - item.h / 2
    return (item.x - item.slant / 2, top, item.x + item.slant / 2, top + item.slant)


def truth_box(item: Item) -> Box:
    return doodle_box(item) if item.shape == "icon" else item.box


def arc(cx: float, cy: float, rx: float, ry: float, start: float, end: float, count: int) -> list[Point]:
    return [(cx + rx * cos(start + (end - start) * i / count), cy + ry * sin(start + (end - start) * i / count)) for i in range(count + 1)]


def rounded_box(x0: float, y0: float, x1: float, y1: float, r: float) -> list[Point]:
    r = min(r, (x1 - x0) / 2, (y1 - y0) / 2)
    n = 5
    return [
        *arc(x1 - r, y0 + r, r, r, -pi / 2, 0, n), *arc(x1 - r, y1 - r, r, r, 0, pi / 2, n),
        *arc(x0 + r, y1 - r, r, r, pi / 2, pi, n), *arc(x0 + r, y0 + r, r, r, pi, 1.5 * pi, n),
    ]  # fmt: skip


def outline(item: Item) -> list[Point]:
    """The border as a polygon; edges end on it."""
    x0, y0, x1, y1 = item.box
    k, shape = item.slant, item.shape
    cx, cy = item.x, item.y
    if shape == "round" or (shape == "icon" and not item.label):
        return rounded_box(x0, y0, x1, y1, k if shape == "round" else k * 0.1)
    if shape == "stadium":
        return rounded_box(x0, y0, x1, y1, item.h / 2)
    if shape in ("circle", "double_circle", "ellipse"):
        return arc(cx, cy, item.w / 2, item.h / 2, 0, tau, 32)[:-1]
    if shape == "diamond":
        return [(cx, y0), (x1, cy), (cx, y1), (x0, cy)]
    if shape == "hexagon":
        return [(x0 + k, y0), (x1 - k, y0), (x1, cy), (x1 - k, y1), (x0 + k, y1), (x0, cy)]
    if shape == "lean_right":
        return [(x0 + k, y0), (x1, y0), (x1 - k, y1), (x0, y1)]
    if shape == "lean_left":
        return [(x0, y0), (x1 - k, y0), (x1, y1), (x0 + k, y1)]
    if shape == "trapezoid":
        return [(x0 + k, y0), (x1 - k, y0), (x1, y1), (x0, y1)]
    if shape == "inv_trapezoid":
        return [(x0, y0), (x1, y0), (x1 - k, y1), (x0 + k, y1)]
    if shape == "odd":
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0 + k, cy)]
    if shape == "cylinder":
        return [*arc(cx, y0 + k, item.w / 2, k, pi, tau, 14), *arc(cx, y1 - k, item.w / 2, k, 0, pi, 14)]
    if shape == "document":
        wave = [(x1 - (x1 - x0) * i / 16, y1 - k + k * sin(tau * i / 16)) for i in range(17)]
        return [(x0, y0), (x1, y0), *wave]
    if shape == "icon":
        a0, b0, a1, b1 = doodle_box(item)
        return [(a0, b0), (a1, b0), (a1, b1), (x1, b1), (x1, y1), (x0, y1), (x0, b1), (a0, b1)]
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
