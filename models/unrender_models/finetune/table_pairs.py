"""A person's picture of a table and its source as a scene: the source's cells are found among the text lines of the picture, and what separates them lies between.

What a source does not say (what CSV's first row is, how texts stand) is not learned.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..picture import MAX_PIXELS, distance_to_background
from ..sample import reading_order
from ..scene import Box, Line
from ..tables.sample import CLEAN, Noise, TableSample, make_table_sample
from ..tables.scene import Cell, TableScene
from .folder import Unusable
from .pairs import plain, stacked
from .table_source import SourceCell, SourceTable

NOT_LEARNED = -100
LEAST = 0.8
"""Share of a table's cells with words that must be found in its picture."""
LIKE = 0.75
"""Least likeness of a line that stands where a cell's words are expected: the text reader makes mistakes."""
LOOSE = 0.35
"""Part of a line's height by which lines of neighbouring rows may overlap: boxes are a little larger than ink."""


@dataclass
class TablePair:
    scene: TableScene
    source: SourceTable

    def sample(self, rng: random.Random, noise: Noise, max_pixels: int) -> TableSample | None:
        """None where it does not fit."""
        made = make_table_sample(self.scene, rng, noise, max_pixels)
        if made is None:
            return None
        for index, cell in enumerate(self.source.cells):
            if cell.header is None:
                made.headers[index] = NOT_LEARNED
            if cell.align is None:
                made.alignments[index] = NOT_LEARNED
        return made

    @property
    def says_headers(self) -> bool:
        return all(cell.header is not None for cell in self.source.cells)


def pair_of(picture: NDArray[np.uint8], source: SourceTable, given: list[dict[str, Any]]) -> TablePair:
    """`given`: the lines {text, box} that were read. @raises Unusable"""
    if not given:
        raise Unusable("no text was read in it")
    boxes: list[Box] = [(float(b[0]), float(b[1]), float(b[2]), float(b[3])) for b in (line["box"] for line in given)]
    lines = [Line(str(given[i]["text"]), boxes[i]) for i in reading_order(boxes)]
    lines = [part for line in lines for part in parted(line, source)]
    found = Search(source, lines).found
    wanted = [index for index, cell in enumerate(source.cells) if plain(cell.text)]
    if len(found) < LEAST * len(wanted):
        missing = next(source.cells[index].text for index in wanted if index not in found)
        raise Unusable(f'{len(found)} of the {len(wanted)} texts of the source were read in the picture ("{missing}" was not)')
    scene = scene_of(picture, source, lines, found)
    if make_table_sample(scene, random.Random(0), CLEAN, MAX_PIXELS) is None:
        raise Unusable("it is too large for its text")
    return TablePair(scene, source)


def parted(line: Line, source: SourceTable) -> list[Line]:
    """A line that was read over neighbouring cells of a row, cut between them in the proportion of their letters."""
    said = plain(line.text)
    cells = [cell for cell in source.cells if plain(cell.text)]
    if any(plain(cell.text) == said for cell in cells):
        return [line]
    for first in range(len(cells)):
        row: list[SourceCell] = []
        for cell in cells[first:]:
            if cell.row != cells[first].row or not said.startswith(plain("".join(c.text for c in [*row, cell]))):
                break
            row.append(cell)
        if len(row) > 1 and plain("".join(c.text for c in row)) == said:
            lengths = np.cumsum([0, *(len(c.text) for c in row)]) / sum(len(c.text) for c in row)
            x0, y0, x1, y1 = line.box
            edges = [x0 + (x1 - x0) * float(part) for part in lengths]
            # A letter's half at both sides stays free, as between lines that were read apart.
            gap = (x1 - x0) / max(1, len(line.text)) * 0.5
            return [
                Line(cell.text, (a + (gap if i else 0), y0, b - (gap if i < len(row) - 1 else 0), y1))
                for i, (cell, (a, b)) in enumerate(zip(row, pairwise(edges), strict=True))
            ]
    return [line]


class Search:
    """Finds each cell's lines: first the words that stand once in both, then in reading order, then wherever the cells already found leave one place."""

    def __init__(self, source: SourceTable, lines: list[Line]) -> None:
        self.cells, self.lines = source.cells, lines
        self.said = [plain(line.text) for line in lines]
        self.found: dict[int, list[int]] = {}
        self.free = {index for index, text in enumerate(self.said) if text}
        self.wanted = [(index, plain(cell.text)) for index, cell in enumerate(self.cells) if plain(cell.text)]
        self.once()
        self.in_order()
        while self.by_place(1.0) or self.by_place(LIKE):
            pass

    def take(self, cell: int, lines: list[int]) -> None:
        self.found[cell] = lines
        self.free -= set(lines)

    def once(self) -> None:
        for index, text in self.wanted:
            places = [i for i, said in enumerate(self.said) if said == text]
            if len(places) == 1 and sum(other == text for _, other in self.wanted) == 1:
                self.take(index, places)

    def in_order(self) -> None:
        order = sorted(self.free)
        cells = [(index, text) for index, text in self.wanted if index not in self.found]
        matcher = SequenceMatcher(None, [text for _, text in cells], [self.said[i] for i in order], autojunk=False)
        for block in matcher.get_matching_blocks():
            for k in range(block.size):
                index, line = cells[block.a + k][0], order[block.b + k]
                if self.fits(index, line) and self.pinned(index):
                    self.take(index, [line])

    def pinned(self, index: int) -> bool:
        """Whether row and column of a cell have something found in them, so that a place says which of several like texts it is."""
        own = self.cells[index]
        others = [self.cells[i] for i in self.found]
        return any(cell.row == own.row for cell in others) and any(cell.column == own.column for cell in others)

    def fits(self, index: int, line: int) -> bool:
        """Whether a line stands below what was found in rows above, right of what was found in columns before, and so on."""
        own, (x0, y0, x1, y1) = self.cells[index], self.lines[line].box
        loose = LOOSE * (y1 - y0)
        for other, places in self.found.items():
            cell = self.cells[other]
            for place in places:
                a0, b0, a1, b1 = self.lines[place].box
                if (cell.row + cell.row_span <= own.row and b1 > y0 + loose) or (own.row + own.row_span <= cell.row and y1 > b0 + loose):
                    return False
                if (cell.column + cell.column_span <= own.column and a1 > x0 + loose) or (
                    own.column + own.column_span <= cell.column and x1 > a0 + loose
                ):
                    return False
                # Rows that are one line high: what stands in the same one stands at the same height.
                if cell.row == own.row and cell.row_span == own.row_span and max(b0 - y1, y0 - b1) > 4 * (y1 - y0):
                    return False
        return True

    def by_place(self, likeness: float) -> bool:
        """One more cell, or several. Returns whether there was any."""
        more = False
        for index, text in self.wanted:
            if index in self.found:
                continue
            free = {i: self.said[i] for i in sorted(self.free) if self.fits(index, i)}
            chosen = [[i] for i, said in free.items() if said == text]
            if not chosen and (stack := stacked(text, free, [(line.text, np.array(line.box, np.float32)) for line in self.lines])):
                chosen = [stack]
            if not chosen and likeness < 1 and self.pinned(index):
                alike = [(SequenceMatcher(None, text, said, autojunk=False).ratio(), i) for i, said in free.items()]
                chosen = [[i] for ratio, i in sorted(alike, reverse=True)[:1] if ratio >= likeness]
            # Several places are as good until more of the row and the column is known; then the nearest to them is it.
            if len(chosen) == 1 or (chosen and self.pinned(index)):
                self.take(index, min(chosen, key=lambda places: self.away(index, places[0])))
                more = True
        return more

    def away(self, index: int, line: int) -> float:
        """How far a line is from what was found in the cell's row."""
        own, box = self.cells[index], self.lines[line].box
        beside = [self.lines[place].box for other, places in self.found.items() for place in places if self.cells[other].row == own.row]
        return abs((box[1] + box[3]) / 2 - float(np.mean([(b[1] + b[3]) / 2 for b in beside]))) if beside else 0.0


def scene_of(picture: NDArray[np.uint8], source: SourceTable, lines: list[Line], found: dict[int, list[int]]) -> TableScene:
    """@raises Unusable where rows or columns cannot be told apart"""
    own = [lines[i] for places in found.values() for i in places]
    x0, y0 = (min(line.box[k] for line in own) for k in (0, 1))
    x1, y1 = (max(line.box[k] for line in own) for k in (2, 3))
    ink = distance_to_background(picture).astype(np.float32)
    placed = [(source.cells[index], lines[i]) for index, places in found.items() for i in places]
    rows = between(
        [((c.row, c.row + c.row_span), (line.box[1], line.box[3])) for c, line in placed],
        source.rows,
        ink[:, int(x0) : int(x1) + 1].mean(1),
        "rows",
    )
    columns = between(
        [((c.column, c.column + c.column_span), (line.box[0], line.box[2])) for c, line in placed],
        source.columns,
        ink[int(y0) : int(y1) + 1].mean(0),
        "columns",
    )
    height = float(np.median([line.box[3] - line.box[1] for line in own]))
    tops, lefts = [y0 - height / 2, *rows, y1 + height / 2], [x0 - height / 2, *columns, x1 + height / 2]
    cells = [
        Cell(
            cell.row, cell.column, cell.row_span, cell.column_span, cell.header or "none", cell.align or "left",
            (lefts[cell.column], tops[cell.row], lefts[cell.column + cell.column_span], tops[cell.row + cell.row_span]),
            [lines[i] for i in sorted(found.get(index, []), key=lambda i: lines[i].box[1])],
        )
        for index, cell in enumerate(source.cells)
    ]  # fmt: skip
    taken = {i for places in found.values() for i in places}
    # What was read inside of the table and is none of its words is a mistake of the text reader, and belongs nowhere.
    others = [
        line
        for i, line in enumerate(lines)
        if i not in taken
        and not (tops[0] < (line.box[1] + line.box[3]) / 2 < tops[-1] and lefts[0] < (line.box[0] + line.box[2]) / 2 < lefts[-1])
    ]
    caption = [line for line in others if source.caption and plain(line.text) and plain(line.text) in plain(source.caption)]
    return TableScene(
        picture,
        (lefts[0], tops[0], lefts[-1], tops[-1]),
        source.rows,
        source.columns,
        rows,
        columns,
        cells,
        caption,
        [line for line in others if line not in caption],
        "own",
    )


def between(placed: list[tuple[tuple[int, int], tuple[float, float]]], count: int, profile: NDArray[np.float32], what: str) -> list[float]:
    """Positions of the separators along an axis; `placed` are first and past the last row (column), and extents. A rule that is drawn there is the separator, else the gap's middle."""
    found = []
    for edge in range(1, count):
        before = [extent[1] for (_, end), extent in placed if end <= edge]
        after = [extent[0] for (start, _), extent in placed if start >= edge]
        if not before or not after:
            raise Unusable(f"the source has {what} of which nothing was read in the picture")
        low, high = max(before), min(after)
        if low > high:
            sizes = [extent[1] - extent[0] for _, extent in placed]
            if what == "columns" or low - high > LOOSE * float(np.median(sizes)):
                raise Unusable(f"its {what} are not where the source has them")
            low, high = high, low
        found.append(rule_in(profile, low, high))
    if any(a >= b for a, b in pairwise(found)):
        raise Unusable(f"its {what} are not where the source has them")
    return found


def rule_in(profile: NDArray[np.float32], low: float, high: float) -> float:
    """The middle of a line that is drawn between, across the whole table; without one the middle."""
    part = profile[int(np.ceil(low)) : int(high)]
    if len(part) >= 3:
        peak = int(part.argmax())
        if part[peak] > 12 and part[peak] > 3 * float(np.median(part)):
            level = np.nonzero(part > part[peak] / 2)[0]
            if level[-1] - level[0] <= 4:
                return float(np.ceil(low)) + float(level.mean()) + 0.5
    return (low + high) / 2
