"""`draw_scene`: one random flowchart; `draw_other`: one random picture that is none. Both depend on the given generator only."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np

from ..scene import Direction, FreeText, Scene, shifted
from . import decor, free, other
from . import style as styles
from .activity import Activity
from .canvas import Canvas
from .compose import compose
from .geometry import grown, overlap, union
from .labels import place
from .layered import Layered, gaps, unroutable
from .painter import LARGEST, bounds, paint, scene
from .plan import Plan
from .router import Manner, Router

TRIES = 40


def layered_plan(rng: Random) -> Plan | None:
    """Ranks along one direction: the manners of Mermaid, Graphviz and ELK."""
    style = styles.choose(rng)
    directions: tuple[Direction, ...] = ("TD", "LR", "BT", "RL")
    direction = rng.choices(directions, (50, 38, 6, 6))[0]
    if direction in ("LR", "RL"):
        style.wrap = min(style.wrap, rng.choice((6, 8, 10, 14)))
    plan = compose(rng, style, grouped=0.38)
    plan.direction = direction
    plan.links = [link for link in plan.links if not unroutable(plan, link)]
    Layered(plan, plan.direction, gaps(rng, style.em)).run()
    course = rng.choices(("basis", "spline", "polyline", "ortho"), (30, 22, 18, 30))[0]
    trunk = course == "ortho" and rng.random() < 0.45
    plan.renderer = f"draw-layered-{course}"
    manner = Manner("layered", course, trunk, 0.0 if trunk else rng.choice((0.0, 0.2, 0.35)), rng.random() < 0.7)
    return routed(plan, manner)


def routed(plan: Plan, manner: Manner) -> Plan | None:
    """Routes and labels; None where nodes overlap, the picture would be too large, or too many links found no course."""
    wanted = len(plan.links)
    boxes = [grown(item.box, plan.style.em * 0.25) for item in plan.items]
    if any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i]):
        return None
    x0, y0, x1, y1 = union([*boxes, *(group.box for group in plan.groups)])
    if max(x1 - x0, y1 - y0) > LARGEST - 2 * plan.style.em:
        return None
    Router(plan, manner).run()
    if len(plan.links) < wanted * 0.7:
        return None
    place(plan, plan.rng.random() < 0.2)
    return plan


def free_plan(rng: Random) -> Plan | None:
    """Placed by hand: a loose grid or a ring, with straight, curved or right-angled connectors."""
    style = styles.choose(rng)
    plan = compose(rng, style, grouped=0.0)
    plan.links = [link for link in plan.links if not (link.a_group or link.b_group)]
    course = rng.choices(("straight", "ortho", "curve"), (36, 44, 20))[0]
    if len(plan.items) <= 9 and rng.random() < 0.18:
        free.ring(plan, rng)
        course = rng.choice(("straight", "curve"))
    else:
        cells = free.scatter(plan, rng)
        if rng.random() < 0.3:
            free.frame(plan, rng, cells)
    plan.renderer = f"draw-free-{course}"
    return routed(plan, Manner("free", course, course == "ortho" and rng.random() < 0.4, rng.choice((0.0, 0.0, 0.25))))


def tree_plan(rng: Random) -> Plan | None:
    """Organisation charts and mind maps."""
    style = styles.choose(rng)
    style.directed = rng.choice((0.0, 0.0, 1.0))
    plan = compose(rng, style, grouped=0.0, tree=True)
    directions: tuple[Direction, ...] = ("TD", "LR", "BT", "RL")
    plan.direction = rng.choices(directions, (65, 27, 4, 4))[0]
    Layered(plan, plan.direction, gaps(rng, style.em)).run()
    course = rng.choice(("ortho", "ortho", "curve", "straight"))
    plan.renderer = f"draw-tree-{course}"
    return routed(plan, Manner("layered" if course != "straight" else "free", course, True))


def lane_plan(rng: Random) -> Plan | None:
    style = styles.choose(rng)
    plan = compose(rng, style, grouped=0.0)
    plan.links = [link for link in plan.links if not (link.a_group or link.b_group)]
    free.lanes(plan, rng)
    plan.renderer = "draw-lanes"
    return routed(plan, Manner("free", rng.choice(("ortho", "ortho", "straight")), rng.random() < 0.3, rng.choice((0.0, 0.2))))


def activity_plan(rng: Random) -> Plan | None:
    style = styles.choose(rng)
    style.shrink(14)
    plan = Activity(rng, style, rng.randint(3, 22)).run()
    plan.renderer = "draw-activity"
    return routed(plan, Manner("given", "ortho", True))


MAKERS: tuple[tuple[float, Callable[[Random], Plan | None]], ...] = (
    (50, layered_plan), (24, free_plan), (7, tree_plan), (6, lane_plan), (13, activity_plan),
)  # fmt: skip


def finished(plan: Plan) -> Scene | None:
    """Paints a plan and what is around it; None where it does not fit the largest picture."""
    rng, style = plan.rng, plan.style
    x0, y0, x1, y1 = bounds(plan)
    left, top, right, bottom = (rng.uniform(0.3, 2.5) * style.em for _ in range(4))
    titled, above = rng.random() < 0.14, rng.random() < 0.8
    room = style.em * rng.uniform(2.6, 4.0) if titled else 0.0
    if rng.random() < 0.08:  # wide margins, where notes find a place
        right += style.em * rng.uniform(4, 12)
    if rng.random() < 0.05:
        left += style.em * rng.uniform(4, 12)
    width, height = int(x1 - x0 + left + right), int(y1 - y0 + top + bottom + room)
    if max(width, height) > LARGEST:
        return None
    plan.shift(left - x0, top - y0 + (room if above else 0))
    canvas = Canvas(width, height, style.background, rng, style.rough)
    if rng.random() < 0.07:
        decor.pattern(canvas, style, rng)
    paint(plan, canvas)
    texts: list[FreeText] = []
    if titled:
        texts.append(decor.title(canvas, style, rng, room * 0.5 if above else height - room * 0.5))
    if rng.random() < 0.16:
        texts += decor.notes(canvas, plan, rng, rng.randint(1, 3), room if above else 0.0, height - (0.0 if above else room))
    made = scene(plan, canvas, texts, [])
    if rng.random() < 0.09:
        outer, x, y, noise = decor.framed(canvas, style, rng)
        made = shifted(made, x, y, np.asarray(outer.image))
        made.noise = noise
    return made


def draw_scene(rng: Random) -> Scene:
    """A random flowchart of 2 to 30 nodes. The same state of `rng` gives the same scene."""
    for _ in range(TRIES):
        make = rng.choices([m for _, m in MAKERS], [w for w, _ in MAKERS])[0]
        for _ in range(5):  # the same manner again, or those that fail often would become rare
            plan = make(rng)
            made = finished(plan) if plan is not None else None
            if made is not None:
                return made
    raise RuntimeError(f"no scene in {TRIES} tries")


def draw_other(rng: Random) -> Scene:
    """A random picture that is no flowchart; its text is noise."""
    canvas, lines, name = other.draw(rng)
    return Scene(np.asarray(canvas.image), kind="other", renderer=f"draw-other-{name}", noise=lines)
