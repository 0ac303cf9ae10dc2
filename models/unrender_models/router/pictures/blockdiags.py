"""Draws many diagrams with blockdiag, actdiag, seqdiag and nwdiag in one process: `python blockdiags.py JOBS.json` (needs those packages and Pillow 9)."""

from __future__ import annotations

import importlib
import json
import sys


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        jobs = json.load(file)
    for job in jobs:
        try:
            importlib.import_module(f"{job['tool']}.command").main(["-Tpng", "-o", job["out"], job["source"]])
        except Exception as error:  # noqa: BLE001 - what a program refuses is left out
            print(f"{job['tool']}: {error}", file=sys.stderr)


if __name__ == "__main__":
    main()
