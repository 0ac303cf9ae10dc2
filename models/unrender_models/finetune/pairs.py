"""A person's picture and its Mermaid as a training sample: the words of the source are found among the text lines of the picture.

What stands nowhere in the source is not known: the way of a line through the picture, the place of a shape without text. Such a sample teaches roles, edges and the stream, and no map.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..config import HOPS
from ..picture import distance_to_background, scale_for
from ..sample import Sample, reading_order
from ..vocabulary import CONTAINER, CONTINUATION, DIRECTIONS, EDGE_LABEL, NOISE, ROLES, link_token
from .folder import Unusable


@dataclass(frozen=True)
class Label:
    """Words of the source and what they are."""

    text: str
    role: int
    key: str
    """node:ID, container:ID or edge:INDEX."""


def plain(text: str) -> str:
    """What is compared of a label: lower case, without white space and punctuation (unless nothing else is there)."""
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())
    return "".join(c for c in bare if not unicodedata.category(c).startswith("P")) or bare


def labels_of(diagram: dict[str, Any]) -> list[Label]:
    found = [Label(" ".join(n["lines"]), ROLES.index(n["shape"]), f"node:{n['id']}") for n in diagram["nodes"]]
    found += [Label(" ".join(c["lines"]), CONTAINER, f"container:{c['id']}") for c in diagram["containers"]]
    return found + [Label(" ".join(e["label"]), EDGE_LABEL, f"edge:{i}") for i, e in enumerate(diagram["edges"]) if e["label"]]


def assign(labels: list[Label], lines: list[tuple[str, NDArray[np.float32]]]) -> dict[str, list[int]]:
    """The lines of each label, each line for one label only: whole labels first, then those that stand in several lines under each other.

    Of labels that are the same, each gets one of the places, in reading order: which is which is settled by nothing, so their edges may be exchanged.
    @raises Unusable where words of a node are nowhere in the picture
    """
    free = dict(enumerate(plain(text) for text, _ in lines))
    taken: dict[str, list[int]] = {}
    for label in sorted(labels, key=lambda one: -len(plain(one.text))):
        wanted = plain(label.text)
        if not wanted:
            raise Unusable("the source has an element without words, whose place cannot be known")
        chosen = next(([index] for index, text in free.items() if text == wanted), None) or stacked(wanted, free, lines)
        if chosen is None:
            if label.role == EDGE_LABEL:
                continue
            raise Unusable(f'the words "{label.text}" of the source were not read in the picture')
        taken[label.key] = chosen
        for index in chosen:
            del free[index]
    return taken


def stacked(wanted: str, free: dict[int, str], lines: list[tuple[str, NDArray[np.float32]]]) -> list[int] | None:
    """Lines below one another whose words make a label."""
    for first, text in free.items():
        if not text or not wanted.startswith(text):
            continue
        chain, said = [first], text
        while said != wanted:
            box = lines[chain[-1]][1]
            height = box[3] - box[1]
            below = [
                i for i, more in free.items()
                if i not in chain and more and wanted.startswith(said + more) and 0 < lines[i][1][1] - box[1] < 2.5 * height and min(lines[i][1][2], box[2]) > max(lines[i][1][0], box[0])
            ]  # fmt: skip
            if not below:
                break
            nearest = min(below, key=lambda i: float(lines[i][1][1]))
            chain.append(nearest)
            said += free[nearest]
        if said == wanted:
            return chain
    return None


def sample_of(picture: NDArray[np.uint8], pair: dict[str, Any]) -> Sample:
    """@raises Unusable"""
    diagram, given = pair["diagram"], pair["lines"]
    if not given:
        raise Unusable("no text was read in it")
    height, width = picture.shape[:2]
    scale = scale_for(width, height, [line["box"][3] - line["box"][1] for line in given])
    size = max(32, round(width * scale)), max(32, round(height * scale))
    factor = np.array([size[0] / width, size[1] / height] * 2, np.float32)
    boxes = np.array([line["box"] for line in given], np.float32) * factor
    order = reading_order([(float(b[0]), float(b[1]), float(b[2]), float(b[3])) for b in boxes])
    boxes = boxes[order]
    lines = [(given[index]["text"], box) for index, box in zip(order, boxes, strict=True)]
    labels = labels_of(diagram)
    places = assign(labels, lines)
    roles = np.full(len(lines), NOISE, np.int64)
    parents = np.zeros(len(lines), np.int64)
    head = {key: min(indices) for key, indices in places.items()}
    for label in labels:
        for index in places.get(label.key, []):
            first = index == head[label.key]
            roles[index] = label.role if first else CONTINUATION
            parents[index] = 0 if first else 1 + head[label.key]
    owners = {f"node:{n['id']}": n.get("container") for n in diagram["nodes"]} | {
        f"container:{c['id']}": c.get("parent") for c in diagram["containers"]
    }
    for key, owner in owners.items():
        if owner is not None:
            parents[head[key]] = 1 + head[f"container:{owner}"]
    pixels = distance_to_background(np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS)))
    cells = (-(-size[1] // 32) * 4, -(-size[0] // 32) * 4)
    return Sample(
        pixels, boxes, np.zeros(len(lines), np.int64), roles, parents, edges_of(diagram, head), np.zeros((6, *cells), np.uint8), np.full((3, *cells), -1, np.int16),
        np.full((len(HOPS), 4, *cells), np.nan, np.float16), 0, DIRECTIONS.index(diagram["direction"]), "own", [text for text, _ in lines],
    )  # fmt: skip


def edges_of(diagram: dict[str, Any], head: dict[str, int]) -> list[tuple[int, int, int, int]]:
    """Source, target, link, label region or -1; each pair once, as the stream wants it."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for index, edge in enumerate(diagram["edges"]):
        ends = [head.get(f"node:{edge[end]}", head.get(f"container:{edge[end]}")) for end in ("source", "target")]
        if ends[0] is None or ends[1] is None:
            continue
        pair = (ends[0], ends[1])
        marks = (edge["start"] != "none") + (edge["end"] != "none")
        # Without a direction the end that comes first in reading order is the source.
        backwards = (marks == 1 and edge["end"] == "none") or (marks != 1 and pair[0] > pair[1])
        if backwards:
            pair = (pair[1], pair[0])
        start, end = (edge["end"], edge["start"]) if marks == 1 and edge["end"] == "none" else (edge["start"], edge["end"])
        found.setdefault(pair, (link_token(edge["stroke"], start, end), head.get(f"edge:{index}", -1)))
    return sorted((*pair, *rest) for pair, rest in found.items())
