"""The development set of pages: 40 mixed pages by Chromium and by WeasyPrint, with their blocks in reading order.

    python -m unrender_models.router.pictures.page_development --pages DATA/pages-held --out models/evaluation/pages
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from PIL import Image

from .pages import LAYOUTS, merged

EACH = 40
LONGEST = 1700


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    entries = [json.loads(line) for line in (args.pages / "index.jsonl").read_text("utf-8").splitlines()]
    known = [(args.pages / e["image"], e["renderer"]) for e in entries if (args.pages / e["image"]).exists() and (args.pages / e["image"]).with_suffix(".json").exists()]
    # A layout and a program in turn, so that none is rare.
    order: dict[str, list[Path]] = {f"{program}/{layout}": [] for layout in LAYOUTS for program in ("chromium", "weasyprint")}
    for file, renderer in known:
        order[renderer].append(file)
    chosen = [(group[i], renderer) for i in range(max(map(len, order.values()))) for renderer, group in order.items() if i < len(group)][:EACH]
    lines = []
    for number, (file, renderer) in enumerate(chosen):
        picture = Image.open(file).convert("RGB")
        scale = min(1.0, LONGEST / max(picture.size))
        blocks = merged(json.loads(file.with_suffix(".json").read_text("utf-8")))
        if scale < 1:
            picture = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS)
        name = f"page-{number:02d}.png"
        picture.quantize(32, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(args.out / name, optimize=True)
        lines.append(json.dumps({"image": name, "renderer": renderer, "blocks": [{"kind": b["kind"], "box": [round(v * scale, 1) for v in b["box"]], **({"shows": b["is"]} if b["is"] else {})} for b in blocks]}))
    (args.out / "truth.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} pages, {sum(f.stat().st_size for f in args.out.glob('page-*.png')) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
