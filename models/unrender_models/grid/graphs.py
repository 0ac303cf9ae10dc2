"""The two graphs of a table reader's package as modules with plain tensor inputs and outputs (docs/model-package.md, "Table packages")."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .model import TableModel
from .rasters import CHANNELS

VISION = ("features", "rows", "columns", "places")


class Vision(nn.Module):
    """pixels [1, 1, H, W], texts [1, CHANNELS, H/4, W/4] -> features [1, width, H/8, W/8], rows [1, H/4], columns [1, W/4], places [1, PLACES, H/8, W/8]."""

    def __init__(self, model: TableModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, pixels: Tensor, texts: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        seen = self.model.look(pixels, texts)
        return seen.features, seen.rows, seen.columns, seen.places


class CellsGraph(nn.Module):
    """features, texts (as above), row_weights [1, 2, R, H/8], column_weights [1, 2, S, W/8] -> cells [1, OUTPUTS, R, S]."""

    def __init__(self, model: TableModel) -> None:
        super().__init__()
        self.cells = model.cells

    def forward(self, features: Tensor, texts: Tensor, row_weights: Tensor, column_weights: Tensor) -> Tensor:
        mask = torch.ones_like(row_weights[:, :1, :, :1]) * torch.ones_like(column_weights[:, :1, :, :1]).transpose(2, 3)
        logits: Tensor = self.cells(features, F.avg_pool2d(texts, 2), row_weights, column_weights, mask)
        return logits


def example_inputs(model: TableModel) -> dict[str, tuple[Tensor, ...]]:
    """Inputs that trace each graph with sizes that are not special (no 1s where a size varies)."""
    texts = torch.rand(1, CHANNELS, 24, 40)
    return {
        "vision": (torch.rand(1, 1, 96, 160), texts),
        "cells": (torch.randn(1, model.config.width, 12, 20), texts, torch.rand(1, 2, 5, 12), torch.rand(1, 2, 3, 20)),
    }
