"""Flowcharts as people and programs set them: trunks with branches, cells of a grid, activities between a disc and a ring, a few large shapes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from math import cos, pi, sin

from ....draw.geometry import rounded
from ....draw.style import Look
from ....scene import Box, Point
from .flowcharts import answer
from .pen import Layout, Outline, Pen, cylinder, diamond, middle

SHAPES = ("box", "round", "stadium", "decision", "ellipse", "circle", "data", "store", "hexagon", "document", "trapezoid")
HOLDS = {"decision": 0.58, "ellipse": 0.74, "circle": 0.74, "hexagon": 0.8, "data": 0.78, "trapezoid": 0.8}
"""Share of a shape's width and height that its text may take; all but a little elsewhere."""


def outline(box: Box, kind: str) -> Outline | None:
    """None where the shape is a rectangle with some radius."""
    x0, y0, x1, y1 = box
    w, h = x1 - x0, y1 - y0
    (x, y), lean = middle(box), min(w * 0.2, h * 0.4)
    if kind in ("ellipse", "circle"):
        return [(x + w / 2 * cos(2 * pi * i / 40), y + h / 2 * sin(2 * pi * i / 40)) for i in range(40)]
    if kind == "document":
        return [(x0, y0), (x1, y0), *((x1 - w * i / 16, y1 - h * 0.06 - h * 0.1 * sin(2 * pi * i / 16)) for i in range(17))]
    shapes: dict[str, Outline] = {
        "decision": diamond(box),
        "data": [(x0 + lean, y0), (x1, y0), (x1 - lean, y1), (x0, y1)],
        "hexagon": [(x0 + lean, y0), (x1 - lean, y0), (x1, y), (x1 - lean, y1), (x0 + lean, y1), (x0, y)],
        "trapezoid": [(x0 + lean, y0), (x1 - lean, y0), (x1, y1), (x0, y1)],
    }
    return shapes.get(kind)


def cell(pen: Pen, box: Box, text: str, kind: str, look: Look | None = None, size: float | None = None) -> None:
    """A shape of a given size with as much of the text as it holds."""
    size, share = size or pen.em, HOLDS.get(kind, 0.92)
    room, high = (box[2] - box[0]) * share - 2, (box[3] - box[1]) * share
    lines = [pen.clip(line, room, size) for line in pen.wrap(text, room, size)[: max(1, int(high / (size * pen.style.leading)))]]
    if kind == "store":
        look = look or pen.look()
        cylinder(pen, box, look.fill, look.border or pen.ink, pen.style.node_width)
        pen.lines((box[0] + box[2]) / 2, box[1] + (box[3] - box[1]) * 0.56, lines, size, look.text)
        return
    radius = {"round": max(pen.style.corner, size * 0.35), "stadium": (box[3] - box[1]) / 2}.get(kind)
    pen.labelled(box, lines, look, radius, outline(box, kind), size)


def tag(pen: Pen, x: float, y: float, text: str, way: str) -> None:
    """What stands at a line: over it, beside it, or in a small box on it."""
    size = pen.style.label_size
    if way == "boxed":
        half = pen.measure(text, size) / 2 + size * 0.4
        look = pen.look(0)
        pen.rect(x - half, y - size * 0.75, x + half, y + size * 0.75, look.fill or pen.style.background, look.border or pen.ink, 1, pen.rng.choice((0, 0, size * 0.4)))
        pen.text(x, y, text, size, look.text)
    elif way == "beside":
        pen.text(x + size * 0.4, y, text, size, align="l")
    else:
        pen.text(x, y - (size * 0.8 if way == "above" else 0), text, size, mask=way == "masked")


def turned(points: Outline, flip: bool) -> Outline:
    """Without points that repeat, and with the axes changed where the flow runs across."""
    kept = [p for i, p in enumerate(points) if i == 0 or abs(p[0] - points[i - 1][0]) + abs(p[1] - points[i - 1][1]) > 0.5]
    return [(y, x) for x, y in kept] if flip else kept


@dataclass
class Branch:
    children: list[Branch] = field(default_factory=list)
    at: float = 0.0


def branches(pen: Pen, depth: int, most: int) -> Branch:
    return Branch([branches(pen, depth - 1, most) for _ in range(pen.rng.randint(1 if depth > 1 else 0, most))] if depth else [])


def trunks(pen: Pen) -> None:
    """A tree of boxes of one size; the ways to a box's children leave it as one line. Parents stand at the middle of their children or beside the first."""
    pen.vary(0.4)
    r, em = pen.rng, pen.em
    across, aligned = r.random() < 0.6, r.random() < 0.4
    wide, high = r.uniform(5, 9.5) * em, r.uniform(1.8, 3.8) * em
    along, beside = (wide, high) if across else (high, wide)
    gap, between = r.uniform(2, 4.5) * em, r.uniform(0.6, 2.2) * em
    tags, ends, kinds = r.choice((0, 0, 0.3, 0.8)), r.choice(("all", "all", "all", "none")), r.choice((("box",), ("round",), ("box", "box", "round", "stadium", "ellipse", "decision", "document"), ("box", "decision", "store", "data")))
    way, corner, taken = r.choice(("boxed", "masked", "above")), r.choice((0, 0, em * 0.6)), 0.0
    root = branches(pen, r.randint(1, 3), r.choice((2, 2, 3)))
    if not root.children:
        root.children.append(Branch())

    def place(node: Branch) -> None:
        nonlocal taken
        for child in node.children:
            place(child)
        if not node.children:
            node.at, taken = taken, taken + beside + between
        else:
            node.at = node.children[0].at if aligned else (node.children[0].at + node.children[-1].at) / 2

    def paint(node: Branch, rank: int) -> None:
        near = rank * (along + gap)
        box = (near, node.at - beside / 2, near + along, node.at + beside / 2)
        cell(pen, box if across else (box[1], box[0], box[3], box[2]), pen.phrase(), r.choice(kinds))
        for child in node.children:
            bend = near + along + gap * 0.5
            course = turned([(near + along, node.at), (bend, node.at), (bend, child.at), (near + along + gap, child.at)], not across)
            pen.z = -1
            pen.arrow(rounded(course, corner) if corner else course, "none" if ends == "none" else None)
            pen.z = 1
            if r.random() < tags:
                ((x, y),) = turned([(bend + (gap * 0.1 if across else 0), child.at)], not across)
                tag(pen, x, y, pen.clip(answer(pen), gap * 1.1 if across else beside), way)
            pen.z = 0
            paint(child, rank + 1)

    place(root)
    paint(root, 0)


@dataclass(frozen=True)
class Grid:
    """Cells of one size, `u` along the ranks and `v` beside them, with channels between."""

    long: float
    broad: float
    gap_u: float
    gap_v: float
    flip: bool

    def box(self, spot: tuple[int, int]) -> Box:
        u, v = spot[0] * (self.long + self.gap_u), spot[1] * (self.broad + self.gap_v)
        return (u, v, u + self.long, v + self.broad) if self.flip else (v, u, v + self.broad, u + self.long)

    def course(self, a: tuple[int, int], b: tuple[int, int], shift: float) -> Outline:
        """From a cell's end to another's beginning through the channels, which leave room for `shift`."""
        u, v, w, x = (i * s for i, s in zip((*a, *b), (self.long + self.gap_u, self.broad + self.gap_v) * 2, strict=True))
        mid, to = v + self.broad / 2, x + self.broad / 2
        below, above = u + self.long + self.gap_u / 2 + shift, w - self.gap_u / 2 + shift
        if a[0] == b[0] and abs(a[1] - b[1]) == 1:
            half = u + self.long / 2
            points: Outline = [(half, v + self.broad if b[1] > a[1] else v), (half, x if b[1] > a[1] else x + self.broad)]
        elif b[0] == a[0] + 1:
            points = [(u + self.long, mid), (below, mid), (below, to), (w, to)]
        elif b[0] > a[0]:
            side = x - self.gap_v / 2 + shift
            points = [(u + self.long, mid), (below, mid), (below, side), (above, side), (above, to), (w, to)]
        else:
            side = v + self.broad + self.gap_v / 2 + shift
            points = [(u + self.long / 2, v + self.broad), (u + self.long / 2, side), (above, side), (above, to), (w, to)]
        # Points are (u, v): across the picture where the ranks run across.
        return turned(points, not self.flip)


def cells(pen: Pen) -> None:
    """Steps in the cells of a grid, lines through the gaps; bands with names behind them, or a frame around some, or nothing."""
    pen.vary(0.4)
    r, em = pen.rng, pen.em
    wide, high, flip = r.uniform(5.5, 10) * em, r.uniform(2, 4) * em, r.random() < 0.5
    grid = Grid(wide if flip else high, high if flip else wide, r.uniform(1.8, 4) * em, r.uniform(1.4, 3.5) * em, flip)
    ranks, columns = r.randint(2, 5), r.randint(1, 4)
    lanes = columns > 1 and r.random() < 0.45
    spots, v = [(0, r.randrange(columns))], 0
    for u in range(ranks):
        for v in r.sample(range(columns), r.randint(1, min(columns, 2 if lanes else 3))):
            if (u, v) not in spots and (u or len(spots) < 2):
                spots.append((u, v))
    spots.sort()
    plain, corner, tags = r.random() < 0.45, r.choice((0, 0, 0, em * 0.7)), r.choice((0, 0.15, 0.4))
    way = r.choice(("boxed", "masked", "masked", "above"))
    usual = r.choice(("box", "box", "round"))
    for i, spot in enumerate(spots):
        first = i in (0, len(spots) - 1) and r.random() < 0.5
        kind = usual if plain and r.random() < 0.9 else "stadium" if first else r.choice((usual, usual, usual, "decision", "ellipse", "data", "store", "document", "hexagon"))
        cell(pen, grid.box(spot), pen.phrase(), kind)
    pen.z = -1
    links = {(spots[max(0, i - r.choice((1, 1, 1, 2)))], spots[i]) for i in range(1, len(spots))}
    for _ in range(r.choice((0, 0, 1, 2))):
        links.add((r.choice(spots), r.choice(spots)))
    dashed = r.random() < 0.1
    for a, b in sorted(links):
        if a == b:
            continue
        course = grid.course(a, b, r.choice((0, 0, 0.3)) * em)
        pen.arrow(rounded(course, corner) if corner else course, dash=pen.style.dash if dashed and r.random() < 0.5 else None)
        if r.random() < tags:
            (ax, ay), (bx, by) = course[-2:]
            pen.z = 1
            tag(pen, (ax + bx) / 2, (ay + by) / 2, pen.clip(answer(pen), wide * 0.8), way)
            pen.z = -1
    boxes = [grid.box(spot) for spot in spots]
    if lanes:
        bands(pen, grid, columns, ranks)
    elif r.random() < 0.2 and len(boxes) > 3:
        some = boxes[: r.randint(2, 3)]
        pen.z = -3
        pen.rect(min(b[0] for b in some) - em * 0.6, min(b[1] for b in some) - em * 0.6, max(b[2] for b in some) + em * 0.6, max(b[3] for b in some) + em * 0.6, pen.faint(0.12), pen.faint(0.5) if r.random() < 0.4 else None)
    pen.z = 0


def bands(pen: Pen, grid: Grid, count: int, ranks: int) -> None:
    """Lanes along the ranks: their names in a bar before them, rules between them or bands of two shades."""
    r, em = pen.rng, pen.em
    names = r.sample(("Customer", "Sales", "Support", "System", "Warehouse", "Finance", "User", "Server", "Manager", "Team A", "Team B", "QA", "Bank", "Lieferant", "Kunde"), count)
    bar, end = r.choice((None, pen.faint(0.15), r.choice(pen.accents))), ranks * (grid.long + grid.gap_u)
    ruled, shaded, head = r.random() < 0.7, r.random() < 0.5, r.uniform(1.8, 2.6) * em
    pen.z = -4
    for i, name in enumerate(names):
        near = i * (grid.broad + grid.gap_v) - grid.gap_v / 2
        far = near + grid.broad + grid.gap_v
        start = -grid.gap_u / 2

        def area(a: float, b: float, near: float = near, far: float = far) -> Box:
            return (a, near, b, far) if grid.flip else (near, a, far, b)

        pen.rect(*area(start, end), pen.faint(0.05 + 0.06 * (i % 2)) if shaded else None, pen.ink if ruled else None, 1)
        top = area(start - head, start)
        pen.rect(*top, bar, pen.ink if ruled or not bar else None, 1)
        x, y = middle(top)
        ink = Look(bar, None, pen.style.text) if bar is None else Look(bar, None, (20, 20, 20) if sum(bar) > 380 else (245, 245, 245))
        if grid.flip:
            pen.upright(x, y, pen.clip(name, far - near - 4), ink=ink.text)
        else:
            pen.text(x, y, pen.clip(name, far - near - 4), ink=ink.text, bold=r.random() < 0.5)
    pen.z = 0


class Activity:
    """Writes steps downwards; `to` joins what came before with what comes next."""

    def __init__(self, pen: Pen) -> None:
        r, em = pen.rng, pen.em
        self.pen, self.wide, self.gap = pen, r.uniform(5, 10) * em, r.uniform(1.2, 2.4) * em
        self.corner, self.guard, self.look = r.choice(("round", "round", "stadium", "box")), r.choice(("{}", "[{}]")), pen.look()
        self.decision, self.asked = r.choice(("decision", "decision", "hexagon")), r.random() < 0.65

    def to(self, *points: Point, label: str = "") -> None:
        self.pen.z = -1
        self.pen.arrow(turned(list(points), False))
        self.pen.z = 0
        if label:
            (ax, ay), (bx, by) = points[-2:]
            tag(self.pen, (ax + bx) / 2, (ay + by) / 2, label, "beside" if ax == bx else "masked")

    def says(self) -> str:
        return self.guard.format(self.pen.clip(answer(self.pen), self.wide * 0.5))

    def step(self, x: float, y: float, joined: bool = True, label: str = "") -> float:
        """Its lower end; y is where the way before it ends."""
        pen = self.pen
        lines, w, h = pen.fitted(pen.phrase(), (self.wide - pen.em) / pen.em, pen.em * 0.35)
        top = y + (self.gap if joined else 0)
        if joined:
            self.to((x, y), (x, top), label=label)
        w = max(w, pen.em * 3)
        cell(pen, (x - w / 2, top, x + w / 2, top + h + pen.em * 0.4), " ".join(lines), self.corner, self.look)
        return top + h + pen.em * 0.4

    def split(self, x: float, y: float, forked: bool) -> float:
        """A question or a bar, two or three ways, and where they meet again."""
        pen, r = self.pen, self.pen.rng
        count, span, top = r.choice((2, 2, 2, 3)), self.wide * 1.25, y + self.gap
        self.to((x, y), (x, top))
        half = pen.em * 1.1
        if forked:
            pen.rect(x - span * count / 2, top, x + span * count / 2, top + pen.em * 0.4, pen.ink)
            out, low = [(x + (i - (count - 1) / 2) * span, top + pen.em * 0.4) for i in range(count)], top + pen.em * 0.4
        else:
            wide = self.wide * 0.5 if self.asked else half
            low = top + (pen.em * 3.2 if self.asked else half * 2)
            text = pen.phrase(14) + "?" if self.asked else ""
            cell(pen, (x - wide, top, x + wide, low), text, self.decision, self.look)
            centre = (top + low) / 2
            out = [(x - wide, centre), (x + wide, centre)] if count == 2 else [(x - wide, centre), (x, low), (x + wide, centre)]
        ends: list[Point] = []
        for i, point in enumerate(out):
            at = x + (i - (count - 1) / 2) * span
            start = low + self.gap * 0.9
            if r.random() < 0.12:
                ends.append((at, low))
                self.pen.line(turned([point, (at, point[1]), (at, low)], False))
                continue
            self.to(point, (at, point[1]), (at, start), label="" if forked else self.says())
            lower = self.step(at, start, joined=False)
            for _ in range(r.choice((0, 0, 1))):
                lower = self.step(at, lower)
            ends.append((at, lower))
        meet = max(e[1] for e in ends) + self.gap
        if forked:
            for end in ends:
                self.to(end, (end[0], meet))
            pen.rect(x - span * count / 2, meet, x + span * count / 2, meet + pen.em * 0.4, pen.ink)
            return meet + pen.em * 0.4
        for end in ends:
            self.to(end, (end[0], meet), (x, meet)) if end[0] != x else self.to(end, (x, meet))
        if r.random() < 0.5:
            cell(pen, (x - half, meet - half, x + half, meet + half), "", "decision", self.look)
            return meet + half
        return meet

    def again(self, x: float, y: float) -> float:
        """Steps that a question below them sends back to."""
        pen = self.pen
        above, low = y + self.gap * 0.5, self.step(x, y)
        top = low + self.gap
        self.to((x, low), (x, top))
        cell(pen, (x - self.wide * 0.45, top, x + self.wide * 0.45, top + pen.em * 3), pen.phrase(14) + "?", self.decision, self.look)
        far = x + self.wide * pen.rng.choice((-0.9, 0.9))
        self.to((x + (self.wide * 0.45 if far > x else -self.wide * 0.45), top + pen.em * 1.5), (far, top + pen.em * 1.5), (far, above), (x, above))
        pen.text((x + far) / 2, top + pen.em * 0.7, self.says(), pen.style.label_size)
        return top + pen.em * 3


def activity(pen: Pen) -> None:
    """From a disc or a rounded word down to a ring, a disc, a word or nothing: steps, questions, bars, loops; in one colour or some."""
    pen.vary(0.3)
    r, em = pen.rng, pen.em
    made, radius = Activity(pen), em * r.uniform(0.45, 0.9)
    y = radius
    begins, ends = r.choice(("disc", "disc", "ring", "word", "none")), r.choice(("ring", "ring", "disc", "word", "none"))
    if begins in ("disc", "ring"):
        pen.disc(0, 0, radius, fill=pen.ink if begins == "disc" else None, line=pen.ink, width=pen.style.edge_width)
    elif begins == "word":
        cell(pen, (-em * 3, -em, em * 3, em), r.choice(("Start", "Begin", "Anfang", "START", "start")), "stadium", made.look)
        y = em
    y = made.step(0, y, joined=begins != "none")
    for _ in range(r.choice((1, 1, 2, 2, 3, 4))):
        roll = r.random()
        y = made.split(0, y, roll < 0.1) if roll < 0.4 else made.again(0, y) if roll < 0.5 else made.step(0, y, label=made.says() if r.random() < 0.06 else "")
    if ends == "none":
        return
    made.to((0, y), (0, y + made.gap))
    y += made.gap
    if ends == "word":
        cell(pen, (-em * 3, y, em * 3, y + em * 2), r.choice(("End", "Stop", "Ende", "Done", "END")), "stadium", made.look)
        return
    pen.disc(0, y + radius, radius, fill=pen.ink if ends == "disc" else None, line=pen.ink, width=max(1, pen.style.edge_width))
    if ends == "ring":
        pen.disc(0, y + radius, radius * 0.6, fill=pen.ink)


def few(pen: Pen) -> None:
    """One to four shapes of any kind, joined in a row or downwards: what someone draws in a minute."""
    pen.vary(0.3)
    r, em = pen.rng, pen.em
    across, count = r.random() < 0.55, r.choice((2, 2, 2, 3, 3, 4))
    gap, at = r.uniform(2.2, 6) * em, 0.0
    one, way, mixed = r.choice(SHAPES), r.choice(("boxed", "masked", "above")), r.random() < 0.6
    spans: list[tuple[float, float]] = []
    for _ in range(count):
        kind = r.choice(SHAPES) if mixed else one
        lines, w, h = pen.fitted(pen.phrase(20), r.choice((4, 7, 12)))
        share = HOLDS.get(kind, 0.9)
        w, h = max(w, em * 2) / share + em * 0.4, max(h, em * 1.5) / share + em * 0.4
        if kind == "circle":
            w = h = max(w, h)
        near, across_half = at, (h if across else w) / 2
        at += w if across else h
        cell(pen, (near, -across_half, at, across_half) if across else (-across_half, near, across_half, at), " ".join(lines), kind)
        spans.append((near, at))
        at += gap
    pen.z = -1
    for (_, a), (b, _) in itertools.pairwise(spans):
        pen.arrow([(a, 0), (b, 0)] if across else [(0, a), (0, b)], start="filled" if r.random() < 0.06 else "none", dash=pen.style.dash if r.random() < 0.08 else None)
        if r.random() < 0.3:
            middle_of = (a + b) / 2
            tag(pen, middle_of if across else 0, 0 if across else middle_of, pen.clip(answer(pen), gap * 0.8 if across else em * 8), way)
    pen.z = 0


LAYOUTS: dict[str, Layout] = {"trunks": trunks, "cells": cells, "activity": activity, "few": few}
