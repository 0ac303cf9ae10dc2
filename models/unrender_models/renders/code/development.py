"""The development set of code, terminals and prose, made from a seed by one command.

    python -m unrender_models.renders.code.development --out DIR --node-modules DIR [--java JAR] [--rust DIR]

DIR/tune is what the readers are tuned on; DIR/held has other fonts, themes and texts, and is looked at in the end only. Truth stands in each folder's
truth.jsonl. Needs the Debian packages fonts-hack, fonts-jetbrains-mono, fonts-go, fonts-mononoki, fonts-anonymous-pro, pango1.0-tools and Chromium, Go for its
sources, a sources JAR for Java and unpacked crates for Rust (Apache-2.0 or MIT; left out where the options are).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from ..mermaid import NODE
from . import corpus, pages, painters, terminal
from .corpus import Passage, Source
from .pages import Look

SEED = "code-1"
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Split:
    name: str
    fonts: tuple[str, ...]
    light: tuple[str, ...]
    dark: tuple[str, ...]
    low: tuple[str, ...]
    serif: tuple[str, ...]


SPLITS = (
    Split("tune", ("DejaVu Sans Mono", "Fira Code", "JetBrains Mono", "Liberation Mono", "Hack", "Go Mono"), ("default", "vs", "friendly", "xcode"),
          ("monokai", "one-dark", "github-dark"), ("solarized-dark", "solarized-light", "nord"), ("Open Sans", "Liberation Serif", "DejaVu Sans")),
    Split("held", ("Inconsolata", "mononoki", "Noto Mono", "Anonymous Pro", "Courier Prime"), ("tango", "lovelace", "gruvbox-light", "paraiso-light"),
          ("dracula", "material", "native"), ("zenburn", "stata-dark", "nord-darker"), ("Lato", "EB Garamond", "Noto Sans")),
)  # fmt: skip
PLAN = (("block", 30), ("editor", 12), ("pygments", 8), ("pango", 6), ("terminal", 9), ("trace", 9), ("prose", 8))
LANGUAGES = (
    "python",
    "javascript",
    "typescript",
    "go",
    "java",
    "rust",
    "c",
    "python",
    "typescript",
    "javascript",
    "shell",
    "css",
    "json",
    "yaml",
    "html",
)


class Studio:
    """Collects pictures and their truth for one split."""

    def __init__(self, split: Split, sources: dict[str, list[Source]], folder: Path) -> None:
        self.split, self.sources, self.folder = split, sources, folder
        self.jobs: list[dict[str, Any]] = []
        self.painted: dict[str, Image.Image] = {}
        self.truth: list[dict[str, Any]] = []
        self.turn = 0

    def look(self, rng: Random, monospace: bool = True) -> Look:
        kind = rng.choices(["light", "dark", "low"], [40, 40, 20])[0]
        return Look(
            rng.choice(getattr(self.split, kind)),
            rng.choice(self.split.fonts),
            rng.randint(10, 24),
            rng.choice([0.55, 0.75, 1.0]) if kind == "low" else 1.0,
            rng.choice([1.2, 1.35, 1.5]),
        )

    def passage(self, rng: Random, widest: int) -> Passage:
        language = LANGUAGES[self.turn % len(LANGUAGES)]
        self.turn += 1
        while True:
            found = corpus.passage(rng.choice(self.sources[language]), rng, rng.randint(7, 28), widest)
            if found is not None:
                return found

    def make(self, recipe: str, index: int) -> None:
        rng = Random(f"{SEED}/{self.split.name}/{recipe}/{index}")
        look, name = self.look(rng), f"{recipe}-{index:02d}"
        scale = rng.choice([1, 1, 1.25, 1.5, 2]) if look.size < 16 else 1
        described: dict[str, Any] = {
            "image": f"{name}.png",
            "renderer": recipe,
            "font": look.font,
            "size": look.size * scale,
            "theme": look.style,
            "contrast": look.contrast,
        }
        if recipe in {"terminal", "trace"}:
            made = (terminal.session if recipe == "terminal" else terminal.trace)(rng)
            longest = max(len(row) for row in made.text.split("\n"))
            columns = rng.choice([60, 72, 80]) if longest > 60 and rng.random() < 0.5 else None
            self.jobs.append({"name": name, "html": pages.terminal(made.text, look, rng, columns), "scale": scale})
            self.truth.append(
                {**described, "kind": "terminal", "language": "console", "text": made.text, "frames": made.frames, "columns": columns}
            )
        elif recipe == "prose":
            texts = corpus.paragraphs(rng, rng.randint(2, 5))
            columns, title = rng.choice([1, 2]), rng.choice(["How it works", "Notes on the release", "Design", "Background", "Limits"])
            described["font"] = rng.choice(self.split.serif)
            size = min(look.size, 17)
            described["size"] = size * scale
            self.jobs.append(
                {
                    "name": name,
                    "html": pages.prose(
                        [text for text, _, _ in texts], title, columns, rng, described["font"], size, look.dark, rng.random() < 0.5
                    ),
                    "scale": scale,
                }
            )
            self.truth.append(
                {
                    **described,
                    "kind": "prose",
                    "text": "\n\n".join([title, *(text for text, _, _ in texts)]) + "\n",
                    "origin": texts[0][1],
                    "licence": texts[0][2],
                }
            )
        else:
            found = self.passage(rng, 100 if recipe == "editor" else min(92, 1500 // round(0.6 * look.size)))
            described |= {
                "kind": "code",
                "language": corpus.dialect(found),
                "text": found.text,
                "origin": found.origin,
                "licence": found.licence,
            }
            if recipe in {"block", "editor"}:
                wrap = rng.choice([None, None, 60]) if recipe == "editor" else None
                page = (
                    pages.block(found.text, found.language, look, rng)
                    if recipe == "block"
                    else pages.editor(found.text, found.language, look, rng, wrap)
                )
                self.jobs.append({"name": name, "html": page, "scale": scale})
                described["wrap"] = wrap
            else:
                self.painted[name] = (
                    painters.by_pygments(found.text, found.language, look, rng.random() < 0.5)
                    if recipe == "pygments"
                    else painters.by_pango(found.text, found.language, look)
                )
                described["size"] = look.size
            self.truth.append(described)

    def develop(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            jobs = Path(scratch, "jobs.jsonl")
            jobs.write_text("".join(json.dumps(job) + "\n" for job in self.jobs), "utf-8")
            subprocess.run([NODE, str(HERE / "photograph.mjs"), str(jobs), scratch], check=True)
            pictures = {
                **{job["name"]: Image.open(Path(scratch, f"{job['name']}.png")).convert("RGB") for job in self.jobs},
                **self.painted,
            }
            lines = []
            for index, truth in enumerate(self.truth):
                name = truth["image"].removesuffix(".png")
                picture = pictures[name]
                if index % 9 == 4:
                    truth["image"] = f"{name}.jpg"
                    picture.save(self.folder / truth["image"], quality=72)
                else:
                    picture.quantize(96, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
                        self.folder / truth["image"], optimize=True
                    )
                lines.append(json.dumps({**truth, "width": picture.width, "height": picture.height}, ensure_ascii=False))
        (self.folder / "truth.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def gather(arguments: argparse.Namespace) -> dict[str, list[Source]]:
    found: dict[str, list[Source]] = {}
    readers = [
        corpus.python_files(),
        corpus.node_files(arguments.node_modules),
        corpus.folder_files(corpus.go_root(), "Go", "BSD-3-Clause"),
    ]
    if arguments.java is not None:
        readers.append(corpus.jar_files(arguments.java, arguments.java.name.removesuffix("-sources.jar"), "Apache-2.0"))
    if arguments.rust is not None:
        readers.append(corpus.folder_files(arguments.rust, arguments.rust.name, "MIT OR Apache-2.0"))
    for reader in readers:
        for source in reader:
            found.setdefault(source.language, []).append(source)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--node-modules", type=Path, default=Path("node_modules"))
    parser.add_argument("--java", type=Path)
    parser.add_argument("--rust", type=Path)
    arguments = parser.parse_args()
    sources = gather(arguments)
    for split in SPLITS:
        studio = Studio(split, sources, arguments.out / split.name)
        for recipe, count in PLAN:
            for index in range(count):
                studio.make(recipe, index)
        studio.develop()


if __name__ == "__main__":
    main()
