"""The look of a painted table: fonts, colours, rules, spacing. One `Look` a picture; every choice comes from the generator."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from ..draw import fonts, words
from ..draw.style import Colour, hsv, luminance, mix, readable, visible

RULES = ("grid", "rows", "none", "booktabs", "outer", "columns", "header", "inner")


@dataclass
class Look:
    """Lengths in pixels; `em` is the font size."""

    em: int
    face: fonts.Face
    head_face: fonts.Face
    stub_face: fonts.Face
    background: Colour
    ground: Colour
    """Behind the body's cells."""
    ink: Colour
    rule: Colour
    strong: Colour
    head_fill: Colour | None
    head_ink: Colour
    stub_fill: Colour | None
    zebra: Colour | None
    zebra_columns: bool
    total_fill: Colour | None
    rules: str
    weight: int
    heavy: int
    pad_x: float
    pad_y: float
    leading: float
    wrap: float
    """Longest line of a cell in em before it is broken."""
    valign: str
    upper: bool
    dashed: bool
    outer: bool
    caption: str
    """"", "above" or "below"."""
    prose: bool
    margin: float


def family(rng: Random, kind: str, script: str, bold: float) -> fonts.Face:
    """A face for tables. Latin Modern is left out: the development set's LaTeX is set in it."""
    for _ in range(20):
        face = fonts.choose(rng, kind, script, bold, 0.03)
        if not face.family.startswith("lm"):
            return face
    return face


def choose_look(rng: Random, lang: str, cells: int) -> Look:
    """A random look; tables of many cells get smaller letters, so that they fit a picture."""
    script = words.script(lang)
    kind = rng.choices(("sans", "serif", "mono", "hand"), (64, 20, 14, 2))[0]
    face = family(rng, kind, script, 0.04)
    dark = rng.random() < 0.26
    hue = rng.random()
    background = hsv(hue, rng.uniform(0, 0.35), rng.uniform(0.03, 0.2)) if dark else (255, 255, 255) if rng.random() < 0.75 else hsv(hue, rng.uniform(0, 0.06), rng.uniform(0.94, 1))
    ground = background if rng.random() < 0.8 else mix(background, (255, 255, 255) if dark or rng.random() < 0.5 else (0, 0, 0), rng.uniform(0.02, 0.08))
    ink = visible(hsv(hue, rng.uniform(0, 0.3), rng.uniform(0.75, 1) if dark else rng.uniform(0, 0.35)), ground, 110)
    rule = visible(mix(ground, ink, rng.choice((0.1, 0.15, 0.25, 0.4, 0.8, 1.0))), ground, 12)
    accent = hsv(rng.random(), rng.uniform(0.3, 0.9), rng.uniform(0.3, 0.9))
    head_fill: Colour | None = None
    fill = rng.choices(("none", "faint", "accent", "dark"), (42, 28, 20, 10))[0]
    if fill == "faint":
        head_fill = mix(ground, ink, rng.uniform(0.04, 0.16))
    elif fill == "accent":
        head_fill = accent if rng.random() < 0.6 else mix(ground, accent, rng.uniform(0.15, 0.5))
    elif fill == "dark":
        head_fill = mix(ink, ground, rng.uniform(0, 0.25))
    head_ink = readable(ink if fill != "dark" else ground, head_fill or ground, 90)
    bold = rng.random() < 0.72
    head_face = fonts.variant(face, bold)
    if rng.random() < 0.05:
        head_face = family(rng, "sans", script, 0.8)
    em = rng.randint(12, 22) if cells < 120 else rng.randint(11, 15)
    rules = rng.choices(RULES, (27, 16, 16, 12, 6, 4, 10, 9))[0]
    zebra = mix(ground, accent if rng.random() < 0.3 else ink, rng.uniform(0.035, 0.14)) if rng.random() < (0.35 if rules in ("none", "header", "rows", "booktabs") else 0.12) else None
    compact = rng.random() < 0.4
    return Look(
        em=em, face=face, head_face=head_face, stub_face=fonts.variant(face, rng.random() < 0.35), background=background, ground=ground, ink=ink,
        rule=rule, strong=visible(mix(ground, ink, rng.choice((0.4, 0.7, 1.0))), ground, 40), head_fill=head_fill, head_ink=head_ink,
        stub_fill=mix(ground, ink, rng.uniform(0.03, 0.1)) if rng.random() < 0.12 else None, zebra=zebra, zebra_columns=zebra is not None and rng.random() < 0.06,
        total_fill=mix(ground, ink, rng.uniform(0.05, 0.15)) if rng.random() < 0.3 else None, rules=rules, weight=rng.choice((1, 1, 1, 1, 2)), heavy=rng.choice((1, 2, 2, 3)),
        pad_x=em * (rng.uniform(0.25, 0.6) if compact else rng.uniform(0.5, 1.6)), pad_y=em * (rng.uniform(0.06, 0.25) if compact else rng.uniform(0.2, 0.9)),
        leading=rng.uniform(1.12, 1.5), wrap=rng.choice((6, 8, 10, 12, 14, 18, 26)), valign=rng.choice(("middle", "middle", "middle", "top", "bottom")),
        upper=lang == "en" and rng.random() < 0.07, dashed=rng.random() < 0.04, outer=rng.random() < 0.4, caption=rng.choices(("", "above", "below"), (62, 24, 14))[0],
        prose=rng.random() < 0.16, margin=em * rng.choice((0.2, 0.5, 1.0, 1.5, 2.5)),
    )  # fmt: skip


def readable_on(look: Look, ground: Colour) -> Colour:
    """The body's ink where it is read on `ground`."""
    return look.ink if abs(luminance(look.ink) - luminance(ground)) >= 70 else readable(look.ink, ground)
