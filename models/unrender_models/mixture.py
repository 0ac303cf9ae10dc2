"""Where training pictures come from: painters that draw on the fly, and folders of real renders."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

from .sample import Noise, Sample, make_sample
from .scene import Scene, mirrored


@dataclass(frozen=True)
class Source:
    """`painter` is 'flowchart' or 'other', or a folder that holds shard folders with scenes.jsonl and pictures."""

    painter: str
    weight: float


@lru_cache(maxsize=512)
def shard(file: Path, size: int) -> list[str]:
    """Scenes of one file as JSON; `size` makes a file that has grown a new key. A line that is still being written is left out."""
    return [text for text in file.read_bytes()[:size].decode("utf-8", "ignore").splitlines() if text.endswith("}")]


def entries(folder: str) -> list[tuple[str, str]]:
    """(folder of the picture, scene as JSON) of every render below `folder`; more may come while training runs."""
    return [(str(file.parent), text) for file in sorted(Path(folder).glob("**/scenes.jsonl")) for text in shard(file, file.stat().st_size)]


def read_scene(folder: str, text: str) -> Scene:
    record = json.loads(text)
    image = np.asarray(Image.open(Path(folder) / record["image"]).convert("RGB"))
    return Scene.from_json(record, image)


def scene_from(painter: str, rng: random.Random, renders: dict[str, list[tuple[str, str]]]) -> Scene:
    if painter in ("flowchart", "other"):
        from .draw import draw_other, draw_scene

        draw: Callable[[random.Random], Scene] = draw_scene if painter == "flowchart" else draw_other
        return draw(rng)
    return read_scene(*rng.choice(renders[painter]))


def make_samples(sources: tuple[Source, ...], seed: int, count: int, max_pixels: int, noise: Noise | None = None) -> list[Sample]:
    """`count` samples; scenes that do not fit are drawn anew. Runs in a worker process."""
    rng = random.Random(seed)
    noise = noise or Noise()
    renders = {s.painter: entries(s.painter) for s in sources if s.painter not in ("flowchart", "other")}
    samples: list[Sample] = []
    failures = 0
    while len(samples) < count:
        source = rng.choices(sources, [s.weight for s in sources])[0]
        try:
            scene = scene_from(source.painter, rng, renders)
            if source.painter in renders and rng.random() < noise.mirror:
                # Renders are few: each counts twice.
                scene = mirrored(scene) or scene
            sample = make_sample(scene, rng, noise, max_pixels)
        except (ValueError, OSError, IndexError, ZeroDivisionError):
            failures += 1
            if failures > 50 + len(samples):
                raise
            continue
        if sample is not None and len(sample.sequence()) < 300:
            samples.append(sample)
    return samples
