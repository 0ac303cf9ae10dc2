"""What the engine's router must compute, as numbers.

    python -m unrender_models.router.fixture --out ../test/engine/fixtures [--checkpoint RUNS/router/last.pt --held evaluation/router]

Writes router-planes.json (planes of small pictures) and, with a checkpoint, router-logits.json: torch's logits of 20 pictures of the development set.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from .evaluate import logits, pictures
from .model import load
from .prepare import channels

PICTURES = 20


def planes() -> list[dict[str, Any]]:
    generator = np.random.default_rng(5)
    cases = []
    for back in ((255, 255, 255), (30, 30, 30), (250, 240, 200), (10, 90, 200)):
        rgb = np.empty((6, 8, 3), np.uint8)
        rgb[:] = back
        rgb[1:4, 2:6] = generator.integers(0, 255, (3, 4, 3))
        cases.append({"rgb": rgb.reshape(-1).tolist(), "planes": channels(rgb).reshape(-1).tolist()})
    return cases


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--held", type=Path)
    args = parser.parse_args()
    (args.out / "router-planes.json").write_text(json.dumps({"cases": planes()}) + "\n", "utf-8")
    if args.checkpoint is not None and args.held is not None:
        held = [h for h in pictures(args.held) if "/" not in h.image]
        chosen = held[:: max(1, len(held) // PICTURES)][:PICTURES]
        rows = logits(load(args.checkpoint), chosen)
        cases = [{"image": h.image, "kind": h.kind, "logits": [round(float(v), 3) for v in row]} for h, row in zip(chosen, rows, strict=True)]
        (args.out / "router-logits.json").write_text(json.dumps({"cases": cases}) + "\n", "utf-8")


if __name__ == "__main__":
    main()
