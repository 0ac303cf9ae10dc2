"""Line jumps: little arcs with which a right-angled line hops over the lines that it crosses."""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi, sin

from ..scene import Point
from .plan import Link


def hopped(points: list[Point], others: list[Link], radius: float) -> list[Point]:
    """The course with an arc wherever a straight horizontal stretch crosses a vertical stretch of another link."""
    result = [points[0]]
    for a, b in pairwise(points):
        if abs(a[1] - b[1]) < 0.5 and abs(a[0] - b[0]) > 4 * radius:
            sign = 1.0 if b[0] > a[0] else -1.0
            at = a[0]
            for x in sorted(_crossings(a, b, others), reverse=sign < 0):
                if (x - at) * sign > 2.2 * radius and (b[0] - x) * sign > 2.2 * radius:
                    result += [(x - sign * radius * cos(pi * i / 8), a[1] - radius * sin(pi * i / 8)) for i in range(9)]
                    at = x
        result.append(b)
    return result


def _crossings(a: Point, b: Point, others: list[Link]) -> list[float]:
    low, high = min(a[0], b[0]), max(a[0], b[0])
    found = []
    for other in others:
        for c, d in pairwise(other.points):
            if abs(c[0] - d[0]) < 0.5 and low < c[0] < high and min(c[1], d[1]) + 3 < a[1] < max(c[1], d[1]) - 3:
                found.append(c[0])
    return found
