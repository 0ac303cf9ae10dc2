"""The router's development set, out of pictures by programs that training does not see.

    python -m unrender_models.router.pictures.development --data DATA --out models/evaluation/router --rest TUNE

DATA holds what `make --held` made (PART-held), and what `make` made by programs that the store leaves out. What the other development sets of models/evaluation have
is named, not copied. `--rest` gets pictures of the same programs that are left, for `router.calibrate`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from ..kinds import KINDS
from ..store import LEFT_OUT

EACH = 25
LONGEST = 1100
SEED = "router-development-1"
SHARED: dict[str, tuple[str, tuple[str, ...], str, int]] = {
    "flowchart": ("../development/unseen", ("slides-*",), "slides", 8), "formula": ("../formulas/development", ("*.png",), "chromium-mathml", EACH),
    "table": ("../tables/development", ("*.png",), "chromium", EACH), "code": ("../code/held", ("block-*", "editor-*", "pango-*"), "code", 12),
    "terminal": ("../code/held", ("terminal-*", "trace-*"), "code", 9), "prose": ("../code/held", ("prose-*",), "code", 8),
}  # fmt: skip
"""Kind -> folder, files, renderer, how many of them the set names."""


def made(data: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Held pictures of all parts, with their records."""
    found = []
    for index in sorted(data.glob("*/index.jsonl")):
        for line in index.read_text("utf-8").splitlines():
            entry = json.loads(line)
            if (entry["held"] or entry["renderer"] in LEFT_OUT) and (index.parent / entry["image"]).exists():
                found.append((index.parent / entry["image"], entry))
    return found


def compact(picture: Image.Image, kind: str, stem: Path) -> str:
    """Writes a small file; its name."""
    if max(picture.size) > LONGEST:
        picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    if kind == "other" and len(picture.getcolors(4096) or []) == 0:
        picture.thumbnail((480, 480), Image.Resampling.LANCZOS)
        picture.save(stem.with_suffix(".jpg"), quality=72)
        return f"{stem.name}.jpg"
    picture.quantize(48, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(stem.with_suffix(".png"), optimize=True)
    return f"{stem.name}.png"


def alternating(entries: list[tuple[Path, dict[str, Any]]], rng: Random) -> list[tuple[Path, dict[str, Any]]]:
    """Shuffled, one of each renderer in turn."""
    by: dict[str, list[tuple[Path, dict[str, Any]]]] = {}
    for entry in rng.sample(entries, len(entries)):
        by.setdefault(entry[1]["renderer"], []).append(entry)
    return [group[i] for i in range(max((len(g) for g in by.values()), default=0)) for group in by.values() if i < len(group)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rest", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    args.rest.mkdir(parents=True, exist_ok=True)
    for old in (*args.out.glob("*-[0-9][0-9].png"), *args.out.glob("*-[0-9][0-9].jpg")):
        old.unlink()
    held = made(args.data)
    truth, rest = list[dict[str, str]](), list[dict[str, str]]()
    for kind in KINDS:
        rng = Random(f"{SEED}/{kind}")
        named = 0
        if kind in SHARED:
            folder, patterns, renderer, share = SHARED[kind]
            files = sorted(f for pattern in patterns for f in (args.out / folder).glob(pattern))
            rng.shuffle(files)
            named = min(share, len(files))
            truth += [{"image": f"{folder}/{f.name}", "kind": kind, "renderer": renderer} for f in files[:named]]
            rest += [{"image": str(f.resolve()), "kind": kind, "renderer": renderer} for f in files[named : named + EACH]]
        own = alternating([(f, e) for f, e in held if e["kind"] == kind], rng)
        for number, (file, entry) in enumerate(own):
            if number < EACH - named:
                name = compact(Image.open(file).convert("RGB"), kind, args.out / f"{kind}-{number:02d}")
                truth.append({"image": name, "kind": kind, "renderer": entry["renderer"]})
            else:
                rest.append({"image": str(file.resolve()), "kind": kind, "renderer": entry["renderer"]})
    for folder, entries in ((args.out, truth), (args.rest, rest)):
        (folder / "truth.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in entries), "utf-8")
    for kind in KINDS:
        print(f"{kind:10} {sum(e['kind'] == kind for e in truth):3} {sum(e['kind'] == kind for e in rest):4}")
    print(f"{sum((args.out / e['image']).stat().st_size for e in truth if '/' not in e['image']) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
