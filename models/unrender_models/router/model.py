"""The network: a convolutional stem (arXiv 2106.14881), few blocks at strides 8 to 32, one attention block, attention pooling. About 1.0 M parameters."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..encoder import ChannelNorm, ConvBlock
from ..layers import Block, grid_points, rope_tables
from .kinds import KINDS
from .prepare import CHANNELS


@dataclass(frozen=True)
class RouterConfig:
    stem: int = 32
    """Channels at stride 4."""
    middle: int = 64
    """Channels at stride 8."""
    wide: int = 128
    """Channels at stride 16."""
    deep: int = 144
    """Channels at stride 32."""
    heads: int = 4
    queries: int = 4
    """Questions that the pooling asks, each with attention of its own over the features."""
    dropout: float = 0.1


class Router(nn.Module):
    """Pixels [B, 3, H, W] (`prepare.normalised`; H and W multiples of 32) -> logits [B, kinds]."""

    def __init__(self, config: RouterConfig | None = None) -> None:
        super().__init__()
        self.config = c = config or RouterConfig()
        self.fine = nn.Conv2d(CHANNELS, 16, 3, stride=2, padding=1)
        self.stem = nn.Conv2d(16, c.stem, 3, stride=2, padding=1)
        self.norm4 = ChannelNorm(c.stem)
        self.down8 = nn.Conv2d(c.stem, c.middle, 3, stride=2, padding=1)
        self.block8 = ConvBlock(c.middle)
        self.norm8 = ChannelNorm(c.middle)
        self.down16 = nn.Conv2d(c.middle, c.wide, 3, stride=2, padding=1)
        self.blocks16 = nn.Sequential(ConvBlock(c.wide), ConvBlock(c.wide, 2))
        self.norm16 = ChannelNorm(c.wide)
        self.down32 = nn.Conv2d(c.wide, c.deep, 3, stride=2, padding=1)
        self.block32 = ConvBlock(c.deep)
        self.attend = Block(c.deep, c.heads, factor=2)
        self.norm = nn.LayerNorm(c.deep)
        self.queries = nn.Linear(c.deep, c.queries, bias=False)
        self.hidden = nn.Linear(c.deep * (c.queries + 1), c.deep)
        self.head = nn.Linear(c.deep, len(KINDS))

    def forward(self, pixels_BCHW: Tensor, valid_BN: Tensor | None = None) -> Tensor:
        """`valid` [B, H/32 * W/32] is false for features that lie in padding; without it all count."""
        x = F.relu(self.norm4(self.stem(F.relu(self.fine(pixels_BCHW)))))
        x = self.norm8(self.block8(F.relu(self.down8(x))))
        x = self.norm16(self.blocks16(self.down16(x)))
        x = self.block32(self.down32(x))
        height, width = x.shape[2], x.shape[3]
        rope = rope_tables(grid_points(height, width, 32, x) / 32, x.shape[1] // self.config.heads)
        mask = None if valid_BN is None else valid_BN[:, None, None, :]
        tokens = self.norm(self.attend(x.flatten(2).transpose(1, 2), mask=mask, rope=rope))
        scores = self.queries(tokens)
        if valid_BN is not None:
            scores = scores.masked_fill(~valid_BN[..., None], -1e4)
            mean = (tokens * valid_BN[..., None]).sum(1) / valid_BN.sum(1, keepdim=True)
        else:
            mean = tokens.mean(1)
        pooled = torch.einsum("bnq,bnc->bqc", scores.softmax(1), tokens).flatten(1)
        hidden = F.gelu(self.hidden(torch.cat([pooled, mean], 1)), approximate="tanh")
        return self.head(F.dropout(hidden, self.config.dropout, self.training))


def save(file: Path, model: Router, **rest: Any) -> None:
    partial = file.with_suffix(".next")
    torch.save({"config": asdict(model.config), "model": model.state_dict(), **rest}, partial)
    partial.rename(file)


def load(file: Path) -> Router:
    saved = torch.load(file, map_location="cpu", weights_only=True)
    model = Router(RouterConfig(**saved["config"]))
    model.load_state_dict(saved["model"])
    return model
