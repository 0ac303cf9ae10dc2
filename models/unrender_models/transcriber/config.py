"""Sizes of a transcriber. A frozen dataclass, stored beside the weights."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TranscriberConfig:
    """All widths in channels."""

    vocabulary: int
    stem: int = 48
    """Channels at stride 4."""
    middle: int = 96
    """Channels at stride 8."""
    width: int = 160
    """Channels of the trunk."""
    heads: int = 2
    stages: int = 6
    d: int = 256
    """Width of the decoder."""
    d_heads: int = 4
    layers: int = 4
    factor: int = 2
    """Width of the decoder's feed-forward layers in units of d."""
    max_positions: int = 320
    coverage: int = 16
    """Channels that turn what has been read into where not to look again; 0: the decoder keeps no account of it."""
