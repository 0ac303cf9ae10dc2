"""Node shapes: how big they are around their label, their outlines (edges are cut at them), how they are painted."""

from __future__ import annotations

from math import cos, pi, sin, tau
from random import Random

from ..scene import Box, Point
from . import fonts
from .canvas import Canvas
from .plan import Item
from .style import Style, mix


def block_size(item: Item, style: Style) -> tuple[float, float]:
    """Width and height of the label."""
    font = fonts.load(item.face.path, item.size)
    return max((fonts.width(font, line) for line in item.label), default=0.0), len(item.label) * item.size * style.leading


def fit(item: Item, style: Style, rng: Random) -> None:
    """Sets size, slant and label offset of an item from its label."""
    tw, th = block_size(item, style)
    em = style.em
    px, py = style.pad
    w, h = tw + 2 * px, th + 2 * py
    shape = item.shape
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
            w, h = max(w, tw / max(1 - th / h, 0.2) + 6), h
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


def _arc(cx: float, cy: float, rx: float, ry: float, start: float, end: float, count: int) -> list[Point]:
    return [(cx + rx * cos(start + (end - start) * i / count), cy + ry * sin(start + (end - start) * i / count)) for i in range(count + 1)]


def _rounded_box(x0: float, y0: float, x1: float, y1: float, r: float) -> list[Point]:
    r = min(r, (x1 - x0) / 2, (y1 - y0) / 2)
    n = 5
    return [
        *_arc(x1 - r, y0 + r, r, r, -pi / 2, 0, n), *_arc(x1 - r, y1 - r, r, r, 0, pi / 2, n),
        *_arc(x0 + r, y1 - r, r, r, pi / 2, pi, n), *_arc(x0 + r, y0 + r, r, r, pi, 1.5 * pi, n),
    ]  # fmt: skip


def outline(item: Item) -> list[Point]:
    """The border as a polygon; edges end on it."""
    x0, y0, x1, y1 = item.box
    k, shape = item.slant, item.shape
    cx, cy = item.x, item.y
    if shape == "round" or (shape == "icon" and not item.label):
        return _rounded_box(x0, y0, x1, y1, k if shape == "round" else k * 0.1)
    if shape == "stadium":
        return _rounded_box(x0, y0, x1, y1, item.h / 2)
    if shape in ("circle", "double_circle", "ellipse"):
        return _arc(cx, cy, item.w / 2, item.h / 2, 0, tau, 32)[:-1]
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
        return [*_arc(cx, y0 + k, item.w / 2, k, pi, tau, 14), *_arc(cx, y1 - k, item.w / 2, k, 0, pi, 14)]
    if shape == "document":
        wave = [(x1 - (x1 - x0) * i / 16, y1 - k + k * sin(tau * i / 16)) for i in range(17)]
        return [(x0, y0), (x1, y0), *wave]
    if shape == "icon":
        a0, b0, a1, b1 = doodle_box(item)
        return [(a0, b0), (a1, b0), (a1, b1), (x1, b1), (x1, y1), (x0, y1), (x0, b1), (a0, b1)]
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def paint(canvas: Canvas, item: Item, style: Style) -> None:
    """Paints the shape and its label; fills `item.lines`."""
    look, width = item.look, style.node_width
    points = outline(item)
    fill, border = look.fill, look.border
    if item.shape == "icon":
        _doodle(canvas, item, style)
    elif item.shape == "bar" or item.variant == "dot":
        canvas.draw.polygon(points, fill=border or fill or style.ink)
    elif item.shape != "text":
        if style.shadow:
            d = style.em * 0.22
            canvas.draw.polygon([(x + d, y + d) for x, y in points], fill=mix(style.background, (0, 0, 0), 0.3))
        if item.variant == "box3d":
            _depth(canvas, item, style)
        if item.variant == "stack":
            for d in (2, 1):
                canvas.area([(x + d * style.em * 0.2, y - d * style.em * 0.2) for x, y in points], fill or style.background, border, width)
        if style.hachure and fill is not None:
            canvas.hachure(points, item.box, fill, style.em * 0.35)
            fill = None
        elif style.gradient and fill is not None:
            canvas.gradient(points, item.box, fill, mix(fill, (255, 255, 255), 0.45))
            fill = None
        elif fill is None and (style.shadow or item.variant):
            fill = style.background
        if item.shape == "rect" and not canvas.rough and not item.variant:
            canvas.draw.rectangle(item.box, fill=fill, outline=border, width=width if border else 0)
        else:
            dash = style.dash if item.variant == "dashed" else None
            canvas.area(points, fill, border, width, dash)
        _details(canvas, item, style)
    _label(canvas, item, style)


def _depth(canvas: Canvas, item: Item, style: Style) -> None:
    x0, y0, x1, y1 = item.box
    d = style.em * 0.35
    side = mix(item.look.fill or style.background, (0, 0, 0), 0.12)
    canvas.area([(x0, y0), (x0 + d, y0 - d), (x1 + d, y0 - d), (x1, y0)], side, item.look.border or side, style.node_width)
    canvas.area([(x1, y0), (x1 + d, y0 - d), (x1 + d, y1 - d), (x1, y1)], side, item.look.border or side, style.node_width)


def _details(canvas: Canvas, item: Item, style: Style) -> None:
    """Lines inside the outline."""
    ink = item.look.border or item.look.text
    x0, y0, x1, y1 = item.box
    k, width = item.slant, style.node_width
    if item.shape == "subroutine":
        canvas.line([(x0 + k, y0), (x0 + k, y1)], ink, width)
        canvas.line([(x1 - k, y0), (x1 - k, y1)], ink, width)
    elif item.shape == "cylinder":
        canvas.line(_arc(item.x, y0 + k, item.w / 2, k, 0, pi, 14), ink, width)
    elif item.shape == "double_circle":
        inner = _arc(item.x, item.y, item.w / 2 - k, item.h / 2 - k, 0, tau, 28)
        if item.variant == "bullseye":
            canvas.draw.polygon(inner, fill=item.look.border or item.look.text)
        else:
            canvas.line(inner, ink, width)
    elif item.variant == "double":
        d = style.em * 0.18
        canvas.area([(x0 + d, y0 + d), (x1 - d, y0 + d), (x1 - d, y1 - d), (x0 + d, y1 - d)], None, ink, width)
    elif item.variant == "fold":
        d = style.em * 0.6
        canvas.area([(x1 - d, y0), (x1, y0 + d), (x1 - d, y0 + d)], style.background, ink, width)
    elif item.shape == "record" and item.fields == 1:
        for i in range(1, len(item.label)):
            canvas.line([(x0, y0 + i * k), (x1, y0 + i * k)], ink, width)


def _label(canvas: Canvas, item: Item, style: Style) -> None:
    ink = item.look.text
    x0, y0, x1, _ = item.box
    if item.shape == "record" and item.label:
        font = fonts.load(item.face.path, item.size)
        x = x0
        for i, line in enumerate(item.label):
            if item.fields == 2:
                w = fonts.width(font, line) + 1.2 * style.em
                item.lines += canvas.text([line], x + w / 2, item.y, item.face, item.size, style.leading, ink)
                x += w
                if i < len(item.label) - 1:
                    canvas.line([(x, y0), (x, item.box[3])], item.look.border or ink, style.node_width)
            else:
                left = x0 + 0.5 * style.em + fonts.width(font, line) / 2 if item.variant == "left" else item.x
                item.lines += canvas.text([line], left, y0 + (i + 0.5) * item.slant, item.face, item.size, style.leading, ink)
    elif item.label:
        align = "left" if item.variant == "left" else "center"
        item.lines = canvas.text(item.label, item.x + item.tx, item.y + item.ty, item.face, item.size, style.leading, ink, align)


def _doodle(canvas: Canvas, item: Item, style: Style) -> None:
    """A made-up pictogram: a few primitives in the item's colours."""
    rng = canvas.rng
    x0, y0, x1, y1 = doodle_box(item)
    ink = item.look.border or style.ink
    fill = item.look.fill
    s = x1 - x0

    def at(u: float, v: float) -> Point:
        return (x0 + u * s, y0 + v * (y1 - y0))

    kind = rng.randrange(8)
    width = max(2, style.node_width)
    if kind == 0:  # a person
        canvas.draw.ellipse([at(0.3, 0.0), at(0.7, 0.4)], fill=fill or ink, outline=ink, width=width)
        canvas.area([*_arc(*at(0.5, 1.0), s * 0.45, s * 0.52, pi, tau, 10)], fill or ink, ink, width)
    elif kind == 1:  # a stick figure
        canvas.draw.ellipse([at(0.35, 0.0), at(0.65, 0.3)], outline=ink, width=width)
        for a, b in ((at(0.5, 0.3), at(0.5, 0.65)), (at(0.2, 0.42), at(0.8, 0.42)), (at(0.5, 0.65), at(0.2, 1)), (at(0.5, 0.65), at(0.8, 1))):
            canvas.line([a, b], ink, width)
    elif kind == 2:  # a tile with a sign in it
        canvas.draw.rounded_rectangle([at(0, 0), at(1, 1)], s * rng.uniform(0, 0.25), fill=fill or ink, outline=ink, width=width)
        sign = readable_sign(fill or ink)
        for _ in range(rng.randint(1, 3)):
            a, b = at(rng.uniform(0.2, 0.4), rng.uniform(0.2, 0.8)), at(rng.uniform(0.6, 0.8), rng.uniform(0.2, 0.8))
            canvas.line([a, b], sign, width)
        canvas.draw.ellipse([at(0.35, 0.35), at(0.65, 0.65)], outline=sign, width=width)
    elif kind == 3:  # a server
        for i in range(3):
            canvas.draw.rectangle([at(0.05, i / 3 + 0.02), at(0.95, (i + 1) / 3 - 0.04)], fill=fill, outline=ink, width=width)
            canvas.draw.ellipse([at(0.75, i / 3 + 0.1), at(0.85, i / 3 + 0.2)], fill=ink)
    elif kind == 4:  # a cloud
        canvas.area(_cloud(item.x, (y0 + y1) / 2, s / 2, s * 0.36), fill or canvas.background, ink, width)
    elif kind == 5:  # an envelope
        canvas.area([at(0, 0.15), at(1, 0.15), at(1, 0.85), at(0, 0.85)], fill, ink, width)
        canvas.line([at(0, 0.15), at(0.5, 0.55), at(1, 0.15)], ink, width)
    elif kind == 6:  # a gear
        spikes = [at(0.5 + (0.48 if i % 4 < 2 else 0.36) * cos(tau * i / 32), 0.5 + (0.48 if i % 4 < 2 else 0.36) * sin(tau * i / 32)) for i in range(32)]
        canvas.area(spikes, fill or ink, ink, width)
        canvas.draw.ellipse([at(0.36, 0.36), at(0.64, 0.64)], fill=canvas.background)
    else:  # a random sign
        points = [at(rng.random(), rng.random()) for _ in range(rng.randint(3, 6))]
        canvas.area(points, fill or ink, ink, width)
        canvas.draw.rectangle([at(0, 0), at(1, 1)], outline=ink, width=width)


def readable_sign(ground: tuple[int, int, int]) -> tuple[int, int, int]:
    return (255, 255, 255) if sum(ground) < 400 else (30, 30, 30)


def _cloud(cx: float, cy: float, rx: float, ry: float) -> list[Point]:
    return [(cx + rx * (1 + 0.12 * cos(7 * t)) * cos(t) * 0.9, cy + ry * (1 + 0.12 * cos(7 * t)) * sin(t) * 0.9) for t in (tau * i / 56 for i in range(56))]
