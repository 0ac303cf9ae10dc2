"""Grids of rows and cells around whatever makes their cells: matrices, cases, lines that are aligned."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from .trees import StreamError, slots
from .vocabulary import CLASSES

Stream = list[str]
Cell = Callable[[], Stream]

MATRICES = ["pmatrix", "pmatrix", "bmatrix", "bmatrix", "matrix", "vmatrix", "Vmatrix", "Bmatrix"]
RELATIONS = {"=", "\\leq", "\\geq", "<", ">", "\\approx", "\\equiv", "\\sim", "\\in", "\\rightarrow", "\\propto"}


def _rows(name: str, rows: list[list[Stream]], columns: str = "", rules: frozenset[int] = frozenset()) -> Stream:
    out = [f"\\begin{{{name}}}", *(["{", *columns, "}"] if columns else [])]
    for index, cells in enumerate(rows):
        out += ["\\\\"] if index else []
        out += ["\\hline"] if index in rules else []
        for column, cell in enumerate(cells):
            out += [*(["&"] if column else []), *cell]
    return [*out, "\\end"]


def matrix(rng: Random, cell: Cell) -> Stream:
    """Cells are short; some matrices are sparse, some have dots, some have rules."""
    height, width = rng.choices([1, 2, 3, 4, 5], [6, 42, 34, 13, 5])[0], rng.choices([1, 2, 3, 4, 5, 6], [14, 38, 29, 12, 5, 2])[0]
    habit = rng.choice(["cells", "cells", "numbers", "numbers", "dots", "sparse"])
    rows: list[list[Stream]] = []
    for y in range(height):
        row: list[Stream] = []
        for x in range(width):
            dotted = habit == "dots" and (y == height - 2 or x == width - 2) and height > 2 and width > 2
            if dotted:
                row.append(
                    [
                        "\\ddots"
                        if y == height - 2 and x == width - 2
                        else "\\vdots"
                        if y == height - 2
                        else "\\cdots"
                        if rng.random() < 0.7
                        else "\\ldots"
                    ]
                )
            elif habit == "numbers" or (habit == "sparse" and rng.random() < 0.5):
                row.append([*(["-"] if rng.random() < 0.2 else []), *str(rng.choice([0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12]))])
            else:
                row.append([] if habit == "sparse" and rng.random() < 0.3 else cell())
        rows.append(row)
    if rng.random() < 0.15:
        letters = [rng.choice("lcr") for _ in range(width)] if rng.random() < 0.5 else ["c"] * width
        if rng.random() < 0.5 and width > 1:
            letters.insert(rng.randint(1, width - 1), "|")
        rules = frozenset({rng.randint(1, height - 1)}) if height > 1 and rng.random() < 0.4 else frozenset[int]()
        left, right = rng.choice([("(", ")"), ("[", "]"), ("|", "|"), ("\\{", ".")])
        inner = _rows("array", rows, "".join(letters), rules)
        return [f"\\left{left}", *inner, f"\\right{right}"] if rng.random() < 0.7 else inner
    return _rows(rng.choice(MATRICES), rows)


def cases(rng: Random, value: Cell, condition: Cell) -> Stream:
    rows: list[list[Stream]] = []
    count = rng.choices([2, 3, 4], [70, 24, 6])[0]
    for index in range(count):
        last = index == count - 1 and rng.random() < 0.45
        words: Stream = ["\\mathrm", "{", *"otherwise", "}"] if rng.random() < 0.7 else ["\\mathrm", "{", *"else", "}"]
        start: Stream = (
            ["\\mathrm", "{", *"if", "}"] if rng.random() < 0.4 else ["\\mathrm", "{", *"for", "}"] if rng.random() < 0.2 else []
        )
        comma = [","] if rng.random() < 0.4 else []
        rows.append([[*value(), *comma], words if last else [*start, *condition()]] if rng.random() < 0.95 else [value()])
    return _rows("cases", rows)


def lines(rng: Random, line: Cell, most: int = 80) -> Stream:
    """Lines under each other, aligned before their relations, or centred."""
    centred = rng.random() < 0.15
    rows: list[list[Stream]] = []
    length = 0
    for index in range(rng.choices([2, 3, 4, 5], [55, 29, 11, 5])[0]):
        made = line()
        length += len(made)
        if length > most and index > 1:
            break
        at = next((i for i, token in enumerate(made) if token in RELATIONS and not unbalanced(made[:i])), None)
        if centred or at is None:
            rows.append([made])
        elif index > 0 and rng.random() < 0.5:
            rows.append([[], made[at:]])
        else:
            rows.append([made[:at], made[at:]])
    return _rows("gathered" if centred else "aligned", rows)


def unbalanced(stream: Stream) -> bool:
    """Whether a stream ends inside of something: it cannot be cut there."""
    try:
        slots(stream)
    except (StreamError, ValueError):
        return True
    # A negation or a font takes the next token without being a slot.
    return bool(stream) and stream[-1] in {"\\not", *CLASSES["font"], *CLASSES["text"]}
