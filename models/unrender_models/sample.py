"""A scene becomes a training sample: scaled by its text height, degraded, read by a noisy OCR, with dense truth at stride 8. No torch here: workers import it."""

from __future__ import annotations

import io
import itertools
import random
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from .config import HOPS
from .picture import MAX_SIDE, Pixels, distance_to_background, scale_for
from .scene import Box, Edge, Line, Node, Scene
from .vocabulary import (
    BOS,
    CONTAINER,
    CONTINUATION,
    DIRECTION_0,
    DIRECTIONS,
    EDGE_LABEL,
    EOS,
    KINDS,
    LINK_0,
    MERMAID,
    NOISE,
    NONE,
    ROLES,
    VOCABULARY,
    V,
    link_token,
)  # fmt: skip

STRIDE = 8
PACE = 0.25
"""Distance of the points at which a path is sampled, in cells (longest)."""
NODE, EDGE, TAIL, HEAD, INSIDE, CENTRE = range(6)


@dataclass
class Sample:
    """h, w are the map's sizes: the pixels' sizes rounded up to multiples of 32, divided by 8."""

    pixels: Pixels
    boxes: NDArray[np.float32]
    kinds: NDArray[np.int64]
    roles: NDArray[np.int64]
    parents: NDArray[np.int64]
    """0 none, 1 + region."""
    edges: list[tuple[int, int, int, int]]
    """Source, target, link, label region or -1; sorted."""
    maps: NDArray[np.uint8]
    pointers: NDArray[np.int16]
    """[3, h, w]: source, target and owner region of a cell, -1 where unknown."""
    hops: NDArray[np.float16]
    """[2, 4, h, w]: for each reach of HOPS, where the line at a cell is that far along it, backwards and forwards (x, y in units of the reach); NaN where unknown."""
    kind: int
    direction: int
    renderer: str
    texts: list[str] = field(default_factory=list)

    def sequence(self) -> list[int]:
        if self.kind != 0:
            return [BOS, VOCABULARY.index("<text>"), EOS]
        tokens = [BOS, MERMAID, DIRECTION_0 + self.direction]
        for source, target, link, label in self.edges:
            tokens += [V + source, V + target, LINK_0 + link, V + label if label >= 0 else NONE]
        return [*tokens, EOS]


@dataclass
class Noise:
    """How wrong the text reader is allowed to be, and how far pictures are degraded. All probabilities."""

    jitter: float = 0.08
    """Standard deviation of box sides, in text heights."""
    missing: float = 0.01
    split: float = 0.04
    false_box: float = 0.15
    scale: float = 0.22
    degrade: float = 0.35
    mirror: float = 0.4
    """Left and right exchanged; renders only."""


CLEAN = Noise(0, 0, 0, 0, 0, 0, 0)


@dataclass
class Piece:
    box: Box
    role: int
    group: tuple[str, int]
    kind: int
    text: str = ""


def degrade(image: Image.Image, rng: random.Random) -> Image.Image:
    choice = rng.random()
    if choice < 0.35:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.9)))
    elif choice < 0.75:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=rng.randint(25, 90))
        image = Image.open(buffer).convert("RGB")
    if rng.random() < 0.4:
        values = np.asarray(image).astype(np.float64)
        generator = np.random.default_rng(rng.getrandbits(32))
        values = values * rng.uniform(0.8, 1.1) + rng.uniform(-15, 15) + generator.normal(0, rng.uniform(0, 6), values.shape)
        image = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    return image


def noisy_lines(lines: list[Line], noise: Noise, rng: random.Random) -> list[Line]:
    result = []
    for line in lines:
        if rng.random() < noise.missing:
            continue
        pieces = [line]
        words = line.text.split(" ")
        if len(words) > 1 and rng.random() < noise.split:
            cut = rng.randint(1, len(words) - 1)
            left, right = " ".join(words[:cut]), " ".join(words[cut:])
            x0, y0, x1, y1 = line.box
            middle = x0 + (x1 - x0) * (len(left) + 0.5) / len(line.text)
            gap = (y1 - y0) * 0.12
            pieces = [Line(left, (x0, y0, middle - gap, y1)), Line(right, (middle + gap, y0, x1, y1))]
        for piece in pieces:
            if noise.jitter:
                height = piece.box[3] - piece.box[1]
                grow = rng.uniform(-0.05, 0.12)
                d = [rng.gauss(0, noise.jitter) * height for _ in range(4)]
                b = piece.box
                piece = Line(piece.text, (b[0] + d[0] - grow * height, b[1] + d[1] * 0.7 - grow * height, b[2] + d[2] + grow * height, b[3] + d[3] * 0.7 + grow * height))
            result.append(piece)
    return result


def collect(scene: Scene, noise: Noise, rng: random.Random) -> list[Piece]:
    """Every region that the noisy text reader and the proposals would give, in reading order."""
    pieces: list[Piece] = []

    def add(lines: list[Line], role: int, group: tuple[str, int]) -> bool:
        read = noisy_lines(lines, noise, rng)
        pieces.extend(Piece(line.box, role, group, 0, line.text) for line in read)
        return bool(read)

    for index, node in enumerate(scene.nodes):
        role = ROLES.index(node.shape)
        group = ("node", index)
        if not add(node.lines, role, group):
            pieces.append(Piece(jittered(node.box, noise, rng), role, group, 1))
        elif not any(overlaps(line.box, node.box) for line in node.lines) and rng.random() < 0.8:
            # A shape with its caption outside gets a proposal too, since no text lies in it: it continues the caption.
            pieces.append(Piece(jittered(node.box, noise, rng), role, group, 1))
    for index, edge in enumerate(scene.edges):
        add(edge.lines, EDGE_LABEL, ("edge", index))
    for index, container in enumerate(scene.containers):
        add(container.lines, CONTAINER, ("container", index))
    for index, text in enumerate(scene.texts):
        add(text.lines, ROLES.index(text.role), ("text", index))
    add(scene.noise, NOISE, ("noise", 0))
    if rng.random() < noise.false_box:
        height, width = scene.image.shape[:2]
        size = rng.uniform(8, 30)
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        pieces.append(Piece((x, y, x + size * rng.uniform(0.7, 3), y + size), NOISE, ("noise", 0), rng.choice([0, 1, 1])))
    return pieces


def jittered(box: Box, noise: Noise, rng: random.Random) -> Box:
    if not noise.jitter:
        return box
    d = [rng.uniform(-4, 4) for _ in range(4)]
    return (box[0] + d[0], box[1] + d[1], max(box[2] + d[2], box[0] + d[0] + 4), max(box[3] + d[3], box[1] + d[1] + 4))


def overlaps(a: Box, b: Box) -> bool:
    return b[0] <= (a[0] + a[2]) / 2 <= b[2] and b[1] <= (a[1] + a[3]) / 2 <= b[3]


def make_sample(scene: Scene, rng: random.Random, noise: Noise, max_pixels: int) -> Sample | None:
    """None where the scene does not fit `max_pixels` at a readable scale, or has no region at all."""
    lines = scene.all_lines()
    height, width = scene.image.shape[:2]
    scale = scale_for(width, height, [line.box[3] - line.box[1] for line in lines])
    if noise.scale:
        scale *= float(np.exp(rng.gauss(0, noise.scale)))
    limit = (max_pixels / (width * height)) ** 0.5
    if limit < scale * 0.6:
        return None
    scale = min(scale, limit, MAX_SIDE / max(width, height))
    size = (max(32, round(width * scale)), max(32, round(height * scale)))
    kernels = [Image.Resampling.LANCZOS, Image.Resampling.BOX, Image.Resampling.BICUBIC, Image.Resampling.BILINEAR, Image.Resampling.HAMMING]
    image = Image.fromarray(scene.image).resize(size, rng.choice(kernels) if noise.scale else kernels[0])
    if rng.random() < noise.degrade:
        image = degrade(image, rng)
    pixels = distance_to_background(np.asarray(image))
    pieces = collect(scene, noise, rng)
    if not pieces or len(pieces) > 120:
        return None
    fx, fy = size[0] / width, size[1] / height
    scaled = [(p.box[0] * fx, p.box[1] * fy, p.box[2] * fx, p.box[3] * fy) for p in pieces]
    order = reading_order(scaled)
    pieces = [pieces[i] for i in order]
    boxes = np.array([scaled[i] for i in order], np.float32)
    return label(scene, pieces, boxes, pixels, fx, fy)


def reading_order(boxes: list[Box]) -> list[int]:
    """Rows of 12 px by the box's centre, then left to right."""
    return sorted(range(len(boxes)), key=lambda i: (int((boxes[i][1] + boxes[i][3]) / 2 / 12.0 + 0.5), boxes[i][0]))


def label(scene: Scene, pieces: list[Piece], boxes: NDArray[np.float32], pixels: Pixels, fx: float, fy: float) -> Sample:
    heads: dict[tuple[str, int], int] = {}
    for index, piece in enumerate(pieces):
        if piece.group[0] != "noise" and (piece.group not in heads or (pieces[heads[piece.group]].kind == 1 and piece.kind == 0)):
            heads[piece.group] = index
    roles = np.array([p.role for p in pieces], np.int64)
    parents = np.zeros(len(pieces), np.int64)
    for index, piece in enumerate(pieces):
        if piece.group[0] == "noise":
            continue
        head = heads[piece.group]
        if head != index:
            roles[index] = CONTINUATION
            parents[index] = 1 + head
        elif piece.group[0] == "node":
            parents[index] = 1 + heads.get(("container", scene.nodes[piece.group[1]].container), -1)
        elif piece.group[0] == "container":
            parents[index] = 1 + heads.get(("container", scene.containers[piece.group[1]].parent), -1)

    cells = (-(-pixels.shape[0] // 32) * 4, -(-pixels.shape[1] // 32) * 4)
    maps = np.zeros((6, *cells), np.uint8)
    pointers = np.full((3, *cells), -1, np.int16)
    hops = np.full((len(HOPS), 4, *cells), np.nan, np.float16)
    factor = np.array([fx, fy]) / STRIDE
    for container in scene.containers:
        fill(maps[INSIDE], container.box, factor)
    edges: dict[tuple[int, int], tuple[int, int]] = {}
    for index, edge in enumerate(scene.edges):
        draw_edge(index, edge, heads, edges, maps, pointers, hops, factor)
    for index, node in enumerate(scene.nodes):
        mask = fill(maps[NODE], node.box, factor, diamond=node.shape == "diamond")
        pointers[:2, mask] = -1
        hops[:, :, mask] = np.nan
        pointers[2, mask] = heads[("node", index)]
        maps[EDGE, mask & ~near_border(node, factor, cells)] = 0
        x, y = cell_of(((node.box[0] + node.box[2]) / 2, (node.box[1] + node.box[3]) / 2), factor, cells)
        maps[CENTRE, y, x] = 1
    for index, edge in enumerate(scene.edges):
        own = heads.get(("edge", index))
        ends = region_ends(edge, heads)
        if own is not None and ends is not None:
            for line in edge.lines:
                mask = fill(None, line.box, factor, cells=cells)
                mask &= maps[NODE] == 0
                pointers[0, mask], pointers[1, mask], pointers[2, mask] = ends[0], ends[1], own
    listed = sorted((s, t, link, l) for (s, t), (link, l) in edges.items())
    return Sample(
        pixels, boxes, np.array([p.kind for p in pieces], np.int64), roles, parents, listed, maps, pointers, hops,
        KINDS.index(scene.kind), DIRECTIONS.index(scene.direction) if scene.kind == "flowchart" else 0, scene.renderer, [p.text for p in pieces],
    )  # fmt: skip


def region_ends(edge: Edge, heads: dict[tuple[str, int], int]) -> tuple[int, int] | None:
    """Head regions of source and target, in the canonical direction: the mark at the target, reading order where both ends or none are marked."""
    source = heads.get(("container" if edge.source_is_container else "node", edge.source))
    target = heads.get(("container" if edge.target_is_container else "node", edge.target))
    if source is None or target is None:
        return None
    marks = (edge.start != "none", edge.end != "none")
    flipped = marks == (True, False) or (marks[0] == marks[1] and target < source)
    return (target, source) if flipped else (source, target)


def draw_edge(
    index: int, edge: Edge, heads: dict[tuple[str, int], int], edges: dict[tuple[int, int], tuple[int, int]],
    maps: NDArray[np.uint8], pointers: NDArray[np.int16], hops: NDArray[np.float16], factor: NDArray[np.float64],
) -> None:  # fmt: skip
    cells = maps.shape[1:]
    points = np.asarray(edge.points, np.float64) * factor
    if len(points) < 2:
        return
    steps = []
    for a, b in itertools.pairwise(points):
        count = max(1, int(np.hypot(*(b - a)) / PACE))
        steps.append(a + (b - a) * (np.arange(count) / count)[:, None])
    exact = np.concatenate([*steps, points[-1:]])
    path = np.floor(exact).astype(np.int64)
    xs, ys = path[:, 0].clip(0, cells[1] - 1), path[:, 1].clip(0, cells[0] - 1)
    ends = region_ends(edge, heads)
    if ends is not None:
        if (ends not in edges) or edges[ends][1] < 0:
            edges[ends] = (link_token(edge.stroke, edge.start, edge.end), heads.get(("edge", index), -1))
        flat = np.unique(ys * cells[1] + xs)
        for channel, region in enumerate(ends):
            plane = pointers[channel].reshape(-1)
            known = maps[EDGE].reshape(-1)[flat] == 1
            # Where two edges share a cell, each pointer stays only if they agree (a shared trunk keeps its common end).
            plane[flat] = np.where(known & (plane[flat] != region), -1, region)
    add_hops(exact, ys * cells[1] + xs, maps[EDGE].reshape(-1), hops)
    maps[EDGE, ys, xs] = 1
    for (x, y), mark in (((xs[0], ys[0]), edge.start), ((xs[-1], ys[-1]), edge.end)):
        maps[HEAD if mark != "none" else TAIL, y, x] = 1


def add_hops(exact: NDArray[np.float64], flat: NDArray[np.int64], taken: NDArray[np.uint8], hops: NDArray[np.float16]) -> None:
    """Hops along one path (points in cells, about PACE apart). Cells that two edges share keep theirs only if both go the same way."""
    width = hops.shape[3]
    cells, first = np.unique(flat, return_index=True)
    last = len(flat) - 1 - np.unique(flat[::-1], return_index=True)[1]
    middle = (first + last) // 2
    centre = np.stack([cells % width, cells // width], 1) + 0.5
    known = taken[cells] == 1
    for level, reach in enumerate(HOPS):
        stride = round(reach / STRIDE / PACE)
        ends = [exact[np.maximum(middle - stride, 0)], exact[np.minimum(middle + stride, len(exact) - 1)]]
        wanted = np.concatenate([(end - centre) * (STRIDE / reach) for end in ends], 1).T.astype(np.float16)
        plane = hops[level].reshape(4, -1)
        same = np.abs(plane[:, cells] - wanted).max(0) < 0.15
        plane[:, cells] = np.where(known & ~same, np.nan, wanted)


def cell_of(point: tuple[float, float], factor: NDArray[np.float64], cells: tuple[int, int]) -> tuple[int, int]:
    x, y = np.floor(np.asarray(point) * factor).astype(int)
    return int(np.clip(x, 0, cells[1] - 1)), int(np.clip(y, 0, cells[0] - 1))


def fill(
    plane: NDArray[np.uint8] | None, box: Box, factor: NDArray[np.float64], diamond: bool = False, cells: tuple[int, int] | None = None
) -> NDArray[np.bool_]:
    """Mask of the cells whose centres lie in the box (at least one cell); sets them to 1 in `plane`."""
    shape = cells if plane is None else plane.shape
    assert shape is not None
    x0, y0, x1, y1 = box[0] * factor[0], box[1] * factor[1], box[2] * factor[0], box[3] * factor[1]
    xs, ys = np.arange(shape[1]) + 0.5, np.arange(shape[0]) + 0.5
    cx, cy, w, h = (x0 + x1) / 2, (y0 + y1) / 2, max((x1 - x0) / 2, 0.5), max((y1 - y0) / 2, 0.5)
    dx, dy = np.abs(xs - cx)[None] / w, np.abs(ys - cy)[:, None] / h
    mask: NDArray[np.bool_] = (dx + dy <= 1.0) if diamond else ((dx <= 1.0) & (dy <= 1.0))
    if plane is not None:
        plane[mask] = 1
    return mask


def near_border(node: Node, factor: NDArray[np.float64], cells: tuple[int, int]) -> NDArray[np.bool_]:
    """Cells within one cell of the box's border: an edge's end belongs there."""
    x0, y0, x1, y1 = node.box
    inset = (x0 + STRIDE / factor[0] / 8, y0 + STRIDE / factor[1] / 8, x1 - STRIDE / factor[0] / 8, y1 - STRIDE / factor[1] / 8)
    if inset[2] <= inset[0] or inset[3] <= inset[1]:
        return np.ones(cells, np.bool_)
    return ~fill(None, inset, factor, cells=cells)
