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

WATCHED = 1
"""The layer whose attention is what has been read; later layers are told."""


class Coverage(nn.Module):
    """What has been read already turns the later layers' attention away from it, or to what is still unread (attention refinement, CoMER, arXiv 2207.04410, section 3.3,
    with the attention of one supervised layer, so that all steps of training run at once). Begins without effect."""

    def __init__(self, channels: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.conv = nn.Conv2d(2, channels, (3, 5), padding=(1, 2))
        self.out = nn.Conv2d(channels, heads, 1)
        for parameter in self.out.parameters():
            nn.init.zeros_(parameter)

    def forward(self, read_BTN: Tensor, width: int) -> Tensor:
        """`read`: the attention of all earlier steps summed. To be added to the scores [B, heads, T, N]; `width`: cells in a row."""
        batch, steps, cells = read_BTN.shape
        maps = read_BTN.reshape(batch * steps, 1, -1, width)
        # A large sign holds a little of the attention in each of its cells: both scales are shown.
        x = self.out(F.relu(self.conv(torch.cat([maps.clamp(max=2), (maps * 8).clamp(max=2)], 1))))
        return x.reshape(batch, steps, self.heads, cells).transpose(1, 2)


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
        self.coverage = nn.ModuleList([Coverage(c.coverage, c.d_heads) for _ in range(WATCHED + 1, c.layers)] if c.coverage else [])
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

    def biases(self, read_BTN: Tensor, width: int) -> list[Tensor | None]:
        """For each layer what is added to its scores."""
        return [*[None] * (len(self.cross) - len(self.coverage)), *[part(read_BTN, width) for part in self.coverage]]

    def forward(self, ids_BT: Tensor, keys: Tensor, values: Tensor, seen: Tensor, width: int) -> tuple[Tensor, list[Tensor]]:
        """Teacher forcing. `seen` [B, 1, 1, N] is False for padding; `width`: cells in a row.
        Logits [B, T, V] and where the last layer looks [B, T, N] (mean over its heads), after it the layer whose looks are counted as read, if there is one."""
        x = self.embed(ids_BT, 0)
        shut = torch.zeros_like(seen, dtype=x.dtype).masked_fill(~seen, -1e4)
        biases: list[Tensor | None] = [None] * len(self.cross)
        last = watched = None
        for index, (cross, block) in enumerate(self.layers()):
            bias = biases[index]
            mask = shut if bias is None else shut + bias
            if index == len(self.cross) - 1:
                last = looks_of(cross, x, keys[index], mask)
            elif index == WATCHED and len(self.coverage):
                watched = looks_of(cross, x, keys[index], mask)
                biases = self.biases(watched.cumsum(1) - watched, width)
            x = block(cross(x, keys[index], values[index], mask), causal=True)
        return self.head(x), [look for look in (last, watched) if look is not None]

    def step(
        self, ids_BT: Tensor, position: Tensor, past_k: Tensor, past_v: Tensor, cross_k: Tensor, cross_v: Tensor, read_BHW: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor | None]:
        """T more tokens after P cached ones, no padding. past_k, past_v [layers, B, h, P, d/h]; `read`: the sum of what earlier steps looked at, zeros at first.
        cross_k, cross_v [layers, 1, h, N, d/h]: the streams are about one picture, whose keys are gone through once for all of them.
        Returns logits, only the new K and V, where the last layer looks [B, T, N], and `read` with these steps."""
        x = self.embed(ids_BT, position)
        steps, past = ids_BT.shape[1], past_k.shape[3]
        mask = torch.arange(past + steps, device=x.device)[None] <= torch.arange(steps, device=x.device)[:, None] + past
        new_k, new_v = [], []
        biases: list[Tensor | None] = [None] * len(self.cross)
        looks = x.new_zeros(())
        streams = ids_BT.shape
        for index, (cross, block) in enumerate(self.layers()):
            # As if the streams were more steps of one.
            x = x.reshape(1, -1, self.d)
            bias = biases[index]
            folded = None if bias is None else bias.transpose(0, 1).flatten(1, 2)[None]
            if index == len(self.cross) - 1:
                looks = looks_of(cross, x, cross_k[index], folded).reshape(*streams, -1)
            elif index == WATCHED and read_BHW is not None:
                watched = looks_of(cross, x, cross_k[index], None).reshape(*streams, -1)
                so_far = watched.cumsum(1) + read_BHW.flatten(1)[:, None]
                biases = self.biases(so_far - watched, read_BHW.shape[2])
                read_BHW = so_far[:, -1].reshape(read_BHW.shape)
            x = cross(x, cross_k[index], cross_v[index], folded).reshape(*streams, self.d)
            h = block.norm_attention(x)
            k, v = block.attention.keys_values(h)
            new_k.append(k)
            new_v.append(v)
            x = x + block.attention.attend(h, torch.cat([past_k[index], k], 2), torch.cat([past_v[index], v], 2), mask)
            x = x + block.feed(block.norm_feed(x))
        return self.head(x), torch.stack(new_k), torch.stack(new_v), looks, read_BHW


def looks_of(cross: GatedCrossAttention, x: Tensor, keys: Tensor, mask: Tensor | None) -> Tensor:
    """The attention of a layer [B, T, N], mean over its heads."""
    q = cross.attention.split(cross.attention.q(cross.norm(x)))
    scores = q @ keys.transpose(2, 3) * q.shape[-1] ** -0.5
    return (scores if mask is None else scores + mask).softmax(-1).mean(1)


class Transcriber(nn.Module):
    def __init__(self, config: TranscriberConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)


def load(path: str) -> Transcriber:
    """A transcriber from a checkpoint, {"config": dict, "model": state}."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    # Checkpoints of before 0.2.0 keep no account of what has been read.
    model = Transcriber(TranscriberConfig(**{"coverage": 0, **state["config"]}))
    model.load_state_dict(state["model"])
    return model
