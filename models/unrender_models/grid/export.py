"""A checkpoint -> a package that reads tables (docs/model-package.md, "Table packages").

python -m unrender_models.grid.export --checkpoint RUNS/table/last.pt --package packages/unrender-table --version 0.1.0 --card packages/unrender-table/card.json
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import torch

from ..export import OPSET, file_entry, halve
from ..picture import MAX_PIXELS, MAX_SIDE, TEXT_HEIGHT
from .cells import ALIGNMENTS, HEADERS
from .graphs import VISION, CellsGraph, Vision, example_inputs
from .model import PLACES, TableModel, load, parameters
from .rasters import CHANNELS


def export_graphs(model: TableModel, folder: Path) -> dict[str, Path]:
    """fp32 ONNX files."""
    inputs = example_inputs(model)
    dim = torch.export.Dim.DYNAMIC
    both = {2: dim, 3: dim}
    jobs: dict[str, tuple[torch.nn.Module, list[str], list[str], dict[str, Any]]] = {
        "vision": (Vision(model), ["pixels", "texts"], list(VISION), {"pixels": both, "texts": both}),
        "cells": (
            CellsGraph(model),
            ["features", "texts", "row_weights", "column_weights"],
            ["cells"],
            {"features": both, "texts": both, "row_weights": both, "column_weights": both},
        ),
    }
    files = {}
    for name, (module, names_in, names_out, shapes) in jobs.items():
        file = folder / f"{name}.onnx"
        torch.onnx.export(
            module.eval(), inputs[name], str(file), input_names=names_in, output_names=names_out, dynamic_shapes=shapes, opset_version=OPSET,
            dynamo=True, external_data=False, verbose=False,
        )  # fmt: skip
        files[name] = file
    return files


def self_test(vision: Path) -> dict[str, Any]:
    """Expected values of the vision graph on a synthetic picture without text: pixel (x, y) = ((13 x + 7 y) mod 97) / 97."""
    width, height = 96, 64
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    pixels = (((13 * x + 7 * y) % 97) / 97).astype(np.float32)[None, None]
    session = ort.InferenceSession(str(vision), providers=["CPUExecutionProvider"])
    expected = []
    for name, value in zip(
        VISION, session.run(None, {"pixels": pixels, "texts": np.zeros((1, CHANNELS, height // 4, width // 4), np.float32)}), strict=True
    ):
        flat = np.asarray(value).reshape(-1)
        expected += [
            {"output": name, "index": int(i), "value": round(float(flat[i]), 5)} for i in np.linspace(0, len(flat) - 1, 8).astype(int)
        ]
    return {"graph": "vision", "width": width, "height": height, "tolerance": 0.05, "expected": expected}


def manifest(model: TableModel, package: Path, version: str, calibration: dict[str, float], card: dict[str, Any]) -> dict[str, Any]:
    return {
        "format": 1, "task": "table", "name": "unrender-table", "version": version, "licence": "Apache-2.0", "family": "grid",
        "graphs": {name: file_entry(package / f"{name}.onnx") for name in ("vision", "cells")},
        "picture": {"textHeight": TEXT_HEIGHT, "maxSide": MAX_SIDE, "maxPixels": MAX_PIXELS, "multiple": 32},
        "texts": CHANNELS, "places": list(PLACES), "headers": list(HEADERS), "alignments": list(ALIGNMENTS),
        "calibration": calibration, "card": {**card, "parameters": parameters(model)}, "selfTest": self_test(package / "vision.onnx"),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--package", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--card", type=Path, required=True, help="JSON: summary, data, compute, hours, scores, limits")
    parser.add_argument("--calibration", type=Path, help="JSON: temperature and bias")
    args = parser.parse_args()
    model = load(args.checkpoint).eval()
    args.package.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        for name, file in export_graphs(model, Path(folder)).items():
            halve(file, args.package / f"{name}.onnx")
    calibration = json.loads(args.calibration.read_text()) if args.calibration else {"temperature": 1.0, "bias": 0.0}
    content = manifest(model, args.package, args.version, calibration, json.loads(args.card.read_text()))
    (args.package / "manifest.json").write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
    for name, entry in content["graphs"].items():
        print(f"{name}: {entry['bytes'] / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
