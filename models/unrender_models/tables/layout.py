"""Where the rows and columns of a painted table lie: texts broken into lines, widths and heights found, spans made to fit."""

from __future__ import annotations

from dataclasses import dataclass

from ..draw import fonts
from .plan import Plan, Slot
from .style import Look


@dataclass
class Laid:
    """A slot with its lines and the face that it is set in; sizes in pixels, padding left out."""

    slot: Slot
    lines: list[str]
    face: fonts.Face
    width: float
    height: float


def wrap(text: str, font: fonts.Font, limit: float) -> list[str]:
    """Breaks at spaces; a word that is too long stays whole, as in a browser. Texts without spaces break anywhere (Chinese)."""
    if not text or fonts.width(font, text) <= limit:
        return [text] if text else []
    if " " not in text and any(ord(c) >= 0x2E80 for c in text):
        size = max(2, int(limit / max(1.0, fonts.width(font, text) / len(text))))
        return [text[at : at + size] for at in range(0, len(text), size)]
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and fonts.width(font, longer) > limit:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def lay_out(plan: Plan, look: Look) -> tuple[list[Laid], list[float], list[float]]:
    """Slots with their lines, and the borders of columns and rows from 0."""
    laid = []
    for slot in plan.slots:
        face = look.head_face if slot.header == "column" or slot.total or slot.section else look.stub_face if slot.header == "row" else look.face
        text = slot.text.upper() if look.upper and slot.header == "column" else slot.text
        font = fonts.load(face.path, look.em)
        lines = wrap(text, font, look.em * look.wrap * (1 if slot.column_span == 1 else slot.column_span * 1.2))
        width = max((fonts.width(font, line) for line in lines), default=0.0)
        laid.append(Laid(slot, lines, face, width, max(1, len(lines)) * look.em * look.leading))
    widths = _fit(plan.columns, [(i.slot.column, i.slot.column_span, i.width + 2 * look.pad_x) for i in laid], look.em * 1.2)
    heights = _fit(plan.rows, [(i.slot.row, i.slot.row_span, i.height + 2 * look.pad_y) for i in laid], look.em * 1.1)
    if plan.rng.random() < 0.16:
        widths = [max(widths)] * len(widths) if max(widths) < 1.8 * sum(widths) / len(widths) else widths
    elif plan.rng.random() < 0.3:
        # A table of a page's width has more room than its texts need.
        spare = sum(widths) * plan.rng.uniform(0.05, 0.6) / len(widths)
        widths = [width + spare for width in widths]
    if plan.rng.random() < 0.2:
        heights = [max(height, sorted(heights)[len(heights) // 2]) for height in heights]
    return laid, _borders(widths), _borders(heights)


def _fit(count: int, wanted: list[tuple[int, int, float]], least: float) -> list[float]:
    """Sizes of rows or columns: what holds single cells first, then spans spread what they lack evenly."""
    sizes = [least] * count
    for at, span, size in wanted:
        if span == 1:
            sizes[at] = max(sizes[at], size)
    for at, span, size in wanted:
        lacking = size - sum(sizes[at : at + span])
        if span > 1 and lacking > 0:
            for index in range(at, at + span):
                sizes[index] += lacking / span
    return sizes


def _borders(sizes: list[float]) -> list[float]:
    edges = [0.0]
    for size in sizes:
        edges.append(edges[-1] + round(size))
    return edges
