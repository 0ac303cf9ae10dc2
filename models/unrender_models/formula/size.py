"""How large the text of a formula is, from its ink alone: the Python twin of src/engine/picture/textSize.ts.

A formula has no text lines to measure. Its connected components are glyphs of some sizes; a linear rule over quantiles of their heights
gives the em in pixels. The rule is equivariant (a picture twice as large has an em twice as large) and was fitted to rendered pictures
(`python -m unrender_models.formula.fit`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
"""[h, w], distance to the background colour, 0 paper."""

TARGET: Final = 24.0
"""Pixels of an em in what the reader is fed."""
MAX_SCALE: Final = 4.0
MAX_SIDE: Final = 1280
MAX_PIXELS: Final = 262_144
QUANTILES: Final = (0.25, 0.5, 0.75, 0.9)
RULE_FILE: Final = Path(__file__).resolve().parents[3] / "src" / "engine" / "picture" / "textSize.json"


def rule() -> tuple[float, ...]:
    """Weights of the features, an intercept last."""
    return tuple(json.loads(RULE_FILE.read_text(encoding="utf-8"))["weights"])


def contrast(grey: Grey) -> int:
    """Distance of the ink to the paper: the largest value that at least 8 pixels and 0.05 % of the pixels reach. At least 1."""
    counts = np.bincount(grey.ravel(), minlength=256)
    reached = np.cumsum(counts[::-1])[::-1]
    enough = np.nonzero(reached >= max(8, 0.0005 * grey.size))[0]
    return max(1, int(enough[-1])) if len(enough) else 1


def components(ink: NDArray[np.bool_]) -> NDArray[np.int64]:
    """[n, 3]: width, height and pixels of the 8-connected components, in no order that matters."""
    height = ink.shape[0]
    edges = np.diff(np.pad(ink, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    count = len(rows)
    if count == 0:
        return np.zeros((0, 3), np.int64)
    # Runs of neighbouring rows that touch, diagonally too: with a stride larger than a row's width, one sorted search finds them.
    stride = ink.shape[1] + 2
    above = (rows - 1) * stride
    first = np.searchsorted(rows * stride + ends, above + starts, side="left")
    last = np.searchsorted(rows * stride + starts, above + ends, side="right")
    sizes = np.maximum(last - first, 0)
    lower = np.repeat(np.arange(count), sizes)
    upper = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes) + np.repeat(first, sizes)
    parent = np.arange(count)
    while True:
        low, high = np.minimum(parent[lower], parent[upper]), np.maximum(parent[lower], parent[upper])
        if np.array_equal(low, high):
            break
        np.minimum.at(parent, high, low)
        while True:
            jumped = parent[parent]
            if np.array_equal(jumped, parent):
                break
            parent = jumped
    roots, index = np.unique(parent, return_inverse=True)
    left, top = np.full(len(roots), ink.shape[1]), np.full(len(roots), height)
    right, bottom, pixels = np.zeros(len(roots), np.int64), np.zeros(len(roots), np.int64), np.zeros(len(roots), np.int64)
    np.minimum.at(left, index, starts)
    np.maximum.at(right, index, ends)
    np.minimum.at(top, index, rows)
    np.maximum.at(bottom, index, rows + 1)
    np.add.at(pixels, index, ends - starts)
    return np.stack([right - left, bottom - top, pixels], 1)


def features(grey: Grey) -> NDArray[np.float64] | None:
    """Logarithms of sizes in pixels; None where there is no ink. The last is of the thickness of strokes."""
    level = contrast(grey)
    parts = components(grey >= (level + 1) // 2) if level >= 16 else np.zeros((0, 3), np.int64)
    width, height, pixels = parts[:, 0], parts[:, 1], parts[:, 2]
    # Bars, dots and specks say little; what is much taller than wide is a delimiter or a letter like l.
    glyph = (width <= 3 * height) & (height <= 5 * width) & (height >= 3)
    kept = height[glyph] if glyph.any() else height
    if len(kept) == 0:
        return None
    quantiles = np.quantile(kept, QUANTILES)
    # Ink over the larger side: about how thick the strokes are, times how many a glyph has.
    stroke = np.median((pixels / np.maximum(width, height))[glyph if glyph.any() else slice(None)])
    return np.log(np.maximum([*quantiles, float(stroke)], 0.5))


def em_of(grey: Grey, weights: tuple[float, ...]) -> float | None:
    """Pixels of an em; None where there is no ink."""
    values = features(grey)
    return None if values is None else float(np.exp(values @ np.array(weights[:-1]) + weights[-1]))


def scale_for(width: int, height: int, em: float | None) -> float:
    """Factor that brings an em to TARGET within the bounds of the reader. Without ink the picture keeps its size, if that fits."""
    wanted = 1.0 if em is None else min(MAX_SCALE, TARGET / em)
    return float(min(wanted, MAX_SIDE / max(width, height), (MAX_PIXELS / (width * height)) ** 0.5))
