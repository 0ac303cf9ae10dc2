"""A display list: layouts draw into an endless plane in pixels, the picture takes the size of what was drawn."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from math import atan2, cos, hypot, pi, sin, sqrt
from random import Random

from PIL import Image, ImageDraw

from ....draw import fonts, style, words
from ....draw.canvas import Canvas
from ....draw.geometry import bezier, extent, rounded
from ....draw.style import Colour, Look, Style, mix, readable, visible
from ....scene import Box, Point

Outline = list[Point]
MOST_PIXELS = 4_000_000
"""Of the canvas: a picture that would take more is not drawn finer than it is shown."""


def choose_style(rng: Random) -> Style:
    """A style of the flowchart painter with smaller letters: other kinds hold more of them."""
    chosen = style.choose(rng)
    em = rng.randint(11, 19)
    factor = em / chosen.em
    ground, ink, text = chosen.background, chosen.ink, chosen.text
    looks = chosen.looks if rng.random() < 0.75 else [Look(None, ink, readable(ink, ground))]
    if rng.random() < 0.65:
        # Most people's pictures are easy to read.
        ink, text = visible(ink, ground, 130), readable(text, ground, 130)
        looks = [Look(look.fill, look.border and visible(look.border, look.fill or ground, 60), readable(look.text, look.fill or ground, 120)) for look in looks]
    if chosen.hachure:
        looks = [Look(look.fill, look.border, readable(look.text, ground, 120)) for look in looks]
    return replace(
        chosen, ink=ink, text=text, em=em, looks=looks, label_size=max(10, round(chosen.label_size * factor)), node_width=min(chosen.node_width, rng.choice((1, 1, 2, 3))), edge_width=min(chosen.edge_width, rng.choice((1, 1, 2, 3))),
        arrow_size=chosen.arrow_size * factor, corner=chosen.corner * factor, pad=(chosen.pad[0] * factor, chosen.pad[1] * factor), rough=chosen.rough * 0.8,
    )  # fmt: skip


class Brush:
    """A canvas while the list is played: `k` pixels of it are one of the plane, `x` and `y` are the plane's origin."""

    def __init__(self, canvas: Canvas, k: int, x: float, y: float) -> None:
        self.canvas, self.k, self.x, self.y = canvas, k, x, y

    def to(self, points: Outline) -> Outline:
        return [((x + self.x) * self.k, (y + self.y) * self.k) for x, y in points]

    def width(self, width: float) -> int:
        return max(1, round(width * self.k))


class Pen:
    """What is drawn so far, in layers (`z`, low ones first), and the plane's part that it takes."""

    def __init__(self, rng: Random, chosen: Style | None = None) -> None:
        self.rng = rng
        self.style = chosen or choose_style(rng)
        self.em = float(self.style.em)
        self.z = 0
        self.fine = rng.random() < 0.7
        self.crisp = False
        """Letters without grey edges, as bitmap fonts and old programs have them."""
        self.soft = False
        """Shadows that fade out."""
        self.steps: list[tuple[int, Callable[[Brush], None]]] = []
        self.box: list[float] = [1e9, 1e9, -1e9, -1e9]
        self.connector = rng.choice(("straight", "straight", "ortho", "ortho", "rounded", "curve"))
        self.dark = sum(self.style.background) < 330
        self.accents = [self.tint(rng.random(), rng.uniform(0.35, 0.95)) for _ in range(8)]

    def vary(self, shadows: float = 0.3) -> None:
        """From tiny to large type, letters of one width or without grey edges, shadows, thick strokes, one look for everything: oftener than the style has them."""
        r, s = self.rng, self.style
        factor = r.choice((0.65, 0.8, 1, 1, 1.25, 1.6, 2.3))
        thick = r.choice((1, 1, 1, 1, 2, 3))
        em = max(8, round(s.em * factor))
        factor = em / s.em
        self.em = float(em)
        self.style = replace(
            s, em=em, label_size=max(8, round(s.label_size * factor * r.uniform(0.8, 1))), arrow_size=s.arrow_size * factor, corner=s.corner * factor, pad=(s.pad[0] * factor, s.pad[1] * factor), shadow=s.shadow or r.random() < shadows,
            ink=visible(s.ink, s.background, 90), arrow=s.arrow if s.arrow in ("filled", "open", "barbed") else "filled", node_width=min(s.node_width * thick, max(1, em // 4)), edge_width=min(s.edge_width * thick, max(1, em // 4)), looks=s.looks if r.random() < 0.6 else s.looks[:1],
        )  # fmt: skip
        self.soft = r.random() < 0.5
        if r.random() < 0.15:
            self.style.face = self.style.label_face = fonts.choose(r, "mono", words.script(s.lang))
        if r.random() < 0.12:
            self.crisp, self.fine = True, False

    # Colours

    def tint(self, hue: float, strength: float = 0.7) -> Colour:
        return style.hsv(hue, strength, self.rng.uniform(0.6, 0.95))

    def faint(self, share: float = 0.12) -> Colour:
        return mix(self.style.background, self.style.ink, share)

    def look(self, index: int | None = None) -> Look:
        looks = self.style.looks
        return self.rng.choice(looks) if index is None else looks[index % len(looks)]

    @property
    def ink(self) -> Colour:
        return self.style.ink

    # Words

    def phrase(self, most: int = 28) -> str:
        for _ in range(6):
            text = words.phrase(self.rng, self.style.lang)
            if len(text) <= most:
                return text
        return self.rng.choice(words.NOUNS).split()[0][:most]

    def word(self) -> str:
        return self.rng.choice(words.NOUNS).split()[-1]

    def camel(self) -> str:
        r = self.rng
        parts = [self.word().capitalize() for _ in range(r.choice((1, 1, 2)))]
        return "".join(parts) + r.choice(("", "", "", "Service", "Factory", "Base", "Manager", "Item", "Handler"))

    def snake(self) -> str:
        r = self.rng
        return "_".join(self.word().lower() for _ in range(r.choice((1, 1, 2))))

    # Text

    def measure(self, text: str, size: float | None = None, face: fonts.Face | None = None) -> float:
        # Hinting makes letters of other widths at other sizes: measured at the size that they are drawn with.
        k = 2 if self.fine else 1
        return fonts.width(fonts.load((face or self.style.face).path, max(8, round(size or self.em)) * k), text) / k

    def wrap(self, text: str, width: float, size: float | None = None) -> list[str]:
        lines = [""]
        for part in text.split(" "):
            tried = f"{lines[-1]} {part}".strip()
            if lines[-1] and self.measure(tried, size) > width:
                lines.append(part)
            else:
                lines[-1] = tried
        return lines

    def clip(self, text: str, width: float, size: float | None = None, face: fonts.Face | None = None) -> str:
        while len(text) > 1 and self.measure(text, size, face) > width:
            text = text[:-1].rstrip()
        return text

    def text(self, x: float, y: float, text: str, size: float | None = None, ink: Colour | None = None, align: str = "m", face: fonts.Face | None = None, bold: bool = False, mask: bool = False, underline: bool = False) -> float:
        """One line; (x, y) is the middle of its height at its left end (`l`), middle (`m`) or right end (`r`). Returns its width."""
        size = max(8, round(size or self.em))
        face = face or self.style.face
        if bold:
            face = fonts.variant(face, True)
        wide = self.measure(text, size, face)
        left = x - {"l": 0.0, "m": 0.5, "r": 1.0}[align] * wide
        colour = ink or self.style.text
        self.grow(left - size * 0.2, y - size * 0.75, left + wide * 1.03 + size * 0.2, y + size * 0.75)
        ground = self.style.background

        def paint(brush: Brush) -> None:
            big = size * brush.k
            top, _ = fonts.ink(face.path, big)
            ((px, py),) = brush.to([(left, y)])
            if mask:
                brush.canvas.draw.rectangle((px - 2 * brush.k, py - big * 0.65, px + wide * brush.k + 2 * brush.k, py + big * 0.65), fill=ground)
            brush.canvas.draw.text((round(px), round(py - top / 2)), text, fill=colour, font=fonts.load(face.path, big), anchor="ls")
            if underline:
                brush.canvas.draw.line((px, py - top / 2 + 2 * brush.k, px + wide * brush.k, py - top / 2 + 2 * brush.k), fill=colour, width=brush.k)

        self.add(paint)
        return wide

    def lines(self, x: float, y: float, lines: list[str], size: float | None = None, ink: Colour | None = None, align: str = "m", bold: bool = False, face: fonts.Face | None = None) -> None:
        """A block of lines whose middle is at y."""
        step = (size or self.em) * self.style.leading
        for i, line in enumerate(lines):
            self.text(x, y + (i - (len(lines) - 1) / 2) * step, line, size, ink, align, face, bold)

    def upright(self, x: float, y: float, text: str, size: float | None = None, ink: Colour | None = None, bold: bool = False) -> None:
        """A line that runs upwards, centred on (x, y)."""
        size = max(8, round(size or self.em))
        face = fonts.variant(self.style.face, True) if bold else self.style.face
        wide, colour = self.measure(text, size, face), ink or self.style.text
        self.grow(x - size * 0.75, y - wide / 2 - 4, x + size * 0.75, y + wide / 2 + 4)

        def paint(brush: Brush) -> None:
            big = size * brush.k
            mask = Image.new("L", (round(wide * brush.k * 1.05) + big, round(big * 1.6)))
            ImageDraw.Draw(mask).text((mask.width / 2, mask.height / 2 - fonts.ink(face.path, big)[0] / 2), text, fill=255, font=fonts.load(face.path, big), anchor="ms")
            turned = mask.transpose(Image.Transpose.ROTATE_90)
            ((px, py),) = brush.to([(x, y)])
            brush.canvas.image.paste(Image.new("RGB", turned.size, colour), (round(px - turned.width / 2), round(py - turned.height / 2)), turned)

        self.add(paint)

    # Shapes

    def grow(self, x0: float, y0: float, x1: float, y1: float) -> None:
        b = self.box
        b[0], b[1], b[2], b[3] = min(b[0], x0), min(b[1], y0), max(b[2], x1), max(b[3], y1)

    def add(self, paint: Callable[[Brush], None]) -> None:
        self.steps.append((self.z, paint))

    def poly(self, points: Outline, fill: Colour | None = None, line: Colour | None = None, width: float = 1, dash: tuple[float, float] | None = None) -> None:
        self.grow(*extent(points))

        def paint(brush: Brush) -> None:
            spaced = (dash[0] * brush.k, dash[1] * brush.k) if dash else None
            brush.canvas.area(brush.to(points), fill, line, brush.width(width), spaced)

        self.add(paint)

    def line(self, points: Outline, ink: Colour | None = None, width: float | None = None, dash: tuple[float, float] | None = None) -> None:
        if len(points) < 2:
            return
        self.grow(*extent(points))
        colour, thick = ink or self.ink, width or self.style.edge_width

        def paint(brush: Brush) -> None:
            spaced = (dash[0] * brush.k, dash[1] * brush.k) if dash else None
            brush.canvas.line(brush.to(points), colour, brush.width(thick), spaced)

        self.add(paint)

    @staticmethod
    def outline(x0: float, y0: float, x1: float, y1: float, radius: float = 0) -> Outline:
        radius = min(radius, (x1 - x0) / 2, (y1 - y0) / 2)
        if radius < 1:
            return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        points: Outline = []
        for cx, cy, start in ((x1 - radius, y0 + radius, -90), (x1 - radius, y1 - radius, 0), (x0 + radius, y1 - radius, 90), (x0 + radius, y0 + radius, 180)):
            points += [(cx + radius * cos((start + a) * pi / 180), cy + radius * sin((start + a) * pi / 180)) for a in range(0, 91, 15)]
        return points

    def rect(self, x0: float, y0: float, x1: float, y1: float, fill: Colour | None = None, line: Colour | None = None, width: float = 1, radius: float = 0, dash: tuple[float, float] | None = None) -> None:
        self.poly(self.outline(x0, y0, x1, y1, radius), fill, line, width, dash)

    def disc(self, x: float, y: float, rx: float, ry: float | None = None, fill: Colour | None = None, line: Colour | None = None, width: float = 1, dash: tuple[float, float] | None = None) -> None:
        ry = rx if ry is None else ry
        count = 12 if rx < 5 else 36
        self.poly([(x + rx * cos(2 * pi * i / count), y + ry * sin(2 * pi * i / count)) for i in range(count)], fill, line, width, dash)

    def sector(self, x: float, y: float, inner: float, outer: float, start: float, end: float, fill: Colour | None, line: Colour | None = None, width: float = 1) -> None:
        """Part of a ring, angles in turns from the top, clockwise."""
        count = max(3, round((end - start) * 60))
        angles = [2 * pi * (start + (end - start) * i / count) - pi / 2 for i in range(count + 1)]
        rim = [(x + outer * cos(a), y + outer * sin(a)) for a in angles]
        self.poly([*rim, *([(x + inner * cos(a), y + inner * sin(a)) for a in reversed(angles)] if inner else [(x, y)])], fill, line, width)

    def node(self, box: Box, look: Look | None = None, radius: float | None = None, outline: Outline | None = None, dash: tuple[float, float] | None = None) -> Look:
        """A box in the style's manner: shadow, fill, gradient or hachure, border. Returns the look that it took."""
        look = look or self.look()
        points = outline or self.outline(*box, self.style.corner if radius is None else radius)
        s = self.style
        if s.shadow:
            shade = mix(s.background, (0, 0, 0) if not self.dark else (255, 255, 255), 0.25)
            lower = [(x + s.em * 0.25, y + s.em * 0.25) for x, y in points]
            for spread in (3, 2, 1) if self.soft else ():
                self.poly(lower, None, mix(s.background, shade, 1 - spread / 4), 2 * spread)
            self.poly(lower, shade)
        self.poly(points, look.fill or (s.background if s.shadow else None))
        fill = look.fill

        def paint(brush: Brush) -> None:
            at = brush.to(points)
            if fill is not None and s.gradient:
                brush.canvas.gradient(at, extent(at), mix(fill, (255, 255, 255), 0.45), fill)
            elif fill is not None and s.hachure:
                brush.canvas.hachure(at, extent(at), fill, s.em * 0.45 * brush.k)

        self.add(paint)
        if look.border is not None:
            self.poly(points, None, look.border, s.node_width, dash)
        return look

    def labelled(self, box: Box, text: str | list[str], look: Look | None = None, radius: float | None = None, outline: Outline | None = None, size: float | None = None, bold: bool = False) -> Look:
        look = self.node(box, look, radius, outline)
        lines = [text] if isinstance(text, str) else text
        self.lines((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, lines, size, look.text, bold=bold)
        return look

    def fitted(self, text: str, wrap: float = 10, pad: float | None = None) -> tuple[list[str], float, float]:
        """A label's lines at most about `wrap` em wide, and the size of a box around them."""
        lines = self.wrap(text, wrap * self.em)
        across, along = self.style.pad if pad is None else (pad, pad)
        return lines, max(self.measure(t) for t in lines) + 2 * across + 4, len(lines) * self.em * self.style.leading + 2 * along + 2

    # Connections

    def head(self, tip: Point, angle: float, kind: str, ink: Colour, size: float, width: float) -> None:
        """An end of a line that points along `angle`."""
        def at(back: float, side: float) -> Point:
            return tip[0] - back * cos(angle) - side * sin(angle), tip[1] - back * sin(angle) + side * cos(angle)

        ground = self.style.background
        if kind == "filled":
            self.poly([tip, at(size, size * 0.45), at(size, -size * 0.45)], ink, ink, 1)
        elif kind == "barbed":
            self.poly([tip, at(size, size * 0.5), at(size * 0.65, 0), at(size, -size * 0.5)], ink, ink, 1)
        elif kind == "open":
            self.line([at(size, size * 0.5), tip, at(size, -size * 0.5)], ink, width)
        elif kind == "hollow":
            self.poly([tip, at(size, size * 0.55), at(size, -size * 0.55)], ground, ink, width)
        elif kind in ("diamond", "odiamond"):
            self.poly([tip, at(size * 0.8, size * 0.42), at(size * 1.6, 0), at(size * 0.8, -size * 0.42)], ink if kind == "diamond" else ground, ink, width)
        elif kind == "dot":
            self.disc(*at(size * 0.3, 0), size * 0.3, fill=ink)
        elif kind in ("one", "many", "none-one", "none-many", "one-many", "one-one"):
            half = size * 0.5
            if kind.endswith("many"):
                self.line([at(0, half), at(size, 0), at(0, -half)], ink, width)
                self.line([at(0, 0), at(size, 0)], ink, width)
            else:
                self.line([at(size * 0.5, half), at(size * 0.5, -half)], ink, width)
            if kind.startswith("none-"):
                self.disc(*at(size * 1.3, 0), size * 0.32, fill=ground, line=ink, width=width)
            elif kind.startswith("one-"):
                self.line([at(size * 1.2, half), at(size * 1.2, -half)], ink, width)

    def arrow(self, points: Outline, end: str | None = None, start: str = "none", ink: Colour | None = None, dash: tuple[float, float] | None = None, width: float | None = None, size: float | None = None) -> None:
        """A line with heads at its ends; the style's head where `end` is not given."""
        if len(points) < 2 or all(hypot(a[0] - points[0][0], a[1] - points[0][1]) < 1 for a in points):
            return
        ink, width, size = ink or self.ink, width or self.style.edge_width, max(5.0, size or self.style.arrow_size)
        self.line(points, ink, width, dash)
        end = self.style.arrow if end is None else end
        for (a, b), kind in (((points[-2], points[-1]), end), ((points[1], points[0]), start)):
            if kind != "none":
                self.head(b, atan2(b[1] - a[1], b[0] - a[0]), kind, ink, size, max(1, width))

    def route(self, a: Box, b: Box, mode: str | None = None, oval: bool = False) -> Outline:
        """From the border of a box to that of another."""
        mode = mode or self.connector
        (ax, ay), (bx, by) = middle(a), middle(b)
        if mode == "straight":
            return [border(a, (bx, by), oval), border(b, (ax, ay), oval)]
        down = max(b[1] - a[3], a[1] - b[3]) > 6
        if down:
            sign = 1 if by > ay else -1
            p, q = (ax, a[3] if sign > 0 else a[1]), (bx, b[1] if sign > 0 else b[3])
            turn = (p[1] + q[1]) / 2
            if mode == "curve":
                return bezier(p, (p[0], turn), (q[0], turn), q)
            points = [p, (p[0], turn), (q[0], turn), q] if abs(p[0] - q[0]) > 1 else [p, q]
        else:
            sign = 1 if bx > ax else -1
            p, q = (a[2] if sign > 0 else a[0], ay), (b[0] if sign > 0 else b[2], by)
            turn = (p[0] + q[0]) / 2
            if mode == "curve":
                return bezier(p, (turn, p[1]), (turn, q[1]), q)
            points = [p, (turn, p[1]), (turn, q[1]), q] if abs(p[1] - q[1]) > 1 else [p, q]
        return rounded(points, self.em * 0.8) if mode == "rounded" else points

    def edge(self, a: Box, b: Box, label: str = "", end: str | None = None, start: str = "none", dash: tuple[float, float] | None = None, mode: str | None = None, oval: bool = False, ink: Colour | None = None) -> Outline:
        points = self.route(a, b, mode, oval)
        self.arrow(points, end, start, ink, dash)
        if label:
            x, y = halfway(points)
            masked = self.style.label_mode == "masked"
            off = 0 if masked else self.style.label_size * 0.8
            self.text(x, y - off, label, self.style.label_size, mask=masked, face=self.style.label_face)
        return points

    # The picture

    def picture(self, margin: float | None = None) -> Image.Image:
        """Plays the list. ValueError where nothing was drawn or the picture would be beyond 3000 pixels."""
        margin = self.rng.choice((4, 8, 14, 24, 40)) if margin is None else margin
        x0, y0, x1, y1 = self.box
        width, height = round(x1 - x0 + 2 * margin) + 2, round(y1 - y0 + 2 * margin) + 2
        if not (8 < width < 3000 and 8 < height < 3000):
            raise ValueError(f"nothing or too much was drawn: {width} x {height} pixels")
        k = 2 if self.fine and 4 * width * height < MOST_PIXELS else 1
        canvas = Canvas(width * k, height * k, self.style.background, self.rng, self.style.rough * k)
        canvas.draw.fontmode = "1" if self.crisp else "L"
        brush = Brush(canvas, k, margin - x0, margin - y0)
        for _, paint in sorted(self.steps, key=lambda each: each[0]):
            paint(brush)
        return canvas.image.reduce(k) if k > 1 else canvas.image


Layout = Callable[[Pen], None]
"""Draws one picture of a kind; everything that varies comes from the pen's generator."""


def middle(box: Box) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def halfway(points: Outline) -> Point:
    """The middle of the polyline's longest piece, or of a curve."""
    if len(points) > 6:
        return points[len(points) // 2]
    a, b = max(itertools.pairwise(points), key=lambda s: hypot(s[1][0] - s[0][0], s[1][1] - s[0][1]))
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def border(box: Box, towards: Point, oval: bool = False) -> Point:
    """Where the line from the middle of a box (or of the ellipse in it) leaves it."""
    x, y = middle(box)
    dx, dy, w, h = towards[0] - x, towards[1] - y, max(1.0, (box[2] - box[0]) / 2), max(1.0, (box[3] - box[1]) / 2)
    if abs(dx) + abs(dy) < 1e-6:
        return x, y
    share = 1 / sqrt((dx / w) ** 2 + (dy / h) ** 2) if oval else min(w / abs(dx) if dx else 1e9, h / abs(dy) if dy else 1e9)
    return x + dx * share, y + dy * share


def diamond(box: Box) -> Outline:
    x, y = middle(box)
    return [(x, box[1]), (box[2], y), (x, box[3]), (box[0], y)]


def pictogram(pen: Pen, x: float, y: float, size: float, ink: Colour) -> None:
    """A small sign out of a few strokes, centred: person, screen, server, cylinder, cloud, gear, mail, cross, tick, star, phone, disk."""
    r = size / 2
    kind = pen.rng.choice(("person", "screen", "server", "cylinder", "cloud", "gear", "mail", "cross", "tick", "star", "phone", "wall"))
    fill = ink if pen.rng.random() < 0.5 else None
    width = max(1.0, size / 14)
    if kind == "person":
        pen.disc(x, y - r * 0.45, r * 0.4, fill=fill, line=ink, width=width)
        pen.poly([(x + r * 0.8 * cos(pi * i / 12), y + r - r * 0.9 * sin(pi * i / 12)) for i in range(13)], fill, ink, width)
    elif kind in ("screen", "phone"):
        w = r if kind == "screen" else r * 0.5
        pen.rect(x - w, y - r * 0.8, x + w, y + r * 0.5, fill, ink, width, 2)
        pen.line([(x - w * 0.5, y + r * 0.8), (x + w * 0.5, y + r * 0.8)], ink, width)
    elif kind in ("server", "wall"):
        for i in range(3):
            pen.rect(x - r * 0.8, y - r + i * r * 0.67, x + r * 0.8, y - r + (i + 0.85) * r * 0.67, fill, ink, width)
    elif kind == "cylinder":
        cylinder(pen, (x - r * 0.8, y - r, x + r * 0.8, y + r), fill, ink, width)
    elif kind == "cloud":
        for dx, dy, rr in ((-0.5, 0.15, 0.45), (0.5, 0.15, 0.45), (0, -0.2, 0.6), (0, 0.3, 0.4)):
            pen.disc(x + dx * r, y + dy * r, rr * r, fill=ink)
    elif kind in ("gear", "star"):
        points = [(x + (r if i % 2 else r * 0.6) * cos(2 * pi * i / (16 if kind == "gear" else 10)), y + (r if i % 2 else r * 0.6) * sin(2 * pi * i / (16 if kind == "gear" else 10))) for i in range(16 if kind == "gear" else 10)]
        pen.poly(points, fill, ink, width)
    elif kind == "mail":
        pen.rect(x - r, y - r * 0.65, x + r, y + r * 0.65, None, ink, width)
        pen.line([(x - r, y - r * 0.65), (x, y), (x + r, y - r * 0.65)], ink, width)
    elif kind == "cross":
        pen.line([(x - r * 0.7, y - r * 0.7), (x + r * 0.7, y + r * 0.7)], ink, width * 2)
        pen.line([(x + r * 0.7, y - r * 0.7), (x - r * 0.7, y + r * 0.7)], ink, width * 2)
    else:
        pen.line([(x - r * 0.8, y), (x - r * 0.2, y + r * 0.6), (x + r * 0.8, y - r * 0.6)], ink, width * 2)


def cylinder(pen: Pen, box: Box, fill: Colour | None, ink: Colour | None, width: float = 1) -> None:
    x0, y0, x1, y1 = box
    cx, rx, ry = (x0 + x1) / 2, (x1 - x0) / 2, min((y1 - y0) * 0.15, (x1 - x0) * 0.2)
    top = [(cx + rx * cos(pi + pi * i / 12), y0 + ry - ry * sin(pi * i / 12)) for i in range(13)]
    bottom = [(cx + rx * cos(pi * i / 12), y1 - ry + ry * sin(pi * i / 12)) for i in range(13)]
    pen.poly([*top, *bottom], fill, ink, width)
    if ink is not None:
        pen.line([(cx + rx * cos(pi * i / 12), y0 + ry + ry * sin(pi * i / 12)) for i in range(13)], ink, width)


def stick_figure(pen: Pen, x: float, y: float, size: float, ink: Colour) -> None:
    """A person of strokes, its head's top at y."""
    w = max(1.0, pen.style.edge_width)
    pen.disc(x, y + size * 0.15, size * 0.15, line=ink, width=w)
    pen.line([(x, y + size * 0.3), (x, y + size * 0.65)], ink, w)
    pen.line([(x - size * 0.25, y + size * 0.42), (x + size * 0.25, y + size * 0.42)], ink, w)
    pen.line([(x - size * 0.22, y + size), (x, y + size * 0.65), (x + size * 0.22, y + size)], ink, w)
