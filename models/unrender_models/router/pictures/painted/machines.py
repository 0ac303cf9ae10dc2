"""State machines of more manners: states in states, ranks with ways back, a few states with loops; discs are no must."""

from __future__ import annotations

import itertools
from math import hypot, pi, sin

from ....draw import words
from ....draw.geometry import bezier, rounded
from ....scene import Box, Point
from .pen import Layout, Outline, Pen, border, halfway, middle
from .states import EVENTS, NAMES, activities, event, final, start

MORE_NAMES = ("Aktiv", "Bereit", "Gesperrt", "Fertig", "Ouvert", "Fermé", "Abierto", "Empty", "Full", "Armed", "Disarmed", "Charging", "Walking", "Jumping", "Attack", "Patrol", "New", "Assigned", "Resolved", "Reopened", "Rejected", "Shipped", "Paid", "Cancelled", "Solid", "Liquid", "Gas", "Awake", "Asleep", "Half open", "In review", "Suspended", "Blocked", "Terminated", "Offline", "Online", "Syncing", "Muted", "Yellow", "Playing", "Rewind", "Hungry", "Dirty", "Clean", "Leader", "Follower", "Candidate")  # fmt: skip


class Manner:
    """How the states and ways of one machine are drawn and named."""

    def __init__(self, pen: Pen) -> None:
        r, em = pen.rng, pen.em
        self.shape = r.choice(("round", "round", "round", "pill", "oval", "box"))
        self.radius = r.uniform(0.3, 0.9) * em
        self.pad = (r.uniform(0.6, 1.6) * em, r.uniform(0.3, 1.0) * em)
        self.inner = 0.25 if r.random() < 0.3 else 0.0
        self.rule, self.same = r.random() < 0.15, r.choice((0, 0, 5 * em))
        self.case = r.choice((str, str, str, str.lower, str.upper, lambda name: f"S_{name.upper().replace(' ', '_')}", lambda name: name.replace(" ", "")))
        self.source = r.choice(("names", "names", "names", "more", "more", "adjectives", "gerunds"))
        self.sign = r.choice(("event", "event", "event", "short", "verb", "call"))
        self.labels, self.way = r.choice((1, 1, 0.9, 0.75)), r.choice(("beside", "beside", "masked", "over"))
        self.course, self.bold = r.choice(("straight", "curve", "curve", "square")), r.random() < 0.25
        self.discs = r.random() < 0.5

    def names(self, pen: Pen, count: int) -> list[str]:
        r = pen.rng
        pool = {"names": NAMES, "more": MORE_NAMES, "adjectives": tuple(a.capitalize() for a in words.ADJECTIVES), "gerunds": tuple(n for n in (*NAMES, *MORE_NAMES) if n.endswith(("ing", "ed")))}[self.source]
        return [self.case(name) for name in r.sample(pool, count)]

    def text(self, pen: Pen) -> str:
        r = pen.rng
        if r.random() > self.labels:
            return ""
        if self.sign == "short":
            return r.choice((*"abcxy01", "go", "ok", "t > 5", "[x]", "ε", "e1", "e2", "tick"))
        if self.sign == "verb":
            return f"{r.choice(words.VERBS).lower()}{r.choice(('', '', ' ' + r.choice(words.NOUNS)))}"
        if self.sign == "call":
            return f"{r.choice(('on', 'ev', 'do', ''))}{r.choice(EVENTS).title().replace(' ', '')}{r.choice(('', '()'))}"
        return event(pen)


def size_of(pen: Pen, manner: Manner, name: str, inner: list[str]) -> tuple[float, float]:
    em, step = pen.em, pen.em * pen.style.leading
    w = max(pen.measure(name) * 1.1, *(pen.measure(t, em * 0.9) for t in inner), em * 1.5, manner.same) + 2 * manner.pad[0]
    h = step + 2 * manner.pad[1] + (len(inner) * step + em * 0.4 if inner else 0)
    return (w * 1.2, h * 1.25) if manner.shape == "oval" else (w, h)


def state(pen: Pen, manner: Manner, x: float, y: float, name: str) -> Box:
    """Its left upper corner given; as large as its name and activities."""
    em, inner = pen.em, activities(pen) if manner.inner and manner.shape in ("round", "box") and pen.rng.random() < manner.inner else []
    w, h = size_of(pen, manner, name, inner)
    box = (x, y, x + w, y + h)
    radius = {"round": manner.radius, "pill": h / 2, "oval": 0.0, "box": 0.0}[manner.shape]
    oval = [(x + w / 2 - w / 2 * sin(2 * pi * i / 40 + pi / 2), y + h / 2 + h / 2 * sin(2 * pi * i / 40)) for i in range(40)] if manner.shape == "oval" else None
    look = pen.node(box, radius=radius, outline=oval)
    head = h if not inner else em * pen.style.leading + 2 * manner.pad[1]
    pen.text(x + w / 2, y + head / 2, name, ink=look.text, bold=manner.bold)
    if inner or manner.rule and manner.shape == "round":
        line = y + (head if inner else h - max(3.0, em * 0.3))
        pen.line([(x, line), (x + w, line)], look.border or look.text, pen.style.node_width)
    for i, text in enumerate(inner):
        pen.text(x + em * 0.6, y + head + em * pen.style.leading * (i + 0.5), text, em * 0.9, look.text, "l")
    return box


def sign(pen: Pen, manner: Manner, x: float, y: float, text: str, align: str = "l") -> None:
    """A label at a way; in two lines where it is long."""
    if not text:
        return
    size = pen.style.label_size
    cut = next((text.index(mark) for mark in (" [", " / ") if mark in text), 0)
    lines = [text[:cut], text[cut + 1 :]] if cut and pen.rng.random() < 0.4 else [text]
    pen.z = 2
    for i, line in enumerate(lines):
        at = y + (i - (len(lines) - 1) / 2) * size * 1.15
        if manner.way == "beside":
            pen.text(x + (size * 0.4 if align == "l" else -size * 0.4 if align == "r" else 0), at - (size * 0.7 if align == "m" else 0), line, size, align=align, face=pen.style.label_face)
        else:
            pen.text(x, at, line, size, mask=manner.way == "masked", face=pen.style.label_face)
    pen.z = 0


def way(pen: Pen, manner: Manner, a: Box, b: Box, text: str, bow: float = 0.0) -> None:
    """From a border to a border, straight or bowed by a share of its length."""
    (ax, ay), (bx, by) = middle(a), middle(b)
    oval = manner.shape == "oval"
    d = hypot(bx - ax, by - ay) or 1
    mid: Point = ((ax + bx) / 2 + (by - ay) * bow, (ay + by) / 2 - (bx - ax) * bow)
    p, q = (border(a, mid, oval), border(b, mid, oval)) if bow else (border(a, (bx, by), oval), border(b, (ax, ay), oval))
    course: Outline = bezier(p, ((p[0] + 2 * mid[0]) / 3, (p[1] + 2 * mid[1]) / 3), ((q[0] + 2 * mid[0]) / 3, (q[1] + 2 * mid[1]) / 3), q) if bow else [p, q]
    pen.z = -1
    pen.arrow(course)
    pen.z = 0
    x, y = halfway(course)
    flat = abs(by - ay) < abs(bx - ax)
    sign(pen, manner, x, y, text, "m" if flat and d > 1 else "r" if bow * (by - ay) < 0 else "l")


def around(pen: Pen, manner: Manner, a: Box, b: Box, text: str, reach: float, down: bool) -> None:
    """A way back or over others, along the machine's side: square, rounded or as one curve."""
    if down:
        far = (max(a[2], b[2]) if reach > 0 else min(a[0], b[0])) + reach
        points: Outline = [(a[2] if reach > 0 else a[0], middle(a)[1]), (far, middle(a)[1]), (far, middle(b)[1]), (b[2] if reach > 0 else b[0], middle(b)[1])]
    else:
        far = (max(a[3], b[3]) if reach > 0 else min(a[1], b[1])) + reach
        points = [(middle(a)[0], a[3] if reach > 0 else a[1]), (middle(a)[0], far), (middle(b)[0], far), (middle(b)[0], b[3] if reach > 0 else b[1])]
    course = points if manner.course == "square" else bezier(points[0], points[1], points[2], points[3]) if manner.course == "curve" else rounded(points, pen.em)
    pen.z = -1
    pen.arrow(course)
    pen.z = 0
    x, y = halfway(course)
    sign(pen, manner, x, y, text, ("l" if reach > 0 else "r") if down else "m")


def turn(pen: Pen, manner: Manner, box: Box, text: str, side: str) -> None:
    """A way from a state to itself."""
    em, (x, y) = pen.em, middle(box)
    reach = em * pen.rng.uniform(1.4, 2.4)
    u, v = {"right": (1, 0), "left": (-1, 0), "top": (0, -1), "bottom": (0, 1)}[side]
    base: Point = (box[2] if u > 0 else box[0] if u else x, box[3] if v > 0 else box[1] if v else y)
    half = min(em * 0.6, (box[3] - box[1]) * 0.3 if u else (box[2] - box[0]) * 0.3)

    def at(out: float, along: float) -> Point:
        return base[0] + u * out + abs(v) * along, base[1] + v * out + abs(u) * along

    square = [at(0, -half), at(reach, -half), at(reach, half), at(0, half)]
    course = square if manner.course == "square" else bezier(at(0, -half), at(reach * 1.5, -half * 2.4), at(reach * 1.5, half * 2.4), at(0, half))
    pen.z = -1
    pen.arrow(course)
    pen.z = 0
    (tx, ty) = at(reach * 1.15 if u else reach * 1.2 + pen.style.label_size * 0.6, 0)
    sign(pen, manner, tx, ty, text, {1: "l", -1: "r", 0: "m"}[u])


def room(pen: Pen, texts: list[str], down: bool) -> float:
    """Between two states, for the labels of the ways between them."""
    size = pen.style.label_size
    return size * pen.rng.uniform(2.2, 3.4) + pen.em if down else max([pen.measure(t, size) for t in texts] or [0.0]) + pen.em * 2.2


def chained(pen: Pen, manner: Manner, boxes: list[Box], texts: list[str], down: bool) -> None:
    """What is between neighbours, ways back, loops."""
    r, em = pen.rng, pen.em
    for (a, b), text in zip(itertools.pairwise(boxes), texts, strict=False):
        both = r.random() < 0.25
        way(pen, manner, a, b, text, r.uniform(0.12, 0.25) if both else 0.0)
        if both:
            way(pen, manner, b, a, manner.text(pen), r.uniform(0.12, 0.25))
    for _ in range(r.choice((0, 0, 1, 1, 2)) if len(boxes) > 2 else 0):
        i, j = sorted(r.sample(range(len(boxes)), 2))
        if j - i > 1 or r.random() < 0.3:
            around(pen, manner, boxes[j], boxes[i], manner.text(pen), r.choice((1, -1)) * em * r.uniform(2.5, 5), down)
    for box in boxes:
        if r.random() < 0.18:
            turn(pen, manner, box, manner.text(pen), r.choice(("right", "left") if down else ("top", "bottom")))


def framed(pen: Pen, manner: Manner, inside: list[Box], name: str, depth: int) -> Box:
    """The box of a state that holds others: its name in a bar, above a rule, or in a corner."""
    r, em = pen.rng, pen.em
    pad, head = em * r.uniform(0.9, 2), em * r.uniform(1.7, 2.4)
    x0, y0, x1, y1 = min(b[0] for b in inside) - pad, min(b[1] for b in inside) - pad - head, max(b[2] for b in inside) + pad, max(b[3] for b in inside) + pad
    x1 = max(x1, x0 + pen.measure(name) * 1.15 + em * 1.6)
    ground, shape = pen.faint(r.choice((0, 0, 0.04, 0.1))) if r.random() < 0.7 else pen.look().fill, r.choice(("bar", "rule", "none", "none"))
    pen.z = -9 + depth * 2
    line, radius = pen.look().border or pen.ink, max(pen.em * 0.4, manner.radius)
    pen.rect(x0, y0, x1, y1, ground, line, pen.style.node_width, radius, pen.style.dash if r.random() < 0.12 else None)
    if shape == "rule":
        pen.line([(x0, y0 + head), (x1, y0 + head)], line, pen.style.node_width)
    left = r.random() < 0.45
    ink = (20, 20, 20) if sum(ground or pen.style.background) > 380 else (240, 240, 240)
    pen.z = -8 + depth * 2
    pen.text(x0 + em * 0.8 if left else (x0 + x1) / 2, y0 + head / 2, name, ink=ink, align="l" if left else "m", bold=r.random() < 0.5)
    pen.z = 0
    return (x0, y0, x1, y1)


def region(pen: Pen, manner: Manner, x: float, y: float, depth: int, name: str) -> Box:
    """A state that holds a chain of states; one of them may hold some again."""
    r, em = pen.rng, pen.em
    down = r.random() < (0.45 if depth == 0 else 0.3)
    count = r.choice((1, 2, 2, 3, 3, 4)) if depth == 0 else r.choice((1, 2, 2))
    texts, boxes, extra = [manner.text(pen) for _ in range(count)], list[Box](), list[Box]()
    at = 0.0
    if manner.discs and r.random() < 0.8:
        dot = start(pen, x + (em * 0.6 if not down else em * 3), y + (em * 0.6 if down else em * 1.2))
        extra.append(dot)
        at = em * 3
    for i, inner in enumerate(manner.names(pen, count)):
        corner = (x, y + at) if down else (x + at, y)
        holds = depth == 0 and r.random() < 0.12
        box = region(pen, manner, corner[0] + em, corner[1] + em * 3, 1, inner) if holds else state(pen, manner, *corner, inner)
        boxes.append(box)
        at = (box[3] - y if down else box[2] - x) + room(pen, texts[i : i + 1], down)
    chained(pen, manner, boxes, texts, down)
    if extra:
        pen.z = -1
        pen.arrow(pen.route(extra[0], boxes[0], "straight"))
        pen.z = 0
    # What hangs over the boxes (labels, loops, ways back) belongs inside as well.
    wide = em * 2.2 if count > 1 else em * 0.4
    inside = [(min(b[0] for b in boxes) - (wide if down else 0), min(b[1] for b in (*boxes, *extra)) - (0 if down else wide), max(b[2] for b in boxes) + (wide if down else 0), max(b[3] for b in (*boxes, *extra)) + (0 if down else wide)), *extra]
    return framed(pen, manner, inside, name, depth)



def composites(pen: Pen) -> None:
    """States among which some hold states: with ways from and to the large boxes."""
    pen.vary(0.12)
    r, em = pen.rng, pen.em
    manner, down = Manner(pen), r.random() < 0.6
    count = r.choice((1, 2, 2, 3, 3))
    holding = {r.randrange(count), *(i for i in range(count) if r.random() < 0.2)}
    names, texts, boxes, at = manner.names(pen, count), [manner.text(pen) for _ in range(count)], list[Box](), 0.0
    for i in range(count):
        if i in holding:
            box = region(pen, manner, 0 if down else at + em * 3, at + em * 4 if down else 0, 0, names[i])
        else:
            w, h = size_of(pen, manner, names[i], [])
            beside = middle(boxes[-1]) if boxes else (em * 6, em * 2)
            box = state(pen, manner, beside[0] - w / 2 if down else at, at if down else beside[1] - h / 2, names[i])
        boxes.append(box)
        at = box[3 if down else 2] + room(pen, texts[i : i + 1], down)
    chained(pen, manner, boxes, texts, down)
    if manner.discs and r.random() < 0.8:
        x, y = middle(boxes[0])
        dot = start(pen, *((x, boxes[0][1] - em * 2.6) if down else (boxes[0][0] - em * 3, y)))
        pen.arrow(pen.route(dot, boxes[0], "straight"))
    if manner.discs and r.random() < 0.6:
        x, y = middle(boxes[-1])
        pen.arrow(pen.route(boxes[-1], final(pen, *((x, boxes[-1][3] + em * 3) if down else (boxes[-1][2] + em * 3.4, y))), "straight"))


def labelled(pen: Pen) -> None:
    """States in ranks, a word on nearly every way, ways back beside them; oftener without discs."""
    pen.vary(0.15)
    r, em = pen.rng, pen.em
    manner, down = Manner(pen), r.random() < 0.6
    ranks = [r.choice((1, 1, 1, 2, 2, 3)) for _ in range(r.randint(2, 5))]
    names, texts = iter(manner.names(pen, sum(ranks))), [manner.text(pen) for _ in range(sum(ranks) + 1)]
    rows: list[list[Box]] = []
    at, gap = 0.0, room(pen, texts, down) * r.uniform(1, 1.3)
    for count in ranks:
        row, beside = list[Box](), 0.0
        labels = [next(names) for _ in range(count)]
        sizes = [size_of(pen, manner, name, []) for name in labels]
        between = em * r.uniform(5, 9) if down else em * r.uniform(2, 4)
        total = sum(s[0 if down else 1] for s in sizes) + between * (count - 1)
        for name, (w, h) in zip(labels, sizes, strict=True):
            across = beside - total / 2
            row.append(state(pen, manner, *((across, at) if down else (at, across)), name))
            beside += (w if down else h) + between
        at = max(b[3 if down else 2] for b in row) + gap
        rows.append(row)
    for before, after in itertools.pairwise(rows):
        for i, b in enumerate(after):
            way(pen, manner, before[min(i, len(before) - 1)], b, texts[i], r.choice((0.0, 0.0, r.uniform(-0.15, 0.15))))
        if len(before) > len(after):
            way(pen, manner, before[-1], after[-1], manner.text(pen))
        if r.random() < 0.3:
            way(pen, manner, after[0], before[0], manner.text(pen), r.uniform(0.15, 0.3))
    for row in rows:
        if len(row) > 1 and r.random() < 0.35:
            way(pen, manner, row[0], row[1], manner.text(pen))
        for i, box in enumerate(row):
            sides = [s for s, free in (("left", i == 0), ("right", i == len(row) - 1)) if free] if down else [s for s, free in (("top", i == 0), ("bottom", i == len(row) - 1)) if free]
            if sides and r.random() < 0.2:
                turn(pen, manner, box, manner.text(pen), r.choice(sides))
    for _ in range(r.choice((0, 1, 1, 2))):
        i, j = sorted(r.sample(range(len(rows)), 2))
        a, b = rows[j][0 if (left := r.random() < 0.5) else -1], rows[i][0 if left else -1]
        around(pen, manner, a, b, manner.text(pen), (-1 if left else 1) * em * r.uniform(3, 7), down)
    ended(pen, manner, rows[0][0], rows[-1][-1], down)


def ended(pen: Pen, manner: Manner, first: Box, last: Box, down: bool) -> None:
    r, em = pen.rng, pen.em
    if manner.discs and r.random() < 0.85:
        x, y = middle(first)
        pen.arrow(pen.route(start(pen, *((x, first[1] - em * 2.6) if down else (first[0] - em * 3, y))), first, "straight"))
    if manner.discs and r.random() < 0.5:
        x, y = middle(last)
        pen.arrow(pen.route(last, final(pen, *((x, last[3] + em * 2.8) if down else (last[2] + em * 3.2, y))), "straight"))


def pair(pen: Pen) -> None:
    """One to three states, ways there and back, loops."""
    pen.vary(0.12)
    r, em = pen.rng, pen.em
    manner, down, count = Manner(pen), r.random() < 0.5, r.choice((1, 2, 2, 2, 3))
    texts, boxes, at = [manner.text(pen) for _ in range(2 * count)], list[Box](), 0.0
    for name in manner.names(pen, count):
        w, h = size_of(pen, manner, name, [])
        boxes.append(state(pen, manner, *((-w / 2, at) if down else (at, -h / 2)), name))
        at = boxes[-1][3 if down else 2] + room(pen, texts, down) + em
    for i, (a, b) in enumerate(itertools.pairwise(boxes)):
        back, bow = r.random() < 0.75, r.uniform(0.15, 0.4)
        way(pen, manner, a, b, texts[i], bow if back else 0)
        if back:
            way(pen, manner, b, a, texts[count + i], bow)
    for i, box in enumerate(boxes):
        if count == 1 or r.random() < 0.4:
            ends = ("left" if i == 0 else "right") if not down else ("top" if i == 0 else "bottom")
            turn(pen, manner, box, manner.text(pen), r.choice((ends, r.choice(("left", "right") if down else ("top", "bottom")))))
    ended(pen, manner, boxes[0], boxes[-1], not down)


LAYOUTS: dict[str, Layout] = {"composites": composites, "labelled": labelled, "pair": pair}
