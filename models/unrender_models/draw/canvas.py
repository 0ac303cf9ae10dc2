"""Painting with Pillow: filled outlines, plain, dashed and hand-drawn lines, text with its line boxes."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from random import Random

import numpy as np
from PIL import Image, ImageDraw

from ..scene import Box, Line, Point
from . import fonts
from .geometry import resample
from .style import Colour, mix


class Canvas:
    """A picture being painted. `rough` > 0 wobbles every line by about that many pixels and draws it twice."""

    def __init__(self, width: int, height: int, background: Colour, rng: Random, rough: float = 0.0) -> None:
        self.image = Image.new("RGB", (width, height), background)
        self.draw = ImageDraw.Draw(self.image)
        self.background = background
        self.rng = rng
        self.rough = rough

    def wobbled(self, points: list[Point], closed: bool) -> list[Point]:
        """The polyline with a slow random displacement; the ends of open lines stay."""
        if closed:
            points = [*points, points[0]]
        p = resample(points, 14.0)
        generator = np.random.default_rng(self.rng.getrandbits(32))
        noise = generator.normal(0, self.rough, (len(p) // 3 + 2, 2))
        at = np.linspace(0, len(noise) - 1.0, len(p))
        base = np.arange(len(noise))
        p = p + np.stack([np.interp(at, base, noise[:, 0]), np.interp(at, base, noise[:, 1])], 1) * 0.8
        if not closed:
            p[0], p[-1] = points[0], points[-1]
        return [(float(x), float(y)) for x, y in p]

    def line(self, points: list[Point], ink: Colour, width: int, dash: tuple[float, float] | None = None) -> None:
        if len(points) < 2:
            return
        if self.rough:
            for _ in range(2 if dash is None and self.rng.random() < 0.6 else 1):
                self._stroke(self.wobbled(points, closed=False), ink, max(1, width - 1), dash)
        else:
            self._stroke(points, ink, width, dash)

    def _stroke(self, points: list[Point], ink: Colour, width: int, dash: tuple[float, float] | None) -> None:
        if dash is None:
            self.draw.line(points, fill=ink, width=width, joint="curve" if width > 2 and len(points) > 2 else None)
            return
        on, off = max(1.0, dash[0]), max(1.0, dash[1])
        left, drawing = on, True
        for a, b in pairwise(points):
            d = hypot(b[0] - a[0], b[1] - a[1])
            done = 0.0
            while d - done > 1e-6:
                step = min(left, d - done)
                if drawing:
                    s, t = done / d, (done + step) / d
                    self.draw.line([(a[0] + (b[0] - a[0]) * s, a[1] + (b[1] - a[1]) * s), (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)], fill=ink, width=width)
                done += step
                left -= step
                if left <= 1e-6:
                    drawing = not drawing
                    left = on if drawing else off

    def area(self, outline: list[Point], fill: Colour | None, border: Colour | None, width: int, dash: tuple[float, float] | None = None) -> None:
        """A closed outline, filled and stroked."""
        if fill is not None:
            self.draw.polygon(outline, fill=fill)
        if border is not None:
            self.line([*outline, outline[0], outline[1]] if dash is None and not self.rough else [*outline, outline[0]], border, width, dash)

    def masked(self, outline: list[Point], paint: Image.Image, at: tuple[int, int]) -> None:
        """Pastes `paint` (placed at `at`) where the outline's inside is."""
        mask = Image.new("L", paint.size)
        ImageDraw.Draw(mask).polygon([(x - at[0], y - at[1]) for x, y in outline], fill=255)
        self.image.paste(paint, at, mask)

    def gradient(self, outline: list[Point], box: Box, top: Colour, bottom: Colour) -> None:
        x0, y0, w, h = int(box[0]), int(box[1]), int(box[2] - box[0]) + 2, int(box[3] - box[1]) + 2
        share = np.linspace(0, 1, h)[:, None, None]
        pixels = (np.array(top) * (1 - share) + np.array(bottom) * share).astype(np.uint8)
        self.masked(outline, Image.fromarray(np.broadcast_to(pixels, (h, w, 3)).copy()), (x0, y0))

    def hachure(self, outline: list[Point], box: Box, ink: Colour, step: float) -> None:
        """Slanted strokes inside the outline, as hand-drawn fills have."""
        x0, y0, w, h = int(box[0]), int(box[1]), int(box[2] - box[0]) + 2, int(box[3] - box[1]) + 2
        layer = Image.new("RGB", (w, h), self.background)
        pen = ImageDraw.Draw(layer)
        x = -float(h)
        while x < w:
            pen.line([(x + self.rng.uniform(-2, 2), h), (x + h + self.rng.uniform(-2, 2), 0)], fill=ink, width=1)
            x += step
        self.masked(outline, layer, (x0, y0))

    def text(self, lines: list[str], cx: float, cy: float, face: fonts.Face, size: int, leading: float, ink: Colour, align: str = "center") -> list[Line]:
        """Draws lines centred on (cx, cy) as a block; returns them with their boxes."""
        font = fonts.load(face.path, size)
        top, bottom = fonts.ink(face.path, size)
        step = size * leading
        widths = [fonts.width(font, line) for line in lines]
        block = max(widths, default=0.0)
        result = []
        for i, (line, w) in enumerate(zip(lines, widths, strict=True)):
            baseline = round(cy + (i - (len(lines) - 1) / 2) * step - (top + bottom * 0.4) / 2)
            x = round(cx - w / 2 if align == "center" else cx - block / 2 if align == "left" else cx + block / 2 - w)
            self.draw.text((x, baseline), line, fill=ink, font=font, anchor="ls")
            result.append(Line(line, fonts.line_box(font, line, x, baseline)))
        return result

    def shade(self, colour: Colour, share: float) -> Colour:
        return mix(colour, self.background, share)
