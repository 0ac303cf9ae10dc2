"""Contact sheets of painted pictures, one a kind, to look at."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

from . import LAYOUTS, draw

WIDE, HIGH = 420, 320


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--kind", nargs="*", default=list(LAYOUTS))
    parser.add_argument("--layout", nargs="*")
    parser.add_argument("--count", type=int, default=4, help="pictures of each layout")
    parser.add_argument("--seed", default="sheet")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for kind in args.kind:
        wanted = [layout for layout in LAYOUTS[kind] if not args.layout or layout in args.layout for _ in range(args.count)]
        columns = min(4, len(wanted))
        sheet = Image.new("RGB", (WIDE * columns, HIGH * -(-len(wanted) // columns)), (128, 128, 128))
        for i, layout in enumerate(wanted):
            start = time.perf_counter()
            picture = draw(kind, layout, Random(f"{args.seed}/{kind}/{layout}/{i}"))
            spent = time.perf_counter() - start
            size = picture.size
            picture.thumbnail((WIDE - 6, HIGH - 18))
            x, y = WIDE * (i % columns), HIGH * (i // columns)
            sheet.paste(picture, (x + 3, y + 15))
            ImageDraw.Draw(sheet).text((x + 4, y + 2), f"{layout} {size[0]}x{size[1]} {spent * 1000:.0f} ms", fill=(255, 255, 0))
        sheet.save(args.out / f"{kind}.png")


if __name__ == "__main__":
    main()
