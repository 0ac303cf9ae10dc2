"""Training samples on the fly: a rendered formula as a user's picture would show it, then as the engine would scale it. No torch here: workers import it."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from ..picture import distance_to_background
from . import size
from .surroundings import surround
from .vocabulary import encode

Grey = NDArray[np.uint8]
Boxes = NDArray[np.float32]
GRIDS = 3
"""Times that a matrix, cases or aligned lines are shown while any other formula is shown once: they are an eighth of the pictures and half of what is misread."""
MARKED = 2
"""Times that a line with an accent, a prime or bold letters is shown: a mark of few pixels is what the reader drops first."""
MARKS = frozenset(
    ("\\bar", "\\overline", "\\hat", "\\widehat", "\\tilde", "\\widetilde", "\\dot", "\\ddot", "\\vec", "\\check", "\\prime", "\\boldsymbol", "\\mathbf")
)
LOOKS = {"opentype": 3}
"""How much more often pictures of a renderer are shown. Of fonts that training had not shown the reader got half of the short formulas, of its own fonts four fifths:
the renderer with thirteen fonts counts thrice."""
RARE = 0.01
"""Tokens that stand in a smaller share of the pictures are shown more often, by the root of how much smaller it is, at most GRIDS times
(repeat factors, Gupta et al. 2019, arXiv 1908.03195, section 4.2): there is much to learn about a sign that nobody needs."""
CLEAN = 0.5
"""Share of the pictures that nothing has damaged, as a screenshot is."""
KERNELS = (Image.Resampling.LANCZOS, Image.Resampling.BOX, Image.Resampling.BICUBIC, Image.Resampling.BILINEAR, Image.Resampling.HAMMING)


@dataclass(frozen=True)
class Rendered:
    """A line of a shard's index."""

    path: Path
    em: int
    tokens: tuple[str, ...]
    renderer: str
    font: str
    glyphs: Boxes
    """[G, 5]: token, x0, y0, x1, y1 of its ink in the picture; without rows where the renderer does not tell."""

    @property
    def grid(self) -> bool:
        return "\\\\" in self.tokens

    def ink(self) -> Image.Image:
        """Ink as 255 on 0."""
        return ImageChops.invert(Image.open(self.path).convert("L"))


@dataclass
class Dirty:
    """A picture before the engine touches it: distance to its background, and its true em in pixels."""

    grey: Grey
    em: float
    glyphs: Boxes


@dataclass
class Sample:
    """pixels [h, w], 0 paper, 255 ink; ids begin with BOS and end with EOS."""

    pixels: Grey
    ids: list[int]
    renderer: str
    em: float
    """True pixels of an em in `pixels`: size.TARGET where the rule was right."""
    glyphs: Boxes
    """[G, 5]: place in `ids`, x0, y0, x1, y1 of the ink in `pixels`."""


class Shards:
    """Pictures that renderers left: FOLDER/RENDERER/shard-*/formulas.jsonl."""

    def __init__(self, folders: list[Path]) -> None:
        self.pictures: list[Rendered] = []
        for folder in folders:
            for index in sorted(folder.glob("**/formulas.jsonl")):
                for line in index.read_text(encoding="utf-8").splitlines():
                    data: dict[str, Any] = json.loads(line)
                    self.pictures.append(
                        Rendered(
                            index.parent / data["image"],
                            data["em"],
                            tuple(data["tokens"]),
                            data["renderer"],
                            data["font"],
                            np.array(data.get("glyphs", []), np.float32).reshape(-1, 5),
                        )
                    )
        if not self.pictures:
            raise FileNotFoundError(f"no pictures of formulas below {', '.join(map(str, folders))}")
        shown = Counter(token for picture in self.pictures for token in set(picture.tokens))
        self.repeats = {token: (RARE * len(self.pictures) / count) ** 0.5 for token, count in shown.items()}

    def times(self, picture: Rendered) -> int:
        """That a picture is shown in a round over all of them."""
        marked = MARKED if MARKS.intersection(picture.tokens) else 1
        rare = max((self.repeats[token] for token in picture.tokens), default=1.0)
        return (GRIDS if picture.grid else max(marked, min(GRIDS, round(rare)))) * LOOKS.get(picture.renderer, 1)

    def pick(self, rng: Random) -> Rendered:
        return rng.choice(self.pictures)


def dirty(picture: Rendered, shards: Shards, rng: Random) -> Dirty:
    """A rendered formula at the size of a screen or a scan, with what stands around it, in some colours, degraded."""
    em = float(np.clip(np.exp(rng.gauss(np.log(22), 0.42)), 8, 60))
    ink = picture.ink()
    # Nobody's picture of a formula is larger than this; long ones are read at smaller sizes.
    em = min(em, 2400 * picture.em / ink.width, 900 * picture.em / ink.height)
    factor = em / picture.em
    ink = ink.resize((max(2, round(ink.width * factor)), max(2, round(ink.height * factor))), rng.choice(KERNELS))
    if rng.random() < 0.3:
        ink = weighted(ink, rng)
    page, left, top = surround(ink, em, lambda: neighbour(shards, em, rng), rng)
    glyphs = picture.glyphs * np.array([1, factor, factor, factor, factor], np.float32) + np.array([0, left, top, left, top], np.float32)
    return Dirty(coloured(page, em, rng), em, glyphs)


def neighbour(shards: Shards, em: float, rng: Random) -> Image.Image:
    """Another formula in the same size, for what sticks into a crop."""
    other = shards.pick(rng)
    ink = other.ink()
    return ink.resize((max(2, round(ink.width * em / other.em)), max(2, round(ink.height * em / other.em))), Image.Resampling.BOX)


def weighted(ink: Image.Image, rng: Random) -> Image.Image:
    """Bolder or lighter, as rasterisers and printers differ."""
    gamma = np.exp(rng.uniform(-0.5, 0.5))
    return ink.point([round(255 * (value / 255) ** gamma) for value in range(256)])


def coloured(page: Image.Image, em: float, rng: Random) -> Grey:
    """Ink on paper as the engine sees it: distance to the background, after colours and damage."""
    roll = rng.random()
    if roll < 0.15:
        return in_colours(page, em, rng)
    paper, pen = (rng.randint(228, 255), rng.randint(0, 90)) if roll < 0.72 else (rng.randint(0, 60), rng.randint(160, 255))
    shaded = page.point([round(paper + (pen - paper) * value / 255) for value in range(256)])
    values = np.asarray(damaged(shaded, em, rng)).astype(np.int16)
    # One channel of three that are equal: the fullest of 16 bins, as in picture.background_colour.
    fullest = np.bincount(values.ravel() >> 4, minlength=16).argmax()
    background = values[values >> 4 == fullest].mean()
    return np.rint(np.abs(values - background)).astype(np.uint8)


def in_colours(page: Image.Image, em: float, rng: Random) -> Grey:
    while True:
        paper, pen = (np.array([rng.randint(0, 255) for _ in range(3)]) for _ in range(2))
        if rng.random() < 0.7:
            paper = np.array([rng.randint(235, 255)] * 3) if rng.random() < 0.6 else np.array([rng.randint(15, 50)] * 3)
        if np.abs(paper - pen).max() >= 90:
            break
    alpha = np.asarray(page, np.float32)[..., None] / 255
    return distance_to_background(np.asarray(damaged(Image.fromarray((paper + (pen - paper) * alpha).astype(np.uint8)), em, rng)))


def damaged(image: Image.Image, em: float, rng: Random) -> Image.Image:
    """Blur, compression, resampling, a turn, noise. Small type is spared what would leave nothing to read: a picture that nobody can read teaches guessing."""
    if rng.random() < CLEAN:
        return image
    roll = rng.random()
    if roll < 0.25:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 0.9) * min(1.0, (em / 20) ** 1.5)))
    elif roll < 0.55:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=rng.randint(25 if em > 18 else 55, 95))
        image = Image.open(buffer)
    elif roll < 0.62:
        factor = rng.uniform(min(0.95, max(0.6, 11 / em)), 0.95)
        small = image.resize((max(2, round(image.width * factor)), max(2, round(image.height * factor))), rng.choice(KERNELS))
        image = small.resize(image.size, rng.choice(KERNELS))
    elif roll < 0.67:
        corner = image.getpixel((0, 0))
        image = image.rotate(rng.uniform(-1, 1), Image.Resampling.BICUBIC, expand=False, fillcolor=corner)
    if rng.random() < 0.15:
        values = np.asarray(image).astype(np.float32)
        noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(1, 7 if em > 14 else 4), values.shape)
        image = Image.fromarray(np.clip(values + noise, 0, 255).astype(np.uint8))
    return image


def fed(grey: Grey, em: float | None, stretch: float = 1.0) -> Grey:
    """What the reader is fed: scaled to its em, at least 32 pixels a side, contrast made full. `stretch`: of the width, for training."""
    height, width = grey.shape
    factor = size.scale_for(width, height, em)
    scaled = Image.fromarray(grey).resize((max(32, round(width * factor * stretch)), max(32, round(height * factor))), Image.Resampling.LANCZOS)
    level = size.contrast(np.asarray(scaled))
    return np.asarray(scaled.point([min(255, round(value * 255 / level)) for value in range(256)]))


def sample(picture: Rendered, shards: Shards, rng: Random, weights: tuple[float, ...]) -> Sample:
    """One training sample. The engine's own rule decides the scale, mistakes included, and larger ones: of renderers that it was not fitted to it is off by a quarter
    (Chromium's MathML is fed at 16 to 24 pixels an em), and fonts differ in width."""
    made = dirty(picture, shards, rng)
    em = size.em_of(made.grey, weights)
    pixels = fed(made.grey, None if em is None else em * float(np.exp(rng.uniform(-0.42, 0.22))), float(np.exp(rng.gauss(0, 0.04))))
    height, width = made.grey.shape
    fx, fy = pixels.shape[1] / width, pixels.shape[0] / height
    # Ids begin with BOS.
    glyphs = made.glyphs * np.array([1, fx, fy, fx, fy], np.float32) + np.array([1, 0, 0, 0, 0], np.float32)
    return Sample(pixels, encode(picture.tokens), picture.renderer, made.em * fx, glyphs)


def samples(shards: Shards, seed: int) -> Iterator[Sample]:
    """Without end, in an order of its own; the same for the same seed. One of these a worker process."""
    rng, weights = Random(seed), size.rule()
    while True:
        order = [index for index, picture in enumerate(shards.pictures) for _ in range(shards.times(picture))]
        rng.shuffle(order)
        for index in order:
            yield sample(shards.pictures[index], shards, rng, weights)
