"""A diagram while it is made: what is in it, and (after layout and routing) where. Lengths in pixels, centres for items."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import numpy as np

from ..scene import Box, Direction, End, Line, Point, Stroke
from . import fonts
from .geometry import Array
from .style import Colour, Look, Style


@dataclass
class Item:
    """A node. `w`, `h` is the outline (for `icon` with the caption); (`tx`, `ty`) moves the label from the centre."""

    shape: str
    label: list[str]
    look: Look
    face: fonts.Face
    size: int
    w: float = 0.0
    h: float = 0.0
    x: float = 0.0
    y: float = 0.0
    tx: float = 0.0
    ty: float = 0.0
    slant: float = 0.0
    """Horizontal inset of slanted sides, bar inset of `subroutine`, cap height of `cylinder`, radius of `round`."""
    variant: str = ""
    group: int = -1
    heading: int = 0
    """Lines of a heading, after which `detail` (face, size) is used; 0: one manner for all lines."""
    detail: tuple[fonts.Face, int] | None = None
    lines: list[Line] = field(default_factory=list)
    fields: int = 0
    """For `record`: 1 stacked fields, 2 fields side by side."""

    @property
    def box(self) -> Box:
        return (self.x - self.w / 2, self.y - self.h / 2, self.x + self.w / 2, self.y + self.h / 2)


@dataclass
class Link:
    """An edge from item `a` to item `b` (groups where the flags say so); `via` are the layout's waypoints."""

    a: int
    b: int
    stroke: Stroke = "solid"
    start: End = "none"
    end: End = "arrow"
    label: list[str] = field(default_factory=list)
    a_group: bool = False
    b_group: bool = False
    ink: Colour = (0, 0, 0)
    width: int = 2
    via: list[Point] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    samples: Array = field(default_factory=lambda: np.zeros((0, 2)))
    """Points about 7 px apart on the course, while routes and labels are sought."""
    extent: Box = (0.0, 0.0, 0.0, 0.0)
    reach: float = 0.0
    """Length of the course."""
    lines: list[Line] = field(default_factory=list)
    label_box: Box | None = None
    masked: bool = False
    trunk: str = ""
    """split or merged: shares a stretch with links of the same source or target."""
    near_source: bool = False


@dataclass
class Group:
    title: list[str]
    parent: int
    look: Look
    box: Box = (0.0, 0.0, 0.0, 0.0)
    title_at: str = "top"
    """top, left (top-left corner), tab (on the border), side (left, in the middle of the height)."""
    lines: list[Line] = field(default_factory=list)
    corner: float = 0.0
    dashed: bool = False
    title_size: int = 20


@dataclass
class Plan:
    style: Style
    rng: Random
    items: list[Item] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    direction: Direction = "TD"
    renderer: str = ""

    def members(self, group: int) -> list[int]:
        """Items directly in a group (-1: in none)."""
        return [i for i, item in enumerate(self.items) if item.group == group]

    def chain(self, group: int) -> list[int]:
        """A group and its ancestors, innermost first; ends with -1."""
        result = [group]
        while group >= 0:
            group = self.groups[group].parent
            result.append(group)
        return result

    def shift(self, dx: float, dy: float) -> None:
        """Moves everything that layout and routing have placed."""
        for item in self.items:
            item.x, item.y = item.x + dx, item.y + dy
        for group in self.groups:
            b = group.box
            group.box = (b[0] + dx, b[1] + dy, b[2] + dx, b[3] + dy)
        for link in self.links:
            link.via = [(x + dx, y + dy) for x, y in link.via]
            link.points = [(x + dx, y + dy) for x, y in link.points]
            if link.label_box:
                b = link.label_box
                link.label_box = (b[0] + dx, b[1] + dy, b[2] + dx, b[3] + dy)
