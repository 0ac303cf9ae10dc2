"""A picture of a diagram together with everything that is true about it.

All coordinates are in pixels of `Scene.image`, x to the right, y down; boxes are (x0, y0, x1, y1). Painters and real renders
both produce scenes, so that training and evaluation see one kind of truth.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Box = tuple[float, float, float, float]
Point = tuple[float, float]
Stroke = Literal["solid", "dotted", "thick"]
End = Literal["none", "arrow", "circle", "cross"]
Direction = Literal["TD", "LR", "BT", "RL"]
Kind = Literal["flowchart", "other"]
Role = Literal["title", "note"]

# The same names, in the same order, as `shapes` in src/answer/types.ts.
SHAPES = (
    "rect", "round", "stadium", "subroutine", "cylinder", "circle", "double_circle", "diamond", "hexagon", "lean_right",
    "lean_left", "trapezoid", "inv_trapezoid", "odd", "ellipse", "document", "text", "icon", "bar", "record",
)  # fmt: skip


@dataclass
class Line:
    """One line of text; x of the box is the extent of the ink, its height about ascent + descent (~1.15 em)."""

    text: str
    box: Box


@dataclass
class Node:
    """A node; `container` is the index of the innermost container or -1, `shape` one of `SHAPES`."""

    shape: str
    box: Box
    lines: list[Line] = field(default_factory=list)
    container: int = -1


@dataclass
class Edge:
    """A connection; `points` runs from the source's border to the target's border, dense enough to follow curves.

    Without a direction (or with both) the source is the endpoint whose label comes first in reading order.
    """

    source: int
    target: int
    stroke: Stroke = "solid"
    start: End = "none"
    end: End = "arrow"
    points: list[Point] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    source_is_container: bool = False
    target_is_container: bool = False


@dataclass
class Container:
    """A frame around nodes; `parent` is the index of the enclosing container or -1, `lines` its title."""

    box: Box
    lines: list[Line] = field(default_factory=list)
    parent: int = -1


@dataclass
class FreeText:
    """Text of the diagram that belongs to no node."""

    lines: list[Line]
    role: Role = "note"


@dataclass
class Scene:
    """A picture (uint8, H x W x 3, RGB) and its truth; `noise` is text in the picture that belongs to nothing."""

    image: NDArray[np.uint8]
    direction: Direction = "TD"
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)
    texts: list[FreeText] = field(default_factory=list)
    renderer: str = ""
    kind: Kind = "flowchart"
    noise: list[Line] = field(default_factory=list)

    @property
    def width(self) -> int:
        return int(self.image.shape[1])

    @property
    def height(self) -> int:
        return int(self.image.shape[0])

    def all_lines(self) -> list[Line]:
        """Every line of text in the picture: nodes, edges, containers, free texts, noise, in this order."""
        lines = [line for node in self.nodes for line in node.lines]
        lines += [line for edge in self.edges for line in edge.lines]
        lines += [line for container in self.containers for line in container.lines]
        lines += [line for text in self.texts for line in text.lines]
        return lines + self.noise

    def scaled(self, factor: float) -> Scene:
        """The same scene with picture and truth scaled by `factor`."""
        width, height = max(1, round(self.width * factor)), max(1, round(self.height * factor))
        fx, fy = width / self.width, height / self.height
        image = np.asarray(Image.fromarray(self.image).resize((width, height), Image.Resampling.LANCZOS))
        return replace(_moved(self, fx, fy, 0.0, 0.0), image=image)

    def cropped(self, box: Box) -> Scene:
        """The part of the picture inside `box` (whole pixels, clipped to the picture).

        Truth moves along and is not clipped or dropped: crop margins, not content.
        """
        x0, y0 = max(0, int(box[0])), max(0, int(box[1]))
        x1, y1 = min(self.width, int(np.ceil(box[2]))), min(self.height, int(np.ceil(box[3])))
        if x1 <= x0 or y1 <= y0:
            raise ValueError(f"crop box {box} lies outside the picture of {self.width} x {self.height}")
        return replace(_moved(self, 1.0, 1.0, -x0, -y0), image=np.ascontiguousarray(self.image[y0:y1, x0:x1]))

    def to_json(self) -> dict[str, Any]:
        """Plain data without the image (its size is kept)."""
        bare = replace(self, image=np.zeros((0, 0, 3), np.uint8))
        data = asdict(bare)
        del data["image"]
        data["width"], data["height"] = self.width, self.height
        return data

    @staticmethod
    def from_json(data: dict[str, Any], image: NDArray[np.uint8]) -> Scene:
        """The inverse of `to_json`; raises ValueError where the picture has not the size that the truth was made for."""
        if (data.get("width", image.shape[1]), data.get("height", image.shape[0])) != (image.shape[1], image.shape[0]):
            raise ValueError(f"truth is for {data['width']} x {data['height']}, the picture is {image.shape[1]} x {image.shape[0]}")
        return Scene(
            image=image,
            direction=data["direction"],
            nodes=[Node(n["shape"], _box(n["box"]), _lines(n["lines"]), n["container"]) for n in data["nodes"]],
            edges=[_edge(e) for e in data["edges"]],
            containers=[Container(_box(c["box"]), _lines(c["lines"]), c["parent"]) for c in data["containers"]],
            texts=[FreeText(_lines(t["lines"]), t["role"]) for t in data["texts"]],
            renderer=data.get("renderer", ""),
            kind=data.get("kind", "flowchart"),
            noise=_lines(data.get("noise", [])),
        )


def shifted(scene: Scene, dx: float, dy: float, image: NDArray[np.uint8]) -> Scene:
    """The scene inside a larger picture, `dx` to the right and `dy` down."""
    return replace(_moved(scene, 1.0, 1.0, dx, dy), image=image)


MIRRORED = {"lean_right": "lean_left", "lean_left": "lean_right"}


def mirrored(scene: Scene) -> Scene | None:
    """Left and right exchanged, picture and truth: a layout that no engine has drawn. None where a shape has no mirror image among `SHAPES`."""
    if any(node.shape == "odd" for node in scene.nodes):
        return None
    turned = replace(_moved(scene, -1.0, 1.0, float(scene.width), 0.0), image=np.ascontiguousarray(scene.image[:, ::-1]))
    directions: dict[Direction, Direction] = {"LR": "RL", "RL": "LR"}
    nodes = [replace(node, shape=MIRRORED.get(node.shape, node.shape)) for node in turned.nodes]
    return replace(turned, nodes=nodes, direction=directions.get(scene.direction, scene.direction))


def _box(values: list[float]) -> Box:
    x0, y0, x1, y1 = values
    return (float(x0), float(y0), float(x1), float(y1))


def _lines(items: list[dict[str, Any]]) -> list[Line]:
    return [Line(item["text"], _box(item["box"])) for item in items]


def _edge(data: dict[str, Any]) -> Edge:
    return Edge(
        source=data["source"],
        target=data["target"],
        stroke=data["stroke"],
        start=data["start"],
        end=data["end"],
        points=[(float(x), float(y)) for x, y in data["points"]],
        lines=_lines(data["lines"]),
        source_is_container=data.get("source_is_container", False),
        target_is_container=data.get("target_is_container", False),
    )


def _moved(scene: Scene, fx: float, fy: float, dx: float, dy: float) -> Scene:
    """Truth under x -> x * fx + dx, y -> y * fy + dy (factors may be negative); the image is left as it is."""

    def box(b: Box) -> Box:
        (x0, x1), (y0, y1) = sorted((b[0] * fx + dx, b[2] * fx + dx)), sorted((b[1] * fy + dy, b[3] * fy + dy))
        return (x0, y0, x1, y1)

    def lines(items: list[Line]) -> list[Line]:
        return [Line(item.text, box(item.box)) for item in items]

    return replace(
        scene,
        nodes=[replace(n, box=box(n.box), lines=lines(n.lines)) for n in scene.nodes],
        edges=[replace(e, points=[(x * fx + dx, y * fy + dy) for x, y in e.points], lines=lines(e.lines)) for e in scene.edges],
        containers=[replace(c, box=box(c.box), lines=lines(c.lines)) for c in scene.containers],
        texts=[replace(t, lines=lines(t.lines)) for t in scene.texts],
        noise=lines(scene.noise),
    )
