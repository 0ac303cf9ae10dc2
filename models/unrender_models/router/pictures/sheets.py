"""Sheets for the photographer: many small pieces of HTML on one page, each of which becomes a picture."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
ROOT_MODULES = HERE.parents[3] / "node_modules"
NODE = shutil.which("node") or "node"
SCALES = (1, 1, 1, 1.25, 1.5, 2)


def script(*parts: str, root: Path = MODULES) -> str:
    return f'<script src="{root.joinpath(*parts).as_uri()}"></script>'


def sheet_css(*parts: str, root: Path = MODULES) -> str:
    return f'<link rel="stylesheet" href="{root.joinpath(*parts).as_uri()}">'


@dataclass
class Studio:
    """Collects pictures of one maker: HTML for Chromium, and pictures that are painted at once. `index.jsonl` says what each is."""

    out: Path
    prefix: str
    records: list[dict[str, Any]] = field(default_factory=list)
    sheets: list[dict[str, Any]] = field(default_factory=list)
    open: dict[str, list[str]] = field(default_factory=dict)
    heads: dict[str, tuple[str, float, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.out.mkdir(parents=True, exist_ok=True)

    def record(self, kind: str, renderer: str, style: str = "", held: bool = False) -> str:
        name = f"{self.prefix}-{len(self.records):05d}"
        self.records.append({"image": f"{name}.png", "kind": kind, "renderer": renderer, "style": style, "held": held})
        return name

    def html(
        self, kind: str, renderer: str, inner: str, *, style: str = "", css: str = "", head: str = "", scale: float = 1, width: int = 1400, each: int = 12,
        held: bool = False,
    ) -> None:  # fmt: skip
        """Adds a piece of HTML; pieces with the same head and scale share a sheet. `css` is the style attribute of the piece."""
        name = self.record(kind, renderer, style, held)
        key = f"{head}\0{scale}\0{width}"
        self.heads[key] = (head, scale, width)
        pieces = self.open.setdefault(key, [])
        pieces.append(f'<div style="margin:8px"><div class="shot" id="{name}" style="display:inline-block;{css}">{inner}</div></div>')
        if len(pieces) >= each:
            self.close(key)

    def close(self, key: str) -> None:
        head, scale, width = self.heads[key]
        self.sheets.append({"head": head, "body": "".join(self.open.pop(key)), "scale": scale, "width": width})

    def finish(self) -> None:
        """Writes the index, photographs what is to be photographed. Raises CalledProcessError where the photographer fails."""
        for key in list(self.open):
            self.close(key)
        (self.out / "index.jsonl").write_text("".join(json.dumps(each) + "\n" for each in self.records), "utf-8")
        if self.sheets:
            sheets = self.out / "sheets.jsonl"
            self.sheets.sort(key=lambda sheet: sheet["head"])
            sheets.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in self.sheets), "utf-8")
            subprocess.run([NODE, str(HERE / "photograph.mjs"), str(sheets), str(self.out)], check=True)


def pick_scale(rng: Random) -> float:
    return rng.choice(SCALES)
