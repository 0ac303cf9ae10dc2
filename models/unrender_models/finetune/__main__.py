"""Teaches readers on a person's own pictures, and says what it is worth: the scores before and after on pictures of theirs that were not taught.

    python -m unrender_models.finetune FOLDER --checkpoint last.pt [table.pt formula.pt] --out RUN [--minutes 20]

FOLDER holds pictures with their source beside them: x.png and x.mmd (a flowchart), x.html or x.csv (a table), x.tex (a formula). Which reader a checkpoint is of is told by the checkpoint; of tables the folder of a package
(packages/unrender-table) is as good. Every fifth picture of a kind is kept for the scores. RUN/KIND.pt is the new checkpoint (the export of its kind makes a package of it), RUN/scores.json says what was gained, and RUN/left-out.txt which pictures
were not used, and why.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import torch

from ..grid.model import TableModel
from ..model import Reader
from ..transcriber.model import Transcriber
from .flowcharts import Flowcharts
from .folder import KINDS, SOURCES, Kind, Pair, Unusable, pairs_of
from .formulas import Formulas
from .lessons import Lesson, save, teach
from .node import run_node
from .readers import Model, kind_of, load
from .tables import Tables

SAMPLES: dict[Kind, Callable[[Path, dict[str, Any]], Any]] = {
    "flowchart": Flowcharts.sample,
    "table": Tables.sample,
    "formula": Formulas.sample,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m unrender_models.finetune", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--checkpoint", type=Path, nargs="+", required=True, help="of one or several readers; for tables also the folder of a package"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=20, help="for each kind")
    parser.add_argument("--steps", type=int, help="at most, for each kind; without it, as many as the minutes allow")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--pairs", type=Path, help="what finetune/read.mjs wrote, instead of reading the pictures now")
    parser.add_argument(
        "--formulas",
        type=Path,
        nargs="*",
        default=[],
        help="shards of rendered formulas (README, Formulas), rehearsed so that they are not forgotten",
    )
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    checkpoints = {kind_of(file): file for file in args.checkpoint}
    pairs, left = pairs_of(args.folder)
    for pair in pairs:
        if pair.kind not in checkpoints:
            left.append((pair.picture, f"{pair.source} is a {pair.kind}, and no checkpoint of a reader of those was given"))
    pairs = [pair for pair in pairs if pair.kind in checkpoints]
    samples, unusable = usable(args.folder, pairs, args.pairs)
    left += unusable
    for picture, why in left:
        print(f"{picture} is left out: {why}.", flush=True)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "left-out.txt").write_text("".join(f"{picture}: {why}\n" for picture, why in left), "utf-8")
    told = {}
    for kind in KINDS:
        if len(samples[kind]) < 2:
            continue
        lesson = lesson_of(kind, load(checkpoints[kind], kind), samples[kind], args.formulas)
        print(
            f"{len(samples[kind])} pictures of the kind {kind}: {len(lesson.own)} are taught, {len(lesson.held)} kept for the scores",
            flush=True,
        )
        told[kind] = asdict(teach(lesson, args.minutes, args.steps, args.rate))
        save(lesson.model, args.out / f"{kind}.pt")
        (args.out / "scores.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    if not told:
        raise SystemExit(
            f"Fewer than two pictures of a kind can be learned from. A picture needs its source beside it, with one of these endings: {', '.join(SOURCES)}."
        )


def usable(folder: Path, pairs: list[Pair], read: Path | None) -> tuple[dict[Kind, list[Any]], list[tuple[str, str]]]:
    """Samples by kind, and the pictures that cannot be learned from, each with why."""
    samples: dict[Kind, list[Any]] = {kind: [] for kind in KINDS}
    left: list[tuple[str, str]] = []
    seen = [pair for pair in pairs if pair.kind != "formula"]
    lines = read.read_text("utf-8") if read else read_lines(folder, seen) if seen else ""
    found: dict[str, dict[str, Any]] = {data["picture"]: data for data in map(json.loads, lines.splitlines())}
    for pair in pairs:
        data = {**asdict(pair), **found.get(pair.picture, {} if pair.kind == "formula" else {"problem": "it was not read"})}
        try:
            if "problem" in data:
                raise Unusable(data["problem"])
            samples[pair.kind].append(SAMPLES[pair.kind](folder, data))
        except Unusable as problem:
            left.append((pair.picture, str(problem)))
        except OSError as problem:
            left.append((pair.picture, f"it cannot be opened ({problem})"))
    return samples, left


def read_lines(folder: Path, pairs: list[Pair]) -> str:
    """What the text reader finds in pictures, and what Mermaid's parser makes of their sources."""
    return run_node(
        Path(__file__).with_name("read.mjs"), [str(folder)], json.dumps([{**asdict(pair), "kind": pair.kind} for pair in pairs])
    )


def lesson_of(kind: Kind, model: Model, samples: list[Any], shards: list[Path]) -> Lesson[Any]:
    match kind:
        case "flowchart":
            return Flowcharts(cast("Reader", model), samples)
        case "table":
            return Tables(cast("TableModel", model), samples)
        case "formula":
            return Formulas(cast("Transcriber", model), samples, shards)


if __name__ == "__main__":
    main()
