"""The card of a router package out of what training and scoring wrote, and nothing else.

    python -m unrender_models.router.card --log RUNS/router/log.jsonl --store STORE --out packages/router-card.json [--scores SCORE.json]

SCORE.json is what `node models/evaluation/router/score.mjs --json` printed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any


def card(last: dict[str, Any], entries: list[dict[str, Any]], scores: dict[str, Any]) -> dict[str, Any]:
    kinds, renderers = Counter(e["kind"] for e in entries), {e["renderer"] for e in entries}
    shown = {
        "accuracy": "accuracy", "right where sure": "accuracyWhereSure", "sure": "sure", "photos called a diagram": "photosCalledDiagram",
        "photos called a diagram for sure": "photosCalledDiagramForSure", "ms a picture, median": "msMedian",
    }  # fmt: skip
    return {
        "summary": "Tells the kind of a picture or of a crop, or that it is not sure: " + ", ".join(sorted(kinds)) + ".",
        "data": f"{last['seen']:,} samples of {len(entries):,} pictures by {len(renderers)} programs, style sheets and packages; " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())),
        "compute": "2 cores of an x86-64 server, no accelerator, beside other work", "hours": round(last["seconds"] / 3600, 2),
        "scores": {name: round(float(scores[key]), 4) for name, key in shown.items() if scores.get(key) is not None},
        "limits": ["Hand-drawn pictures and photos of screens were not shown.", "Where it is not sure, the diagram reader judges what may be a diagram, and the rest gives its text."],
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--scores", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    last = json.loads(args.log.read_text("utf-8").splitlines()[-1])
    entries = [json.loads(line) for line in (args.store / "entries.jsonl").read_text("utf-8").splitlines()]
    scores = json.loads(args.scores.read_text("utf-8")) if args.scores else {}
    args.out.write_text(json.dumps(card(last, entries, scores), indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
