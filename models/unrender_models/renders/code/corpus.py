"""Real text to take pictures of: passages of source files and of documentation out of installed packages with permissive licences."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

PERMISSIVE = re.compile(r"^(MIT|BSD|ISC|Apache|PSF|0BSD|3-Clause|MIT-CMU)", re.IGNORECASE)
SUFFIXES = {".py": "python", ".js": "javascript", ".mjs": "javascript", ".ts": "typescript", ".go": "go", ".java": "java", ".rs": "rust", ".c": "c", ".h": "c",
            ".sh": "shell", ".css": "css", ".json": "json", ".yml": "yaml", ".yaml": "yaml", ".html": "html"}  # fmt: skip
TAB = 4


@dataclass(frozen=True)
class Passage:
    """A piece of a file. `text` has no tabs, no blanks at the ends of its lines, and ends with a line break."""

    text: str
    language: str
    origin: str
    """Package, version and file."""
    licence: str


@dataclass(frozen=True)
class Source:
    origin: str
    licence: str
    language: str
    text: str


def python_files() -> Iterator[Source]:
    for distribution in sorted(importlib.metadata.distributions(), key=lambda each: str(each.metadata["Name"])):
        described = distribution.metadata
        stated = [str(described[key]) for key in ("License-Expression", "License") if key in described]
        name, licence = str(described["Name"]), next((each for each in stated if each), "")
        if not PERMISSIVE.match(licence) or " AND " in licence:
            continue
        for file in distribution.files or []:
            if file.suffix in {".py", ".h", ".c", ".html", ".css"} and "test" not in str(file) and ".." not in file.parts:
                yield from _read(Path(str(file.locate())), f"{name} {distribution.version} {file}", licence)


def node_files(root: Path) -> Iterator[Source]:
    for manifest in sorted([*root.glob("*/package.json"), *root.glob("@*/*/package.json")]):
        described = json.loads(manifest.read_text("utf-8"))
        licence = described.get("license")
        if not isinstance(licence, str) or not PERMISSIVE.match(licence):
            continue
        for file in sorted(manifest.parent.rglob("*")):
            inside = file.relative_to(manifest.parent)
            if (
                "node_modules" in inside.parts
                or file.name.endswith((".min.js", ".d.ts", ".min.css"))
                or file.suffix not in SUFFIXES
                or not file.is_file()
            ):
                continue
            yield from _read(file, f"{described['name']} {described.get('version', '')} {inside}", licence)


def folder_files(root: Path, name: str, licence: str) -> Iterator[Source]:
    for file in sorted(root.rglob("*")):
        if file.suffix in SUFFIXES and file.is_file() and "test" not in file.name:
            yield from _read(file, f"{name} {file.relative_to(root)}", licence)


def jar_files(jar: Path, name: str, licence: str) -> Iterator[Source]:
    with zipfile.ZipFile(jar) as archive:
        for member in sorted(archive.namelist()):
            if member.endswith(".java"):
                yield Source(f"{name} {member}", licence, "java", archive.read(member).decode("utf-8", "replace"))


def go_root() -> Path:
    return Path(subprocess.run(["go", "env", "GOROOT"], check=True, capture_output=True, text=True).stdout.strip()) / "src"


def _read(file: Path, origin: str, licence: str) -> Iterator[Source]:
    if not 300 <= file.stat().st_size <= 120_000:
        return
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        return
    yield Source(origin, licence, SUFFIXES[file.suffix], text)


def passage(source: Source, rng: Random, lines: int, widest: int = 92) -> Passage | None:
    """A passage that begins at the start of a block; nothing where none is fit to be seen: too wide, too empty, other letters than ASCII."""
    rows = [row.expandtabs(TAB).rstrip() for row in source.text.replace("\r", "").split("\n")]
    starts = [
        i
        for i, row in enumerate(rows)
        if row and not row.startswith((" ", "}", ")", "]")) and (i == 0 or rows[i - 1] == "" or source.language in {"css", "json", "yaml"})
    ]
    rng.shuffle(starts)
    for start in starts[:40]:
        piece = rows[start : start + lines]
        while piece and piece[-1] == "":
            piece.pop()
        text = "\n".join(piece) + "\n"
        written = [row for row in piece if row]
        if len(written) < 0.7 * lines or not text.isascii() or max(len(row) for row in piece) > widest or "\n\n\n" in text:
            continue
        comments = sum(row.lstrip().startswith(("//", "#", "*", "/*", '"""')) for row in written)
        indented = sum(row.startswith(" ") for row in written)
        if (
            comments > 0.4 * len(written)
            or indented < 0.25 * len(written)
            or re.search(r"copyright|licen[sc]e|/(?:tmp|root|home|work|var)/", text, re.IGNORECASE)
        ):
            continue
        if len({row.strip() for row in written}) < 0.7 * len(written):
            continue
        return Passage(text, source.language, source.origin, source.licence)
    return None


def dialect(passage: Passage) -> str:
    """The language of a passage: headers may be C or C++."""
    return "cpp" if passage.language == "c" and re.search(r"::|\b(class|template|namespace|nullptr)\b", passage.text) else passage.language


def paragraphs(rng: Random, count: int) -> list[tuple[str, str, str]]:
    """English paragraphs out of packages' descriptions and docstrings: (text on one line, origin, licence)."""
    found: list[tuple[str, str, str]] = []
    for source in python_files():
        if source.language != "python":
            continue
        for block in re.findall(r'"""(.*?)"""', source.text, re.DOTALL):
            for part in re.split(r"\n\s*\n", block):
                text = " ".join(part.split())
                plain = re.fullmatch(r"[A-Z][A-Za-z ,.;'()\-]+[.]", text)
                if plain and 170 <= len(text) <= 600 and text.count(" ") > 25 and "  " not in text:
                    found.append((text, source.origin, source.licence))
        if len(found) > 40 * count:
            break
    rng.shuffle(found)
    return found[:count]
