"""Formulas: KaTeX in Chromium, and what MathJax and mathtext drew for the formula reader (FORMULAS/shards), set on paper of many colours."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image

from .sheets import ROOT_MODULES, Studio, pick_scale, script, sheet_css

SIZES = (12.0, 14.0, 16.0, 18.0, 20.0, 24.0, 30.0, 40.0)


def on_paper(file: Path, em: float, rng: Random, size: float | None = None, margins: tuple[int, ...] = (1, 3, 6, 12, 24, 50)) -> Image.Image:
    """A picture in black on white, at another size, on paper of another colour, with a margin."""
    grey = Image.open(file).convert("L")
    scale = (size or rng.choice(SIZES)) / em
    grey = grey.resize((max(8, round(grey.width * scale)), max(8, round(grey.height * scale))), Image.Resampling.LANCZOS)
    ink = 1 - np.asarray(grey, np.float32) / 255
    margin = [rng.choice(margins) for _ in range(4)]
    ink = np.pad(ink, ((margin[0], margin[1]), (margin[2], margin[3])))[..., None]
    paper, pen = rng.choice([((255, 255, 255), (0, 0, 0))] * 4 + [((250, 246, 235), (40, 40, 40)), ((30, 30, 30), (230, 230, 230)), ((13, 17, 23), (201, 209, 217)), ((255, 255, 255), (60, 60, 120)), ((240, 244, 250), (20, 40, 80))])
    return Image.fromarray((np.array(paper) * (1 - ink) + np.array(pen) * ink).astype(np.uint8))


def short(shards: Path, count: int, seed: str, longest: int = 14) -> Iterator[tuple[str, Image.Image]]:
    """Renderers and pictures of formulas of few tokens, cut tight, from tiny to large."""
    rng, found = Random(f"{seed}/short"), 0
    files = sorted(shards.glob("*/shard-*/*.jsonl"))
    if not files:
        raise FileNotFoundError(f"no shards of formulas in {shards}")
    for _ in range(50 * count):
        if found == count:
            return
        file = rng.choice(files)
        text = rng.choice(file.read_text("utf-8").split("\n"))
        entry = json.loads(text) if text.endswith("}") else {"tokens": []}
        picture = file.parent / entry.get("image", "")
        if 0 < len(entry["tokens"]) <= longest and picture.is_file():
            found += 1
            yield entry["renderer"], on_paper(picture, entry["em"], rng, math.exp(rng.uniform(math.log(8), math.log(60))), (1, 2, 3, 5, 8))


def make(studio: Studio, count: int, seed: str, tools: Path) -> None:
    shards = sorted((tools.parent / "formula" / "shards").glob("*/shard-*/*.jsonl"))
    lines = [(f, text) for f in shards for text in f.read_text("utf-8").split("\n")[:400] if text.endswith("}")]
    for i in range(count):
        rng = Random(f"{seed}/{i}")
        file, text = rng.choice(lines)
        entry = json.loads(text)
        if i % 4 == 0 and "latex" in entry:
            light = rng.random() < 0.7
            call = f"katex.render({json.dumps(entry['latex'])}, document.currentScript.previousElementSibling, {{displayMode: {str(rng.random() < 0.7).lower()}, throwOnError: false}})"
            number = f'<span style="position:absolute;right:8px;top:45%">({rng.randint(1, 40)})</span>' if rng.random() < 0.15 else ""
            studio.html("formula", "katex", f"<div style='padding-right:{50 if number else 0}px'></div><script>{call}</script>{number}", css=f"position:relative;font-size:{rng.randint(12, 30)}px;padding:{rng.randint(1, 30)}px;background:{'#fff' if light else '#1e1e1e'};color:{'#000' if light else '#ddd'}",
                        head=sheet_css("katex", "dist", "katex.min.css", root=ROOT_MODULES) + script("katex", "dist", "katex.min.js", root=ROOT_MODULES), scale=pick_scale(rng), each=30)  # fmt: skip
            continue
        picture = file.parent / entry["image"]
        if picture.exists():
            on_paper(picture, entry["em"], rng).save(studio.out / f"{studio.record('formula', entry['renderer'], entry.get('font', ''))}.png", compress_level=1)


def make_held(studio: Studio, count: int, seed: str, tools: Path) -> None:
    raise SystemExit("the development set takes its formulas from models/evaluation/formulas")
