"""Large signs: what stands alone as an icon, a logo, a sticker. Built from shapes and from letters of text fonts, so none is another's picture."""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin
from pathlib import Path
from random import Random

from ....draw import fonts
from ....draw.style import Colour, hsv, mix
from .pen import Layout, Outline, Pen, pictogram

SIGNS = "☀☁☂☃★☆☎☕☘☠☢☣☮☯☹☺☼☾♀♂♈♉♔♕♘♞♠♣♥♦♪♫♻⚀⚅⚑⚒⚓⚔⚖⚙⚛⚡⚽✂✈✉✌✏✒✓✔✖✚✦✪✯✿❀❄❤➜➤➲⬆⬇⌂⌘⌛⏏⚠"
FACES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
LETTERS = ("A", "B", "Q", "R", "g", "&", "@", "?", "!", "%", "#", "§", "Aa", "UX", "JS", "42", "∞", "Σ")


@lru_cache(maxsize=1)
def signs() -> tuple[str, tuple[str, ...]]:
    """A face that has signs, and which of them; no signs where the machine has no such face."""
    path = next((face.path for name in FACES for face in fonts.faces() if Path(face.path).name == name), "")
    if not path:
        return "", ()
    font = fonts.load(path, 24)
    missing = bytes(font.getmask("\uffff"))
    return path, tuple(sign for sign in SIGNS if bytes(font.getmask(sign)) != missing)


def bright(r: Random) -> Colour:
    return hsv(r.random(), r.uniform(0.4, 1), r.uniform(0.45, 1))


def ground(pen: Pen) -> float:
    """Sets the picture's ground and draws a plate or none; gives the size of what goes on it."""
    r = pen.rng
    size = r.uniform(50, 420)
    pen.style.background = r.choice(((255, 255, 255), (255, 255, 255), (245, 246, 248), (24, 26, 30), (0, 0, 0), bright(r)))
    pen.style.rough = 0.0
    plate = r.choice(("none", "none", "disc", "tile", "tile", "ring", "shield"))
    colour, half = bright(r), size / 2
    if plate in ("disc", "ring"):
        pen.disc(0, 0, half, fill=colour if plate == "disc" else None, line=mix(colour, (0, 0, 0), 0.3) if plate == "ring" or r.random() < 0.3 else None, width=max(1, size * r.uniform(0.02, 0.08)))
    elif plate == "tile":
        if r.random() < 0.3:
            pen.rect(-half + size * 0.04, -half + size * 0.05, half + size * 0.04, half + size * 0.05, mix(pen.style.background, (0, 0, 0), 0.3), radius=size * 0.2)
        pen.rect(-half, -half, half, half, colour, radius=size * r.choice((0, 0.1, 0.22, 0.3)))
    elif plate == "shield":
        pen.poly([(-half, -half), (half, -half), (half, half * 0.2), (0, half * 1.1), (-half, half * 0.2)], colour)
    else:
        pen.grow(-half, -half, half, half)
    return size * (r.uniform(0.5, 0.75) if plate != "none" else 1.0)


def sign(pen: Pen) -> None:
    """One sign or letter that fills the picture."""
    size, r = ground(pen), pen.rng
    path, found = signs()
    dark = sum(pen.style.background) < 380
    ink = r.choice(((255, 255, 255) if dark else (20, 20, 20), bright(r), bright(r)))
    if found and r.random() < 0.7:
        face = next(f for f in fonts.faces() if f.path == path)
        pen.text(0, 0, r.choice(found), size * 0.9, ink, face=face)
    elif r.random() < 0.5:
        pen.text(0, 0, r.choice(LETTERS), size * 0.7, ink, bold=True)
    else:
        pictogram(pen, 0, 0, size * 0.8, ink)


def rays(count: int, inner: float, outer: float) -> Outline:
    return [((outer if i % 2 else inner) * cos(pi * i / count - pi / 2), (outer if i % 2 else inner) * sin(pi * i / count - pi / 2)) for i in range(2 * count)]


def face_sign(pen: Pen, half: float) -> None:
    """Eyes and a mouth on a disc, square or drop."""
    r = pen.rng
    skin, ink = hsv(r.choice((0.13, 0.13, r.random())), r.uniform(0.3, 0.9), 1.0), hsv(0.07, 0.8, r.uniform(0.1, 0.4))
    if r.random() < 0.8:
        pen.disc(0, 0, half, fill=skin, line=mix(skin, (0, 0, 0), 0.25), width=max(1, half * 0.04))
    else:
        pen.rect(-half, -half, half, half, skin, radius=half * 0.4)
    for side in (-1, 1):
        pen.disc(side * half * 0.36, -half * 0.22, half * 0.12, half * r.choice((0.12, 0.2)), fill=ink)
    bend = r.uniform(-0.5, 0.6)
    mouth: Outline = [(half * 0.5 * x / 8, half * (0.35 + bend * (1 - (x / 8) ** 2) * 0.6)) for x in range(-8, 9)]
    if bend > 0.3:
        pen.poly(mouth, ink)
    else:
        pen.line(mouth, ink, max(2, half * 0.09))


def shapes(pen: Pen) -> None:
    """A face, sun, heart, flower, flag, tree, house, fruit or wheel out of filled shapes."""
    half, r = ground(pen) / 2, pen.rng
    a, b = bright(r), bright(r)
    kind = r.choice(("face", "face", "sun", "heart", "flower", "flag", "tree", "house", "fruit", "wheel", "drop", "burst"))
    if kind == "face":
        face_sign(pen, half)
    elif kind in ("sun", "burst"):
        pen.poly(rays(r.randint(6, 18), half * r.uniform(0.5, 0.8), half), a)
        pen.disc(0, 0, half * 0.5, fill=b)
    elif kind == "heart":
        pen.poly([(half * sin(t * pi / 30) ** 3, -half / 16 * (13 * cos(t * pi / 30) - 5 * cos(2 * t * pi / 30) - 2 * cos(3 * t * pi / 30) - cos(4 * t * pi / 30))) for t in range(60)], a, b if r.random() < 0.4 else None, half * 0.06)
    elif kind == "flower":
        count = r.randint(5, 9)
        for i in range(count):
            pen.disc(half * 0.6 * cos(2 * pi * i / count), half * 0.6 * sin(2 * pi * i / count), half * 0.38, fill=a)
        pen.disc(0, 0, half * 0.35, fill=b)
    elif kind == "flag":
        colours = [bright(r) for _ in range(3)]
        for i, colour in enumerate(colours):
            pen.rect(*((-half + i * half * 2 / 3, -half * 0.65, -half + (i + 1) * half * 2 / 3, half * 0.65) if b[0] > 128 else (-half, -half * 0.65 + i * half * 1.3 / 3, half, -half * 0.65 + (i + 1) * half * 1.3 / 3)), colour)
    elif kind == "tree":
        pen.rect(-half * 0.12, half * 0.3, half * 0.12, half, (110, 70, 40))
        for i in range(3):
            pen.poly([(0, -half + i * half * 0.35), (half * (0.4 + 0.15 * i), -half * 0.35 + i * half * 0.35), (-half * (0.4 + 0.15 * i), -half * 0.35 + i * half * 0.35)], hsv(0.36, 0.7, 0.45 + 0.1 * i))
    elif kind == "house":
        pen.rect(-half * 0.7, -half * 0.1, half * 0.7, half, a)
        pen.poly([(-half, -half * 0.1), (0, -half), (half, -half * 0.1)], b)
        pen.rect(-half * 0.15, half * 0.4, half * 0.2, half, mix(b, (0, 0, 0), 0.4))
    elif kind == "fruit":
        for side in (-1, 1):
            pen.disc(side * half * 0.4, half * 0.4, half * 0.42, fill=a)
            pen.line([(side * half * 0.4, half * 0.1), (0, -half * 0.8)], (60, 120, 50), max(2, half * 0.06))
        pen.disc(half * 0.3, -half * 0.75, half * 0.3, half * 0.14, fill=(80, 160, 70))
    elif kind == "drop":
        pen.poly([(half * 0.7 * sin(t * pi / 30) * sin(t * pi / 60), -half * cos(t * pi / 30)) for t in range(60)], a)
    else:
        for radius, colour in ((1.0, a), (0.75, pen.style.background), (0.3, a)):
            pen.disc(0, 0, half * radius, fill=colour)
        for i in range(6):
            pen.line([(0, 0), (half * 0.8 * cos(pi * i / 3), half * 0.8 * sin(pi * i / 3))], a, max(2, half * 0.08))


LAYOUTS: dict[str, Layout] = {"sign": sign, "shapes": shapes}
