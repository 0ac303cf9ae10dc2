"""Encoder of a line of notation: a convolutional stem to stride 8, then a trunk of convolutions and attention on cells of 8 x 16 pixels.

Neighbours on a line stand closer together than lines do: columns keep a stride of 8 pixels, rows give up half of theirs, which halves the trunk's time.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..encoder import ChannelNorm, ConvBlock
from ..layers import Block, fourier_BNC, rope_tables
from .config import TranscriberConfig

CELL = (8, 16)
"""Width and height of a feature's cell in pixels."""


def cell_centres(height: int, width: int, like: Tensor) -> Tensor:
    """[height * width, 2] as (x, y) in pixels, row-major."""
    ys = (torch.arange(height, device=like.device, dtype=torch.float32) + 0.5) * CELL[1]
    xs = (torch.arange(width, device=like.device, dtype=torch.float32) + 0.5) * CELL[0]
    return torch.stack([xs[None, :].expand(height, width), ys[:, None].expand(height, width)], -1).reshape(-1, 2)


class Encoder(nn.Module):
    """Pixels [B, 1, H, W] (0 = background, H and W multiples of 16) -> features [B, (H/16) * (W/8), width]."""

    DILATIONS = (1, 2, 1, 2, 1, 2)

    def __init__(self, config: TranscriberConfig) -> None:
        super().__init__()
        c = config
        self.patch = nn.Conv2d(1, c.stem, 4, stride=4)
        self.fine = nn.Sequential(nn.Conv2d(1, 16, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(16, c.stem, 3, stride=2, padding=1))
        self.patch_norm = ChannelNorm(c.stem)
        self.block4 = ConvBlock(c.stem)
        self.down8 = nn.Conv2d(c.stem, c.middle, 3, stride=2, padding=1)
        self.blocks8 = nn.ModuleList([ConvBlock(c.middle), ConvBlock(c.middle)])
        self.norm8 = ChannelNorm(c.middle)
        self.down16 = nn.Conv2d(c.middle, c.width, (4, 3), stride=(2, 1), padding=1)
        self.place = nn.Linear(c.width, c.width, bias=False)
        self.convs = nn.ModuleList([ConvBlock(c.width, self.DILATIONS[i % 6]) for i in range(c.stages)])
        self.blocks = nn.ModuleList([Block(c.width, c.heads, factor=2) for _ in range(c.stages)])
        self.norm = nn.LayerNorm(c.width)
        self.symbols = nn.Linear(c.width, 2 * c.vocabulary)
        """For training: which token's glyph lies on the upper and the lower half of a cell. Teaches the encoder to read before the decoder can ask."""
        self.width = c.width
        self.head_size = c.width // c.heads

    def forward(self, pixels_B1HW: Tensor) -> tuple[Tensor, int]:
        """Features and the number of cells in a row."""
        thin = self.fine[1](self.layout(self.fine[0](pixels_B1HW)))
        x = F.relu(self.patch_norm(self.layout(self.patch(pixels_B1HW)) + self.fine[2](thin)))
        x = F.relu(self.down8(self.block4(x)))
        for block in self.blocks8:
            x = block(x)
        x = self.down16(self.norm8(x))
        height, width = x.shape[2], x.shape[3]
        points = cell_centres(height, width, x)
        rope = rope_tables(points / 8, self.head_size)
        tokens = x.flatten(2).transpose(1, 2) + self.place(fourier_BNC(points, self.width))
        for conv, block in zip(self.convs, self.blocks, strict=True):
            x = tokens.transpose(1, 2).unflatten(2, (height, width))
            tokens = block(conv(x).flatten(2).transpose(1, 2), rope=rope)
        return self.norm(tokens), width

    def layout(self, x_BCHW: Tensor) -> Tensor:
        """A single channel hides the memory format: while training it is said again, so that no operator meets two formats."""
        return x_BCHW.contiguous(memory_format=torch.channels_last) if self.training else x_BCHW

    def glyphs(self, features_BNC: Tensor, width: int) -> Tensor:
        """Logits [B, V, H/8, W/8] of the token whose glyph lies there."""
        halves = self.symbols(features_BNC).unflatten(1, (-1, width)).unflatten(3, (2, -1))
        return halves.permute(0, 4, 1, 3, 2).flatten(2, 3)
