"""Vision encoder: a convolutional stem (arXiv 2106.14881) and a trunk of dilated convolutions and attention at stride 16.

Lines in a diagram are traced hop by hop, so the trunk is deep and narrow. Positions are axial rotary (relative: what is learned in one place
holds everywhere, at any size) plus one absolute Fourier embedding, which lets a feature *carry* a place ("my source is there").
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import HOPS, ModelConfig
from .layers import Block, fourier_BNC, grid_points, rope_tables

MAPS = 6
"""Dense maps: node interior, edge, tail end, head end, container interior, centre of a node without text."""


def widest(x_BCHW: Tensor, size: int) -> Tensor:
    """Maximum over a square window, a row and a column at a time."""
    return F.max_pool2d(F.max_pool2d(x_BCHW, (size, 1), 1, (size // 2, 0)), (1, size), 1, (0, size // 2))


def strokes(pixels_B1HW: Tensor) -> Tensor:
    """The picture with two channels that show line kinds: the gaps that a closing of 7 px fills (dashes, dots), and what an opening of 3 px leaves (thick lines).

    A stem of 4 x 4 patches was measured not to learn them from the pixels alone within 20,000 pictures.
    """
    x = pixels_B1HW
    closed = -widest(-widest(x, 7), 7)
    opened = widest(-widest(-x, 3), 3)
    return torch.cat([x, closed - x, opened], 1)


class ChannelNorm(nn.Module):
    """LayerNorm over the channels of [B, C, H, W]; on channels-last memory the permutations are views."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(channels)

    def forward(self, x_BCHW: Tensor) -> Tensor:
        return self.norm(x_BCHW.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class ConvBlock(nn.Module):
    """Residual: norm, 3 x 3 (dilated), ReLU, 1 x 1."""

    def __init__(self, channels: int, dilation: int = 1) -> None:
        super().__init__()
        self.norm = ChannelNorm(channels)
        self.spatial = nn.Conv2d(channels, channels, 3, padding=dilation, dilation=dilation)
        self.mix = nn.Conv2d(channels, channels, 1)

    def forward(self, x_BCHW: Tensor) -> Tensor:
        return x_BCHW + self.mix(F.relu(self.spatial(self.norm(x_BCHW))))


class Encoder(nn.Module):
    """Pixels [B, 1, H, W] (0 = background, H and W multiples of 32) -> features [B, N, width] at stride 16 and dense features at stride 8."""

    DILATIONS = (1, 2, 3, 1, 2, 3)

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        c = config
        self.patch = nn.Conv2d(3, c.stem, 4, stride=4)
        self.fine = nn.Sequential(nn.Conv2d(1, 16, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(16, c.stem, 3, stride=2, padding=1))
        self.patch_norm = ChannelNorm(c.stem)
        self.down8 = nn.Conv2d(c.stem, c.middle, 3, stride=2, padding=1)
        self.block8 = ConvBlock(c.middle)
        self.norm8 = ChannelNorm(c.middle)
        self.down16 = nn.Conv2d(c.middle, c.width, 3, stride=2, padding=1)
        self.place = nn.Linear(c.width, c.width, bias=False)
        self.convs = nn.ModuleList([ConvBlock(c.width, self.DILATIONS[i % 6]) for i in range(c.stages)])
        self.blocks = nn.ModuleList([Block(c.width, c.heads, factor=2) for _ in range(c.stages)])
        self.hops = nn.ModuleList([nn.Linear(c.width, 4 * 4) for _ in HOPS])
        """For training only: where a line at a cell of stride 8 is, a hop further both ways. Teaches the trunk to follow lines, a hop a stage."""
        self.norm16 = nn.LayerNorm(c.width)
        self.up = nn.Linear(c.width, 4 * c.dense)
        self.skip = nn.Conv2d(c.middle, c.dense, 1)
        self.dense_block = ConvBlock(c.dense)
        self.dense_norm = ChannelNorm(c.dense)
        self.maps = nn.Conv2d(c.dense, MAPS, 1)
        self.width = c.width
        self.head_size = c.width // c.heads

    def layout(self, x_BCHW: Tensor) -> Tensor:
        return x_BCHW.contiguous(memory_format=torch.channels_last) if self.training else x_BCHW

    def forward(self, pixels_B1HW: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Returns features [B, N, width], dense features [B, dense, H/8, W/8] and map logits [B, MAPS, H/8, W/8]."""
        return self.trace(pixels_B1HW)[:3]

    def trace(self, pixels_B1HW: Tensor, hops: bool = False) -> tuple[Tensor, Tensor, Tensor, list[Tensor]]:
        """What `forward` gives and, if asked, the hops: for each of HOPS [B, 4, H/8, W/8], two points (x, y) relative to the cell in units of the reach."""
        # A single channel hides the memory format: said again, so that no later operator meets two formats (a twelfth of a step).
        thin = self.fine[1](self.layout(self.fine[0](pixels_B1HW)))
        x = F.relu(self.patch_norm(self.patch(self.layout(strokes(pixels_B1HW))) + self.fine[2](thin)))
        x8 = self.block8(F.relu(self.down8(x)))
        x = self.down16(self.norm8(x8))
        height, width = x.shape[2], x.shape[3]
        points = grid_points(height, width, 16, x)
        rope = rope_tables(points / 16, self.head_size)
        tokens = x.flatten(2).transpose(1, 2) + self.place(fourier_BNC(points, self.width))
        traced: list[Tensor] = []
        for index, (conv, block) in enumerate(zip(self.convs, self.blocks, strict=True)):
            x = tokens.transpose(1, 2).unflatten(2, (height, width))
            tokens = block(conv(x).flatten(2).transpose(1, 2), rope=rope)
            if hops and index in (1, 3):
                normed = F.layer_norm(tokens, (self.width,))
                traced.append(F.pixel_shuffle(self.hops[index // 2](normed).transpose(1, 2).unflatten(2, (height, width)), 2))
        features = self.norm16(tokens)
        raised = F.pixel_shuffle(self.up(features).transpose(1, 2).unflatten(2, (height, width)), 2)
        dense = self.dense_norm(self.dense_block(F.relu(self.layout(raised) + self.skip(x8))))
        return features, dense, self.maps(dense), traced
