"""Paints a planned table: fills, rules, texts, what stands around it; and says where everything is."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageDraw

from ..draw import fonts, words
from ..draw.style import Colour, mix, readable
from ..scene import Box, Line
from .layout import Laid, lay_out
from .plan import Plan
from .scene import Cell, TableScene, separators
from .style import Look, choose_look, readable_on

LARGEST = 2400
"""Longest side of a painted picture, in pixels."""


def write(draw: ImageDraw.ImageDraw, text: str, x: float, baseline: float, face: fonts.Face, size: int, ink: Colour) -> Line:
    """Draws a line of text; x is its left end, rounded to whole pixels as browsers without sub-pixel text do."""
    font = fonts.load(face.path, size)
    x, baseline = round(x), round(baseline)
    draw.text((x, baseline), text, fill=ink, font=font, anchor="ls")
    return Line(text, fonts.line_box(font, text, x, baseline))


class Sheet:
    """A picture of one table, being painted. `xs` and `ys` are the cells' borders in the picture."""

    def __init__(self, plan: Plan, look: Look, chrome: bool = False) -> None:
        self.plan, self.look, self.rng, self.chrome = plan, look, plan.rng, chrome
        self.laid, xs, ys = lay_out(plan, look)
        em = look.em
        above = em * look.leading * 1.6 if look.caption == "above" else 0.0
        below = em * look.leading * 1.6 if look.caption == "below" else 0.0
        self.before = self._prose(xs[-1]) if look.prose and self.rng.random() < 0.7 else []
        self.after = self._prose(xs[-1]) if look.prose and self.rng.random() < 0.7 else []
        self.gutter = (em * 2.4, em * 1.7) if chrome else (0.0, 0.0)
        step = em * look.leading
        left, top = round(look.margin + self.gutter[0]), round(look.margin + len(self.before) * step + (em if self.before else 0) + above + self.gutter[1])
        self.xs, self.ys = [x + left for x in xs], [y + top for y in ys]
        self.width = round(max(self.xs[-1] + look.margin * self.rng.uniform(0.6, 1.6), 40)) + 1
        self.height = round(self.ys[-1] + below + (em if self.after else 0) + len(self.after) * step + look.margin) + 1
        self.top, self.above, self.below = top, above, below

    def _prose(self, width: float) -> list[str]:
        font, count = fonts.load(self.look.face.path, self.look.em), self.rng.randint(1, 3)
        lines = []
        for _ in range(count):
            line = words.sentence(self.rng, self.plan.content.lang)
            while line and fonts.width(font, line) > max(width, self.look.em * 8):
                line = line[:-1].rstrip()
            lines.append(line)
        return [line for line in lines if line]

    def paint(self) -> TableScene | None:
        """None where the picture would be too large."""
        if max(self.width, self.height) > LARGEST or self.width * self.height > 3_000_000:
            return None
        look = self.look
        self.image = Image.new("RGB", (self.width, self.height), look.background)
        self.draw = ImageDraw.Draw(self.image)
        box: Box = (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])
        if look.ground != look.background:
            self.draw.rectangle(box, fill=look.ground)
        row_ruled, column_ruled = self._fills()
        self._rules(row_ruled, column_ruled)
        cells = [self._cell(item) for item in self.laid]
        caption, outside = self._around()
        return TableScene(
            np.asarray(self.image), box, self.plan.rows, self.plan.columns, separators(self.ys, row_ruled, cells, 1), separators(self.xs, column_ruled, cells, 0),
            cells, caption, outside, f"draw-{look.rules}{'-chrome' if self.chrome else ''}",
        )  # fmt: skip

    def rect(self, item: Laid) -> Box:
        s = item.slot
        return (self.xs[s.column], self.ys[s.row], self.xs[s.column + s.column_span], self.ys[s.row + s.row_span])

    def fill_of(self, item: Laid) -> Colour | None:
        look, slot = self.look, item.slot
        if slot.header == "column":
            return look.head_fill
        if slot.section and look.head_fill is not None:
            return mix(look.ground, look.head_fill, 0.5)
        if slot.total and look.total_fill is not None:
            return look.total_fill
        if slot.header == "row" and look.stub_fill is not None:
            return look.stub_fill
        stripe = slot.column if look.zebra_columns else slot.row - self.plan.head
        return look.zebra if look.zebra is not None and stripe % 2 == 1 and slot.row_span == 1 else None

    def _fills(self) -> tuple[list[bool], list[bool]]:
        """Paints grounds; tells along which inner borders a change of colour runs."""
        look, plan = self.look, self.plan
        for item in self.laid:
            fill = self.fill_of(item)
            if fill is not None:
                x0, y0, x1, y1 = self.rect(item)
                self.draw.rectangle((x0, y0, x1 - 1, y1 - 1), fill=fill)
        striped = look.zebra is not None
        rows = [striped and not look.zebra_columns and row > plan.head for row in range(1, plan.rows)]
        if look.head_fill is not None and 0 < plan.head < plan.rows:
            rows[plan.head - 1] = True
        return rows, [striped and look.zebra_columns] * (plan.columns - 1)

    def _line(self, a: tuple[float, float], b: tuple[float, float], colour: Colour, width: int) -> None:
        if self.look.dashed:
            (x0, y0), (x1, y1) = a, b
            at, length, step = 0.0, max(x1 - x0, y1 - y0), 5 * self.look.weight + 3
            while at < length:
                end = min(length, at + step * 0.6)
                self.draw.line([(x0 + at, y0) if y0 == y1 else (x0, y0 + at), (x0 + end, y0) if y0 == y1 else (x0, y0 + end)], fill=colour, width=width)
                at += step
        else:
            self.draw.line([a, b], fill=colour, width=width)

    def _rules(self, rows: list[bool], columns: list[bool]) -> None:
        look, plan = self.look, self.plan
        kind, head = look.rules, plan.head
        across = {"grid": "all", "rows": "all", "inner": "all", "booktabs": "head", "header": "head", "outer": "head", "columns": "head" if self.rng.random() < 0.5 else ""}.get(kind, "")
        down = kind in ("grid", "columns", "inner") or (kind == "outer" and self.rng.random() < 0.4)
        # Rules run along the borders of cells only: none goes through a cell that spans.
        for item in self.laid:
            x0, y0, x1, y1 = self.rect(item)
            s = item.slot
            bottom, right = s.row + s.row_span, s.column + s.column_span
            if bottom < plan.rows and (across == "all" or (across == "head" and bottom == head)):
                strong = bottom == head and kind != "grid"
                self._line((x0, y1), (x1, y1), look.strong if strong else look.rule, look.heavy if strong and kind != "booktabs" else look.weight)
                rows[bottom - 1] = True
            elif across and bottom < head and s.column_span > 1:
                inset = look.pad_x * 0.4 if kind == "booktabs" else 0
                self._line((x0 + inset, y1), (x1 - inset, y1), look.rule, look.weight)
            if down and right < plan.columns:
                self._line((x1, y0), (x1, y1), look.rule, look.weight)
                columns[right - 1] = True
            if s.total and s.column == 0 and across in ("head", "") and kind != "none":
                self._line((self.xs[0], y0), (self.xs[-1], y0), look.rule, look.weight)
                rows[s.row - 1] = True
        x0, y0, x1, y1 = self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]
        if kind in ("grid", "outer") or (kind == "columns" and look.outer):
            width = look.heavy if kind == "outer" else look.weight
            for a, b in (((x0, y0), (x1, y0)), ((x0, y1), (x1, y1)), ((x0, y0), (x0, y1)), ((x1, y0), (x1, y1))):
                self._line(a, b, look.rule, width)
        elif kind in ("booktabs", "rows", "header") and (kind == "booktabs" or look.outer):
            width = look.heavy if kind == "booktabs" else look.weight
            for y in (y0, y1) if kind != "header" else (y1,):
                self._line((x0, y), (x1, y), look.strong if kind == "booktabs" else look.rule, width)

    def _cell(self, item: Laid) -> Cell:
        look, slot = self.look, item.slot
        box = x0, y0, x1, y1 = self.rect(item)
        ground = self.fill_of(item) or look.ground
        ink = readable(look.head_ink, ground, 60) if slot.header == "column" else readable_on(look, ground)
        font = fonts.load(item.face.path, look.em)
        top, bottom = fonts.ink(item.face.path, look.em)
        step = look.em * look.leading
        block = len(item.lines) * step
        start = {"top": y0 + look.pad_y, "middle": (y0 + y1 - block) / 2, "bottom": y1 - look.pad_y - block}[look.valign if slot.header != "column" else "middle"]
        lines = []
        for index, text in enumerate(item.lines):
            width = fonts.width(font, text)
            x = {"left": x0 + look.pad_x, "center": (x0 + x1 - width) / 2, "right": x1 - look.pad_x - width}[slot.align]
            lines.append(write(self.draw, text, x, start + index * step + step / 2 - (top + bottom * 0.4) / 2, item.face, look.em, ink))
        return Cell(slot.row, slot.column, slot.row_span, slot.column_span, slot.header, slot.align, box, lines)

    def _around(self) -> tuple[list[Line], list[Line]]:
        look, rng = self.look, self.rng
        em, step = look.em, look.em * look.leading
        ink = readable(look.ink, look.background)
        outside = [write(self.draw, text, look.margin, look.margin + (index + 0.75) * step, look.face, em, ink) for index, text in enumerate(self.before)]
        after = self.ys[-1] + self.below + em
        outside += [write(self.draw, text, look.margin, after + (index + 0.75) * step, look.face, em, ink) for index, text in enumerate(self.after)]
        caption = []
        if look.caption:
            text = rng.choice((f"Table {rng.randint(1, 12)}: {words.phrase(rng, self.plan.content.lang)}", words.phrase(rng, self.plan.content.lang), self.plan.content.head()))
            font = fonts.load(look.face.path, em)
            while text and fonts.width(font, text) > self.width - self.xs[0] - 2:
                text = text[:-1].rstrip()
            width = fonts.width(font, text)
            x = rng.choice((self.xs[0], max(self.xs[0], (self.xs[0] + self.xs[-1] - width) / 2)))
            y = self.ys[0] - self.gutter[1] - em * 0.6 if look.caption == "above" else self.ys[-1] + em * 1.3
            if text:
                caption.append(write(self.draw, text, min(x, self.width - width - 2), y, look.face, em, ink))
        if self.chrome:
            outside += self._chrome()
        return caption, outside

    def _chrome(self) -> list[Line]:
        """The letters above and the numbers beside a spreadsheet's cells."""
        look = self.look
        ground = mix(look.background, look.ink, self.rng.uniform(0.04, 0.12))
        ink = readable(mix(ground, look.ink, 0.7), ground, 60)
        left, top = self.xs[0] - round(self.gutter[0]), self.ys[0] - round(self.gutter[1])
        self.draw.rectangle((left, top, self.xs[-1], self.ys[0] - 1), fill=ground)
        self.draw.rectangle((left, top, self.xs[0] - 1, self.ys[-1]), fill=ground)
        first, row = self.rng.choice((0, 0, 0, 1, 2, 20)), self.rng.choice((1, 1, 1, 2, 5, 97))
        size = max(10, look.em - self.rng.randint(0, 2))
        font, lines = fonts.load(look.face.path, size), []
        top_ink, bottom_ink = fonts.ink(look.face.path, size)
        places = [(letters(first + i), (a + b) / 2, (top + self.ys[0]) / 2) for i, (a, b) in enumerate(zip(self.xs, self.xs[1:], strict=False))]
        places += [(str(row + i), (left + self.xs[0]) / 2, (a + b) / 2) for i, (a, b) in enumerate(zip(self.ys, self.ys[1:], strict=False))]
        for text, x, y in places:
            lines.append(write(self.draw, text, x - fonts.width(font, text) / 2, y - (top_ink + bottom_ink) / 2, look.face, size, ink))
        for x in self.xs:
            self.draw.line([(x, top), (x, self.ys[0])], fill=look.rule)
        for y in self.ys:
            self.draw.line([(left, y), (self.xs[0], y)], fill=look.rule)
        return lines


def letters(index: int) -> str:
    """A, B, ... Z, AA, as spreadsheets count."""
    return letters(index // 26 - 1) + chr(65 + index % 26) if index >= 26 else chr(65 + index)


def paint_table(rng: Random, plan: Plan, kind: str) -> TableScene | None:
    """`kind`: "plain", "spreadsheet" (cells in a grid with letters and numbers around), "preview" (a Markdown preview)."""
    look = choose_look(rng, plan.content.lang, plan.rows * plan.columns)
    if kind == "spreadsheet":
        look.rules, look.caption, look.prose, look.dashed, look.zebra, look.margin = "grid", "", False, False, None, rng.choice((0, 0, 2, 8))
        look.pad_x, look.pad_y, look.valign, look.wrap = look.em * rng.uniform(0.2, 0.5), look.em * rng.uniform(0.05, 0.3), rng.choice(("bottom", "middle")), 40
    elif kind == "preview":
        look.rules, look.pad_x, look.pad_y, look.head_face = rng.choice(("rows", "grid")), look.em * rng.uniform(0.35, 0.9), look.em * rng.uniform(0.2, 0.45), fonts.variant(look.face, True)
        look.head_fill, look.stub_fill, look.upper, look.leading, look.wrap = None, None, False, 1.45, rng.choice((14, 20, 30))
        look.zebra = mix(look.ground, look.ink, 0.04) if rng.random() < 0.4 else None
        look.prose = rng.random() < 0.6
    return Sheet(plan, look, chrome=kind == "spreadsheet").paint()
