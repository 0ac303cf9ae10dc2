"""The middle of a layered layout: an order within each rank by barycentres, then positions by isotonic regression.

`u` runs across the ranks, `v` along the direction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

Vertex = tuple[str, int]
"""("i", item) or ("g", group)."""


@dataclass
class Place:
    """A vertex, or (without one) a bend of an edge that passes a rank."""

    size_u: float
    size_v: float
    rank: int
    vertex: Vertex | None = None
    u: float = 0.0
    v: float = 0.0
    before: list[Place] = field(default_factory=list)
    after: list[Place] = field(default_factory=list)


def order(ranks: list[list[Place]], sweeps: int) -> None:
    """Sorts every rank by the mean position of its neighbours, down and up in turns."""
    for sweep in range(sweeps):
        down = sweep % 2 == 0
        for rank in ranks if down else ranks[::-1]:
            for i, place in enumerate(rank):
                place.v = float(i)
            rank.sort(key=lambda n: _mean([m.v for m in (n.before if down else n.after)], n.v))
            for i, place in enumerate(rank):
                place.v = float(i)


def coordinates(ranks: list[list[Place]], across: float, along: float, align: float) -> None:
    """Positions: near the neighbours' mean and at least `across` apart, ranks `along` apart."""
    for rank in ranks:
        at = 0.0
        for place in rank:
            place.u = at + place.size_u / 2
            at += place.size_u + across
        for place in rank:
            place.u -= at / 2
    for sweep in range(5):
        down = sweep % 2 == 0
        for rank in ranks if down else ranks[::-1]:
            wanted = [_mean([m.u for m in (n.before if down else n.after)] or [m.u for m in (*n.before, *n.after)], n.u) for n in rank]
            offsets = [0.0]
            for a, b in pairwise(rank):
                offsets.append(offsets[-1] + (a.size_u + b.size_u) / 2 + across * (1.0 if a.vertex or b.vertex else 0.5))
            for place, u, o in zip(rank, _isotonic([w - o for w, o in zip(wanted, offsets, strict=True)]), offsets, strict=True):
                place.u = u + o
    at = 0.0
    for rank in ranks:
        deep = max((n.size_v for n in rank if n.vertex), default=0.0)
        for place in rank:
            if place.vertex is None:
                place.size_v = deep
            place.v = at + deep / 2 + align * (deep - place.size_v)
        at += deep + along


def _mean(values: list[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def _isotonic(values: list[float]) -> list[float]:
    """The non-decreasing sequence nearest to `values` (pool adjacent violators)."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        total, count = value, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            t, c = blocks.pop()
            total, count = total + t, count + c
        blocks.append((total, count))
    return [t / c for t, c in blocks for _ in range(c)]
