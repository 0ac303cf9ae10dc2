"""From a checkpoint to a package: finds out what it is, converts it in a folder of its own, and puts that in place when all is well."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import blip2, dual, idefics, llava, minigpt4, mllama, openflamingo, visualchat
from .checkpoint import Checkpoint, CheckpointError
from .formats import Format
from .package import Job, write_manifest


@dataclass(frozen=True)
class Kind:
    """A system that is known: how it is converted and which driver of the engine runs it."""

    family: str
    task: str
    convert: Callable[[Job], dict[str, Any]]


KINDS: dict[str, Kind] = {
    "idefics": Kind("flamingo", "text", idefics.convert),
    "mllama": Kind("flamingo", "text", mllama.convert),
    "llava": Kind("prefix", "text", llava.convert),
    "llava_onevision": Kind("prefix", "text", llava.convert),
    "blip-2": Kind("prefix", "text", blip2.convert),
    "openflamingo": Kind("flamingo", "text", openflamingo.convert),
    "minigpt4": Kind("prefix", "text", minigpt4.convert),
    "visualchat": Kind("prefix", "text", visualchat.convert),
    "clip": Kind("dual", "rank", dual.convert_clip),
    "siglip": Kind("dual", "rank", dual.convert_siglip),
}
"""By `model_type` of config.json, or by the name of a layout that has no such file."""


@dataclass(frozen=True)
class Request:
    """What a person asked for."""

    checkpoint: Path
    out: Path
    format: Format
    name: str | None = None
    version: str = "1.0.0"
    licence: str = "LicenseRef-unknown"
    layout: str | None = None
    bases: Mapping[str, Path] = field(default_factory=dict)
    fast: bool = False
    tell: Callable[[str], None] = print


def kind_of(checkpoint: Checkpoint, layout: str | None) -> tuple[str, Kind]:
    """@raises CheckpointError naming what was found and what is known"""
    found = layout or checkpoint.json("config.json").get("model_type", "")
    if found not in KINDS:
        raise CheckpointError(f'The checkpoint is of the kind "{found}", which is not known; known are: {", ".join(KINDS)}.')
    return found, KINDS[found]


def convert(request: Request) -> None:
    """Converts. Nothing is left behind after an error. @raises CheckpointError"""
    if request.out.exists() and any(request.out.iterdir()):
        raise CheckpointError(f"{request.out} is not empty.")
    partial = request.out.with_name(f"{request.out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True)
        with ExitStack() as stack:
            checkpoint = stack.enter_context(Checkpoint(request.checkpoint))
            found, kind = kind_of(checkpoint, request.layout)
            job = Job(checkpoint, partial, request.format, request.fast, tell=request.tell)
            job.bases |= {name: stack.enter_context(Checkpoint(path)) for name, path in request.bases.items()}
            body = kind.convert(job)
            left = [name for name in checkpoint.unread() if not ignorable(name) and not any(part in name for part in job.unused)]
            if left:
                raise CheckpointError(
                    f"{len(left)} tensors of the checkpoint have no place in the package, {left[0]} among them: it is of a kind that is not known."
                )
        about = {
            "task": kind.task, "name": request.name or request.checkpoint.stem, "version": request.version, "licence": request.licence, "family": kind.family,
            "class": found, "summary": f"Converted from a checkpoint of the kind {found}, {request.format}.",
        }  # fmt: skip
        write_manifest(job, about, body)
        if request.out.exists():
            request.out.rmdir()
        partial.rename(request.out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def ignorable(name: str) -> bool:
    """Tensors that hold no knowledge (index tables, rotary frequencies), or that inference does not need."""
    return (
        name.endswith(("position_ids", "inv_freq", "rotary_emb.cos_cached", "rotary_emb.sin_cached", "masked_bias", ".attention.bias"))
        or "post_layernorm" in name
    )
