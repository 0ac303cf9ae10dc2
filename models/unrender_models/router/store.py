"""A store of decoded pictures: one file of RGB bytes, one line of JSON a picture.

    python -m unrender_models.router.store --out STORE DATA/diagrams DATA/charts ... --flowcharts RENDERS/mermaid RENDERS/graphviz --painter 250 --painted 70

Pictures are kept at 300,000 pixels at most. `--flowcharts` are folders of flowcharts in shards (`renders.shards`), `--painter` flowcharts of `unrender_models.draw`,
`--painted` pictures of each layout of `pictures.painted`, in styles of no program: renderers named `painted/LAYOUT`.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from PIL import Image

from ..picture import Pixels

LARGEST = 300_000
LEFT_OUT = ("mscgen", "wavedrom", "graphviz-tables")
"""Programs whose pictures are made with the others and kept from training: the development set shows them."""


@dataclass(frozen=True)
class Entry:
    kind: str
    renderer: str
    width: int
    height: int
    offset: int


class Store:
    """Pictures of a store, read through the page cache."""

    def __init__(self, folder: Path) -> None:
        self.entries = [Entry(**json.loads(line)) for line in (folder / "entries.jsonl").read_text("utf-8").splitlines()]
        self.bytes = np.memmap(folder / "pictures.bin", np.uint8, "r")

    def picture(self, entry: Entry) -> Pixels:
        size = entry.width * entry.height * 3
        return np.asarray(self.bytes[entry.offset : entry.offset + size]).reshape(entry.height, entry.width, 3)


def bounded(picture: Image.Image) -> Image.Image:
    scale = math.sqrt(LARGEST / (picture.width * picture.height))
    if scale >= 1:
        return picture
    return picture.resize((max(16, round(picture.width * scale)), max(16, round(picture.height * scale))), Image.Resampling.LANCZOS)


def made(folder: Path) -> Iterator[tuple[str, str, Image.Image]]:
    """Pictures of one folder of `pictures.make`; of pages also their blocks."""
    for line in (folder / "index.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        file = folder / entry["image"]
        if not file.exists() or entry["held"] or entry["renderer"] in LEFT_OUT:
            continue
        try:
            picture = Image.open(file).convert("RGB")
        except OSError:
            # Half a file, of a maker that was stopped.
            continue
        yield entry["kind"], entry["renderer"], picture
        truth = file.with_suffix(".json")
        if entry["kind"] == "page" and truth.exists():
            yield from crops(picture, json.loads(truth.read_text("utf-8")), Random(entry["image"]))


BLOCKS = {"text": "prose", "code": "code", "table": "table", "formula": "formula"}


def crops(picture: Image.Image, blocks: list[dict[str, Any]], rng: Random) -> Iterator[tuple[str, str, Image.Image]]:
    """Blocks of a page as they are cut from it, with a little around."""
    for block in blocks:
        kind = block["is"] if block["kind"] == "figure" else BLOCKS[block["kind"]]
        x0, y0, x1, y1 = block["box"]
        if rng.random() > (0.35 if kind == "prose" else 0.8) or min(x1 - x0, y1 - y0) < 12:
            continue
        pad = [rng.choice([0, 2, 4, 8]) for _ in range(4)]
        yield kind, "page-block", picture.crop((max(0, round(x0) - pad[0]), max(0, round(y0) - pad[1]), min(picture.width, round(x1) + pad[2]), min(picture.height, round(y1) + pad[3])))


def sharded(folder: Path, most: int) -> Iterator[tuple[str, str, Image.Image]]:
    lines = [(f.parent, text) for f in sorted(folder.glob("shard-*/scenes.jsonl")) for text in f.read_text("utf-8").splitlines() if text.endswith("}")]
    for parent, text in Random(folder.name).sample(lines, min(most, len(lines))):
        scene = json.loads(text)
        # A class diagram's boxes are no flowchart.
        if not any(node["shape"] == "record" for node in scene.get("nodes", [])):
            yield "flowchart", folder.name, Image.open(parent / scene["image"]).convert("RGB")


def flowcharts(count: int) -> Iterator[tuple[str, str, Image.Image]]:
    from ..draw import draw_scene

    for i in range(count):
        try:
            yield "flowchart", "painter", Image.fromarray(draw_scene(Random(f"router/{i}")).image)
        except (ValueError, IndexError, ZeroDivisionError):
            continue


def painted(count: int) -> Iterator[tuple[str, str, Image.Image]]:
    if count == 0:
        return
    from .pictures.painted import pictures

    yield from pictures(count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--flowcharts", type=Path, nargs="*", default=[])
    parser.add_argument("--each", type=int, default=250, help="pictures of each folder of flowcharts")
    parser.add_argument("--painter", type=int, default=0, help="flowcharts of the flowchart painter")
    parser.add_argument("--painted", type=int, default=0, help="pictures of each painted layout")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    offset, counts = 0, Counter[tuple[str, str]]()
    readers = [*(made(f) for f in args.folders), *(sharded(f, args.each) for f in args.flowcharts), flowcharts(args.painter), painted(args.painted)]
    with (args.out / "pictures.bin").open("wb") as pictures, (args.out / "entries.jsonl").open("w", encoding="utf-8") as index:
        for reader in readers:
            for kind, renderer, picture in reader:
                small = bounded(picture)
                data = np.asarray(small).tobytes()
                pictures.write(data)
                index.write(json.dumps({"kind": kind, "renderer": renderer, "width": small.width, "height": small.height, "offset": offset}) + "\n")
                offset += len(data)
                counts[kind, renderer] += 1
    for (kind, renderer), count in sorted(counts.items()):
        print(f"{kind:10} {renderer:20} {count}")
    print(f"{sum(counts.values())} pictures, {offset / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
