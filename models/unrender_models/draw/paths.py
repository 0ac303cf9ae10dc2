"""Candidate courses of an edge, best first, in the manner of each kind of renderer. The router takes the first that is clear.

A course starts at an anchor inside the source and ends at one inside the target; the router cuts it at the outlines.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import hypot
from random import Random

from ..scene import Box, Point
from .geometry import basis, bezier, catmull, length, rounded, simplified

SIDES: tuple[Point, ...] = ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0))


def centre(box: Box) -> Point:
    return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def port(box: Box, side: Point, shift: float = 0.0) -> tuple[Point, Point]:
    """Anchor inside and exit point on the side; `shift` (-0.5..0.5) moves both along the side."""
    (x, y), w, h = centre(box), box[2] - box[0], box[3] - box[1]
    if side[0]:
        y += shift * h
        return (x + side[0] * w * 0.2, y), (x + side[0] * w / 2, y)
    x += shift * w
    return (x, y + side[1] * h * 0.2), (x, y + side[1] * h / 2)


def bowed(p: Point, q: Point, bow: float) -> list[Point]:
    """An arc from p to q whose middle lies `bow` times the distance to the side."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    k = bow * 4 / 3
    return bezier(p, (p[0] + dx * 0.25 - dy * k, p[1] + dy * 0.25 + dx * k), (q[0] - dx * 0.25 - dy * k, q[1] - dy * 0.25 + dx * k), q, 18)


def straight(a: Box, b: Box, rng: Random) -> Iterator[list[Point]]:
    """Centre to centre; then aside; then bows."""
    p, q = centre(a), centre(b)
    yield [p, q]
    for _ in range(2):
        s, t = rng.uniform(-0.3, 0.3), rng.uniform(-0.3, 0.3)
        yield [(p[0] + s * (a[2] - a[0]), p[1] + s * (a[3] - a[1]) * 0.6), (q[0] + t * (b[2] - b[0]), q[1] - t * (b[3] - b[1]) * 0.6)]
    sign = rng.choice((-1, 1))
    for bow in (0.12, -0.12, 0.22, -0.22, 0.35, -0.35):
        yield bowed(p, q, bow * sign)


def through(a: Box, b: Box, via: list[Point], flow: Point, style: str, rng: Random) -> Iterator[list[Point]]:
    """Along a layered layout's waypoints; `flow` is the unit vector from the source's rank towards the target's."""
    p, q = centre(a), centre(b)
    if not via:
        u = (flow[1], flow[0])
        gap_a = abs((a[2] - a[0]) * flow[0] + (a[3] - a[1]) * flow[1]) / 2
        gap_b = abs((b[2] - b[0]) * flow[0] + (b[3] - b[1]) * flow[1]) / 2
        start, end = p[0] * flow[0] + p[1] * flow[1] + gap_a, q[0] * flow[0] + q[1] * flow[1] - gap_b
        if end > start:
            shift = abs((q[0] - p[0]) * u[0] + (q[1] - p[1]) * u[1])
            if style in ("spline", "curve") and shift > 2:
                p1, q1 = _along(p, flow, gap_a), _along(q, flow, -gap_b)
                k = (end - start) * rng.uniform(0.35, 0.6)
                yield [p, *bezier(p1, _along(p1, flow, k), _along(q1, flow, -k), q1), q]
            elif style == "basis":
                m = _along(((p[0] + q[0]) / 2, (p[1] + q[1]) / 2), flow, 0)
                share = rng.choice((0.5, 0.5, rng.uniform(0, 1)))
                middle = (start + end) / 2
                across = (p[0] * u[0] + p[1] * u[1]) * (1 - share) + (q[0] * u[0] + q[1] * u[1]) * share
                m = (middle * flow[0] + across * u[0], middle * flow[1] + across * u[1])
                yield [p, *basis([_border(a, p, m), m, _border(b, q, m)]), q]
    if style == "basis" and via:
        yield [p, *basis([_border(a, p, via[0]), *via, _border(b, q, via[-1])]), q]
    elif style in ("spline", "curve") and via:
        yield catmull([p, *via, q])
        yield [p, *basis([_border(a, p, via[0]), *via, _border(b, q, via[-1])]), q]
    yield [p, *via, q]


def _along(p: Point, flow: Point, d: float) -> Point:
    return (p[0] + flow[0] * d, p[1] + flow[1] * d)


def _border(box: Box, p: Point, towards: Point) -> Point:
    """Where the ray from the centre leaves the box."""
    dx, dy = towards[0] - p[0], towards[1] - p[1]
    w, h = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    t = min(w / abs(dx) if abs(dx) > 1e-6 else 1e9, h / abs(dy) if abs(dy) > 1e-6 else 1e9, 1.0)
    return (p[0] + dx * t, p[1] + dy * t)


def channels(a: Box, b: Box, via: list[Point], flow: Point, shifts: tuple[float, float], share: float, corner: float, rng: Random) -> Iterator[list[Point]]:
    """Right-angled, along waypoints: leaves in the flow's direction, turns in the channel between two ranks."""
    down = bool(flow[1])
    sign = flow[1] if down else flow[0]
    for attempt in range(5):
        sa, sb = shifts if attempt < 2 else (rng.uniform(-0.35, 0.35), rng.uniform(-0.35, 0.35))
        m = share if attempt == 0 else rng.uniform(0.15, 0.85)
        p0, p1 = port(a, flow, sa)
        q0, q1 = port(b, (-flow[0], -flow[1]), sb)
        stops = [p1, *via, q1]
        points = [p0, p1]
        clear = True
        for s, t in pairwise(stops):
            if (t[1] - s[1] if down else t[0] - s[0]) * sign < 0:
                clear = False
            if down and abs(s[0] - t[0]) > 3:
                points += [(s[0], s[1] + (t[1] - s[1]) * m), (t[0], s[1] + (t[1] - s[1]) * m)]
            elif not down and abs(s[1] - t[1]) > 3:
                points += [(s[0] + (t[0] - s[0]) * m, s[1]), (s[0] + (t[0] - s[0]) * m, t[1])]
            elif t == q1:  # almost aligned: make it straight
                points[0:2] = [(q0[0], p0[1]), (q0[0], p1[1])] if down and not via else [(p0[0], q0[1]), (p1[0], q0[1])] if not via else points[0:2]
            points.append(t)
        if clear:
            yield rounded(simplified([*points, q0]), corner)


def elbow(p: Point, side_p: Point, q: Point, side_q: Point, stub: float, share: float) -> list[Point] | None:
    """A right-angled course from exit point p (outward `side_p`) to q; None where it would turn back on itself."""
    a, b = (p[0] + side_p[0] * stub, p[1] + side_p[1] * stub), (q[0] + side_q[0] * stub, q[1] + side_q[1] * stub)
    dot = side_p[0] * side_q[0] + side_p[1] * side_q[1]
    level = bool(side_p[0])
    if dot < 0:
        ahead = (b[0] - a[0]) * side_p[0] + (b[1] - a[1]) * side_p[1]
        if ahead >= 0:
            if level:
                x = a[0] + (b[0] - a[0]) * share
                return [p, (x, p[1]), (x, q[1]), q]
            y = a[1] + (b[1] - a[1]) * share
            return [p, (p[0], y), (q[0], y), q]
        if level:
            y = a[1] + (b[1] - a[1]) * share
            return [p, a, (a[0], y), (b[0], y), b, q]
        x = a[0] + (b[0] - a[0]) * share
        return [p, a, (x, a[1]), (x, b[1]), b, q]
    if dot > 0:
        if level:
            x = max(a[0] * side_p[0], b[0] * side_p[0]) * side_p[0]
            return [p, (x, p[1]), (x, q[1]), q]
        y = max(a[1] * side_p[1], b[1] * side_p[1]) * side_p[1]
        return [p, (p[0], y), (q[0], y), q]
    corner = (q[0], p[1]) if level else (p[0], q[1])
    if (corner[0] - p[0]) * side_p[0] + (corner[1] - p[1]) * side_p[1] >= stub and (corner[0] - q[0]) * side_q[0] + (corner[1] - q[1]) * side_q[1] >= stub:
        return [p, corner, q]
    return None


def elbows(a: Box, b: Box, em: float, corner: float, shift: float, rng: Random) -> Iterator[list[Point]]:
    """Right-angled between sides, short ones with few bends first."""
    found = []
    for side_a in SIDES:
        for side_b in SIDES:
            sa, sb = (rng.uniform(-shift, shift), rng.uniform(-shift, shift)) if shift else (0.0, 0.0)
            p0, p1 = port(a, side_a, sa)
            q0, q1 = port(b, side_b, sb)
            if (side_a[0] == -side_b[0] != 0 and abs(p1[1] - q1[1]) < em * 0.4) or (side_a[1] == -side_b[1] != 0 and abs(p1[0] - q1[0]) < em * 0.4):
                if side_a[0]:
                    q0, q1 = (q0[0], p0[1]), (q1[0], p1[1])
                else:
                    q0, q1 = (p0[0], q0[1]), (p1[0], q1[1])
            course = elbow(p1, side_a, q1, side_b, em * rng.uniform(0.9, 1.6), rng.choice((0.5, 0.5, rng.uniform(0.2, 0.8))))
            if course:
                course = simplified([p0, *course, q0])
                found.append((length(course) + em * 2.5 * len(course) + rng.uniform(0, em), course))
    found.sort(key=lambda c: c[0])
    for _, course in found[:9]:
        yield rounded(course, corner)


def sweeps(a: Box, b: Box, rng: Random) -> Iterator[list[Point]]:
    """Curves that leave and reach sides at right angles, shortest first."""
    found = []
    for side_a in SIDES:
        for side_b in SIDES:
            p0, p1 = port(a, side_a)
            q0, q1 = port(b, side_b)
            d = hypot(q1[0] - p1[0], q1[1] - p1[1])
            ahead = (q1[0] - p1[0]) * side_a[0] + (q1[1] - p1[1]) * side_a[1]
            back = (p1[0] - q1[0]) * side_b[0] + (p1[1] - q1[1]) * side_b[1]
            k = d * rng.uniform(0.3, 0.55)
            cost = d - 0.6 * min(ahead, 0) * 2 - 0.6 * min(back, 0) * 2 - 0.25 * (max(ahead, 0) + max(back, 0))
            found.append((cost, [p0, *bezier(p1, _along(p1, side_a, k), _along(q1, side_b, k), q1, 18), q0]))
    found.sort(key=lambda c: c[0])
    for _, course in found[:7]:
        yield course


def loops(a: Box, em: float, square: bool, rng: Random) -> Iterator[list[Point]]:
    """Self-loops at one side or around a corner."""
    sides = rng.sample(SIDES, 4)
    for side in sides:
        reach = em * rng.uniform(1.2, 2.4)
        s = rng.uniform(0.15, 0.32)
        p0, p1 = port(a, side, -s)
        q0, q1 = port(a, side, s)
        p2, q2 = _along(p1, side, reach), _along(q1, side, reach)
        yield [p0, p1, p2, q2, q1, q0] if square else [p0, *bezier(p1, _along(p2, side, reach * 0.4), _along(q2, side, reach * 0.4), q1, 18), q0]
