"""A table's scene becomes a training sample: at the model's scale, degraded, read by a noisy text reader, with truth at stride 8.

No torch here: workers import it. Shapes: H, W are the pixels' sizes; h, w the maps' (sizes rounded up to multiples of 32, divided by 8);
R text boxes in reading order; N cells in reading order.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..picture import MAX_PIXELS, MAX_SIDE, Pixels, distance_to_background, scale_for
from ..sample import STRIDE, degrade, noisy_lines, reading_order
from ..sample import Noise as LineNoise
from ..scene import Box, Line
from .scene import TableScene

NOWHERE = -1
MOST_BOXES = 600


@dataclass
class Noise(LineNoise):
    """As for diagrams, and: neighbouring cells of a row whose texts nearly touch may be read as one line."""

    merge: float = 0.12
    """Probability that a gap of less than a text height is read over."""
    crop: float = 0.3
    """Probability that the picture is cut close to the table, as screenshots of tables are."""


CLEAN = Noise(0, 0, 0, 0, 0, 0, 0, 0, 0)


@dataclass
class TableSample:
    """`rows` [h] and `columns` [w]: 1 where a separator between neighbouring grid rows (columns) passes; the table's own border is none.

    `table` is its box in pixels of the sample. `cell` [R] is the index of a box's cell, -1 outside of all; `spans` [R, 4] its first row, row
    past its last, first column, column past its last (a box read over several cells spans them all), -1 outside. `cells` [N, 4] in the same
    form, `cell_boxes` [N, 4] in pixels, `headers` [N] 0 none, 1 column, 2 row; `alignments` [N] 0 left, 1 center, 2 right; `captions` [R]
    tells which boxes are the caption's.
    """

    pixels: Pixels
    boxes: NDArray[np.float32]
    texts: list[str]
    rows: NDArray[np.uint8]
    columns: NDArray[np.uint8]
    row_positions: NDArray[np.float32]
    """[rows - 1] exact positions of the separators in pixels of the sample."""
    column_positions: NDArray[np.float32]
    table: NDArray[np.float32]
    cell: NDArray[np.int64]
    spans: NDArray[np.int64]
    captions: NDArray[np.bool_]
    cells: NDArray[np.int64]
    cell_boxes: NDArray[np.float32]
    headers: NDArray[np.int64]
    alignments: NDArray[np.int64]
    header_rows: int
    grid: tuple[int, int]
    renderer: str


@dataclass
class Piece:
    line: Line
    cell: int
    span: tuple[int, int, int, int]
    caption: bool = False


def pieces_of(scene: TableScene, noise: Noise, rng: random.Random) -> list[Piece]:
    """What the noisy text reader would find."""
    pieces = []
    for index, cell in enumerate(scene.cells):
        span = (cell.row, cell.row + cell.row_span, cell.column, cell.column + cell.column_span)
        pieces += [Piece(line, index, span) for line in noisy_lines(cell.lines, noise, rng)]
    if noise.merge:
        pieces = merged(pieces, noise, rng)
    none = (NOWHERE,) * 4
    pieces += [Piece(line, NOWHERE, none, True) for line in noisy_lines(scene.caption, noise, rng)]
    pieces += [Piece(line, NOWHERE, none) for line in noisy_lines(scene.outside, noise, rng)]
    if rng.random() < noise.false_box:
        size = rng.uniform(8, 24)
        x, y = rng.uniform(0, scene.width), rng.uniform(0, scene.height)
        pieces.append(Piece(Line(rng.choice("|-_.lI1"), (x, y, x + size * rng.uniform(0.3, 2), y + size)), NOWHERE, none))
    return pieces


def merged(pieces: list[Piece], noise: Noise, rng: random.Random) -> list[Piece]:
    """Reads over narrow gaps between cells of one row: the text detector sees one line there."""
    result: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.span[0], p.line.box[1], p.line.box[0])):
        last = result[-1] if result else None
        if last is not None and last.cell != piece.cell and last.span[:2] == piece.span[:2] and last.span[3] == piece.span[2]:
            a, b = last.line.box, piece.line.box
            height = a[3] - a[1]
            if abs(a[1] - b[1]) < 0.3 * height and 0 <= b[0] - a[2] < height and rng.random() < noise.merge:
                box: Box = (a[0], min(a[1], b[1]), b[2], max(a[3], b[3]))
                result[-1] = Piece(Line(f"{last.line.text} {piece.line.text}", box), last.cell, (*last.span[:3], piece.span[3]))
                continue
        result.append(piece)
    return result


def make_table_sample(scene: TableScene, rng: random.Random, noise: Noise, max_pixels: int = MAX_PIXELS) -> TableSample | None:
    """None where the scene does not fit `max_pixels` at a readable scale, or holds no text."""
    if noise.crop and rng.random() < noise.crop:
        scene = tight(scene, rng)
    height, width = scene.image.shape[:2]
    scale = scale_for(width, height, [line.box[3] - line.box[1] for line in scene.all_lines()])
    if noise.scale:
        scale *= float(np.exp(rng.gauss(0, noise.scale)))
    limit = (max_pixels / (width * height)) ** 0.5
    if limit < scale * 0.6:
        return None
    scale = min(scale, limit, MAX_SIDE / max(width, height))
    size = (max(32, int(width * scale)), max(32, int(height * scale)))
    kernels = [Image.Resampling.LANCZOS, Image.Resampling.BOX, Image.Resampling.BICUBIC, Image.Resampling.BILINEAR, Image.Resampling.HAMMING]
    image = Image.fromarray(scene.image).resize(size, rng.choice(kernels) if noise.scale else kernels[0])
    if rng.random() < noise.degrade:
        image = degrade(image, rng)
    pieces = pieces_of(scene, noise, rng)
    if not pieces or len(pieces) > MOST_BOXES:
        return None
    fx, fy = size[0] / width, size[1] / height
    scaled: list[Box] = [(p.line.box[0] * fx, p.line.box[1] * fy, p.line.box[2] * fx, p.line.box[3] * fy) for p in pieces]
    order = reading_order(scaled)
    pieces = [pieces[i] for i in order]
    cells = scene.cells
    factor = np.array([fx, fy, fx, fy])
    rows, columns = np.array(scene.row_lines, np.float32) * fy, np.array(scene.column_lines, np.float32) * fx
    pixels = distance_to_background(np.asarray(image))
    return TableSample(
        pixels, np.array([scaled[i] for i in order], np.float32), [p.line.text for p in pieces], signal(rows, pixels.shape[0]), signal(columns, pixels.shape[1]), rows, columns,
        (np.array(scene.box) * factor).astype(np.float32), np.array([p.cell for p in pieces], np.int64), np.array([p.span for p in pieces], np.int64), np.array([p.caption for p in pieces], np.bool_),
        np.array([(c.row, c.row + c.row_span, c.column, c.column + c.column_span) for c in cells], np.int64), (np.array([c.box for c in cells]) * factor).astype(np.float32),
        np.array([("none", "column", "row").index(c.header) for c in cells], np.int64), np.array([("left", "center", "right").index(c.align) for c in cells], np.int64),
        scene.header_rows, (scene.rows, scene.columns), scene.renderer,
    )  # fmt: skip


def signal(positions: NDArray[np.float32], length: int) -> NDArray[np.uint8]:
    """1 at stride 8 where a separator passes, over a side of `length` pixels padded to a multiple of 32."""
    marks = np.zeros(-(-length // 32) * 32 // STRIDE, np.uint8)
    marks[np.clip(positions // STRIDE, 0, len(marks) - 1).astype(np.int64)] = 1
    return marks


def tight(scene: TableScene, rng: random.Random) -> TableScene:
    """The picture cut to the table, with a little around it on each side or exactly at its border."""
    x0, y0, x1, y1 = scene.box
    for line in scene.caption:
        x0, y0, x1, y1 = min(x0, line.box[0]), min(y0, line.box[1]), max(x1, line.box[2]), max(y1, line.box[3])
    room = [rng.choice((1.0, 3.0, rng.uniform(0, 40))) for _ in range(4)]
    return scene.cropped((int(max(0, x0 - room[0])), int(max(0, y0 - room[1])), int(min(scene.width, x1 + room[2] + 1)), int(min(scene.height, y1 + room[3] + 1))))
