"""What stands around a formula in a user's picture: margins, an equation number, lines of prose, neighbours that the crop cuts."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw

from ..draw.fonts import choose, load

PROSE = (
    "where the sum runs over all",
    "we obtain the following",
    "which proves the claim.",
    "for every sufficiently small",
    "Substituting this into",
    "and therefore",
    "as shown in Section 3.",
    "The loss function is defined as",
    "with respect to the parameters",
    "Note that this implies",
    "is given by",
    "Returns the gradient of the",
    "Using the chain rule,",
    "holds almost everywhere.",
)


def written(text: str, em: float, rng: Random) -> Image.Image:
    """Ink of a line of text."""
    face = load(choose(rng, rng.choice(["serif", "serif", "sans"]), bold=0.03).path, max(6, round(em)))
    left, top, right, bottom = face.getbbox(text)
    ink = Image.new("L", (max(1, round(right - left)), max(1, round(bottom - top))))
    ImageDraw.Draw(ink).text((-left, -top), text, 255, face)
    return ink


def number(rng: Random) -> str:
    """An equation's number."""
    plain = str(rng.randint(1, 40))
    inner = rng.choice(
        [
            plain,
            plain,
            f"{rng.randint(1, 9)}.{plain}",
            f"{rng.choice('ABC')}.{plain}",
            f"{plain}{rng.choice('abc')}",
            f"{rng.randint(1, 9)}-{plain}",
        ]
    )
    return f"({inner})" if rng.random() < 0.9 else f"[{inner}]"


def surround(ink: Image.Image, em: float, neighbour: Callable[[], Image.Image], rng: Random) -> tuple[Image.Image, int, int]:
    """The formula on a page of its own, and where its left upper corner is. Nothing that is put there touches it; what is not part of it is a number at the right, prose above or below, or cut off."""
    roll = rng.random()
    most = 0.12 if roll < 0.35 else 0.8 if roll < 0.85 else 2.5
    left, top, right, bottom = (round(rng.uniform(0, most) * em) for _ in range(4))
    parts: list[tuple[Image.Image, int, int]] = [(ink, left, top)]
    width, height = left + ink.width + right, top + ink.height + bottom
    if rng.random() < 0.1:
        label = written(number(rng), em * rng.uniform(0.85, 1.05), rng)
        x = left + ink.width + round(rng.uniform(1.6, 6) * em)
        parts.append((label, x, max(0, top + (ink.height - label.height) // 2)))
        width, height = x + label.width + right, max(height, label.height)
    if rng.random() < 0.08:
        line = written(rng.choice(PROSE), em * rng.uniform(0.8, 1.05), rng)
        gap = round(rng.uniform(0.6, 1.5) * em)
        if rng.random() < 0.5:
            parts = [(part, x, y + line.height + gap) for part, x, y in parts] + [(line, left, top)]
        else:
            parts.append((line, left, top + ink.height + gap))
        width, height = max(width, min(left + line.width, round(1.5 * width))), height + line.height + gap
    elif rng.random() < 0.1:
        other = neighbour()
        seen = max(1, round(rng.uniform(0.05, 0.45) * min(em, other.height)))
        gap = round(rng.uniform(0.5, 1.2) * em)
        x = rng.randint(-other.width // 2, max(1, width - other.width // 2))
        if rng.random() < 0.5:
            parts = [(part, at, y + seen + gap) for part, at, y in parts] + [(other, x, seen - other.height)]
        else:
            parts.append((other, x, height + gap))
        height += seen + gap
    page = Image.new("L", (max(width, 4), max(height, 4)))
    for part, x, y in parts:
        page.paste(part, (x, y), part)
    return page, parts[0][1], parts[0][2]
