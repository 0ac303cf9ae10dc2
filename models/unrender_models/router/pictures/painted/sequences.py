"""Sequences of messages between lifelines."""

from __future__ import annotations

from ....draw.style import readable
from .pen import Layout, Pen, pictogram, stick_figure

ACTORS = ("User", "Client", "Browser", "Server", "API", "Database", "Auth", "Cache", "Gateway", "Service", "Queue", "Worker", "Alice", "Bob", "Device", "Bank", "Customer", "Shop", "Controller", "View", "Model", "Proxy", "Node A", "Node B")  # fmt: skip


def message(pen: Pen) -> str:
    r = pen.rng
    return r.choice((pen.phrase(22).lower(), f"{pen.word().lower()}()", f"get{pen.word().capitalize()}(id)", f"POST /{pen.word().lower()}", "200 OK", "401", "ack", "SYN", "HTTP request", f"return {pen.word().lower()}", pen.phrase(18), "login(user, password)"))


def lifelines(pen: Pen) -> None:
    r, em = pen.rng, pen.em
    names = r.sample(ACTORS, r.randint(2, 6))
    people = {i for i in range(len(names)) if r.random() < r.choice((0, 0, 0.3))}
    count, step = r.randint(2, 14), r.uniform(1.9, 3.2) * em
    texts = [message(pen) for _ in range(count)]
    gap = max(pen.measure(t, pen.style.label_size) for t in texts) / r.choice((1.0, 1.0, 1.7)) + em * 2.5
    gap = max(gap, max(pen.measure(n) for n in names) + em * 2.2)
    xs = [i * gap for i in range(len(names))]
    high, twice = em * r.uniform(1.8, 3), r.random() < 0.4
    dash = r.choice(((5, 4), (2, 3), None, (8, 5)))
    bars, numbered, beside = r.random() < 0.4, r.random() < 0.2, r.random() < 0.1
    icons = r.random() < 0.12
    ends = r.choice((("filled", "open"), ("open", "open"), ("filled", "filled"), (pen.style.arrow, pen.style.arrow)))
    plain = r.random() < 0.12
    y = high + step
    spans: list[tuple[float, float, float]] = []
    fragment: tuple[float, str] | None = None
    frames: list[tuple[float, float, str]] = []
    actor = 0
    for i, text in enumerate(texts):
        if fragment is None and r.random() < 0.12 and i < count - 1:
            fragment = (y, r.choice(("alt", "loop", "opt", "par", "break")))
            y += em * 2.4
        other = r.choice([k for k in range(len(names)) if k != actor])
        label = f"{i + 1}{r.choice(('. ', ': ', ' '))}{text}" if numbered else text
        ink = pen.ink if r.random() < 0.93 else r.choice(pen.accents)
        half = em * 0.4 if bars else 0
        if r.random() < 0.08:
            x = xs[actor] + half
            pen.arrow([(x, y), (x + em * 2.4, y), (x + em * 2.4, y + em), (x, y + em)], ends[0], ink=ink)
            pen.text(x + em * 2.8, y + em * 0.4, label, pen.style.label_size, align="l")
            y += em
        else:
            reply = r.random() < 0.35
            sign = 1 if xs[other] > xs[actor] else -1
            a, b = xs[actor] + sign * half, xs[other] - sign * half
            pen.arrow([(a, y), (b, y + (em * 0.8 if beside else 0))], ends[1] if reply else ends[0], dash=(5, 4) if reply else None, ink=ink)
            pen.text((a + b) / 2 if r.random() < 0.9 else min(a, b) + pen.measure(label, pen.style.label_size) / 2 + em * 0.4, y - em * 0.75, label, pen.style.label_size, face=pen.style.label_face)
            if bars:
                spans.append((xs[other], y, y + step * r.choice((0.7, 1.6, 2.6))))
            actor = other if r.random() < 0.75 else r.randrange(len(names))
        if r.random() < 0.06:
            lines = pen.wrap(pen.phrase(30), gap * 0.8)[:2]
            x = xs[r.randrange(len(xs))]
            w = max(pen.measure(t) for t in lines) / 2 + em * 0.7
            fill = r.choice(((255, 247, 190), pen.faint(0.08), pen.style.background))
            y += em * 1.2
            pen.rect(x - w, y, x + w, y + len(lines) * em * 1.5 + em * 0.3, fill, pen.ink, 1)
            pen.lines(x, y + (len(lines) * em * 1.5 + em * 0.3) / 2, lines, ink=readable(pen.style.text, fill))
            y += len(lines) * em * 1.5 + em * 0.6
        y += step
        if fragment is not None and (r.random() < 0.3 or i == count - 1):
            frames.append((fragment[0], y - step * 0.4, fragment[1]))
            fragment = None
            y += em
    bottom = y + em * 0.4
    for top, end, word in frames:
        pen.z = -1
        left, right = xs[0] - em * 1.8, xs[-1] + em * 1.8
        pen.rect(left, top - em, right, end, None, pen.ink, 1, dash=(4, 3) if r.random() < 0.2 else None)
        w = pen.measure(word) + em * 1.2
        pen.poly([(left, top - em), (left + w, top - em), (left + w, top + em * 0.2), (left + w - em * 0.5, top + em * 0.6), (left, top + em * 0.6)], pen.faint(0.1), pen.ink, 1)
        pen.text(left + w / 2 - em * 0.2, top - em * 0.2, word, ink=readable(pen.style.text, pen.faint(0.1)), bold=True)
        pen.text(left + w + em * 0.6, top - em * 0.2, f"[{pen.phrase(18)}]", pen.style.label_size, align="l")
        if r.random() < 0.4 and end - top > step * 2:
            pen.line([(left, (top + end) / 2), (right, (top + end) / 2)], pen.ink, 1, (5, 4))
            pen.text(left + em * 0.5, (top + end) / 2 + em * 0.8, "[else]", pen.style.label_size, align="l")
    for i, (x, name) in enumerate(zip(xs, names, strict=True)):
        pen.z = -2
        pen.line([(x, high), (x, bottom)], r.choice((pen.ink, pen.faint(0.5))) if i == 0 else pen.ink, 1, dash)
        pen.z = 0
        half = max(pen.measure(name) / 2 + em * 0.8, em * 2)
        for top in (0.0, bottom)[: 2 if twice else 1]:
            if i in people:
                stick_figure(pen, x, top - em * 1.6, em * 2.8, pen.ink)
                pen.text(x, top + em * 1.9, name, ink=pen.style.text, mask=True)
            elif icons:
                pictogram(pen, x, top - em * 0.6, em * 2.2, pen.ink)
                pen.text(x, top + em * 1.4, name, mask=True)
            elif plain:
                pen.text(x, top + high / 2, name, bold=True)
            else:
                pen.labelled((x - half, top, x + half, top + high), name)
    pen.z = -1
    for x, a, b in spans:
        pen.rect(x - em * 0.4, a, x + em * 0.4, min(b, bottom - em * 0.3), pen.look(0).fill or pen.style.background, pen.ink, 1)
    pen.z = 0


def ladder(pen: Pen) -> None:
    """Two or three upright lines with slanted messages, times and states at the side, as protocols are explained."""
    r, em = pen.rng, pen.em
    names, count = r.sample(ACTORS, r.choice((2, 2, 3))), r.randint(2, 9)
    gap, step, slope = r.uniform(12, 20) * em, r.uniform(2.2, 3.6) * em, r.choice((0.0, 0.6, 1.2)) * em
    thick, times, boxed = r.choice((1, 2, 3)), r.random() < 0.3, r.random() < 0.5
    for i, name in enumerate(names):
        if boxed:
            w = pen.measure(name) / 2 + em
            pen.labelled((i * gap - w, -em * 2.4, i * gap + w, -em * 0.4), name)
        else:
            pen.text(i * gap, -em * 1.2, name, bold=True)
    y, left = em, True
    for i in range(count):
        lane = r.randrange(len(names) - 1)
        a, b = (lane * gap, (lane + 1) * gap) if left else ((lane + 1) * gap, lane * gap)
        lost = r.random() < 0.06
        end = a + (b - a) * 0.6 if lost else b
        pen.arrow([(a, y), (end, y + slope)], None if not lost else "none", dash=(5, 4) if r.random() < 0.2 else None)
        if lost:
            pen.text(end, y + slope, "×", em * 1.5, pen.ink)
        pen.text((a + b) / 2, y + slope / 2 - em * 0.8, pen.clip(message(pen), gap - em), pen.style.label_size, mask=pen.style.label_mode == "masked")
        if times and r.random() < 0.7:
            pen.text(-em, y, f"t{i}" if r.random() < 0.6 else f"{i * r.randint(5, 40)} ms", pen.style.label_size, align="r")
        if r.random() < 0.15:
            text = pen.phrase(14)
            pen.text((len(names) - 1) * gap + em, y + slope, text, pen.style.label_size, align="l")
        left = not left if r.random() < 0.8 else left
        y += step
    for i in range(len(names)):
        pen.line([(i * gap, 0), (i * gap, y)], pen.ink, thick)
        if r.random() < 0.3:
            pen.head((i * gap, y), 1.5708, "filled", pen.ink, em * 0.6, 1)


LAYOUTS: dict[str, Layout] = {"lifelines": lifelines, "ladder": ladder}
