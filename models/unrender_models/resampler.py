"""Perceiver Resampler (Flamingo, arXiv 2204.14198, section 3.1.1 and appendix A.1.1) with region tokens.

Learned latents first, then one region token a text line or proposal. A region token is bound by *content*: its box, its Fourier position and the
visual features sampled in and around the box. (Slots that are known by an index only were measured never to bind to their region.)
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import ModelConfig
from .layers import Attention, FeedForward, fourier_BNC

REGION_KINDS = 3
"""0 text line, 1 proposal (node without text), 2 pad."""
PAD_KIND = 2


def sample_maps(maps_BCHW: Tensor, points_BNP2: Tensor, stride: int) -> Tensor:
    """Bilinear samples [B, N, P, C] of a map at points in pixels; outside the picture they are 0."""
    size = torch.tensor([maps_BCHW.shape[3] * stride, maps_BCHW.shape[2] * stride], dtype=torch.float32, device=maps_BCHW.device)
    return F.grid_sample(maps_BCHW, points_BNP2 / size * 2 - 1, align_corners=False).permute(0, 2, 3, 1)


class RegionTokens(nn.Module):
    """Boxes [B, R, 4] (x0, y0, x1, y1 in pixels) -> tokens [B, R, d]."""

    RINGS = (0.8, 2.0)
    """Distances outside the box, in box heights, at which features are sampled in eight directions."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.d = config.d
        directions = [(x, y) for x in (-1.0, 0.0, 1.0) for y in (-1.0, 0.0, 1.0) if x or y]
        self.register_buffer("directions", torch.tensor([(0.0, 0.0), *directions * len(self.RINGS)]), persistent=False)
        self.register_buffer("distances", torch.tensor([0.0, *(r for r in self.RINGS for _ in directions)]), persistent=False)
        self.kind = nn.Embedding(REGION_KINDS, config.d)
        self.shape = nn.Linear(4, config.d)
        self.place = nn.Linear(config.d, config.d, bias=False)
        self.look = nn.Linear((1 + 8 * len(self.RINGS)) * config.dense, config.d)
        self.norm = nn.LayerNorm(config.d)

    def forward(self, boxes_BR4: Tensor, kinds_BR: Tensor, dense: Tensor) -> Tensor:
        centre = (boxes_BR4[..., :2] + boxes_BR4[..., 2:]) / 2
        size = (boxes_BR4[..., 2:] - boxes_BR4[..., :2]).clamp(min=1.0)
        directions, distances = self.get_buffer("directions"), self.get_buffer("distances")
        height = size[..., 1:].clamp(max=16.0)
        points = centre[..., None, :] + directions * (size[..., None, :] / 2 + distances[:, None] * height[..., None, :])
        looks = sample_maps(dense, points, 8).flatten(-2)
        shape = torch.cat([size / 64, size.log() / 4], -1)
        return self.norm(self.shape(shape) + self.place(fourier_BNC(centre, self.d)) + self.look(looks) + self.kind(kinds_BR))


class ResamplerLayer(nn.Module):
    """Queries are latents and regions; keys and values are `[features; latents; regions]`."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(config.d)
        self.attention = Attention(config.d, config.d_heads)
        self.feature_k = nn.Linear(config.width, config.d, bias=False)
        self.feature_v = nn.Linear(config.width, config.d, bias=False)
        self.norm_feed = nn.LayerNorm(config.d)
        self.feed = FeedForward(config.d, 4)

    def forward(self, x: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        h = self.norm(x)
        k, v = self.attention.keys_values(h)
        k = torch.cat([self.attention.split(self.feature_k(features)), k], 2)
        v = torch.cat([self.attention.split(self.feature_v(features)), v], 2)
        x = x + self.attention.attend(h, k, v, mask)
        return x + self.feed(self.norm_feed(x))


class Resampler(nn.Module):
    """Features [B, N, width], dense [B, C, H/8, W/8], boxes [B, R, 4], kinds [B, R] -> latents [B, L, d], regions [B, R, d]."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.latents = nn.Parameter(torch.randn(config.latents, config.d) * 0.02)
        self.tokens = RegionTokens(config)
        self.layers = nn.ModuleList([ResamplerLayer(config) for _ in range(config.resampler_layers)])
        self.norm = nn.LayerNorm(config.d)

    def forward(self, features: Tensor, dense: Tensor, boxes: Tensor, kinds: Tensor) -> tuple[Tensor, Tensor]:
        batch, count = boxes.shape[0], self.latents.shape[0]
        x = torch.cat([self.latents.expand(batch, -1, -1), self.tokens(boxes, kinds, dense)], 1)
        seen = F.pad(kinds != PAD_KIND, (features.shape[1] + count, 0), value=True)[:, None, None]
        for layer in self.layers:
            x = layer(x, features, seen)
        x = self.norm(x)
        return x[:, :count], x[:, count:]
