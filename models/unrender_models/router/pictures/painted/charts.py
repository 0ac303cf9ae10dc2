"""Charts with every kind of axes, grid and legend."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, pairwise
from math import cos, pi, sin

from ....draw.style import mix, readable
from .pen import Layout, Pen

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Axes:
    """A plot's area [0, w] x [0, h] with values 0..`top` upwards."""

    def __init__(self, pen: Pen, w: float, h: float, x: float = 0, y: float = 0) -> None:
        r = pen.rng
        self.pen, self.w, self.h, self.x, self.y = pen, w, h, x, y
        self.top = r.choice((1, 5, 10, 50, 100, 250, 1000, 40000))
        self.grid = r.choice(("solid", "dashed", "dotted", "none"))
        self.frame = r.choice(("left-bottom", "box", "none", "bottom"))
        self.ticks = r.random() < 0.4

    def number(self, value: float) -> str:
        return f"{value:.2f}".rstrip("0").rstrip(".") if self.top < 10 else f"{value:,.0f}" if self.top > 900 and self.pen.rng.random() < 0.9 else f"{value:.0f}"

    def scale(self, across: bool = False, both: bool = False, labels: bool = True) -> None:
        """Grid and numbers of the value axis (below where the bars lie `across`)."""
        pen, r = self.pen, self.pen.rng
        count = r.randint(3, 7)
        dash = {"dashed": (5, 4), "dotted": (1, 3)}.get(self.grid)
        shade = pen.faint(r.uniform(0.15, 0.4))
        pen.z = -1
        for i in range(count + 1):
            share = i / count
            if across:
                x = self.x + share * self.w
                line, spot, align = [(x, self.y), (x, self.y + self.h)], (x, self.y + self.h + pen.em * 0.9), "m"
            else:
                y = self.y + self.h * (1 - share)
                line, spot, align = [(self.x, y), (self.x + self.w, y)], (self.x - pen.em * 0.6, y), "r"
            if self.grid != "none":
                pen.line(line, shade, 1, dash)
            if labels:
                pen.text(*spot, self.number(share * self.top), pen.em * 0.8, align=align)
            if self.ticks and not across:
                pen.line([(self.x - 4, spot[1]), (self.x, spot[1])], pen.ink, 1)
        if both and self.grid != "none":
            for i in range(1, count):
                pen.line([(self.x + self.w * i / count, self.y), (self.x + self.w * i / count, self.y + self.h)], shade, 1, dash)
        pen.z = 0
        corner, low = (self.x, self.y + self.h), (self.x + self.w, self.y + self.h)
        if self.frame == "box":
            pen.rect(self.x, self.y, *low, None, pen.ink, 1)
        elif self.frame == "left-bottom":
            pen.line([(self.x, self.y), corner, low], pen.ink, 1)
        elif self.frame == "bottom":
            pen.line([(self.x, self.y), corner] if across else [corner, low], pen.ink, 1)

    def titles(self) -> None:
        pen, r = self.pen, self.pen.rng
        if r.random() < 0.4:
            pen.text(self.x + self.w / 2, self.y + self.h + pen.em * 2.4, pen.clip(r.choice(("Year", "time (s)", "Month", pen.phrase(18))), self.w), pen.em * 0.9)
        if r.random() < 0.35:
            pen.upright(self.x - pen.em * 4.4, self.y + self.h / 2, pen.clip(r.choice(("Revenue", "count", "Temperature (°C)", pen.phrase(18))), self.h), pen.em * 0.9)
        if r.random() < 0.45:
            pen.text(self.x + self.w / 2, self.y - pen.em * 1.4, pen.phrase(34), pen.em * 1.2, bold=r.random() < 0.5)

    def names(self, count: int) -> list[str]:
        r = self.pen.rng
        start = r.randint(1990, 2020)
        return r.choice(([MONTHS[i % 12] for i in range(count)], [str(start + i) for i in range(count)], [self.pen.word() for _ in range(count)], [chr(65 + i % 26) for i in range(count)]))


def legend(pen: Pen, names: list[str], x: float, y: float, across: bool) -> None:
    r, em = pen.rng, pen.em
    round_ones = r.random() < 0.3
    at = 0.0
    for i, name in enumerate(names):
        px, py = (x + at, y) if across else (x, y + i * em * 1.5)
        if round_ones:
            pen.disc(px + em * 0.4, py, em * 0.4, fill=pen.accents[i % 8])
        else:
            pen.rect(px, py - em * 0.4, px + em * r.choice((0.8, 0.8, 1.6)), py + em * 0.4, pen.accents[i % 8])
        at += pen.text(px + em * 2, py, name, em * 0.85, align="l") + em * 3.4


def maybe_legend(pen: Pen, axes: Axes, count: int) -> None:
    if count > 1 and pen.rng.random() < 0.75:
        across = pen.rng.random() < 0.5
        names = [pen.word().capitalize() for _ in range(count)]
        if across:
            legend(pen, names, axes.x, axes.y + axes.h + pen.em * 3.6, True)
        else:
            legend(pen, names, axes.x + axes.w + pen.em, axes.y + pen.em, False)


def size(pen: Pen) -> tuple[float, float]:
    r = pen.rng
    return pen.em * r.uniform(18, 38), pen.em * r.uniform(11, 24)


def draw_bars(pen: Pen, axes: Axes, across: bool) -> None:
    """Bars up or across: single, grouped, stacked; negative ones; numbers at their ends."""
    r, em = pen.rng, pen.em
    bars, series = r.randint(3, 12), r.choice((1, 1, 1, 2, 3, 4))
    stacked, share = series > 1 and r.random() < 0.5, r.uniform(0.5, 0.98)
    varied, outlined, numbered = series == 1 and r.random() < 0.35, r.random() < 0.2, r.random() < 0.3
    rounded = r.choice((0, 0, 0, 4))
    axes.scale(across)
    length, room = (axes.w, axes.h / bars) if across else (axes.h, axes.w / bars)
    only_outline = r.random() < 0.06
    for i, name in enumerate(axes.names(bars)):
        low = 0.0
        for s in range(series):
            value = r.uniform(0.05, 0.95) / (series if stacked else 1)
            thick = room * share / (1 if stacked else series)
            near = i * room + room * (1 - share) / 2 + (0 if stacked else s * thick)
            colour = pen.accents[(i if varied else s) % 8]
            fill = None if only_outline else colour
            line = pen.ink if outlined or only_outline else None
            if across:
                box = (axes.x + low * length, axes.y + near, axes.x + (low + value) * length, axes.y + near + thick)
            else:
                box = (axes.x + near, axes.y + axes.h - (low + value) * length, axes.x + near + thick, axes.y + axes.h - low * length)
            pen.rect(*box, fill=fill, line=line, radius=rounded)
            if numbered and (not stacked or thick > em):
                text = axes.number(value * axes.top)
                if across:
                    pen.text(box[2] + em * 0.3, (box[1] + box[3]) / 2, text, em * 0.75, align="l")
                elif thick > pen.measure(text, em * 0.75) * 0.9:
                    pen.text((box[0] + box[2]) / 2, box[1] - em * 0.6, text, em * 0.75)
            low += value if stacked else 0
        if across:
            pen.text(axes.x - em * 0.6, axes.y + (i + 0.5) * room, name, em * 0.85, align="r")
        elif room > pen.measure(name, em * 0.8):
            pen.text(axes.x + (i + 0.5) * room, axes.y + axes.h + em * 0.9, name, em * 0.8)
        elif r.random() < 0.7:
            pen.upright(axes.x + (i + 0.5) * room, axes.y + axes.h + pen.measure(name, em * 0.75) / 2 + em * 0.5, name, em * 0.75)
    axes.titles()
    maybe_legend(pen, axes, series)


def bars(pen: Pen) -> None:
    draw_bars(pen, Axes(pen, *size(pen)), False)


def bars_across(pen: Pen) -> None:
    draw_bars(pen, Axes(pen, *size(pen)), True)


def draw_lines(pen: Pen, axes: Axes) -> None:
    """Lines, stepped or smooth-ish, with or without marks, some filled below or with a band."""
    r, em = pen.rng, pen.em
    series, count = r.choice((1, 1, 2, 3, 5)), r.choice((5, 8, 12, 30, 80))
    area, marks, width = r.random() < 0.3, count < 20 and r.random() < 0.5, r.choice((1, 2, 2, 3))
    axes.scale(both=r.random() < 0.4)
    for s in range(series):
        value, points = r.uniform(0.15, 0.85), list[tuple[float, float]]()
        drift = r.uniform(-0.3, 0.3) / count
        for i in range(count):
            value = min(0.97, max(0.03, value + drift + r.gauss(0, 0.6 / count**0.7)))
            points.append((axes.x + axes.w * i / (count - 1), axes.y + axes.h * (1 - value)))
        if r.random() < 0.08:
            points = [p for a, b in pairwise(points) for p in (a, (b[0], a[1]))]
        colour = pen.accents[s]
        if area:
            pen.poly([*points, (axes.x + axes.w, axes.y + axes.h), (axes.x, axes.y + axes.h)], mix(pen.style.background, colour, 0.45))
        pen.line(points, colour, width, pen.style.dash if r.random() < 0.12 else None)
        if marks:
            for x, y in points:
                pen.disc(x, y, em * 0.28, fill=colour if s % 2 == 0 else pen.style.background, line=colour)
    for i, name in enumerate(axes.names(min(count, 7))):
        pen.text(axes.x + axes.w * i / (min(count, 7) - 1), axes.y + axes.h + em * 0.9, pen.clip(name, axes.w / 7, em * 0.8), em * 0.8)
    axes.titles()
    maybe_legend(pen, axes, series)


def lines(pen: Pen) -> None:
    draw_lines(pen, Axes(pen, *size(pen)))


def draw_scatter(pen: Pen, axes: Axes) -> None:
    r, em = pen.rng, pen.em
    groups, mark = r.choice((1, 1, 2, 3)), r.choice(("disc", "ring", "cross", "bubble"))
    axes.scale(both=r.random() < 0.6)
    for g in range(groups):
        cx, cy, spread, slope = r.uniform(0.25, 0.75), r.uniform(0.25, 0.75), r.uniform(0.06, 0.2), r.uniform(-1, 1)
        for _ in range(r.choice((8, 25, 60, 120))):
            u = r.gauss(0, spread)
            x, y = cx + u, cy + slope * u + r.gauss(0, spread * 0.5)
            if not (0.02 < x < 0.98 and 0.02 < y < 0.98):
                continue
            px, py, size_ = axes.x + x * axes.w, axes.y + y * axes.h, em * (r.uniform(0.2, 1) if mark == "bubble" else 0.25)
            if mark == "cross":
                pen.line([(px - 3, py - 3), (px + 3, py + 3)], pen.accents[g], 1)
                pen.line([(px + 3, py - 3), (px - 3, py + 3)], pen.accents[g], 1)
            else:
                pen.disc(px, py, size_, fill=pen.accents[g] if mark != "ring" else None, line=pen.accents[g] if mark == "ring" else pen.style.background if mark == "bubble" else None)
    for i in range(5):
        pen.text(axes.x + axes.w * i / 4, axes.y + axes.h + em * 0.9, axes.number(i / 4 * axes.top), em * 0.8)
    if r.random() < 0.3:
        pen.line([(axes.x, axes.y + axes.h * 0.8), (axes.x + axes.w, axes.y + axes.h * 0.2)], pen.ink, 1, (5, 4))
    axes.titles()
    maybe_legend(pen, axes, groups)


def scatter(pen: Pen) -> None:
    draw_scatter(pen, Axes(pen, *size(pen)))


def pie(pen: Pen) -> None:
    r, em = pen.rng, pen.em
    radius, parts = em * r.uniform(5, 9), [r.uniform(0.4, 3) for _ in range(r.randint(2, 8))]
    hole, gap, way = r.choice((0, 0, 0.5, 0.65)) * radius, r.choice((None, pen.style.background, pen.ink)), r.choice(("legend", "outside", "inside", "both"))
    ends = [0.0, *accumulate(p / sum(parts) for p in parts)]
    turn = r.choice((0, 0, r.random()))
    half = 0.5 if r.random() < 0.08 else 1.0
    for i, (a, b) in enumerate(pairwise(ends)):
        a, b = a * half, b * half
        shift = em * 0.7 if r.random() < 0.06 else 0
        mid = 2 * pi * ((a + b) / 2 + turn) - pi / 2
        x, y = shift * cos(mid), shift * sin(mid)
        pen.sector(x, y, hole, radius, a + turn, b + turn, pen.accents[i % 8], gap, r.choice((1, 2)))
        percent = f"{(b - a) / half * 100:.{r.choice((0, 0, 1))}f}%"
        if way in ("inside", "both") and b - a > 0.07:
            far = (radius + hole) / 2 if hole else radius * 0.65
            pen.text(far * cos(mid), far * sin(mid), percent, em * 0.85, readable((255, 255, 255), pen.accents[i % 8]))
        if way == "outside":
            pen.line([(radius * cos(mid), radius * sin(mid)), (radius * 1.12 * cos(mid), radius * 1.12 * sin(mid))], pen.ink, 1)
            pen.text(radius * 1.2 * cos(mid), radius * 1.2 * sin(mid), f"{pen.word()} {percent}" if r.random() < 0.6 else pen.word(), em * 0.85, align="l" if cos(mid) > 0 else "r")
    if way in ("legend", "both"):
        legend(pen, [pen.word().capitalize() for _ in parts], radius + em * 2, -radius * 0.7, False)
    if r.random() < 0.4:
        pen.text(0, -radius - em * 2.6, pen.phrase(30), em * 1.2, bold=r.random() < 0.5)


def draw_distribution(pen: Pen, axes: Axes) -> None:
    """Box plots, violins or a histogram."""
    r, em = pen.rng, pen.em
    if r.random() < 0.45:
        axes.scale()
        count, centre, colour = r.choice((8, 15, 30)), r.uniform(0.3, 0.7), pen.accents[0]
        for i in range(count):
            value = max(0.01, 0.9 * 2.7 ** (-((i / count - centre) ** 2) * r.uniform(14, 22)) + r.uniform(-0.04, 0.04))
            pen.rect(axes.x + axes.w * i / count, axes.y + axes.h * (1 - min(0.98, value)), axes.x + axes.w * (i + 1) / count, axes.y + axes.h, colour, pen.style.background if r.random() < 0.98 else None)
        for i in range(6):
            pen.text(axes.x + axes.w * i / 5, axes.y + axes.h + em * 0.9, str(i * 10), em * 0.8)
    else:
        axes.scale()
        count, violin = r.randint(2, 8), r.random() < 0.3
        for i, name in enumerate(axes.names(count)):
            x, half = axes.x + axes.w * (i + 0.5) / count, axes.w / count * r.uniform(0.2, 0.35)
            low, q1, median, q3, high = (axes.y + axes.h * (1 - v) for v in sorted(r.uniform(0.05, 0.95) for _ in range(5)))
            fill = mix(pen.style.background, pen.accents[i % 8], 0.6) if r.random() < 0.9 else None
            if violin:
                waist = [(k / 16, half * (0.15 + sin(pi * k / 16) * r.uniform(0.6, 1))) for k in range(17)]
                pen.poly([(x + w, low + (high - low) * t) for t, w in waist] + [(x - w, low + (high - low) * t) for t, w in reversed(waist)], fill, pen.ink, 1)
            else:
                pen.line([(x, low), (x, high)], pen.ink, 1)
                for y in (low, high):
                    pen.line([(x - half * 0.5, y), (x + half * 0.5, y)], pen.ink, 1)
                pen.rect(x - half, q3, x + half, q1, fill or pen.style.background, pen.ink, 1)
                pen.line([(x - half, median), (x + half, median)], pen.ink, 2)
                for _ in range(r.choice((0, 0, 2))):
                    pen.disc(x, axes.y + axes.h * r.uniform(0.02, 0.98), 2.5, line=pen.ink)
            pen.text(x, axes.y + axes.h + em * 0.9, pen.clip(name, axes.w / count, em * 0.8), em * 0.8)
    axes.titles()


def distribution(pen: Pen) -> None:
    draw_distribution(pen, Axes(pen, *size(pen)))


def heat(pen: Pen) -> None:
    r, em = pen.rng, pen.em
    columns, rows, cell = r.randint(4, 16), r.randint(3, 12), em * r.uniform(1.4, 3)
    a, b, gap, numbers = pen.style.background, pen.accents[0], r.choice((0, 0, 2)), cell > em * 2 and r.random() < 0.5
    for y in range(rows):
        for x in range(columns):
            value = r.random()
            colour = mix(a, b, value)
            pen.rect(x * cell, y * cell, (x + 1) * cell - gap, (y + 1) * cell - gap, colour)
            if numbers:
                pen.text((x + 0.5) * cell, (y + 0.5) * cell, f"{value:.1f}", em * 0.75, readable(pen.style.text, colour))
        pen.text(-em * 0.5, (y + 0.5) * cell, pen.word(), em * 0.8, align="r")
    for x in range(columns):
        pen.text((x + 0.5) * cell, rows * cell + em * 0.8, chr(65 + x), em * 0.8)
    if r.random() < 0.6:
        for i in range(20):
            pen.rect(columns * cell + em, i * rows * cell / 20, columns * cell + em * 2, (i + 1) * rows * cell / 20 + 1, mix(b, a, i / 20))
        for i in range(3):
            pen.text(columns * cell + em * 2.4, rows * cell * (i / 2 * 0.9 + 0.05), f"{1 - i / 2:g}", em * 0.75, align="l")


def radar(pen: Pen) -> None:
    r, em = pen.rng, pen.em
    count, radius, rings = r.randint(3, 8), em * r.uniform(6, 9), r.randint(2, 5)

    def at(i: int, share: float) -> tuple[float, float]:
        angle = 2 * pi * i / count - pi / 2
        return radius * share * cos(angle), radius * share * sin(angle)

    circles = r.random() < 0.3
    for k in range(1, rings + 1):
        if circles:
            pen.disc(0, 0, radius * k / rings, line=pen.faint(0.3))
        else:
            pen.poly([at(i, k / rings) for i in range(count)], None, pen.faint(0.3), 1)
    for i in range(count):
        pen.line([(0, 0), at(i, 1)], pen.faint(0.3), 1)
        x, y = at(i, 1.18)
        pen.text(x, y, pen.word(), em * 0.85, align="l" if x > 9 else "r" if x < -9 else "m")
    for s in range(r.randint(1, 3)):
        points = [at(i, r.uniform(0.25, 0.95)) for i in range(count)]
        pen.poly(points, mix(pen.style.background, pen.accents[s], 0.3) if r.random() < 0.6 else None, pen.accents[s], 2)


def panels(pen: Pen) -> None:
    """Two to six small charts in a grid."""
    r, em = pen.rng, pen.em
    columns, rows = r.choice(((2, 1), (2, 2), (3, 1), (1, 2), (3, 2)))
    w, h = em * r.uniform(10, 15), em * r.uniform(7, 10)
    ways: list[Callable[[Pen, Axes], None]] = [draw_lines, draw_scatter, draw_distribution, lambda p, a: draw_bars(p, a, False)]
    same = r.choice(ways) if r.random() < 0.4 else None
    for i in range(columns * rows):
        axes = Axes(pen, w, h, (i % columns) * (w + em * 7), (i // columns) * (h + em * 6))
        (same or r.choice(ways))(pen, axes)
        if r.random() < 0.3:
            pen.text(axes.x - em, axes.y - em * 1.4, f"({chr(97 + i)})", bold=True)


def spark(pen: Pen) -> None:
    """A line or bars without axes, a gauge, a progress ring: charts of a word's size or a card's."""
    r, em = pen.rng, pen.em
    w, h, way = em * r.uniform(8, 16), em * r.uniform(2.5, 6), r.choice(("line", "bars", "area", "gauge", "ring"))
    colour = pen.accents[0]
    if way in ("line", "area"):
        value, points = 0.5, list[tuple[float, float]]()
        for i in range(30):
            value = min(1, max(0, value + r.gauss(0, 0.13)))
            points.append((w * i / 29, h * (1 - value)))
        if way == "area":
            pen.poly([*points, (w, h), (0, h)], mix(pen.style.background, colour, 0.4))
        pen.line(points, colour, 2)
        pen.disc(*points[-1], 3, fill=colour)
    elif way == "bars":
        for i in range(16):
            pen.rect(w * i / 16, h * (1 - r.uniform(0.1, 1)), w * (i + 0.75) / 16, h, colour)
    else:
        share, full = r.uniform(0.2, 0.9), 0.5 if way == "gauge" else 1.0
        start = -0.25 if way == "gauge" else 0.0
        radius = em * r.uniform(4, 6)
        pen.sector(w / 2, 0, radius * 0.72, radius, start, start + full, pen.faint(0.15))
        pen.sector(w / 2, 0, radius * 0.72, radius, start, start + full * share, colour)
        pen.text(w / 2, 0, f"{share * 100:.0f}%", em * 1.4, bold=True)
    if r.random() < 0.6:
        pen.text(w / 2, h + em * (1 if way not in ("ring",) else 5), pen.phrase(20), em * 0.9)


LAYOUTS: dict[str, Layout] = {"bars": bars, "bars-across": bars_across, "lines": lines, "scatter": scatter, "pie": pie, "distribution": distribution, "heat": heat, "radar": radar, "panels": panels, "spark": spark}  # fmt: skip
