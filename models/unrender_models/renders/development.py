"""The development set: 300 pictures in styles that training never shows, made from a seed by one command.

    python -m unrender_models.renders.development --out DIR

DIR/mermaid: 75 pictures in training's styles but of new graphs, 75 in the held-out theme and font. DIR/unseen: 60 PlantUML activity
diagrams, 40 PlantUML component diagrams, 50 hand-placed "slides". A picture NAME.png has its truth in NAME.json (a scene; text boxes
included) and its source in NAME.mmd, .puml or .html. Needs Node with this repository's packages, Chromium, Java, Maven and Graphviz.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from ..scene import Scene
from . import plantuml, slides
from .mermaid import job as mermaid_job
from .shards import _rounded, legible, read_scenes

SEED = "development-2"
HERE = Path(__file__).parent
NODE = shutil.which("node") or "node"


def photographed(script: str, jobs: list[dict[str, Any]]) -> Iterator[tuple[Scene, dict[str, Any]]]:
    with tempfile.TemporaryDirectory() as name:
        source = Path(name, "jobs.jsonl")
        source.write_text("".join(json.dumps(job, ensure_ascii=False) + "\n" for job in jobs), "utf-8")
        subprocess.run([NODE, str(HERE / script), str(source), str(Path(name, "out"))], check=True)
        yield from read_scenes(Path(name, "out"))


def save(folder: Path, name: str, scene: Scene, style: str, sources: dict[str, str]) -> None:
    """A palette PNG of at most 1,600 pixels a side keeps the set small; the truth is scaled along."""
    folder.mkdir(parents=True, exist_ok=True)
    longest = max(scene.width, scene.height)
    if longest > 1600:
        scene = scene.scaled(1600 / longest)
    palette = Image.fromarray(scene.image).quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette.save(folder / f"{name}.png", optimize=True)
    truth = {"picture": f"{name}.png", "style": style, **_rounded(scene.to_json())}
    (folder / f"{name}.json").write_text(json.dumps(truth, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    for suffix, text in sources.items():
        (folder / f"{name}.{suffix}").write_text(text.rstrip("\n") + "\n", "utf-8")


def mermaid(out: Path) -> None:
    for held_out, prefix in ((False, "mermaid-known"), (True, "mermaid-held")):
        jobs = [mermaid_job(Random(f"{SEED}/{prefix}/{index}"), held_out) for index in range(110)]
        made = 0
        for scene, data in photographed("mermaid.mjs", jobs):
            if made < 75 and legible(scene, 50):
                save(out / "mermaid", f"{prefix}-{made:03d}", scene, data["style"], {"mmd": data["source"]})
                made += 1
        if made < 75:
            raise RuntimeError(f"only {made} pictures of {prefix}")


def unseen(out: Path, cache: Path) -> None:
    folder, refused = out / "unseen", dict[str, int]()
    for kind, count in (("activity", 60), ("component", 40)):
        for index, (scene, text) in enumerate(plantuml.scenes(kind, SEED, count, plantuml.jar(cache), refused)):
            save(folder, f"plantuml-{kind}-{index:03d}", scene, f"plantuml/{kind}", {"puml": text})
    made = 0
    for scene, data in photographed("slides.mjs", [slides.job(Random(f"{SEED}/slides/{index}")) for index in range(70)]):
        if made < 50 and legible(scene, 50):
            save(folder, f"slides-{made:03d}", scene, data["style"], {})
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


if __name__ == "__main__":
    main()
