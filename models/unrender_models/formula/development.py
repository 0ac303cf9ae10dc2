"""The development set of formulas: python -m unrender_models.formula.development FORMULAS.jsonl JOBS.jsonl [--count 300] [--seed S]

Formulas that no training picture shows (split "held", and grids made of them), with the fonts, sizes and colours that they are to have.
`render/mathml.mjs` takes the pictures: Chromium's own MathML, a renderer that training never shows.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random
from typing import Any

from .corpus import normalised
from .recombine import Recombiner

FONTS = ("STIX Math", "Latin Modern Math", "TeX Gyre Schola Math", "Asana Math", "DejaVu Math TeX Gyre")
UNFAITHFUL = frozenset(
    (
        "\\mathscr",
        "\\cancel",
        "\\boxed",
        "\\not",
        "\\hline",
        "\\begin{array}",
        "\\middle|",
        "\\wr",
        "\\mho",
        "\\mathsf",
        "\\mathtt",
        "\\substack",
        "\\mathring",
        "\\overbrace",
        "\\underbrace",
    )
)
"""What Chromium does not draw, or draws so that its truth could not be told from the picture."""
THEMES = (
    ("#ffffff", "#000000", 46), ("#ffffff", "#24292f", 12), ("#f6f8fa", "#1f2328", 8), ("#1e1e1e", "#d4d4d4", 14), ("#0d1117", "#e6edf3", 8),
    ("#ffffff", "#1a56b0", 4), ("#fdf6e3", "#586e75", 4), ("#002b36", "#93a1a1", 4),
)  # fmt: skip


def job(tokens: tuple[str, ...], latex: str, origin: str, index: int, rng: Random) -> dict[str, Any]:
    paper, pen, _ = rng.choices(THEMES, [weight for *_, weight in THEMES])[0]
    size = rng.choices([11, 13, 14, 16, 18, 20, 24, 32, 40], [5, 10, 14, 24, 14, 12, 11, 6, 4])[0]
    margins = [rng.choice([1, 2, 4, 8, 16, 32]) for _ in range(4)]
    number = f"({rng.randint(1, 30)})" if rng.random() < 0.06 else ""
    return {
        "name": f"formula-{index:03d}", "tokens": tokens, "latex": latex, "origin": origin, "font": FONTS[index % len(FONTS)], "size": size, "scale": rng.choice([1, 1, 1, 1.5, 2]),
        "display": rng.random() < 0.7, "paper": paper, "pen": pen, "margins": margins, "number": number, "jpeg": 0 if rng.random() < 0.85 else rng.randint(60, 92),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formulas", type=Path)
    parser.add_argument("jobs", type=Path)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=2024)
    options = parser.parse_args()
    rng = Random(options.seed)
    written: list[tuple[tuple[str, ...], str, str]] = []
    trained: set[tuple[str, ...]] = set()
    for line in options.formulas.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        if data["split"] == "held":
            written.append((tuple(data["tokens"]), data["latex"], data["origin"]))
        else:
            trained.add(tuple(data["tokens"]))
    rng.shuffle(written)
    recombiner = Recombiner([tokens for tokens, _, _ in written], rng)
    grids = [" ".join(recombiner.grid(kind)) for kind in ("matrix", "cases", "lines") for _ in range(options.count)]
    made = [(formula.tokens, formula.latex, "grid") for formula in normalised(grids, "grid", "--stream")]
    rng.shuffle(made)

    def fit(formula: tuple[tuple[str, ...], str, str]) -> bool:
        return formula[0] not in trained and 3 <= len(formula[0]) <= 90 and not set(formula[0]) & UNFAITHFUL

    share = options.count * 7 // 10
    chosen = [
        *[formula for formula in written if fit(formula)][:share],
        *[formula for formula in made if fit(formula)][: options.count - share],
    ]
    rng.shuffle(chosen)
    options.jobs.write_text("".join(json.dumps(job(*formula, index, rng)) + "\n" for index, formula in enumerate(chosen)), encoding="utf-8")
    print(f"{len(chosen)} jobs")


if __name__ == "__main__":
    main()
