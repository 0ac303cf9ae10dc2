"""A checkpoint -> a package that reads formulas (docs/model-package.md, "Formula packages").

    python -m unrender_models.transcriber.export --checkpoint RUNS/formula/last.pt --package packages/unrender-formula --version 0.1.0 --card packages/formula-card.json
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
from ..formula import size
from ..formula.vocabulary import VERSION, V
from .encoder import CELL
from .graphs import DecoderGraph, Vision, example_inputs
from .model import Transcriber, load

MULTIPLE = 16


def export_graphs(reader: Transcriber, folder: Path) -> dict[str, Path]:
    """fp32 ONNX files."""
    inputs = example_inputs(reader)
    account = reader.config.coverage > 0
    dim = torch.export.Dim.DYNAMIC
    jobs: dict[str, tuple[torch.nn.Module, list[str], list[str], dict[str, Any]]] = {
        "vision": (Vision(reader), ["pixels"], ["cross_k", "cross_v"], {"pixels": {2: dim, 3: dim}}),
        "decoder": (
            DecoderGraph(reader), ["ids", "position", "past_k", "past_v", "cross_k", "cross_v", *(["read"] if account else [])],
            ["logits", "new_k", "new_v", "looks", *(["new_read"] if account else [])],
            {"ids": {0: dim, 1: dim}, "position": {}, "past_k": {1: dim, 3: dim}, "past_v": {1: dim, 3: dim}, "cross_k": {2: dim}, "cross_v": {2: dim}, **({"read": {0: dim, 1: dim, 2: dim}} if account else {})},
        ),
    }  # fmt: skip
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
    """Expected values of the vision graph on a synthetic picture: pixel (x, y) = ((13 x + 7 y) mod 97) / 97."""
    width, height = 96, 48
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    pixels = (((13 * x + 7 * y) % 97) / 97).astype(np.float32)[None, None]
    session = ort.InferenceSession(str(vision), providers=["CPUExecutionProvider"])
    expected = []
    for name, value in zip(("cross_k", "cross_v"), session.run(None, {"pixels": pixels}), strict=True):
        flat = np.asarray(value).reshape(-1)
        expected += [{"output": name, "index": int(i), "value": round(float(flat[i]), 5)} for i in np.linspace(0, len(flat) - 1, 8).astype(int)]
    return {"graph": "vision", "width": width, "height": height, "tolerance": 0.05, "expected": expected}


def manifest(
    reader: Transcriber, package: Path, version: str, calibration: dict[str, float], card: dict[str, Any], em: float = size.TARGET, again: dict[str, float] | None = None,
    search: dict[str, float] | None = None,
) -> dict[str, Any]:  # fmt: skip
    c = reader.config
    return {
        "format": 1, "task": "formula", "name": "unrender-formula", "version": version, "licence": "Apache-2.0", "family": "flamingo",
        "graphs": {name: file_entry(package / f"{name}.onnx") for name in ("vision", "decoder")},
        "picture": {"em": em, "maxScale": size.MAX_SCALE, "maxSide": size.MAX_SIDE, "maxPixels": size.MAX_PIXELS, "multiple": MULTIPLE, **({"again": again} if again else {})},
        "cell": list(CELL), "vocabulary": {"version": VERSION, "size": V},
        "decoder": {
            "layers": c.layers, "heads": c.d_heads, "headSize": c.d // c.d_heads, "maxSteps": c.max_positions, "batch": True,
            **({"coverage": True} if c.coverage else {}), **({"search": search} if search else {}),
        },
        "calibration": calibration, "card": {**card, "parameters": sum(p.numel() for p in reader.parameters())}, "selfTest": self_test(package / "vision.onnx"),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--package", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--card", type=Path, required=True, help="JSON: summary, data, compute, hours, scores, limits")
    parser.add_argument("--calibration", type=Path, help="JSON: temperature and bias")
    parser.add_argument("--em", type=float, default=size.TARGET, help="pixels of an em that the reader is fed")
    parser.add_argument("--again", type=float, nargs=2, metavar=("EM", "BELOW"), help="a second look at EM where a token is less certain than BELOW")
    parser.add_argument("--search", type=float, nargs=3, metavar=("BEAMS", "MARGIN", "UNREAD"), help="the second reading is a search (docs/model-package.md)")
    args = parser.parse_args()
    reader = load(args.checkpoint).eval()
    args.package.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        for name, file in export_graphs(reader, Path(folder)).items():
            halve(file, args.package / f"{name}.onnx")
    calibration = json.loads(args.calibration.read_text()) if args.calibration else {"temperature": 1.0, "bias": 0.0}
    again = {"em": args.again[0], "below": args.again[1]} if args.again else None
    search = {"beams": int(args.search[0]), "margin": args.search[1], "unread": args.search[2]} if args.search else None
    content = manifest(reader, args.package, args.version, calibration, json.loads(args.card.read_text()), args.em, again, search)
    (args.package / "manifest.json").write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
    for name, entry in content["graphs"].items():
        print(f"{name}: {entry['bytes'] / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
