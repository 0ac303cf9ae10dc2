"""Greedy decoding, and the scores that training watches. The scorer of record works on LaTeX (models/evaluation)."""

from __future__ import annotations

import torch
from torch import Tensor

from .batch import Batch, Line, collate
from .model import Transcriber

BOS, EOS = 1, 2


@torch.no_grad()
def greedy(model: Transcriber, batch: Batch, most: int = 300) -> list[list[int]]:
    """Token ids of each picture with begin and, where it came to one, end. No grammar mask: what the model says of itself."""
    features, width = model.encoder(batch.pixels)
    rows = features.shape[1] // width
    row, column = torch.arange(rows)[:, None], torch.arange(width)[None]
    seen = ((row < batch.sizes[:, 0, None, None]) & (column < batch.sizes[:, 1, None, None])).flatten(1)
    keys, values = model.decoder.visual(features)
    ids = torch.full((len(batch), 1), BOS)
    done = torch.zeros(len(batch), dtype=torch.bool)
    for _ in range(most):
        logits, _ = model.decoder(ids, keys, values, seen[:, None, None], width)
        chosen = torch.where(done, 0, logits[:, -1].argmax(-1))
        ids = torch.cat([ids, chosen[:, None]], 1)
        done |= chosen == EOS
        if done.all():
            break
    return [_until_end(row) for row in ids]


def _until_end(ids_T: Tensor) -> list[int]:
    listed: list[int] = ids_T.tolist()
    return listed[: listed.index(EOS) + 1] if EOS in listed else listed


def distance(a: list[int], b: list[int]) -> int:
    """Levenshtein distance of two streams."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def evaluate(model: Transcriber, lines: list[Line], size: int = 8) -> dict[str, float]:
    """`exact`: share of streams that are right; `edits`: edit distance in units of the truth's length, summed over all.
    Streams end soon after the longest truth of their batch: every step goes through all earlier ones again, and one that goes round in circles would take all memory."""
    model.eval()
    exact = edits = length = 0
    ordered = sorted(lines, key=lambda line: line.pixels.size)
    for start in range(0, len(ordered), size):
        group = ordered[start : start + size]
        most = max(len(line.ids) for line in group) + 16
        for line, ids in zip(group, greedy(model, collate(group), most), strict=True):
            exact += ids == line.ids
            edits += distance(ids, line.ids)
            length += len(line.ids)
    model.train()
    return {"n": len(lines), "exact": exact / max(1, len(lines)), "edits": edits / max(1, length)}
