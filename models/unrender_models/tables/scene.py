"""A picture of a table together with everything that is true about it.

All coordinates are in pixels of `TableScene.image`, x to the right, y down; boxes are (x0, y0, x1, y1). Rows and columns count from 0.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..scene import Box, Line

Header = Literal["none", "column", "row"]
Align = Literal["left", "center", "right"]


@dataclass
class Cell:
    """A cell of the grid; `header` tells what it heads, as in src/answer/types.ts. Empty cells have no lines."""

    row: int
    column: int
    row_span: int
    column_span: int
    header: Header
    align: Align
    box: Box
    lines: list[Line] = field(default_factory=list)


@dataclass
class TableScene:
    """A picture (uint8, H x W x 3, RGB) of one table; cells in reading order cover the grid.

    `row_lines` and `column_lines` (rows - 1 and columns - 1 positions) are what separates neighbours: the middle of the rule where one is
    drawn, else the middle of the gap between the texts on both sides. `outside` is text that belongs to no cell: captions, prose, the
    letters and numbers along a spreadsheet.
    """

    image: NDArray[np.uint8]
    box: Box
    rows: int
    columns: int
    row_lines: list[float]
    column_lines: list[float]
    cells: list[Cell]
    caption: list[Line] = field(default_factory=list)
    outside: list[Line] = field(default_factory=list)
    renderer: str = ""

    @property
    def width(self) -> int:
        return int(self.image.shape[1])

    @property
    def height(self) -> int:
        return int(self.image.shape[0])

    @property
    def header_rows(self) -> int:
        """How many rows at the top hold headers of columns and nothing else, as far down as no cell reaches across the end of them."""
        count = 0
        for row in range(self.rows):
            own = [cell for cell in self.cells if cell.row == row]
            if any(cell.header != "column" and cell.lines for cell in own) or (own and all(cell.header != "column" for cell in own)):
                break
            if all(cell.row > row or cell.row + cell.row_span <= row + 1 for cell in self.cells):
                count = row + 1
        return count

    def all_lines(self) -> list[Line]:
        """Every line of text in the picture: cells, caption, what stands outside."""
        return [line for cell in self.cells for line in cell.lines] + self.caption + self.outside

    def to_json(self) -> dict[str, Any]:
        """Plain data without the image (its size is kept)."""
        data = asdict(replace(self, image=np.zeros((0, 0, 3), np.uint8)))
        del data["image"]
        data["width"], data["height"], data["header_rows"] = self.width, self.height, self.header_rows
        return data

    @staticmethod
    def from_json(data: dict[str, Any], image: NDArray[np.uint8]) -> TableScene:
        """The inverse of `to_json`; raises ValueError where the picture has not the size that the truth was made for."""
        if (data["width"], data["height"]) != (image.shape[1], image.shape[0]):
            raise ValueError(f"truth is for {data['width']} x {data['height']}, the picture is {image.shape[1]} x {image.shape[0]}")
        cells = [
            Cell(c["row"], c["column"], c["row_span"], c["column_span"], c["header"], c["align"], _box(c["box"]), _lines(c["lines"])) for c in data["cells"]
        ]
        return TableScene(
            image, _box(data["box"]), data["rows"], data["columns"], data["row_lines"], data["column_lines"], cells,
            _lines(data["caption"]), _lines(data["outside"]), data.get("renderer", ""),
        )  # fmt: skip

    def scaled(self, factor: float) -> TableScene:
        """The same scene with picture and truth scaled by `factor`."""
        width, height = max(1, round(self.width * factor)), max(1, round(self.height * factor))
        image = np.asarray(Image.fromarray(self.image).resize((width, height), Image.Resampling.LANCZOS))
        return replace(moved(self, width / self.width, height / self.height, 0.0, 0.0), image=image)

    def cropped(self, box: tuple[int, int, int, int]) -> TableScene:
        """The part of the picture inside `box`; text outside it goes, and the table must lie within."""
        x0, y0, x1, y1 = box
        part = moved(self, 1.0, 1.0, -x0, -y0)
        keep = [line for line in part.outside if line.box[0] >= 0 and line.box[1] >= 0 and line.box[2] <= x1 - x0 and line.box[3] <= y1 - y0]
        return replace(part, image=np.ascontiguousarray(self.image[y0:y1, x0:x1]), outside=keep)


def _box(values: list[float]) -> Box:
    x0, y0, x1, y1 = values
    return (float(x0), float(y0), float(x1), float(y1))


def _lines(items: list[dict[str, Any]]) -> list[Line]:
    return [Line(item["text"], _box(item["box"])) for item in items]


def moved(scene: TableScene, fx: float, fy: float, dx: float, dy: float) -> TableScene:
    """Truth under x -> x * fx + dx, y -> y * fy + dy; the image is left as it is."""

    def box(b: Box) -> Box:
        return (b[0] * fx + dx, b[1] * fy + dy, b[2] * fx + dx, b[3] * fy + dy)

    def lines(items: list[Line]) -> list[Line]:
        return [Line(item.text, box(item.box)) for item in items]

    return replace(
        scene,
        box=box(scene.box),
        row_lines=[y * fy + dy for y in scene.row_lines],
        column_lines=[x * fx + dx for x in scene.column_lines],
        cells=[replace(cell, box=box(cell.box), lines=lines(cell.lines)) for cell in scene.cells],
        caption=lines(scene.caption),
        outside=lines(scene.outside),
    )


def separators(edges: list[float], ruled: list[bool], cells: list[Cell], axis: int) -> list[float]:
    """Positions of the inner separators along an axis (0: columns, 1: rows).

    `edges` are the borders of the cells' boxes, outer ones included; `ruled[i]` tells whether something visible (a rule, a change of colour)
    runs along inner edge i + 1. Where nothing does, the middle of the gap between the texts on both sides is what an eye would draw.
    """
    found = []
    for index in range(1, len(edges) - 1):
        position = edges[index]
        if not ruled[index - 1]:
            before = [line.box[axis + 2] for cell in cells if _ends(cell, axis) == index for line in cell.lines]
            after = [line.box[axis] for cell in cells if _starts(cell, axis) == index for line in cell.lines]
            if before and after and max(before) < min(after):
                position = (max(before) + min(after)) / 2
        found.append(position)
    return found


def _starts(cell: Cell, axis: int) -> int:
    return cell.column if axis == 0 else cell.row


def _ends(cell: Cell, axis: int) -> int:
    return cell.column + cell.column_span if axis == 0 else cell.row + cell.row_span
