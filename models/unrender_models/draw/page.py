"""A page of anything but flowcharts: a canvas with a font and colours that keeps the text written on it."""

from __future__ import annotations

from random import Random

from ..scene import Line
from . import fonts, words
from .canvas import Canvas
from .style import Colour, hsv, visible


class Sheet:
    """A canvas with a font and colours, and the text written so far."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.em = rng.randint(14, 24)
        self.width, self.height = round(self.em * rng.uniform(14, 55)), round(self.em * rng.uniform(9, 45))
        dark = rng.random() < 0.3
        self.ground: Colour = hsv(rng.random(), rng.uniform(0, 0.3), rng.uniform(0.02, 0.22)) if dark else rng.choice(((255, 255, 255), (250, 250, 248), hsv(rng.random(), 0.05, 0.96)))
        self.ink = visible(hsv(rng.random(), rng.uniform(0, 0.4), 0.9 if dark else 0.15), self.ground, 120)
        self.accent = visible(hsv(rng.random(), 0.7, 0.8), self.ground, 60)
        self.canvas = Canvas(self.width, self.height, self.ground, rng)
        self.face = fonts.choose(rng, rng.choice(("sans", "sans", "serif", "mono", "hand")))
        self.lines: list[Line] = []

    def write(self, text: str, x: float, y: float, size: int | None = None, ink: Colour | None = None, face: fonts.Face | None = None, anchor: float = 0.0) -> float:
        """Writes with the left end at x (`anchor` 0.5: middle, 1: right end), centred on y; cut at the margin; returns the width."""
        size, face = size or self.em, face or self.face
        font = fonts.load(face.path, size)
        room = self.width - x - 4 if anchor == 0 else self.width
        while text and fonts.width(font, text) > room:
            text = text[:-1]
        text = text.strip() if anchor else text.rstrip()
        w = fonts.width(font, text)
        if not text.strip() or not size * 0.6 < y < self.height - size * 0.6 or x - anchor * w < 0:
            return 0.0
        self.lines += self.canvas.text([text.lstrip()], x + w - fonts.width(font, text.lstrip()) / 2 - w * anchor, y, face, size, 1.2, ink or self.ink)
        return w

    def sentence(self, count: int = 3) -> str:
        return " ".join(words.phrase(self.rng, "en").lower() for _ in range(count)).capitalize() + "."
