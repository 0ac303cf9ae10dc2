"""What training minimises. Each term is a mean over its own labelled items, so that no picture's size decides its weight."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .batch import Batch
from .model import Seen
from .pointer import UNIT
from .resampler import PAD_KIND
from .vocabulary import CONTAINER, EDGE_LABEL, LINKS, NODE_ROLES, PAD, mark_of, stroke_of

MAP_POSITIVE_WEIGHT = (1.0, 2.0, 10.0, 10.0, 1.0, 10.0)
STROKE_WEIGHT = (0.5, 1.5, 1.5)
"""Solid lines are eight of ten; unweighted, a pixel learns nothing but that for a long time."""
STROKE_OF = tuple(stroke_of(link) for link in LINKS)
MARK_OF = tuple(mark_of(link) for link in LINKS)
WEIGHTS = {
    "maps": 1.0, "source": 1.0, "target": 1.0, "owner": 0.5, "offsets": 1.0, "hops": 1.0, "stroke": 2.0, "mark": 1.5, "roles": 1.0, "parents": 1.0, "exist": 1.0, "link": 1.0, "label": 0.5,
    "kind": 0.3, "direction": 0.3, "sequence": 1.0,
}  # fmt: skip


def dense_losses(seen: Seen, batch: Batch) -> dict[str, Tensor]:
    """Maps, pixel pointers and their offsets."""
    weight = torch.tensor(MAP_POSITIVE_WEIGHT)[:, None, None]
    losses = {"maps": F.binary_cross_entropy_with_logits(seen.maps, batch.maps, pos_weight=weight) * 6}
    pairs = seen.pairs
    truth = batch.pointers.flatten(2)
    centre = (batch.boxes[..., :2] + batch.boxes[..., 2:]) / 2
    width = batch.maps.shape[3]
    offsets = []
    for channel, (name, logits) in enumerate((("source", pairs.source_BPR), ("target", pairs.target_BPR), ("owner", pairs.owner_BPR))):
        b, p = (truth[:, channel] >= 0).nonzero(as_tuple=True)
        region = truth[b, channel, p]
        losses[name] = F.cross_entropy(logits[b, p], region) if len(b) else logits.sum() * 0
        if channel < 2 and len(b):
            pixel = torch.stack([p % width + 0.5, p // width + 0.5], -1) * 8
            wanted = (centre[b, region] - pixel) / UNIT
            offsets.append(F.smooth_l1_loss(pairs.offsets_BP4[b, p, 2 * channel : 2 * channel + 2], wanted, beta=0.25))
    links = torch.full_like(pairs.exist_BRR, -1, dtype=torch.long)
    links[batch.edges[:, 0], batch.edges[:, 1], batch.edges[:, 2]] = batch.edges[:, 3]
    b, p = ((truth[:, 0] >= 0) & (truth[:, 1] >= 0)).nonzero(as_tuple=True)
    link = links[b, truth[b, 0, p], truth[b, 1, p]]
    known = link >= 0
    b, p, link = b[known], p[known], link[known]
    nothing = seen.maps.sum() * 0
    losses["stroke"] = F.cross_entropy(pairs.stroke_BKP[b, :, p], torch.tensor(STROKE_OF)[link], torch.tensor(STROKE_WEIGHT)) if len(b) else nothing
    # Ends are a few cells of thousands: in the mean over a map, what tells a tail from a head would weigh nothing.
    ends = batch.maps[:, 2:4].flatten(2)
    head = ends[b, 1, p] > 0
    here = head | (ends[b, 0, p] > 0)
    b, p, mark = b[here], p[here], (torch.tensor(MARK_OF)[link] * head)[here]
    losses["mark"] = F.cross_entropy(pairs.mark_BKP[b, :, p], mark) if len(b) else nothing
    losses["offsets"] = torch.stack(offsets).sum() if offsets else nothing
    losses["hops"] = hop_loss(seen.hops, batch.hops)
    return losses


def hop_loss(hops: list[Tensor], wanted_BL4HW: Tensor) -> Tensor:
    """Mean error of the two points of a hop, in whichever order fits better: which way a line runs is not known from its middle."""
    losses = []
    for level, hop in enumerate(hops):
        wanted = wanted_BL4HW[:, level].movedim(1, 3)
        known = ~wanted[..., 0].isnan()
        if known.any():
            got, right = hop.movedim(1, 3)[known], wanted[known]
            ways = [F.smooth_l1_loss(got, way, beta=0.1, reduction="none").sum(-1) for way in (right, right.roll(2, -1))]
            losses.append(torch.minimum(*ways).mean())
    return torch.stack(losses).sum() if losses else wanted_BL4HW.new_zeros(())


def region_losses(seen: Seen, batch: Batch) -> dict[str, Tensor]:
    """Roles, parents, edges, links, labels."""
    pairs = seen.pairs
    losses = {
        "roles": F.cross_entropy(seen.roles.flatten(0, 1), batch.roles.flatten()),
        "parents": F.cross_entropy(pairs.parent_BRR.flatten(0, 1), batch.parents.flatten()),
        "kind": F.cross_entropy(seen.kind, batch.kind),
        "direction": F.cross_entropy(seen.direction, batch.direction) if (batch.direction >= 0).any() else seen.direction.sum() * 0,
    }
    exist = torch.zeros_like(pairs.exist_BRR)
    b, s, t, link, label = batch.edges.unbind(1)
    exist[b, s, t] = 1.0
    present = batch.kinds != PAD_KIND
    both = present[:, :, None] & present[:, None]
    every = F.binary_cross_entropy_with_logits(pairs.exist_BRR, exist, reduction="none")
    losses["exist"] = every[both].sum() / (len(b) + len(batch))
    zero = pairs.exist_BRR.sum() * 0
    losses["link"] = F.cross_entropy(pairs.link_BRRK[b, s, t], link) if len(b) else zero
    known = label >= 0
    b, s, t, label = b[known], s[known], t[known], label[known]
    losses["label"] = -(pairs.label_source_BRR[b, label, s] + pairs.label_target_BRR[b, label, t]).mean() / 2 if len(b) else zero
    return losses


def sequence_loss(logits: Tensor, batch: Batch) -> Tensor:
    return F.cross_entropy(logits.flatten(0, 1), batch.ids[:, 1:].flatten(), ignore_index=PAD)


def total(losses: dict[str, Tensor]) -> Tensor:
    return torch.stack([WEIGHTS[name] * value for name, value in losses.items()]).sum()


def is_node(roles: Tensor) -> Tensor:
    return (roles >= 0) & (roles < NODE_ROLES)


def is_end(roles: Tensor) -> Tensor:
    """Regions at which an edge may start or end."""
    return is_node(roles) | (roles == CONTAINER)


def is_label(roles: Tensor) -> Tensor:
    return roles == EDGE_LABEL
