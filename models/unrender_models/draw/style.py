"""The look of a scene: fonts, colours, line widths, arrowheads. One `Style` a scene; every choice comes from the seed."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass, field
from random import Random

from . import fonts, words

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Look:
    """Colours of a box; None is not painted."""

    fill: Colour | None
    border: Colour | None
    text: Colour


@dataclass
class Style:
    """Lengths in pixels; `em` is the font size."""

    em: int
    lang: str
    face: fonts.Face
    label_face: fonts.Face
    background: Colour
    ink: Colour
    text: Colour
    looks: list[Look]
    group_look: Look
    node_width: int
    edge_width: int
    arrow: str
    arrow_size: float
    gap: float
    corner: float
    dash: tuple[float, float]
    rough: float
    leading: float
    label_mode: str
    """masked (background behind), over (none), beside."""
    label_size: int
    wrap: float
    """Width of labels in em."""
    pad: tuple[float, float]
    shadow: bool
    gradient: bool
    hachure: bool
    shapes: list[str]
    """Shapes of plain steps; decisions and ends are chosen apart."""
    decision: str
    directed: float = 1.0
    """Probability of an arrow at an edge's end."""
    rich: bool = False
    """Labels with a heading and smaller lines below it."""
    badges: bool = False
    """Pictograms inside the boxes, left of their labels."""
    jumps: bool = False
    pills: bool = False
    """Edge labels in little frames."""
    bars: bool = False
    """Groups with a filled bar behind their title."""
    coloured_edges: list[Colour] = field(default_factory=list)

    def shrink(self, nodes: int) -> None:
        """Smaller letters (and what is measured by them) for diagrams of many nodes, so that they fit a picture."""
        if nodes <= 9 or self.em <= 15:
            return
        factor = max(14, self.em - (nodes - 7) // 2) / self.em
        self.em = round(self.em * factor)
        self.edge_width = min(self.edge_width, max(1, round(self.em * 0.14)))
        self.label_size = max(12, round(self.label_size * factor))
        self.pad = (self.pad[0] * factor, self.pad[1] * factor)
        self.arrow_size *= factor
        self.corner *= factor
        self.wrap = min(self.wrap, 16)


def hsv(h: float, s: float, v: float) -> Colour:
    r, g, b = colorsys.hsv_to_rgb(h % 1.0, min(max(s, 0.0), 1.0), min(max(v, 0.0), 1.0))
    return (round(r * 255), round(g * 255), round(b * 255))


def luminance(c: Colour) -> float:
    return 0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2]


def mix(a: Colour, b: Colour, share: float) -> Colour:
    return (round(a[0] + (b[0] - a[0]) * share), round(a[1] + (b[1] - a[1]) * share), round(a[2] + (b[2] - a[2]) * share))


def distance(a: Colour, b: Colour) -> int:
    return max(abs(x - y) for x, y in zip(a, b, strict=True))


def readable(text: Colour, ground: Colour, least: float = 70) -> Colour:
    """`text`, or black or white where it would not be read on `ground`."""
    if abs(luminance(text) - luminance(ground)) >= least:
        return text
    return (245, 245, 245) if luminance(ground) < 128 else (20, 20, 20)


def visible(ink: Colour, ground: Colour, least: int) -> Colour:
    """`ink`, pushed away from `ground` until the channels differ enough."""
    goal: Colour = (255, 255, 255) if luminance(ground) < 110 else (0, 0, 0)
    for _ in range(8):
        if distance(ink, ground) >= least:
            break
        ink = mix(ink, goal, 0.3)
    return ink


def _looks(rng: Random, background: Colour, ink: Colour, dark: bool) -> list[Look]:
    """One to five looks for the nodes of a scene."""
    theme = rng.choices(("plain", "filled", "pastel", "saturated", "faint", "mixed"), (26, 14, 28, 14, 6, 12))[0]
    hue, spread = rng.random(), rng.choice((0.0, 0.05, 0.3, 1.0))
    result = []
    fill: Colour | None
    border: Colour | None
    for _ in range(rng.choice((1, 1, 2, 3, 5))):
        kind = rng.choice(("plain", "pastel", "saturated")) if theme == "mixed" else theme
        h = hue + rng.uniform(-spread, spread)
        if kind == "plain":
            fill = None if rng.random() < 0.6 else background
            border = ink
        elif kind == "filled":
            v = rng.uniform(0.15, 0.4) if dark else rng.uniform(0.82, 0.96)
            fill, border = hsv(h, rng.uniform(0, 0.08), v), ink if rng.random() < 0.6 else None
        elif kind == "pastel":
            fill = hsv(h, rng.uniform(0.3, 0.7), rng.uniform(0.2, 0.4)) if dark else hsv(h, rng.uniform(0.06, 0.3), rng.uniform(0.88, 1))
            border = rng.choice((ink, hsv(h, rng.uniform(0.4, 0.8), rng.uniform(0.6, 0.95) if dark else rng.uniform(0.4, 0.85)), hsv(h, 0.5, 0.7)))
            border = None if rng.random() < 0.12 else border
        elif kind == "saturated":
            strong = hsv(h, rng.uniform(0.5, 1), rng.uniform(0.35, 0.9))
            fill, border = strong, rng.choice((None, ink, mix(strong, (0, 0, 0), 0.35), (255, 255, 255) if dark else mix(strong, (0, 0, 0), 0.2)))
        else:
            fill = mix(background, ink, rng.uniform(0.04, 0.12))
            border = mix(background, ink, rng.uniform(0.15, 0.4))
        if fill is not None and distance(fill, background) < 12:
            border = border or ink
        if border is not None and distance(border, background) < 25 and (fill is None or distance(fill, background) < 25):
            border = visible(border, background, 45)
        ground = fill or background
        text = readable(rng.choice((ink, ink, border or ink, (0, 0, 0), (255, 255, 255), (51, 51, 51))), ground)
        result.append(Look(fill, border, text))
    return result


def _colours(rng: Random) -> tuple[Colour, Colour, bool]:
    """Background, ink, whether the scene is dark."""
    dark = rng.random() < 0.24
    if dark:
        background = hsv(rng.random(), rng.choice((0, 0, rng.uniform(0, 0.5))), rng.uniform(0.0, 0.26))
        ink = hsv(rng.random(), rng.choice((0, 0, rng.uniform(0, 0.4))), rng.uniform(0.55, 1.0))
    else:
        background = (255, 255, 255) if rng.random() < 0.6 else hsv(rng.random(), rng.uniform(0, 0.12), rng.uniform(0.86, 1.0))
        ink = (0, 0, 0) if rng.random() < 0.3 else hsv(rng.random(), rng.choice((0, 0, rng.uniform(0, 0.9))), rng.uniform(0.0, 0.62))
    return background, visible(ink, background, 70), dark


STEPS = ("rect", "round", "stadium", "ellipse", "circle", "subroutine", "cylinder", "hexagon", "lean_right", "lean_left", "trapezoid", "inv_trapezoid", "odd", "document", "record", "icon", "diamond", "text", "double_circle")  # fmt: skip
STEP_WEIGHTS = (40, 22, 9, 10, 5, 5, 5, 4, 4, 2, 2, 2, 2.5, 4, 3.5, 4, 2, 3, 2)


def choose(rng: Random) -> Style:
    """A random style."""
    lang = words.language(rng)
    hand = rng.random() < 0.12
    kind = "hand" if hand and rng.random() < 0.8 else rng.choices(("sans", "serif", "mono", "hand"), (70, 14, 9, 4))[0]
    face = fonts.choose(rng, kind, words.script(lang))
    em = rng.randint(17, 25)
    background, ink, dark = _colours(rng)
    looks = _looks(rng, background, ink, dark)
    grey = mix(background, ink, rng.uniform(0.5, 1))
    edge_ink = visible(rng.choice((ink, ink, ink, grey, looks[0].border or ink)), background, 48)
    group_fill = rng.choice((None, None, mix(background, ink, rng.uniform(0.02, 0.1)), mix(background, hsv(rng.random(), 0.6, 0.8), rng.uniform(0.08, 0.25))))
    border = mix(background, edge_ink, rng.uniform(0.35, 1)) if group_fill is None or rng.random() < 0.7 else None
    edge_width = min(rng.choice((1, 2, 2, 2, 3, 3, 4)), round(em * 0.15))
    label_size = em if rng.random() < 0.6 else max(13, round(em * rng.uniform(0.7, 1.0)))
    shapes = rng.choices(STEPS, STEP_WEIGHTS, k=rng.choice((1, 1, 2, 3, 6, 12)))
    return Style(
        em=em,
        lang=lang,
        face=face,
        label_face=face if rng.random() < 0.85 else fonts.choose(rng, face.kind, words.script(lang), italic=0.4),
        background=background,
        ink=edge_ink,
        text=readable(ink, background),
        looks=looks,
        group_look=Look(group_fill, border, readable(ink, group_fill or background)),
        node_width=rng.choice((1, 2, 2, 2, 3, 4)),
        edge_width=edge_width,
        arrow=rng.choices(("filled", "open", "barbed", "hollow", "diamond"), (62, 17, 14, 5, 1.5))[0],
        arrow_size=em * rng.choice((rng.uniform(0.35, 0.6), rng.uniform(0.5, 0.85), rng.uniform(0.7, 1.1))),
        gap=rng.choice((0, 0, 0, rng.uniform(0, 6))),
        corner=rng.choice((0, 0, rng.uniform(0.2, 1.0) * em, rng.uniform(0.2, 0.6) * em)),
        dash=rng.choice(((2, 2), (3, 3), (em * 0.12, em * 0.18), (em * 0.3, em * 0.2), (em * 0.5, em * 0.35), (em * 0.25, em * 0.25))),
        rough=rng.uniform(0.5, 2.2) if hand else 0.0,
        leading=rng.uniform(1.12, 1.5),
        label_mode=rng.choices(("masked", "over", "beside"), (50, 13, 37))[0],
        label_size=label_size,
        wrap=rng.choice((6, 8, 10, 12, 16, 40)),
        pad=(rng.uniform(0.35, 1.5) * em, rng.uniform(0.25, 1.0) * em),
        shadow=rng.random() < 0.08,
        gradient=rng.random() < 0.06,
        hachure=hand and rng.random() < 0.4,
        shapes=shapes,
        decision=rng.choices(("diamond", "hexagon", "plain"), (80, 6, 14))[0],
        directed=rng.choices((1.0, 0.85, 0.4, 0.0), (74, 14, 6, 6))[0],
        rich=rng.random() < 0.07,
        badges=rng.random() < 0.04,
        jumps=rng.random() < 0.15,
        pills=rng.random() < 0.06,
        bars=rng.random() < 0.12,
        coloured_edges=[visible(hsv(rng.random(), 0.8, 0.7), background, 80) for _ in range(3)] if rng.random() < 0.12 else [],
    )
