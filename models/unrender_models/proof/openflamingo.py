"""OpenFlamingo, written here from its paper and public repository, in plain PyTorch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers import CLIPVisionConfig, CLIPVisionModel, GPTNeoXConfig, GPTNeoXForCausalLM, MptConfig, MptForCausalLM

from .one_by_one import OneByOne
from .prefix import CLIP, IMAGE
from .reference import tokenizer_json
from .tiny import VOCABULARY, Case, randomise, words

HEADS, HEAD = 2, 64


def heads_of(x: Tensor, heads: int) -> Tensor:
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


class FeedForward(nn.Sequential):
    def __init__(self, d: int) -> None:
        super().__init__(nn.LayerNorm(d), nn.Linear(d, 4 * d, bias=False), nn.GELU(), nn.Linear(4 * d, d, bias=False))


class PerceiverLayer(nn.Module):
    """Latents ask `[features; latents]`."""

    def __init__(self, d: int) -> None:
        super().__init__()
        self.norm_media, self.norm_latents = nn.LayerNorm(d), nn.LayerNorm(d)
        self.to_q, self.to_kv, self.to_out = (
            nn.Linear(d, HEADS * HEAD, bias=False),
            nn.Linear(d, 2 * HEADS * HEAD, bias=False),
            nn.Linear(HEADS * HEAD, d, bias=False),
        )

    def forward(self, features: Tensor, latents: Tensor) -> Tensor:
        asked = self.norm_latents(latents)
        k, v = self.to_kv(torch.cat([self.norm_media(features), asked], 1)).chunk(2, -1)
        y = F.scaled_dot_product_attention(heads_of(self.to_q(asked), HEADS), heads_of(k, HEADS), heads_of(v, HEADS))
        return self.to_out(y.transpose(1, 2).flatten(2))


def times_of(learned: Tensor, frames: int) -> Tensor:
    """Time embeddings [frames, d]: the first ones, as OpenFlamingo takes them; of a longer clip all, linearly interpolated (Flamingo, section A.1.1)."""
    if frames <= len(learned):
        return learned[:frames]
    return F.interpolate(learned.T[None], size=frames, mode="linear", align_corners=True)[0].T


class Perceiver(nn.Module):
    def __init__(self, d: int, latents: int, depth: int, frames: int = 0) -> None:
        super().__init__()
        self.latents = nn.Parameter(torch.randn(latents, d))
        self.frame_embs = nn.Parameter(torch.randn(frames, d)) if frames > 0 else None
        self.layers: Any = nn.ModuleList([nn.ModuleList([PerceiverLayer(d), FeedForward(d)]) for _ in range(depth)])
        self.norm = nn.LayerNorm(d)

    def forward(self, features: Tensor) -> Tensor:
        """[F, S, d], the frames of one clip (a picture is one frame) -> [1, L, d]."""
        if self.frame_embs is not None:
            features = features + times_of(self.frame_embs, len(features))[:, None]
        features, x = features.flatten(0, 1)[None], self.latents[None]
        for attention, feed in self.layers:
            x = x + attention(features, x)
            x = x + feed(x)
        return self.norm(x)


class CrossAttention(nn.Module):
    def __init__(self, d: int, d_visual: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(d)
        self.to_q, self.to_kv, self.to_out = (
            nn.Linear(d, HEADS * HEAD, bias=False),
            nn.Linear(d_visual, 2 * HEADS * HEAD, bias=False),
            nn.Linear(HEADS * HEAD, d, bias=False),
        )

    def forward(self, x: Tensor, media: Tensor, time: Tensor) -> Tensor:
        """x [1, T, d], media [pictures, L, d]; `time` [T] counts the pictures before a token: it sees that one, and none at 0."""
        k, v = (heads_of(y.flatten(0, 1)[None], HEADS) for y in self.to_kv(media).chunk(2, -1))
        number = torch.arange(len(media)).repeat_interleave(media.shape[1]) + 1
        scores = heads_of(self.to_q(self.norm(x)), HEADS) @ k.transpose(-1, -2) * HEAD**-0.5
        weights = scores.masked_fill(time[:, None] != number, float("-inf")).softmax(-1).nan_to_num(0.0)
        return self.to_out((weights @ v).transpose(1, 2).flatten(2))


class Gated(nn.Module):
    def __init__(self, d: int, d_visual: int) -> None:
        super().__init__()
        self.attn, self.ff = CrossAttention(d, d_visual), FeedForward(d)
        self.attn_gate, self.ff_gate = nn.Parameter(torch.zeros(1)), nn.Parameter(torch.zeros(1))

    def forward(self, x: Tensor, media: Tensor, time: Tensor) -> Tensor:
        x = x + self.attn_gate.tanh() * self.attn(x, media, time)
        return x + self.ff_gate.tanh() * self.ff(x)


class OpenFlamingo(OneByOne):
    """Over GPT-NeoX (as OpenFlamingo-4B) or MPT (as 3B and 9B); gated layers before every second block, counted from the second."""

    layout = "openflamingo"

    def __init__(self, language: str, frames: int = 0) -> None:
        super().__init__()
        self.name = f"OpenFlamingo ({language}{', clips' if frames > 0 else ''})"
        d, layers = 48, 4
        self.eyes = CLIPVisionModel(CLIPVisionConfig(**{**CLIP, "image_size": self.size})).eval()
        if language == "GPT-NeoX":
            config = GPTNeoXConfig(
                vocab_size=VOCABULARY,
                hidden_size=d,
                num_hidden_layers=layers,
                num_attention_heads=4,
                intermediate_size=64,
                max_position_embeddings=1024,
            )
            self.language: Any = GPTNeoXForCausalLM(config).eval()
            self.blocks, self.embed = self.language.gpt_neox.layers, "gpt_neox.embed_in.weight"
        else:
            self.language = MptForCausalLM(
                MptConfig(vocab_size=VOCABULARY, d_model=d, n_layers=layers, n_heads=4, expansion_ratio=2, max_seq_len=1024)
            ).eval()
            self.blocks, self.embed = self.language.transformer.blocks, "transformer.wte.weight"
        self.perceiver = Perceiver(32, 5, 2, frames)
        self.gated = nn.ModuleDict({str(i): Gated(d, 32) for i in range(layers) if (i + 1) % 2 == 0})
        for seed, module in enumerate((self.eyes, self.language, self.perceiver, self.gated)):
            randomise(module, self.seed + seed)
        self.context: tuple[Tensor, Tensor] | None = None
        for index, gated in self.gated.items():
            self.blocks[int(index)].register_forward_pre_hook(
                lambda _, args, kwargs, gated=gated: self._hook(gated, args, kwargs), with_kwargs=True
            )

    def _hook(self, gated: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        assert self.context is not None
        if args:
            return (gated(args[0], *self.context), *args[1:]), kwargs
        return args, {**kwargs, "hidden_states": gated(kwargs["hidden_states"], *self.context)}

    def save(self, folder: Path) -> None:
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json({"<image>": IMAGE})), "utf-8")
        self.eyes.save_pretrained(folder.parent / "vision")
        self.language.save_pretrained(folder.parent / "language")
        state = {f"perceiver.{k}": v for k, v in self.perceiver.state_dict().items()}
        state |= {f"lang_encoder.gated_cross_attn_layers.{k}": v for k, v in self.gated.state_dict().items()}
        state |= {f"lang_encoder.{self.embed}": self.language.get_input_embeddings().weight.detach()}
        torch.save(state, folder / "checkpoint.pt")

    def ids(self, case: Case) -> list[int]:
        return [token for piece in case.pieces for token in ([IMAGE] if isinstance(piece, int) else piece)]

    def single(self, ids: list[int], shown: list[int], prompt: int) -> Tensor:
        given = torch.tensor([ids])
        time = torch.cat([(given[0, :prompt] == IMAGE).cumsum(0), torch.zeros(len(ids) - prompt, dtype=torch.long)])
        time[prompt:] = time[prompt - 1]
        clips = [self.clips[n - len(self.pictures)] if n >= len(self.pictures) else [n] for n in shown or [0]]
        seen = [self.perceiver(self.eyes(self.pixels(clip)).last_hidden_state[:, 1:]) for clip in clips]
        self.context = (torch.cat(seen), time)
        return self.language(input_ids=given, use_cache=False).logits[0]


class Clips(OpenFlamingo):
    """With three time embeddings, asked about clips that are shorter, as long and longer."""

    def __init__(self) -> None:
        super().__init__("GPT-NeoX", frames=3)
        self.clips = [[0, 1], [2, 0, 1], [0, 1, 2, 1, 0, 2, 1]]

    def cases(self) -> list[Case]:
        rng = np.random.default_rng(8)
        short, whole, long = (len(self.pictures) + n for n in range(3))
        return [
            Case("a short clip", ((1,), short, words(rng, 7))),
            Case("a clip as long", ((1,), whole, words(rng, 6))),
            Case("a longer clip", ((1,), long, words(rng, 8))),
            Case("clips and pictures", ((1, *words(rng, 3)), 1, words(rng, 4), long, words(rng, 3), 0, words(rng, 5))),
            Case("no picture", ((1, *words(rng, 9)),)),
        ]

    def batch(self) -> list[Case]:
        return []
