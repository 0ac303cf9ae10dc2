"""Reading PlantUML's SVG: texts, boxes of shapes, and sampled paths, in the SVG's own pixels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

import numpy as np

from ..scene import Box, Line, Point

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", re.IGNORECASE)


@dataclass
class Shape:
    """`tag` is rect, ellipse, polygon, path, or line; `corners` counts a polygon's distinct points, `radius` is a rect's."""

    tag: str
    box: Box
    corners: int = 0
    fill: str = "none"
    radius: float = 0.0


def tag_of(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def numbers(text: str) -> list[float]:
    return [float(match) for match in _NUMBER.findall(text)]


def texts(elements: Iterable[ElementTree.Element]) -> list[Line]:
    """Text elements in document order; white space as a reader sees it."""
    lines = []
    for element in elements:
        content = re.sub(r"\s+", " ", "".join(element.itertext()).replace("\xa0", " ")).strip()
        if tag_of(element) == "text" and content:
            x, y, width, size = float(element.get("x", "0")), float(element.get("y", "0")), float(element.get("textLength", "0")), float(element.get("font-size", "12"))
            lines.append(Line(content, (x, y - 0.92 * size, x + width, y + 0.23 * size)))
    return lines


def shape(element: ElementTree.Element) -> Shape | None:
    tag, get = tag_of(element), element.get
    fill = get("fill", "none")
    if tag == "rect":
        x, y = float(get("x", "0")), float(get("y", "0"))
        return Shape(tag, (x, y, x + float(get("width", "0")), y + float(get("height", "0"))), fill=fill, radius=float(get("rx", "0")))
    if tag == "ellipse":
        cx, cy, rx, ry = (float(get(k, "0")) for k in ("cx", "cy", "rx", "ry"))
        return Shape(tag, (cx - rx, cy - ry, cx + rx, cy + ry), fill=fill)
    if tag == "polygon":
        values = numbers(get("points", ""))
        xs, ys = values[::2], values[1::2]
        return Shape(tag, (min(xs), min(ys), max(xs), max(ys)), len(set(zip(xs, ys, strict=True))), fill)
    if tag == "path":
        points = path_points(get("d", ""))
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return Shape(tag, (min(xs), min(ys), max(xs), max(ys)), fill=fill) if points else None
    return None


def path_points(data: str) -> list[Point]:
    """M, L, C and A of an absolute path, sampled densely (an arc by its end)."""
    points: list[Point] = []
    for command, rest in re.findall(r"([MLCAZ])([^MLCAZ]*)", data):
        values = numbers(rest)
        if command in "ML":
            points += list(zip(values[::2], values[1::2], strict=True))
        elif command == "A":
            points += [(values[i + 5], values[i + 6]) for i in range(0, len(values) - 6, 7)]
        elif command == "C":
            for i in range(0, len(values) - 5, 6):
                p = np.array([points[-1], *[(values[i + k], values[i + k + 1]) for k in (0, 2, 4)]])
                count = max(3, int(np.abs(np.diff(p, axis=0)).sum() / 4))
                for t in np.linspace(0, 1, count)[1:]:
                    b = (1 - t) ** 3 * p[0] + 3 * (1 - t) ** 2 * t * p[1] + 3 * (1 - t) * t * t * p[2] + t**3 * p[3]
                    points.append((float(b[0]), float(b[1])))
    return points


def union(boxes: Iterable[Box]) -> Box:
    """Smallest box around all (at least one)."""
    items = list(boxes)
    return min(b[0] for b in items), min(b[1] for b in items), max(b[2] for b in items), max(b[3] for b in items)
