"""Gives every link a course that a person can follow: through no unrelated node, along no unrelated edge. Drops links that have none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..scene import Box, Point
from . import paths
from .geometry import Array, extent, grown, inside, length, overlap, resample, rounded, simplified, trimmed
from .layered import header
from .plan import Link, Plan
from .shapes import outline

STEP = 7.0


@dataclass
class Manner:
    """How a scene's edges run: the family of courses, whether edges of one node may share a trunk, titles to avoid."""

    family: str
    """layered (along the waypoints of the layout), given (the waypoints are the course) or free."""
    style: str
    """straight, polyline, basis, spline, curve, ortho."""
    trunk: bool = False
    spread: float = 0.0
    """How far ports of right-angled edges move along the sides (0..0.4)."""
    avoid_titles: bool = True


class Router:
    def __init__(self, plan: Plan, manner: Manner) -> None:
        self.plan, self.manner = plan, manner
        em = plan.style.em
        self.outlines = [outline(item) for item in plan.items]
        # A node's raised sides, stacked copies and shadows stand out of its outline.
        self.items = np.array([grown(item.box, em * (0.75 if item.variant in ("box3d", "stack") else 0.3)) for item in plan.items])
        titles = [self._title(g) for g in range(len(plan.groups))] if manner.avoid_titles else []
        self.titles = np.array(titles).reshape(-1, 4)
        self.done: list[Link] = []

    def _title(self, g: int) -> Box:
        group = self.plan.groups[g]
        x0, y0, x1, _ = group.box
        m = group.title_size * 0.4
        return (x0 + m, y0 + 2, x1 - m, y0 + header(group))

    def run(self) -> None:
        """Routes every link in place; those without a clear course are removed from the plan."""
        for link in sorted(self.plan.links, key=lambda k: k.a == k.b):
            points = self._route(link)
            if points is not None:
                link.points = points
                self.done.append(link)
        self.plan.links = self.done

    def _ends(self, link: Link) -> tuple[Box, list[Point], Box, list[Point]]:
        result: list[tuple[Box, list[Point]]] = []
        for index, is_group in ((link.a, link.a_group), (link.b, link.b_group)):
            if is_group:
                x0, y0, x1, y1 = self.plan.groups[index].box
                result.append(((x0, y0, x1, y1), [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]))
            else:
                result.append((self.plan.items[index].box, self.outlines[index]))
        return (*result[0], *result[1])

    def _courses(self, link: Link, a: Box, b: Box) -> Iterator[list[Point]]:
        plan, manner, rng = self.plan, self.manner, self.plan.rng
        em, corner = plan.style.em, plan.style.corner
        square = manner.style == "ortho"
        if link.a == link.b and link.a_group == link.b_group:
            yield from paths.loops(a, em, square, rng)
            return
        if manner.family == "given":
            yield rounded(simplified(link.via), corner)
        if manner.family == "layered":
            down = plan.direction in ("TD", "BT")
            d = b[1] + b[3] - a[1] - a[3] if down else b[0] + b[2] - a[0] - a[2]
            sign = 1.0 if d >= 0 else -1.0
            flow = (0.0, sign) if down else (sign, 0.0)
            if square:
                shifts = (0.0, 0.0) if manner.trunk else (rng.uniform(-manner.spread, manner.spread), rng.uniform(-manner.spread, manner.spread))
                yield from paths.channels(a, b, link.via, flow, shifts, 0.5 if manner.trunk else rng.uniform(0.25, 0.75), corner, rng)
            else:
                yield from paths.through(a, b, link.via, flow, manner.style, rng)
        if square:
            yield from paths.elbows(a, b, em, corner, manner.spread, rng)
        elif manner.style in ("curve", "spline", "basis"):
            yield from paths.sweeps(a, b, rng)
        else:
            yield from paths.straight(a, b, rng)

    def _route(self, link: Link) -> list[Point] | None:
        a, outline_a, b, outline_b = self._ends(link)
        for course in self._courses(link, a, b):
            if not (inside(course[0], outline_a) and inside(course[-1], outline_b)):
                continue
            points = trimmed(course, outline_a, outline_b)
            if points is not None and self._clear(link, points, a, b):
                return points
        return None

    def _clear(self, link: Link, points: list[Point], a: Box, b: Box) -> bool:
        em = self.plan.style.em
        reach = link.reach = length(points)
        if reach < max(em * 0.9, 1.4 * self.plan.style.arrow_size + self.plan.style.gap):
            return False
        s = link.samples = resample(points, STEP)
        link.extent = extent(points)
        own = [i for i, g in ((link.a, link.a_group), (link.b, link.b_group)) if not g]
        others = np.ones(len(self.items), bool)
        others[own] = False
        if _hits(s, self.items[others]):
            return False
        # The course must not come back to its own ends: it is out of their boxes soon, also where the outline leaves corners free.
        for box, course in ((a, s), (b, s[::-1])):
            soon = int((0.5 * min(box[2] - box[0], box[3] - box[1]) + 0.6 * em) / STEP) + 1
            rest = course[soon : -soon] if link.a == link.b else course[soon:]
            if _hits(rest, np.array([grown(box, 3.0)])):
                return False
        if len(self.titles) and _hits(s, self.titles):
            return False
        link.trunk = ""
        return not any(self._along(link, s, other) for other in self.done if overlap(grown(link.extent, em * 0.5), other.extent))

    def _along(self, link: Link, s: Array, other: Link) -> bool:
        """Whether the course runs along another one for a while, beyond what edges of a common node may do."""
        em = self.plan.style.em
        near = em * 0.5
        t = other.samples
        x0, y0, x1, y1 = grown(other.extent, near)
        s = s[(s[:, 0] >= x0) & (s[:, 0] <= x1) & (s[:, 1] >= y0) & (s[:, 1] <= y1)]
        if len(s) < 3:
            return False
        close = (((s[:, None] - t[None]) ** 2).sum(2)).min(1) < near * near
        if not close.any():
            return False
        if link.a == link.b:  # a self-loop crosses nothing
            return True
        same_source = (link.a, link.a_group) == (other.a, other.a_group)
        same_target = (link.b, link.b_group) == (other.b, other.b_group)
        exempt = np.zeros(len(s), bool)
        for shared, p, radius in (
            (same_source, t[0], 3.0), (same_target, t[-1], 3.0),
            ((link.a, link.a_group) == (other.b, other.b_group), t[-1], 1.2), ((link.b, link.b_group) == (other.a, other.a_group), t[0], 1.2),
        ):  # fmt: skip
            if shared:
                exempt |= ((s - p) ** 2).sum(1) < (radius * em) ** 2
        if int((close & ~exempt).sum()) * STEP <= em * 2.2:
            return False
        if not self.manner.trunk or same_source == same_target:
            return True
        # A line that left one bundle and joined another could be read as several edges.
        kind = "split" if same_source else "merged"
        if link.trunk not in ("", kind) or other.trunk not in ("", kind):
            return True
        link.trunk = other.trunk = kind
        return False


def _hits(s: Array, boxes: Array) -> bool:
    if not len(boxes):
        return False
    x, y = s[:, 0, None], s[:, 1, None]
    return bool(((x > boxes[:, 0]) & (x < boxes[:, 2]) & (y > boxes[:, 1]) & (y < boxes[:, 3])).any())
