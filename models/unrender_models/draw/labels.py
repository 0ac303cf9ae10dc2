"""Places for edge labels: on the line or beside it, clear of nodes and of other labels, nearer to their own edge than to others."""

from __future__ import annotations

import numpy as np

from ..scene import Box
from . import fonts
from .geometry import Array, grown, overlap, point_at
from .layered import header
from .plan import Link, Plan


def place(plan: Plan, careless: bool) -> None:
    """Sets `label_box` of every labelled link, or removes its label where it has no place.

    `careless` labels may lie on other edges, as automatic layouts let them.
    """
    style, rng = plan.style, plan.rng
    font = fonts.load(style.label_face.path, style.label_size)
    taken: list[Box] = [grown(item.box, 2) for item in plan.items]
    taken += [(g.box[0], g.box[1], g.box[2], g.box[1] + header(g)) for g in plan.groups]
    for link in plan.links:
        if not link.label:
            continue
        w = max(fonts.width(font, line) for line in link.label)
        h = len(link.label) * style.label_size * style.leading
        shares = [0.2, 0.3, 0.12, 0.5] if link.near_source else [0.5, 0.4, 0.6, 0.3, 0.7]
        if rng.random() < 0.3:
            rng.shuffle(shares)
        modes = [style.label_mode, "beside"] if style.label_mode != "beside" else ["beside", "masked"]
        link.label_box = next(
            (box for mode in modes for share in shares for box in _boxes(link, mode, share, w, h, plan) if _free(box, link, mode, plan.links, taken, careless)), None
        )
        if link.label_box is None:
            link.label = []
        else:
            taken.append(grown(link.label_box, 3))


def _boxes(link: Link, mode: str, share: float, w: float, h: float, plan: Plan) -> list[Box]:
    (x, y), (dx, dy) = point_at(link.points, share, link.reach)
    link.masked = mode == "masked"
    if mode != "beside":
        along = abs(dx) * w + abs(dy) * h
        if link.reach < along + plan.style.em * 1.2:
            return []
        return [(x - w / 2, y - h / 2, x + w / 2, y + h / 2)]
    gap = plan.style.em * plan.rng.uniform(0.15, 0.5)
    result = []
    for side in plan.rng.sample((-1, 1), 2):
        nx, ny = -dy * side, dx * side
        # Far enough that the box, seen along the normal, clears the line.
        reach = abs(nx) * w / 2 + abs(ny) * h / 2 + gap
        cx, cy = x + nx * reach, y + ny * reach
        result.append((cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2))
    return result


def _gap(box: Box, points: Array) -> float:
    """Least distance between a box and points."""
    dx = np.maximum(np.maximum(box[0] - points[:, 0], points[:, 0] - box[2]), 0)
    dy = np.maximum(np.maximum(box[1] - points[:, 1], points[:, 1] - box[3]), 0)
    return float(np.sqrt((dx**2 + dy**2).min()))


def _free(box: Box, link: Link, mode: str, links: list[Link], taken: list[Box], careless: bool) -> bool:
    if any(overlap(box, other) for other in taken):
        return False
    for end, mark in ((link.points[0], link.start), (link.points[-1], link.end)):
        if mark != "none" and mode != "beside" and _gap(box, np.array([end])) < 14:
            return False
    own = _gap(box, link.samples)
    # A label beside a bend may cover another stretch of its own edge.
    if mode == "beside" and own <= 1.5:
        return False
    middle = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
    centred = float(np.hypot(*(link.samples - middle).T).min())
    reach = grown(box, own + 6 if mode == "beside" else 6)
    for other in links:
        if other is link or not overlap(reach, grown(other.extent, 1)):
            continue
        gap = _gap(box, other.samples)
        if mode == "beside":
            if gap < own + 5:
                return False
        elif gap < 4 and not (careless and float(np.hypot(*(other.samples - middle).T).min()) > centred + 0.3 * (box[3] - box[1])):
            return False
    return True
