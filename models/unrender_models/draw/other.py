"""Pictures that are no flowcharts: pages, code, terminals, tables, charts, forms, chats, formulas, textures. All their text is noise."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, sin, tau
from random import Random

import numpy as np
from PIL import Image, ImageFilter

from ..scene import Line
from . import fonts, words
from .canvas import Canvas
from .style import Colour, hsv, mix, readable, visible

Painter = Callable[["Sheet"], None]


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


def prose(s: Sheet) -> None:
    rng, y = s.rng, s.em * 2.0
    columns = rng.choice((1, 1, 2))
    step = s.em * rng.uniform(1.25, 1.8)
    for c in range(columns):
        y, x = s.em * 2.0, s.em + c * s.width / columns
        room = s.width / columns - 2 * s.em
        while y < s.height - s.em:
            if rng.random() < 0.08:
                s.write(words.phrase(rng, "en"), x, y, round(s.em * 1.4))
                y += s.em * 2.2
            text, font = s.sentence(8), fonts.load(s.face.path, s.em)
            while fonts.width(font, text) > room and " " in text:
                text = text.rsplit(" ", 1)[0]
            if rng.random() < 0.15:
                text = text[: len(text) // 2]
            bullet = rng.random() < 0.1
            s.write(("• " if bullet else "") + text, x, y)
            y += step * (1.6 if rng.random() < 0.12 else 1)


CODE = (
    "def {n}({n}):", "    return {n}.{n}({v})", "if {n} is None:", "    raise ValueError('{n}')", "for {n} in range({d}):", "const {n} = await {n}({d});", "import {n}", "}",
    "    {n} = {n} + {d}", "// {n} {n} {n}", "# {n} the {n}", "public class {n} {", "        self.{n} = {n}", "    while ({n} < {d}) {", "SELECT {n} FROM {n} WHERE {n} = {d};", "<div class=\"{n}\">",
    "A --> B", "{n} -> {n};", "graph TD", "    switch ({n}) {", "    case {d}: break;", "fn {n}(&self) -> {n} {", "$ npm run {n}", "error: {n} not found", "[{d}/{d}] {n} {n}", "2025-03-{d} INFO {n} {n}",
)  # fmt: skip


def code(s: Sheet) -> None:
    rng = s.rng
    face = fonts.choose(rng, "mono")
    numbered = rng.random() < 0.5
    colours = [visible(hsv(rng.random(), 0.6, 0.8), s.ground, 90) for _ in range(4)] + [s.ink] * 3
    y, number = s.em * 1.4, rng.randrange(200)
    x = s.em * (3.5 if numbered else 1)
    if numbered and rng.random() < 0.5:
        s.canvas.draw.line([(s.em * 3, 0), (s.em * 3, s.height)], fill=mix(s.ground, s.ink, 0.3))
    while y < s.height - s.em:
        if numbered:
            s.write(str(number), s.em * 0.6, y, face=face, ink=mix(s.ground, s.ink, 0.5))
        if rng.random() > 0.1:
            text = rng.choice(CODE)
            for mark in ("{n}", "{n}", "{n}", "{v}", "{d}", "{d}"):
                text = text.replace(mark, rng.choice(words.NOUNS).replace(" ", "_").lower() if mark != "{d}" else str(rng.randrange(100)), 1)
            indent = rng.choice((0, 0, 1, 2)) * s.em * 2
            s.write(text, x + indent, y, face=face, ink=rng.choice(colours))
        y += s.em * 1.35
        number += 1


def table(s: Sheet) -> None:
    rng = s.rng
    columns, rows = rng.randint(2, 6), rng.randint(3, 12)
    w, h = (s.width - 2 * s.em) / columns, s.em * rng.uniform(1.5, 2.4)
    x0, y0 = s.em, s.em * rng.choice((1, 3))
    border = mix(s.ground, s.ink, rng.uniform(0.2, 1))
    style, thick = rng.choice(("full", "full", "rows", "outer", "none")), rng.choice((1, 1, 2))
    if y0 > s.em * 2:
        s.write(words.phrase(rng, "en"), x0, s.em * 1.5, round(s.em * 1.2))
    header = rng.choice((None, mix(s.ground, s.accent, 0.3), s.accent))
    if header:
        s.canvas.draw.rectangle([x0, y0, x0 + columns * w, y0 + h], fill=header)
    for r in range(rows + 1):
        if style in ("full", "rows") or (style == "outer" and r in (0, rows)):
            s.canvas.draw.line([(x0, y0 + r * h), (x0 + columns * w, y0 + r * h)], fill=border, width=thick)
    for c in range(columns + 1):
        if style == "full" or (style == "outer" and c in (0, columns)):
            s.canvas.draw.line([(x0 + c * w, y0), (x0 + c * w, y0 + rows * h)], fill=border, width=thick)
    size = max(11, min(s.em, round(w / 6)))
    for r in range(rows):
        for c in range(columns):
            text = words.code(rng) if rng.random() < 0.6 else rng.choice(words.NOUNS)
            font = fonts.load(s.face.path, size)
            while text and fonts.width(font, text) > w - 8:
                text = text[:-1]
            s.write(text, x0 + c * w + 5, y0 + (r + 0.5) * h, size, readable(s.ink, header) if header and r == 0 else s.ink)


def chart(s: Sheet) -> None:
    rng, d = s.rng, s.canvas.draw
    x0, y0, x1, y1 = s.em * 4.0, s.em * 3.0, s.width - s.em * 2.0, s.height - s.em * 3.0
    if x1 - x0 < s.em * 5 or y1 - y0 < s.em * 4:
        return prose(s)
    s.write(words.phrase(rng, "en"), s.width / 2, s.em * 1.3, anchor=0.5)
    kind = rng.choice(("bar", "line", "pie", "scatter", "barh"))
    colours = [visible(hsv(rng.random() + i / 6, 0.6, 0.8), s.ground, 50) for i in range(6)]
    if kind == "pie":
        r, t = min(x1 - x0, y1 - y0) / 2, 0.0
        cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
        shares = [rng.uniform(0.3, 1) for _ in range(rng.randint(3, 6))]
        for i, share in enumerate(shares):
            a = share / sum(shares) * 360
            d.pieslice([cx - r, cy - r, cx + r, cy + r], t, t + a, fill=colours[i], outline=s.ground, width=2)
            m = (t + a / 2) / 360 * tau
            s.write(f"{round(share / sum(shares) * 100)}%", cx + r * 0.65 * cos(m), cy + r * 0.65 * sin(m), ink=readable(s.ink, colours[i]), anchor=0.5)
            t += a
        return None
    d.line([(x0, y0), (x0, y1), (x1, y1)], fill=s.ink, width=rng.choice((1, 2)))
    ticks = rng.randint(3, 7)
    for i in range(ticks):
        y = y1 - (y1 - y0) * i / ticks
        if rng.random() < 0.8:
            d.line([(x0, y), (x1, y)], fill=mix(s.ground, s.ink, 0.2))
        s.write(str(i * rng.choice((5, 10, 100))), x0 - 6, y, max(11, s.em - 4), anchor=1.0)
    n = rng.randint(3, 9)
    for i in range(n):
        s.write(rng.choice((f"Q{i % 4 + 1}", rng.choice(words.NOUNS)[:6], str(2015 + i))), x0 + (i + 0.5) * (x1 - x0) / n, y1 + s.em, max(11, s.em - 5), anchor=0.5)
    for k in range(rng.randint(1, 3)):
        points = [(x0 + (i + 0.5) * (x1 - x0) / n, y1 - rng.random() * (y1 - y0)) for i in range(n)]
        if kind == "line":
            d.line(points, fill=colours[k], width=3)
            for x, y in points if rng.random() < 0.6 else []:
                d.ellipse([x - 4, y - 4, x + 4, y + 4], fill=colours[k])
        elif kind == "scatter":
            for _ in range(30):
                x, y = rng.uniform(x0, x1), rng.uniform(y0, y1)
                d.ellipse([x - 4, y - 4, x + 4, y + 4], fill=colours[k])
        elif k == 0:
            w = (x1 - x0) / n * 0.35
            for x, y in points:
                d.rectangle([x - w, y, x + w, y1], fill=colours[0], outline=s.ink)
    return None


def form(s: Sheet) -> None:
    rng, d, y = s.rng, s.canvas.draw, s.em * 2.0
    s.write(words.phrase(rng, "en"), s.em, y, round(s.em * 1.3))
    while y < s.height - s.em * 4:
        y += s.em * rng.uniform(2.4, 3.2)
        roll, label = rng.random(), rng.choice(words.NOUNS).capitalize()
        r, edge = rng.choice((0, 4, 8)), mix(s.ground, s.ink, rng.uniform(0.3, 0.8))
        if roll < 0.5:
            s.write(label, s.em, y)
            d.rounded_rectangle([s.em * 9, y - s.em, min(s.em * 24, s.width - s.em), y + s.em], r, outline=edge) if s.width > s.em * 14 else None
            s.write(words.code(rng), s.em * 9.6, y)
        elif roll < 0.75:
            d.rectangle([s.em, y - s.em * 0.5, s.em * 2, y + s.em * 0.5], outline=edge, width=2)
            s.write(words.phrase(rng, "en"), s.em * 2.6, y)
        else:
            x = float(s.em)
            for _ in range(rng.randint(1, 3)):
                text = rng.choice(words.VERBS)
                w = fonts.width(fonts.load(s.face.path, s.em), text) + 2 * s.em
                if x + w > s.width - 4:
                    break
                fill = s.accent if rng.random() < 0.5 else None
                d.rounded_rectangle([x, y - s.em, x + w, y + s.em], r, fill=fill, outline=edge)
                s.write(text, x + w / 2, y, ink=readable(s.ink, fill or s.ground), anchor=0.5)
                x += w + s.em


def chat(s: Sheet) -> None:
    rng, y = s.rng, s.em * 1.5
    while y < s.height - s.em * 4:
        text = [words.phrase(rng, "en") for _ in range(rng.randint(1, 3))]
        font = fonts.load(s.face.path, s.em)
        w, h = min(max(fonts.width(font, t) for t in text) + 2 * s.em, s.width - s.em), (len(text) * 1.4 + 1) * s.em
        x = s.width - w - s.em * 0.5 if rng.random() < 0.5 else s.em * 0.5
        fill = mix(s.ground, s.accent, rng.uniform(0.15, 0.9))
        s.canvas.draw.rounded_rectangle([x, y, x + w, y + h], s.em * 0.8, fill=fill)
        for i, t in enumerate(text):
            s.write(t, x + s.em, y + (i * 1.4 + 1.2) * s.em, ink=readable(s.ink, fill))
        y += h + s.em * rng.uniform(0.5, 1.5)


def formulas(s: Sheet) -> None:
    rng, y = s.rng, s.em * 3.0
    while y < s.height - s.em * 2:
        a, b, c = (rng.choice("xyzabnkfgΔσλ") for _ in range(3))
        s.write(rng.choice((f"{a} = {b}² + {c}²", f"∑ {a}ᵢ = {b}({c})", f"∫ {a}({b}) d{b} = {c}", f"{a}({b}) → {c}", f"lim {a} = {rng.randrange(9)}", f"|{a} − {b}| < {c}")), s.width * rng.uniform(0.2, 0.5), y, round(s.em * 1.3), anchor=0.5)
        if rng.random() < 0.4:
            x = s.width * 0.6
            s.canvas.draw.line([(x, y), (x + s.em * 3, y)], fill=s.ink, width=2)
            s.write(a + " + 1", x + s.em * 1.5, y - s.em * 0.9, anchor=0.5)
            s.write(b, x + s.em * 1.5, y + s.em * 0.9, anchor=0.5)
        y += s.em * rng.uniform(2.5, 4)


def texture(s: Sheet) -> None:
    """Noise, gradients and blobs, as in photographs; now and then with a caption."""
    rng = s.rng
    g = np.random.default_rng(rng.getrandbits(32))
    small = g.uniform(0, 255, (rng.randint(2, 24), rng.randint(2, 24), 3)).astype(np.uint8)
    image = Image.fromarray(small).resize((s.width, s.height), Image.Resampling.BICUBIC)
    if rng.random() < 0.5:
        pixels = np.asarray(image).astype(np.float32) + g.normal(0, rng.uniform(2, 40), (s.height, s.width, 3))
        image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 2)))
    s.canvas.image.paste(image)
    for _ in range(rng.choice((0, 0, 2, 6))):
        x, y, r = rng.uniform(0, s.width), rng.uniform(0, s.height), rng.uniform(1, 6) * s.em
        s.canvas.draw.ellipse([x - r, y - r, x + r, y + r * rng.uniform(0.2, 1)], fill=hsv(rng.random(), rng.random(), rng.random()))
    if rng.random() < 0.4:
        s.write(words.phrase(rng, "en"), s.em, s.height - s.em * 1.5, ink=(255, 255, 255))


def boxes(s: Sheet) -> None:
    """Boxes without any connection: dashboards, cards, floor plans."""
    rng = s.rng
    columns, rows = rng.randint(1, 4), rng.randint(1, 4)
    w, h = s.width / columns, s.height / rows
    for r in range(rows):
        for c in range(columns):
            m = s.em * rng.uniform(0.2, 0.6)
            box = [c * w + m, r * h + m, (c + 1) * w - m, (r + 1) * h - m]
            if box[2] - box[0] < s.em or box[3] - box[1] < s.em:
                continue
            fill = mix(s.ground, s.accent, rng.uniform(0, 0.3))
            s.canvas.draw.rounded_rectangle(box, min(rng.choice((0, 6)), (box[3] - box[1]) / 2), fill=fill, outline=mix(s.ground, s.ink, 0.5))
            y = box[1] + s.em
            for _ in range(rng.randint(1, 4)):
                if y > box[3] - s.em * 0.6:
                    break
                text, font = words.phrase(rng, "en"), fonts.load(s.face.path, s.em)
                while text and fonts.width(font, text) > box[2] - box[0] - s.em:
                    text = text[:-1]
                s.write(text, box[0] + s.em * 0.5, y, ink=readable(s.ink, fill))
                y += s.em * 1.5


def blank(s: Sheet) -> None:
    if s.rng.random() < 0.3:
        s.write(words.phrase(s.rng, "en"), s.width / 2, s.height / 2, anchor=0.5)


PAINTERS: tuple[tuple[float, Painter], ...] = (
    (18, prose), (16, code), (15, table), (14, chart), (10, form), (6, chat), (6, formulas), (7, texture), (7, boxes), (2, blank),
)  # fmt: skip


def draw(rng: Random) -> tuple[Canvas, list[Line], str]:
    """A picture, its text, and what it is."""
    s = Sheet(rng)
    paint = rng.choices([p for _, p in PAINTERS], [w for w, _ in PAINTERS])[0]
    paint(s)
    return s.canvas, s.lines, getattr(paint, "__name__", "other")
