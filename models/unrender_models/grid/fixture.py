"""What the engine's driver must agree with: 20 cases of made-up boxes and outputs, and what this side makes of them.

    python -m unrender_models.grid.fixture --out ../test/engine/fixtures/grid.json

Inputs follow from a formula that both sides know (`value`), so that the file holds results only.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .cells import OUTPUTS
from .decode import box_places, decode_cells, separators
from .model import PLACES
from .rasters import axis_weights, extent, rasterise

CASES = 20
TEXTS = ("Total", "12.5 %", "and so on", "", "Größe", "élan 3", "2024-01-02", "x")


def value(case: int, stream: int, index: int) -> float:
    """-1 to 1, the same on both sides: a product of integers modulo a prime."""
    return ((case * 7919 + stream * 104729 + index * 15485863 + (index % 97) * (index % 89) * 31) % 65521) / 65521 * 2 - 1


def values(case: int, stream: int, scale: float, *shape: int) -> NDArray[np.float32]:
    count = int(np.prod(shape))
    return np.array([scale * value(case, stream, i) for i in range(count)], np.float32).reshape(shape)


def boxes_of(case: int, height: int, width: int) -> NDArray[np.float32]:
    """6 to 15 boxes of text in a picture, to a quarter of a pixel."""
    found = []
    for i in range(6 + case % 10):
        x, y = (value(case, 1, i) + 1) / 2 * (width - 30), (value(case, 2, i) + 1) / 2 * (height - 12)
        wide, high = 6 + (value(case, 3, i) + 1) * 40, 8 + (value(case, 4, i) + 1) * 4
        found.append([round(v * 4) / 4 for v in (x, y, x + wide, y + high)])
    return np.array(found, np.float32)


def case_of(case: int) -> dict[str, Any]:
    height, width = 64 + 32 * (case % 3), 96 + 32 * (case % 5)
    boxes = boxes_of(case, height, width)
    texts = [TEXTS[(case + i) % len(TEXTS)] for i in range(len(boxes))]
    channels = rasterise(boxes, texts, height, width)
    places = box_places(values(case, 5, 3, len(PLACES), height // 8, width // 8), boxes)
    inside = [True, *(places.argmax(1)[1:] != 2).tolist()]
    own = boxes[inside]
    (x0, y0), (x1, y1) = own[:, :2].min(0).tolist(), own[:, 2:].max(0).tolist()
    rows, row_chances = separators(values(case, 6, 4, height // 4), y0, y1)
    columns, _ = separators(values(case, 7, 4, width // 4), x0, x1)
    edges = extent(y0, y1, rows), extent(x0, x1, columns)
    logits = values(case, 8, 4, OUTPUTS, len(rows) + 1, len(columns) + 1)
    logits[:2] -= 2
    logits[3, : case % 4] += 5
    cells, count = decode_cells(logits, *edges, boxes, inside)
    weights = axis_weights(edges[1], width // 8)
    return {
        "size": [height, width], "boxes": boxes.tolist(), "texts": texts, "inside": inside,
        "channels": [round(float(v), 3) for v in channels.sum((1, 2))], "moment": round(float((channels * (np.arange(channels.size).reshape(channels.shape) % 1009)).sum()), 2),
        "places": [[round(v, 5) for v in row] for row in places.tolist()], "rows": [round(v, 4) for v in rows], "chances": [round(v, 5) for v in row_chances], "columns": [round(v, 4) for v in columns],
        "weights": [round(float((weights[k] * np.arange(weights.shape[2])).sum()), 3) for k in range(2)],
        "headerRows": count, "cells": [[*c.rect, c.header, c.align, *c.texts] for c in cells],
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    lines = ",\n".join(json.dumps(case_of(case), ensure_ascii=False, separators=(",", ":")) for case in range(CASES))
    args.out.write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    main()
