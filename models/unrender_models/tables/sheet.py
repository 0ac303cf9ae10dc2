"""A page of samples with their truth drawn over them, to be looked at.

    python -m unrender_models.tables.sheet --out PAGE.png [--seed 0] [--count 12] [--renders FOLDER]

Green: the table; red: separators; blue: boxes in cells (thick: over several columns), grey: outside, orange: caption; H: header, R: row header.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

from .generate import draw_table
from .sample import Noise, TableSample, make_table_sample
from .scene import TableScene


def overlay(sample: TableSample) -> Image.Image:
    """The sample's pixels (dark on light) with its truth."""
    image = Image.fromarray(255 - sample.pixels).convert("RGB")
    draw = ImageDraw.Draw(image)
    x0, y0, x1, y1 = (float(v) for v in sample.table)
    draw.rectangle((x0, y0, x1, y1), outline=(0, 150, 60))
    for y in sample.row_positions:
        draw.line([(x0, float(y)), (x1, float(y))], fill=(230, 40, 40))
    for x in sample.column_positions:
        draw.line([(float(x), y0), (float(x), y1)], fill=(230, 40, 40))
    for at, on in enumerate(sample.rows):
        if on:
            draw.line([(0, at * 8), (0, at * 8 + 7)], fill=(230, 0, 230), width=3)
    for at, on in enumerate(sample.columns):
        if on:
            draw.line([(at * 8, 0), (at * 8 + 7, 0)], fill=(230, 0, 230), width=3)
    for (bx0, by0, bx1, by1), cell, span, caption in zip(sample.boxes.tolist(), sample.cell, sample.spans, sample.captions, strict=True):
        colour = (240, 150, 0) if caption else (140, 140, 140) if cell < 0 else (40, 90, 230)
        draw.rectangle((bx0, by0, bx1, by1), outline=colour, width=2 if cell >= 0 and span[3] - span[2] > 1 else 1)
    for (cx0, cy0, _, _), header in zip(sample.cell_boxes.tolist(), sample.headers, strict=True):
        if header:
            draw.text((cx0 + 1, cy0 + 1), "-HR"[header], fill=(0, 150, 60))
    return image


def scenes(seed: int, renders: Path | None) -> Iterator[TableScene]:
    if renders is not None:
        from .shards import read_tables

        yield from (scene for scene, _ in read_tables(renders))
        return
    rng = Random(seed)
    while True:
        yield draw_table(rng)


def page(images: list[Image.Image], columns: int = 3, side: int = 620) -> Image.Image:
    """Images in a grid, each shrunk to `side` pixels where it is larger."""
    for image in images:
        image.thumbnail((side, side))
    rows = -(-len(images) // columns)
    heights = [max(image.height for image in images[r * columns : (r + 1) * columns]) + 10 for r in range(rows)]
    result = Image.new("RGB", (columns * (side + 10), sum(heights)), (200, 205, 215))
    for index, image in enumerate(images):
        result.paste(image, (index % columns * (side + 10) + 5, sum(heights[: index // columns]) + 5))
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--renders", type=Path, help="a folder of shards in place of painted tables")
    arguments = parser.parse_args()
    rng, images = Random(arguments.seed), list[Image.Image]()
    for scene in scenes(arguments.seed, arguments.renders):
        sample = make_table_sample(scene, rng, Noise())
        if sample is not None:
            images.append(overlay(sample))
        if len(images) == arguments.count:
            break
    page(images).save(arguments.out)


if __name__ == "__main__":
    main()
