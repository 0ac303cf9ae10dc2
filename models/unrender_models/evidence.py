"""What the pairs say, added to the decoder's logits (docs/model-package.md, "Evidence"). The engine computes the same in TypeScript."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .pointer import FAR, Pairs
from .vocabulary import EOS, LINK_0, LINKS, NONE, V

HEADER = 2
"""Logits at this position predict the first source: <bos> <mermaid> DIRECTION come before."""


TRUST = 4.0
"""Of 1, 2 and 4, what gave the best edge F1 on the development set with true boxes (Mermaid 0.819, 0.823, 0.830; unseen 0.876, 0.880, 0.878)."""

FLOOR = -30.0
"""Log-probabilities below this are all the same to the decoder."""


def some(no: Tensor) -> Tensor:
    """log(1 - exp(no)): that there is one, from the log-probability that there is none."""
    return (-torch.expm1(no.clamp(max=-1e-6))).log()


class Evidence(nn.Module):
    """Gains, one a slot. Positive by construction is not needed: they are learned."""

    def __init__(self) -> None:
        super().__init__()
        self.source = nn.Parameter(torch.tensor(1.0))
        self.stop = nn.Parameter(torch.tensor(1.0))
        self.target = nn.Parameter(torch.tensor(1.0))
        self.link = nn.Parameter(torch.tensor(1.0))
        self.label = nn.Parameter(torch.tensor(0.5))
        self.none = nn.Parameter(torch.tensor(-2.0))

    @torch.no_grad()
    def trust(self) -> None:
        """Raises the gains for writing. Trained with true tokens before it, the decoder relies on itself more than it can when it reads its own."""
        for gain in (self.source, self.stop, self.target, self.link):
            gain.mul_(TRUST)

    def forward(self, logits_BTV: Tensor, ids_BT: Tensor, pairs: Pairs) -> Tensor:
        """Adds the evidence to teacher-forced logits. `ids` are the decoder's inputs (position t predicts t + 1)."""
        batch, steps, _ = logits_BTV.shape
        regions = pairs.exist_BRR.shape[1]
        edges = max(0, (steps - HEADER - 1) // 4 + 1)
        if edges == 0:
            return logits_BTV
        b = torch.arange(batch, device=ids_BT.device)[:, None]

        def at(slot: int) -> Tensor:
            """Positions of this slot's predictions; 0 source, 1 target, 2 link, 3 label."""
            return torch.arange(HEADER + slot, max(steps, HEADER + slot), 4, device=ids_BT.device)

        def pointed(slot: int, count: int) -> Tensor:
            """Regions [B, count] that were emitted for slot (0 source, 1 target); anything that is no pointer counts as region 0."""
            return (ids_BT[:, HEADER + 1 + slot :: 4][:, :count] - V).clamp(min=0)

        extra = torch.zeros_like(logits_BTV)
        done = pointed(1, edges - 1).shape[1]
        last = torch.cat([torch.full((batch, 1), -1, device=ids_BT.device), pointed(0, done) * regions + pointed(1, done)], 1)
        # Padded tails of shorter streams point at region 0; their loss is ignored.
        remaining = (torch.arange(regions * regions, device=ids_BT.device) > last[..., None]).unflatten(2, (regions, regions))
        exist = pairs.exist_BRR[:, None].masked_fill(~remaining, FAR)
        # The next edge is the first remaining pair that exists: log of (none before) * (this one), pairs being independent.
        no_row = -F.softplus(exist).sum(-1)
        before = no_row.cumsum(-1) - no_row
        t = at(0)
        extra[:, t, V:] = self.source * (before + some(no_row)).clamp(min=FLOOR)[:, : len(t)]
        extra[:, t, EOS] = self.stop * no_row.sum(-1).clamp(min=FLOOR)[:, : len(t)]
        t = at(1)
        if len(t):
            source = pointed(0, len(t))
            row = torch.gather(exist[:, : len(t)], 2, source[..., None, None].expand(-1, -1, 1, regions))[:, :, 0]
            no_pair = -F.softplus(row)
            extra[:, t, V:] = self.target * (no_pair.cumsum(-1) - no_pair - F.softplus(-row)).clamp(min=FLOOR)
        t = at(2)
        if len(t):
            extra[:, t, LINK_0 : LINK_0 + len(LINKS)] = self.link * pairs.link_BRRK[b, pointed(0, len(t)), pointed(1, len(t))]
        t = at(3)
        if len(t):
            ls = pairs.label_source_BRR.transpose(1, 2)[b, pointed(0, len(t))]
            lt = pairs.label_target_BRR.transpose(1, 2)[b, pointed(1, len(t))]
            extra[:, t, V:] = self.label * (ls + lt)
            extra[:, t, NONE] = self.none
        return logits_BTV + extra
