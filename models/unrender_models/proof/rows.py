"""The rows of the proof."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..convert.convert import Request, convert
from ..convert.formats import Format
from .flamingo import Flamingo
from .reference import Reference

ROWS: dict[str, Callable[[], Reference]] = {
    "flamingo": Flamingo,
    "flamingo-closed": lambda: Flamingo(closed=True),
}


def convert_row(row: Reference, checkpoint: Path, out: Path, fmt: Format) -> None:
    """Converts a row's checkpoint, saying nothing."""
    convert(Request(checkpoint, out, fmt, name=row.name, layout=row.layout, tell=lambda _: None))
