"""Figures of shapes: pyramids, Venn, Git graphs, Sankey, bit fields, memory, layers, syntax."""

from __future__ import annotations

from ....draw.geometry import bezier
from ....draw.style import mix, readable
from .pen import Layout, Pen


def pyramid(pen: Pen) -> None:
    r, em = pen.rng, pen.em
    levels, wide, high = r.randint(3, 6), em * r.uniform(14, 22), em * r.uniform(11, 17)
    down, beside = r.random() < 0.25, r.random() < 0.3
    for i in range(levels):
        a, b = i / levels, (i + 1) / levels
        if down:
            a, b = 1 - a, 1 - b
        y0, y1 = i * high / levels, (i + 1) * high / levels - r.choice((0, 0, 3))
        fill = mix(pen.style.background, pen.accents[i % 8], 0.6) if r.random() < 0.8 else None
        pen.poly([(-wide / 2 * a, y0), (wide / 2 * a, y0), (wide / 2 * b, y1), (-wide / 2 * b, y1)], fill, pen.ink if r.random() < 0.5 or fill is None else None)
        y, text = (y0 + y1) / 2, pen.phrase(18)
        if beside:
            pen.line([(wide / 4 * (a + b), y), (wide / 2 + em, y)], pen.faint(0.5), 1)
            pen.text(wide / 2 + em * 1.4, y, text, align="l")
        else:
            pen.text(0, y, pen.clip(text, max(em * 2, wide * (a + b) / 2 - em)), em * 0.9, readable(pen.style.text, fill or pen.style.background))


def venn(pen: Pen) -> None:
    r, em = pen.rng, pen.em
    radius, three = em * r.uniform(5, 8), r.random() < 0.5
    centres = [(-radius * 0.6, 0.0), (radius * 0.6, 0.0), *([(0.0, radius)] if three else [])]
    filled = r.random() < 0.7
    if filled:
        for i, (x, y) in enumerate(centres):
            pen.disc(x, y, radius, fill=mix(pen.style.background, pen.accents[i], 0.3))
    for i, (x, y) in enumerate(centres):
        pen.disc(x, y, radius, line=pen.ink if r.random() < 0.6 or not filled else pen.accents[i], width=r.choice((1, 2)))
        pen.lines(x * 2, y * (1.4 if y else 1) - (radius * 0.2 if not y and three else 0), pen.wrap(pen.phrase(14), radius * 0.8)[:2], ink=pen.style.text)
    pen.text(0, radius * 0.35 if three else 0, pen.clip(pen.word(), radius * 0.6), em * 0.85, bold=True)


def commits(pen: Pen) -> None:
    """Dots on lanes, branches and merges, names and messages."""
    r, em = pen.rng, pen.em
    count, lanes, upright = r.randint(5, 14), r.randint(2, 4), r.random() < 0.5
    step, lane, radius = em * r.uniform(1.8, 3.2), em * r.uniform(1.6, 3), em * r.uniform(0.3, 0.6)
    last = dict[int, tuple[float, float]]()
    messages = upright and r.random() < 0.8
    for i in range(count):
        which = 0 if i == 0 else min(r.randrange(lanes), len(last))
        a, b = i * step, which * lane
        p = (b, a) if upright else (a, b)
        ink = pen.accents[which]
        pen.z = -1
        for source in {which, r.randrange(lanes) if r.random() < 0.25 else which} if which in last else {0}:
            if source in last:
                q = last[source]
                bend = [q, p] if source == which else bezier(q, (q[0], (q[1] + p[1]) / 2), (p[0], (q[1] + p[1]) / 2), p) if upright else bezier(q, ((q[0] + p[0]) / 2, q[1]), ((q[0] + p[0]) / 2, p[1]), p)
                pen.line(bend, ink if which else pen.accents[source], r.choice((2, 2, 3)))
        pen.z = 0
        pen.disc(*p, radius, fill=ink if r.random() < 0.8 else pen.style.background, line=ink, width=2)
        last[which] = p
        if messages:
            text = f"{r.getrandbits(28):07x} {pen.phrase(26)}"
            pen.text(lanes * lane + em, a, text, em * 0.9, align="l")
        elif not upright and r.random() < 0.4:
            pen.text(p[0], p[1] + radius + em * 0.8, f"{r.getrandbits(20):05x}", em * 0.7)
        if r.random() < 0.15:
            tag = r.choice(("main", "dev", "v1.0", "feature", "HEAD", "hotfix"))
            w = pen.measure(tag, em * 0.8) + em * 0.8
            x, y = (-w - em, a - em * 0.7) if upright else (p[0] - w / 2, -em * 3)
            pen.rect(x, y, x + w, y + em * 1.4, mix(pen.style.background, ink, 0.4), ink, 1, r.choice((0, 4)))
            pen.text(x + w / 2, y + em * 0.7, tag, em * 0.8)


def sankey(pen: Pen) -> None:
    r, em = pen.rng, pen.em
    stages, gap, bar = r.randint(2, 4), em * r.uniform(8, 13), em * r.uniform(0.6, 1.3)
    columns: list[list[tuple[float, float]]] = []
    for _ in range(stages):
        y, column = 0.0, list[tuple[float, float]]()
        for _ in range(r.randint(2, 5)):
            size = em * r.uniform(1.4, 5)
            column.append((y, size))
            y += size + em
        columns.append(column)
    for s in range(stages - 1):
        offsets = [y for y, _ in columns[s + 1]]
        for i, (y, size) in enumerate(columns[s]):
            at, targets = y, r.sample(range(len(columns[s + 1])), min(len(columns[s + 1]), r.randint(1, 3)))
            for t in targets:
                thick = min(size / len(targets), columns[s + 1][t][1] / 2)
                x0, x1, mid = s * gap + bar, (s + 1) * gap, s * gap + (gap + bar) / 2
                top = bezier((x0, at), (mid, at), (mid, offsets[t]), (x1, offsets[t]))
                low = bezier((x0, at + thick), (mid, at + thick), (mid, offsets[t] + thick), (x1, offsets[t] + thick))
                pen.poly([*top, *reversed(low)], mix(pen.style.background, pen.accents[i % 8], 0.4))
                at += thick
                offsets[t] = min(offsets[t] + thick, columns[s + 1][t][0] + columns[s + 1][t][1] - 2)
    for s, column in enumerate(columns):
        for i, (y, size) in enumerate(column):
            pen.rect(s * gap, y, s * gap + bar, y + size, pen.accents[(i + s) % 8], pen.ink if r.random() < 0.2 else None)
            right = s == stages - 1
            pen.text(s * gap - em * 0.4 if right else s * gap + bar + em * 0.4, y + size / 2, pen.word(), em * 0.9, align="r" if right else "l")


def bits(pen: Pen) -> None:
    """Rows of fields over bit numbers: packets and registers."""
    r, em = pen.rng, pen.em
    width, cell, high = r.choice((8, 16, 32, 32)), 0.0, em * r.uniform(1.8, 3)
    cell = {8: em * 4, 16: em * 2, 32: em * 1.15}[width] * r.uniform(1, 1.3)
    rows, fill, ticks = r.randint(1, 6), r.random() < 0.4, r.random() < 0.8
    names = ("Version", "Length", "Flags", "Checksum", "Source port", "Destination port", "Sequence number", "ACK", "Reserved", "Data", "TTL", "Protocol", "Options", "ID", "Type", "opcode", "rd", "rs1", "imm", "EN", "IRQ")
    down = r.random() < 0.4
    if ticks:
        for b in range(0, width, 1 if width < 32 or r.random() < 0.4 else r.choice((4, 8))):
            pen.text((b + 0.5) * cell, -em * 0.7, str(width - 1 - b if down else b), em * 0.65)
    for row in range(rows):
        at = 0
        while at < width:
            span = min(width - at, r.choice((1, 2, 4, 4, 8, 8, 16, 32)))
            x0, x1, y = at * cell, (at + span) * cell, row * high
            colour = mix(pen.style.background, r.choice(pen.accents), 0.3) if fill else None
            pen.rect(x0, y, x1, y + high, colour, pen.ink, pen.style.node_width)
            text = pen.clip(r.choice(names), x1 - x0 - 4, em * 0.9)
            if len(text) > 1 or span > 1:
                pen.text((x0 + x1) / 2, y + high / 2, text, em * 0.9, readable(pen.style.text, colour or pen.style.background))
            at += span
        if r.random() < 0.3 and rows > 1:
            pen.text(-em * 0.6, row * high + high / 2, str(row * width // 8) if r.random() < 0.5 else f"0x{row * 4:02X}", em * 0.8, align="r")


def memory(pen: Pen) -> None:
    """A column of regions with addresses beside."""
    r, em = pen.rng, pen.em
    wide, y, address = em * r.uniform(9, 14), 0.0, r.choice((0, 0x8000, 0x20000000))
    names = ("Stack", "Heap", ".text", ".data", ".bss", "Kernel", "Flash", "SRAM", "Peripherals", "Reserved", "Boot ROM", "Vector table", "Free", "User", "I/O", "Code")
    filled, side = r.random() < 0.6, r.choice(("left", "right"))
    for _ in range(r.randint(3, 9)):
        high = em * r.choice((1.8, 2.4, 4, 6))
        fill = mix(pen.style.background, r.choice(pen.accents), 0.35) if filled and r.random() < 0.8 else None
        pen.rect(0, y, wide, y + high, fill, pen.ink, pen.style.node_width)
        pen.text(wide / 2, y + high / 2, r.choice(names), ink=readable(pen.style.text, fill or pen.style.background))
        pen.text(-em * 0.5 if side == "left" else wide + em * 0.5, y, f"0x{address:08X}", em * 0.8, align="r" if side == "left" else "l")
        if r.random() < 0.15:
            pen.arrow([(wide * 0.8, y + em * 0.4), (wide * 0.8, y + high - em * 0.3)], size=em * 0.5)
        y, address = y + high, address + r.choice((0x400, 0x1000, 0x10000))


def layers(pen: Pen) -> None:
    """Wide bands one on the other, some divided; no arrows, or few."""
    r, em = pen.rng, pen.em
    wide, gap, high = em * r.uniform(20, 32), r.choice((0, 3, 8)), em * r.uniform(2, 4)
    names = ("Application", "Presentation", "Session", "Transport", "Network", "Data link", "Physical", "Hardware", "Kernel", "Drivers", "Services", "API", "UI", "Storage", "Runtime", "Framework")
    titled = r.random() < 0.3
    for i in range(r.randint(3, 7)):
        y, parts = i * (high + gap), r.choice((1, 1, 1, 2, 3, 4))
        if titled:
            pen.text(-em * 0.6, y + high / 2, r.choice(names), em * 0.9, align="r", bold=True)
        for k in range(parts):
            x0, x1 = wide * k / parts, wide * (k + 1) / parts - (gap if k < parts - 1 else 0)
            pen.labelled((x0, y, x1, y + high), pen.clip(r.choice(names) if r.random() < 0.7 else pen.phrase(16), x1 - x0 - 8), pen.look(i))


def syntax(pen: Pen) -> None:
    """Railroad tracks: rounded terminals, boxes, branches and loops."""
    r, em = pen.rng, pen.em
    for rule in range(r.randint(1, 3)):
        y, x = rule * em * 9.0, 0.0
        pen.text(0, y - em * 2.2, f"{pen.word()}:", align="l", bold=True)
        pen.line([(0, y - em * 0.6), (0, y + em * 0.6)])
        x = em
        pen.line([(0, y), (x, y)])
        for _ in range(r.randint(2, 5)):
            options = [r.choice((f"'{r.choice('()[]{},;=+-*')}'", pen.word(), "SELECT", "digit", "expr", "IDENT", "WHERE", "value", "name")) for _ in range(r.choice((1, 1, 2, 3)))]
            widths = [pen.measure(t) + em * 1.6 for t in options]
            room = max(widths)
            for k, (text, w) in enumerate(zip(options, widths, strict=True)):
                cy, left = y + k * em * 2.4, x + em + (room - w) / 2
                pen.labelled((left, cy - em * 0.95, left + w, cy + em * 0.95), text, radius=em if text[0] in "'" or text.isupper() else 0)
                pen.line([(x, y), (x + em * 0.5, y if not k else cy - em * 0.5), (x + em, cy), (left, cy)] if k else [(x, y), (left, y)], width=pen.style.edge_width)
                pen.line([(left + w, cy), (x + em + room, cy), (x + em * 1.5 + room, cy - em * 0.5 if k else y), (x + em * 2 + room, y)] if k else [(left + w, y), (x + em * 2 + room, y)], width=pen.style.edge_width)
            end = x + em * 2 + room
            if r.random() < 0.2:
                pen.line([(end, y), (end, y - em * 1.5), (x, y - em * 1.5), (x, y)])
            x = end
        if r.random() < 0.6:
            pen.arrow([(x, y), (x + em * 1.5, y)])
        else:
            pen.line([(x, y), (x + em, y)])
            pen.line([(x + em, y - em * 0.6), (x + em, y + em * 0.6)])


LAYOUTS: dict[str, Layout] = {"pyramid": pyramid, "venn": venn, "commits": commits, "sankey": sankey, "bits": bits, "memory": memory, "layers": layers, "syntax": syntax}
