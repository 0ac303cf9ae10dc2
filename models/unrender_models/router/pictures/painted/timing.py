"""Timing diagrams: levels, clocks and buses over time."""

from __future__ import annotations

import itertools

from ....draw.style import mix, readable
from .pen import Layout, Outline, Pen

SIGNALS = ("clk", "CLK", "reset", "rst_n", "data", "DATA[7:0]", "addr", "valid", "ready", "req", "ack", "en", "CS", "SCLK", "MOSI", "MISO", "SDA", "SCL", "wr", "rd", "irq", "tx", "rx", "bus", "state", "q[3:0]", "PWM", "cnt")


def timing(pen: Pen) -> None:
    r, em = pen.rng, pen.em
    count, cycles = r.randint(1, 10), r.randint(4, 14)
    wide, high = r.uniform(1.8, 4) * em, r.uniform(1.1, 2.0) * em
    row, slope = high * r.uniform(1.4, 2.1), r.choice((0, 0, 0.15, 0.35)) * em
    name_ink = pen.style.text if r.random() < 0.7 else r.choice(pen.accents)
    own_ink = r.random() < 0.2
    width, grid = r.choice((1, 1, 2, 2)), r.choice(("none", "solid", "dashed", "edges"))
    fill_bus, hatch = r.random() < 0.5, r.random() < 0.4
    size, axis = em * 0.85, r.random() < 0.25
    right_names = r.random() < 0.85
    bottom = count * row
    if grid != "none":
        for i in range(cycles + 1):
            pen.line([(i * wide, -em * 0.4), (i * wide, bottom)], pen.faint(0.25), 1, None if grid == "solid" else (3, 3))
    if axis:
        for i in range(0, cycles + 1, r.choice((1, 2))):
            pen.text(i * wide, -em * 1.1, r.choice((str(i), str(i))) if not axis else f"{i * 10}", size, pen.faint(0.7))
    for i, name in enumerate(r.sample(SIGNALS, count)):
        top = i * row + (row - high) / 2
        ink = r.choice(pen.accents) if own_ink else pen.ink
        pen.text(-em * 0.8 if right_names else -em * 6, top + high / 2, name, ink=name_ink, align="r" if right_names else "l", bold=r.random() < 0.1)
        kind = "clock" if i == 0 and r.random() < 0.7 else r.choice(("level", "level", "bus", "bus", "clock"))
        if kind == "bus":
            bus(pen, r.randint(2, 6), cycles, wide, top, high, ink, fill_bus, hatch, width, max(slope, 2.0 if r.random() < 0.8 else 0.0))
            continue
        points: Outline = []
        up = r.random() < 0.5
        period = r.choice((1.0, 1.0, 2.0)) if kind == "clock" else 1.0
        at = 0.0
        while at < cycles:
            y = top if up else top + high
            span = period / 2 if kind == "clock" else r.choice((0.5, 1, 1, 2, 3)) * 1.0
            end = min(at + span, cycles)
            points += [(at * wide + (slope / 2 if points else 0), y), (end * wide - (slope / 2 if end < cycles else 0), y)]
            at, up = end, not up
        pen.line(points, ink, width)
        if kind == "clock" and r.random() < 0.15:
            for k in range(cycles):
                pen.head((k * wide, top + high * 0.35), -1.5708, "filled", ink, em * 0.5, 1)
    if r.random() < 0.15:
        a, b = sorted(r.sample(range(cycles + 1), 2))
        y = bottom + em * 0.8
        pen.arrow([(a * wide, y), (b * wide, y)], "filled", "filled", ink=pen.ink, size=em * 0.5, width=1)
        pen.text((a + b) / 2 * wide, y + em * 0.9, r.choice(("t_su", "t_hold", "T", "tPD", "20 ns", "latency")), size)
    if r.random() < 0.15:
        at = r.randint(1, cycles - 1) * wide
        pen.line([(at, -em * 0.6), (at, bottom)], r.choice(pen.accents), 1, (4, 3))
    if r.random() < 0.12:
        pen.rect(-em * 7, -em * 1.8, cycles * wide + em, bottom + em * 1.6, None, pen.ink, 1)


def bus(pen: Pen, parts: int, cycles: int, wide: float, top: float, high: float, ink: tuple[int, int, int], filled: bool, hatch: bool, width: float, tip: float) -> None:
    r, em = pen.rng, pen.em
    cuts = [0.0, *sorted(r.sample([k / 2 for k in range(1, cycles * 2)], min(parts - 1, cycles))), float(cycles)]
    for at, (a, b) in enumerate(itertools.pairwise(cuts)):
        x0, x1, middle = a * wide, b * wide, top + high / 2
        slant = min(tip, (x1 - x0) / 3)
        unknown = r.random() < (0.5 if at == 0 else 0.12)
        if unknown and r.random() < 0.4:
            pen.line([(x0, middle), (x1, middle)], ink, width)
            continue
        fill = None if unknown or not filled else mixed(pen, at)
        points: Outline = [(x0, middle), (x0 + slant, top), (x1 - slant, top), (x1, middle), (x1 - slant, top + high), (x0 + slant, top + high)]
        pen.poly(points, pen.faint(0.15) if unknown and not hatch else fill, ink, width)
        if unknown and hatch:
            x = x0 + slant
            while x < x1 - slant - high * 0.6:
                pen.line([(x, top + high), (x + high * 0.6, top)], ink, 1)
                x += em * 0.45
        elif not unknown:
            text = pen.clip(r.choice((f"0x{r.randrange(256):02X}", f"D{at}", f"A{at}", pen.word(), "IDLE", "READ", f"{r.randrange(16):04b}", str(r.randrange(100)))), x1 - x0 - slant * 1.4, em * 0.85)
            if x1 - x0 > em * 2:
                pen.text((x0 + x1) / 2, middle, text, em * 0.85, readable(pen.style.text, fill or pen.style.background))


def mixed(pen: Pen, at: int) -> tuple[int, int, int]:
    return mix(pen.style.background, pen.accents[at % len(pen.accents)], 0.3)


LAYOUTS: dict[str, Layout] = {"timing": timing}
