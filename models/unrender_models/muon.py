"""Muon (Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks"): momentum, orthogonalised.

torch.optim.Muon orthogonalises in bfloat16, which a CPU without AVX512-BF16 computes ten times slower than float32, and one matrix at a time. Here it is
float32, matrices of one shape together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

COEFFICIENTS = (3.4445, -4.7750, 2.0315)


def orthogonalise(x_BMN: Tensor, steps: int = 4) -> Tensor:
    """Newton-Schulz iteration towards the nearest semi-orthogonal matrices; singular values end in about 0.7..1.2."""
    a, b, c = COEFFICIENTS
    tall = x_BMN.shape[1] > x_BMN.shape[2]
    x = x_BMN.transpose(1, 2) if tall else x_BMN
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(steps):
        gram = x @ x.transpose(1, 2)
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.transpose(1, 2) if tall else x


class Muon(torch.optim.Optimizer):
    """For matrices and convolutions [out, in, ...]. The update has the size that AdamW's typically has (0.2 RMS of a matrix), so that both share one learning rate.

    A group takes a step in every `period` calls, of the gradients that were summed up meanwhile: orthogonalising the wide matrices at each call took a fifth of
    the time of training. The optimiser clears the gradients that it has used; nobody else may.
    """

    def __init__(self, groups: Iterable[dict[str, Any]], lr: float, momentum: float = 0.95, weight_decay: float = 0.0) -> None:
        super().__init__(groups, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay, "period": 1})
        self.calls = 0

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        self.calls += 1
        for group in self.param_groups:
            if self.calls % group["period"]:
                continue
            shapes: dict[torch.Size, list[Tensor]] = defaultdict(list)
            for p in group["params"]:
                if p.grad is not None:
                    shapes[p.shape].append(p)
            for shape, params in shapes.items():
                momenta = []
                for p in params:
                    assert p.grad is not None
                    buffer = self.state[p].setdefault("momentum", torch.zeros_like(p))
                    buffer.lerp_(p.grad, 1 - group["momentum"])
                    momenta.append(torch.lerp(p.grad, buffer, group["momentum"]))
                update = orthogonalise(torch.stack(momenta).flatten(2))
                # A longer stride for what steps less often; a convolution's kernel size does not count as width.
                rate = group["lr"] * group["period"] ** 0.5
                for p, u in zip(params, update.unflatten(2, shape[1:]), strict=True):
                    p.mul_(1 - rate * group["weight_decay"]).add_(u, alpha=-rate * 0.2 * max(shape[:2]) ** 0.5)
                    p.grad = None
