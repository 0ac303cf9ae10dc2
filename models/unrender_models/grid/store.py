"""Training samples on disk, so that training need not wait for the painter: pieces of pickled, compressed samples.

    python -m unrender_models.grid.store --out STORE --pieces 40 [--renders RENDERS/tables]

Writes STORE/piece-0000.z and so on; a run that broke off goes on where it was. Pickles are read by training only, from a folder that it is told.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

from ..mixture import entries
from ..tables.generate import draw_table
from ..tables.sample import Noise, TableSample, make_table_sample
from ..tables.scene import TableScene

PIECE = 128
PAINTER = "painter"


@lru_cache(maxsize=8)
def listed(folder: str) -> list[tuple[str, str]]:
    return entries(folder)


def read_entry(folder: str, text: str) -> TableScene:
    """The scene of one line of a shard's scenes.jsonl; its picture lies in `folder`."""
    data = json.loads(text)
    return TableScene.from_json(data, np.asarray(Image.open(Path(folder) / data["image"]).convert("RGB")))


def scene_from(source: str, rng: random.Random) -> TableScene:
    """`source` is 'painter' or a folder of renders."""
    return draw_table(rng) if source == PAINTER else read_entry(*rng.choice(listed(source)))


def make_samples(
    sources: Sequence[tuple[str, float]], seed: int, count: int, max_pixels: int, noise: Noise | None = None
) -> list[TableSample]:
    """`count` samples of sources with their weights; scenes that do not fit are drawn anew. Runs in a worker process."""
    rng = random.Random(seed)
    samples: list[TableSample] = []
    while len(samples) < count:
        source = rng.choices([name for name, _ in sources], [weight for _, weight in sources])[0]
        sample = make_table_sample(scene_from(source, rng), rng, noise or Noise(), max_pixels)
        if sample is not None:
            samples.append(sample)
    return samples


def write_piece(samples: list[TableSample], file: Path) -> None:
    part = file.with_suffix(".part")
    part.write_bytes(zlib.compress(pickle.dumps(samples), 1))
    part.rename(file)


def read_piece(file: Path) -> list[TableSample]:
    samples: list[TableSample] = pickle.loads(zlib.decompress(file.read_bytes()))
    return samples


def pieces(folder: Path) -> list[Path]:
    return sorted(folder.glob("piece-*.z"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pieces", type=int, default=40)
    parser.add_argument("--renders", nargs="*", default=[], help="folders of photographed tables; without one everything is painted")
    parser.add_argument("--pixels", type=int, default=300_000, help="largest sample")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    sources = [(folder, 1.0) for folder in args.renders] or [(PAINTER, 1.0)]
    for index in range(args.pieces):
        file = args.out / f"piece-{args.seed:02d}{index:04d}.z"
        if not file.exists():
            write_piece(make_samples(sources, args.seed * 100_000 + index, PIECE, args.pixels), file)


if __name__ == "__main__":
    main()
