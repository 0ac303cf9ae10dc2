"""The readers that can be taught, told apart by what a checkpoint's configuration holds."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from pickle import UnpicklingError

import torch

from .. import model as flowchart
from ..config import ModelConfig
from ..grid import model as grid
from ..grid.config import GridConfig
from ..transcriber import model as transcriber
from ..transcriber.config import TranscriberConfig
from .folder import Kind
from .packages import table_package

CONFIGS: dict[Kind, type] = {"flowchart": ModelConfig, "table": GridConfig, "formula": TranscriberConfig}
Model = flowchart.Reader | grid.TableModel | transcriber.Transcriber


def kind_of(checkpoint: Path) -> Kind:
    """@raises SystemExit where it is no checkpoint of a reader, and no folder with a package"""
    if checkpoint.is_dir():
        return "table"
    try:
        saved = torch.load(checkpoint, map_location="cpu", weights_only=True)
        names = set(saved["config"])
    except FileNotFoundError:
        raise SystemExit(f"There is no checkpoint {checkpoint}.") from None
    except (OSError, EOFError, RuntimeError, UnpicklingError, KeyError, TypeError) as problem:
        raise SystemExit(f"{checkpoint} is no checkpoint of a reader ({type(problem).__name__}).") from None
    for kind, config in CONFIGS.items():
        if names == {field.name for field in fields(config)}:
            return kind
    raise SystemExit(
        f"{checkpoint} is a checkpoint of none of the readers that can be taught ({', '.join(CONFIGS)}), or of another version of them."
    )


def load(checkpoint: Path, kind: Kind) -> Model:
    match kind:
        case "flowchart":
            return flowchart.load(str(checkpoint))
        case "table":
            return table_package(checkpoint) if checkpoint.is_dir() else grid.load(str(checkpoint))
        case "formula":
            return transcriber.load(str(checkpoint))
