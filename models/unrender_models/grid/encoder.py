"""Encoder of pictures of tables: a convolutional stem, then a trunk at stride 8 in which whole rows and columns are summed up and told to all their cells.

Split and merge (SPLERGE: Tensmeyer et al. 2019, "Deep Splitting and Merging for Table Structure Decomposition") with projection pooling between the convolutions.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..encoder import ChannelNorm, ConvBlock
from .config import GridConfig
from .rasters import CHANNELS

FAINT = 8.0
"""Stripes and thin rules differ from the ground by a few levels: a second look at the pixels, this much stronger."""


class LineMix(nn.Module):
    """Residual: mean and maximum over each row (column), a convolution along the other axis, added to all cells of the row (column)."""

    def __init__(self, channels: int, mix: int) -> None:
        super().__init__()
        self.norm = ChannelNorm(channels)
        self.reduce = nn.Conv2d(channels, 2 * mix, 1)
        self.rows = nn.Sequential(nn.Conv1d(2 * mix, 2 * mix, 5, padding=2), nn.ReLU(), nn.Conv1d(2 * mix, channels, 1))
        self.columns = nn.Sequential(nn.Conv1d(2 * mix, 2 * mix, 5, padding=2), nn.ReLU(), nn.Conv1d(2 * mix, channels, 1))

    def forward(self, x_BCHW: Tensor) -> Tensor:
        u, v = self.reduce(self.norm(x_BCHW)).chunk(2, 1)
        rows = self.rows(torch.cat([u.mean(3), u.amax(3)], 1))
        columns = self.columns(torch.cat([v.mean(2), v.amax(2)], 1))
        return x_BCHW + rows[:, :, :, None] + columns[:, :, None]


class AxisBlock(nn.Module):
    """Residual on [B, C, N]: norm, convolution of 5, ReLU, mix."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(channels)
        self.spatial = nn.Conv1d(channels, channels, 5, padding=2 * dilation, dilation=dilation)
        self.mix = nn.Conv1d(channels, channels, 1)

    def forward(self, x_BCN: Tensor) -> Tensor:
        return x_BCN + self.mix(F.relu(self.spatial(self.norm(x_BCN.transpose(1, 2)).transpose(1, 2))))


class Separators(nn.Module):
    """Features [B, C, along, across] -> logits [B, 2 * along]: whether a separator passes, a value for 4 pixels. What speaks for one is looked for across the picture."""

    HEADS = 4

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        self.where = nn.Conv2d(channels, self.HEADS, 1)
        self.enter = nn.Conv1d(2 * channels, width, 1)
        self.blocks = nn.ModuleList([AxisBlock(width, dilation) for dilation in (1, 2, 4)])
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, 2)

    def forward(self, x_BCNM: Tensor) -> Tensor:
        weights = self.where(x_BCNM).softmax(3)
        pooled = (x_BCNM.unflatten(1, (self.HEADS, -1)) * weights[:, :, None]).sum(4).flatten(1, 2)
        x = self.enter(torch.cat([pooled, x_BCNM.amax(3)], 1))
        for block in self.blocks:
            x = block(x)
        return self.out(self.norm(x.transpose(1, 2))).flatten(1)


class Encoder(nn.Module):
    """Pixels [B, 1, H, W] (0 = background, sides multiples of 32) and text channels [B, CHANNELS, H/4, W/4] -> features [B, width, H/8, W/8]."""

    DILATIONS = (1, 2, 4, 1, 2, 4)

    def __init__(self, config: GridConfig) -> None:
        super().__init__()
        c = config
        self.patch = nn.Conv2d(2, c.stem, 4, stride=4)
        self.fine = nn.Sequential(nn.Conv2d(2, 16, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(16, c.stem, 3, stride=2, padding=1))
        self.texts = nn.Conv2d(CHANNELS, c.stem, 3, padding=1)
        self.patch_norm = ChannelNorm(c.stem)
        self.down8 = nn.Conv2d(c.stem, c.width, 3, stride=2, padding=1)
        self.convs = nn.ModuleList([ConvBlock(c.width, self.DILATIONS[i % 6]) for i in range(c.stages)])
        self.mixes = nn.ModuleList([LineMix(c.width, c.mix) for _ in range(c.stages)])
        self.norm = ChannelNorm(c.width)

    def forward(self, pixels_B1HW: Tensor, texts_BKHW: Tensor) -> Tensor:
        x = torch.cat([pixels_B1HW, (FAINT * pixels_B1HW).clamp(max=1)], 1)
        if self.training:
            x = x.contiguous(memory_format=torch.channels_last)
        x = F.relu(self.patch_norm(self.patch(x) + self.fine(x) + self.texts(texts_BKHW)))
        x = self.down8(x)
        for conv, mix in zip(self.convs, self.mixes, strict=True):
            x = mix(conv(x))
        return self.norm(x)
