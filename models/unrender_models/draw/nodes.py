"""Painting of node shapes and their labels."""

from __future__ import annotations

from math import pi, tau

from . import fonts
from .canvas import Canvas
from .doodles import doodle
from .plan import Item
from .shapes import arc, doodle_box, outline
from .style import Style, mix


def paint(canvas: Canvas, item: Item, style: Style) -> None:
    """Paints the shape and its label; fills `item.lines`."""
    look, width = item.look, style.node_width
    points = outline(item)
    fill, border = look.fill, look.border
    if item.shape == "icon":
        doodle(canvas, doodle_box(item), item.look, style)
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
        canvas.line(arc(item.x, y0 + k, item.w / 2, k, 0, pi, 14), ink, width)
    elif item.shape == "double_circle":
        inner = arc(item.x, item.y, item.w / 2 - k, item.h / 2 - k, 0, tau, 28)
        if item.variant == "bullseye":
            canvas.draw.polygon(inner, fill=item.look.border or item.look.text)
        else:
            canvas.line(inner, ink, width)
    elif item.variant == "badge":
        side = style.em * 1.5
        left = x0 + style.em * 0.45
        doodle(canvas, (left, item.y - side / 2, left + side, item.y + side / 2), item.look, style)
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
    x0, y0, _, _ = item.box
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
    elif item.label and item.detail:
        face, size = item.detail
        first, rest = item.heading * item.size * style.leading, (len(item.label) - item.heading) * size * style.leading
        top, x = item.y + item.ty - (first + rest) / 2, item.x + item.tx
        item.lines = canvas.text(item.label[: item.heading], x, top + first / 2, item.face, item.size, style.leading, ink)
        faint = mix(ink, item.look.fill or style.background, 0.25)
        item.lines += canvas.text(item.label[item.heading :], x, top + first + rest / 2, face, size, style.leading, faint)
    elif item.label:
        align = "left" if item.variant == "left" else "center"
        item.lines = canvas.text(item.label, item.x + item.tx, item.y + item.ty, item.face, item.size, style.leading, ink, align)
