"""The grid of cells between the separators: which of them belong together, what they head, how their text stands.

A small network on the grid itself: a table of 5 x 3 cells is an image of 5 x 3 pixels, however large it was drawn.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import GridConfig
from .rasters import CHANNELS

HEADERS = ("none", "column", "row")
ALIGNMENTS = ("left", "center", "right")
OUTPUTS = 2 + len(HEADERS) + len(ALIGNMENTS)


def pool(features_BCHW: Tensor, rows_BRH: Tensor, columns_BSW: Tensor) -> Tensor:
    """[B, C, R, S]: weighted means over rectangles, given as weights of rows and of columns."""
    return rows_BRH[:, None] @ features_BCHW @ columns_BSW[:, None].transpose(2, 3)


class GridBlock(nn.Module):
    """Residual on a grid, masked: norm, 3 x 3 convolution and the means of row and column, ReLU, mix."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(channels)
        self.spatial = nn.Conv2d(channels, channels, 3, padding=1)
        self.row = nn.Conv2d(channels, channels, 1, bias=False)
        self.column = nn.Conv2d(channels, channels, 1, bias=False)
        self.mix = nn.Conv2d(channels, channels, 1)

    def forward(self, x_BCRS: Tensor, mask_B1RS: Tensor) -> Tensor:
        u = self.norm(x_BCRS.permute(0, 2, 3, 1)).permute(0, 3, 1, 2) * mask_B1RS
        row = u.sum(3, keepdim=True) / mask_B1RS.sum(3, keepdim=True).clamp(min=1)
        column = u.sum(2, keepdim=True) / mask_B1RS.sum(2, keepdim=True).clamp(min=1)
        return x_BCRS + self.mix(F.relu(self.spatial(u) + self.row(row) + self.column(column))) * mask_B1RS


class Cells(nn.Module):
    """Features and text channels (both at stride 8) and the grid's weights (`rasters.axis_weights`) -> logits [B, OUTPUTS, R, S]: whether a cell goes on to the right
    and downwards (`merges`), HEADERS, ALIGNMENTS."""

    def __init__(self, config: GridConfig) -> None:
        super().__init__()
        c = config
        self.enter = nn.Conv2d(3 * (c.width + CHANNELS), c.cell, 1)
        self.blocks = nn.ModuleList([GridBlock(c.cell) for _ in range(c.cell_stages)])
        self.norm = nn.LayerNorm(c.cell)
        self.out = nn.Linear(c.cell, OUTPUTS)

    def forward(self, features_BCHW: Tensor, texts_BKHW: Tensor, rows_B2RH: Tensor, columns_B2SW: Tensor, mask_B1RS: Tensor) -> Tensor:
        x = torch.cat([features_BCHW, texts_BKHW], 1)
        inside = pool(x, rows_B2RH[:, 0], columns_B2SW[:, 0])
        right = pool(x, rows_B2RH[:, 0], columns_B2SW[:, 1])
        below = pool(x, rows_B2RH[:, 1], columns_B2SW[:, 0])
        y = self.enter(torch.cat([inside, right, below], 1)) * mask_B1RS
        for block in self.blocks:
            y = block(y, mask_B1RS)
        return self.out(self.norm(y.permute(0, 2, 3, 1))).permute(0, 3, 1, 2)
