"""Sizes of a model. A frozen dataclass, stored beside the weights."""

from __future__ import annotations

from dataclasses import dataclass

HOPS = (48, 128)
"""Reaches in pixels of the two hop heads (`Encoder.hops`), which read the trunk after its second and fourth stage. Here, where no torch is: the data's workers import it."""


@dataclass(frozen=True)
class ModelConfig:
    """`unrender-s`. All widths in channels, all sizes in model pixels (text is about `text_height` high)."""

    stem: int = 48
    """Channels at stride 4."""
    middle: int = 64
    """Channels at stride 8."""
    width: int = 128
    """Channels at stride 16, the trunk of the encoder."""
    heads: int = 2
    stages: int = 6
    """Trunk stages; each is a dilated convolution and an attention block."""
    dense: int = 64
    """Channels of the dense features at stride 8."""
    pointer: int = 64
    """Width of pixel pointers."""
    d: int = 192
    """Width of latents, region states and decoder."""
    d_heads: int = 3
    latents: int = 16
    resampler_layers: int = 3
    decoder_layers: int = 4
    max_positions: int = 512
    text_height: float = 12.0
