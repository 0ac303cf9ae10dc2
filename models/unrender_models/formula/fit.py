"""Fits the rule of size.py to rendered pictures and says how far it is off: python -m unrender_models.formula.fit SHARDS [--count N] [--write]"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from . import size
from .sampler import Shards, dirty


def measured(shards: Shards, count: int, rng: Random) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Features [n, f] of pictures as users have them, and the logarithm of their em [n]."""
    rows: list[NDArray[np.float64]] = []
    truths: list[float] = []
    while len(rows) < count:
        picture = shards.pick(rng)
        made = dirty(picture, shards, rng)
        values = size.features(made.grey)
        if values is not None:
            rows.append(values)
            truths.append(float(np.log(made.em)))
    return np.array(rows), np.array(truths)


def solve(rows: NDArray[np.float64], truths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights that sum to one (so that the rule is equivariant) and an intercept; ridge regression, twice, the second time without outliers."""
    relative = np.concatenate([rows[:, 1:] - rows[:, :1], np.ones((len(rows), 1))], 1)
    wanted = truths - rows[:, 0]
    kept = np.ones(len(rows), bool)
    solution = np.zeros(relative.shape[1])
    for _ in range(2):
        a, b = relative[kept], wanted[kept]
        solution = np.linalg.solve(a.T @ a + np.diag([1.0] * (a.shape[1] - 1) + [0.0]), a.T @ b)
        kept = np.abs(relative @ solution - wanted) < 0.4
    return np.concatenate([[1 - solution[:-1].sum()], solution])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shards", type=Path)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="the weights become the project's")
    options = parser.parse_args()
    shards, rng = Shards([options.shards]), Random(options.seed)
    rows, truths = measured(shards, options.count, rng)
    half = len(rows) // 2
    weights = solve(rows[:half], truths[:half])
    error = np.abs(rows[half:] @ weights[:-1] + weights[-1] - truths[half:])
    shares = {f"within {percent} %": round(float((error < np.log1p(percent / 100)).mean()), 3) for percent in (10, 20, 33, 50)}
    print(
        json.dumps(
            {
                "weights": [round(float(w), 4) for w in weights],
                "median error": round(float(np.median(error)), 3),
                "p95": round(float(np.quantile(error, 0.95)), 3),
                **shares,
            }
        )
    )
    if options.write:
        data = {
            "comment": "Weights of the logarithms of glyph sizes (quantiles 25, 50, 75, 90 % of heights, stroke), and an intercept: models/unrender_models/formula/fit.py.",
            "weights": [round(float(w), 6) for w in weights],
        }
        size.RULE_FILE.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
