"""Networks, circuits and blocks with signals."""

from __future__ import annotations

import itertools
from math import cos, pi, sin

from ....scene import Box
from .pen import Layout, Pen, border, cylinder, middle, pictogram

HOSTS = ("web01", "web02", "db01", "router", "firewall", "switch-1", "proxy", "mail", "nas", "vpn-gw", "PC-1", "PC-2", "printer", "AP", "lb", "cache", "worker", "dns", "backup", "laptop", "phone", "camera", "Internet", "ISP", "core-sw")


def address(pen: Pen) -> str:
    r = pen.rng
    return r.choice((f"192.168.{r.randrange(9)}.{r.randrange(1, 255)}", f"10.{r.randrange(9)}.0.{r.randrange(1, 255)}", f".{r.randrange(1, 255)}", f"172.16.{r.randrange(30)}.{r.randrange(1, 200)}", f"fe80::{r.randrange(99)}", f"eth{r.randrange(3)}"))


def device(pen: Pen, x: float, y: float, way: str, name: str) -> Box:
    """A host: a box with its name, a pictogram with its name below, or a cylinder."""
    em = pen.em
    if way == "icon":
        size = em * 2.6
        pictogram(pen, x, y, size, pen.ink if pen.rng.random() < 0.6 else pen.rng.choice(pen.accents))
        pen.text(x, y + size * 0.5 + em * 0.9, name, em * 0.9)
        return (x - size * 0.6, y - size * 0.6, x + size * 0.6, y + size * 0.6)
    w = max(pen.measure(name) / 2 + em * 0.8, em * 2.4)
    box = (x - w, y - em * 1.1, x + w, y + em * 1.1)
    if way == "cylinder":
        look = pen.look()
        cylinder(pen, (box[0], y - em * 1.5, box[2], y + em * 1.3), look.fill or pen.style.background, look.border or pen.ink, pen.style.node_width)
        pen.text(x, y + em * 0.2, name, ink=look.text)
        return (box[0], y - em * 1.5, box[2], y + em * 1.3)
    pen.labelled(box, name)
    return box


def buses(pen: Pen) -> None:
    """Networks as bars or lines, hosts hanging from them on stubs, some in two networks."""
    r, em = pen.rng, pen.em
    nets, way = r.randint(1, 4), r.choice(("box", "box", "icon", "mixed"))
    gap, drop = r.uniform(7.5, 10) * em, r.uniform(5.5, 8) * em
    hosts = r.randint(2, 6)
    bar, pipe = r.choice((1, 2, 4, em * 0.5, em * 0.9)), r.random() < 0.3
    length = hosts * gap
    tinted = r.random() < 0.5
    both = r.random() < 0.4
    for n in range(nets):
        y = n * drop
        colour = r.choice(pen.accents) if tinted else pen.ink
        pen.z = 1
        if pipe and bar > 3:
            pen.rect(-gap * 0.5, y - bar, length - gap * 0.5, y + bar, pen.look(0).fill or pen.faint(0.1), pen.ink, 1, radius=bar)
        elif bar > 3:
            pen.rect(-gap * 0.5, y - bar / 2, length - gap * 0.5, y + bar / 2, colour, None)
        else:
            pen.line([(-gap * 0.5, y), (length - gap * 0.5, y)], colour, bar)
        name = r.choice(("dmz", "internal", "LAN", "WAN", "office", "guest", "backbone", "vlan 10", "storage", "192.168.0.0/24", "10.0.0.0/8"))
        if r.random() < 0.5:
            pen.text(-gap * 0.5 - em * 0.5, y, name, align="r", bold=r.random() < 0.3)
        else:
            pen.text(-gap * 0.5, y - bar - em * 0.8, name, align="l")
        pen.z = 0
        for i, host in enumerate(r.sample(HOSTS, hosts)):
            if r.random() < 0.15:
                continue
            x = i * gap
            kind = way if way != "mixed" else r.choice(("box", "icon", "cylinder"))
            box = device(pen, x, y + drop * 0.48, kind, host)
            pen.z = -1
            pen.line([(x, y), (x, box[1])], r.choice((pen.ink, colour)), max(1, pen.style.edge_width))
            if r.random() < 0.5:
                pen.text(x + em * 0.3, (y + box[1]) / 2, address(pen), em * 0.75, align="l")
            if n < nets - 1 and r.random() < (0.4 if both else 0.15):
                below = box[3] + (em * 1.6 if kind == "icon" else 0)
                pen.line([(x, below), (x, (n + 1) * drop)], pen.ink, max(1, pen.style.edge_width))
            pen.z = 0
    if r.random() < 0.3:
        pen.z = -3
        a, b = sorted(r.sample(range(hosts + 1), 2))
        y = r.randrange(nets) * drop
        pen.rect(a * gap - gap * 0.45, y + drop * 0.18, b * gap - gap * 0.55, y + drop * 0.82, pen.faint(0.1), pen.faint(0.3) if r.random() < 0.4 else None, radius=r.choice((0, 8)))
        pen.z = 0


def star(pen: Pen) -> None:
    """Devices around a switch or a cloud, perhaps with devices around those."""
    r, em = pen.rng, pen.em
    count, way = r.randint(3, 9), r.choice(("icon", "icon", "box"))
    radius = em * (6 + count * 0.9)
    centre = device(pen, 0, 0, way, r.choice(("switch", "router", "hub", "Internet", "gateway", "MQTT broker", "core")))
    dash = pen.style.dash if r.random() < 0.15 else None
    for i, name in enumerate(r.sample(HOSTS, count)):
        angle = 2 * pi * i / count + 0.2
        x, y = radius * 1.25 * cos(angle), radius * sin(angle)
        box = device(pen, x, y, way if r.random() < 0.8 else "icon", name)
        pen.z = -1
        pen.line([border(centre, middle(box)), border(box, middle(centre))], pen.ink, dash=dash)
        if r.random() < 0.3:
            pen.text(x * 0.55, y * 0.55, address(pen), em * 0.75, mask=True)
        for k in range(r.choice((0, 0, 0, 2, 3)) if count < 6 else 0):
            far = angle + (k - 1) * 0.35
            fx, fy = x + em * 7 * cos(far), y + em * 6 * sin(far)
            pen.line([middle(box), (fx, fy)], pen.ink, dash=dash)
            pen.z = 0
            device(pen, fx, fy, "icon", r.choice(HOSTS))
            pen.z = -1
        pen.z = 0


def rack(pen: Pen) -> None:
    """Zones as frames with devices inside, links between zones, as clouds are drawn."""
    r, em = pen.rng, pen.em
    zones, across = r.randint(2, 4), r.random() < 0.7
    at, frames = 0.0, list[Box]()
    for _ in range(zones):
        columns, rows = r.choice(((1, 2), (1, 3), (2, 2), (2, 1), (3, 1)))
        gap_x, gap_y = em * 7, em * 5
        x0, y0 = (at, 0.0) if across else (0.0, at)
        for i in range(columns * rows):
            device(pen, x0 + gap_x * (i % columns + 0.5), y0 + gap_y * (i // columns + 0.5) + em, r.choice(("icon", "icon", "box", "cylinder")), r.choice(HOSTS))
        frame = (x0, y0 - em, x0 + columns * gap_x, y0 + rows * gap_y + em * 1.2)
        pen.z = -3
        pen.rect(*frame, fill=pen.faint(r.choice((0, 0.05, 0.1))), line=r.choice((pen.ink, r.choice(pen.accents))), width=r.choice((1, 2)), radius=r.choice((0, 0, 8)), dash=r.choice((None, (5, 4), (2, 3))))
        pen.text(frame[0] + em * 0.6, frame[1] + em * 0.9, r.choice(("VPC", "Public subnet", "Private subnet", "Data center", "Zone A", "Edge", "On-premises", "Cloud")), em * 0.9, align="l")
        pen.z = 0
        frames.append(frame)
        at = (frame[2] if across else frame[3]) + em * 4
    for a, b in itertools.pairwise(frames):
        pen.edge(a, b, "", r.choice(("none", "open", "filled")), mode="straight")


def circuit(pen: Pen) -> None:
    """Wires on a grid with resistors, capacitors, sources, gates, grounds."""
    r, em = pen.rng, pen.em
    columns, rows, cell = r.randint(2, 6), r.randint(1, 3), em * r.uniform(4, 6)
    w = max(1, pen.style.edge_width)
    zigzag = r.random() < 0.5
    for row in range(rows + 1):
        for i in range(columns):
            part(pen, i * cell, row * cell, (i + 1) * cell, row * cell, r.choice(("wire", "wire", "resistor", "resistor", "inductor", "diode", "switch")), zigzag, w)
    for i in range(columns + 1):
        for row in range(rows):
            if i in (0, columns) or r.random() < 0.6:
                part(pen, i * cell, row * cell, i * cell, (row + 1) * cell, r.choice(("wire", "capacitor", "source", "resistor", "battery")), zigzag, w)
                for end in (row, row + 1):
                    if r.random() < 0.5:
                        pen.disc(i * cell, end * cell, 2.5, fill=pen.ink)
    if r.random() < 0.6:
        x, y = r.randint(0, columns) * cell, rows * cell
        pen.line([(x, y), (x, y + em)], width=w)
        for k in range(3):
            pen.line([(x - em * (0.8 - k * 0.25), y + em * (1 + k * 0.3)), (x + em * (0.8 - k * 0.25), y + em * (1 + k * 0.3))], width=w)


def part(pen: Pen, x0: float, y0: float, x1: float, y1: float, kind: str, zigzag: bool, w: float) -> None:
    """A part on a wire from one point to another, with its name beside."""
    r, em = pen.rng, pen.em
    length = abs(x1 - x0) + abs(y1 - y0)
    ux, uy = (x1 - x0) / length, (y1 - y0) / length

    def at(along: float, side: float) -> tuple[float, float]:
        return x0 + ux * along - uy * side, y0 + uy * along + ux * side

    if kind == "wire":
        pen.line([(x0, y0), (x1, y1)], width=w)
        return
    size = em * 1.1
    a, b, half = length / 2 - size, length / 2 + size, em * 0.45
    if kind in ("capacitor", "battery"):
        a, b = length / 2 - em * 0.2, length / 2 + em * 0.2
        pen.line([at(a, -em * 0.8), at(a, em * 0.8)], width=w)
        short = em * (0.4 if kind == "battery" else 0.8)
        pen.line([at(b, -short), at(b, short)], width=w)
    elif kind == "source":
        pen.disc(*at(length / 2, 0), size, line=pen.ink, width=w)
        pen.text(*at(length / 2, 0), r.choice(("V", "~", "+", "I")), em)
    elif kind == "resistor" and zigzag:
        pen.line([at(a, 0), *(at(a + (b - a) * (i + 0.5) / 6, half if i % 2 else -half) for i in range(6)), at(b, 0)], width=w)
    elif kind == "resistor":
        pen.poly([at(a, half), at(b, half), at(b, -half), at(a, -half)], None, pen.ink, w)
    elif kind == "inductor":
        for i in range(4):
            c = a + (b - a) * (i + 0.5) / 4
            pen.line([at(c + (b - a) / 8 * cos(pi * k / 8), -(b - a) / 8 * sin(pi * k / 8)) for k in range(9)], width=w)
    elif kind == "diode":
        a, b = length / 2 - half, length / 2 + half
        pen.poly([at(a, half), at(a, -half), at(b, 0)], pen.ink if r.random() < 0.5 else None, pen.ink, w)
        pen.line([at(b, half), at(b, -half)], width=w)
    else:
        pen.line([at(a, 0), at(b, -em * 0.8)], width=w)
        pen.disc(*at(a, 0), 2, line=pen.ink)
        pen.disc(*at(b, 0), 2, line=pen.ink)
    pen.line([(x0, y0), at(a, 0)], width=w)
    pen.line([at(b, 0), (x1, y1)], width=w)
    name = {"capacitor": "C", "battery": "B", "source": "V", "resistor": "R", "inductor": "L", "diode": "D"}.get(kind, "S")
    if r.random() < 0.8:
        x, y = at(length / 2, -em * 1.5 if uy == 0 else -em * 1.9)
        pen.text(x, y, f"{name}{r.randint(1, 9)}" if r.random() < 0.7 else r.choice(("10k", "100n", "4.7 µF", "5 V", "1 kΩ")), em * 0.85)


def signals(pen: Pen) -> None:
    """Blocks with ports and named signals, sums and gains, feedback: control loops and chips."""
    r, em = pen.rng, pen.em
    count, gap = r.randint(2, 5), r.uniform(3.5, 6) * em
    x, boxes = 0.0, list[Box]()
    sums = r.random() < 0.6
    chip = r.random() < 0.4
    for i in range(count):
        if sums and i in (0, 2):
            radius = em * 0.9
            pen.disc(x + radius, 0, radius, line=pen.ink, width=pen.style.node_width)
            pen.text(x + radius, 0, r.choice(("+", "Σ", "×")))
            boxes.append((x, -radius, x + 2 * radius, radius))
        else:
            text = r.choice(("G(s)", "H(s)", "K", "1/s", "PID", "ALU", "ADC", "DAC", "FIFO", "UART", "CPU", "RAM", "PLL", "FFT", "Filter", "Plant", "Mux", "Reg", pen.phrase(12)))
            w, h = max(pen.measure(text) + em * 2, em * 5), em * (r.uniform(5, 9) if chip else r.uniform(2.4, 4))
            boxes.append((x, -h / 2, x + w, h / 2))
            pen.labelled(boxes[-1], text, radius=0)
            if chip:
                for k in range(3):
                    y = -h / 2 + h * (k + 0.5) / 3
                    pen.text(x + em * 0.3, y, r.choice(("D", "A", "B", "clk", "en", "in")), em * 0.7, pen.style.text, "l")
                    pen.text(x + w - em * 0.3, y, r.choice(("Q", "Y", "out")), em * 0.7, pen.style.text, "r")
        x = boxes[-1][2] + gap
    ends = [(-gap, 0.0), *((b[0], 0.0) for b in boxes)]
    starts = [(-gap, 0.0), *((b[2], 0.0) for b in boxes)]
    names = ("r(t)", "e", "u", "y", "x[n]", "clk", "data", "addr", "32", "8", "ref", "out")
    for p, q in zip(starts, [*ends[1:], (x, 0.0)], strict=True):
        pen.arrow([p, q])
        pen.text((p[0] + q[0]) / 2, -em * 0.8, r.choice(names), em * 0.85)
        if r.random() < 0.2:
            pen.line([((p[0] + q[0]) / 2 - 3, 5), ((p[0] + q[0]) / 2 + 3, -5)], width=1)
    if r.random() < 0.7:
        low = max(b[3] for b in boxes) + em * 2.5
        tap = boxes[-1][2] + gap * 0.5
        home = (boxes[0][0] + boxes[0][2]) / 2
        pen.disc(tap, 0, 2.5, fill=pen.ink)
        if r.random() < 0.5:
            mid = (tap + home) / 2
            pen.arrow([(tap, 0), (tap, low), (mid + em * 2.5, low)])
            pen.labelled((mid - em * 2.5, low - em * 1.2, mid + em * 2.5, low + em * 1.2), r.choice(("H(s)", "Sensor", "β", "delay")), radius=0)
            pen.arrow([(mid - em * 2.5, low), (home, low), (home, boxes[0][3])])
        else:
            pen.arrow([(tap, 0), (tap, low), (home, low), (home, boxes[0][3])])


def dots(pen: Pen) -> None:
    """A graph of dots or small circles, names beside or none, lines or arrows."""
    r, em = pen.rng, pen.em
    count, side = r.randint(5, 30), em * r.uniform(18, 34)
    places: list[tuple[float, float]] = []
    while len(places) < count:
        p = (r.uniform(0, side * 1.3), r.uniform(0, side))
        if all(abs(p[0] - q[0]) + abs(p[1] - q[1]) > side / count**0.5 * 0.6 for q in places) or r.random() < 0.05:
            places.append(p)
    directed, radius, named = r.random() < 0.4, r.uniform(0.25, 1.1) * em, r.random() < 0.6
    curved = r.random() < 0.25
    for i, p in enumerate(places):
        near = sorted(range(count), key=lambda k: (places[k][0] - p[0]) ** 2 + (places[k][1] - p[1]) ** 2)[1:4]
        for k in near[: r.randint(1, 3)]:
            pen.z = -1
            pen.edge((p[0] - radius, p[1] - radius, p[0] + radius, p[1] + radius), (places[k][0] - radius, places[k][1] - radius, places[k][0] + radius, places[k][1] + radius), str(r.randint(1, 20)) if r.random() < 0.1 else "", None if directed else "none", mode="curve" if curved else "straight", oval=True)
            pen.z = 0
        fill = pen.look(i).fill or pen.ink
        pen.disc(*p, radius * (r.choice((1, 1, 1.6)) if not directed else 1), fill=fill, line=pen.ink if r.random() < 0.5 else None)
        if named:
            pen.text(p[0] + radius * 1.7 + 2, p[1] - radius * 0.5, pen.word() if r.random() < 0.7 else str(i), em * 0.8, align="l")


LAYOUTS: dict[str, Layout] = {"buses": buses, "star": star, "rack": rack, "circuit": circuit, "signals": signals, "dots": dots}
