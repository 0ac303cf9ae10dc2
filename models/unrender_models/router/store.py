"""A store of decoded pictures: one file of RGB bytes, one line of JSON a picture.

    python -m unrender_models.router.store --out STORE DATA/diagrams DATA/charts ... --flowcharts RENDERS/mermaid RENDERS/graphviz --painter 250 --painted 70

    python -m unrender_models.router.store --out STORE --append --seed more --layouts state/labelled=200 flowchart/cells=150 --formulas SHARDS --short 120

Pictures are kept at 300,000 pixels at most. `--flowcharts` are folders of flowcharts in shards (`renders.shards`), `--painter` flowcharts of `unrender_models.draw`,
`--painted` pictures of each layout of `pictures.painted`, in styles of no program: renderers named `painted/LAYOUT`; `--layouts` asks for
some of them. `--append` adds to a store that is there: another `--seed` gives other pictures.
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


def flowcharts(count: int, seed: str = "router") -> Iterator[tuple[str, str, Image.Image]]:
    from ..draw import draw_scene

    for i in range(count):
        try:
            yield "flowchart", "painter", Image.fromarray(draw_scene(Random(f"{seed}/{i}")).image)
        except (ValueError, IndexError, ZeroDivisionError):
            continue


def painted(count: int, seed: str = "painted", layouts: list[tuple[str, str, int]] | None = None) -> Iterator[tuple[str, str, Image.Image]]:
    """`count` of each layout, then so many of kinds' layouts."""
    if count == 0 and not layouts:
        return
    from .pictures.painted import pictures, some

    if count:
        yield from pictures(count, seed)
    for kind, layout, each in layouts or []:
        yield from some(kind, layout, each, seed)


def short_formulas(shards: Path | None, count: int, seed: str) -> Iterator[tuple[str, str, Image.Image]]:
    if shards is None or count == 0:
        return
    from .pictures.formulas import short

    for renderer, picture in short(shards, count, seed):
        yield "formula", f"short/{renderer}", picture


def layout(text: str) -> tuple[str, str, int]:
    """KIND/LAYOUT=COUNT."""
    name, _, count = text.partition("=")
    kind, _, which = name.partition("/")
    return kind, which, int(count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--flowcharts", type=Path, nargs="*", default=[])
    parser.add_argument("--each", type=int, default=250, help="pictures of each folder of flowcharts")
    parser.add_argument("--painter", type=int, default=0, help="flowcharts of the flowchart painter")
    parser.add_argument("--painted", type=int, default=0, help="pictures of each painted layout")
    parser.add_argument("--layouts", type=layout, nargs="*", default=[], help="KIND/LAYOUT=COUNT, painted")
    parser.add_argument("--formulas", type=Path, help="shards of the formula reader, for --short")
    parser.add_argument("--short", type=int, default=0, help="formulas of few tokens, cut tight")
    parser.add_argument("--append", action="store_true", help="add to the store")
    parser.add_argument("--seed", help="of what is painted")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    binary = args.out / "pictures.bin"
    offset, counts = binary.stat().st_size if args.append and binary.exists() else 0, Counter[tuple[str, str]]()
    readers = [*(made(f) for f in args.folders), *(sharded(f, args.each) for f in args.flowcharts), flowcharts(args.painter, args.seed or "router"), painted(args.painted, args.seed or "painted", args.layouts), short_formulas(args.formulas, args.short, args.seed or "router")]
    with binary.open("ab" if args.append else "wb") as pictures, (args.out / "entries.jsonl").open("a" if args.append else "w", encoding="utf-8") as index:
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
