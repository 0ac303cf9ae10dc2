"""The development set: 300 pictures in styles that training never shows, made from a seed by one command.

    python -m unrender_models.renders.development --out DIR

DIR/mermaid: 75 pictures in training's styles but of new graphs, 75 in the held-out theme and font. DIR/unseen: 60 PlantUML activity
diagrams, 40 PlantUML component diagrams, 50 hand-placed "slides". Truth stands in each folder's scenes.jsonl (text
boxes included) and in lines.json; the source of NAME.png in NAME.mmd or NAME.puml. Needs Node with this repository's packages, Chromium, Java, Maven and Graphviz.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from ..scene import Scene
from . import plantuml, slides
from .mermaid import NODE
from .mermaid import job as mermaid_job
from .shards import _rounded, legible, read_scenes

SEED = "development-2"
HERE = Path(__file__).parent


def photographed(script: str, jobs: list[dict[str, Any]]) -> Iterator[tuple[Scene, dict[str, Any]]]:
    with tempfile.TemporaryDirectory() as name:
        source = Path(name, "jobs.jsonl")
        source.write_text("".join(json.dumps(job, ensure_ascii=False) + "\n" for job in jobs), "utf-8")
        subprocess.run([NODE, str(HERE / script), str(source), str(Path(name, "out"))], check=True)
        yield from read_scenes(Path(name, "out"))


class Split:
    """A folder of pictures with scenes.jsonl, and with their sources beside them. Palette PNGs of at most 1,600 pixels a side keep it small."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.index = folder / "scenes.jsonl"
        self.index.write_text("", "utf-8")

    def add(self, name: str, scene: Scene, style: str, suffix: str = "", source: str = "") -> None:
        longest = max(scene.width, scene.height)
        if longest > 1600:
            scene = scene.scaled(1600 / longest)
        palette = Image.fromarray(scene.image).quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        palette.save(self.folder / f"{name}.png", optimize=True)
        truth = {"image": f"{name}.png", "style": style, **_rounded(scene.to_json())}
        with self.index.open("a", encoding="utf-8") as file:
            file.write(json.dumps(truth, ensure_ascii=False, separators=(",", ":")) + "\n")
        if suffix:
            (self.folder / f"{name}.{suffix}").write_text(source.rstrip("\n") + "\n", "utf-8")


def write_lines(out: Path) -> None:
    """The true text boxes of all splits as `unrender batch --lines` takes them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for index in sorted(out.glob("*/scenes.jsonl")):
        for text in index.read_text("utf-8").splitlines():
            data = json.loads(text)
            parts = [part for key in ("nodes", "edges", "containers", "texts") for part in data[key]]
            lines = [line for part in parts for line in part["lines"]] + data["noise"]
            found[f"{index.parent.name}/{data['image']}"] = [
                {"x": x0, "y": y0, "width": round(x1 - x0, 2), "height": round(y1 - y0, 2), "text": line["text"]} for line in lines for x0, y0, x1, y1 in [line["box"]]
            ]
    (out / "lines.json").write_text(json.dumps(found, ensure_ascii=False, indent=None, separators=(",", ":")) + "\n", "utf-8")


def mermaid(out: Path) -> None:
    split = Split(out / "mermaid")
    for held_out, prefix in ((False, "mermaid-known"), (True, "mermaid-held")):
        jobs = [mermaid_job(Random(f"{SEED}/{prefix}/{index}"), held_out) for index in range(110)]
        made = 0
        for scene, data in photographed("mermaid.mjs", jobs):
            if made < 75 and legible(scene, 50):
                split.add(f"{prefix}-{made:03d}", scene, data["style"], "mmd", data["source"])
                made += 1
        if made < 75:
            raise RuntimeError(f"only {made} pictures of {prefix}")


def unseen(out: Path, cache: Path) -> None:
    split, refused = Split(out / "unseen"), dict[str, int]()
    for kind, count in (("activity", 60), ("component", 40)):
        for index, (scene, text) in enumerate(plantuml.scenes(kind, SEED, count, plantuml.jar(cache), refused)):
            split.add(f"plantuml-{kind}-{index:03d}", scene, f"plantuml/{kind}", "puml", text)
    made = 0
    for scene, data in photographed("slides.mjs", [slides.job(Random(f"{SEED}/slides/{index}")) for index in range(70)]):
        if made < 50 and legible(scene, 50):
            split.add(f"slides-{made:03d}", scene, data["style"])
            made += 1
    print(json.dumps({"refused": refused, "slides": made}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("models/.cache"), help="folder for the PlantUML jar")
    parser.add_argument("--only", choices=["mermaid", "unseen"], help="one of the two splits")
    arguments = parser.parse_args()
    if arguments.only != "mermaid":
        unseen(arguments.out, arguments.cache)
    if arguments.only != "unseen":
        mermaid(arguments.out)
    write_lines(arguments.out)


if __name__ == "__main__":
    main()
