"""Layouts that no engine makes: free placement on a loose grid, rings, swimlanes."""

from __future__ import annotations

from math import cos, hypot, pi, sin, tau
from random import Random

from ..scene import Direction
from . import fonts, words
from .geometry import grown, overlap, union
from .plan import Group, Plan
from .style import Look, mix

Cell = tuple[int, int]


def vote(plan: Plan) -> Direction:
    """The direction in which the edges run on the whole."""
    dx = dy = flat = steep = 0.0
    for link in plan.links:
        if link.a_group or link.b_group or link.a == link.b:
            continue
        a, b = plan.items[link.a], plan.items[link.b]
        x, y = b.x - a.x, b.y - a.y
        d = hypot(x, y) or 1.0
        dx, dy, flat, steep = dx + x / d, dy + y / d, flat + abs(x) / d, steep + abs(y) / d
    if steep >= flat:
        return "TD" if dy >= -0.2 * steep else "BT"
    return "LR" if dx >= -0.2 * flat else "RL"


def _near(rng: Random, taken: set[Cell], around: Cell, columns: int, rows: int, down: float) -> Cell:
    """A free cell near another one: below it with probability `down`, else at its sides."""
    free = [(r, c) for r in range(rows) for c in range(columns) if (r, c) not in taken]

    def cost(cell: Cell) -> float:
        dr, dc = cell[0] - around[0], cell[1] - around[1]
        ahead = (dr if rng.random() < down else dc) > 0
        return abs(dr) + abs(dc) + (0 if ahead else 0.8) + (0.6 if dr and dc else 0) + rng.random() * 0.5

    return min(free, key=cost)


def scatter(plan: Plan, rng: Random) -> dict[int, Cell]:
    """Places the items in the cells of a loose grid, linked ones near each other; returns the cells."""
    n, em = len(plan.items), plan.style.em
    columns = max(1, round((n * rng.uniform(0.7, 1.8)) ** 0.5))
    rows = -(-n // columns) + rng.choice((0, 1, 1))
    down = rng.choice((0.15, 0.5, 0.85))
    cells: dict[int, Cell] = {}
    parent = {link.b: link.a for link in reversed(plan.links) if link.a < link.b and not link.a_group and not link.b_group}
    for i in range(n):
        around = cells[parent[i]] if i in parent and parent[i] in cells else (0, 0 if rng.random() < 0.6 else columns // 2)
        cells[i] = _near(rng, set(cells.values()), around, columns, rows, down)
    gap_x, gap_y = rng.uniform(1.8, 4.5) * em, rng.uniform(1.6, 4) * em
    jitter = rng.choice((0.0, 0.0, 0.12, 0.35))
    widths = [max((plan.items[i].w for i, cell in cells.items() if cell[1] == c), default=em) for c in range(columns)]
    heights = [max((plan.items[i].h for i, cell in cells.items() if cell[0] == r), default=em) for r in range(rows)]
    for i, (r, c) in cells.items():
        item = plan.items[i]
        slack_x, slack_y = (widths[c] - item.w) / 2 + gap_x * 0.5, (heights[r] - item.h) / 2 + gap_y * 0.5
        item.x = sum(widths[:c]) + c * gap_x + widths[c] / 2 + rng.uniform(-1, 1) * slack_x * jitter
        item.y = sum(heights[:r]) + r * gap_y + heights[r] / 2 + rng.uniform(-1, 1) * slack_y * jitter
    plan.direction = vote(plan)
    return cells


def frame(plan: Plan, rng: Random, cells: dict[int, Cell]) -> None:
    """Puts a frame around a rectangle of cells where it encloses no stranger."""
    em = plan.style.em
    rows, columns = max(c[0] for c in cells.values()), max(c[1] for c in cells.values())
    for _ in range(rng.choice((1, 2, 3))):
        r0, c0 = rng.randint(0, rows), rng.randint(0, columns)
        r1, c1 = r0 + rng.randint(0, 2), c0 + rng.randint(0, 2)
        members = [i for i, (r, c) in cells.items() if r0 <= r <= r1 and c0 <= c <= c1]
        if not 2 <= len(members) < len(cells) or any(plan.items[i].group >= 0 for i in members):
            continue
        title = words.phrase(rng, plan.style.lang)[:24]
        group = Group([title], -1, plan.style.group_look, title_at=rng.choice(("top", "left", "left")), corner=rng.choice((0.0, em * 0.5)), title_size=em)
        box = grown(union([plan.items[i].box for i in members]), em * rng.uniform(0.6, 0.9))
        room = fonts.width(fonts.load(plan.style.face.path, em), title) + 1.5 * em
        group.box = (box[0], box[1] - em * 1.5, max(box[2], box[0] + room), box[3])
        if any(overlap(grown(group.box, em * 0.8), item.box) for i, item in enumerate(plan.items) if i not in members) or any(overlap(group.box, g.box) for g in plan.groups):
            continue
        plan.groups.append(group)
        for i in members:
            plan.items[i].group = len(plan.groups) - 1


def ring(plan: Plan, rng: Random) -> None:
    """Item 0 in the middle (or on the ring as well), the others around it."""
    n = len(plan.items)
    centred = rng.random() < 0.6 and n > 3
    around = list(range(1 if centred else 0, n))
    em = plan.style.em
    widest, highest = max(i.w for i in plan.items), max(i.h for i in plan.items)
    need = max(hypot(widest, highest) * len(around) / tau * 0.8, (widest if centred else highest) * 1.1 + 2.5 * em)
    rx, ry = need * rng.uniform(0.95, 1.3), need * rng.uniform(0.75, 1.0)
    turn = rng.choice((-pi / 2, 0.0, rng.uniform(0, tau)))
    for k, i in enumerate(around):
        t = turn + tau * k / len(around)
        plan.items[i].x, plan.items[i].y = rx * cos(t), ry * sin(t)
    plan.direction = vote(plan)


def lanes(plan: Plan, rng: Random) -> None:
    """Swimlanes: every item in a lane, steps one after another along the lanes."""
    style, em, n = plan.style, plan.style.em, len(plan.items)
    flat = rng.random() < 0.6
    count = min(n, rng.randint(2, 4))
    lane = [0] * n
    for i in range(1, n):
        lane[i] = lane[i - 1] if rng.random() < 0.45 else rng.randrange(count)
    step, last = [0] * n, 0
    filled = {(0, lane[0])}
    for i in range(1, n):
        before = [link.a for link in plan.links if link.b == i and link.a < i and not link.a_group]
        s = max((step[a] for a in before), default=last)
        while (s, lane[i]) in filled or (s < max((step[a] for a in before if lane[a] == lane[i]), default=-1) + 1):
            s += 1
        step[i], last = s, s
        filled.add((s, lane[i]))
    along = [max((plan.items[i].w if flat else plan.items[i].h for i in range(n) if step[i] == s), default=em) for s in range(max(step) + 1)]
    across = [max((plan.items[i].h if flat else plan.items[i].w for i in range(n) if lane[i] == k), default=em) for k in range(count)]
    gap, space = rng.uniform(2.0, 3.5) * em, rng.uniform(0.8, 1.8) * em
    titles = [words.phrase(rng, style.lang)[:18] for _ in range(count)]
    lengths = [fonts.width(fonts.load(style.face.path, em), text) for text in titles]
    if not flat:
        across = [max(w, t - 2 * space + em) for w, t in zip(across, lengths, strict=True)]
    for i, item in enumerate(plan.items):
        u = sum(along[: step[i]]) + step[i] * gap + along[step[i]] / 2
        v = sum(across[: lane[i]]) + lane[i] * 2 * space + across[lane[i]] / 2
        item.x, item.y = (u, v) if flat else (v, u)
        item.group = lane[i]
    total = sum(along) + gap * len(along)
    head = max(lengths) + em if flat else em * 1.8
    tinted = rng.random() < 0.4
    for k in range(count):
        v0 = sum(across[:k]) + k * 2 * space - space
        v1 = v0 + across[k] + 2 * space
        u0, u1 = -head - gap / 2, total - gap / 2
        fill = mix(style.background, style.ink, 0.05) if tinted and k % 2 else None
        look = Look(fill, style.group_look.border or style.ink, style.group_look.text if fill is None else style.text)
        plan.groups.append(Group([titles[k]], -1, look, (u0, v0, u1, v1) if flat else (v0, u0, v1, u1), "side" if flat else "top", title_size=em))
    plan.direction = "LR" if flat else "TD"
