"""A package of the reader of tables as a model that can be taught: its graphs keep the weights under their names, all but those of linear layers, which stand transposed before their bias.

Weights are those of the package, rounded to 16 bits. Packages of other readers are no start: what only training needs is not in them.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray

from ..grid.config import GridConfig
from ..grid.model import TableModel

PREFIX = {"vision": "model.", "cells": ""}
"""What the exported modules put before the model's own names."""


def table_package(folder: Path) -> TableModel:
    """@raises SystemExit where the folder is no package of tables, or of another architecture"""
    file = folder / "manifest.json"
    if not file.exists():
        raise SystemExit(f"{folder} is no package: it has no manifest.json.")
    task = json.loads(file.read_text("utf-8")).get("task", "flowchart")
    if task != "table":
        raise SystemExit(
            f"{folder} is a package for {task}: what only training needs is not in it. Give the checkpoint that it was made of."
        )
    weights: dict[str, torch.Tensor] = {}
    for graph, prefix in PREFIX.items():
        weights |= {
            name.removeprefix(prefix): torch.from_numpy(value.astype(np.float32))
            for name, value in named(onnx.load(str(folder / f"{graph}.onnx")).graph).items()
        }
    model = TableModel(GridConfig())
    own = model.state_dict()
    wrong = [name for name, value in own.items() if name not in weights or weights[name].shape != value.shape]
    if wrong:
        raise SystemExit(f"{folder} is of another version of the reader: {wrong[0]} is not in it.")
    model.load_state_dict({name: weights[name] for name in own})
    return model


def named(graph: onnx.GraphProto) -> dict[str, NDArray[np.generic]]:
    """Weights by the names that they had in training."""
    found = {tensor.name.removesuffix(".half"): onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    made = {output: node for node in graph.node for output in node.output}
    for node in graph.node:
        biases = [name for name in node.input if name.endswith(".bias") and name in found]
        if node.op_type != "Add" or len(biases) != 1:
            continue
        product = made.get(next(name for name in node.input if name != biases[0]))
        if product is not None and product.op_type == "MatMul" and product.input[1] in found:
            found[f"{biases[0].removesuffix('.bias')}.weight"] = found[product.input[1]].T.copy()
    return found
