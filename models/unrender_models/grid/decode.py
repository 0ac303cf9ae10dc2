"""From the graphs' outputs to a table. The numpy twin of src/engine/families/grid/decode.ts, step for step.

Boxes are (x0, y0, x1, y1) in fed pixels; rectangles of the grid (first row, row past the last, first column, column past the last).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .rasters import FINE, STRIDE

Floats = NDArray[np.float32]
Rect = tuple[int, int, int, int]

PEAK, BEYOND = 0.35, 0.6
"""Least probability of a separator between the texts of a table's cells, and beyond them (a row or column of which nothing was read)."""
MOST_HEADER_ROWS = 6


def sigmoid(x: NDArray[np.floating]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-np.asarray(x, np.float64)))


def separators(logits: Floats, low: float, high: float) -> tuple[list[float], list[float]]:
    """Positions in pixels and probabilities of the local maxima of an axis, whose texts reach from `low` to `high`; a position is the centre of the maximum and its neighbours."""
    p = np.concatenate([[0.0], sigmoid(logits), [0.0]])
    positions, found = [], []
    for i in range(1, len(p) - 1):
        if p[i] < PEAK or p[i] <= p[i - 1] or p[i] < p[i + 1]:
            continue
        position = (i - 0.5 + (p[i + 1] - p[i - 1]) / (p[i - 1] + p[i] + p[i + 1])) * FINE
        if p[i] >= (PEAK if low < position < high else BEYOND):
            positions.append(float(position))
            found.append(float(p[i]))
    return positions, found


def box_places(map_KHW: Floats, boxes_N4: Floats) -> NDArray[np.float64]:
    """[N, K] probabilities: the softmax of the mean logits under each box."""
    count, height, width = map_KHW.shape
    out = np.zeros((len(boxes_N4), count))
    for index, (x0, y0, x1, y1) in enumerate(boxes_N4.tolist()):
        top, left = min(max(0, int(y0 // STRIDE)), height - 1), min(max(0, int(x0 // STRIDE)), width - 1)
        bottom, right = max(top + 1, int(-(-y1 // STRIDE))), max(left + 1, int(-(-x1 // STRIDE)))
        mean = map_KHW[:, top:bottom, left:right].mean((1, 2), dtype=np.float64)
        e = np.exp(mean - mean.max())
        out[index] = e / e.sum()
    return out


def rectangles(right_RS: Floats, down_RS: Floats) -> list[Rect]:
    """Cells of the grid in reading order. The likeliest partition into rectangles that joining finds: the strongest neighbours first, as long as what becomes inner is more likely joined than not."""
    rows, columns = right_RS.shape
    right, down = right_RS.astype(np.float64), down_RS.astype(np.float64)
    owner: list[list[Rect]] = [[(r, r + 1, c, c + 1) for c in range(columns)] for r in range(rows)]

    def inner(rect: Rect) -> float:
        r0, r1, c0, c1 = rect
        return float(right[r0:r1, c0 : c1 - 1].sum() + down[r0 : r1 - 1, c0:c1].sum())

    edges = [(right[r, c], r, c, r, c + 1) for r in range(rows) for c in range(columns - 1)]
    edges += [(down[r, c], r, c, r + 1, c) for r in range(rows - 1) for c in range(columns)]
    for logit, r0, c0, r1, c1 in sorted(edges, key=lambda edge: (-edge[0], *edge[1:])):
        if logit <= 0:
            break
        a, b = owner[r0][c0], owner[r1][c1]
        if a == b:
            continue
        joined, parts = _closed(owner, (min(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), max(a[3], b[3])))
        if inner(joined) - sum(inner(part) for part in parts) > 0:
            for r in range(joined[0], joined[1]):
                for c in range(joined[2], joined[3]):
                    owner[r][c] = joined
    return sorted({rect for line in owner for rect in line}, key=lambda rect: (rect[0], rect[2]))


def _closed(owner: list[list[Rect]], rect: Rect) -> tuple[Rect, set[Rect]]:
    """The smallest rectangle around `rect` that cuts no other, and those in it."""
    while True:
        parts = {owner[r][c] for r in range(rect[0], rect[1]) for c in range(rect[2], rect[3])}
        wider = (min(p[0] for p in parts), max(p[1] for p in parts), min(p[2] for p in parts), max(p[3] for p in parts))
        if wider == rect:
            return rect, parts
        rect = wider


def header_rows(rects: Sequence[Rect], logits_K: Sequence[Floats], filled: Sequence[bool], rows: int) -> int:
    """How many rows at the top are headers of columns: the likeliest number at which no cell reaches across. `logits_K` of HEADERS a cell; empty cells have no say."""
    gains = []
    for logits in logits_K:
        x = np.asarray(logits, np.float64)
        others = np.logaddexp(x[0], x[2])
        gains.append(float(x[1] - others))
    best, most = 0, 0.0
    for count in range(1, min(rows, MOST_HEADER_ROWS) + 1):
        if any(r0 < count < r1 for r0, r1, _, _ in rects):
            continue
        gain = sum(g for g, rect, full in zip(gains, rects, filled, strict=True) if full and rect[0] < count)
        if gain > most:
            best, most = count, gain
    return best


@dataclass
class Placed:
    """A cell with the indices of its text boxes, top to bottom and left to right."""

    rect: Rect
    header: int = 0
    align: int = 0
    texts: list[int] = field(default_factory=list)


def band(edges: Sequence[float], position: float) -> int:
    """Index of the band between edges that holds a position; the outermost ones reach as far as wanted."""
    return int(np.searchsorted(np.asarray(edges[1:-1]), position, side="right"))


def mean_logits(logits_KRS: Floats, rect: Rect) -> Floats:
    r0, r1, c0, c1 = rect
    mean: Floats = logits_KRS[:, r0:r1, c0:c1].mean((1, 2), dtype=np.float64)
    return mean


def decode_cells(
    logits_ORS: Floats, row_edges: Sequence[float], column_edges: Sequence[float], boxes_N4: Floats, inside: Sequence[bool]
) -> tuple[list[Placed], int]:
    """Cells in reading order and the number of header rows. A text goes where its middle is (a text over several cells is cut before this)."""
    cells = [Placed(rect) for rect in rectangles(logits_ORS[0], logits_ORS[1])]
    owner = {(r, c): cell for cell in cells for r in range(cell.rect[0], cell.rect[1]) for c in range(cell.rect[2], cell.rect[3])}
    for index, (x0, y0, x1, y1) in enumerate(boxes_N4.tolist()):
        if inside[index]:
            owner[band(row_edges, (y0 + y1) / 2), band(column_edges, (x0 + x1) / 2)].texts.append(index)
    count = header_rows(
        [c.rect for c in cells], [mean_logits(logits_ORS[2:5], c.rect) for c in cells], [bool(c.texts) for c in cells], len(row_edges) - 1
    )
    for cell in cells:
        header = mean_logits(logits_ORS[2:5], cell.rect)
        cell.header = 1 if cell.rect[0] < count else 2 if header[2] > header[0] else 0
        cell.align = int(mean_logits(logits_ORS[5:8], cell.rect).argmax())
    return cells, count
