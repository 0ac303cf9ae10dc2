"""The three graphs of a package as modules with plain tensor inputs and outputs (docs/model-package.md)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .model import Reader


class Vision(nn.Module):
    """pixels [1, 1, H, W] -> features, dense, maps."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.encoder = reader.encoder

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.encoder(pixels)


RESAMPLER_OUTPUTS = (
    "kind", "roles", "parents", "pairs", "links", "label_source", "label_target", "direction", "region_inputs", "pointer_keys", "cross_k", "cross_v",
)  # fmt: skip


class ResamplerGraph(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, features: Tensor, dense: Tensor, maps: Tensor, boxes: Tensor, kinds: Tensor) -> tuple[Tensor, ...]:
        seen = self.reader.resample(features, dense, maps, boxes, kinds)
        inputs, keys, cross_k, cross_v = self.reader.decoder.visual(seen.latents, seen.regions)
        p = seen.pairs
        return (
            seen.kind, seen.roles, p.parent_BRR, p.exist_BRR, p.link_BRRK, p.label_source_BRR, p.label_target_BRR, seen.direction,
            inputs, keys, cross_k[:, 0], cross_v[:, 0],
        )  # fmt: skip


DECODER_INPUTS = ("ids", "position", "past_k", "past_v", "region_inputs", "pointer_keys", "cross_k", "cross_v")


class DecoderGraph(nn.Module):
    """One step or a chunk. Cached K and V are [layers, heads, P, size] (a picture at a time)."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.decoder = reader.decoder

    def forward(
        self, ids: Tensor, position: Tensor, past_k: Tensor, past_v: Tensor, region_inputs: Tensor, pointer_keys: Tensor, cross_k: Tensor, cross_v: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        logits, new_k, new_v = self.decoder.step(
            ids, position, past_k[:, None], past_v[:, None], region_inputs, pointer_keys, cross_k[:, None], cross_v[:, None]
        )
        return logits, new_k[:, 0], new_v[:, 0]


def example_inputs(reader: Reader) -> dict[str, tuple[Tensor, ...]]:
    """Inputs that trace each graph with sizes that are not special (no 1s where a size varies)."""
    c = reader.config
    size = c.d // c.d_heads
    pixels = torch.rand(1, 1, 96, 160)
    features, dense, maps = reader.encoder(pixels)
    boxes = torch.tensor([[[8.0, 8, 40, 20], [60, 40, 100, 52], [20, 70, 50, 82]]])
    return {
        "vision": (pixels,),
        "resampler": (features, dense, maps, boxes, torch.zeros(1, 3, dtype=torch.long)),
        "decoder": (
            torch.tensor([[1, 5, 11]]), torch.tensor([4]), torch.randn(c.decoder_layers, c.d_heads, 4, size), torch.randn(c.decoder_layers, c.d_heads, 4, size),
            torch.randn(1, 3, c.d), torch.randn(1, 3, c.d),
            torch.randn(c.decoder_layers, c.d_heads, c.latents + 3, size), torch.randn(c.decoder_layers, c.d_heads, c.latents + 3, size),
        ),
    }  # fmt: skip
