"""What training minimises: where separators pass, what texts belong to, and what the grid's cells are."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .batch import NOT_LEARNED, Batch
from .cells import HEADERS
from .model import TableModel

WEIGHTS = {"rows": 1.0, "columns": 1.0, "places": 0.5, "right": 1.0, "down": 1.0, "header": 0.5, "align": 0.15}
MERGE = 2.0
"""Cells that go on are rare: they count more."""


def separator_loss(logits_BN: Tensor, wanted_BN: Tensor) -> Tensor:
    """Binary cross entropy, less what marks of this shape cost at least, summed over a side and divided by the number of separators (and one)."""
    every = F.binary_cross_entropy_with_logits(logits_BN, wanted_BN, reduction="none")
    least = -(torch.xlogy(wanted_BN, wanted_BN) + torch.xlogy(1 - wanted_BN, 1 - wanted_BN))
    peaks = (wanted_BN > 0.79).sum(1) + 1
    return ((every - least).sum(1) / peaks).mean()


def merge_loss(logits_BRS: Tensor, wanted_BRS: Tensor) -> Tensor:
    known = wanted_BRS != NOT_LEARNED
    if not known.any():
        return logits_BRS.sum() * 0
    wanted = wanted_BRS[known].float()
    every = F.binary_cross_entropy_with_logits(logits_BRS[known], wanted, reduction="none") * (1 + (MERGE - 1) * wanted)
    # A mean would let the many plain cells of large tables drown the few that merge; a sum would let large tables drown the small ones.
    return every.sum() / len(every) ** 0.75


def class_loss(logits_BK: Tensor, wanted_B: Tensor) -> Tensor:
    """Mean cross entropy over what is known; 0 where nothing is."""
    return F.cross_entropy(logits_BK, wanted_B, ignore_index=NOT_LEARNED, reduction="sum") / (wanted_B != NOT_LEARNED).sum().clamp(min=1)


def losses(model: TableModel, batch: Batch) -> dict[str, Tensor]:
    seen = model.look(batch.pixels, batch.texts)
    cells = model.grid(seen, batch.row_weights, batch.column_weights, batch.mask)
    headers = 2 + len(HEADERS)
    return {
        "rows": separator_loss(seen.rows, batch.rows),
        "columns": separator_loss(seen.columns, batch.columns),
        "places": class_loss(seen.places, batch.places),
        "right": merge_loss(cells[:, 0], batch.merges[:, 0]),
        "down": merge_loss(cells[:, 1], batch.merges[:, 1]),
        "header": class_loss(cells[:, 2:headers], batch.headers),
        "align": class_loss(cells[:, headers:], batch.alignments),
    }


def total(values: dict[str, Tensor]) -> Tensor:
    return torch.stack([WEIGHTS[name] * value for name, value in values.items()]).sum()
