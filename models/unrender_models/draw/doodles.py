"""Made-up pictograms for nodes that are icons."""

from __future__ import annotations

from math import cos, pi, sin, tau

from ..scene import Box, Point
from .canvas import Canvas
from .shapes import arc
from .style import Look, Style, readable


def doodle(canvas: Canvas, box: Box, look: Look, style: Style) -> None:
    """A made-up pictogram in a box: a few primitives in the colours of a look."""
    rng = canvas.rng
    x0, y0, x1, y1 = box
    ink = look.border or style.ink
    fill = look.fill
    s = x1 - x0

    def at(u: float, v: float) -> Point:
        return (x0 + u * s, y0 + v * (y1 - y0))

    kind = rng.randrange(8)
    width = max(2, style.node_width)
    if kind == 0:  # a person
        canvas.draw.ellipse([at(0.3, 0.0), at(0.7, 0.4)], fill=fill or ink, outline=ink, width=width)
        canvas.area([*arc(*at(0.5, 1.0), s * 0.45, s * 0.52, pi, tau, 10)], fill or ink, ink, width)
    elif kind == 1:  # a stick figure
        canvas.draw.ellipse([at(0.35, 0.0), at(0.65, 0.3)], outline=ink, width=width)
        for a, b in ((at(0.5, 0.3), at(0.5, 0.65)), (at(0.2, 0.42), at(0.8, 0.42)), (at(0.5, 0.65), at(0.2, 1)), (at(0.5, 0.65), at(0.8, 1))):
            canvas.line([a, b], ink, width)
    elif kind == 2:  # a tile with a sign in it
        canvas.draw.rounded_rectangle([at(0, 0), at(1, 1)], s * rng.uniform(0, 0.25), fill=fill or ink, outline=ink, width=width)
        sign = readable((20, 20, 20), fill or ink, 110)
        for _ in range(rng.randint(1, 3)):
            a, b = at(rng.uniform(0.2, 0.4), rng.uniform(0.2, 0.8)), at(rng.uniform(0.6, 0.8), rng.uniform(0.2, 0.8))
            canvas.line([a, b], sign, width)
        canvas.draw.ellipse([at(0.35, 0.35), at(0.65, 0.65)], outline=sign, width=width)
    elif kind == 3:  # a server
        for i in range(3):
            canvas.draw.rectangle([at(0.05, i / 3 + 0.02), at(0.95, (i + 1) / 3 - 0.04)], fill=fill, outline=ink, width=width)
            canvas.draw.ellipse([at(0.75, i / 3 + 0.1), at(0.85, i / 3 + 0.2)], fill=ink)
    elif kind == 4:  # a cloud
        canvas.area(_cloud((x0 + x1) / 2, (y0 + y1) / 2, s / 2, s * 0.36), fill or canvas.background, ink, width)
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


def _cloud(cx: float, cy: float, rx: float, ry: float) -> list[Point]:
    return [(cx + rx * (1 + 0.12 * cos(7 * t)) * cos(t) * 0.9, cy + ry * (1 + 0.12 * cos(7 * t)) * sin(t) * 0.9) for t in (tau * i / 56 for i in range(56))]
