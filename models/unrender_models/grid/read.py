"""Reads a prepared picture with a model: what the engine does with the exported graphs, here with torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from .decode import Placed, box_places, decode_cells, separators
from .model import TableModel
from .rasters import STRIDE, axis_weights, extent, rasterise

Floats = NDArray[np.float32]


@dataclass
class TableRead:
    rows: list[float]
    """Positions of the separators in fed pixels."""
    columns: list[float]
    cells: list[Placed]
    header_rows: int
    places: NDArray[np.float64]
    """[N, PLACES]"""

    @property
    def grid(self) -> tuple[int, int]:
        return len(self.rows) + 1, len(self.columns) + 1


@torch.no_grad()
def read_table(model: TableModel, pixels_HW: NDArray[np.uint8], boxes_N4: Floats, texts: Sequence[str]) -> TableRead | None:
    """None where no text belongs to a table. `boxes_N4` in pixels of the picture."""
    h, w = pixels_HW.shape
    height, width = -(-h // 32) * 32, -(-w // 32) * 32
    pixels = np.zeros((1, 1, height, width), np.float32)
    pixels[0, 0, :h, :w] = pixels_HW / 255.0
    model.eval()
    seen = model.look(torch.from_numpy(pixels), torch.from_numpy(rasterise(boxes_N4, texts, height, width))[None])
    places = box_places(seen.places[0].numpy(), boxes_N4)
    inside = places.argmax(1) == 0
    if not inside.any():
        return None
    own = boxes_N4[inside]
    (x0, y0), (x1, y1) = own[:, :2].min(0).tolist(), own[:, 2:].max(0).tolist()
    rows, _ = separators(seen.rows[0].numpy(), y0, y1)
    columns, _ = separators(seen.columns[0].numpy(), x0, x1)
    row_edges, column_edges = extent(y0, y1, rows), extent(x0, x1, columns)
    weights = [torch.from_numpy(axis_weights(edges, side // STRIDE))[None] for edges, side in ((row_edges, height), (column_edges, width))]
    mask = torch.ones(1, 1, len(rows) + 1, len(columns) + 1)
    logits = model.grid(seen, weights[0], weights[1], mask)[0].numpy()
    cells, count = decode_cells(logits, row_edges, column_edges, boxes_N4, inside.tolist())
    return TableRead(rows, columns, cells, count, places)
