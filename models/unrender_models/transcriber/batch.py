"""Pictures with their tokens -> padded tensors, and batches of like sizes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

PAD = 0


@dataclass
class Line:
    """A picture of one line of notation and what it says. No torch here: workers make these."""

    pixels: NDArray[np.uint8]
    """[H, W], distance to the background."""
    ids: list[int]
    """With begin and end."""
    glyphs: NDArray[np.float32]
    """[G, 5]: index in `ids`, x0, y0, x1, y1 of the token's ink in pixels. Tokens without ink of their own are not listed; empty where the renderer does not tell."""


@dataclass
class Batch:
    pixels: Tensor
    """[B, 1, H, W] in 0..1, H a multiple of 16 and W of 8."""
    ids: Tensor
    """[B, T]"""
    boxes: Tensor
    """[B, T, 4], NaN where a token has no ink."""
    symbols: Tensor
    """[B, H/8, W/8]: the token whose ink lies there, -100 where none does."""
    sizes: Tensor
    """[B, 2] height and width in cells of 16 and 8 pixels that hold the picture."""

    def __len__(self) -> int:
        return self.pixels.shape[0]


def collate(lines: Sequence[Line]) -> Batch:
    height = max(-(-line.pixels.shape[0] // 16) for line in lines) * 16
    width = max(-(-line.pixels.shape[1] // 8) for line in lines) * 8
    length = max(len(line.ids) for line in lines)
    pixels = np.zeros((len(lines), 1, height, width), np.float32)
    ids = np.full((len(lines), length), PAD, np.int64)
    boxes = np.full((len(lines), length, 4), np.nan, np.float32)
    symbols = np.full((len(lines), height // 8, width // 8), -100, np.int64)
    sizes = np.zeros((len(lines), 2), np.int64)
    for i, line in enumerate(lines):
        h, w = line.pixels.shape
        pixels[i, 0, :h, :w] = line.pixels / 255.0
        sizes[i] = -(-h // 16), -(-w // 8)
        ids[i, : len(line.ids)] = line.ids
        # The smallest on top: what a root or a brace encloses is not its ink.
        for index, x0, y0, x1, y1 in sorted(line.glyphs.tolist(), key=lambda g: -(g[3] - g[1]) * (g[4] - g[2])):
            boxes[i, int(index)] = x0, y0, x1, y1
            rows, columns = _cells(y0, y1, height // 8), _cells(x0, x1, width // 8)
            symbols[i, rows, columns] = line.ids[int(index)]
    return Batch(torch.from_numpy(pixels), torch.from_numpy(ids), torch.from_numpy(boxes), torch.from_numpy(symbols), torch.from_numpy(sizes))


def _cells(low: float, high: float, count: int) -> slice:
    """Cells of 8 pixels whose centres lie between; at least one."""
    first, last = int(np.ceil(low / 8 - 0.5)), int(np.floor(high / 8 - 0.5))
    if last < first:
        first = last = int((low + high) / 16)
    first = min(max(first, 0), count - 1)
    return slice(first, min(max(last, first), count - 1) + 1)


def batches(lines: Sequence[Line], cost: int, rng: random.Random, most: int = 48) -> Iterator[Batch]:
    """Shuffled batches of like size; each holds about `cost` padded pixels, and longer streams make smaller batches."""

    def key(line: Line) -> tuple[int, int, int]:
        h, w = -(-line.pixels.shape[0] // 16), -(-line.pixels.shape[1] // 8)
        return (int(np.log2(h * w) * 2 + rng.uniform(-0.4, 0.4)), int(np.log2(len(line.ids)) * 2), w // h)

    groups: list[list[Line]] = [[]]
    height = width = 0
    for line in sorted(lines, key=key):
        h, w = max(height, -(-line.pixels.shape[0] // 16) * 16), max(width, -(-line.pixels.shape[1] // 8) * 8)
        if groups[-1] and (h * w * (len(groups[-1]) + 1) > cost or len(groups[-1]) >= most):
            groups.append([])
            h, w = -(-line.pixels.shape[0] // 16) * 16, -(-line.pixels.shape[1] // 8) * 8
        groups[-1].append(line)
        height, width = h, w
    rng.shuffle(groups)
    for group in groups:
        if group:
            yield collate(group)
