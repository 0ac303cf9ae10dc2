"""Class diagrams: compartments, relations, packages, notes."""

from __future__ import annotations

import itertools

from ....draw.style import mix, readable
from ....scene import Box
from .pen import Layout, Pen

TYPES = ("int", "string", "bool", "float", "Date", "void", "List<Item>", "double", "UUID", "String", "Map", "Order", "User", "long", "char*", "Optional<T>")
VERBS = ("get", "set", "add", "remove", "find", "create", "update", "is", "load", "save", "notify", "calculate", "validate", "draw", "open", "close", "run", "to", "on")


class Manner:
    """How all boxes of one diagram are written."""

    def __init__(self, pen: Pen) -> None:
        r = pen.rng
        self.signs = r.choice((True, True, True, False))
        self.order = r.choice(("name: type", "name: type", "type name", "name"))
        self.filled, self.centred_name = r.random() < 0.35, r.random() < 0.85
        self.italic, self.bold = r.random() < 0.4, r.random() < 0.6
        self.compartments = r.choice((3, 3, 3, 2, 2, 1))
        self.badge = r.random() < 0.12
        self.spaced, self.square = r.random() < 0.5, r.random() < 0.8
        self.head = r.choice(pen.accents)

    def field(self, pen: Pen) -> str:
        r = pen.rng
        sign = r.choice("+-#~") + (" " if self.spaced else "") if self.signs else ""
        name, kind = pen.word().lower(), r.choice(TYPES)
        return sign + {"name: type": f"{name}: {kind}", "type name": f"{kind} {name}", "name": name}[self.order]

    def method(self, pen: Pen) -> str:
        r = pen.rng
        sign = r.choice("+++-#") + (" " if self.spaced else "") if self.signs else ""
        name = r.choice(VERBS) + pen.word().capitalize()
        inside = r.choice(("", "", "id", f"{pen.word().lower()}: {r.choice(TYPES)}", r.choice(TYPES)))
        return sign + (f"{r.choice(TYPES)} {name}({inside})" if self.order == "type name" else f"{name}({inside})" + (f": {r.choice(TYPES)}" if self.order != "name" and r.random() < 0.8 else ""))


def class_box(pen: Pen, manner: Manner, x: float, y: float, few: bool = False) -> Box:
    """Left upper corner given; as wide as its longest line."""
    r, em = pen.rng, pen.em
    size, step = em * 0.92, em * pen.style.leading
    head = [r.choice(("«interface»", "<<abstract>>", "«enumeration»", "«entity»", "<<service>>"))] if r.random() < 0.2 else []
    head.append(pen.camel())
    parts = [[manner.field(pen) for _ in range(r.randint(0 if few or r.random() < 0.2 else 1, 2 if few else 5))], [manner.method(pen) for _ in range(r.randint(0, 2 if few else 5))]][: manner.compartments - 1]
    width = max([pen.measure(t) * 1.1 for t in head] + [pen.measure(t, size) for part in parts for t in part] + [em * 4]) + em * (2.6 if manner.badge else 1.4)
    tops = [y, y + len(head) * step + em * 0.7]
    for part in parts:
        tops.append(tops[-1] + len(part) * step + em * (0.6 if part else 0.5))
    look = pen.look()
    box = (x, y, x + width, tops[-1])
    radius = 0 if manner.square else pen.style.corner
    pen.node(box, look, radius=radius)
    line = look.border or readable(pen.ink, look.fill or pen.style.background)
    ink = look.text
    if manner.filled and parts:
        pen.rect(x, y, x + width, tops[1], manner.head, line, pen.style.node_width)
        ink = readable(look.text, manner.head)
    for at in tops[1:-1]:
        pen.line([(x, at), (x + width, at)], line, pen.style.node_width)
    if manner.badge:
        pen.disc(x + em, (tops[0] + tops[1]) / 2, em * 0.7, fill=mix(manner.head, (255, 255, 255), 0.3), line=line)
        pen.text(x + em, (tops[0] + tops[1]) / 2, r.choice("CCCIAE"), em * 0.85, readable((0, 0, 0), mix(manner.head, (255, 255, 255), 0.3)))
    for i, text in enumerate(head):
        cy = y + em * 0.35 + step * (i + 0.5)
        if manner.centred_name:
            pen.text(x + width / 2 + (em * 0.6 if manner.badge else 0), cy, text, size if i < len(head) - 1 else em, ink, bold=manner.bold and i == len(head) - 1)
        else:
            pen.text(x + em * (2 if manner.badge else 0.6), cy, text, em, ink, "l", bold=manner.bold)
    for part, top in zip(parts, tops[1:], strict=False):
        for i, text in enumerate(part):
            pen.text(x + em * 0.6, top + em * 0.3 + step * (i + 0.5), text, size, look.text, "l", underline=r.random() < 0.03)
    return box


RELATIONS = (("hollow", "none", False), ("hollow", "none", True), ("none", "diamond", False), ("none", "odiamond", False), ("open", "none", True), ("open", "none", False), ("none", "none", False), ("open", "odiamond", False))  # fmt: skip
"""End, start, whether dashed."""


def relate(pen: Pen, a: Box, b: Box, kind: tuple[str, str, bool] | None = None, mode: str | None = None) -> None:
    r = pen.rng
    end, start, dashed = kind or r.choice(RELATIONS)
    points = pen.route(a, b, mode)
    if len(points) < 2:
        return
    pen.arrow(points, end, start, dash=(6, 4) if dashed else None, size=max(pen.style.arrow_size, pen.em * 0.8))
    many = ("1", "*", "0..1", "1..*", "0..*", "n", "2")
    if r.random() < 0.35:
        for (x, y), (tx, ty) in ((points[0], points[1]), (points[-1], points[-2])):
            dx, dy = (1 if tx > x else -1 if tx < x else 0), (1 if ty > y else -1 if ty < y else 0)
            pen.text(x + dx * pen.em * 1.4 + (pen.em * 0.9 if not dx else 0), y + dy * pen.em * 1.2 - (pen.em * 0.7 if not dy else 0), r.choice(many), pen.style.label_size)
    if r.random() < 0.3:
        x, y = (points[0][0] + points[-1][0]) / 2, (points[0][1] + points[-1][1]) / 2
        pen.text(x, y - pen.em * 0.6, r.choice(("uses", "has", "owns", "creates", "contains", "places", "manages", "implements", "calls")), pen.style.label_size, mask=True)


def note(pen: Pen, near: Box) -> None:
    r, em = pen.rng, pen.em
    lines = pen.wrap(pen.phrase(40), em * 8)[:3]
    w, h = max(pen.measure(t) for t in lines) + em * 1.6, len(lines) * em * pen.style.leading + em * 0.8
    x, y = near[2] + em * 3, near[1] - em
    ear = em * 0.7
    fill = r.choice((None, (255, 250, 205), pen.faint(0.08)))
    pen.poly([(x, y), (x + w - ear, y), (x + w, y + ear), (x + w, y + h), (x, y + h)], fill, pen.ink, 1)
    pen.line([(x + w - ear, y), (x + w - ear, y + ear), (x + w, y + ear)], pen.ink, 1)
    pen.lines(x + w / 2, y + h / 2, lines, ink=readable(pen.style.text, fill or pen.style.background))
    pen.line([(near[2], near[1] + em), (x, y + h / 2)], pen.ink, 1, (4, 3))


def grid(pen: Pen) -> None:
    """Classes in rows, relations between neighbours."""
    r, em = pen.rng, pen.em
    manner, columns, count = Manner(pen), r.randint(1, 4), r.randint(1, 8)
    manner.compartments = max(2, manner.compartments) if r.random() < 0.9 and count > 1 else 3
    gap_x, gap_y = r.uniform(2.5, 7) * em, r.uniform(2.5, 5) * em
    y, rows = 0.0, list[list[Box]]()
    while count > 0:
        x, row = r.choice((0, 0, r.uniform(0, 6))) * em, list[Box]()
        for _ in range(min(columns, count)):
            row.append(class_box(pen, manner, x, y + r.choice((0, 0, em)), few=columns > 2))
            x = row[-1][2] + gap_x
        count -= len(row)
        y = max(b[3] for b in row) + gap_y
        rows.append(row)
    pen.z = -1
    for row in rows:
        for a, b in itertools.pairwise(row):
            if r.random() < 0.7:
                relate(pen, a, b)
    for before, after in itertools.pairwise(rows):
        for b in after:
            if r.random() < 0.75:
                relate(pen, b, r.choice(before))
    if r.random() < 0.15:
        note(pen, rows[0][-1])
    if r.random() < 0.15:
        pen.z = -3
        boxes = [b for row in rows for b in row]
        frame = (min(b[0] for b in boxes) - em, min(b[1] for b in boxes) - em * 1.5, max(b[2] for b in boxes) + em, max(b[3] for b in boxes) + em)
        name = pen.word()
        pen.rect(*frame, fill=pen.faint(r.choice((0, 0.04))), line=pen.ink, width=1)
        pen.rect(frame[0], frame[1] - em * 1.6, frame[0] + pen.measure(name) + em * 1.4, frame[1], fill=pen.faint(0.06), line=pen.ink, width=1)
        pen.text(frame[0] + em * 0.7, frame[1] - em * 0.8, name, align="l")
    pen.z = 0


def hierarchy(pen: Pen) -> None:
    """A base class, children below or beside it, hollow triangles, one trunk or single lines."""
    r, em = pen.rng, pen.em
    manner = Manner(pen)
    across, mode = r.random() < 0.25, r.choice(("ortho", "straight", pen.connector))
    base = class_box(pen, manner, 0, 0)
    count, gap = r.randint(2, 4), r.uniform(1.5, 4) * em
    x, y = (base[2] + em * 6, 0.0) if across else (0.0, base[3] + em * 4)
    children: list[Box] = []
    for _ in range(count):
        children.append(class_box(pen, manner, x, y, few=True))
        x, y = (x, children[-1][3] + gap) if across else (children[-1][2] + gap, y)
    pen.z = -1
    dashed = r.random() < 0.2
    for child in children:
        relate(pen, child, base, ("hollow", "none", dashed), mode)
    if r.random() < 0.5:
        other = class_box(pen, manner, base[2] + em * 6, base[1] - em * r.uniform(0, 2)) if not across else class_box(pen, manner, base[0], base[3] + em * 5)
        relate(pen, base, other)
    for child in children[:2]:
        if r.random() < 0.3:
            grand = class_box(pen, manner, *((child[2] + em * 5, child[1]) if across else (child[0], child[3] + em * 4)), few=True)
            relate(pen, grand, child, ("hollow", "none", False), mode)
    pen.z = 0


def small(pen: Pen) -> None:
    """Names with a compartment or two, joined freely: sketches of a model."""
    r, em = pen.rng, pen.em
    manner = Manner(pen)
    manner.compartments = max(2, manner.compartments)
    manner.order, manner.signs = "name", r.random() < 0.5
    count, boxes = r.randint(2, 6), list[Box]()
    across = r.random() < 0.5
    at, far = 0.0, 0.0
    for i in range(count):
        shift = (i % 2) * em * r.uniform(6, 10) if r.random() < 0.5 else 0.0
        box = class_box(pen, manner, *((at, shift) if across else (shift * 1.6, at)), few=True)
        boxes.append(box)
        at = (box[2] if across else box[3]) + em * r.uniform(2.6, 5)
        far = max(far, box[3])
    pen.z = -1
    for a, b in itertools.pairwise(boxes):
        relate(pen, a, b, mode="straight" if r.random() < 0.7 else None)
    if count > 3:
        relate(pen, boxes[0], boxes[2], mode="curve")
    pen.z = 0


def short(pen: Pen) -> None:
    """One to three classes of a name and few members or none; what joins them has a triangle, a diamond or numbers at its ends."""
    pen.vary(0.3)
    r, em = pen.rng, pen.em
    manner, across, count = Manner(pen), r.random() < 0.5, r.choice((1, 2, 2, 2, 3))
    manner.compartments = 3 if count == 1 else r.choice((1, 1, 2, 2, 3))
    manner.bold = manner.bold or manner.compartments == 1
    dark = r.random() < 0.3
    if dark:
        manner.filled, manner.head = True, mix(r.choice(pen.accents), (0, 0, 0), 0.6)
    boxes, at = list[Box](), 0.0
    for _ in range(count):
        side = r.choice((0.0, 0.0, em))
        boxes.append(class_box(pen, manner, *((at, side) if across else (side, at)), few=True))
        at = boxes[-1][2 if across else 3] + em * r.uniform(4, 7)
    pen.z = -1
    for a, b in itertools.pairwise(boxes):
        kinds = [kind for kind in RELATIONS if manner.compartments > 1 or kind[0] == "hollow" or "diamond" in kind[1]]
        relate(pen, *r.choice(((a, b), (b, a))), r.choice(kinds), "straight" if r.random() < 0.7 else None)
    pen.z = 0


LAYOUTS: dict[str, Layout] = {"grid": grid, "hierarchy": hierarchy, "small": small, "short": short}
