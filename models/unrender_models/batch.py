"""Samples -> padded tensors, and batches of like sizes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .resampler import PAD_KIND
from .sample import Sample
from .vocabulary import PAD


@dataclass
class Batch:
    pixels: Tensor
    """[B, 1, H, W] in 0..1, H and W multiples of 32."""
    boxes: Tensor
    kinds: Tensor
    roles: Tensor
    """[B, R], -100 where padded."""
    parents: Tensor
    ids: Tensor
    """[B, T]"""
    edges: Tensor
    """[E, 5]: batch, source, target, link, label (-1 none)."""
    maps: Tensor
    pointers: Tensor
    """[B, 3, H/8, W/8]"""
    hops: Tensor
    """[B, 2, 4, H/8, W/8], NaN where unknown."""
    kind: Tensor
    direction: Tensor
    """-100 for pictures that are no flowchart."""

    def __len__(self) -> int:
        return self.pixels.shape[0]


def collate(samples: list[Sample]) -> Batch:
    count = len(samples)
    height = max(-(-s.pixels.shape[0] // 32) for s in samples) * 32
    width = max(-(-s.pixels.shape[1] // 32) for s in samples) * 32
    regions = max(len(s.kinds) for s in samples)
    sequences = [s.sequence() for s in samples]
    pixels = np.zeros((count, 1, height, width), np.float32)
    boxes = np.zeros((count, regions, 4), np.float32)
    kinds = np.full((count, regions), PAD_KIND, np.int64)
    roles = np.full((count, regions), -100, np.int64)
    parents = np.full((count, regions), -100, np.int64)
    maps = np.zeros((count, 6, height // 8, width // 8), np.float32)
    pointers = np.full((count, 3, height // 8, width // 8), -1, np.int64)
    hops = np.full((count, 2, 4, height // 8, width // 8), np.nan, np.float32)
    ids = np.full((count, max(map(len, sequences))), PAD, np.int64)
    edges = []
    for i, s in enumerate(samples):
        h, w = s.pixels.shape
        pixels[i, 0, :h, :w] = s.pixels / 255.0
        n = len(s.kinds)
        boxes[i, :n], kinds[i, :n], roles[i, :n], parents[i, :n] = s.boxes, s.kinds, s.roles, s.parents
        maps[i, :, : s.maps.shape[1], : s.maps.shape[2]] = s.maps
        pointers[i, :, : s.maps.shape[1], : s.maps.shape[2]] = s.pointers
        hops[i, :, :, : s.maps.shape[1], : s.maps.shape[2]] = s.hops
        ids[i, : len(sequences[i])] = sequences[i]
        edges += [(i, *edge) for edge in s.edges]
    return Batch(
        torch.from_numpy(pixels), torch.from_numpy(boxes), torch.from_numpy(kinds), torch.from_numpy(roles), torch.from_numpy(parents),
        torch.from_numpy(ids), torch.tensor(edges, dtype=torch.long).reshape(-1, 5), torch.from_numpy(maps), torch.from_numpy(pointers), torch.from_numpy(hops),
        torch.tensor([s.kind for s in samples]), torch.tensor([s.direction if s.kind == 0 else -100 for s in samples]),
    )  # fmt: skip


def batches(samples: list[Sample], pixels: int, rng: random.Random, most: int = 24) -> Iterator[Batch]:
    """Shuffled batches of pictures of like size and shape; each holds about `pixels` padded pixels."""

    def key(sample: Sample) -> tuple[int, int]:
        h, w = -(-sample.pixels.shape[0] // 32), -(-sample.pixels.shape[1] // 32)
        return (int(np.log2(h * w) * 2.5 + rng.uniform(-0.4, 0.4)), w * 8 // h)

    ordered = sorted(samples, key=key)
    groups: list[list[Sample]] = []
    group: list[Sample] = []
    height = width = 0
    for sample in ordered:
        h, w = (max(a, -(-b // 32) * 32) for a, b in zip((height, width), sample.pixels.shape, strict=True))
        if group and (h * w * (len(group) + 1) > pixels or len(group) >= most):
            groups.append(group)
            group, (h, w) = [], (-(-b // 32) * 32 for b in sample.pixels.shape)
        group.append(sample)
        height, width = h, w
    if group:
        groups.append(group)
    rng.shuffle(groups)
    for group in groups:
        yield collate(group)
