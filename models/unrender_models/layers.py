"""Building blocks. Shape suffixes: B batch, N tokens, M keys, C channels, H W height and width, h heads."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def fourier_BNC(points_BN2: Tensor, channels: int) -> Tensor:
    """Sines and cosines of positions in pixels, wavelengths 16 to 2048 px, `channels` wide (a multiple of 4)."""
    count = channels // 4
    wavelengths = 16.0 * 128.0 ** (torch.arange(count, device=points_BN2.device, dtype=torch.float32) / max(1, count - 1))
    angle = points_BN2[..., None] * (2 * math.pi / wavelengths)
    return torch.cat([angle.sin(), angle.cos()], -1).flatten(-2)


def grid_points(height: int, width: int, stride: int, like: Tensor) -> Tensor:
    """Centres of the cells of a map, [height * width, 2] as (x, y) in pixels, row-major."""
    ys = (torch.arange(height, device=like.device, dtype=torch.float32) + 0.5) * stride
    xs = (torch.arange(width, device=like.device, dtype=torch.float32) + 0.5) * stride
    return torch.stack([xs[None, :].expand(height, width), ys[:, None].expand(height, width)], -1).reshape(-1, 2)


def rope_tables(points_N2: Tensor, size: int) -> tuple[Tensor, Tensor]:
    """Cosine and sine [N, size/2] of axial 2-D rotary embedding (half of the pairs turn with x, half with y); points in pixels / 16."""
    pairs = size // 4
    rates = 1.5 ** (-torch.arange(pairs, device=points_N2.device, dtype=torch.float32)) * 1.5
    angle = torch.cat([points_N2[:, :1] * rates, points_N2[:, 1:] * rates], -1)
    return angle.cos(), angle.sin()


def rotate(x_BhNC: Tensor, cos_NP: Tensor, sin_NP: Tensor) -> Tensor:
    """Turns the two halves of each head as pairs (RoFormer, arXiv 2104.09864, in the half-split layout)."""
    a, b = x_BhNC.chunk(2, -1)
    return torch.cat([a * cos_NP - b * sin_NP, a * sin_NP + b * cos_NP], -1)


class Attention(nn.Module):
    """Multi-head attention of `x` to `context` (itself by default)."""

    def __init__(self, d: int, heads: int, d_context: int | None = None) -> None:
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(d, d, bias=False)
        self.k = nn.Linear(d_context or d, d, bias=False)
        self.v = nn.Linear(d_context or d, d, bias=False)
        self.out = nn.Linear(d, d, bias=False)

    def split(self, x_BNC: Tensor) -> Tensor:
        return x_BNC.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def keys_values(self, context_BMC: Tensor) -> tuple[Tensor, Tensor]:
        """K and V [B, h, M, C/h] of a context: what a decoder caches once a picture."""
        return self.split(self.k(context_BMC)), self.split(self.v(context_BMC))

    def attend(
        self, x_BNC: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None, causal: bool = False, rope: tuple[Tensor, Tensor] | None = None
    ) -> Tensor:
        q = self.split(self.q(x_BNC))
        if rope is not None:
            q, k = rotate(q, *rope), rotate(k, *rope)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=causal)
        return self.out(y.transpose(1, 2).flatten(-2))

    def forward(
        self, x_BNC: Tensor, context_BMC: Tensor | None = None, mask: Tensor | None = None, causal: bool = False, rope: tuple[Tensor, Tensor] | None = None
    ) -> Tensor:
        k, v = self.keys_values(x_BNC if context_BMC is None else context_BMC)
        return self.attend(x_BNC, k, v, mask, causal, rope)


class FeedForward(nn.Module):
    def __init__(self, d: int, factor: int) -> None:
        super().__init__()
        self.up = nn.Linear(d, factor * d)
        self.down = nn.Linear(factor * d, d)

    def forward(self, x: Tensor) -> Tensor:
        return self.down(F.gelu(self.up(x), approximate="tanh"))


class Block(nn.Module):
    """Pre-norm transformer block."""

    def __init__(self, d: int, heads: int, factor: int = 4) -> None:
        super().__init__()
        self.norm_attention = nn.LayerNorm(d)
        self.attention = Attention(d, heads)
        self.norm_feed = nn.LayerNorm(d)
        self.feed = FeedForward(d, factor)

    def forward(self, x: Tensor, mask: Tensor | None = None, causal: bool = False, rope: tuple[Tensor, Tensor] | None = None) -> Tensor:
        x = x + self.attention(self.norm_attention(x), mask=mask, causal=causal, rope=rope)
        return x + self.feed(self.norm_feed(x))
