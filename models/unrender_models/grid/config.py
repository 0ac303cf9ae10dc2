"""Sizes of a table reader. A frozen dataclass, stored beside the weights."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GridConfig:
    """All widths in channels."""

    stem: int = 32
    """At stride 4."""
    width: int = 64
    """At stride 8, the trunk."""
    stages: int = 6
    mix: int = 32
    """What whole rows and columns are summed up in, each twice (mean and maximum)."""
    axis: int = 96
    """Of the separators' networks, which see one axis."""
    cell: int = 96
    """Of the network on the grid of cells."""
    cell_stages: int = 3
