"""A checkpoint -> a model package (docs/model-package.md): ONNX graphs, manifest with hashes, calibration, self-test and card.

    python -m unrender_models.export --checkpoint RUNS/one/last.pt --package packages/unrender-s --version 0.1.0 --card card.json
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from .graphs import DECODER_INPUTS, RESAMPLER_OUTPUTS, DecoderGraph, ResamplerGraph, Vision, example_inputs
from .model import Reader, load, parameters
from .picture import MAX_PIXELS, MAX_SIDE, TEXT_HEIGHT
from .vocabulary import KINDS, ROLES, VOCABULARY

OPSET = 18
SECOND_LOOK = {"textHeight": 16, "below": 0.9}
"""Of 10.3, 14 and 16 px the height whose second readings helped most on the development set (edge F1 with true boxes, Mermaid 0.897, 0.905, 0.907, unseen styles 0.888, 0.905, 0.912 with
0.896 and 0.899 without), and of 0.8, 0.85, 0.9 and 0.95 the lowest threshold that gave it all."""


def export_graphs(reader: Reader, folder: Path) -> dict[str, Path]:
    """fp32 ONNX files."""
    inputs = example_inputs(reader)
    dim = torch.export.Dim.DYNAMIC
    jobs: dict[str, tuple[torch.nn.Module, list[str], list[str], dict[str, Any]]] = {
        "vision": (Vision(reader), ["pixels"], ["features", "dense", "maps"], {"pixels": {2: dim, 3: dim}}),
        "resampler": (
            ResamplerGraph(reader), ["features", "dense", "maps", "boxes", "kinds"], list(RESAMPLER_OUTPUTS),
            {"features": {1: dim}, "dense": {2: dim, 3: dim}, "maps": {2: dim, 3: dim}, "boxes": {1: dim}, "kinds": {1: dim}},
        ),
        "decoder": (
            DecoderGraph(reader), list(DECODER_INPUTS), ["logits", "new_k", "new_v"],
            {"ids": {1: dim}, "position": {}, "past_k": {2: dim}, "past_v": {2: dim}, "region_inputs": {1: dim}, "pointer_keys": {1: dim}, "cross_k": {2: dim}, "cross_v": {2: dim}},
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


def forget_origin(model: onnx.ModelProto) -> None:
    """Removes what the exporter notes about the machine: stack traces with paths, on every node, value and tensor."""
    graph = model.graph
    for item in (model, graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer, *model.functions):
        del item.metadata_props[:]
        item.doc_string = ""
    for function in model.functions:
        for node in function.node:
            del node.metadata_props[:]


def halve(file: Path, target: Path) -> None:
    """Weights stored as fp16 behind a Cast, which ONNX Runtime folds when it loads: half the size, fp32 arithmetic, and every provider reads it."""
    model = onnx.load(str(file))
    forget_origin(model)
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type != onnx.TensorProto.FLOAT or np.prod(tensor.dims) < 256:
            continue
        values = onnx.numpy_helper.to_array(tensor).astype(np.float16)
        name = tensor.name
        tensor.CopyFrom(onnx.numpy_helper.from_array(values, f"{name}.half"))
        casts.append(onnx.helper.make_node("Cast", [f"{name}.half"], [name], f"{name}.cast", to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.save(model, str(target))


def quantise(file: Path, target: Path) -> None:
    """int8 weights (a scale a channel), activations quantised at run time; convolutions stay fp32."""
    model = onnx.load(str(file))
    forget_origin(model)
    onnx.save(model, str(file))
    quantize_dynamic(str(file), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, op_types_to_quantize=["MatMul", "Gemm"])


def self_test(vision: Path) -> dict[str, Any]:
    """Expected values of the vision graph on a synthetic picture: pixel (x, y) = ((13 x + 7 y) mod 97) / 97."""
    width, height = 96, 64
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    pixels = (((13 * x + 7 * y) % 97) / 97).astype(np.float32)[None, None]
    session = ort.InferenceSession(str(vision), providers=["CPUExecutionProvider"])
    outputs = dict(zip(("features", "dense", "maps"), session.run(None, {"pixels": pixels}), strict=True))
    expected = []
    for name, value in outputs.items():
        flat = np.asarray(value).reshape(-1)
        expected += [{"output": name, "index": int(i), "value": round(float(flat[i]), 5)} for i in np.linspace(0, len(flat) - 1, 8).astype(int)]
    return {"graph": "vision", "width": width, "height": height, "tolerance": 0.05, "expected": expected}


def file_entry(file: Path) -> dict[str, Any]:
    content = file.read_bytes()
    return {"file": file.name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def manifest(reader: Reader, package: Path, version: str, precision: dict[str, str], calibration: dict[str, Any], card: dict[str, Any], text: dict[str, Any]) -> dict[str, Any]:
    c, e = reader.config, reader.evidence
    gains = {name: round(float(getattr(e, name)), 6) for name in ("source", "stop", "target", "link", "label", "none")}
    return {
        "format": 1, "name": "unrender-s", "version": version, "licence": "Apache-2.0", "family": "flamingo",
        "graphs": {name: file_entry(package / f"{name}.onnx") for name in precision},
        "picture": {"textHeight": TEXT_HEIGHT, "maxSide": MAX_SIDE, "maxPixels": MAX_PIXELS, "multiple": 32},
        "secondLook": SECOND_LOOK,
        "proposals": {"interior": 0.2, "centre": 0.12, "most": 32},
        "vocabulary": list(VOCABULARY), "roles": list(ROLES), "kinds": list(KINDS), "evidence": gains,
        "decoder": {"layers": c.decoder_layers, "heads": c.d_heads, "headSize": c.d // c.d_heads, "crossLayers": c.decoder_layers,
                    "latents": c.latents, "width": c.d, "maxSteps": c.max_positions},
        "calibration": calibration, "text": text, "card": {**card, "parameters": parameters(reader)}, "selfTest": self_test(package / "vision.onnx"),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--package", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--card", type=Path, required=True, help="JSON: summary, data, compute, hours, scores, limits")
    parser.add_argument("--calibration", type=Path, help="JSON: nodes, edges, texts: temperature and bias")
    parser.add_argument("--text", type=Path, required=True, help="JSON: the text reader's files (manifest section `text`)")
    parser.add_argument("--int8", nargs="*", default=[], help="graphs with int8 weights and activations; the others store fp16")
    args = parser.parse_args()
    reader = load(args.checkpoint).eval()
    args.package.mkdir(parents=True, exist_ok=True)
    precision = {}
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        for name, file in export_graphs(reader, Path(folder)).items():
            target = args.package / f"{name}.onnx"
            precision[name] = "int8" if name in args.int8 else "fp16"
            (quantise if name in args.int8 else halve)(file, target)
    neutral = {key: {"temperature": 1.0, "bias": 0.0} for key in ("nodes", "edges", "texts")}
    calibration = json.loads(args.calibration.read_text()) if args.calibration else neutral
    content = manifest(reader, args.package, args.version, precision, calibration, json.loads(args.card.read_text()), json.loads(args.text.read_text()))
    (args.package / "manifest.json").write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
    for name, kind in precision.items():
        print(f"{name}: {kind}, {content['graphs'][name]['bytes'] / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
