"""The two graphs of a transcriber's package as modules with plain tensor inputs and outputs (docs/model-package.md)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .model import Transcriber


class Vision(nn.Module):
    """pixels [1, 1, H, W] -> cross_k, cross_v [layers, heads, N, size]; N = H/16 rows of W/8 cells."""

    def __init__(self, reader: Transcriber) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        features, _ = self.reader.encoder(pixels)
        keys, values = self.reader.decoder.visual(features)
        return keys[:, 0], values[:, 0]


class DecoderGraph(nn.Module):
    """One step or a chunk of B streams about one picture: logits [B, T, V], new K and V [layers, B, heads, T, size], looks [B, T, N] (where the step looked, sums to 1),
    and, where the decoder keeps account of what has been read, the account with this step [B, H/16, W/8] (of `read`, zeros at first)."""

    def __init__(self, reader: Transcriber) -> None:
        super().__init__()
        self.decoder = reader.decoder

    def forward(
        self, ids: Tensor, position: Tensor, past_k: Tensor, past_v: Tensor, cross_k: Tensor, cross_v: Tensor, read: Tensor | None = None
    ) -> tuple[Tensor, ...]:
        logits, new_k, new_v, looks, account = self.decoder.step(ids, position, past_k, past_v, cross_k[:, None], cross_v[:, None], read)
        return (logits, new_k, new_v, looks, *([] if account is None else [account]))


def example_inputs(reader: Transcriber) -> dict[str, tuple[Tensor, ...]]:
    """Inputs that trace each graph with sizes that are not special (no 1s where a size varies)."""
    c = reader.config
    size = c.d // c.d_heads
    past, cross = (c.layers, 2, c.d_heads, 4, size), (c.layers, c.d_heads, 24, size)
    return {
        "vision": (torch.rand(1, 1, 48, 160),),
        "decoder": (
            torch.tensor([[1, 5, 11], [1, 7, 9]]), torch.tensor([4]), torch.randn(past), torch.randn(past), torch.randn(cross), torch.randn(cross),
            *([torch.rand(2, 3, 8)] if c.coverage else []),
        ),
    }  # fmt: skip
