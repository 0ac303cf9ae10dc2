"""Small random models and the prompts that they are asked with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray

VOCABULARY = 96
"""Ids 0 pad, 1 begin, 2 end; ordinary words from FIRST_WORD on; a row's special ids lie above WORDS."""
FIRST_WORD, WORDS = 3, 80
STEPS = 64
"""Greedy tokens that are compared."""


def randomise(model: torch.nn.Module, seed: int) -> None:
    """Gives every parameter a value that matters: matrices keep the size of what goes through, norms and gates are away from their neutral values."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in sorted(model.named_parameters(), key=lambda item: item[0]):
            noise = torch.randn(p.shape, generator=generator)
            if "alpha" in name or "gate" in name.rsplit(".", 1)[-1] or p.ndim == 0:
                p.copy_(0.6 + 0.3 * noise)
            elif p.ndim == 1:
                p.copy_(1 + 0.2 * noise if name.endswith("weight") else 0.2 * noise)
            elif "embed" in name or "latents" in name or "position" in name:
                p.copy_(0.7 * noise)
            else:
                p.copy_(noise * 1.2 / (p[0].numel() ** 0.5))


@dataclass(frozen=True)
class Case:
    """A prompt: token ids and pictures, in order. Pictures are numbers into the row's list."""

    name: str
    pieces: tuple[tuple[int, ...] | int, ...]

    @property
    def pictures(self) -> list[int]:
        return [piece for piece in self.pieces if isinstance(piece, int)]


@dataclass
class Answer:
    """What the reference says: logits [T, V] of every position of the prompt, and the greedy tokens after it."""

    logits: NDArray[np.float32]
    greedy: list[int] = field(default_factory=list)


def words(rng: np.random.Generator, count: int) -> tuple[int, ...]:
    return tuple(int(n) for n in rng.integers(FIRST_WORD, WORDS, count))


def cases(turns: int = 6, adjacent: bool = True) -> list[Case]:
    """The prompts of every row that takes pictures among text."""
    rng = np.random.default_rng(5)
    long: list[tuple[int, ...] | int] = [(1, *words(rng, 9))]
    for turn in range(turns):
        if turn % 2 == 0:
            long.append(turn // 2)
        long.append(words(rng, 30))
    middle: tuple[tuple[int, ...] | int, ...] = (1, 2) if adjacent else (1, words(rng, 3), 2)
    return [
        Case("one picture", ((1,), 0, words(rng, 8))),
        Case("several pictures", ((1,), 0, words(rng, 5), *middle, words(rng, 6))),
        Case("text first", ((1, *words(rng, 7)), 1, words(rng, 4))),
        Case("no picture", ((1, *words(rng, 11)),)),
        Case("long conversation", tuple(long)),
    ]


def batch(single: bool = False) -> list[Case]:
    """Prompts of different lengths that the reference reads in one padded batch."""
    rng = np.random.default_rng(6)
    return [
        Case("batch, short", ((1,), 0, words(rng, 3))),
        Case("batch, middle", ((1, *words(rng, 6)), 1, words(rng, 5))),
        Case("batch, long", ((1,), 2, words(rng, 4), *(() if single else (0, words(rng, 12))))),
    ]


def pictures(size: int, count: int = 3) -> NDArray[np.uint8]:
    """Pictures [count, size, size, 3]: smooth colours with noise, so that every patch differs."""
    rng = np.random.default_rng(7)
    y, x = np.mgrid[0:size, 0:size] / size
    waves = np.stack([np.stack([np.sin(x * (2 + i + c) + y * (3 - c)) for c in range(3)], -1) for i in range(count)])
    return ((waves + 1) * 100 + rng.integers(0, 55, waves.shape)).astype(np.uint8)


def normalised(pixels: Sequence[NDArray[np.uint8]], mean: list[float], deviation: list[float]) -> torch.Tensor:
    """N times [H, W, 3] bytes -> [N, 3, H, W] as the reference is fed."""
    values = (np.stack(pixels).astype(np.float32) / np.float32(255) - np.array(mean, np.float32)) / np.array(deviation, np.float32)
    return torch.from_numpy(values).permute(0, 3, 1, 2).contiguous()
