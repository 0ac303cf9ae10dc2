"""Formulas to render: python -m unrender_models.formula.formulas --out FILE [--given FILE] [--documentation [FOLDER]] [--count N] [--seed S]

Writes JSON lines {tokens, latex, origin, split}. `split` is "held" for a fiftieth of the formulas that people wrote, by hash: they and what is made of them never train.
Without --given and --documentation the generator alone makes all of them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import site
from dataclasses import replace
from pathlib import Path
from random import Random

from .corpus import Formula, distinct, in_documentation, normalise, normalised
from .recombine import LONGEST, Recombiner


def is_held(formula: Formula) -> bool:
    """By the formula itself, so that it does not depend on order or source."""
    return hashlib.sha256(" ".join(formula.tokens).encode()).digest()[0] < 6


def people(given: list[Path], documentation: list[Path]) -> list[Formula]:
    """What people wrote, of a length that a reader is trained for."""
    found: list[Formula] = []
    for path in given:
        found += normalised(path.read_text(encoding="utf-8").splitlines(), path.stem, "--tokenised")
    if documentation:
        found += normalised(in_documentation(documentation), "documentation")
    return [formula for formula in distinct(found) if 2 <= len(formula.tokens) <= LONGEST]


def made(corpus: list[Formula], count: int, rng: Random, known: set[tuple[str, ...]]) -> list[Formula]:
    """`count` new formulas; some more are made than kept, because few are refused or made twice."""
    recombiner = Recombiner([formula.tokens for formula in corpus], rng)
    fresh: list[Formula] = []
    while len(fresh) < count:
        batch = [recombiner.make() for _ in range(min(4000, int((count - len(fresh)) * 1.15) + 20))]
        for formula, (_, origin) in zip(normalise([" ".join(stream) for stream, _ in batch], "--stream"), batch, strict=True):
            if formula is not None and formula.tokens not in known and len(formula.tokens) <= LONGEST:
                known.add(formula.tokens)
                fresh.append(replace(formula, origin=origin))
    rng.shuffle(fresh)
    return fresh[:count]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--given", type=Path, nargs="*", default=[], help="files of formulas, one a line, tokens parted by spaces")
    parser.add_argument(
        "--documentation",
        type=Path,
        nargs="*",
        help="take the formulas of documentation below these folders, too (none named: of all installed packages)",
    )
    parser.add_argument("--count", type=int, default=20_000, help="how many to make besides")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    everywhere = [Path(folder) for folder in (*site.getsitepackages(), "/usr/lib/python3", "/usr/share/doc")]
    folders: list[Path] = [] if options.documentation is None else options.documentation or everywhere
    rng = Random(options.seed)
    written = people(options.given, folders)
    train = [formula for formula in written if not is_held(formula)]
    fresh = made(train, options.count, rng, {formula.tokens for formula in written})
    every = [*written, *fresh]
    rng.shuffle(every)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("w", encoding="utf-8") as file:
        for formula in every:
            held = formula.origin not in ("made", "recombined", "renamed", "matrix", "cases", "lines") and is_held(formula)
            file.write(
                json.dumps(
                    {"tokens": formula.tokens, "latex": formula.latex, "origin": formula.origin, "split": "held" if held else "train"}
                )
                + "\n"
            )
    print(f"{len(written)} formulas that people wrote, {len(fresh)} made")


if __name__ == "__main__":
    main()
