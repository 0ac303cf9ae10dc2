"""Flowcharts: lanes, chains, trees, decisions, boxes with signs."""

from __future__ import annotations

import itertools

from ....draw import words
from ....draw.style import mix, readable
from ....scene import Box, Point
from .pen import Layout, Outline, Pen, cylinder, diamond, middle, pictogram


def answer(pen: Pen) -> str:
    return words.answer(pen.rng, pen.style.lang)


def step(pen: Pen, cx: float, cy: float, width: float = 0, height: float = 0, kind: str = "box", wrap: float = 8, text: str | None = None) -> Box:
    """A step centred on a point, at least of the size given: box, stadium, decision, data or store."""
    r = pen.rng
    lines, w, h = pen.fitted(text if text is not None else words.question(r, pen.style.lang) if kind == "decision" else pen.phrase(), wrap)
    w, h = max(w, width), max(h, height)
    if kind == "decision":
        w, h = w * 1.45, h * 1.6
    box = (cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2)
    lean = h * 0.3
    shapes: dict[str, Outline] = {
        "decision": diamond(box), "data": [(box[0] + lean, box[1]), (box[2] + lean / 2, box[1]), (box[2] - lean, box[3]), (box[0] - lean / 2, box[3])],
    }  # fmt: skip
    if kind == "store":
        look = pen.look()
        cylinder(pen, (box[0], box[1] - h * 0.15, box[2], box[3] + h * 0.1), look.fill, look.border or pen.ink, pen.style.node_width)
        pen.lines(cx, cy + h * 0.05, lines, None, look.text)
        return (box[0], box[1] - h * 0.15, box[2], box[3] + h * 0.1)
    pen.labelled(box, lines, radius=h / 2 if kind == "stadium" else None, outline=shapes.get(kind))
    return box


def kinds(pen: Pen, decisions: float) -> str:
    return pen.rng.choices(("box", "decision", "stadium", "data", "store"), (1 - decisions, decisions, 0.1, 0.06, 0.04))[0]


def swimlanes(pen: Pen) -> None:
    """Bands with headers, steps in them, arrows from lane to lane."""
    r, em = pen.rng, pen.em
    upright, lanes, ranks = r.random() < 0.55, r.randint(2, 5), r.randint(3, 8)
    across, along = r.uniform(9, 14) * em, r.uniform(5, 7.5) * em
    if not upright:
        across, along = r.uniform(4.5, 7) * em, r.uniform(9, 12) * em
    ranks = ranks if upright else min(ranks, 6)
    names = [r.choice(("Customer", "Sales", "Support", "System", "Warehouse", "Finance", "User", "Server", "Manager", pen.phrase(14))) for _ in range(lanes)]
    header, length = r.uniform(1.7, 2.8) * em, ranks * along + along * 0.4
    rule = pen.style.node_width
    head_fill = r.choice((None, None, pen.faint(0.15), r.choice(pen.accents), pen.look().fill))
    bands = r.choice((None, None, "alternate", "tinted"))
    gap = r.choice((0, 0, 0, 6, 14))
    line = r.choice((pen.ink, pen.ink, pen.faint(0.4), None)) if bands or head_fill else pen.ink
    pool = header * 1.2 if r.random() < 0.25 else 0
    for i, name in enumerate(names):
        start = i * (across + gap)
        band = pen.faint(0.04 + 0.05 * (i % 2)) if bands == "alternate" else style_tint(pen, i) if bands == "tinted" else None
        box = (start, -header, start + across, length) if upright else (-header, start, length, start + across)
        top = (start, -header, start + across, 0.0) if upright else (-header, start, 0.0, start + across)
        pen.z = -2
        pen.rect(*box, fill=band, line=line, width=rule, dash=pen.style.dash if line and r.random() < 0.04 else None)
        if head_fill or r.random() < 0.5:
            pen.rect(*top, fill=head_fill, line=line, width=rule)
        ink = readable_on(pen, head_fill or band)
        x, y = middle(top)
        if upright:
            pen.text(x, y, pen.clip(name, across - 8), ink=ink, bold=r.random() < 0.5)
        elif r.random() < 0.8:
            pen.upright(x, y, pen.clip(name, across - 8), ink=ink, bold=r.random() < 0.5)
        else:
            pen.text(4, start + em, pen.clip(name, along * 0.8), ink=ink, align="l")
    end = lanes * (across + gap) - gap
    if pool and upright:
        pen.rect(0, -header - pool, end, -header, head_fill, line, rule)
        pen.text(end / 2, -header - pool / 2, pen.phrase(30), ink=readable_on(pen, head_fill), bold=True)
    elif pool:
        pen.rect(-header - pool, 0, -header, end, head_fill, line, rule)
        pen.upright(-header - pool / 2, end / 2, pen.clip(pen.phrase(30), end), ink=readable_on(pen, head_fill), bold=True)
    pen.z = 0
    lane, placed = 0, list[tuple[int, Box, bool]]()
    for rank in range(ranks):
        kind = "stadium" if rank in (0, ranks - 1) and r.random() < 0.6 else kinds(pen, 0.18)
        a, b = (lane + 0.5) * across + lane * gap, (rank + 0.7) * along
        wrap = (across if upright else along) / em * (0.45 if kind == "decision" else 0.66)
        box = step(pen, *((a, b) if upright else (b, a)), kind=kind, wrap=max(3.0, wrap - 2 * pen.style.pad[0] / em))
        placed.append((rank, box, kind == "decision"))
        lane = max(0, min(lanes - 1, lane + r.choice((-2, -1, 0, 0, 1, 1, 2)))) if rank else min(lanes - 1, lane + r.randint(0, 1))
    for (_, a_box, question), (_, b_box, _) in itertools.pairwise(placed):
        pen.z = -1
        pen.edge(a_box, b_box, answer(pen) if question or r.random() < 0.08 else "", mode=pen.connector)
    if len(placed) > 3 and r.random() < 0.6:
        asked = next((b for _, b, question in placed[:-2] if question), placed[0][1])
        pen.edge(asked, placed[-1][1], answer(pen), mode=r.choice(("ortho", "rounded", "curve")))
    pen.z = 0


def style_tint(pen: Pen, i: int) -> tuple[int, int, int]:
    return mix(pen.style.background, pen.accents[i % len(pen.accents)], 0.16)


def readable_on(pen: Pen, ground: tuple[int, int, int] | None) -> tuple[int, int, int]:
    return readable(pen.style.text, ground or pen.style.background)


def chain(pen: Pen) -> None:
    """Boxes of one size left to right, in rows that may snake, some with branches."""
    r, em = pen.rng, pen.em
    count, per_row = r.randint(2, 14), r.choice((3, 4, 5, 7, 99))
    wide, high = r.uniform(5.5, 10) * em, r.uniform(2, 4.2) * em
    gap, row = r.uniform(1.4, 5) * em, r.uniform(1.6, 3.5) * em
    snake = r.random() < 0.5
    per_row = min(per_row, max(2, round(1100 / (wide + gap))))
    boxes: list[Box] = []
    for i in range(count):
        line, at = divmod(i, per_row)
        if snake and line % 2:
            at = per_row - 1 - at
        x, y = at * (wide + gap), line * (high + row)
        lines = pen.wrap(pen.phrase(24), wide - em)[:max(1, int(high / em / pen.style.leading))]
        box = (x, y, x + wide, y + high)
        radius = high / 2 if i in (0, count - 1) and r.random() < 0.2 else None
        pen.labelled(box, [pen.clip(t, wide - 6) for t in lines], radius=radius, outline=diamond((x, y - em * 0.5, x + wide, y + high + em * 0.5)) if r.random() < 0.06 else None)
        boxes.append(box)
    pen.z = -1
    for i, (a, b) in enumerate(itertools.pairwise(boxes)):
        turned = (i + 1) % per_row == 0
        pen.edge(a, b, answer(pen)[:8] if gap > 3 * em and r.random() < 0.2 else "", mode="ortho" if turned else "straight" if r.random() < 0.8 else pen.connector)
    for _ in range(r.choice((0, 0, 1, 2))):
        i, j = r.randrange(count), r.randrange(count)
        if abs(i - j) > 1:
            x, y = boxes[i][0] + wide / 2, min(boxes[i][1], boxes[j][1]) - row * 0.4
            pen.arrow([(x, boxes[i][1]), (x, y), (boxes[j][0] + wide / 2, y), (boxes[j][0] + wide / 2, boxes[j][1])])
    if r.random() < 0.2:
        chosen = boxes[: r.randint(1, min(per_row, count))]
        pen.z = -2
        pen.rect(min(b[0] for b in chosen) - em, chosen[0][1] - em * 1.6, max(b[2] for b in chosen) + em, chosen[0][3] + em * 0.7, fill=pen.faint(0.06), line=pen.faint(0.4) if r.random() < 0.6 else None, dash=pen.style.dash if r.random() < 0.5 else None)
        pen.text(min(b[0] for b in chosen) - em * 0.6, chosen[0][1] - em * 0.9, pen.clip(pen.phrase(16), wide), align="l")


def layered(pen: Pen) -> None:
    """Ranks of steps with arrows to the next rank, left to right or top to bottom: trees and meshes of boxes."""
    r, em = pen.rng, pen.em
    across, ranks = r.random() < 0.6, r.randint(2, 5)
    tree, decisions = r.random() < 0.5, r.choice((0, 0.1, 0.3))
    step_along = r.uniform(9, 13) * em if across else r.uniform(4.5, 6.5) * em
    step_across = r.uniform(3.6, 5) * em if across else r.uniform(8.5, 12) * em
    counts = [1 if tree else r.randint(1, 4)]
    for _ in range(ranks - 1):
        counts.append(max(1, min(6, counts[-1] + (r.choice((1, 1, 2, 3)) if tree else r.choice((-2, -1, 0, 1, 2))))))
    rows: list[list[Box]] = []
    for rank, count in enumerate(counts):
        row: list[Box] = []
        for i in range(count):
            a, b = rank * step_along, (i - (count - 1) / 2) * step_across
            row.append(step(pen, *((a, b) if across else (b, a)), kind=kinds(pen, decisions) if rank < ranks - 1 else "box", wrap=5.5))
        rows.append(row)
    pen.z = -1
    mode = pen.connector if r.random() < 0.5 else r.choice(("ortho", "curve", "straight"))
    for before, after in itertools.pairwise(rows):
        for i, child in enumerate(after):
            parent = before[min(len(before) - 1, i * len(before) // len(after))]
            pen.edge(parent, child, answer(pen)[:9] if r.random() < 0.15 + decisions else "", mode=mode)
            if not tree and len(before) > 1 and r.random() < 0.4:
                pen.edge(r.choice(before), child, mode=mode)
    pen.z = 0


def decisions(pen: Pen) -> None:
    """A column of steps and questions with answers to one or both sides, loops back."""
    r, em = pen.rng, pen.em
    count, y = r.randint(3, 8), 0.0
    wide, gap = r.uniform(6, 10) * em, r.uniform(1.4, 2.8) * em
    last: Box | None = None
    label, first = "", None
    for i in range(count):
        kind = "stadium" if i in (0, count - 1) and r.random() < 0.8 else "decision" if r.random() < 0.45 else kinds(pen, 0)
        lines_high = 4 * em if kind == "decision" else 2.2 * em
        box = step(pen, 0, y + lines_high / 2, width=wide if kind != "decision" else 0, kind=kind, wrap=wide / em * 0.8)
        shift = 0.0
        if last is not None:
            pen.z = -1
            shift = max(0.0, last[3] + gap * 0.5 - box[1])
            pen.edge(last, (box[0], box[1] + shift, box[2], box[3]) if shift < box[3] - box[1] else box, label, mode="straight")
            pen.z = 0
        first = first or box
        last, label, y = box, "", box[3] + gap
        if kind == "decision" and i < count - 1:
            label = r.choice(("Yes", "yes", "No", "Y", "ja", "true", ""))
            for side in r.choice(((1,), (1,), (-1,), (-1, 1))):
                tip = box[2] if side > 0 else box[0]
                cy = (box[1] + box[3]) / 2
                if r.random() < 0.3 and i:
                    far = side * (wide * 0.9 + em * r.randint(1, 4))
                    back = r.choice((0.0, first[3] + gap / 2))
                    turn: list[Point] = [(tip, cy), (far, cy), (far, back), (first[2] if side > 0 else first[0], back)] if back == 0.0 else [(tip, cy), (far, cy), (far, back), (0, back)]
                    pen.arrow(turn)
                    pen.text(tip + side * em, cy - em * 0.8, r.choice(("No", "no", "N", "nein", "false")), pen.style.label_size)
                else:
                    other = step(pen, tip + side * (wide * 0.6 + gap * 1.4), cy, width=wide * 0.7, kind=r.choice(("box", "box", "stadium", "data")), wrap=wide / em * 0.6)
                    pen.edge(box, other, r.choice(("No", "no", "N", "nein", "false")), mode="straight")
                    y = max(y, other[3] + gap * 0.6)


def signs(pen: Pen) -> None:
    """Stages with pictograms in or above the boxes, or discs with captions, joined by arrows."""
    r, em = pen.rng, pen.em
    count, upright = r.randint(3, 7), r.random() < 0.25
    side, gap, way = r.uniform(4, 7) * em, r.uniform(2, 4.5) * em, r.choice(("inside", "above", "disc", "chevron"))
    boxes: list[Box] = []
    for i in range(count):
        x, y = (0.0, i * (side + gap)) if upright else (i * (side + gap), 0.0)
        box = (x, y, x + side * 1.2, y + side)
        text = [pen.clip(t, side * 1.2 + gap * 0.8) for t in pen.wrap(pen.phrase(22), side * 1.1)[:2]]
        look = pen.look(i)
        ink = look.border or look.text
        if way == "chevron" and not upright:
            tip = side * 0.35
            lower = y + side * 0.6
            right = x + side + gap * 0.8
            pen.node(box, look, outline=[(x, y), (right - tip, y), (right, (y + lower) / 2), (right - tip, lower), (x, lower), (x + tip, (y + lower) / 2)])
            pen.text((x + right) / 2, (y + lower) / 2, pen.clip(text[0], side * 0.8), ink=look.text)
        elif way == "disc":
            pen.disc(*middle(box), side / 2, fill=look.fill, line=look.border or pen.ink, width=pen.style.node_width)
            pictogram(pen, *middle(box), side * 0.5, look.text)
            pen.lines(x + side * 0.6, y + side + em * (0.4 + 0.6 * len(text)), text)
            box = (x + side * 0.1, y, x + side * 1.1, y + side)
        elif way == "above":
            pictogram(pen, x + side * 0.6, y - em * 1.4, em * 2, pen.ink)
            pen.labelled((x, y, x + side * 1.2, y + side * 0.6), text, look)
            box = (x, y, x + side * 1.2, y + side * 0.6)
        else:
            pen.node(box, look)
            pictogram(pen, x + side * 0.6, y + side * 0.32, side * 0.4, ink)
            pen.lines(x + side * 0.6, y + side * 0.75, [pen.clip(t, side * 1.1) for t in text], em * 0.9, look.text)
        boxes.append(box)
    if way != "chevron" or upright:
        for a, b in itertools.pairwise(boxes):
            pen.edge(a, b, mode="straight", dash=pen.style.dash if r.random() < 0.1 else None)


LAYOUTS: dict[str, Layout] = {"swimlanes": swimlanes, "chain": chain, "layered": layered, "decisions": decisions, "signs": signs}
