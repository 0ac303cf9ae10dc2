"""Scenes on disk: shards of PNG pictures with a JSON line each (the Python twin of scene.mjs)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from PIL import Image

from ..picture import TEXT_HEIGHT, scale_for
from ..scene import Edge, Scene

MIN_TEXT_HEIGHT = 6.5
"""Text that is smaller than this in the pixels that the model is fed cannot be read by anybody."""


def readable(scene: Scene) -> bool:
    heights = [line.box[3] - line.box[1] for line in scene.all_lines()]
    if not heights:
        return True
    return median(heights) * scale_for(scene.width, scene.height, heights) >= MIN_TEXT_HEIGHT


def legible(scene: Scene, contrast: int = 70) -> bool:
    """Whether every line of text differs from what is around it by at least `contrast` in some channel."""
    for line in scene.all_lines():
        x0, y0, x1, y1 = (int(v) for v in line.box)
        patch = scene.image[max(0, y0) : y1 + 1, max(0, x0) : x1 + 1].reshape(-1, 3).astype(np.int16)
        if patch.size == 0 or np.percentile(np.abs(patch - np.median(patch, axis=0)).max(axis=1), 96) < contrast:
            return False
    return True


def canonical(scene: Scene) -> Scene:
    """An edge without a direction, or with both, starts at the end whose label comes first in reading order."""
    heights = [line.box[3] - line.box[1] for line in scene.all_lines()]
    scale = TEXT_HEIGHT / median(heights) if heights else 1.0

    def place(is_container: bool, index: int) -> tuple[int, float]:
        part = scene.containers[index] if is_container else scene.nodes[index]
        box = part.lines[0].box if part.lines else part.box
        return int((box[1] + box[3]) / 2 * scale / 12 + 0.5), box[0]

    def turned(edge: Edge) -> Edge:
        marks = (edge.start != "none", edge.end != "none")
        later = place(edge.source_is_container, edge.source) > place(edge.target_is_container, edge.target)
        if not (marks == (True, False) or (marks[0] == marks[1] and later)):
            return edge
        return replace(
            edge, source=edge.target, target=edge.source, start=edge.end, end=edge.start, points=edge.points[::-1],
            source_is_container=edge.target_is_container, target_is_container=edge.source_is_container,
        )  # fmt: skip

    return replace(scene, edges=[turned(edge) for edge in scene.edges])


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value


class ShardWriter:
    """OUT/shard-000/000000.png and a line of OUT/shard-000/scenes.jsonl a picture. Starts anew at `first`."""

    def __init__(self, folder: Path, per_shard: int = 500, first: int = 0) -> None:
        self.folder, self.per_shard, self.pictures = folder, per_shard, first

    def add(self, scene: Scene, **extra: Any) -> None:
        shard = self.folder / f"shard-{self.pictures // self.per_shard:03d}"
        shard.mkdir(parents=True, exist_ok=True)
        name = f"{self.pictures:06d}.png"
        Image.fromarray(scene.image).save(shard / name, compress_level=3)
        with (shard / "scenes.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"image": name, **_rounded(scene.to_json()), **extra}, ensure_ascii=False) + "\n")
        self.pictures += 1


def read_scenes(folder: Path) -> Iterator[tuple[Scene, dict[str, Any]]]:
    """Every scene under a folder of shards, with its raw JSON (which holds what renderers add: source, style)."""
    for index in sorted(folder.glob("shard-*/scenes.jsonl")):
        with index.open(encoding="utf-8") as file:
            for line in file:
                data = json.loads(line)
                image = np.asarray(Image.open(index.parent / data["image"]).convert("RGB"))
                yield Scene.from_json(data, image), data
