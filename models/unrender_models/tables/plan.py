"""What a table is, before any look: its grid, cells with spans, headers, texts, alignment."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp, log
from random import Random

from .content import KINDS, NUMERIC, Content
from .scene import Align, Header


@dataclass
class Slot:
    """A cell to be: its place in the grid and its text (wrapped later, where the look wants it)."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    header: Header = "none"
    align: Align = "left"
    text: str = ""
    total: bool = False
    section: bool = False


@dataclass
class Plan:
    """Slots in reading order cover `rows` x `columns`; `head` rows of headers."""

    rng: Random
    content: Content
    rows: int
    columns: int
    head: int
    slots: list[Slot] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)


def skewed(rng: Random, low: int, high: int) -> int:
    """Small sizes are commoner than large ones."""
    return round(exp(rng.uniform(log(low), log(high))))


def make_plan(rng: Random, rows: int | None = None, columns: int | None = None, simple: bool = False) -> Plan:
    """A random table of 2 x 2 to 30 x 12; `simple`: without spans, as terminals draw them."""
    rows, columns = rows or skewed(rng, 2, 30), columns or skewed(rng, 2, 12)
    head = 0 if rng.random() < 0.05 else 1
    two_level = not simple and head == 1 and columns >= 3 and rows >= 4 and rng.random() < 0.2
    head += two_level + (two_level and columns >= 5 and rows >= 6 and rng.random() < 0.12)
    content = Content(rng)
    plan = Plan(rng, content, rows, columns, head)
    weights = [10, 10, 7, 6, 6, 2, 5, 10, 8, 5, 5, 5, 4 if columns <= 5 else 0, 3, 2, 2]
    numbers = rng.random() < 0.35
    plan.kinds = ["word"] * columns
    for column in range(columns):
        kind = rng.choices(KINDS, weights)[0]
        plan.kinds[column] = rng.choice(("integer", "decimal", "percent", "money")) if numbers and column > 0 else kind
    if rng.random() < 0.75:
        plan.kinds[0] = rng.choice(("word", "phrase", "name", "place", "code", "date"))
    taken = [[False] * columns for _ in range(rows)]
    aligns = column_aligns(plan)
    _head(plan, aligns, taken)
    _body(plan, aligns, taken, simple)
    plan.slots.sort(key=lambda slot: (slot.row, slot.column))
    return plan


def column_aligns(plan: Plan) -> list[Align]:
    rng = plan.rng
    manner = rng.choices(("kinds", "left", "center", "right"), (62, 16, 18, 4))[0]
    numeric: Align = rng.choice(("right", "right", "right", "center"))
    aligns: list[Align] = []
    for column, kind in enumerate(plan.kinds):
        align: Align = "left"
        if manner == "kinds" and (kind in NUMERIC or kind == "mark"):
            align = numeric
        elif manner in ("center", "right") and (column > 0 or rng.random() < 0.5):
            align = "center" if manner == "center" else "right"
        aligns.append(align)
    return aligns


def _put(plan: Plan, taken: list[list[bool]], slot: Slot) -> None:
    for row in range(slot.row, slot.row + slot.row_span):
        for column in range(slot.column, slot.column + slot.column_span):
            taken[row][column] = True
    plan.slots.append(slot)


def _head(plan: Plan, aligns: list[Align], taken: list[list[bool]]) -> None:
    rng, content = plan.rng, plan.content
    own = rng.random() < 0.6
    corner = rng.random() < 0.12
    columns, head = plan.columns, plan.head
    if head == 0:
        return
    start = rng.choice((0, 1, 1, 1, 2)) if head > 1 else columns
    start = min(start, columns - 2) if head > 1 else columns
    for column in range(start):
        align: Align = aligns[column] if own else "center"
        tall = head > 1 and rng.random() < 0.85
        text = "" if corner and column == 0 else content.head()
        for row in range(1 if tall or head == 1 else head):
            shown = text if tall or head == 1 or row == head - 1 else ""
            _put(plan, taken, Slot(row, column, head if tall else 1, 1, "column", align, shown))
    if head == 1:
        return
    spans = _groups(rng, start, columns)
    if head == 3:
        _put(plan, taken, Slot(0, start, 1, columns - start, "column", "center", content.head()))
    for first, last in spans:
        single = last - first == 1
        level = head - 2
        align = rng.choice(("center", "center", "left")) if not single else aligns[first]
        tall = single and rng.random() < 0.7
        _put(plan, taken, Slot(level, first, 2 if tall else 1, last - first, "column", align, content.head()))
        if not tall:
            for column in range(first, last):
                _put(plan, taken, Slot(level + 1, column, 1, 1, "column", aligns[column] if own else "center", content.head()))


def _groups(rng: Random, start: int, columns: int) -> list[tuple[int, int]]:
    """Consecutive columns under one header, at least one group of several."""
    spans: list[tuple[int, int]] = []
    at = start
    width = rng.choice((0, 0, 2, 3))
    while at < columns:
        size = min(columns - at, width or rng.choice((1, 2, 2, 3, 4)))
        spans.append((at, at + size))
        at += size
    if all(last - first == 1 for first, last in spans):
        spans = [(start, start + 2), *spans[2:]]
    return spans


def _body(plan: Plan, aligns: list[Align], taken: list[list[bool]], simple: bool) -> None:
    rng, content = plan.rng, plan.content
    rows, columns, head = plan.rows, plan.columns, plan.head
    stub = rng.random() < 0.35
    total = rows - head >= 3 and rng.random() < 0.16
    sections = not simple and rows - head >= 5 and rng.random() < 0.12
    grouped = 0 if simple or rows - head < 4 or rng.random() > 0.16 else 2 if columns >= 4 and rng.random() < 0.3 else 1
    gaps = rng.choice((0.0, 0.0, 0.0, 0.04, 0.1, 0.25))
    gap_text = rng.choice(("", "", "", "-", "–", "n/a", "—"))
    merges = not simple and rng.random() < 0.07
    makers = [content.column(kind) for kind in plan.kinds]
    sparse = {column for column in range(1, columns) if rng.random() < 0.04}
    last = rows - 1 if total else rows
    if sections:
        row = head if rng.random() < 0.7 else head + rng.randint(1, 3)
        while row < last - 1:
            left: Align = rng.choice(("left", "left", "left", "center"))
            _put(plan, taken, Slot(row, 0, 1, columns, "row", left, content.head() if rng.random() < 0.5 else makers[0](), section=True))
            row += rng.randint(2, 8)
    elif grouped:
        for level in range(grouped):
            _runs(plan, taken, level, aligns[level], makers[level], last, "row" if stub else "none")
    if merges:
        for _ in range(rng.randint(1, 3)):
            row, column = rng.randrange(head, last), rng.randrange(0, max(1, columns - 1))
            height, width = rng.choice(((1, 2), (1, 2), (2, 1), (2, 2), (1, 3)))
            inside = row + height <= last and column + width <= columns
            if inside and not any(taken[r][c] for r in range(row, row + height) for c in range(column, column + width)) and width < columns:
                _put(plan, taken, Slot(row, column, height, width, "none", rng.choice(("center", "left")), makers[column]()))
    if total:
        width = 1 if simple or rng.random() < 0.6 else rng.randint(1, max(1, columns - 1))
        _put(plan, taken, Slot(rows - 1, 0, 1, width, "row" if stub else "none", aligns[0] if width == 1 else rng.choice(("left", "right")), content.total(), total=True))
    for row in range(head, rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            text = makers[column]()
            is_total = total and row == rows - 1
            if (column in sparse and rng.random() < 0.8) or (column > 0 and rng.random() < gaps) or (is_total and plan.kinds[column] not in NUMERIC):
                text = gap_text if not is_total else ""
            _put(plan, taken, Slot(row, column, 1, 1, "row" if stub and column == 0 else "none", aligns[column], text, total=is_total))


def _runs(plan: Plan, taken: list[list[bool]], column: int, align: Align, make: object, last: int, header: Header) -> None:
    """Cells of a column that stand for several rows each; further columns divide the runs of the one before."""
    assert callable(make)
    row = plan.head
    while row < last:
        limit = last - row
        if column > 0:
            outer = next(slot for slot in plan.slots if slot.column == column - 1 and slot.row <= row < slot.row + slot.row_span)
            limit = outer.row + outer.row_span - row
        size = min(limit, plan.rng.choice((1, 2, 2, 3, 4, 5)))
        _put(plan, taken, Slot(row, column, size, 1, header, align, make()))
        row += size
