"""A person's folder: which picture has which source beside it, and what is wrong with the others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

Kind = Literal["flowchart", "table", "formula"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SOURCES: dict[str, Kind] = {
    ".mmd": "flowchart", ".mermaid": "flowchart", ".html": "table", ".htm": "table", ".csv": "table", ".tex": "formula",
}  # fmt: skip
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp")


class Unusable(Exception):
    """Why a picture cannot be learned from, in words for the person."""


@dataclass(frozen=True)
class Pair:
    """Names in the folder."""

    picture: str
    source: str

    @property
    def kind(self) -> Kind:
        return SOURCES[Path(self.source).suffix.lower()]


def pairs_of(folder: Path) -> tuple[list[Pair], list[tuple[str, str]]]:
    """Pictures with their sources, by name; and pictures that are left out, each with why. @raises SystemExit where there is no such folder, or no picture in it"""
    if not folder.is_dir():
        raise SystemExit(f"{folder} is no folder.")
    files = sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))
    pictures = [file for file in files if file.suffix.lower() in PICTURES]
    if not pictures:
        raise SystemExit(f"{folder} holds no picture ({', '.join(PICTURES)}).")
    found: list[Pair] = []
    left: list[tuple[str, str]] = []
    for picture in pictures:
        beside = [file for file in files if file.stem == picture.stem and file.suffix.lower() not in PICTURES]
        sources = [file for file in beside if file.suffix.lower() in SOURCES]
        if len(sources) == 1:
            found.append(Pair(picture.name, sources[0].name))
        elif sources:
            left.append((picture.name, f"it has several sources: {', '.join(file.name for file in sources)}"))
        elif beside:
            left.append((picture.name, f"its source {beside[0].name} is of no kind that is known ({', '.join(SOURCES)})"))
        else:
            left.append((picture.name, f"there is no source beside it ({', '.join(picture.stem + ending for ending in SOURCES)})"))
    return found, left


def source_text(file: Path) -> str:
    """@raises Unusable where it is empty or no text"""
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable(f"{file.name} is no text in UTF-8") from None
    if not text.strip():
        raise Unusable(f"{file.name} is empty")
    return text
