"""Reading Graphviz's JSON: texts, boxes, and edges in pixels of the PNG."""

from __future__ import annotations

from math import dist
from typing import Any

import numpy as np

from ..scene import Box, Line, Point


class Frame:
    """From Graphviz points (y up) to pixels; `pad` is in inches."""

    def __init__(self, data: dict[str, Any], dpi: float, pad: float) -> None:
        x0, _, _, y1 = (float(v) for v in data["bb"].split(","))
        self.k, self.x0, self.y1, self.pad = dpi / 72, x0, y1, pad * 72

    def point(self, x: float, y: float) -> Point:
        return (x - self.x0 + self.pad) * self.k, (self.y1 - y + self.pad) * self.k


def text_lines(operations: list[dict[str, Any]], frame: Frame) -> list[Line]:
    """Lines of the text operations; the drawn baseline lies a tenth of the size below the operation's point."""
    lines: list[Line] = []
    size = 14.0
    for operation in operations:
        if operation["op"] == "F":
            size = float(operation["size"])
        if operation["op"] == "T" and operation["text"].strip():
            x, y = operation["pt"]
            width = float(operation["width"])
            left = x - {"c": 0.5, "l": 0.0, "r": 1.0}[operation["align"]] * width
            (x0, y0), (x1, y1) = frame.point(left, y + 0.92 * size), frame.point(left + width, y - 0.23 * size)
            lines.append(Line(operation["text"].strip(), (x0, y0, x1, y1)))
    return lines


def ink_box(operations: list[dict[str, Any]], frame: Frame) -> Box | None:
    xs: list[float] = []
    ys: list[float] = []
    for operation in operations:
        if operation["op"] in "eE":
            cx, cy, rx, ry = operation["rect"]
            xs += [cx - rx, cx + rx]
            ys += [cy - ry, cy + ry]
        elif operation["op"] in "pPLbB":
            xs += [p[0] for p in operation["points"]]
            ys += [p[1] for p in operation["points"]]
    if not xs:
        return None
    (x0, y0), (x1, y1) = frame.point(min(xs), max(ys)), frame.point(max(xs), min(ys))
    return x0, y0, x1, y1


def edge_points(position: str, frame: Frame) -> list[Point]:
    """Bezier control points "s,x,y e,x,y x,y x,y ..." sampled; the marks' tips are the ends."""
    tips: dict[str, Point] = {}
    controls: list[Point] = []
    for part in position.split():
        numbers = part.split(",")
        if numbers[0] in ("s", "e"):
            tips[numbers[0]] = (float(numbers[1]), float(numbers[2]))
        else:
            controls.append((float(numbers[0]), float(numbers[1])))
    if len(tips) == 2 and controls:
        # With splines=ortho Graphviz may name the two tips the wrong way round; the path itself always runs from the source to the target.
        straight = dist(tips["s"], controls[0]) + dist(tips["e"], controls[-1])
        if straight > dist(tips["s"], controls[-1]) + dist(tips["e"], controls[0]):
            tips = {"s": tips["e"], "e": tips["s"]}
    points: list[Point] = [tips["s"]] if "s" in tips else []
    for i in range(0, len(controls) - 3, 3):
        p = np.array(controls[i : i + 4])
        span = float(np.abs(np.diff(p, axis=0)).sum())
        for t in np.linspace(0, 1, max(3, int(span / 4)), endpoint=i + 4 >= len(controls)):
            b = (1 - t) ** 3 * p[0] + 3 * (1 - t) ** 2 * t * p[1] + 3 * (1 - t) * t * t * p[2] + t**3 * p[3]
            points.append((float(b[0]), float(b[1])))
    if "e" in tips:
        points.append(tips["e"])
    return [frame.point(*point) for point in points]


def stray(lines: list[Line], points: list[Point]) -> bool:
    """Whether a label lies further than two lines from its edge: nobody could tell whose it is."""
    path = np.array(points)
    x0, y0 = min(line.box[0] for line in lines), min(line.box[1] for line in lines)
    x1, y1 = max(line.box[2] for line in lines), max(line.box[3] for line in lines)
    dx = np.maximum(np.maximum(x0 - path[:, 0], path[:, 0] - x1), 0)
    dy = np.maximum(np.maximum(y0 - path[:, 1], path[:, 1] - y1), 0)
    return bool(np.hypot(dx, dy).min() > 2 * (lines[0].box[3] - lines[0].box[1]))
