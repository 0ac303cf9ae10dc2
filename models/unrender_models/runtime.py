"""A package run with ONNX Runtime in Python: the engine's algorithm (docs/model-package.md) a second time, for parity tests and for scoring an export.

Everything is plain numpy and one picture at a time, as in the engine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from .generate import Edges, edges_of
from .vocabulary import BOS, CONTAINER, DIRECTION_0, EDGE_LABEL, EOS, LINK_0, LINKS, MERMAID, NODE_ROLES, NONE, V

Array = NDArray[np.float32]
FAR = -1e4
FLOOR = -30.0


def softplus(x: Array) -> NDArray[np.float64]:
    return np.logaddexp(0.0, x.astype(np.float64))


@dataclass
class Reading:
    ids: list[int]
    roles: NDArray[np.int64]
    seen: dict[str, Array]

    @property
    def edges(self) -> Edges:
        return edges_of(self.ids)


class Package:
    """Sessions of a package folder. One owner; sessions end with the object."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        self.sessions = {
            name: ort.InferenceSession(str(folder / entry["file"]), options, providers=["CPUExecutionProvider"]) for name, entry in self.manifest["graphs"].items()
        }

    def run(self, name: str, feeds: dict[str, Any]) -> dict[str, Array]:
        session = self.sessions[name]
        wanted = {i.name for i in session.get_inputs()}
        outputs = session.run(None, {k: v for k, v in feeds.items() if k in wanted})
        return {o.name: np.asarray(value) for o, value in zip(session.get_outputs(), outputs, strict=True)}

    def read(self, pixels_HW: NDArray[np.uint8], boxes: Array, kinds: NDArray[np.int64]) -> Reading:
        """`pixels` is the grey distance to the background, not yet padded."""
        height, width = (-(-n // 32) * 32 for n in pixels_HW.shape)
        padded = np.zeros((1, 1, height, width), np.float32)
        padded[0, 0, : pixels_HW.shape[0], : pixels_HW.shape[1]] = pixels_HW / np.float32(255.0)
        vision = self.run("vision", {"pixels": padded})
        seen = self.run("resampler", {**vision, "boxes": boxes[None], "kinds": kinds[None]})
        return Reading(self.write(seen), seen["roles"][0].argmax(-1), {**vision, **seen})

    def write(self, seen: dict[str, Array]) -> list[int]:
        shape = self.manifest["decoder"]
        past = np.zeros((shape["layers"], shape["heads"], 0, shape["headSize"]), np.float32)
        cache = {"past_k": past, "past_v": past}
        roles = seen["roles"][0].argmax(-1)
        ids = [BOS]
        while ids[-1] != EOS and len(ids) < shape["maxSteps"]:
            feeds = {"ids": np.array([[ids[-1]]]), "position": np.array([len(ids) - 1]), **cache, **{k: seen[k] for k in ("region_inputs", "pointer_keys", "cross_k", "cross_v")}}
            out = self.run("decoder", feeds)
            cache = {"past_k": np.concatenate([cache["past_k"], out["new_k"]], 2), "past_v": np.concatenate([cache["past_v"], out["new_v"]], 2)}
            extra, mask = next_token(ids, roles, seen, self.manifest["evidence"])
            ids.append(int(np.where(mask, out["logits"][0, -1] + extra, -1e9).argmax()))
        return ids


def next_token(ids: list[int], roles: NDArray[np.int64], seen: dict[str, Array], gain: dict[str, float]) -> tuple[Array, NDArray[np.bool_]]:
    """Evidence and grammar mask of the next token, both [V + R]."""
    count = len(roles)
    extra = np.zeros(V + count, np.float32)
    mask = np.zeros(V + count, np.bool_)
    ends = (roles < NODE_ROLES) | (roles == CONTAINER)
    pairs = seen["pairs"][0]
    number = np.arange(count)
    if len(ids) == 1:
        mask[MERMAID] = True
        return extra, mask
    if len(ids) == 2:
        mask[DIRECTION_0 : DIRECTION_0 + 4] = True
        return extra, mask
    slot = (len(ids) - 3) % 4
    if slot < 2:
        last = (ids[-4 - slot] - V, ids[-3 - slot] - V) if len(ids) > 3 + slot else (-1, -1)
        after = (number[:, None] > last[0]) | ((number[:, None] == last[0]) & (number > last[1]))
        remaining = np.where(after, pairs, FAR)
    if slot == 0:
        # The next edge is the first remaining pair that exists.
        no_row = -softplus(remaining).sum(-1)
        before = np.cumsum(no_row) - no_row
        extra[V:] = gain["source"] * np.maximum(before + np.log(-np.expm1(np.minimum(no_row, -1e-6))), FLOOR)
        extra[EOS] = gain["stop"] * max(float(no_row.sum()), FLOOR)
        mask[V:] = ends & (after & ends).any(1)
        mask[EOS] = True
    elif slot == 1:
        source = ids[-1] - V
        no_pair = -softplus(remaining[source])
        extra[V:] = gain["target"] * np.maximum(np.cumsum(no_pair) - no_pair - softplus(-remaining[source]), FLOOR)
        mask[V:] = ends & after[source]
    elif slot == 2:
        extra[LINK_0 : LINK_0 + len(LINKS)] = gain["link"] * seen["links"][0, ids[-2] - V, ids[-1] - V]
        mask[LINK_0 : LINK_0 + len(LINKS)] = True
    else:
        source, target = ids[-3] - V, ids[-2] - V
        extra[V:] = gain["label"] * (seen["label_source"][0, :, source] + seen["label_target"][0, :, target])
        extra[NONE] = gain["none"]
        mask[V:] = roles == EDGE_LABEL
        mask[NONE] = True
    return extra, mask
