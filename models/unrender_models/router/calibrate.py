"""Temperature and thresholds of a router, from pictures that neither training nor the development set shows.

    python -m unrender_models.router.calibrate --checkpoint RUNS/router/last.pt --tune FOLDER --out calibration.json

The temperature is the one of least log loss; `sure` the smallest threshold from which on at least 99 % of the pictures are told right; `sureDiagram` the same over
what is called a diagram (99.5 %), and never below what any photo, icon or empty screen that is called one reaches.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .evaluate import logits, pictures
from .kinds import DIAGRAMS, KINDS
from .model import load

PRECISION = 0.99
OF_DIAGRAMS = 0.995
"""More is asked where a diagram is named: what is not sure goes to the diagram reader, which judges for itself; a flowchart that is called another diagram is not read."""
LEAST_OF_DIAGRAMS = 0.97
"""Chosen by hand: of the diagram reader's 300 development pictures three were named another diagram with 0.955 or more, one with 0.97."""
TEMPERATURES = np.exp(np.linspace(np.log(0.4), np.log(4), 60))


def probabilities(rows: NDArray[np.float32], temperature: float) -> NDArray[np.float64]:
    scaled = rows.astype(np.float64) / temperature
    weights = np.exp(scaled - scaled.max(1, keepdims=True))
    return weights / weights.sum(1, keepdims=True)


def threshold(confidence: NDArray[np.float64], right: NDArray[np.bool_], least: float, precision: float = PRECISION) -> float:
    """The smallest value from which on at least `precision` are right; `least` where that is lower."""
    order = np.argsort(-confidence)
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(share >= precision)
    if len(good) == 0:
        return 1.0
    return float(max(least, confidence[order][good[-1]]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--tune", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    held = pictures(args.tune)
    rows, truth = logits(load(args.checkpoint), held), np.array([KINDS.index(h.kind) for h in held])
    losses = [-np.log(probabilities(rows, t)[np.arange(len(truth)), truth] + 1e-12).mean() for t in TEMPERATURES]
    temperature = float(TEMPERATURES[int(np.argmin(losses))])
    p = probabilities(rows, temperature)
    told, confidence = p.argmax(1), p.max(1)
    right = told == truth
    diagram = np.isin(told, [KINDS.index(k) for k in DIAGRAMS])
    mistaken = confidence[diagram & (truth == KINDS.index("other"))]
    above = float(mistaken.max()) + 0.01 if len(mistaken) else 0.0
    result = {"temperature": round(temperature, 3), "sure": round(threshold(confidence[~diagram], right[~diagram], 0.5), 3), "sureDiagram": round(min(0.99, max(above, threshold(confidence[diagram], right[diagram], LEAST_OF_DIAGRAMS, OF_DIAGRAMS))), 3)}
    args.out.write_text(json.dumps(result) + "\n", "utf-8")
    print(result, f"accuracy {right.mean():.3f} of {len(held)}, log loss {min(losses):.3f}, mistaken for a diagram: {len(mistaken)}")


if __name__ == "__main__":
    main()
