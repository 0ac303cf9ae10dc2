"""Fonts of this machine: found once, sorted (so that a seed gives the same picture), loaded through a cache."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from PIL import ImageFont

ROOTS = ("/usr/share/fonts", "/usr/share/texmf/fonts/opentype", "/usr/local/share/fonts")
# Kept for the development set: never drawn with.
HELD_OUT = re.compile(r"roboto|ebgaramond", re.IGNORECASE)
UNFIT = re.compile(
    r"math|symbol|emoji|music|icon|dingbat|awesome|hairline|thin|caps|unsl|quot|dunh|lm\w+?([56789]|17)-|cuneiform|signwrit"
    r"|Noto(Sans|Serif)(?!(-|Display|Mono|CJK))[A-Z]|NotoTraditional|NotoKufi|NotoNaskh|NotoNastaliq|NotoRashi",
    re.IGNORECASE,
)  # fmt: skip
HAND = re.compile(r"comic|humor|hand|xkcd|kalam|caveat|virgil|excalifont|script", re.IGNORECASE)
MONO = re.compile(r"mono|code|consol|courier", re.IGNORECASE)
SERIF = re.compile(r"serif|roman|times|georgia|garamond", re.IGNORECASE)


@dataclass(frozen=True)
class Face:
    path: str
    family: str
    kind: str
    """sans, serif, mono or hand."""
    bold: bool
    italic: bool
    scripts: frozenset[str]
    """Of latin, cyrillic, greek, chinese."""


Font = ImageFont.FreeTypeFont
SCRIPT_SAMPLES = {"latin": "gß", "cyrillic": "Жя", "greek": "Ωλ", "chinese": "流程"}


@lru_cache(maxsize=1024)
def load(path: str, size: int) -> Font:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def _scripts(path: str) -> frozenset[str]:
    font = load(path, 16)
    missing = bytes(font.getmask("\uffff"))

    def inked(sample: str) -> bool:
        """Each character has ink, and its own: what a font lacks may also come out blank, or as one mark for everything."""
        masks = [bytes(font.getmask(c)) for c in sample]
        return all(any(mask) and mask != missing for mask in masks) and len(set(masks)) == len(masks)

    return frozenset(name for name, sample in SCRIPT_SAMPLES.items() if inked(sample))


def _face(path: Path) -> Face | None:
    name = path.stem
    if HELD_OUT.search(str(path)) or UNFIT.search(name):
        return None
    try:
        scripts = _scripts(str(path))
    except OSError:
        return None
    if "latin" not in scripts:
        return None
    kind = "hand" if HAND.search(name) else "mono" if MONO.search(name) else "serif" if SERIF.search(name) and "sans" not in name.lower() else "sans"
    family = re.sub(r"\d+$", "", name.split("-")[0])
    return Face(str(path), family, kind, bool(re.search(r"bold|black|heavy", name, re.IGNORECASE)), bool(re.search(r"italic|oblique|slant", name, re.IGNORECASE)), scripts)


@lru_cache(maxsize=1)
def faces() -> tuple[Face, ...]:
    """Every face fit for labels; raises RuntimeError where the machine has none."""
    paths = sorted({p for root in ROOTS for pattern in ("*.ttf", "*.otf", "*.ttc") for p in Path(root).rglob(pattern)}, key=str)
    found = tuple(face for face in map(_face, paths) if face is not None)
    if not found:
        raise RuntimeError(f"no usable TrueType or OpenType font under {', '.join(ROOTS)}")
    return found


@lru_cache(maxsize=8)
def draws(script: str) -> bool:
    """Whether a face of this machine has the script."""
    return any(script in face.scripts for face in faces())


@lru_cache(maxsize=64)
def _families(kind: str, script: str) -> dict[str, list[Face]]:
    """Families of a kind; every kind where there is none of it."""
    known = [f for f in faces() if script in f.scripts] or list(faces())
    chosen = [f for f in known if f.kind == kind] or known
    result: dict[str, list[Face]] = {}
    for face in chosen:
        result.setdefault(face.family, []).append(face)
    return result


def choose(rng: Random, kind: str, script: str = "latin", bold: float = 0.15, italic: float = 0.08) -> Face:
    """A random face; `bold` and `italic` are probabilities, kept where the family has such faces."""
    families = _families(kind, script)
    members = families[rng.choice(sorted(families))]
    for key, probability in (("bold", bold), ("italic", italic)):
        wanted = rng.random() < probability
        members = [f for f in members if getattr(f, key) == wanted] or members
    return rng.choice(members)


def variant(face: Face, bold: bool) -> Face:
    """The face's sister of another weight, or the face itself."""
    sisters = [f for f in faces() if f.family == face.family and f.bold == bold and f.italic == face.italic and f.scripts >= face.scripts]
    return sisters[0] if sisters else face


@lru_cache(maxsize=1024)
def ink(path: str, size: int) -> tuple[float, float]:
    """Top and bottom of the ink of "Hg" relative to the baseline (y down)."""
    _, top, _, bottom = load(path, size).getbbox("Hg", anchor="ls")
    return float(top), float(bottom)


def line_box(font: Font, text: str, x: float, baseline: float) -> tuple[float, float, float, float]:
    """The box of a line drawn at (x, baseline) with anchor "ls": ink wide, 1.15 em high about the middle of the ink."""
    path, size = str(font.path), int(font.size)
    top, bottom = ink(path, size)
    middle, half = baseline + (top + bottom) / 2, 0.575 * size
    left, right = _bearings(path, size, text[0])[0], _bearings(path, size, text[-1])[1]
    return (x + left, middle - half, x + font.getlength(text) - right, middle + half)


@lru_cache(maxsize=200_000)
def _bearings(path: str, size: int, character: str) -> tuple[float, float]:
    """Empty space left and right of a glyph's ink within its advance (negative where the ink hangs over)."""
    font = load(path, size)
    mask, offset = font.getmask2(character, "L", anchor="ls")
    box = mask.getbbox()
    if box is None:
        return 0.0, 0.0
    return float(offset[0] + box[0]), float(font.getlength(character) - offset[0] - box[2])


@lru_cache(maxsize=200_000)
def _advance(path: str, size: int, character: str) -> float:
    return float(load(path, size).getlength(character))


def width(font: Font, text: str) -> float:
    """Sum of the advances: laying out whole strings again and again while wrapping would cost more than painting."""
    path, size = str(font.path), int(font.size)
    return sum([_advance(path, size, c) for c in text])
