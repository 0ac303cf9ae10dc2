"""Samples of formulas as lines to transcribe. Runs in worker processes: no torch here."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from pathlib import Path

from ..formula.sampler import Shards, samples
from .batch import Line


@lru_cache(maxsize=4)
def _shards(folders: tuple[Path, ...], stamp: int) -> Shards:
    return Shards(list(folders))


def make_lines(folders: list[Path], seed: int, count: int, most: int) -> list[Line]:
    """`count` samples with at most `most` tokens; folders may grow while training runs."""
    stamp = sum(index.stat().st_size for folder in folders for index in folder.glob("**/formulas.jsonl"))
    fit = (s for s in samples(_shards(tuple(folders), stamp), seed) if len(s.ids) <= most)
    return [Line(s.pixels, s.ids, s.glyphs) for s in islice(fit, count)]
