"""Greedy decoding with grammar mask and evidence, a batch of pictures at a time. The engine does the same a picture at a time in TypeScript."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .losses import is_end, is_label
from .model import Reader, Seen
from .resampler import PAD_KIND
from .vocabulary import BOS, DIRECTION_0, DIRECTIONS, EOS, LINK_0, LINKS, MERMAID, NONE, PAD, V

Edges = list[tuple[int, int, int, int]]


def allowed(ids_BT: Tensor, roles_BR: Tensor) -> Tensor:
    """Grammar mask [B, V + R] of the next token: edges ascend by (source, target), ends are nodes or containers, labels are labels."""
    batch, steps = ids_BT.shape
    regions = roles_BR.shape[1]
    mask = torch.zeros(batch, V + regions, dtype=torch.bool)
    ends, labels = is_end(roles_BR), is_label(roles_BR)
    number = torch.arange(regions)
    if steps == 1:
        mask[:, MERMAID] = True
        return mask
    if steps == 2:
        mask[:, DIRECTION_0 : DIRECTION_0 + len(DIRECTIONS)] = True
        return mask
    slot = (steps - 3) % 4
    if slot == 0:
        if steps > 3:
            source, target = ids_BT[:, -4, None] - V, ids_BT[:, -3, None] - V
            later = (ends & (number > target)).any(1, keepdim=True)
            mask[:, V:] = ends & ((number > source) | ((number == source) & later))
        else:
            mask[:, V:] = ends
        mask[:, EOS] = True
    elif slot == 1:
        source = ids_BT[:, -1, None] - V
        mask[:, V:] = ends
        if steps > 4:
            before = (ids_BT[:, -5, None] - V == source) & (number <= ids_BT[:, -4, None] - V)
            mask[:, V:] &= ~before
    elif slot == 2:
        mask[:, LINK_0 : LINK_0 + len(LINKS)] = True
    else:
        mask[:, V:] = labels
        mask[:, NONE] = True
    return mask


@torch.no_grad()
def greedy(model: Reader, seen: Seen, kinds: Tensor, roles: Tensor, steps: int = 280) -> Tensor:
    """Token ids [B, T]; rows end with <eos> and are padded. `roles` decide what may be pointed at."""
    batch = kinds.shape[0]
    visual = model.decoder.visual(seen.latents, seen.regions)
    present = F.pad(kinds != PAD_KIND, (seen.latents.shape[1], 0), value=True)[:, None, None]
    roles = roles.masked_fill(kinds == PAD_KIND, -100)
    ids = torch.full((batch, 1), BOS)
    done = torch.zeros(batch, dtype=torch.bool)
    for _ in range(steps):
        logits = model.evidence(model.decoder(ids, visual, present), ids.clamp(min=0), seen.pairs)[:, -1]
        chosen = logits.masked_fill(~allowed(ids, roles), -1e9).argmax(-1)
        chosen = torch.where(done, torch.full_like(chosen, PAD), chosen)
        done |= chosen == EOS
        ids = torch.cat([ids, chosen[:, None]], 1)
        if done.all():
            break
    return ids


def edges_of(ids: list[int]) -> Edges:
    """Edges of one emitted stream; an unfinished edge is dropped."""
    body = ids[3:]
    stop = body.index(EOS) if EOS in body else len(body)
    body = body[: stop - stop % 4]
    return [(s - V, t - V, link - LINK_0, label - V if label >= V else -1) for s, t, link, label in zip(*[iter(body)] * 4, strict=True)]
