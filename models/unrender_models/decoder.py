"""Causal decoder with GATED XATTN-DENSE before every block (Flamingo, arXiv 2204.14198, section 3.1.2) and pointers at regions.

The vocabulary is closed; a word that stands in the picture is never spelled but pointed at, and a pointer is fed back as its region's state.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import ModelConfig
from .layers import Attention, Block, FeedForward, fourier_BNC
from .vocabulary import V

SLOTS = 7
"""Places in the stream: bos, tag, direction, then source, target, link, label again and again."""


class GatedCrossAttention(nn.Module):
    """y += tanh(a) XAttn(y, visual); y += tanh(b) FFW(y). Gates start small but open: trained from nothing, there is no language model to protect."""

    def __init__(self, d: int, heads: int, factor: int = 4) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(d)
        self.attention = Attention(d, heads)
        self.norm_feed = nn.LayerNorm(d)
        self.feed = FeedForward(d, factor)
        self.gate_attention = nn.Parameter(torch.tensor(0.5))
        self.gate_feed = nn.Parameter(torch.tensor(0.5))

    def forward(self, y: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
        y = y + self.gate_attention.tanh() * self.attention.attend(self.norm(y), k, v, mask)
        return y + self.gate_feed.tanh() * self.feed(self.norm_feed(y))


class Decoder(nn.Module):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        d = config.d
        self.d = d
        self.tokens = nn.Embedding(V, d)
        self.slots = nn.Embedding(SLOTS, d)
        self.count = nn.Linear(32, d, bias=False)
        self.region_input = nn.Linear(d, d)
        self.pointer_key = nn.Linear(d, d)
        self.pointer_query = nn.Linear(d, d)
        self.cross = nn.ModuleList([GatedCrossAttention(d, config.d_heads) for _ in range(config.decoder_layers)])
        self.blocks = nn.ModuleList([Block(d, config.d_heads) for _ in range(config.decoder_layers)])
        self.norm = nn.LayerNorm(d)
        nn.init.normal_(self.tokens.weight, std=0.05)
        nn.init.normal_(self.slots.weight, std=0.05)

    def layers(self) -> Iterator[tuple[GatedCrossAttention, Block]]:
        yield from cast("zip[tuple[GatedCrossAttention, Block]]", zip(self.cross, self.blocks, strict=True))

    def visual(self, latents: Tensor, regions: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Once a picture: region inputs, pointer keys [B, R, d], cross K and V [X, B, h, L + R, d/h]."""
        both = torch.cat([latents, regions], 1)
        keys, values = zip(*(layer.attention.keys_values(both) for layer, _ in self.layers()), strict=True)
        return self.region_input(regions), self.pointer_key(regions), torch.stack(keys), torch.stack(values)

    def embed(self, ids_BT: Tensor, region_inputs_BRd: Tensor, position: Tensor | int) -> Tensor:
        table = torch.cat([self.tokens.weight.expand(ids_BT.shape[0], -1, -1), region_inputs_BRd], 1)
        x = torch.gather(table, 1, ids_BT[..., None].expand(-1, -1, self.d))
        places = torch.arange(ids_BT.shape[1], device=ids_BT.device) + position
        slot = torch.where(places < 3, places, 3 + (places - 3) % 4)
        count = fourier_BNC(torch.div(places, 4, rounding_mode="floor").float()[:, None] * 16, 64)
        return x + self.slots(slot) + self.count(count)

    def head(self, x: Tensor, pointer_keys: Tensor) -> Tensor:
        """Logits [B, T, V + R]."""
        x = self.norm(x)
        pointers = self.pointer_query(x) @ pointer_keys.transpose(1, 2) * self.d**-0.5
        return torch.cat([F.linear(x, self.tokens.weight), pointers], -1)

    def forward(self, ids_BT: Tensor, visual: tuple[Tensor, Tensor, Tensor, Tensor], seen: Tensor) -> Tensor:
        """Teacher forcing. `seen` [B, 1, 1, L + R] is False for padded regions."""
        region_inputs, pointer_keys, keys, values = visual
        x = self.embed(ids_BT, region_inputs, 0)
        for index, (cross, block) in enumerate(self.layers()):
            x = block(cross(x, keys[index], values[index], seen), causal=True)
        return self.head(x, pointer_keys)

    def step(
        self, ids_BT: Tensor, position: Tensor, past_k: Tensor, past_v: Tensor, region_inputs: Tensor, pointer_keys: Tensor, cross_k: Tensor, cross_v: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """T more tokens after P cached ones, no padding. past_k, past_v [layers, B, h, P, d/h]; returns logits and only the new K and V."""
        x = self.embed(ids_BT, region_inputs, position)
        steps, past = ids_BT.shape[1], past_k.shape[3]
        # A row may look at all of the past and at itself and what precedes it among the new ones.
        mask = torch.arange(past + steps, device=x.device)[None] <= torch.arange(steps, device=x.device)[:, None] + past
        new_k, new_v = [], []
        for index, (cross, block) in enumerate(self.layers()):
            x = cross(x, cross_k[index], cross_v[index], None)
            h = block.norm_attention(x)
            k, v = block.attention.keys_values(h)
            new_k.append(k)
            new_v.append(v)
            x = x + block.attention.attend(h, torch.cat([past_k[index], k], 2), torch.cat([past_v[index], v], 2), mask)
            x = x + block.feed(block.norm_feed(x))
        return self.head(x, pointer_keys), torch.stack(new_k), torch.stack(new_v)
