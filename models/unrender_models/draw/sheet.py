"""Contact sheet: `python -m unrender_models.draw.sheet --seed N --out FILE.png --truth`."""

from __future__ import annotations

import argparse
from math import hypot
from random import Random

from PIL import Image, ImageDraw

from ..scene import Line, Scene
from .generate import draw_other, draw_scene
from .geometry import resample


def overlaid(scene: Scene) -> Image.Image:
    """The picture with its truth: nodes green, text red (labels of edges magenta, noise grey), edges blue to orange along their direction."""
    image = Image.fromarray(scene.image).convert("RGB")
    pen = ImageDraw.Draw(image)

    def boxes(lines: list[Line], colour: str) -> None:
        for line in lines:
            pen.rectangle(line.box, outline=colour)

    for container in scene.containers:
        pen.rectangle(container.box, outline="#00b0b0", width=2)
        boxes(container.lines, "#00b0b0")
    for node in scene.nodes:
        pen.rectangle(node.box, outline="#00a000", width=2)
        boxes(node.lines, "#ff0000")
    for edge in scene.edges:
        count = max(1, len(edge.points) - 1)
        for i, (a, b) in enumerate(zip(edge.points, edge.points[1:], strict=False)):
            t = i / count
            pen.line([a, b], fill=(int(255 * t), int(90 + 60 * t), int(255 * (1 - t))), width=3)
        (x, y), (u, v) = edge.points[0], edge.points[-1]
        pen.rectangle([x - 4, y - 4, x + 4, y + 4], outline="#0040ff", width=2)
        pen.ellipse([u - 5, v - 5, u + 5, v + 5], outline="#ff8000", width=2)
        boxes(edge.lines, "#ff00ff")
        if edge.lines:
            box = edge.lines[0].box
            middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            course = [(float(p[0]), float(p[1])) for p in resample(edge.points, 5.0)]
            nearest = min(course, key=lambda p: hypot(p[0] - middle[0], p[1] - middle[1]))
            pen.line([middle, nearest], fill="#ff00ff")
    for text in scene.texts:
        boxes(text.lines, "#c08000")
    boxes(scene.noise, "#909090")
    return image


def sheet(scenes: list[Scene], columns: int, cell: int, truth: bool) -> Image.Image:
    rows = -(-len(scenes) // columns)
    page = Image.new("RGB", (columns * cell, rows * cell), "#808080")
    for i, scene in enumerate(scenes):
        image = overlaid(scene) if truth else Image.fromarray(scene.image)
        image.thumbnail((cell - 8, cell - 8))
        page.paste(image, ((i % columns) * cell + 4, (i // columns) * cell + 4))
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", required=True)
    parser.add_argument("--truth", action="store_true", help="overlay the truth")
    parser.add_argument("--other", action="store_true", help="pictures that are no flowcharts")
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--columns", type=int, default=4)
    parser.add_argument("--cell", type=int, default=480)
    arguments = parser.parse_args()
    draw = draw_other if arguments.other else draw_scene
    scenes = [draw(Random(arguments.seed * 1000 + i)) for i in range(arguments.count)]
    sheet(scenes, arguments.columns, arguments.cell, arguments.truth).save(arguments.out)


if __name__ == "__main__":
    main()
