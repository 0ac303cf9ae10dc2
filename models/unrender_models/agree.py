"""Do a checkpoint and its package write the same? Token for token, on pictures that training has not seen.

    python -m unrender_models.agree --checkpoint RUNS/one/last.pt --package packages/unrender-s --scenes evaluation/development --count 50
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import torch

from .batch import collate
from .generate import greedy
from .mixture import entries, read_scene
from .model import load
from .picture import MAX_PIXELS
from .runtime import Package
from .sample import CLEAN, Sample, make_sample
from .vocabulary import EOS


def scenes(folder: Path, count: int) -> list[Sample]:
    """The first `count` flowcharts below a folder of renders, without noise."""
    samples = []
    for place, text in entries(str(folder)):
        sample = make_sample(read_scene(place, text), random.Random(0), CLEAN, MAX_PIXELS)
        if sample is not None and sample.kind == 0:
            samples.append(sample)
        if len(samples) == count:
            break
    return samples


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--package", type=Path, required=True)
    parser.add_argument("--scenes", type=Path, required=True)
    parser.add_argument("--count", type=int, default=50)
    args = parser.parse_args()
    model, package = load(args.checkpoint).eval(), Package(args.package)
    same = tokens = equal = 0
    samples = scenes(args.scenes, args.count)
    for sample in samples:
        batch = collate([sample])
        with torch.no_grad():
            seen = model.look(batch.pixels, batch.boxes, batch.kinds)
            wanted = greedy(model, seen, batch.kinds, seen.roles.argmax(-1))[0].tolist()
        wanted = wanted[: wanted.index(EOS) + 1] if EOS in wanted else wanted
        written = package.read(sample.pixels, sample.boxes, sample.kinds).ids
        same += wanted == written
        tokens += max(len(wanted), len(written))
        equal += sum(a == b for a, b in zip(wanted, written, strict=False))
    print(f"{same} of {len(samples)} streams equal; {equal} of {tokens} tokens")


if __name__ == "__main__":
    main()
