"""Writes a language, or two-tower, package: graphs, tokenizer files, manifest (docs/model-package.md, "Language packages")."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime as ort

from .builder import GraphBuilder
from .checkpoint import Checkpoint, CheckpointError
from .formats import Format, vision_format

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")
LOOKS = ("vision", "clip", "cross_kv", "image")
"""Graphs whose weights stay at 8 bits or more."""


@dataclass
class Job:
    """A conversion on its way: where from, where to, in which format."""

    checkpoint: Checkpoint
    out: Path
    format: Format
    fast: bool = False
    parameters: int = 0
    graphs: dict[str, Any] = field(default_factory=dict)
    bases: dict[str, Checkpoint] = field(default_factory=dict)
    """Checkpoints that a system builds upon and does not contain: `language`, `vision`, `qformer`."""
    unused: list[str] = field(default_factory=list)
    """Parts of names of tensors that this system does not use: the last block of a tower whose last but one is taken."""
    tell: Callable[[str], None] = print

    def base(self, name: str) -> Checkpoint:
        """@raises CheckpointError where the person did not name it"""
        if name not in self.bases:
            raise CheckpointError(f"This layout builds upon other weights: say where they lie with --{name}.")
        return self.bases[name]

    @contextmanager
    def graph(self, name: str) -> Iterator[GraphBuilder]:
        """A builder that ends as a file of the package."""
        builder = GraphBuilder(self.out, name, vision_format(self.format) if name in LOOKS else self.format, fast=self.fast)
        try:
            yield builder
            file = builder.finish()
        finally:
            builder.close()
        self.parameters += builder.parameters
        data = file.with_name(f"{file.name}.data")
        entry = file_entry(file)
        if data.stat().st_size > 0:
            entry["data"] = file_entry(data)
        else:
            data.unlink()
        self.graphs[name] = entry
        self.tell(
            f"{name}: {builder.parameters / 1e6:.2f} M parameters, {(entry['bytes'] + entry.get('data', {'bytes': 0})['bytes']) / 1e6:.2f} MB"
        )


def file_entry(file: Path) -> dict[str, Any]:
    """Name, SHA-256 and size; read in pieces, since files of a package may not fit into memory."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while piece := stream.read(1 << 22):
            digest.update(piece)
    return {"file": file.name, "sha256": digest.hexdigest(), "bytes": file.stat().st_size}


KERNELS = {0: "nearest", 1: "lanczos", 2: "bilinear", 3: "bicubic"}


def picture_spec(preprocessor: dict[str, Any], size: int, kernel: str = "bicubic") -> dict[str, Any]:
    """How a picture becomes `size` x `size` pixels, from a checkpoint's preprocessor_config.json.

    `squash` ignores the aspect ratio, `crop` fits the shorter side and cuts the middle out, `pad` fits the longer side.
    """
    wanted = preprocessor.get("size", {})
    fit = "crop" if isinstance(wanted, dict) and "shortest_edge" in wanted and preprocessor.get("do_center_crop", True) else "squash"
    if preprocessor.get("do_pad") and "image_aspect_ratio" not in preprocessor:
        fit = "pad"
    half = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
    return {
        "size": size, "fit": fit, "kernel": KERNELS.get(preprocessor.get("resample", -1), kernel),
        "resize": int(wanted.get("shortest_edge", size)) if fit == "crop" else size,
        "mean": preprocessor.get("image_mean", half[0]), "deviation": preprocessor.get("image_std", half[1]),
    }  # fmt: skip


def tokenizer_spec(job: Job) -> dict[str, Any] | None:
    """Copies the tokenizer's files and the chat template. None where the checkpoint has no tokenizer (a tower alone, or a test)."""
    folders = [job.checkpoint.folder, *(base.folder for name, base in job.bases.items() if name == "language")]
    folder = next((f for f in folders if (f / "tokenizer.json").exists()), folders[0])
    if not (folder / "tokenizer.json").exists():
        if any((folder / name).exists() for name in ("tokenizer.model", "vocab.json", "vocab.txt")):
            raise CheckpointError(
                "tokenizer.json is missing: save the tokenizer once with transformers (AutoTokenizer.from_pretrained(...).save_pretrained(...))."
            )
        return None
    spec: dict[str, Any] = {}
    for name in TOKENIZER_FILES:
        if (folder / name).exists():
            shutil.copyfile(folder / name, job.out / name)
            spec[{"tokenizer.json": "file", "tokenizer_config.json": "config", "special_tokens_map.json": "special"}[name]] = file_entry(
                job.out / name
            )
    template = chat_template(job.checkpoint)
    if template is not None:
        (job.out / "chat_template.jinja").write_text(template, "utf-8")
        spec["template"] = file_entry(job.out / "chat_template.jinja")
    return spec


def chat_template(checkpoint: Checkpoint) -> str | None:
    """The chat template, wherever the checkpoint's library version keeps it."""
    file = checkpoint.folder / "chat_template.jinja"
    if file.exists():
        return file.read_text("utf-8")
    for name in ("chat_template.json", "processor_config.json", "tokenizer_config.json"):
        found = checkpoint.json(name, {}).get("chat_template")
        if isinstance(found, str):
            return found
        if isinstance(found, list):
            return next((str(t["template"]) for t in found if t.get("name") == "default"), None)
    return None


def token_id(checkpoint: Checkpoint, token: str) -> int | None:
    """Id of an added token, from tokenizer.json."""
    tokenizer = checkpoint.json("tokenizer.json", {})
    for entry in tokenizer.get("added_tokens", []):
        if entry.get("content") == token:
            return int(entry["id"])
    found = tokenizer.get("model", {}).get("vocab", {})
    return int(found[token]) if isinstance(found, dict) and token in found else None


def stop_ids(checkpoint: Checkpoint, config: dict[str, Any]) -> list[int]:
    """Ids that end an answer: generation_config.json, else the configuration."""
    for source in (checkpoint.json("generation_config.json", {}), config, config.get("text_config", {}) or {}):
        found = source.get("eos_token_id")
        if found is not None:
            return sorted(found) if isinstance(found, list) else [int(found)]
    return []


def test_feeds(size: int, tiles: int | None) -> dict[str, Any]:
    """The synthetic picture; where a graph takes a canvas of tiles, as its first and only one."""
    c, y, x = np.meshgrid(np.arange(3), np.arange(size), np.arange(size), indexing="ij")
    picture = (((13 * x + 7 * y + 5 * c) % 97) / 97 - 0.5).astype(np.float32)
    if tiles is None:
        return {"pixels": picture[None]}
    pixels = np.zeros((1, tiles, *picture.shape), np.float32)
    pixels[0, 0] = picture
    return {"pixels": pixels, "arrangement": np.ones(1, np.int64)}


def self_test(job: Job, graph: str, output: str, size: int, tiles: int | None = None) -> dict[str, Any]:
    """What the graph that looks answers to the synthetic picture: channel c of pixel (x, y) = ((13 x + 7 y + 5 c) mod 97) / 97 - 0.5.

    Running it here also shows that the package loads.
    """
    session = ort.InferenceSession(str(job.out / f"{graph}.onnx"), providers=["CPUExecutionProvider"])
    flat = np.asarray(session.run([output], test_feeds(size, tiles))[0]).reshape(-1)
    expected = [{"index": int(i), "value": round(float(flat[i]), 5)} for i in np.linspace(0, len(flat) - 1, 8).astype(int)]
    return {"graph": graph, "output": output, "tolerance": 0.02, "expected": expected}


def write_manifest(job: Job, about: dict[str, Any], body: dict[str, Any]) -> None:
    """manifest.json: what stands in `about` (name, version, licence, summary, source) and what the family needs."""
    name = re.sub(r"[^a-z0-9]+", "-", about["name"].lower()).strip("-") or "model"
    content = {
        "format": 1, "task": about["task"], "name": name, "version": about["version"], "licence": about["licence"], "family": about["family"],
        "source": {"class": about["class"], "format": job.format}, "graphs": job.graphs, **{k: v for k, v in body.items() if v is not None},
        "card": {"summary": about["summary"], "parameters": job.parameters},
    }  # fmt: skip
    (job.out / "manifest.json").write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
