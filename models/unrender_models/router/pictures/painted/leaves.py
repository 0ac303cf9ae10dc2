"""Pages: columns of prose among headings, and always something that is no prose: a figure, a table, code, a display formula. And prose alone, set in the same ways."""

from __future__ import annotations

from ....draw import fonts, words
from ....draw.style import Colour, mix
from .listings import code_lines
from .pen import Layout, Pen


class Column:
    """Blocks one below the other in a column of a width."""

    def __init__(self, pen: Pen, x: float, y: float, wide: float, size: float) -> None:
        self.pen, self.x, self.y, self.wide, self.size = pen, x, y, wide, size
        self.step = size * pen.rng.uniform(1.2, 1.5)
        self.justified = pen.rng.random() < 0.6

    def prose(self, lines: int) -> None:
        pen, size = self.pen, self.size
        text = ""
        while pen.measure(text, size) < self.wide * lines:
            text += words.sentence(pen.rng, pen.style.lang) + " "
        rows = pen.wrap(text.strip(), self.wide, size)[:lines]
        for i, row in enumerate(rows):
            parts, y = row.split(" "), self.y + self.step / 2
            gap = (self.wide - sum(pen.measure(p, size) for p in parts)) / max(1, len(parts) - 1)
            if self.justified and i < len(rows) - 1 and gap < size:
                x = self.x
                for part in parts:
                    pen.text(x, y, part, size, align="l")
                    x += pen.measure(part, size) + gap
            else:
                pen.text(self.x, y, row, size, align="l")
            self.y += self.step
        self.y += self.step * 0.5

    def heading(self, number: str) -> None:
        pen, size = self.pen, self.size * self.pen.rng.uniform(1.15, 1.5)
        self.y += self.step * 0.3
        pen.text(self.x, self.y + size * 0.7, pen.clip(f"{number}{pen.phrase(26)}", self.wide, size * 1.1), size, align="l", bold=True)
        self.y += size * 1.8

    def caption(self, word: str) -> None:
        pen = self.pen
        pen.text(self.x + self.wide / 2, self.y + self.size * 0.7, pen.clip(f"{word} {pen.rng.randint(1, 9)}: {pen.phrase(30)}", self.wide, self.size), self.size * 0.9)
        self.y += self.step * 1.6

    def table(self) -> None:
        pen, r = self.pen, self.pen.rng
        columns, rows, high = r.randint(2, 4), r.randint(2, 7), self.step * 1.2
        grid, cell = r.random() < 0.4, self.wide / columns
        for i in range(rows):
            for c in range(columns):
                text = pen.word() if i == 0 or c == 0 else f"{r.uniform(0, 99):.1f}"
                pen.text(self.x + c * cell + 4, self.y + (i + 0.5) * high, pen.clip(text, cell - 8, self.size), self.size * 0.92, align="l", bold=i == 0)
            if grid or i < 2:
                pen.line([(self.x, self.y + i * high), (self.x + self.wide, self.y + i * high)], pen.ink, 1)
        pen.line([(self.x, self.y + rows * high), (self.x + self.wide, self.y + rows * high)], pen.ink, 1)
        for c in range(columns + 1) if grid else ():
            pen.line([(self.x + c * cell, self.y), (self.x + c * cell, self.y + rows * high)], pen.ink, 1)
        self.y += rows * high + self.step * 0.4

    def code(self) -> None:
        pen, r = self.pen, self.pen.rng
        face, size = fonts.choose(r, "mono", bold=0, italic=0), self.size * 0.9
        rows = [pen.clip(row, self.wide - 12, size, face) for row in code_lines(r, r.randint(2, 7))]
        ground: Colour | None = r.choice((None, pen.faint(0.06), pen.faint(0.1)))
        pen.z = -1
        pen.rect(self.x, self.y, self.x + self.wide, self.y + len(rows) * self.step + 10, ground, pen.faint(0.3) if ground is None or r.random() < 0.3 else None)
        pen.z = 0
        for i, row in enumerate(rows):
            if row.strip():
                pen.text(self.x + 6 + pen.measure(" ", size, face) * (len(row) - len(row.lstrip())), self.y + 5 + self.step * (i + 0.5), row.strip(), size, align="l", face=face)
        self.y += len(rows) * self.step + 10 + self.step * 0.6

    def figure(self) -> None:
        """Bars, lines or boxes with arrows in an area."""
        pen, r = self.pen, self.pen.rng
        high = self.wide * r.uniform(0.35, 0.7)
        x0, y0, x1, y1 = self.x + self.wide * 0.08, self.y + 4, self.x + self.wide * 0.95, self.y + high
        way = r.choice(("bars", "lines", "boxes", "picture"))
        if way in ("bars", "lines"):
            pen.line([(x0, y0), (x0, y1), (x1, y1)], pen.ink, 1)
            count = r.randint(4, 9)
            for s in range(1 if way == "bars" else r.randint(1, 3)):
                values = [r.uniform(0.1, 0.95) for _ in range(count)]
                room = (x1 - x0) / count
                if way == "bars":
                    for i, v in enumerate(values):
                        pen.rect(x0 + (i + 0.15) * room, y1 - v * (y1 - y0), x0 + (i + 0.85) * room, y1, pen.accents[0])
                else:
                    pen.line([(x0 + (i + 0.5) * room, y1 - v * (y1 - y0)) for i, v in enumerate(values)], pen.accents[s], 2)
        elif way == "boxes":
            count, middle = r.randint(2, 4), (y0 + y1) / 2
            room = (x1 - x0) / count
            for i in range(count):
                box = (x0 + i * room, middle - self.size * 1.6, x0 + i * room + room * 0.7, middle + self.size * 1.6)
                pen.rect(*box, pen.accents[1] if r.random() < 0.3 else None, pen.ink)
                pen.text((box[0] + box[2]) / 2, middle, pen.clip(pen.word(), room * 0.65, self.size), self.size)
                if i:
                    pen.arrow([(x0 + (i - 0.3) * room, middle), (box[0], middle)], size=self.size * 0.6)
        else:
            for i in range(6):
                shade = mix(pen.accents[2], pen.accents[3], i / 5)
                pen.rect(x0, y0 + (y1 - y0) * i / 6, x1, y0 + (y1 - y0) * (i + 1) / 6, shade)
            pen.disc(x0 + (x1 - x0) * r.random(), (y0 + y1) / 2, high * 0.15, fill=pen.accents[4])
        self.y += high + self.step * 0.5
        self.caption(r.choice(("Figure", "Fig.", "Abb.")))

    def formula(self) -> None:
        """A sum or a fraction in the middle, its number at the right."""
        pen, r, size = self.pen, self.pen.rng, self.size * 1.1
        face = fonts.choose(r, "serif", bold=0, italic=1)
        mid, y = self.x + self.wide * 0.45, self.y + self.step * 1.4
        left = f"{r.choice('fgyEL')}({r.choice('xtn')}) ="
        pen.text(mid - size, y, left, size, align="r", face=face)
        wide = size * r.uniform(3, 6)
        pen.text(mid + wide / 2, y - size * 0.75, f"{r.choice('abxk')} {r.choice('+−')} {r.choice('cdyz')}", size, face=face)
        pen.line([(mid, y), (mid + wide, y)], pen.style.text, 1)
        pen.text(mid + wide / 2, y + size * 0.75, f"{r.randint(2, 9)}{r.choice('πσnm')}", size, face=face)
        if r.random() < 0.7:
            pen.text(self.x + self.wide, y, f"({r.randint(1, 30)})", size, align="r")
        self.y += self.step * 3

    def fill(self, bottom: float, must: bool) -> None:
        """Blocks until `bottom`; `must` begins with one that is no prose."""
        r, others = self.pen.rng, (self.table, self.code, self.figure, self.formula)
        if must:
            if r.random() < 0.5:
                self.prose(r.randint(2, 5))
            r.choice((self.table, self.code, self.figure, self.figure))()
        number = r.randint(1, 5)
        while self.y < bottom:
            roll = r.random()
            if roll < 0.6:
                self.prose(r.randint(2, 9))
            elif roll < 0.8:
                self.heading(r.choice((f"{number} ", f"{number}.{r.randint(1, 4)} ", "")))
                self.prose(r.randint(2, 6))
                number += 1
            else:
                r.choice(others)()


    def fill_with_prose(self, bottom: float) -> None:
        r = self.pen.rng
        number = r.randint(1, 5)
        while self.y < bottom:
            if r.random() < 0.15:
                self.heading(r.choice((f"{number} ", "")))
                number += 1
            self.prose(r.randint(2, 9))


def sheet(pen: Pen, count: int, mixed: bool = True) -> None:
    """Columns with blocks of several kinds, or with nothing but prose."""
    r = pen.rng
    pen.style.rough, pen.crisp = 0.0, False
    pen.style.face = fonts.choose(r, r.choice(("serif", "serif", "sans")), words.script(pen.style.lang), bold=0, italic=0)
    size = float(r.randint(9, 14))
    wide, gap = size * r.uniform(22, 32) * (1 if count > 1 else 1.5), size * r.uniform(1.5, 3)
    total, top = count * (wide + gap) - gap, 0.0
    if r.random() < 0.55:
        big = size * r.uniform(1.5, 2.2)
        centred = r.random() < 0.7
        pen.text(total / 2 if centred else 0, big * 0.7, pen.clip(f"{pen.phrase(30)} {pen.phrase(30)}", total, big * 1.1), big, align="m" if centred else "l", bold=r.random() < 0.6)
        top = big * 2
        if r.random() < 0.6:
            pen.text(total / 2 if centred else 0, top, pen.clip(f"{pen.camel()} {pen.camel()}, {pen.camel()} {pen.camel()}", total, size), size, align="m" if centred else "l")
            top += size * 2.4
    bottom = top + total * r.uniform(0.5, 1.3)
    holds = r.randrange(count)
    for i in range(count):
        column = Column(pen, i * (wide + gap), top, wide, size)
        if mixed:
            column.fill(bottom, i == holds)
        else:
            column.fill_with_prose(bottom)
    if r.random() < 0.25:
        pen.text(total / 2, pen.box[3] + size * 2, str(r.randint(1, 400)), size)


def columns(pen: Pen) -> None:
    """Two columns, seldom three, as papers and magazines have them."""
    sheet(pen, pen.rng.choice((2, 2, 2, 2, 3)))


def single(pen: Pen) -> None:
    """One column: a report, a chapter, documentation."""
    sheet(pen, 1)


def paragraphs(pen: Pen) -> None:
    """Prose alone in one column."""
    sheet(pen, 1, mixed=False)


def article(pen: Pen) -> None:
    """Prose alone in two columns or three."""
    sheet(pen, pen.rng.choice((2, 2, 3)), mixed=False)


LAYOUTS: dict[str, Layout] = {"columns-of-prose": columns, "report": single}
PROSE: dict[str, Layout] = {"paragraphs": paragraphs, "article": article}
