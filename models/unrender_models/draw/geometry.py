"""Polylines: sampling, smoothing, trimming to outlines. Points are (x, y) in pixels."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray

from ..scene import Box, Point

Array = NDArray[np.float64]


def length(points: list[Point]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))


def resample(points: list[Point], step: float) -> Array:
    """Points at about equal distances of `step` along the polyline, both ends included; N x 2."""
    p = np.array(points, np.float64)
    d = p[1:] - p[:-1]
    along = np.zeros(len(p))
    np.cumsum(np.sqrt((d * d).sum(1)), out=along[1:])
    count = max(2, int(along[-1] / step) + 1)
    at = np.arange(count) * (along[-1] / (count - 1))
    result = np.empty((count, 2))
    result[:, 0] = np.interp(at, along, p[:, 0])
    result[:, 1] = np.interp(at, along, p[:, 1])
    return result


def extent(points: list[Point]) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs), min(ys), max(xs), max(ys))


def point_at(points: list[Point], share: float, total: float | None = None) -> tuple[Point, Point]:
    """The point at `share` (0..1) of the length (`total`, where it is known), and the unit direction there."""
    rest = (length(points) if total is None else total) * share
    for a, b in pairwise(points):
        d = hypot(b[0] - a[0], b[1] - a[1])
        if d > 0 and rest <= d:
            t = rest / d
            return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t), ((b[0] - a[0]) / d, (b[1] - a[1]) / d)
        rest -= d
    a, b = points[-2], points[-1]
    d = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    return b, ((b[0] - a[0]) / d, (b[1] - a[1]) / d)


def bezier(p0: Point, p1: Point, p2: Point, p3: Point, count: int = 14) -> list[Point]:
    result = []
    for i in range(count + 1):
        t = i / count
        s = 1 - t
        a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
        result.append((a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0], a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1]))
    return result


def basis(points: list[Point], count: int = 6) -> list[Point]:
    """Uniform cubic B-spline that starts and ends in the first and last point (as d3's curveBasis)."""
    if len(points) < 3:
        return points
    p = [points[0], points[0], *points, points[-1], points[-1]]
    result = [points[0]]
    for i in range(len(p) - 3):
        a, b, c, d = p[i : i + 4]
        for k in range(1, count + 1):
            t = k / count
            w0, w3 = (1 - t) ** 3 / 6, t**3 / 6
            w1, w2 = (3 * t**3 - 6 * t**2 + 4) / 6, (-3 * t**3 + 3 * t**2 + 3 * t + 1) / 6
            result.append((a[0] * w0 + b[0] * w1 + c[0] * w2 + d[0] * w3, a[1] * w0 + b[1] * w1 + c[1] * w2 + d[1] * w3))
    return result


def catmull(points: list[Point], tension: float = 0.5, count: int = 8) -> list[Point]:
    """A smooth curve through every point."""
    if len(points) < 3:
        return points
    p = [points[0], *points, points[-1]]
    result = [points[0]]
    k = tension / 3 * 1.2
    for i in range(1, len(p) - 2):
        a, b, c, d = p[i - 1 : i + 3]
        result += bezier(b, (b[0] + (c[0] - a[0]) * k, b[1] + (c[1] - a[1]) * k), (c[0] - (d[0] - b[0]) * k, c[1] - (d[1] - b[1]) * k), c, count)[1:]
    return result


def rounded(points: list[Point], radius: float) -> list[Point]:
    """The polyline with its corners rounded."""
    if radius <= 0 or len(points) < 3:
        return points
    result = [points[0]]
    for a, b, c in zip(points, points[1:], points[2:], strict=False):
        d1, d2 = hypot(b[0] - a[0], b[1] - a[1]), hypot(c[0] - b[0], c[1] - b[1])
        if d1 < 1e-6 or d2 < 1e-6:
            continue
        r = min(radius, d1 / 2, d2 / 2)
        p, q = (b[0] + (a[0] - b[0]) * r / d1, b[1] + (a[1] - b[1]) * r / d1), (b[0] + (c[0] - b[0]) * r / d2, b[1] + (c[1] - b[1]) * r / d2)
        for i in range(6):
            t = i / 5
            result.append(((1 - t) ** 2 * p[0] + 2 * t * (1 - t) * b[0] + t * t * q[0], (1 - t) ** 2 * p[1] + 2 * t * (1 - t) * b[1] + t * t * q[1]))
    return [*result, points[-1]]


def simplified(points: list[Point]) -> list[Point]:
    """Without repeated points and without points in the middle of straight runs."""
    result: list[Point] = []
    for p in points:
        if result and hypot(p[0] - result[-1][0], p[1] - result[-1][1]) < 0.5:
            continue
        if len(result) >= 2:
            a, b = result[-2], result[-1]
            if abs((b[0] - a[0]) * (p[1] - b[1]) - (b[1] - a[1]) * (p[0] - b[0])) < 1e-6 and (b[0] - a[0]) * (p[0] - b[0]) + (b[1] - a[1]) * (p[1] - b[1]) > 0:
                result.pop()
        result.append(p)
    return result


def inside(point: Point, polygon: list[Point]) -> bool:
    x, y = point
    odd = False
    xj, yj = polygon[-1]
    for xi, yi in polygon:
        if (yi > y) != (yj > y) and x < (xj - xi) * (y - yi) / (yj - yi) + xi:
            odd = not odd
        xj, yj = xi, yi
    return odd


def _crossing(a: Point, b: Point, polygon: list[Point]) -> float | None:
    """Smallest share of a..b where it crosses the polygon's border."""
    best = None
    dx, dy = b[0] - a[0], b[1] - a[1]
    c = polygon[-1]
    for d in polygon:
        ex, ey = d[0] - c[0], d[1] - c[1]
        det = ex * dy - ey * dx
        if det:
            t = (ex * (c[1] - a[1]) - ey * (c[0] - a[0])) / det
            u = (dx * (c[1] - a[1]) - dy * (c[0] - a[0])) / det
            if 0 <= t <= 1 and -1e-9 <= u <= 1 + 1e-9 and (best is None or t < best):
                best = t
        c = d
    return best


def leave(points: list[Point], polygon: list[Point]) -> list[Point] | None:
    """The rest of a polyline that starts inside the polygon, from where it first leaves; None where it never does."""
    for i in range(len(points) - 1):
        a, b = points[i], points[i + 1]
        if i < len(points) - 2 and inside(b, polygon):
            continue
        t = _crossing(a, b, polygon)
        if t is not None:
            return [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t), *points[i + 1 :]]
    return None


def trimmed(points: list[Point], source: list[Point], target: list[Point]) -> list[Point] | None:
    """A polyline from inside `source` to inside `target`, cut to what lies between the two outlines."""
    head = leave(points, source)
    if head is None:
        return None
    tail = leave(head[::-1], target)
    if tail is None or len(tail) < 2:
        return None
    return tail[::-1]


def shortened(points: list[Point], distance: float) -> list[Point]:
    """Without the last `distance` pixels (at least a short piece stays)."""
    if distance <= 0:
        return points
    points = list(points)
    while len(points) >= 2:
        a, b = points[-2], points[-1]
        d = hypot(b[0] - a[0], b[1] - a[1])
        if d > distance:
            t = 1 - distance / d
            return [*points[:-1], (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)]
        if len(points) == 2:
            return points
        distance -= d
        points.pop()
    return points


def grown(box: Box, by: float) -> Box:
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def union(boxes: list[Box]) -> Box:
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
