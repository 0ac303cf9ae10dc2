"""Text boxes as channels of a picture, and rectangles of it as weights of rows and columns. The numpy twin of src/engine/families/grid/rasters.ts.

A text reader has found the text already: where its boxes begin and end says more about a table than ink does, and costs nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

CHANNELS = 7
"""Inside a box; its left, right, upper and lower border; share of digits in its text; whether its text begins in lower case (a line that goes on)."""
FINE = 4
"""Pixels of a cell of the channels."""
STRIDE = 8
"""Pixels of a cell of the features."""

Floats = NDArray[np.float32]


def digit_share(text: str) -> float:
    """Share of digits among what is no white space; 0 for an empty text."""
    marks = [c for c in text if not c.isspace()]
    return sum("0" <= c <= "9" for c in marks) / max(1, len(marks))


def begins_low(text: str) -> float:
    """1 where the text begins with a letter of the lower case, else 0."""
    return float(bool(text) and text[0] != text[0].upper())


def rasterise(boxes_N4: NDArray[np.float32], texts: Sequence[str], height: int, width: int) -> Floats:
    """[CHANNELS, height / 4, width / 4] for a picture of `height` x `width` pixels; boxes (x0, y0, x1, y1) in its pixels. Boxes may reach beyond it."""
    rows, columns = height // FINE, width // FINE
    out = np.zeros((CHANNELS, rows, columns), np.float32)
    for (x0, y0, x1, y1), text in zip(boxes_N4.tolist(), texts, strict=True):
        left, top = min(max(int(x0 // FINE), 0), columns - 1), min(max(int(y0 // FINE), 0), rows - 1)
        right, bottom = min(max(int(-(-x1 // FINE)), left + 1), columns), min(max(int(-(-y1 // FINE)), top + 1), rows)
        out[0, top:bottom, left:right] = 1
        out[1, top:bottom, left] = 1
        out[2, top:bottom, right - 1] = 1
        out[3, top, left:right] = 1
        out[4, bottom - 1, left:right] = 1
        out[5, top:bottom, left:right] = digit_share(text)
        out[6, top:bottom, left:right] = begins_low(text)
    return out


def coverage(ranges: Sequence[tuple[float, float]], count: int) -> Floats:
    """[ranges, count]: weights, summing to 1, of the cells of 8 pixels that each range (in pixels) covers, by the part of it in each. A range outside weighs the nearest cell."""
    out = np.zeros((len(ranges), count), np.float32)
    for index, (low, high) in enumerate(ranges):
        a, b = low / STRIDE, high / STRIDE
        for cell in range(max(0, int(np.floor(a))), min(count, int(np.ceil(b)))):
            out[index, cell] = max(0.0, min(b, cell + 1) - max(a, cell))
        total = out[index].sum()
        if total > 1e-6:
            out[index] /= total
        else:
            out[index] = 0
            out[index, min(max(int(np.floor((a + b) / 2)), 0), count - 1)] = 1
    return out


REACH = 6.0
"""Pixels on both sides of a separator that say whether it runs there."""


def axis_weights(edges: Sequence[float], count: int) -> Floats:
    """[2, edges - 1, count]: weights of the insides of the bands between neighbouring edges (pixels), and of the border behind each band."""
    inside = coverage(list(itertools.pairwise(edges)), count)
    behind = coverage([(edge - REACH, edge + REACH) for edge in edges[1:]], count)
    return np.stack([inside, behind])


MARGIN = 6.0
UNREAD = 24.0
"""Pixels of a band at the end of an axis in which nothing was read."""


def extent(low: float, high: float, separators: Sequence[float]) -> list[float]:
    """The edges of the bands: from a little before where the cells' texts begin (`low`) over the separators to a little behind where they end."""
    first, last = low - MARGIN, high + MARGIN
    if separators and separators[0] < low + MARGIN:
        first = separators[0] - UNREAD
    if separators and separators[-1] > high - MARGIN:
        last = separators[-1] + UNREAD
    return [first, *separators, last]
