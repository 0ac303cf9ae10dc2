"""Line ends: arrowheads of several makes, circles, crosses."""

from __future__ import annotations

from itertools import pairwise
from math import cos, hypot, pi, sin, tau

from ..scene import End, Point
from .canvas import Canvas
from .geometry import point_at, shortened
from .jumps import hopped
from .plan import Link
from .style import Style


def paint(canvas: Canvas, link: Link, style: Style, before: list[Link]) -> None:
    """Paints the line of a link and its ends; `before` are the links painted already, over which it may hop."""
    points = list(link.points)
    room = 0.42 * sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))
    size = min(max(style.arrow_size, link.width * 2.2), room)
    for forward in (True, False):
        mark = link.end if forward else link.start
        course = points if forward else points[::-1]
        course = shortened(course, min(style.gap, room * 0.3))
        if mark != "none":
            course = _mark(canvas, mark, course, size, link, style)
        points = course if forward else course[::-1]
    if style.jumps and not style.rough:
        points = hopped(points, before, style.em * 0.28)
    dash = style.dash if link.stroke == "dotted" else None
    canvas.line(points, link.ink, link.width, dash)


def _mark(canvas: Canvas, mark: End, course: list[Point], size: float, link: Link, style: Style) -> list[Point]:
    """Paints a mark at the end of `course`; returns the rest for the line."""
    tip = course[-1]
    base = shortened(course, size)[-1]
    d = hypot(tip[0] - base[0], tip[1] - base[1])
    if d < 1e-6:
        _, (ux, uy) = point_at(course, 1.0)
    else:
        ux, uy = (tip[0] - base[0]) / d, (tip[1] - base[1]) / d

    def at(along: float, aside: float) -> Point:
        return (tip[0] - ux * along - uy * aside, tip[1] - uy * along + ux * aside)

    ink, width = link.ink, max(1, min(link.width, 3))
    if mark == "circle":
        r = size * 0.38
        ring = [(at(r, 0)[0] + r * cos(tau * i / 16), at(r, 0)[1] + r * sin(tau * i / 16)) for i in range(16)]
        canvas.area(ring, ink if style.arrow == "filled" else canvas.background, ink, width)
        return shortened(course, 2 * r)
    if mark == "cross":
        r = size * 0.4
        c = at(r, 0)
        for turn in (pi / 4, -pi / 4):
            dx, dy = r * 1.2 * cos(turn), r * 1.2 * sin(turn)
            vx, vy = ux * dx - uy * dy, uy * dx + ux * dy
            canvas.draw.line([(c[0] - vx, c[1] - vy), (c[0] + vx, c[1] + vy)], fill=ink, width=max(2, width))
        return shortened(course, r)
    if style.arrow == "open":
        half = size * 0.5
        canvas.line([at(size * 0.9, half), tip, at(size * 0.9, -half)], ink, max(2, width))
        return course
    if style.arrow == "diamond":
        canvas.draw.polygon([tip, at(size / 2, size * 0.3), at(size, 0), at(size / 2, -size * 0.3)], fill=ink)
        return shortened(course, size * 0.9)
    half = size * (0.3 if style.arrow == "barbed" else 0.45)
    head = [tip, at(size, half), at(size * (0.72 if style.arrow == "barbed" else 1.0), 0), at(size, -half)]
    if style.arrow == "hollow":
        canvas.area(head, canvas.background, ink, width)
    else:
        canvas.draw.polygon(head, fill=ink)
    return shortened(course, size * 0.7)
