"""A reference that reads one prompt at a time."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .prefix import DEVIATION, MEAN
from .reference import Reference
from .tiny import normalised


class OneByOne(Reference):
    """A reference that reads one prompt at a time; its batch is read one after the other."""

    def forward(self, rows: list[list[int]], shown: list[list[int]]) -> Tensor:
        logits = [self.single(row, pictures, len(row)) for row, pictures in zip(rows, shown, strict=True)]
        longest = max(len(row) for row in rows)
        return torch.stack([F.pad(row, (0, 0, longest - len(row), 0)) for row in logits])

    def extend(self, ids: list[int], prompt: int, shown: list[int]) -> Tensor:
        return self.single(ids, shown, prompt)

    def single(self, ids: list[int], shown: list[int], prompt: int) -> Tensor:
        """Logits [T, V]; what comes after the first `prompt` ids was generated: image tokens there are words."""
        raise NotImplementedError

    def pixels(self, shown: list[int]) -> Tensor:
        return normalised([self.pictures[n] for n in shown], MEAN, DEVIATION)
