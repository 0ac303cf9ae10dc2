"""How well a router tells the kinds of pictures in a folder with truth.jsonl.

    python -m unrender_models.router.evaluate --checkpoint RUNS/router/last.pt --held DEVELOPMENT [--wrong]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from .kinds import DIAGRAMS, KINDS
from .model import Router, load
from .prepare import LEAST_DIAGRAM, looks


class Held(NamedTuple):
    image: str
    kind: str
    looks: list[NDArray[np.float32]]
    small: bool
    """Too small for a diagram."""


def pictures(folder: Path) -> list[Held]:
    entries = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    return [held_picture(e["image"], e["kind"], np.asarray(Image.open(folder / e["image"]).convert("RGB"))) for e in entries]


def held_picture(image: str, kind: str, rgb: NDArray[np.uint8]) -> Held:
    return Held(image, kind, looks(rgb), max(rgb.shape[:2]) < LEAST_DIAGRAM)


@torch.no_grad()
def logits(model: Router, held: list[Held]) -> NDArray[np.float32]:
    """[pictures, kinds]: log probabilities, the mean of a picture's looks, a picture at a time as in the engine."""
    model.eval()
    out = np.stack([np.mean([model(torch.from_numpy(look)[None])[0].log_softmax(-1).numpy() for look in h.looks], 0) for h in held])
    model.train()
    out[np.ix_([h.small for h in held], [k in DIAGRAMS for k in KINDS])] = -1e4
    return out


def evaluate(model: Router, held: list[Held]) -> dict[str, float]:
    """Share of pictures told right, and the number of photos, icons and empty screens that were called a diagram."""
    told = [KINDS[i] for i in logits(model, held).argmax(1)]
    return {"accuracy": float(np.mean([t == h.kind for t, h in zip(told, held, strict=True)])), "other_as_diagram": float(sum(h.kind == "other" and t in DIAGRAMS for t, h in zip(told, held, strict=True)))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--held", type=Path, required=True)
    args = parser.parse_args()
    model, held = load(args.checkpoint), pictures(args.held)
    rows = logits(model, held)
    for h, row in zip(held, rows, strict=True):
        p = np.exp(row - row.max()) / np.exp(row - row.max()).sum()
        if KINDS[int(p.argmax())] != h.kind:
            print(f"{h.image}: {h.kind} told {KINDS[int(p.argmax())]} {p.max():.2f}, its own {p[KINDS.index(h.kind)]:.2f}")
    print(evaluate(model, held))


if __name__ == "__main__":
    main()
