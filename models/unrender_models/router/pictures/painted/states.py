"""State machines and automata."""

from __future__ import annotations

import itertools
from math import cos, hypot, pi, sin

from ....draw.geometry import bezier
from ....draw.style import Colour
from ....scene import Box, Point
from .pen import Layout, Pen, border, middle

NAMES = ("Idle", "Running", "Waiting", "Paused", "Stopped", "Error", "Connecting", "Connected", "Closed", "Open", "Locked", "Unlocked", "Active", "Ready", "Loading", "Done", "Failed", "Init", "Sleep", "Standby", "Processing", "Authenticated", "Draft", "Published", "Off", "On", "Red", "Green", "Heating", "Cooling", "Dialing", "Listening", "Retry", "Busy", "Shutdown", "Selected")  # fmt: skip
EVENTS = ("start", "stop", "timeout", "reset", "open", "close", "error", "retry", "connect", "disconnect", "success", "fail", "cancel", "submit", "tick", "coin", "push", "ack", "power on", "power off", "done", "key pressed", "data received", "resume", "pause", "expire", "login", "logout")  # fmt: skip


def event(pen: Pen) -> str:
    r = pen.rng
    name = r.choice(EVENTS)
    roll = r.random()
    if roll < 0.5:
        return name
    if roll < 0.65:
        return f"{name} [{r.choice(('valid', 'count > 3', 'empty', 'retries < 5', 'ok'))}]"
    if roll < 0.85:
        return f"{name} / {r.choice(('beep', 'log()', 'clear', 'send ack', 'count++'))}"
    return r.choice((f"{name}()", f"after({r.randint(1, 60)}s)", name.upper(), f"{name} [{r.choice('xn')} == {r.randint(0, 9)}] / {r.choice(EVENTS)}"))


def start(pen: Pen, x: float, y: float) -> Box:
    radius = pen.em * pen.rng.uniform(0.4, 0.65)
    pen.disc(x, y, radius, fill=pen.ink, line=pen.ink)
    return (x - radius, y - radius, x + radius, y + radius)


def final(pen: Pen, x: float, y: float) -> Box:
    radius = pen.em * pen.rng.uniform(0.5, 0.75)
    pen.disc(x, y, radius, line=pen.ink, width=max(1, pen.style.edge_width))
    pen.disc(x, y, radius * 0.6, fill=pen.ink, line=pen.ink)
    return (x - radius, y - radius, x + radius, y + radius)


def loop(pen: Pen, box: Box, label: str, side: str = "top") -> None:
    x, _ = middle(box)
    reach = pen.em * 2.2
    y = box[1] if side == "top" else box[3]
    sign = -1 if side == "top" else 1
    pen.arrow(bezier((x - pen.em * 0.8, y), (x - reach, y + sign * reach), (x + reach, y + sign * reach), (x + pen.em * 0.8, y)))
    pen.text(x, y + sign * (reach * 0.75 + pen.em * 0.7), label, pen.style.label_size)


def rounded_state(pen: Pen, cx: float, cy: float, name: str, inner: list[str]) -> Box:
    """A rounded box, with a line of its own below the name where it has activities."""
    em = pen.em
    step = em * pen.style.leading
    size = em * 0.9
    w = max(pen.measure(name), *(pen.measure(t, size) for t in inner), em * 3) + em * 1.6
    h = em * 2.1 + (len(inner) * step + em * 0.5 if inner else 0)
    box = (cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2)
    look = pen.node(box, radius=max(em * 0.5, pen.style.corner))
    pen.text(cx, box[1] + em * 1.05, name, ink=look.text, bold=pen.rng.random() < 0.3)
    if inner:
        pen.line([(box[0], box[1] + em * 2), (box[2], box[1] + em * 2)], look.border or look.text, pen.style.node_width)
        for i, text in enumerate(inner):
            pen.text(box[0] + em * 0.6, box[1] + em * 2.3 + step * (i + 0.5), text, size, look.text, "l")
    return box


def activities(pen: Pen) -> list[str]:
    r = pen.rng
    return [f"{w}{r.choice((' / ', '/ ', ': '))}{r.choice(('startTimer()', 'stopTimer()', 'play sound', 'blink', 'readSensor', 'notify', 'lamp on'))}" for w in ("entry", "do", "exit") if r.random() < 0.6] if r.random() < 0.3 else []


def machine(pen: Pen) -> None:
    """Rounded states in a loose grid, start and end, labelled transitions, loops."""
    r, em = pen.rng, pen.em
    columns, rows = r.choice(((2, 2), (3, 1), (2, 3), (3, 2), (4, 1), (1, 4), (3, 3), (1, 3), (1, 5)))
    dx, dy = r.uniform(11, 17) * em, r.uniform(5.5, 8.5) * em
    names = r.sample(NAMES, columns * rows)
    places = [(i % columns, i // columns) for i in range(columns * rows)]
    if len(places) > 4 and r.random() < 0.5:
        places.pop(r.randrange(1, len(places)))
    jitter = r.choice((0, 0, 1.2)) * em
    boxes = [rounded_state(pen, x * dx + r.uniform(-jitter, jitter), y * dy + r.uniform(-jitter, jitter), name, activities(pen)) for (x, y), name in zip(places, names, strict=False)]
    pen.z = -1
    mode = r.choice(("straight", "straight", "curve", pen.connector))
    for a, b in itertools.pairwise(boxes):
        pen.edge(a, b, event(pen) if r.random() < 0.85 else "", mode=mode)
        if r.random() < 0.25:
            bowed(pen, b, a, event(pen))
    for _ in range(r.randint(0, 2)):
        a, b = r.sample(boxes, 2)
        bowed(pen, a, b, event(pen))
    for box in boxes:
        if r.random() < 0.2:
            loop(pen, box, event(pen), r.choice(("top", "bottom")))
    if r.random() < 0.85:
        first = boxes[0]
        x, y = middle(first)
        dot = start(pen, *((x, first[1] - em * 3) if r.random() < 0.5 else (first[0] - em * 4, y)))
        pen.edge(dot, first, mode="straight")
    if r.random() < 0.6:
        last = boxes[-1]
        x, y = middle(last)
        pen.edge(last, final(pen, *((x, last[3] + em * 3) if r.random() < 0.5 else (last[2] + em * 4, y))), event(pen) if r.random() < 0.3 else "", mode="straight")
    pen.z = 0


def bowed(pen: Pen, a: Box, b: Box, label: str, oval: bool = False) -> None:
    """A curve beside the straight way."""
    (ax, ay), (bx, by) = middle(a), middle(b)
    d = hypot(bx - ax, by - ay) or 1
    bow = pen.rng.uniform(0.12, 0.3) * d + pen.em
    mid: Point = ((ax + bx) / 2 + (by - ay) / d * bow, (ay + by) / 2 - (bx - ax) / d * bow)
    p, q = border(a, mid, oval), border(b, mid, oval)
    course = bezier(p, ((p[0] + 2 * mid[0]) / 3, (p[1] + 2 * mid[1]) / 3), ((q[0] + 2 * mid[0]) / 3, (q[1] + 2 * mid[1]) / 3), q)
    pen.arrow(course)
    x, y = course[len(course) // 2]
    pen.text(x, y - pen.em * 0.7, label, pen.style.label_size, mask=pen.style.label_mode == "masked")


def automaton(pen: Pen) -> None:
    """Circles with short names, double circles, letters on the arrows, an arrow from nowhere."""
    r, em = pen.rng, pen.em
    count, radius = r.randint(2, 7), r.uniform(1.4, 2.4) * em
    ring = r.random() < 0.4 and count > 2
    gap = radius * r.uniform(3.6, 5.5)
    prefix = r.choice(("q", "s", "S", "", "q", "A"))
    words = r.random() < 0.3
    centres = [(gap * count / 6 * 1.3 * cos(2 * pi * i / count - pi / 2), gap * count / 6 * 1.3 * sin(2 * pi * i / count - pi / 2)) if ring else (i * gap, r.choice((0, 0, gap * 0.6)) if count > 3 else 0.0) for i in range(count)]
    if words:
        radius = max(radius, em * 2.6)
        centres = [(x * 1.35, y * 1.35) for x, y in centres]
    boxes: list[Box] = []
    look = pen.look()
    for i, (x, y) in enumerate(centres):
        double = (i == count - 1) or r.random() < 0.2
        line: Colour = look.border or pen.ink
        pen.disc(x, y, radius, fill=look.fill, line=line, width=pen.style.node_width)
        if double:
            pen.disc(x, y, radius * 0.84, line=line, width=pen.style.node_width)
        pen.text(x, y, pen.clip(r.choice(NAMES), radius * 1.6) if words else f"{prefix}{i}", ink=look.text)
        boxes.append((x - radius, y - radius, x + radius, y + radius))
    sign = lambda: r.choice(("0", "1", "a", "b", "0,1", "a, b", "ε", "x", "0/1", "1/0", "a/b", event(pen)))
    pen.z = -1
    for a, b in itertools.pairwise(boxes):
        if r.random() < 0.6:
            pen.edge(a, b, sign(), mode="straight", oval=True)
        else:
            bowed(pen, a, b, sign(), True)
            if r.random() < 0.6:
                bowed(pen, b, a, sign(), True)
    for _ in range(r.randint(0, count // 2)):
        a, b = r.sample(boxes, 2)
        bowed(pen, a, b, sign(), True)
    for box in boxes:
        if r.random() < 0.35:
            loop(pen, (box[0], box[1] + em * 0.1, box[2], box[3] - em * 0.1), sign(), r.choice(("top", "top", "bottom")))
    if r.random() < 0.85:
        x, y = middle(boxes[0])
        pen.arrow([(boxes[0][0] - em * 2.5, y), (boxes[0][0], y)])
        if r.random() < 0.4:
            pen.text(boxes[0][0] - em * 4, y, "start", pen.style.label_size)
    pen.z = 0


def nested(pen: Pen) -> None:
    """States in a state with a title bar, regions with a dashed line between."""
    r, em = pen.rng, pen.em
    count, across = r.randint(2, 4), r.random() < 0.6
    gap = r.uniform(10, 14) * em if across else r.uniform(5, 7) * em
    regions = r.choice((1, 1, 1, 2))
    everything: list[Box] = []
    away = 0.0
    for region in range(regions):
        boxes = []
        for i in range(count):
            x, y = (i * gap, away) if across else (away, i * gap)
            boxes.append(rounded_state(pen, x, y, r.choice(NAMES), activities(pen) if not across else []))
        for a, b in itertools.pairwise(boxes):
            pen.edge(a, b, event(pen) if r.random() < 0.8 else "", mode="straight")
        if r.random() < 0.8:
            x, y = middle(boxes[0])
            dot = start(pen, *((boxes[0][0] - em * 3, y) if across else (x, boxes[0][1] - em * 2.6)))
            pen.edge(dot, boxes[0], mode="straight")
            boxes.append(dot)
        everything += boxes
        away = max(b[3] for b in everything) + em * 4 if across else max(b[2] for b in everything) + em * 8
        if region < regions - 1:
            x0, x1 = min(b[0] for b in everything) - em, max(b[2] for b in everything) + em
            if across:
                pen.line([(x0, away - em * 2.6), (x1, away - em * 2.6)], dash=(5, 4))
    outer = (min(b[0] for b in everything) - em * 1.4, min(b[1] for b in everything) - em * 4, max(b[2] for b in everything) + em * 1.4, max(b[3] for b in everything) + em * 1.6)
    pen.z = -3
    look = pen.look()
    ground = pen.faint(r.choice((0, 0.04, 0.08)))
    pen.rect(*outer, fill=ground, line=look.border or pen.ink, width=pen.style.node_width, radius=max(em * 0.5, pen.style.corner))
    pen.line([(outer[0], outer[1] + em * 1.9), (outer[2], outer[1] + em * 1.9)], look.border or pen.ink, pen.style.node_width)
    pen.text((outer[0] + outer[2]) / 2 if r.random() < 0.6 else outer[0] + em * 4, outer[1] + em * 0.95, r.choice(NAMES), bold=r.random() < 0.5)
    pen.z = 0
    if r.random() < 0.8:
        x, y = middle(outer)
        beside = rounded_state(pen, *((outer[2] + em * 10, y) if r.random() < 0.5 else (x, outer[3] + em * 6)), r.choice(NAMES), [])
        pen.edge(outer, beside, event(pen), mode="straight")
        if r.random() < 0.4:
            bowed(pen, beside, outer, event(pen))
    if r.random() < 0.7:
        x, _ = middle(outer)
        pen.edge(start(pen, x, outer[1] - em * 3), outer, mode="straight")


def column(pen: Pen) -> None:
    """States one after the other, down or across, start above and end below, ways back along the side."""
    r, em = pen.rng, pen.em
    count, across = r.randint(2, 6), r.random() < 0.5
    y, boxes = 0.0, list[Box]()
    gap = em * r.uniform(2.4, 4)
    dot = start(pen, 0, 0)
    labels = [event(pen) if r.random() < 0.85 else "" for _ in range(count + 1)]
    y = dot[2 if across else 3]
    for i, name in enumerate(r.sample(NAMES, count)):
        room = max(gap, pen.measure(labels[i], pen.style.label_size) + em * 2.4) if across else gap
        inner = activities(pen)
        half = max(pen.measure(name), *(pen.measure(t) for t in inner), em * 3) / 2 + em * 0.8 if across else (em * 2.1 + (len(inner) * em * pen.style.leading + em * 0.5 if inner else 0)) / 2
        box = rounded_state(pen, *((y + room + half, 0.0) if across else (0.0, y + room + half)), name, inner)
        boxes.append(box)
        y = box[2 if across else 3]
    end = final(pen, *((y + gap + em, 0.0) if across else (0.0, y + gap + em))) if r.random() < 0.75 else None
    chain = [dot, *boxes, *([end] if end else [])]
    for i, (a, b) in enumerate(itertools.pairwise(chain)):
        pen.arrow(pen.route(a, b, "straight"))
        p, q = middle(a), middle(b)
        label = labels[i] if i < len(labels) else ""
        if label and across:
            pen.text((a[2] + b[0]) / 2, p[1] - em * 0.8, label, pen.style.label_size)
        elif label:
            pen.text(q[0] + em * 0.5, (a[3] + b[1]) / 2, label, pen.style.label_size, align="l")
    for _ in range(r.choice((0, 1, 1, 2))):
        if len(boxes) < 2:
            break
        i, j = sorted(r.sample(range(len(boxes)), 2))
        a, b = boxes[j], boxes[i]
        reach = (1 if r.random() < 0.5 else -1) * em * r.uniform(4, 7)
        if across:
            far = (a[3] if reach > 0 else a[1]) + reach
            course: list[Point] = [(middle(a)[0], a[3] if reach > 0 else a[1]), (middle(a)[0], far), (middle(b)[0], far), (middle(b)[0], b[3] if reach > 0 else b[1])]
        else:
            far = (max if reach > 0 else min)(a[2 if reach > 0 else 0], b[2 if reach > 0 else 0]) + reach
            course = [(a[2] if reach > 0 else a[0], middle(a)[1]), (far, middle(a)[1]), (far, middle(b)[1]), (b[2] if reach > 0 else b[0], middle(b)[1])]
        if r.random() < 0.5:
            course = bezier(course[0], course[1], course[2], course[3])
        pen.arrow(course)
        x, yy = course[len(course) // 2]
        pen.text(x, yy - em * 0.8, event(pen), pen.style.label_size, mask=True)


LAYOUTS: dict[str, Layout] = {"machine": machine, "automaton": automaton, "nested": nested, "column": column}
