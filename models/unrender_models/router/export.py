"""A checkpoint -> a router package (docs/model-package.md, "Router packages"): ONNX graph, manifest with hashes, calibration and self-test.

    python -m unrender_models.router.export --checkpoint RUNS/router/last.pt --package packages/unrender-router --version 0.1.0 --card packages/router-card.json --calibration calibration.json
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
from .kinds import KINDS
from .model import Router, load
from .prepare import AGAIN_PIXELS, AGAIN_SIDE, CHANNELS, MAX_PIXELS, MAX_SIDE, MULTIPLE, SMALLEST

WIDTH, HEIGHT = 96, 64


class Graph(torch.nn.Module):
    """One picture; no padding to leave out."""

    def __init__(self, router: Router) -> None:
        super().__init__()
        self.router = router

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.router(pixels)


def export_graph(router: Router, file: Path) -> None:
    dim = torch.export.Dim.DYNAMIC
    torch.onnx.export(
        Graph(router).eval(), (torch.rand(1, CHANNELS, 96, 160),), str(file), input_names=["pixels"], output_names=["logits"], dynamic_shapes={"pixels": {2: dim, 3: dim}},
        opset_version=OPSET, dynamo=True, external_data=False, verbose=False,
    )  # fmt: skip


def self_test(graph: Path) -> dict[str, Any]:
    """Logits of a synthetic picture: pixel (x, y) = ((13 x + 7 y) mod 97) / 97 in each channel."""
    x, y = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
    plane = (((13 * x + 7 * y) % 97) / 97).astype(np.float32)
    session = ort.InferenceSession(str(graph), providers=["CPUExecutionProvider"])
    (logits,) = session.run(None, {"pixels": np.broadcast_to(plane, (1, CHANNELS, HEIGHT, WIDTH)).copy()})
    return {"width": WIDTH, "height": HEIGHT, "tolerance": 0.05, "expected": [round(float(v), 5) for v in np.asarray(logits)[0]]}


def manifest(router: Router, graph: Path, version: str, calibration: dict[str, float], card: dict[str, Any]) -> dict[str, Any]:
    return {
        "format": 1, "task": "route", "name": "unrender-router", "version": version, "licence": "Apache-2.0", "family": "router", "graphs": {"router": file_entry(graph)},
        "picture": {"maxSide": MAX_SIDE, "maxPixels": MAX_PIXELS, "smallest": SMALLEST, "multiple": MULTIPLE, "again": {"maxSide": AGAIN_SIDE, "maxPixels": AGAIN_PIXELS}}, "kinds": list(KINDS), "calibration": calibration,
        "card": {**card, "parameters": sum(p.numel() for p in router.parameters())}, "selfTest": self_test(graph),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--package", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--card", type=Path, required=True, help="JSON: summary, data, compute, hours, scores, limits")
    parser.add_argument("--calibration", type=Path, required=True, help="JSON: temperature, sure, sureDiagram (unrender_models.router.calibrate)")
    args = parser.parse_args()
    router = load(args.checkpoint).eval()
    args.package.mkdir(parents=True, exist_ok=True)
    graph = args.package / "router.onnx"
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        export_graph(router, Path(folder, "router.onnx"))
        halve(Path(folder, "router.onnx"), graph)
    content = manifest(router, graph, args.version, json.loads(args.calibration.read_text()), json.loads(args.card.read_text()))
    (args.package / "manifest.json").write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(f"router: {content['card']['parameters']:,} parameters, {graph.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
