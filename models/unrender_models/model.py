"""The whole reader: encoder, resampler, pixel pointers, decoder."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import ModelConfig
from .decoder import Decoder
from .encoder import Encoder
from .evidence import Evidence
from .pointer import Pairs, PixelPointers
from .resampler import PAD_KIND, Resampler
from .vocabulary import DIRECTIONS, KINDS, ROLES


@dataclass
class Seen:
    """What one look at a batch of pictures gives, before a token is written."""

    features: Tensor
    dense: Tensor
    maps: Tensor
    latents: Tensor
    regions: Tensor
    kind: Tensor
    roles: Tensor
    direction: Tensor
    pairs: Pairs
    hops: list[Tensor] = field(default_factory=list)


class Reader(nn.Module):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.resampler = Resampler(config)
        self.pointers = PixelPointers(config)
        self.decoder = Decoder(config)
        self.evidence = Evidence()
        self.roles = nn.Linear(config.d, len(ROLES))
        self.kind = nn.Linear(config.d, len(KINDS))
        self.direction = nn.Linear(config.d, len(DIRECTIONS))

    def resample(self, features: Tensor, dense: Tensor, maps: Tensor, boxes: Tensor, kinds: Tensor) -> Seen:
        latents, regions = self.resampler(features, dense, boxes, kinds)
        pairs = self.pointers(dense, maps, boxes, kinds, regions)
        return Seen(features, dense, maps, latents, regions, self.kind(latents[:, 0]), self.roles(regions), self.direction(latents[:, 1]), pairs)

    def look(self, pixels: Tensor, boxes: Tensor, kinds: Tensor) -> Seen:
        features, dense, maps, hops = self.encoder.trace(pixels, hops=self.training)
        seen = self.resample(features, dense, maps, boxes, kinds)
        seen.hops = hops
        return seen

    def write(self, seen: Seen, ids: Tensor, kinds: Tensor) -> Tensor:
        """Teacher-forced logits [B, T, V + R] with evidence."""
        present = F.pad(kinds != PAD_KIND, (seen.latents.shape[1], 0), value=True)[:, None, None]
        logits = self.decoder(ids, self.decoder.visual(seen.latents, seen.regions), present)
        logits = self.evidence(logits, ids, seen.pairs)
        absent = F.pad(kinds == PAD_KIND, (logits.shape[-1] - kinds.shape[1], 0), value=False)[:, None]
        return logits.masked_fill(absent, -1e4)


def parameters(model: nn.Module) -> int:
    return sum(p.numel() for p in model.parameters())


def load(path: str) -> Reader:
    """A reader from a checkpoint, {"config": dict, "model": state}, for writing: it trusts its evidence (`Evidence.trust`)."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = Reader(ModelConfig(**state["config"]))
    model.load_state_dict(state["model"])
    model.evidence.trust()
    return model
