"""Makes pictures of one part for the router.

    python -m unrender_models.router.pictures.make --part diagrams --out DATA/diagrams --count 300 [--seed 1] [--held]

Needs `npm install` here, Chromium, Graphviz, Java and mscgen; what a part needs besides stands in its module. `--held` makes pictures by the programs
that are kept for the development set.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from .sheets import Studio

PARTS = ("diagrams", "charts", "interfaces", "writing", "tables", "formulas", "others", "pages")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=100, help="about so many pictures of a kind")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--tools", type=Path, required=True, help="folder for downloaded tools and data: plantuml-mit-*.jar, site1/bin/seqdiag, site2, apt/x/PACKAGE/")
    args = parser.parse_args()
    part = importlib.import_module(f".{args.part}", __package__)
    studio = Studio(args.out, f"{args.part}{'-held' if args.held else ''}-{args.seed}")
    (part.make_held if args.held else part.make)(studio, args.count, f"{args.part}/{args.seed}", args.tools)
    studio.finish()
    print(f"{args.part}: {sum((args.out / r['image']).exists() for r in studio.records)} of {len(studio.records)} pictures")


if __name__ == "__main__":
    main()
