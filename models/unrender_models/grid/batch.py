"""Samples -> padded tensors, and batches of like sizes.

A picture in a batch is padded with background as if it had wider margins: nothing is masked, since such pictures exist.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from ..tables.sample import TableSample
from .rasters import CHANNELS, FINE, STRIDE, axis_weights, extent, rasterise

NOT_LEARNED = -100
SPREAD = 3.0
"""Standard deviation in pixels of the mark that a separator leaves in what is learned."""
WANDER = 1.5
"""Standard deviation in pixels by which the grid's edges differ from the truth: predicted ones will, too."""


@dataclass
class Batch:
    pixels: Tensor
    """[B, 1, H, W] in 0..1, H and W multiples of 32."""
    texts: Tensor
    """[B, CHANNELS, H/4, W/4]"""
    rows: Tensor
    """[B, H/4] in 0..1: how near a separator is."""
    columns: Tensor
    places: Tensor
    """[B, H/8, W/8]: index of PLACES under a text box, NOT_LEARNED elsewhere."""
    row_weights: Tensor
    """[B, 2, R, H/8]"""
    column_weights: Tensor
    """[B, 2, S, W/8]"""
    mask: Tensor
    """[B, 1, R, S]: 1 where the grid has a cell."""
    merges: Tensor
    """[B, 2, R, S]: 1 where a cell goes on to the right (downwards), NOT_LEARNED where there is no neighbour."""
    headers: Tensor
    """[B, R, S], NOT_LEARNED for empty cells and outside of the grid."""
    alignments: Tensor

    def __len__(self) -> int:
        return self.pixels.shape[0]


def marks(positions: Sequence[float], count: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """exp(-d^2 / 2 SPREAD^2) of the distance d from the middle of each 4 pixels to the nearest position."""
    if len(positions) == 0:
        return np.zeros(count, np.float32)
    middles = (np.arange(count) + 0.5) * FINE
    distance = np.abs(middles[:, None] - np.asarray(positions)[None]).min(1)
    return np.exp(-(distance**2) / (2 * SPREAD**2)).astype(np.float32)


def edges_of(sample: TableSample, rng: random.Random | None) -> tuple[list[float], list[float]]:
    """The grid's edges (rows, columns) as inference would find them from perfect separators; `rng` lets them wander."""
    shake = (lambda: rng.gauss(0, WANDER)) if rng else (lambda: 0.0)
    own = sample.boxes[sample.cell >= 0]
    x0, y0, x1, y1 = (*own[:, :2].min(0), *own[:, 2:].max(0)) if len(own) else sample.table
    rows, columns = ([float(p) + shake() for p in positions] for positions in (sample.row_positions, sample.column_positions))
    return extent(float(y0), float(y1), sorted(rows)), extent(float(x0), float(x1), sorted(columns))


def merges_of(sample: TableSample) -> np.ndarray[tuple[int, int, int], np.dtype[np.int64]]:
    height, width = sample.grid
    owner = np.full((height, width), -1)
    for index, (r0, r1, c0, c1) in enumerate(sample.cells.tolist()):
        owner[r0:r1, c0:c1] = index
    out = np.full((2, height, width), NOT_LEARNED, np.int64)
    out[0, :, :-1] = owner[:, :-1] == owner[:, 1:]
    out[1, :-1] = owner[:-1] == owner[1:]
    return out


def mirrored(sample: TableSample) -> TableSample:
    """Left and right exchanged: what stands at the right in tables that training does not show (headings, numbers) is learned from what stands at the left."""
    width, columns = float(sample.pixels.shape[1]), sample.grid[1]

    def boxes(values: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        return np.stack([width - values[:, 2], values[:, 1], width - values[:, 0], values[:, 3]], 1).astype(np.float32)

    def spans(values: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
        return np.stack([values[:, 0], values[:, 1], columns - values[:, 3], columns - values[:, 2]], 1)

    cells = spans(sample.cells)
    order = np.lexsort((cells[:, 2], cells[:, 0]))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    outside = sample.cell < 0
    return replace(
        sample, pixels=np.ascontiguousarray(sample.pixels[:, ::-1]), boxes=boxes(sample.boxes), column_positions=(width - sample.column_positions)[::-1].copy(),
        table=boxes(sample.table[None])[0], cell=np.where(outside, sample.cell, place[sample.cell]), spans=np.where(outside[:, None], sample.spans, spans(sample.spans)),
        cells=cells[order], cell_boxes=boxes(sample.cell_boxes)[order], headers=sample.headers[order], alignments=np.where(sample.alignments == NOT_LEARNED, NOT_LEARNED, 2 - sample.alignments)[order],
    )  # fmt: skip


def thinned(sample: TableSample, rng: random.Random) -> TableSample:
    """Some texts unread: a text reader that does not know a script leaves out most of what is written in it. One text of a cell stays, if there is one."""
    share, inside = rng.uniform(0.1, 0.7), np.nonzero(sample.cell >= 0)[0]
    keep = np.array([rng.random() >= share for _ in sample.texts])
    if len(inside) and not keep[inside].any():
        keep[rng.choice(inside.tolist())] = True
    if not keep.any():
        return sample
    return replace(
        sample,
        boxes=sample.boxes[keep],
        texts=[t for t, k in zip(sample.texts, keep, strict=True) if k],
        cell=sample.cell[keep],
        spans=sample.spans[keep],
        captions=sample.captions[keep],
    )


MIRROR, THIN = 0.15, 0.08
"""Shares of samples that are mirrored, and of which texts are unread."""


def varied(sample: TableSample, rng: random.Random) -> TableSample:
    if rng.random() < MIRROR:
        sample = mirrored(sample)
    return thinned(sample, rng) if rng.random() < THIN else sample


def collate(samples: Sequence[TableSample], rng: random.Random | None = None) -> Batch:
    count = len(samples)
    height, width = (max(-(-s.pixels.shape[axis] // 32) for s in samples) * 32 for axis in (0, 1))
    high, wide = (max(s.grid[axis] for s in samples) for axis in (0, 1))
    pixels = np.zeros((count, 1, height, width), np.float32)
    texts = np.zeros((count, CHANNELS, height // FINE, width // FINE), np.float32)
    rows, columns = np.zeros((count, height // FINE), np.float32), np.zeros((count, width // FINE), np.float32)
    places = np.full((count, height // STRIDE, width // STRIDE), NOT_LEARNED, np.int64)
    row_weights, column_weights = (
        np.zeros((count, 2, high, height // STRIDE), np.float32),
        np.zeros((count, 2, wide, width // STRIDE), np.float32),
    )
    mask = np.zeros((count, 1, high, wide), np.float32)
    merges, headers, alignments = (np.full((count, *shape, high, wide), NOT_LEARNED, np.int64) for shape in ((2,), (), ()))
    for i, s in enumerate(samples):
        h, w = s.pixels.shape
        pixels[i, 0, :h, :w] = s.pixels / 255.0
        texts[i] = rasterise(s.boxes, s.texts, height, width)
        rows[i], columns[i] = marks(s.row_positions.tolist(), height // FINE), marks(s.column_positions.tolist(), width // FINE)
        kinds = np.where(s.cell >= 0, 0, np.where(s.captions, 1, 2))
        for (x0, y0, x1, y1), kind in zip(s.boxes.tolist(), kinds, strict=True):
            top, left = max(0, int(y0 // STRIDE)), max(0, int(x0 // STRIDE))
            places[i, top : max(top + 1, int(-(-y1 // STRIDE))), left : max(left + 1, int(-(-x1 // STRIDE)))] = kind
        r, c = s.grid
        row_edges, column_edges = edges_of(s, rng)
        row_weights[i, :, :r], column_weights[i, :, :c] = (
            axis_weights(row_edges, height // STRIDE),
            axis_weights(column_edges, width // STRIDE),
        )
        mask[i, 0, :r, :c] = 1
        merges[i, :, :r, :c] = merges_of(s)
        filled = set(s.cell[s.cell >= 0].tolist())
        for index, (r0, r1, c0, c1) in enumerate(s.cells.tolist()):
            if index in filled:
                headers[i, r0:r1, c0:c1] = s.headers[index]
                alignments[i, r0:r1, c0:c1] = s.alignments[index]
    return Batch(
        *map(torch.from_numpy, (pixels, texts, rows, columns, places, row_weights, column_weights, mask, merges, headers, alignments))
    )


def batches(samples: Sequence[TableSample], cost: int, rng: random.Random, most: int = 24) -> Iterator[Batch]:
    """Shuffled batches of like size; each holds about `cost` padded pixels."""

    def sides(s: TableSample) -> tuple[int, int]:
        return -(-s.pixels.shape[0] // 32) * 32, -(-s.pixels.shape[1] // 32) * 32

    def key(s: TableSample) -> tuple[int, float]:
        h, w = sides(s)
        return round(np.log2(h * w) * 2 + rng.uniform(-0.4, 0.4)), h / w

    groups: list[list[TableSample]] = [[]]
    height = width = 0
    for sample in sorted(samples, key=key):
        own = sides(sample)
        h, w = max(height, own[0]), max(width, own[1])
        if groups[-1] and (h * w * (len(groups[-1]) + 1) > cost or len(groups[-1]) >= most):
            groups.append([])
            h, w = own
        groups[-1].append(sample)
        height, width = h, w
    rng.shuffle(groups)
    for group in groups:
        if group:
            yield collate([varied(s, rng) for s in group], rng)
