"""Small models of the family's own training: a two-tower CLIP, a causal language model, and Flamingo over both, frozen. Also LLaVA's projection, and LoRA.

Sources: CLIP (arXiv 2103.00020, section 2), Flamingo (arXiv 2204.14198, sections 2 and A.1), LLaVA (arXiv 2304.08485), LoRA (arXiv 2106.09685).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..decoder import GatedCrossAttention
from ..layers import Attention, Block, FeedForward
from .data import IMAGE, PAD, SIZE, VOCABULARY, Batch


@dataclass(frozen=True)
class Sizes:
    """Widths and depths; larger ones make a larger model of the same code."""

    width: int = 64
    heads: int = 4
    patch: int = 8
    image_layers: int = 3
    text_layers: int = 2
    language_layers: int = 4
    resampler_layers: int = 2
    latents: int = 8
    frames: int = 8
    """Time embeddings that are learned; clips of other lengths get interpolated ones."""
    every: int = 2
    """A gated layer before every n-th block of the language model."""
    positions: int = 96


def sizes_from(text: str) -> Sizes:
    """`width=128,language_layers=8`: what is not named is as it is by default. @raises SystemExit naming what there is"""
    known = {f.name for f in fields(Sizes)}
    given: dict[str, int] = {}
    for part in filter(None, text.split(",")):
        name, _, value = part.partition("=")
        if name not in known or not value.isdigit():
            raise SystemExit(f'"{part}" is no size: there are {", ".join(sorted(known))}, each with a whole number.')
        given[name] = int(value)
    return Sizes(**given)


class ImageTower(nn.Module):
    """pixels [N, 3, S, S] -> features [N, patches, d]."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, s.width, s.patch, s.patch)
        self.positions = nn.Parameter(torch.randn((SIZE // s.patch) ** 2, s.width) * 0.02)
        self.blocks = nn.ModuleList([Block(s.width, s.heads) for _ in range(s.image_layers)])
        self.norm = nn.LayerNorm(s.width)

    def forward(self, pixels: Tensor) -> Tensor:
        x = self.patches(pixels).flatten(2).transpose(1, 2) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.norm(x)


class TextTower(nn.Module):
    """ids [B, T] -> one vector a text; dropped after the contrastive stage."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.tokens = nn.Embedding(VOCABULARY, s.width)
        self.positions = nn.Parameter(torch.randn(s.positions, s.width) * 0.02)
        self.blocks = nn.ModuleList([Block(s.width, s.heads) for _ in range(s.text_layers)])
        self.norm = nn.LayerNorm(s.width)

    def forward(self, ids: Tensor) -> Tensor:
        real = ids != PAD
        x = self.tokens(ids) + self.positions[: ids.shape[1]]
        for block in self.blocks:
            x = block(x, mask=real[:, None, None])
        return (self.norm(x) * real[..., None]).sum(1) / real.sum(1, keepdim=True)


class Clip(nn.Module):
    """Two towers and the scale of their cosine."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.image, self.text = ImageTower(s), TextTower(s)
        self.project_image, self.project_text = nn.Linear(s.width, s.width, bias=False), nn.Linear(s.width, s.width, bias=False)
        self.scale = nn.Parameter(torch.tensor([math.log(1 / 0.07)]))

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Unit vectors [B, d] of pictures and of their captions (without the picture's own token), and the scale."""
        ids = batch.ids.masked_fill(batch.ids == IMAGE, PAD)
        pictures = self.project_image(self.image(batch.media[:, 0, 0]).mean(1))
        return F.normalize(pictures, dim=-1), F.normalize(self.project_text(self.text(ids)), dim=-1), self.scale.exp().clamp(max=100)


class Language(nn.Module):
    """A causal language model; embeddings and head are one."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.tokens = nn.Embedding(VOCABULARY, s.width)
        self.positions = nn.Parameter(torch.randn(s.positions, s.width) * 0.02)
        self.blocks = nn.ModuleList([Block(s.width, s.heads) for _ in range(s.language_layers)])
        self.norm = nn.LayerNorm(s.width)
        nn.init.normal_(self.tokens.weight, std=0.05)

    def embed(self, ids: Tensor) -> Tensor:
        return self.tokens(ids) + self.positions[: ids.shape[1]]

    def head(self, x: Tensor) -> Tensor:
        return F.linear(self.norm(x), self.tokens.weight)

    def forward(self, batch: Batch) -> Tensor:
        """Logits [B, T, V]."""
        x = self.embed(batch.ids)
        for block in self.blocks:
            x = block(x, causal=True)
        return self.head(x)


def interpolated(embeddings: Tensor, frames: int) -> Tensor:
    """Time embeddings [F, d] for another number of frames, linear between the first and the last (Flamingo, section A.1.1: trained on 8 frames, run on 30)."""
    if frames == embeddings.shape[0]:
        return embeddings
    if frames == 1:
        return embeddings[:1]
    return F.interpolate(embeddings.T[None], size=frames, mode="linear", align_corners=True)[0].T


class TimeResampler(nn.Module):
    """Perceiver Resampler over frames and features: [N, F, S, d] -> latents [N, L, d]; keys are `[features; latents]`, and there is no place in space."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.latents = nn.Parameter(torch.randn(s.latents, s.width) * 0.02)
        self.time = nn.Parameter(torch.randn(s.frames, s.width) * 0.02)
        self.norms = nn.ModuleList([nn.LayerNorm(s.width) for _ in range(s.resampler_layers)])
        self.attentions = nn.ModuleList([Attention(s.width, s.heads) for _ in range(s.resampler_layers)])
        self.norms_feed = nn.ModuleList([nn.LayerNorm(s.width) for _ in range(s.resampler_layers)])
        self.feeds = nn.ModuleList([FeedForward(s.width, 4) for _ in range(s.resampler_layers)])
        self.norm = nn.LayerNorm(s.width)

    def forward(self, features: Tensor, frames: Tensor) -> Tensor:
        """`frames` [N]: how many frames of each are real."""
        longest = features.shape[1]
        times = torch.stack([F.pad(interpolated(self.time, max(1, int(n))), (0, 0, 0, longest - max(1, int(n)))) for n in frames])
        context = (features + times[:, :, None]).flatten(1, 2)
        real = (torch.arange(longest, device=frames.device)[None] < frames.clamp(min=1)[:, None]).repeat_interleave(features.shape[2], 1)
        seen = F.pad(real, (0, self.latents.shape[0]), value=True)[:, None, None]
        x = self.latents.expand(features.shape[0], -1, -1)
        for norm, attention, norm_feed, feed in zip(self.norms, self.attentions, self.norms_feed, self.feeds, strict=True):
            h = norm(x)
            x = x + attention(h, torch.cat([context, h], 1), mask=seen)
            x = x + feed(norm_feed(x))
        return self.norm(x)


def last_media(ids: Tensor, media: int, latents: int) -> Tensor:
    """[B, 1, T, M * L]: a token sees the latents of the last picture at or before it."""
    number = (ids == IMAGE).cumsum(1) - 1
    seen = number[:, :, None] == torch.arange(media, device=ids.device)
    return seen.repeat_interleave(latents, 2)[:, None]


class Flamingo(nn.Module):
    """The frozen image tower and language model, and what is trained between them. Gates start at 0: at first it is the language model."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.every = s.every
        self.image, self.language, self.resampler = ImageTower(s), Language(s), TimeResampler(s)
        self.cross = nn.ModuleList([GatedCrossAttention(s.width, s.heads) for _ in range(-(-s.language_layers // s.every))])
        with torch.no_grad():
            for layer in self.cross:
                assert isinstance(layer, GatedCrossAttention)
                # One value each: what is split over processes has a first dimension.
                layer.gate_attention, layer.gate_feed = nn.Parameter(torch.zeros(1)), nn.Parameter(torch.zeros(1))

    def look(self, batch: Batch) -> Tensor:
        """Latents [B, M * L, d] of all pictures; the image tower learns nothing here."""
        b, m, f = batch.media.shape[:3]
        with torch.no_grad():
            features = self.image(batch.media.flatten(0, 2))
        return self.resampler(features.unflatten(0, (b * m, f)), batch.frames.flatten()).reshape(b, -1, features.shape[-1])

    def forward(self, batch: Batch) -> Tensor:
        """Logits [B, T, V]."""
        latents = self.look(batch)
        media = batch.media.shape[1]
        mask = last_media(batch.ids, media, latents.shape[1] // media)
        # A softmax over nothing is no number: such a row looks at everything, and its gate is shut.
        sees = mask.any(-1)[:, 0, :, None]
        mask = mask | ~mask.any(-1, keepdim=True)
        x = self.language.embed(batch.ids)
        for index, block in enumerate(self.language.blocks):
            if index % self.every == 0:
                layer = self.cross[index // self.every]
                assert isinstance(layer, GatedCrossAttention)
                x = torch.where(sees, layer(x, *layer.attention.keys_values(latents), mask), x)
            x = block(x, causal=True)
        return self.language.head(x)


class Llava(nn.Module):
    """LLaVA's way: features through two layers stand before the text. One picture a document."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.image, self.language = ImageTower(s), Language(s)
        self.project = nn.Sequential(nn.Linear(s.width, s.width), nn.GELU(), nn.Linear(s.width, s.width))

    def forward(self, batch: Batch) -> Tensor:
        with torch.no_grad():
            features = self.image(batch.media[:, 0, 0])
        visual = self.project(features)
        x = torch.cat([visual, self.language.embed(batch.ids)], 1)
        for block in self.language.blocks:
            x = block(x, causal=True)
        return self.language.head(x[:, visual.shape[1] :])


class Lora(nn.Module):
    """A linear layer that stays as it is, and a product of two small ones beside it; at first that is 0."""

    def __init__(self, base: nn.Linear, rank: int, alpha: float) -> None:
        super().__init__()
        self.base, self.scale = base, alpha / rank
        self.a = nn.Parameter(torch.randn(rank, base.in_features) / math.sqrt(base.in_features))
        self.b = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x: Tensor) -> Tensor:
        return self.base(x) + F.linear(F.linear(x, self.a), self.b) * self.scale

    def merged(self) -> nn.Linear:
        """One layer that does the same."""
        layer = nn.Linear(self.base.in_features, self.base.out_features, self.base.bias is not None)
        with torch.no_grad():
            layer.weight.copy_(self.base.weight + self.b @ self.a * self.scale)
            if self.base.bias is not None:
                layer.bias.copy_(self.base.bias)
        return layer


def add_lora(language: Language, rank: int = 4, alpha: float = 8.0) -> None:
    """Puts LoRA beside queries and values of every block."""
    for block in language.blocks:
        assert isinstance(block, Block)
        for name in ("q", "v"):
            setattr(block.attention, name, Lora(getattr(block.attention, name), rank, alpha))


def merge_lora(language: Language) -> None:
    """The model as it would be without LoRA's parts, doing the same."""
    for block in language.blocks:
        assert isinstance(block, Block)
        for name in ("q", "v"):
            layer = getattr(block.attention, name)
            if isinstance(layer, Lora):
                setattr(block.attention, name, layer.merged())
