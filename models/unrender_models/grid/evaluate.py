"""Scores that training watches, and answers for the scorer of record.

    python -m unrender_models.grid.evaluate --checkpoint RUN/last.pt --set evaluation/tables/development --lines LINES.json --out ANSWERS.jsonl
    node evaluation/tables/score.mjs ANSWERS.jsonl

LINES.json: what a text reader found, picture -> [{x, y, width, height, text}]; default the set's true boxes. Texts are not cut here: the engine's driver does that.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np
from PIL import Image

from ..picture import distance_to_background, scale_for
from ..tables.sample import TableSample
from .model import TableModel, load
from .read import TableRead, read_table


def evaluate(model: TableModel, samples: Sequence[TableSample]) -> dict[str, float]:
    """Shares of samples: `rows` and `columns` have the right number of separators, `spans` every cell of the grid, `heads` the header rows; `texts` are in their cells (share of boxes)."""
    right = dict.fromkeys(("rows", "columns", "spans", "heads"), 0)
    placed = boxes = 0
    for sample in samples:
        read = read_table(model, sample.pixels, sample.boxes, sample.texts)
        boxes += len(sample.boxes)
        if read is None:
            continue
        right["rows"] += read.grid[0] == sample.grid[0]
        right["columns"] += read.grid[1] == sample.grid[1]
        right["spans"] += [cell.rect for cell in read.cells] == [tuple(rect) for rect in sample.cells.tolist()]
        right["heads"] += read.header_rows == sample.header_rows
        where = {text: cell.rect for cell in read.cells for text in cell.texts}
        for index, (cell, span) in enumerate(zip(sample.cell.tolist(), sample.spans.tolist(), strict=True)):
            placed += (
                (where.get(index) is None)
                if cell < 0
                else (
                    where.get(index) == tuple(sample.cells[cell].tolist())
                    or span[3] - span[2] > sample.cells[cell][3] - sample.cells[cell][2]
                )
            )
    model.train()
    return {"n": len(samples), **{name: value / max(1, len(samples)) for name, value in right.items()}, "texts": placed / max(1, boxes)}


def text_of(boxes: Sequence[Sequence[float]], texts: Sequence[str]) -> list[str]:
    """Lines of a cell, top to bottom; boxes that stand side by side make one line."""
    lines: list[list[int]] = []
    for index in sorted(range(len(boxes)), key=lambda i: boxes[i][1] + boxes[i][3]):
        middle = (boxes[index][1] + boxes[index][3]) / 2
        if lines and boxes[lines[-1][0]][1] < middle < boxes[lines[-1][0]][3]:
            lines[-1].append(index)
        else:
            lines.append([index])
    return [" ".join(texts[i] for i in sorted(line, key=lambda i: boxes[i][0])) for line in lines]


def html_of(read: TableRead, boxes: Sequence[Sequence[float]], texts: Sequence[str]) -> str:
    def cell(r0: int, r1: int, c0: int, c1: int, inner: Sequence[int]) -> str:
        spans = (f' rowspan="{r1 - r0}"' if r1 - r0 > 1 else "") + (f' colspan="{c1 - c0}"' if c1 - c0 > 1 else "")
        return f"<td{spans}>{'<br>'.join(map(escape, text_of([boxes[i] for i in inner], [texts[i] for i in inner])))}</td>"

    rows = ["<tr>" + "".join(cell(*c.rect, c.texts) for c in read.cells if c.rect[0] == row) + "</tr>" for row in range(read.grid[0])]
    head, body = "".join(rows[: read.header_rows]), "".join(rows[read.header_rows :])
    return f"<table>{f'<thead>{head}</thead>' if head else ''}{f'<tbody>{body}</tbody>' if body else ''}</table>"


def prepared(image: Image.Image, heights: list[float]) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.uint8]], float, float]:
    """Pixels as the model is fed them, and the factors along x and y."""
    width, height = image.size
    scale = scale_for(width, height, heights)
    size = (max(32, round(width * scale)), max(32, round(height * scale)))
    return distance_to_background(np.asarray(image.resize(size, Image.Resampling.LANCZOS))), size[0] / width, size[1] / height


def read_picture(
    model: TableModel, image: Image.Image, lines: list[dict[str, float | str]]
) -> tuple[TableRead | None, np.ndarray[tuple[int, int], np.dtype[np.float32]], list[str]]:
    """A picture and its lines {x, y, width, height, text}: the table, the boxes in fed pixels, the texts."""
    boxes = np.array([[float(line[k]) for k in ("x", "y", "width", "height")] for line in lines], np.float64).reshape(-1, 4)
    boxes[:, 2:] += boxes[:, :2]
    pixels, fx, fy = prepared(image, (boxes[:, 3] - boxes[:, 1]).tolist())
    fed = (boxes * [fx, fy, fx, fy]).astype(np.float32)
    texts = [str(line["text"]) for line in lines]
    return (read_table(model, pixels, fed, texts) if len(lines) else None), fed, texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--set", type=Path, required=True)
    parser.add_argument("--lines", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    model = load(args.checkpoint)
    lines = json.loads((args.lines or args.set / "lines.json").read_text("utf-8"))
    with args.out.open("w", encoding="utf-8") as out:
        for name in sorted(lines):
            image = Image.open(args.set / name).convert("RGB")
            read, boxes, texts = read_picture(model, image, lines[name])
            out.write(
                json.dumps({"picture": name, **({"html": html_of(read, boxes.tolist(), texts)} if read else {})}, ensure_ascii=False) + "\n"
            )


if __name__ == "__main__":
    main()
