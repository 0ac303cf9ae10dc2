"""The losses of a run's stages beside each other, and what each stage took.

    python -m unrender_models.flamingo.curves RUN [--out FOLDER]

Prints the page; with --out writes it as README.md, and the figures as curves.json.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from .recipes import RECIPES

POINTS = 8
WINDOW = 10
"""Steps whose mean a point is: a batch is small, and its loss jumps."""


def points(losses: list[float]) -> list[tuple[int, float]]:
    """Step and loss: the first step as it is, then means up to steps that are evenly apart, the last among them."""
    steps = sorted({max(1, round(len(losses) * i / (POINTS - 1))) for i in range(POINTS)})
    return [(step, sum(window := losses[max(0, step - WINDOW) : step] if step > 1 else losses[:1]) / len(window)) for step in steps]


def curves(run: Path) -> dict[str, list[tuple[int, float]]]:
    """Of every stage that the folder holds. @raises SystemExit where it holds none"""
    found = {}
    for stage in RECIPES:
        file = run / f"{stage}.jsonl"
        if file.exists():
            by_step = {line["step"]: float(line["loss"]) for line in map(json.loads, file.read_text("utf-8").splitlines())}
            found[stage] = points([by_step[step] for step in sorted(by_step)])
    if not found:
        raise SystemExit(f"{run} holds no stage: train one first (python -m unrender_models.flamingo.train).")
    return found


def page(drawn: dict[str, list[tuple[int, float]]], took: dict[str, Any]) -> str:
    """Markdown: a row a stage."""
    lines = ["| stage | " + " | ".join(f"{i}/{POINTS - 1}" if i else "step 1" for i in range(POINTS)) + " |", "|---" * (POINTS + 1) + "|"]
    lines += [f"| {stage} | " + " | ".join(f"{loss:.3f}" for _, loss in row) + " |" for stage, row in drawn.items()]
    lines += [
        "",
        "| stage | data (weights) | steps | samples | tokens | learnable | of all | hardware | seconds | before | after |",
        "|---" * 11 + "|",
    ]
    for stage, row in took.items():
        data = ", ".join(f"{name} {weight:g}" for name, weight in row["data"].items())
        name, before = next(iter(row["before"].items()))
        lines.append(
            f"| {stage} | {data} | {drawn[stage][-1][0]:,} | {row['samples']:,} | {row['tokens']:,} | {row['learnable']:,} | {row['parameters']:,} | {row['hardware']} | {row['seconds']:g} "
            f"| {name} {before:.3f} | {row[name]:.3f} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    drawn = curves(args.run)
    took = json.loads((args.run / "resources.json").read_text("utf-8"))
    text = page(drawn, took)
    print(text)
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "curves.json").write_text(json.dumps({"curves": drawn, "resources": took}, indent=1) + "\n", "utf-8")
        (args.out / "README.md").write_text(f"{HEAD}\n{text}\n", "utf-8")


HEAD = """# Flamingo's training, stage by stage

Written by `python -m unrender_models.flamingo.curves RUN --out evaluation/family`, after the stages were trained as [models/README.md](../../README.md) says. Loss over the course of each stage (a mean of ten steps); what it took;
and on 64 samples that nobody trains on the stage's score before its first step and after its last. Seconds are wall time, whatever else the machine did.
"""


if __name__ == "__main__":
    main()
