"""Formulas as matplotlib sets them: python -m unrender_models.formula.render.mathtext FORMULAS.jsonl OUT [--count N] [--shares 3] [--of 4]. Resumes where it was.

Mathtext knows no environments and few stretched accents; what it refuses is left to the other renderers.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..vocabulary import CLASSES

EM = 48
PER_SHARD = 1000
FONTS = ("cm", "stix", "stixsans", "dejavusans", "dejavuserif", "Liberation Serif", "Carlito", "TeX Gyre Pagella", "TeX Gyre Bonum", "Linux Libertine O", "Gentium Basic", "Caladea", "Lato", "Open Sans")
"""Mathtext's own sets, and text fonts whose letters stand in for the rest (Debian: fonts-liberation fonts-crosextra-carlito fonts-crosextra-caladea fonts-texgyre
fonts-linuxlibertine fonts-sil-gentium-basic fonts-lato fonts-open-sans). Never TeX Gyre Schola or Asana: they are the development set's."""
SPELLINGS = {"\\lvert": "|", "\\middle|": "|", "\\argmax": "\\operatorname{arg\\,max}", "\\argmin": "\\operatorname{arg\\,min}"}


NEVER = frozenset(("\\emptyset", "\\widehat", "\\widetilde", "\\boxed", "\\cancel", "\\wr"))
"""Tokens that mathtext draws as something else."""
CALLIGRAPHIC = frozenset(("\\mathcal", "\\mathscr", "\\mathbb", "\\mathfrak", "\\boldsymbol", "\\mathsf", "\\mathtt"))
"""Alphabets that text fonts lack; of mathtext's own sets, DejaVu lacks the first."""


def drawn(tokens: list[str], font: str) -> list[str] | None:
    """The stream that a picture in this font shows; None where the font does not show what is written."""
    present = set(tokens)
    if present & NEVER or any(token.startswith("\\begin") for token in tokens):
        return None
    if (font not in FONTS[:5] and present & CALLIGRAPHIC) or (font.startswith("dejavu") and "\\mathcal" in present):
        return None
    # Unicode fonts have one epsilon, the round one.
    return tokens if font == "cm" else ["\\varepsilon" if token == "\\epsilon" else token for token in tokens]


class Setter:
    """Draws formulas; one font at a time."""

    def __init__(self, fonts: Sequence[str] = FONTS) -> None:
        """@raises ValueError for a text font that is not installed: matplotlib would silently take another one"""
        from matplotlib import rcParams
        from matplotlib.font_manager import FontProperties, findfont
        from matplotlib.mathtext import MathTextParser

        for font in set(fonts) - set(FONTS[:5]):
            findfont(FontProperties(family=font, style="italic"), fallback_to_default=False)
        self.parameters: Any = rcParams
        self.properties = {font: FontProperties(size=EM, math_fontfamily=font if font in FONTS[:5] else "custom") for font in fonts}
        self.parser: Any = MathTextParser("agg")
        self.blanks: dict[str, frozenset[str]] = {}

    def blank(self, font: str) -> frozenset[str]:
        """Symbols that a font knows and leaves empty: what it is to show would not be in the picture."""
        if font not in self.blanks:
            alone = [token for name in ("letter", "digit", "greek", "ordinary", "binary", "relation", "arrow") for token in CLASSES[name]]
            self.blanks[font] = frozenset(token for token in alone if self.draw(token, font) is None)
        return self.blanks[font]

    def draw(self, latex: str, font: str) -> NDArray[np.uint8] | None:
        """Ink of a formula, 0 ink and 255 paper, cut to its ink; None for what mathtext does not set."""
        if font not in FONTS[:5]:
            self.parameters.update(
                {"mathtext.rm": font, "mathtext.it": f"{font}:italic", "mathtext.bf": f"{font}:bold", "mathtext.fallback": "stix"}
            )
        for old, new in SPELLINGS.items():
            latex = latex.replace(old, new)
        try:
            ink = np.asarray(self.parser.parse(f"${latex}$", dpi=72, prop=self.properties[font]).image)
        except (ValueError, RuntimeError, KeyError):
            return None
        rows, columns = np.nonzero(ink.max(1) > 55)[0], np.nonzero(ink.max(0) > 55)[0]
        if len(rows) == 0:
            return None
        return (255 - ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]).astype(np.uint8)


def rendered(folder: Path) -> tuple[int, int]:
    """How many pictures there are, and the first job that has not been tried."""
    pictures, first = 0, 0
    for index in sorted(folder.glob("shard-*/formulas.jsonl")):
        whole = [line for line in index.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n")]
        index.write_text("".join(whole), encoding="utf-8")
        pictures += len(whole)
        if whole:
            first = max(first, json.loads(whole[-1])["job"] + 1)
    return pictures, first


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formulas", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--shares", default="3")
    parser.add_argument("--of", type=int, default=4)
    parser.add_argument("--fonts", nargs="*", choices=FONTS, default=FONTS)
    options = parser.parse_args()
    folder = options.out / "mathtext"
    pictures, first = rendered(folder)
    setter, shares, refused, before = Setter(options.fonts), {int(part) for part in options.shares.split(",")}, 0, pictures
    with options.formulas.open(encoding="utf-8") as file:
        for job, line in enumerate(file):
            if job < first or job % options.of not in shares or pictures >= options.count:
                continue
            formula = json.loads(line)
            if formula["split"] != "train":
                continue
            font = options.fonts[(job // options.of) % len(options.fonts)]
            tokens = drawn(formula["tokens"], font)
            latex = formula["latex"] if tokens == formula["tokens"] else formula["latex"].replace("\\epsilon", "\\varepsilon")
            ink = setter.draw(latex, font) if tokens is not None and not setter.blank(font) & set(tokens) else None
            if ink is None:
                refused += 1
                continue
            shard = folder / f"shard-{pictures // PER_SHARD:03d}"
            shard.mkdir(parents=True, exist_ok=True)
            name = f"{pictures:06d}.png"
            Image.fromarray(ink).save(shard / name, compress_level=6)
            data = {
                "image": name,
                "width": ink.shape[1],
                "height": ink.shape[0],
                "em": EM,
                "job": job,
                "renderer": "mathtext",
                "font": font,
                "display": False,
            }
            with (shard / "formulas.jsonl").open("a", encoding="utf-8") as index:
                index.write(json.dumps({**data, "tokens": tokens, "latex": latex, "origin": formula["origin"]}, ensure_ascii=False) + "\n")
            pictures += 1
    print(json.dumps({"made": pictures - before, "refused": refused}))


if __name__ == "__main__":
    main()
