"""What training minimises: the tokens, where the decoder looks for them, and what the encoder alone can tell."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .batch import PAD, Batch
from .encoder import CELL, cell_centres
from .model import Transcriber

LOOKS = (0.3, 0.15)
"""Weights of the last layer's looks and of those that are counted as read."""


def misread(ids_BT: Tensor, share: float) -> Tensor:
    """Some tokens replaced by others of the same batch, never the first: what the decoder is given when it reads is what it said itself, mistakes included
    (exposure bias; as scheduled sampling, Bengio et al. 2015, without its second pass)."""
    if share == 0:
        return ids_BT
    others = ids_BT.flatten()[torch.randint(ids_BT.numel(), ids_BT.shape)]
    chosen = (torch.rand(ids_BT.shape) < share) & (ids_BT != PAD) & (others != PAD)
    chosen[:, 0] = False
    return torch.where(chosen, others, ids_BT)


def losses(model: Transcriber, batch: Batch, share: float = 0.0) -> dict[str, Tensor]:
    """`sequence`: cross entropy of the next token. `look`: -log of the attention that falls on the token's ink (guided attention: without it the decoder spends most
    of its training on finding out where to look). `symbols`: cross entropy of the glyphs under the cells. `bag`: which tokens stand anywhere in the picture, from the
    cell that says so loudest; it needs no boxes. `share` of the tokens that the decoder is given are wrong ones."""
    features, width = model.encoder(batch.pixels)
    rows = features.shape[1] // width
    cell_row, cell_column = torch.arange(rows)[:, None], torch.arange(width)[None]
    seen = ((cell_row < batch.sizes[:, 0, None, None]) & (cell_column < batch.sizes[:, 1, None, None])).flatten(1)
    logits, looks = model.decoder(misread(batch.ids[:, :-1], share), *model.decoder.visual(features), seen[:, None, None], width)
    target = batch.ids[:, 1:]
    result = {"sequence": F.cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=PAD, label_smoothing=0.02)}

    boxes = batch.boxes[:, 1:]
    known = ~boxes[..., 0].isnan()
    b, t = known.nonzero(as_tuple=True)
    nothing = logits.sum() * 0
    if len(b):
        box = boxes[b, t]
        centres = cell_centres(rows, width, features)
        middle, half = (box[:, None, :2] + box[:, None, 2:]) / 2, (box[:, None, 2:] - box[:, None, :2]) / 2
        inside = ((centres[None] - middle).abs() <= half + torch.tensor(CELL) / 2).all(-1)
        # The layer whose looks are counted as read learns to look there as well, and is hurried less: it is the second of four.
        result["look"] = sum((-((look[b, t] * inside).sum(-1) + 1e-6).log().mean() * weight for look, weight in zip(looks, LOOKS, strict=False)), nothing)
    else:
        result["look"] = nothing
    glyphs = model.encoder.glyphs(features, width)
    labelled = batch.symbols >= 0
    result["symbols"] = F.cross_entropy(glyphs.permute(0, 2, 3, 1)[labelled], batch.symbols[labelled]) if labelled.any() else nothing
    # The blank columns of padding say nothing: their cells are left out.
    loudest = glyphs.masked_fill(~seen.unflatten(1, (rows, width)).repeat_interleave(2, 1)[:, None], -1e4).amax((2, 3))
    present = torch.zeros_like(loudest).scatter_(1, batch.ids, 1.0)
    # <pad>, <begin> and <end> have no ink.
    result["bag"] = F.binary_cross_entropy_with_logits(loudest[:, 3:], present[:, 3:], pos_weight=torch.tensor(10.0)) * 4
    return result
