"""Pixel pointers: every pixel of a line says which region its edge comes from and which one it goes to.

A pixel p (stride 8) points at regions by content, softmax over query-key products and a learned distance to a regressed place. An edge (i, j) then is what
its pixels agree on: the votes V[i, j] = sum over p of w(p) source(p, i) target(p, j), a co-occurrence that is exact where the pointers are, and gives each picture hundreds of
supervised pixels where the sequence gives a handful of tokens. Label lines vote the same way at their own place.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import ModelConfig
from .layers import fourier_BNC, grid_points
from .resampler import PAD_KIND, sample_maps
from .vocabulary import LINKS, MARKS, STROKES

FAR = -1e4
UNIT = 64.0
"""Pixels in one unit of the regressed offsets."""


@dataclass
class Pairs:
    """What the regions say about each other. Logits unless said; R regions, P pixels at stride 8."""

    source_BPR: Tensor
    target_BPR: Tensor
    owner_BPR: Tensor
    """Pointers of each pixel (logits): source and target of the edge there, region of the label or node there."""
    offsets_BP4: Tensor
    """Source x, y and target x, y relative to the pixel, in units of 64 px."""
    stroke_BKP: Tensor
    """How the line at a pixel is drawn (logits over STROKES); pooled along an edge with its votes."""
    mark_BKP: Tensor
    """What stands at the end of a line at a pixel (logits over MARKS); pooled likewise."""
    exist_BRR: Tensor
    link_BRRK: Tensor
    label_source_BRR: Tensor
    label_target_BRR: Tensor
    """Log-probabilities, [b, label region, node region]."""
    parent_BRR: Tensor
    """[b, r, 1 + j]: region j is the head of r's label, or the title of its container; 0 is none."""


class PixelPointers(nn.Module):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        c = config
        self.query = nn.Conv2d(c.dense, 3 * c.pointer, 1)
        self.query_place = nn.Linear(64, 3 * c.pointer, bias=False)
        self.key = nn.Linear(c.d, 3 * c.pointer)
        self.key_place = nn.Linear(64, 3 * c.pointer, bias=False)
        self.offsets = nn.Conv2d(c.dense, 4, 1)
        self.reach = nn.Parameter(torch.tensor([1.0, 1.0]))
        self.stroke = nn.Conv2d(c.dense, len(STROKES), 1)
        self.mark = nn.Conv2d(c.dense, len(MARKS), 1)
        self.left = nn.Linear(c.d, 48)
        self.right = nn.Linear(c.d, 48)
        self.mix = nn.Sequential(nn.Linear(6 + len(STROKES) + len(MARKS) + 48, 96), nn.GELU(approximate="tanh"), nn.Linear(96, 1 + len(LINKS)))
        self.label = nn.Linear(c.d, 2 * 48)
        self.labelled = nn.Linear(c.d, 2 * 48)
        self.child = nn.Linear(c.d, 64)
        self.parent = nn.Linear(c.d, 64)
        self.orphan = nn.Linear(c.d, 1)
        self.gains = nn.Parameter(torch.tensor([1.0, 1.0, 1.0]))
        """Weights of the votes at a region's own place: label source, label target, parent."""
        grid = torch.tensor([(x, y) for y in (0.2, 0.5, 0.8) for x in (0.1, 0.3, 0.5, 0.7, 0.9)])
        self.register_buffer("inside", grid, persistent=False)

    def forward(self, dense: Tensor, maps: Tensor, boxes: Tensor, kinds: Tensor, regions: Tensor) -> Pairs:
        height, width = dense.shape[2], dense.shape[3]
        points = grid_points(height, width, 8, dense)
        centre = (boxes[..., :2] + boxes[..., 2:]) / 2
        absent = (kinds == PAD_KIND)[:, None]
        query = self.query(dense).flatten(2).transpose(1, 2) + self.query_place(fourier_BNC(points, 64))
        key = self.key(regions) + self.key_place(fourier_BNC(centre, 64))
        offsets = self.offsets(dense).flatten(2).transpose(1, 2)
        scale = query.shape[-1] ** -0.5 * 3**0.5
        q, k = query.chunk(3, -1), key.chunk(3, -1)
        logits = []
        for index in range(3):
            x = q[index] @ k[index].transpose(1, 2) * scale
            if index < 2:
                place = points + offsets[..., 2 * index : 2 * index + 2] * UNIT
                # |a - b|^2 spelled out: cdist has no ONNX operator; the clamp keeps the root's gradient finite.
                square = place.square().sum(-1)[..., None] + centre.square().sum(-1)[:, None] - 2 * place @ centre.transpose(1, 2)
                x = x - F.softplus(self.reach[index]) * square.clamp(min=4.0).sqrt() / 32
            logits.append(x.masked_fill(absent, FAR))
        source, target, owner = (x.softmax(-1) for x in logits)
        stroke, mark = self.stroke(dense), self.mark(dense)
        lines = maps[:, 1:4].sigmoid()
        ends = lines[:, 1:2] + lines[:, 2:3]
        weights = torch.cat([lines, lines[:, :1] * stroke.softmax(1), ends * mark.softmax(1)], 1).flatten(2)
        votes = (source[:, None] * weights[..., None]).transpose(2, 3) @ target[:, None]
        counts = votes[:, :3].clamp(min=0).log1p()
        strokes = votes[:, 3 : 3 + len(STROKES)] / (votes[:, :1] + 0.5)
        marks = votes[:, 3 + len(STROKES) :]
        meet = self.left(regions)[:, :, None] * self.right(regions)[:, None]
        evidence = torch.cat([counts, counts.transpose(2, 3), strokes, marks], 1).permute(0, 2, 3, 1)
        mixed = self.mix(torch.cat([evidence, meet], -1))
        gone = absent | absent.transpose(1, 2)
        exist = mixed[..., 0].masked_fill(gone, FAR)

        size = boxes[..., 2:] - boxes[..., :2]
        inside = boxes[..., None, :2] + self.get_buffer("inside") * size[..., None, :]

        def at_place(pointer_BPR: Tensor) -> Tensor:
            """Mean pointer inside each region's own box, log of [B, R, R]."""
            maps_ = pointer_BPR.transpose(1, 2).unflatten(2, (height, width))
            return (sample_maps(maps_, inside, 8).mean(2) + 1e-3).log()

        gains = F.softplus(self.gains)
        ls, lt = self.label(regions).chunk(2, -1)
        ns, nt = self.labelled(regions).chunk(2, -1)
        label_source = ls @ ns.transpose(1, 2) * 48**-0.5 + gains[0] * at_place(source)
        label_target = lt @ nt.transpose(1, 2) * 48**-0.5 + gains[1] * at_place(target)
        parent = self.child(regions) @ self.parent(regions).transpose(1, 2) * 0.125 + gains[2] * at_place(owner)
        return Pairs(
            logits[0], logits[1], logits[2], offsets, stroke.flatten(2), mark.flatten(2), exist, mixed[..., 1:],
            label_source.masked_fill(absent, FAR).log_softmax(-1),
            label_target.masked_fill(absent, FAR).log_softmax(-1),
            torch.cat([self.orphan(regions), parent.masked_fill(absent, FAR)], -1),
        )  # fmt: skip
