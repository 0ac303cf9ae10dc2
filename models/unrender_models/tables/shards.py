"""Scenes of tables on disk: shards of PNG pictures with a JSON line each, as renders/shards.py has them for diagrams."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from .scene import TableScene


def read_tables(folder: Path) -> Iterator[tuple[TableScene, dict[str, Any]]]:
    """Every scene under a folder of shards, with its raw JSON."""
    for index in sorted(folder.glob("shard-*/scenes.jsonl")):
        with index.open(encoding="utf-8") as file:
            for line in file:
                data = json.loads(line)
                yield TableScene.from_json(data, np.asarray(Image.open(index.parent / data["image"]).convert("RGB"))), data
