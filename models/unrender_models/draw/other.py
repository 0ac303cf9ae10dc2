"""Pictures that are no flowcharts: pages, code, terminals, tables, charts, forms, chats, formulas, textures. All their text is noise."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from ..scene import Line
from . import fonts, words
from .canvas import Canvas
from .page import Sheet
from .pictures import boxes, chart, schedule, sequence, texture
from .style import hsv, mix, readable, visible

Painter = Callable[[Sheet], None]


def prose(s: Sheet) -> None:
    rng, y = s.rng, s.em * 2.0
    columns = rng.choice((1, 1, 2)) if s.width > 24 * s.em else 1
    step = s.em * rng.uniform(1.25, 1.8)
    for c in range(columns):
        y, x = s.em * 2.0, s.em + c * s.width / columns
        room = s.width / columns - 2 * s.em
        while y < s.height - s.em:
            if rng.random() < 0.08:
                s.write(rng.choice(words.NOUNS).capitalize(), x, y, round(s.em * 1.4))
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
    s.face = fonts.choose(rng, rng.choice(("serif", "sans")), "greek")
    while y < s.height - s.em * 2:
        a, b, c = (rng.choice("xyzabnkfgΔσλ") for _ in range(3))
        s.write(rng.choice((f"{a} = {b}² + {c}²", f"{a}({b}, {c}) = 0", f"{a}({b}) d{b} = {c}", f"{a}({b}) ~ {c}", f"lim {a} = {rng.randrange(9)}", f"|{a} - {b}| < {c}")), s.width * rng.uniform(0.2, 0.5), y, round(s.em * 1.3), anchor=0.5)
        if rng.random() < 0.4:
            x = s.width * 0.6
            s.canvas.draw.line([(x, y), (x + s.em * 3, y)], fill=s.ink, width=2)
            s.write(a + " + 1", x + s.em * 1.5, y - s.em * 0.9, anchor=0.5)
            s.write(b, x + s.em * 1.5, y + s.em * 0.9, anchor=0.5)
        y += s.em * rng.uniform(2.5, 4)


def blank(s: Sheet) -> None:
    if s.rng.random() < 0.3:
        s.write(words.phrase(s.rng, "en"), s.width / 2, s.height / 2, anchor=0.5)


PAINTERS: tuple[tuple[float, Painter], ...] = (
    (18, prose), (16, code), (15, table), (14, chart), (10, form), (6, chat), (6, formulas), (7, texture), (7, boxes), (2, blank), (6, sequence), (4, schedule),
)  # fmt: skip


def draw(rng: Random) -> tuple[Canvas, list[Line], str]:
    """A picture, its text, and what it is."""
    s = Sheet(rng)
    paint = rng.choices([p for _, p in PAINTERS], [w for w, _ in PAINTERS])[0]
    paint(s)
    return s.canvas, s.lines, getattr(paint, "__name__", "other")
