"""Plans and overviews: mind maps, Gantt, time lines, boards, journeys, organisations, folders, causes, quadrants."""

from __future__ import annotations

from math import cos, pi, sin

from ....draw.geometry import bezier
from ....draw.style import mix, readable
from ....scene import Box
from .pen import Layout, Pen, middle, pictogram


def mindmap(pen: Pen) -> None:
    """A topic in the middle, branches to both sides or one, without arrows."""
    r, em = pen.rng, pen.em
    boxed, curved, sides = r.choice(("all", "centre", "none")), r.random() < 0.7, r.choice(((1,), (1, -1), (1, -1)))
    lines, w, h = pen.fitted(pen.phrase(20), 7)
    oval = r.random() < 0.4
    centre: Box = (-w / 2 - em, -h / 2 - em * 0.4, w / 2 + em, h / 2 + em * 0.4)
    pen.z = 1
    if oval:
        pen.disc(0, 0, w / 2 + em, h / 2 + em * 0.6, fill=pen.accents[0], line=pen.ink)
        pen.lines(0, 0, lines, ink=readable((255, 255, 255), pen.accents[0]))
    else:
        pen.labelled(centre, lines, radius=em * r.choice((0, 0.5, 1)), bold=True)
    for side in sides:
        branches = r.randint(2, 5)
        kids = [r.choice((0, 0, 1, 2, 3)) for _ in range(branches)]
        y = -sum(max(1, k) for k in kids) * em * 1.3
        for i, count in enumerate(kids):
            span = max(1, count) * em * 2.6
            cy, ink = y + span / 2, pen.accents[i % 8] if r.random() < 0.8 else pen.ink
            x = side * (w / 2 + em * r.uniform(5, 7))
            text = pen.phrase(16)
            wide = pen.measure(text) + em
            branch(pen, (side * (w / 2), 0.0), (x, cy), ink, curved, max(1.0, pen.style.edge_width + 1))
            if boxed == "all":
                pen.rect(*((x, cy - em, x + wide, cy + em) if side > 0 else (x - wide, cy - em, x, cy + em)), fill=mix(pen.style.background, ink, 0.25), line=ink if r.random() < 0.7 else None, radius=em * 0.4)
            elif r.random() < 0.7:
                pen.line([(x, cy + em * 0.7), (x + side * wide, cy + em * 0.7)], ink, 1.5)
            pen.text(x + side * wide / 2, cy, text)
            for k in range(count):
                ky = y + em * 2.6 * (k + 0.5)
                kx = x + side * (wide + em * 3)
                branch(pen, (x + side * wide, cy), (kx, ky), ink, curved, 1)
                pen.text(kx + side * em * 0.3, ky, pen.phrase(16), em * 0.9, align="l" if side > 0 else "r")
            y += span


def branch(pen: Pen, a: tuple[float, float], b: tuple[float, float], ink: tuple[int, int, int], curved: bool, width: float) -> None:
    mid = (a[0] + b[0]) / 2
    pen.z = -1
    pen.line(bezier(a, (mid, a[1]), (mid, b[1]), b) if curved else [a, b], ink, width)
    pen.z = 1


def gantt(pen: Pen) -> None:
    """Tasks with bars over dates, a grid, milestones, sections, dependencies."""
    r, em = pen.rng, pen.em
    tasks, columns, row, cell = r.randint(3, 14), r.randint(5, 14), em * r.uniform(1.6, 2.4), em * r.uniform(2.2, 4)
    names = [pen.phrase(20) for _ in range(tasks)]
    left = max(pen.measure(n) for n in names) + em
    grid, progress, linked = r.choice(("lines", "bands", "none")), r.random() < 0.3, r.random() < 0.3
    inside = r.random() < 0.25
    labels = r.choice((("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), tuple(f"W{i}" for i in range(1, 15)), tuple(str(i) for i in range(1, 32)), ("Q1", "Q2", "Q3", "Q4")))
    for i in range(columns):
        pen.text((i + 0.5) * cell, -em * 0.9, pen.clip(labels[i % len(labels)], cell), em * 0.85)
        if grid == "lines":
            pen.line([(i * cell, -em * 1.8), (i * cell, tasks * row)], pen.faint(0.2), 1)
        elif grid == "bands" and i % 2:
            pen.rect(i * cell, 0, (i + 1) * cell, tasks * row, pen.faint(0.06))
    pen.line([(0, 0), (columns * cell, 0)], pen.faint(0.5), 1)
    at, radius, previous = 0.0, r.choice((0, 0, 3, 8)), None
    sections = r.random() < 0.4
    for i, name in enumerate(names):
        y = i * row
        start = max(0.0, min(columns - 1.0, at + r.uniform(-1, 1)))
        end = min(float(columns), start + r.uniform(0.7, 4))
        colour = pen.accents[(i // 3 if sections else 0 if r.random() < 0.7 else i) % 8]
        if not inside:
            pen.text(-em * 0.6, y + row / 2, name, em * 0.9, align="r")
        if r.random() < 0.08:
            pen.poly([(start * cell, y + row / 2), (start * cell + row * 0.35, y + row * 0.15), (start * cell + row * 0.7, y + row / 2), (start * cell + row * 0.35, y + row * 0.85)], pen.ink)
        else:
            pen.rect(start * cell, y + row * 0.18, end * cell, y + row * 0.82, colour, pen.ink if r.random() < 0.2 else None, radius=radius)
            if progress:
                pen.rect(start * cell, y + row * 0.18, start * cell + (end - start) * cell * r.random(), y + row * 0.82, mix(colour, (0, 0, 0), 0.35), radius=radius)
            if inside:
                pen.text(start * cell + em * 0.4, y + row / 2, name, em * 0.85, readable(pen.style.text, colour) if pen.measure(name) < (end - start) * cell else pen.style.text, "l")
        if linked and previous is not None and previous[0] < start * cell + 40:
            pen.arrow([previous, (previous[0] + 5, previous[1]), (previous[0] + 5, y + row / 2), (start * cell + 6, y + row / 2)], size=em * 0.4, width=1)
        previous = (end * cell, y + row / 2)
        at = at + columns / tasks
    if r.random() < 0.3:
        x = r.uniform(1, columns - 1) * cell
        pen.line([(x, -em * 0.4), (x, tasks * row)], (220, 60, 60), 1, (4, 3))
    pen.grow(-left, 0, 0, 0)


def timeline(pen: Pen) -> None:
    r, em = pen.rng, pen.em
    count, upright = r.randint(3, 8), r.random() < 0.35
    gap = em * r.uniform(7, 10) if not upright else em * r.uniform(4, 5.5)
    year, big = r.randint(1850, 2020), r.choice((3, 5, 9))
    length = gap * (count - 1) + em * 4
    axis = pen.ink if r.random() < 0.6 else pen.accents[0]
    pen.line([(-em * 2, 0), (length - em * 2, 0)] if not upright else [(0, -em * 2), (0, length - em * 2)], axis, r.choice((1, 2, 4)))
    swing = r.random() < 0.6
    for i in range(count):
        year += r.randint(1, 12)
        side = -1 if swing and i % 2 else 1
        at = i * gap
        lines = [pen.clip(t, gap * (1.6 if swing else 0.95) if not upright else 1e9) for t in pen.wrap(pen.phrase(34), em * (7 if not upright else 14))[:3]]
        x, y = (0.0, at) if upright else (at, 0.0)
        pen.disc(x, y, big, fill=pen.accents[i % 8] if r.random() < 0.6 else pen.style.background, line=axis, width=2)
        if upright:
            pen.text(x - side * em * 1.2, y, str(year), bold=True, align="r" if side > 0 else "l")
            pen.lines(x + side * em * 1.4, y, lines[:2], em * 0.9, align="l" if side > 0 else "r")
        else:
            far = side * em * (2.2 if not swing else 3)
            pen.line([(x, side * big), (x, far - side * em * 0.6)], axis, 1)
            pen.lines(x, far + side * em * (0.6 + len(lines) * 0.5), lines, em * 0.9)
            pen.text(x, -side * em * 1.4, str(year), bold=True)


def kanban(pen: Pen) -> None:
    """Columns of cards."""
    r, em = pen.rng, pen.em
    wide, gap = em * r.uniform(10, 15), em * r.uniform(0.6, 1.4)
    column_fill, card_fill = pen.faint(r.choice((0.04, 0.08, 0.12))), mix(pen.style.background, (255, 255, 255), 0.5 if not pen.dark else 0.12)
    radius, bar = r.choice((0, 4, 8)), r.random() < 0.4
    for c, name in enumerate(r.choice((("To do", "Doing", "Done"), ("Backlog", "In progress", "Review", "Done"), ("Ideas", "Next", "Now"), ("Open", "Blocked", "Testing", "Closed")))):
        x, y = c * (wide + gap), em * 2.4
        cards = r.randint(0, 5)
        for _ in range(cards):
            lines = [pen.clip(t, wide - em * 2) for t in pen.wrap(pen.phrase(40), wide - em * 2.6)[:3]]
            h = len(lines) * em * 1.4 + em * r.choice((1, 2.4))
            colour = pen.accents[r.randrange(8)]
            pen.rect(x + em * 0.6, y, x + wide - em * 0.6, y + h, mix(card_fill, colour, 0.25) if bar else card_fill, pen.faint(0.25), 1, radius)
            if r.random() < 0.4:
                pen.rect(x + em * 0.6, y, x + em * 0.95, y + h, colour)
            for i, line in enumerate(lines):
                pen.text(x + em * 1.3, y + em * (1.1 + i * 1.4), line, em * 0.9, readable(pen.style.text, card_fill), "l")
            if h > len(lines) * em * 1.4 + em * 2:
                pen.rect(x + em * 1.3, y + h - em * 1.3, x + em * 4.5, y + h - em * 0.5, colour, radius=4)
                pen.disc(x + wide - em * 1.8, y + h - em * 0.9, em * 0.6, fill=pen.accents[r.randrange(8)])
            y += h + em * 0.6
        pen.z = -1
        pen.rect(x, 0, x + wide, max(y, em * 20), column_fill, pen.faint(0.3) if r.random() < 0.3 else None, 1, radius)
        pen.z = 0
        pen.text(x + em, em * 1.2, f"{name} {cards}" if bar else name, align="l", bold=True)


def journey(pen: Pen) -> None:
    """Steps with moods on a line over stages."""
    r, em = pen.rng, pen.em
    count, gap = r.randint(4, 9), em * r.uniform(5.5, 8)
    points = [(i * gap, em * r.uniform(0, 8)) for i in range(count)]
    pen.z = -1
    pen.line(points, pen.faint(0.6), 2, pen.style.dash if r.random() < 0.4 else None)
    pen.z = 0
    for i, (x, y) in enumerate(points):
        face = pen.accents[i % 8]
        pen.disc(x, y, em, fill=face, line=pen.ink)
        for dx in (-0.35, 0.35):
            pen.disc(x + dx * em, y - em * 0.25, em * 0.12, fill=(0, 0, 0))
        bend = -1 if y > em * 5 else 1
        pen.line([(x + em * 0.5 * cos(pi * k / 6), y + em * (0.3 if bend > 0 else 0.6) + bend * em * 0.25 * sin(pi * k / 6)) for k in range(7)], (0, 0, 0), 1.5)
        pen.lines(x, em * 11, [pen.clip(t, gap - 4) for t in pen.wrap(pen.phrase(20), gap * 0.9)[:2]], em * 0.85)
    stages, at = r.randint(2, 3), 0
    for s in range(stages):
        end = count if s == stages - 1 else min(count, at + max(1, count // stages))
        if end <= at:
            continue
        box = ((at - 0.45) * gap, -em * 4.5, (end - 0.55) * gap, -em * 2.6)
        fill = mix(pen.style.background, pen.accents[s], 0.5)
        pen.rect(*box, fill=fill, radius=r.choice((0, 4)))
        pen.text(*middle(box), pen.clip(pen.phrase(16), box[2] - box[0] - 8), ink=readable(pen.style.text, fill))
        at = end


def organisation(pen: Pen) -> None:
    """A tree of people or units with plain connecting lines."""
    r, em = pen.rng, pen.em
    wide, high = em * r.uniform(6, 9), em * r.uniform(2, 3.4)
    gap, drop = em * r.uniform(0.8, 2), em * r.uniform(2, 4)
    photo = r.random() < 0.25
    people = ("Ana Lee", "Kim Roth", "Sam Ode", "Li Wei", "Max Berg", "Ivy Chan", "Tom Ray", "Zoe Hart", "Jo Diaz")
    jobs = ("CEO", "CTO", "CFO", "Head of Sales", "Engineer", "Designer", "Analyst", "Marketing", "HR", "Operations")

    def draw(depth: int, left: float, y: float) -> tuple[float, float]:
        """Left edge and right edge of the subtree's room; draws it."""
        kids = r.randint(2, 3) if depth == 0 else r.choice((0, 0, 2, 3, 1)) if depth == 1 else 0
        x, centres = left, list[float]()
        for _ in range(kids):
            a, b = draw(depth + 1, x, y + high + drop)
            centres.append((a + b) / 2)
            x = b + gap
        right = max(left + wide, x - gap if kids else left + wide)
        cx = (centres[0] + centres[-1]) / 2 if centres else (left + right) / 2
        look = pen.look(depth)
        pen.node((cx - wide / 2, y, cx + wide / 2, y + high), look)
        if photo:
            pictogram(pen, cx - wide / 2 + em, y + high / 2, em * 1.4, look.text)
        lines = [r.choice(people), r.choice(jobs)] if high > em * 2.6 else [r.choice(jobs)]
        pen.lines(cx + (em * 0.8 if photo else 0), y + high / 2, [pen.clip(t, wide - em * (2.4 if photo else 0.5), em * 0.9) for t in lines], em * 0.9, look.text)
        pen.z = -1
        mid = y + high + drop / 2
        for k in centres:
            pen.line([(cx, y + high), (cx, mid), (k, mid), (k, y + high + drop)], pen.ink)
        pen.z = 0
        return left, right

    draw(0, 0, 0)


def folders(pen: Pen) -> None:
    """An indented tree of names with guide lines."""
    r, em = pen.rng, pen.em
    names = ("src", "tests", "docs", "main.py", "index.html", "README.md", "assets", "lib", "config.yml", "utils.js", "package.json", "styles.css", "data", "images", "logo.svg", "Makefile", "build", "app", "routes", "models")
    row, indent, icons, guides = em * r.uniform(1.5, 2.1), em * r.uniform(1.4, 2.4), r.random() < 0.5, r.random() < 0.9
    ys: list[tuple[int, float]] = []
    depth, y = 0, 0.0
    for i in range(r.randint(5, 20)):
        x = depth * indent
        parent = next((py for d, py in reversed(ys) if d == depth - 1), None)
        if parent is not None and guides:
            pen.line([(x - indent * 0.6, parent + row * 0.35), (x - indent * 0.6, y), (x - em * 0.2, y)], pen.faint(0.5), 1, (1, 2) if r.random() < 0.02 else None)
        if icons:
            pen.rect(x, y - em * 0.4, x + em * 0.9, y + em * 0.4, pen.accents[0] if r.random() < 0.5 else None, pen.ink, 1, 1)
        pen.text(x + (em * 1.3 if icons else em * 0.2), y, r.choice(names), align="l")
        ys.append((depth, y))
        y += row
        depth = max(1 if i else 0, min(4, depth + r.choice((-1, 0, 0, 1)))) if i else 1


def ishikawa(pen: Pen) -> None:
    r, em = pen.rng, pen.em
    pairs, gap = r.randint(2, 4), em * r.uniform(8, 11)
    length, rib = pairs * gap + em * 2, em * r.uniform(7, 9)
    pen.arrow([(0, 0), (length, 0)], width=r.choice((2, 3)))
    lines, w, h = pen.fitted(pen.phrase(20), 6)
    pen.labelled((length, -h / 2 - 4, length + w, h / 2 + 4), lines)
    for i in range(pairs):
        for side in (-1, 1):
            foot = ((i + 1) * gap, 0.0)
            top = (foot[0] - em * 4, side * rib)
            pen.line([top, foot])
            text = r.choice(("Method", "Machine", "People", "Material", "Measurement", "Environment", "Process", "Policy"))
            if r.random() < 0.5:
                ww = pen.measure(text) / 2 + em * 0.5
                pen.labelled((top[0] - ww, top[1] - em + side * em, top[0] + ww, top[1] + em + side * em), text, radius=0)
            else:
                pen.text(top[0], top[1] + side * em, text, bold=True)
            for k in range(r.randint(0, 3)):
                share = (k + 1) / 4
                x, y = top[0] + (foot[0] - top[0]) * share, top[1] * (1 - share)
                pen.line([(x - em * 3.5, y), (x, y)], width=1)
                pen.text(x - em * 0.4, y - em * 0.6, pen.word(), em * 0.75, align="r")


def quadrant(pen: Pen) -> None:
    r, em = pen.rng, pen.em
    side = em * r.uniform(14, 22)
    fills = r.random() < 0.6
    for i in range(4):
        x, y = (i % 2) * side / 2, (i // 2) * side / 2
        fill = mix(pen.style.background, pen.accents[i], 0.25) if fills else None
        pen.rect(x, y, x + side / 2, y + side / 2, fill, pen.ink if r.random() < 0.9 else None, 1)
        pen.text(x + side / 4, y + (em if r.random() < 0.6 else side / 4), pen.clip(r.choice(("Do first", "Schedule", "Delegate", "Drop", "Strengths", "Weaknesses", "Opportunities", "Threats", "Stars", "Niche")), side / 2 - 6), em, readable(pen.style.text, fill or pen.style.background), bold=r.random() < 0.5)
    for _ in range(r.randint(0, 9)):
        x, y = r.uniform(0.1, 0.85) * side, r.uniform(0.1, 0.9) * side
        pen.disc(x, y, em * 0.35, fill=r.choice(pen.accents))
        pen.text(x + em * 0.7, y, pen.word(), em * 0.8, align="l")
    pen.text(side / 2, side + em, r.choice(("Low → High", "Effort", "Reach", "Urgency", "Cost")))
    pen.upright(-em, side / 2, r.choice(("Impact", "Value", "Importance", "Growth")))


LAYOUTS: dict[str, Layout] = {"mindmap": mindmap, "gantt": gantt, "timeline": timeline, "kanban": kanban, "journey": journey, "organisation": organisation, "folders": folders, "ishikawa": ishikawa, "quadrant": quadrant}  # fmt: skip
