"""The whole table reader: encoder, separators along both axes, what each text belongs to, and the network on the grid of cells."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .cells import Cells
from .config import GridConfig
from .encoder import Encoder, Separators

PLACES = ("cell", "caption", "outside")
"""What a text box belongs to."""


@dataclass
class Seen:
    features: Tensor
    """[B, width, H/8, W/8]"""
    texts: Tensor
    """[B, CHANNELS, H/8, W/8]: the text channels at the features' stride."""
    rows: Tensor
    """[B, H/4] logits: a separator of rows passes in these 4 pixels."""
    columns: Tensor
    """[B, W/4]"""
    places: Tensor
    """[B, PLACES, H/8, W/8] logits of what the text there belongs to."""


class TableModel(nn.Module):
    def __init__(self, config: GridConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.rows = Separators(config.width, config.axis)
        self.columns = Separators(config.width, config.axis)
        self.places = nn.Conv2d(config.width, len(PLACES), 1)
        self.cells = Cells(config)

    def look(self, pixels_B1HW: Tensor, texts_BKHW: Tensor) -> Seen:
        features = self.encoder(pixels_B1HW, texts_BKHW)
        return Seen(
            features, F.avg_pool2d(texts_BKHW, 2), self.rows(features), self.columns(features.transpose(2, 3)), self.places(features)
        )

    def grid(self, seen: Seen, rows_B2RH: Tensor, columns_B2SW: Tensor, mask_B1RS: Tensor) -> Tensor:
        """Logits [B, OUTPUTS, R, S] (`Cells`)."""
        logits: Tensor = self.cells(seen.features, seen.texts, rows_B2RH, columns_B2SW, mask_B1RS)
        return logits


def parameters(model: nn.Module) -> int:
    return sum(p.numel() for p in model.parameters())


def load(path: str) -> TableModel:
    """A reader from a checkpoint, {"config": dict, "model": state}."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = TableModel(GridConfig(**state["config"]))
    model.load_state_dict(state["model"])
    return model
