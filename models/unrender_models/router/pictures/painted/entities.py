"""Entities and relations: tables of columns with keys, crow's feet, Chen's ovals and diamonds."""

from __future__ import annotations

import itertools
from math import cos, pi, sin

from ....draw.style import Look, mix, readable
from ....scene import Box
from .pen import Layout, Pen, diamond, middle

TYPES = ("int", "INTEGER", "varchar(255)", "VARCHAR", "text", "bigint", "uuid", "timestamp", "DATE", "boolean", "decimal(10,2)", "serial", "char(2)", "json", "NUMERIC", "string", "datetime")


class Manner:
    def __init__(self, pen: Pen) -> None:
        r = pen.rng
        self.key = r.choice(("column", "column", "after", "icon", "underline"))
        self.types = r.choice(("right", "right", "after", "left", "none" if self.key in ("column", "icon") else "right"))
        self.header = r.choice(("filled", "filled", "plain", "line", "outside"))
        self.rules = r.choice((False, False, True))
        self.vertical, self.zebra = self.rules and r.random() < 0.6, r.random() < 0.15
        self.upper, self.null = r.random() < 0.25, r.random() < 0.15
        self.fill = r.choice((*pen.accents, pen.faint(0.2), pen.look().fill or pen.faint(0.1)))
        self.separate = r.random() < 0.25
        self.ends = r.choice(("crow", "crow", "crow", "numbers", "arrow", "none"))


def columns_of(pen: Pen, manner: Manner, name: str, count: int) -> list[tuple[str, str, str]]:
    """Key, name, type."""
    r = pen.rng
    rows = [("PK", r.choice(("id", f"{name}_id", "uuid")), r.choice(TYPES[:8]))]
    for _ in range(count):
        foreign = r.random() < 0.22
        rows.append(("FK" if foreign else r.choice(("", "", "", "UQ")) if r.random() < 0.2 else "", f"{pen.word().lower()}_id" if foreign else r.choice((pen.snake(), "name", "created_at", "email", "status", "price")), r.choice(TYPES)))
    return [(k, n.upper(), t.upper()) if manner.upper else (k, n, t) for k, n, t in rows]


def key_icon(pen: Pen, x: float, y: float, primary: bool) -> None:
    size = pen.em * 0.32
    ink = (200, 150, 20) if primary else pen.faint(0.6)
    pen.disc(x - size, y, size * 0.8, line=ink, width=1.4)
    pen.line([(x - size * 0.2, y), (x + size * 1.6, y), (x + size * 1.6, y + size * 0.7)], ink, 1.4)


def entity(pen: Pen, manner: Manner, x: float, y: float, count: int) -> tuple[Box, list[float]]:
    """Draws an entity; its box and the middles of its rows."""
    r, em = pen.rng, pen.em
    size, step = em * 0.92, em * pen.style.leading * 1.12
    name = pen.snake() if r.random() < 0.6 else pen.word().capitalize()
    rows = columns_of(pen, manner, name, count)
    keys = pen.measure("PK", size) + em * 0.9 if manner.key in ("column", "icon") else 0.0
    names = max(pen.measure(n, size) for _, n, _ in rows) + em * 1.1
    types = max(pen.measure(t, size) for _, _, t in rows) + em * 1.0 if manner.types != "none" else 0.0
    tail = pen.measure("(FK)", size) + em * 0.6 if manner.key == "after" else 0.0
    nulls = pen.measure("N", size) + em if manner.null else 0.0
    width = max(keys + names + types + tail + nulls, pen.measure(name) * 1.15 + em * 1.6)
    names += max(0.0, width - (keys + names + types + tail + nulls))
    head = em * 1.9
    look = pen.look()
    body = y + head
    box = (x, y if manner.header != "outside" else body, x + width, body + len(rows) * step + em * 0.3)
    pen.node(box, look, radius=pen.style.corner * 0.4 if manner.header != "filled" else 0)
    line = look.border or readable(pen.ink, look.fill or pen.style.background)
    ink = look.text
    if manner.header == "filled":
        pen.rect(x, y, x + width, body, manner.fill, line if look.border else None, pen.style.node_width)
        ink = readable(ink, manner.fill)
    elif manner.header in ("line", "plain"):
        pen.line([(x, body), (x + width, body)], line, pen.style.node_width)
    if manner.header == "outside":
        pen.text(x, y + head / 2, name, em, pen.style.text, "l", bold=True)
    else:
        pen.text(x + width / 2, y + head / 2, name, em, ink, bold=r.random() < 0.7)
    middles = []
    where = {"left": (keys + types, keys), "right": (keys, keys + names + tail), "after": (keys, 0.0), "none": (keys, 0.0)}[manner.types]
    for i, (key, column, kind) in enumerate(rows):
        top = body + em * 0.15 + i * step
        cy = top + step / 2
        middles.append(cy)
        if manner.zebra and i % 2:
            pen.rect(x + 1, top, x + width - 1, top + step, pen.faint(0.07))
        if manner.rules and i or manner.separate and i == 1:
            pen.line([(x, top), (x + width, top)], line, 1)
        if key and manner.key == "column":
            pen.text(x + em * 0.5, cy, key, size, look.text, "l", bold=r.random() < 0.3)
        elif key in ("PK", "FK") and manner.key == "icon":
            key_icon(pen, x + em * 0.9, cy, key == "PK")
        pen.text(x + where[0] + em * 0.5, cy, f"{column} : {kind}" if manner.types == "after" else column, size, look.text, "l", bold=key == "PK" and r.random() < 0.3, underline=manner.key == "underline" and key == "PK")
        if manner.types in ("left", "right"):
            pen.text(x + where[1] + em * 0.5, cy, kind, size, look.text, "l")
        if key in ("PK", "FK") and manner.key == "after":
            pen.text(x + keys + (types if manner.types == "left" else 0) + names + (types if manner.types == "after" else 0), cy, f"({key})", size, look.text, "l")
        if manner.null:
            pen.text(x + width - em * 0.5, cy, r.choice(("N", "*", "?")), size, look.text, "r")
    if manner.vertical:
        for at in sorted({keys, where[1]} - {0.0}):
            pen.line([(x + at, body), (x + at, box[3])], line, 1)
    return box, middles


def ends(pen: Pen, manner: Manner) -> tuple[str, str]:
    r = pen.rng
    if manner.ends == "crow":
        return r.choice(("many", "one-many", "none-many")), r.choice(("one", "one-one", "none-one"))
    return ("open" if manner.ends == "arrow" else "none", "none")


def join(pen: Pen, manner: Manner, a: Box, b: Box, y_a: float | None = None, y_b: float | None = None, mode: str | None = None) -> None:
    """A relation; from row to row where `y_a` and `y_b` are given."""
    r = pen.rng
    end, start = ends(pen, manner)
    if y_a is not None and y_b is not None:
        right = b[0] > a[2]
        p, q = (a[2] if right else a[0], y_a), (b[0], y_b)
        far = (p[0] + q[0]) / 2 if right else min(a[0], b[0]) - pen.em * 2
        points = [p, (far, p[1]), (far, q[1]), q]
    else:
        points = pen.route(a, b, mode)
    pen.arrow(points, end, start, dash=(5, 4) if r.random() < 0.15 else None, size=max(8.0, pen.em * 0.8))
    if manner.ends == "numbers":
        for (x, y), (tx, ty) in ((points[0], points[1]), (points[-1], points[-2])):
            dx, dy = (1 if tx > x else -1 if tx < x else 0), (1 if ty > y else -1 if ty < y else 0)
            pen.text(x + dx * pen.em * 1.3 + (0 if dx else pen.em), y + dy * pen.em * 1.2 - (0 if dy else pen.em * 0.8), r.choice(("1", "n", "N", "m", "0..1", "1..n", "0..*", "(1,n)", "(0,1)", "*")), pen.style.label_size)
    if r.random() < 0.3:
        pen.text((points[0][0] + points[-1][0]) / 2, (points[0][1] + points[-1][1]) / 2 - pen.em * 0.6, r.choice(("has", "places", "contains", "belongs to", "writes", "owns", "fk_user")), pen.style.label_size, mask=True)


def schema(pen: Pen) -> None:
    """Tables in a grid with relations from box to box."""
    r, em = pen.rng, pen.em
    manner, columns, count = Manner(pen), r.randint(1, 3), r.randint(2, 7)
    x, y, low, rows = 0.0, 0.0, 0.0, list[list[Box]]([[]])
    for _ in range(count):
        if len(rows[-1]) == columns:
            rows.append([])
            x, y = r.choice((0, r.uniform(0, 5))) * em, low + r.uniform(3, 5) * em
        box, _ = entity(pen, manner, x, y + r.choice((0, 0, em * 2)), r.randint(1, 6))
        rows[-1].append(box)
        x, low = box[2] + r.uniform(4, 8) * em, max(low, box[3])
    pen.z = -1
    for row in rows:
        for a, b in itertools.pairwise(row):
            join(pen, manner, a, b)
    for before, after in itertools.pairwise(rows):
        for i, b in enumerate(after):
            join(pen, manner, before[min(i, len(before) - 1)], b)
    pen.z = 0


def columns(pen: Pen) -> None:
    """Tables in two or three columns, lines from foreign keys to keys."""
    r, em = pen.rng, pen.em
    manner = Manner(pen)
    manner.ends = r.choice(("crow", "arrow", "none", "crow"))
    placed: list[list[tuple[Box, list[float]]]] = []
    x = 0.0
    for _ in range(r.choice((2, 2, 3))):
        y, column = r.uniform(0, 4) * em, list[tuple[Box, list[float]]]()
        for _ in range(r.randint(1, 3)):
            column.append(entity(pen, manner, x, y, r.randint(2, 7)))
            y = column[-1][0][3] + r.uniform(1.5, 4) * em
        x = max(b[2] for b, _ in column) + r.uniform(4, 8) * em
        placed.append(column)
    pen.z = -1
    for left, right in itertools.pairwise(placed):
        for box, rows in right:
            other, keys = r.choice(left)
            join(pen, manner, other, box, keys[0], r.choice(rows[1:] or rows))
    pen.z = 0


def single(pen: Pen) -> None:
    """One or two entities, as documentation of a table shows them."""
    manner = Manner(pen)
    manner.key = pen.rng.choice(("column", "after", "icon", "column"))
    manner.types = "right" if manner.types == "none" else manner.types
    box, _ = entity(pen, manner, 0, 0, pen.rng.randint(3, 10))
    if pen.rng.random() < 0.5:
        other, _ = entity(pen, manner, box[2] + pen.em * 6, pen.em * pen.rng.randint(0, 4), pen.rng.randint(1, 5))
        pen.z = -1
        join(pen, manner, box, other)


def chen(pen: Pen) -> None:
    """Rectangles, diamonds between them, ovals of attributes around, no arrows."""
    r, em = pen.rng, pen.em
    across, pairs, gap = r.random() < 0.7, r.randint(1, 3), r.uniform(9, 12) * em
    entity_look, relation_look, attribute_look = (Look(look.fill or pen.style.background, look.border or pen.ink, look.text) for look in (pen.look(0), pen.look(1), pen.look(2)))
    boxes: list[Box] = []
    for i in range(pairs + 1):
        x, y = (i * gap * 2, 0.0) if across else (0.0, i * gap * 1.35)
        name = pen.word().capitalize()
        w, h = pen.measure(name) / 2 + em, em * 1.2
        box = (x - w, y - h, x + w, y + h)
        pen.labelled(box, name, entity_look, radius=0)
        if r.random() < 0.12:
            pen.rect(box[0] + 4, box[1] + 4, box[2] - 4, box[3] - 4, None, entity_look.border or pen.ink)
        boxes.append(box)
        count = r.randint(1, 4)
        for k in range(count):
            side = (-1 if k % 2 else 1) if across else 1
            angle = (pi / 2 + (k // 2 * 2 - (count - 1) // 2) * 0.42) if across else (k - (count - 1) / 2) * 0.55
            reach = em * r.uniform(6, 7.5)
            ox, oy = (x + reach * cos(angle), y + side * reach * 0.9 * sin(angle)) if across else (x + (reach + em * 4) * cos(angle), y + reach * sin(angle) * 1.2)
            text = r.choice(("id", "name", "date", "price", pen.word(), f"{pen.word()}_no"))
            rx = pen.measure(text) / 2 + em * 0.9
            pen.z = -1
            pen.line([(x, y), (ox, oy)], pen.ink)
            pen.z = 0
            pen.disc(ox, oy, rx, em * 1.1, fill=attribute_look.fill or pen.style.background, line=attribute_look.border or pen.ink, width=pen.style.node_width, dash=(4, 3) if r.random() < 0.05 else None)
            pen.text(ox, oy, text, ink=readable(attribute_look.text, attribute_look.fill or pen.style.background), underline=k == 0 and r.random() < 0.7)
    for a, b in itertools.pairwise(boxes):
        (ax, ay), (bx, by) = middle(a), middle(b)
        x, y = (ax + bx) / 2, (ay + by) / 2
        verb = r.choice(("has", "works in", "buys", "owns", "teaches", "belongs to", "orders", "writes"))
        w = pen.measure(verb) / 2 + em * 1.8
        box = (x - w, y - em * 1.9, x + w, y + em * 1.9)
        pen.z = -1
        pen.line([(ax, ay), (bx, by)], pen.ink)
        pen.z = 0
        pen.labelled(box, verb, relation_look, outline=diamond(box))
        for share in (0.3, 0.7):
            off = (0.0, -em * 0.8) if across else (em, 0.0)
            if r.random() < 0.8:
                pen.text(ax + (bx - ax) * share + off[0], ay + (by - ay) * share + off[1], r.choice(("1", "N", "M", "n", "(0,n)", "(1,1)")), pen.style.label_size)


def short(pen: Pen) -> None:
    """One to four tables of one to four rows, mostly under a dark name; joined from row to row or from box to box, also by lines without signs."""
    pen.vary(0.2)
    r, em = pen.rng, pen.em
    manner, count = Manner(pen), r.choice((1, 2, 2, 3, 4))
    if r.random() < 0.7:
        manner.header, manner.fill = "filled", r.choice((mix(r.choice(pen.accents), (0, 0, 0), r.uniform(0.3, 0.7)), (40, 40, 40), mix(pen.ink, (60, 70, 90), 0.5)))
    manner.ends = r.choice(("crow", "crow", "arrow", "numbers", "none"))
    down, rows = r.random() < 0.3, r.random() < 0.5
    placed, at = list[tuple[Box, list[float]]](), 0.0
    for _ in range(count):
        side = r.choice((0, 0, r.uniform(0, 4))) * em
        placed.append(entity(pen, manner, *((side, at) if down else (at, side)), r.choice((0, 1, 2, 2, 3))))
        at = placed[-1][0][3 if down else 2] + em * r.uniform(3, 7)
    pen.z = -1
    for (a, keys), (b, others) in itertools.pairwise(placed):
        if rows:
            join(pen, manner, a, b, r.choice(keys), others[0])
        else:
            join(pen, manner, a, b, mode="straight" if r.random() < 0.5 else None)
    pen.z = 0


LAYOUTS: dict[str, Layout] = {"short": short, "schema": schema, "columns": columns, "single": single, "chen": chen}
