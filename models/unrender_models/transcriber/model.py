"""The whole transcriber: encoder and a causal decoder with gated cross-attention to its features."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..decoder import GatedCrossAttention
from ..layers import Block, fourier_BNC
from .config import TranscriberConfig
from .encoder import Encoder


class Decoder(nn.Module):
    """Tokens of the closed vocabulary; the input embedding is the output's."""

    def __init__(self, config: TranscriberConfig) -> None:
        super().__init__()
        c = config
        self.d = c.d
        self.tokens = nn.Embedding(c.vocabulary, c.d)
        self.count = nn.Linear(64, c.d, bias=False)
        self.enter = nn.Linear(c.width, c.d)
        self.cross = nn.ModuleList([GatedCrossAttention(c.d, c.d_heads, c.factor) for _ in range(c.layers)])
        self.blocks = nn.ModuleList([Block(c.d, c.d_heads, c.factor) for _ in range(c.layers)])
        self.norm = nn.LayerNorm(c.d)
        nn.init.normal_(self.tokens.weight, std=0.05)

    def layers(self) -> Iterator[tuple[GatedCrossAttention, Block]]:
        yield from cast("zip[tuple[GatedCrossAttention, Block]]", zip(self.cross, self.blocks, strict=True))

    def visual(self, features_BNC: Tensor) -> tuple[Tensor, Tensor]:
        """Once a picture: cross K and V [layers, B, h, N, d/h]."""
        context = self.enter(features_BNC)
        keys, values = zip(*(layer.attention.keys_values(context) for layer, _ in self.layers()), strict=True)
        return torch.stack(keys), torch.stack(values)

    def embed(self, ids_BT: Tensor, position: Tensor | int) -> Tensor:
        places = (torch.arange(ids_BT.shape[1], device=ids_BT.device) + position).float()[:, None]
        return self.tokens(ids_BT) + self.count(torch.cat([fourier_BNC(places * 16, 64), fourier_BNC(places * 4, 64)], -1))

    def head(self, x: Tensor) -> Tensor:
        return F.linear(self.norm(x), self.tokens.weight)

    def forward(self, ids_BT: Tensor, keys: Tensor, values: Tensor, seen: Tensor) -> tuple[Tensor, Tensor]:
        """Teacher forcing. `seen` [B, 1, 1, N] is False for padding. Logits [B, T, V] and where the last layer looks [B, T, N] (mean over its heads)."""
        x = self.embed(ids_BT, 0)
        looks = x.new_zeros(())
        for index, (cross, block) in enumerate(self.layers()):
            if index == len(self.cross) - 1:
                q = cross.attention.split(cross.attention.q(cross.norm(x)))
                scores = q @ keys[index].transpose(2, 3) * q.shape[-1] ** -0.5
                looks = scores.masked_fill(~seen, -1e4).softmax(-1).mean(1)
            x = block(cross(x, keys[index], values[index], seen), causal=True)
        return self.head(x), looks

    def step(self, ids_BT: Tensor, position: Tensor, past_k: Tensor, past_v: Tensor, cross_k: Tensor, cross_v: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """T more tokens after P cached ones, no padding. past_k, past_v [layers, B, h, P, d/h]; returns logits, only the new K and V, and where the last layer looks [B, T, N]."""
        x = self.embed(ids_BT, position)
        steps, past = ids_BT.shape[1], past_k.shape[3]
        mask = torch.arange(past + steps, device=x.device)[None] <= torch.arange(steps, device=x.device)[:, None] + past
        new_k, new_v = [], []
        looks = x.new_zeros(())
        for index, (cross, block) in enumerate(self.layers()):
            if index == len(self.cross) - 1:
                q = cross.attention.split(cross.attention.q(cross.norm(x)))
                looks = (q @ cross_k[index].transpose(2, 3) * q.shape[-1] ** -0.5).softmax(-1).mean(1)
            x = cross(x, cross_k[index], cross_v[index], None)
            h = block.norm_attention(x)
            k, v = block.attention.keys_values(h)
            new_k.append(k)
            new_v.append(v)
            x = x + block.attention.attend(h, torch.cat([past_k[index], k], 2), torch.cat([past_v[index], v], 2), mask)
            x = x + block.feed(block.norm_feed(x))
        return self.head(x), torch.stack(new_k), torch.stack(new_v), looks


class Transcriber(nn.Module):
    def __init__(self, config: TranscriberConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)


def load(path: str) -> Transcriber:
    """A transcriber from a checkpoint, {"config": dict, "model": state}."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = Transcriber(TranscriberConfig(**state["config"]))
    model.load_state_dict(state["model"])
    return model
