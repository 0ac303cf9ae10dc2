"""Runs PlantUML (taken from Maven Central on first use) over many sources at once, and makes evaluation scenes of them."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..scene import Scene, _moved
from . import activity, activity_truth, component
from .shards import canonical, legible, readable

ARTIFACT = "net.sourceforge.plantuml:plantuml-mit:1.2025.10"
Reader = Callable[[ElementTree.Element, NDArray[np.uint8]], "Scene | str"]


def jar(cache: Path) -> Path:
    """The PlantUML jar (MIT licence), fetched by Maven into `cache` where it is missing."""
    found = sorted(cache.glob("plantuml-mit-*.jar"))
    if not found:
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mvn", "-q", "-B", "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={cache}"], check=True)
        found = sorted(cache.glob("plantuml-mit-*.jar"))
    return found[-1]


def rendered(sources: list[str], plantuml: Path) -> Iterator[tuple[bytes, bytes]]:
    """(PNG, SVG) of each source, in one run of the machine a format."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for index, text in enumerate(sources):
            (folder / f"{index:05d}.puml").write_text(text, "utf-8")
        for form in ("png", "svg"):
            run = subprocess.run(["java", "-Djava.awt.headless=true", "-jar", str(plantuml), "-charset", "UTF-8", f"-t{form}", "-nometadata", str(folder / "*.puml")], check=False, capture_output=True, timeout=900)
            if not any(folder.glob(f"*.{form}")):
                raise RuntimeError(f"PlantUML made no {form}: {run.stderr.decode(errors='replace')[:500]}")
        for index in range(len(sources)):
            png, svg = folder / f"{index:05d}.png", folder / f"{index:05d}.svg"
            yield (png.read_bytes(), svg.read_bytes()) if png.exists() and svg.exists() else (b"", b"")


def scene_of(png: bytes, svg: bytes, read: Reader) -> Scene | str:
    if not png:
        return "not rendered"
    root = ElementTree.fromstring(svg)
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    image = np.asarray(Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB"))
    scene = read(root, image)
    if isinstance(scene, str):
        return scene
    width = float(root.get("width", "1").removesuffix("px"))
    factor = image.shape[1] / width if abs(image.shape[1] - width) > 2 else 1.0
    scene = canonical(replace(_moved(scene, factor, factor, 0, 0), image=image))
    if not legible(scene):
        return "text hardly differs from its background"
    return scene if readable(scene) else "text too small"


def scenes(kind: str, seed: str, count: int, plantuml: Path, refused: dict[str, int]) -> Iterator[tuple[Scene, str]]:
    """`count` scenes of a kind ('activity' or 'component') with their PlantUML source."""
    made, index = 0, 0
    while made < count:
        jobs: list[tuple[str, Reader]] = []
        for _ in range(min(60, 2 * (count - made) + 4)):
            rng = Random(f"{seed}/{kind}/{index}")
            index += 1
            if kind == "activity":
                program = activity.Program(rng, max(3, min(22, round(rng.lognormvariate(2.3, 0.45)))))
                text = program.build()
                jobs.append((text, lambda root, image, program=program: activity_truth.read(program, root, image)))  # type: ignore[misc]
            else:
                graph, text = component.make(rng)
                jobs.append((text, lambda root, image, graph=graph: component.read(graph, root, image)))  # type: ignore[misc]
        for (text, read), (png, svg) in zip(jobs, rendered([text for text, _ in jobs], plantuml), strict=True):
            scene = scene_of(png, svg, read)
            if isinstance(scene, str):
                refused[scene] = refused.get(scene, 0) + 1
            elif made < count:
                made += 1
                yield scene, text
