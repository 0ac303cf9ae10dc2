"""Tables that programs print: characters on a grid, with rules of ASCII or box drawing, or none."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageDraw

from ..draw import fonts, words
from ..draw.style import Colour, hsv, visible
from ..scene import Box, Line
from .paint import LARGEST, write
from .plan import Plan
from .scene import Cell, TableScene, separators
from .style import family

# Rules at the top, under the header, between rows and at the bottom, then the upright between cells. A rule is (left, line, crossing, right), or (line, crossing), or a
# line alone; "" where there is none.
FRAMES: dict[str, tuple[tuple[str, ...], str]] = {
    "ascii": (("+-++", "+-++", "+-++", "+-++"), "|"), "ascii-double": (("+-++", "+=++", "+-++", "+-++"), "|"), "psql": (("", "-+", "", ""), "|"),
    "light": (("┌─┬┐", "├─┼┤", "├─┼┤", "└─┴┘"), "│"), "heavy": (("┏━┳┓", "┣━╋┫", "┣━╋┫", "┗━┻┛"), "┃"), "double": (("╔═╦╗", "╠═╬╣", "╠═╬╣", "╚═╩╝"), "║"),
    "rounded": (("╭─┬╮", "├─┼┤", "├─┼┤", "╰─┴╯"), "│"), "mixed": (("┌─┬┐", "╞═╪╡", "├─┼┤", "└─┴┘"), "│"), "markdown": (("", "|-||", "", ""), "|"),
    "spaces": (("", "", "", ""), ""), "underlined": (("", "- ", "", ""), ""), "rst": (("= ", "= ", "", "= "), ""), "simple": (("", "─", "", "─"), ""),
}  # fmt: skip
WEIGHTS = (20, 5, 14, 12, 5, 5, 6, 5, 10, 14, 6, 4, 4)


def paint_terminal(rng: Random, plan: Plan) -> TableScene | None:
    """A table without spans (`make_plan(simple=True)`), in a terminal or a text editor; None where it would be too large."""
    name = rng.choices(tuple(FRAMES), WEIGHTS)[0]
    rules, bar = FRAMES[name]
    face = family(rng, "mono", words.script(plan.content.lang), 0.06)
    size = rng.randint(12, 19) if plan.rows * plan.columns < 120 else rng.randint(11, 14)
    font = fonts.load(face.path, size)
    advance = float(font.getlength("0"))
    if abs(font.getlength("i") - advance) > 0.01 or (any(ord(c) > 127 for rule in rules for c in rule) and bytes(font.getmask("│")) == bytes(font.getmask("\uffff"))):
        return None
    texts = {(slot.row, slot.column): slot for slot in plan.slots}
    if any(abs(fonts.width(font, slot.text) - advance * len(slot.text)) > 0.5 for slot in plan.slots):
        return None
    limit = rng.choice((14, 20, 28, 40))
    cut = {key: _broken(slot.text, limit, rng.random() < 0.6) for key, slot in texts.items()}
    pad = 1 if bar or name != "spaces" else 0
    gap = {"spaces": rng.randint(2, 4), "underlined": rng.randint(1, 2), "rst": 2, "simple": 2}.get(name, 0)
    widths = [max(3 if name == "markdown" else 1, *(max((len(line) for line in cut[row, column]), default=0) for row in range(plan.rows))) for column in range(plan.columns)]
    every = name in ("ascii", "ascii-double", "light", "heavy", "double", "rounded", "mixed") and rng.random() < 0.35
    pads = pad if bar else 0
    starts, at = [], 0
    framed = bar != "" and name != "psql"
    at += 1 if framed else 0
    for width in widths:
        starts.append(at + pads)
        at += width + 2 * pads + (1 if bar else gap)
    total = at if framed else at - (1 if bar else gap)
    dark = rng.random() < 0.68
    ground: Colour = hsv(rng.random(), rng.uniform(0, 0.5), rng.uniform(0.02, 0.2)) if dark else rng.choice(((255, 255, 255), hsv(0.13, 0.1, 0.98)))
    ink = visible(hsv(rng.random(), rng.uniform(0, 0.3), rng.uniform(0.7, 1.0) if dark else rng.uniform(0, 0.3)), ground, 110)
    head_ink = ink if rng.random() < 0.7 else visible(hsv(rng.random(), 0.6, 0.9 if dark else 0.5), ground, 90)
    leading = size * rng.uniform(1.05, 1.45)
    lines: list[tuple[str, str, int]] = []
    """(kind, text, row) from top to bottom: rules, rows' lines."""

    def rule(spec: str) -> None:
        if spec:
            lines.append(("rule", _rule(spec, widths, pads, gap if not bar else 1, framed), -1))

    before, after = _around(rng, name), _around(rng, name) if rng.random() < 0.4 else []
    for text in before:
        lines.append(("outside", text, -1))
    first = len(lines)
    rule(rules[0])
    for row in range(plan.rows):
        for index in range(max(1, max(len(cut[row, column]) for column in range(plan.columns)))):
            lines.append(("row", str(index), row))
        if row + 1 == plan.head and row + 1 < plan.rows:
            rule(rules[1])
        elif every and row + 1 < plan.rows:
            rule(rules[2])
    rule(rules[3])
    last = len(lines)
    for text in after:
        lines.append(("outside", text, -1))
    margin = round(size * rng.choice((0.3, 0.8, 1.5)))
    width = round(max(total, *(len(text) for kind, text, _ in lines if kind == "outside"), 8) * advance + 2 * margin) if before or after else round(total * advance + 2 * margin)
    height = round(len(lines) * leading + 2 * margin)
    if max(width, height) > LARGEST or width * height > 3_000_000:
        return None
    image = Image.new("RGB", (width, height), ground)
    draw = ImageDraw.Draw(image)
    top_ink, bottom_ink = fonts.ink(face.path, size)
    found: dict[tuple[int, int], list[Line]] = {key: [] for key in texts}
    outside: list[Line] = []
    ys, rule_at = [margin + first * leading] + [0.0] * plan.rows, dict[int, float]()
    for number, (kind, text, row) in enumerate(lines):
        middle = margin + (number + 0.5) * leading
        baseline = middle - (top_ink + bottom_ink) / 2
        if kind == "outside":
            if text:
                outside.append(write(draw, text, margin, baseline, face, size, ink))
        elif kind == "rule":
            draw.text((margin, round(baseline)), text, fill=ink, font=font, anchor="ls")
            above = next((r for k, _, r in reversed(lines[:number]) if k == "row"), None)
            if above is not None:
                rule_at[above] = middle
        else:
            for column, start in enumerate(starts):
                if bar and (column > 0 or framed):
                    draw.text((margin + (start - pads - 1) * advance, round(baseline)), bar, fill=ink, font=font, anchor="ls")
                pieces = cut[row, column]
                if int(text) < len(pieces) and pieces[int(text)]:
                    piece = pieces[int(text)]
                    room = widths[column] - len(piece)
                    shift = {"left": 0, "right": room, "center": room // 2}[texts[row, column].align]
                    found[row, column].append(write(draw, piece, margin + (start + shift) * advance, baseline, face, size, head_ink if row < plan.head else ink))
            if framed:
                draw.text((margin + (total - 1) * advance, round(baseline)), bar, fill=ink, font=font, anchor="ls")
            ys[row + 1] = margin + (number + 1) * leading
    for row, y in rule_at.items():
        ys[row + 1] = y
    xs = [margin + (0.5 * advance if framed else 0.0)]
    for column in range(1, plan.columns):
        xs.append(margin + ((starts[column] - pads - 0.5) if bar else (starts[column] - gap / 2)) * advance)
    xs.append(margin + (total - (0.5 if framed else 0)) * advance)
    if rules[0]:
        ys[0] += leading / 2
    cells = []
    for (row, column), slot in sorted(texts.items()):
        box: Box = (xs[column], ys[row], xs[column + 1], ys[row + 1])
        cells.append(Cell(row, column, 1, 1, slot.header, slot.align, box, found[row, column]))
    rows_ruled = [row in rule_at for row in range(plan.rows - 1)]
    table: Box = (xs[0], ys[0], xs[-1], margin + last * leading if plan.rows - 1 not in rule_at else ys[-1])
    return TableScene(
        np.asarray(image), table, plan.rows, plan.columns, separators(ys, rows_ruled, cells, 1), separators(xs, [bar != ""] * (plan.columns - 1), cells, 0), cells, [], outside, f"terminal-{name}",
    )  # fmt: skip


def _broken(text: str, limit: int, wraps: bool) -> list[str]:
    """Long texts are wrapped, or cut off with an ellipsis as many programs do."""
    if len(text) <= limit or " " not in text:
        return [text] if text else []
    if not wraps:
        return [f"{text[: limit - 3].rstrip()}..."]
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > limit:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _rule(spec: str, widths: list[int], pads: int, gap: int, framed: bool) -> str:
    if len(spec) == 1:
        return spec * (sum(widths) + gap * (len(widths) - 1))
    parts = [(spec[0] if len(spec) == 2 else spec[1]) * (width + 2 * pads) for width in widths]
    if len(spec) == 2:
        return (spec[1] * gap).join(parts)
    return f"{spec[0] if framed else ''}{spec[2].join(parts)}{spec[3] if framed else ''}"


def _around(rng: Random, name: str) -> list[str]:
    """A prompt or a remark near the table."""
    if rng.random() < 0.55:
        return []
    noun = rng.choice(words.NOUNS).split()[0]
    lines = [rng.choice((f"$ {noun} list", f"> SELECT * FROM {noun}s;", f"user@host:~$ ./{noun}.sh", f"{rng.randrange(99)} rows in set (0.0{rng.randrange(9)} sec)", words.sentence(rng), f"({rng.randrange(40)} rows)"))]
    return [*lines, ""] if rng.random() < 0.3 or name == "markdown" else lines
