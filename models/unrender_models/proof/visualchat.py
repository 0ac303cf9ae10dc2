"""DeepSpeed-VisualChat, written here from its paper and public repository, in plain PyTorch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import CLIPVisionConfig, CLIPVisionModel, LlamaConfig, LlamaForCausalLM

from .one_by_one import OneByOne
from .prefix import CLIP, IMAGE, LLAMA
from .reference import tokenizer_json
from .tiny import VOCABULARY, Case, randomise


class VisualChat(OneByOne):
    """DeepSpeed-VisualChat: LLaMA with MMCA. `attention`: `mmca` as published, `mmca-repository` as its code computes it."""

    layout = "visualchat"

    def __init__(self, attention: str) -> None:
        super().__init__()
        self.name, self.attention = f"DeepSpeed-VisualChat ({attention})", attention
        self.eyes = CLIPVisionModel(CLIPVisionConfig(**{**CLIP, "image_size": self.size})).eval()
        self.language: Any = LlamaForCausalLM(LlamaConfig(**{k: v for k, v in LLAMA.items() if k != "model_type"})).eval()
        self.projection = nn.Sequential(nn.Linear(32, 48), nn.LayerNorm(48, eps=1e-12))
        self.embed = nn.Embedding(VOCABULARY, 48)
        for seed, module in enumerate((self.eyes, self.language, self.projection, self.embed)):
            randomise(module, self.seed + seed)
        with torch.no_grad():
            self.embed.weight.normal_(0, 0.7, generator=torch.Generator().manual_seed(9))

    def save(self, folder: Path) -> None:
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json({"<image>": IMAGE})), "utf-8")
        (folder / "config.json").write_text(json.dumps({"attention": self.attention}), "utf-8")
        self.eyes.save_pretrained(folder.parent / "vision")
        self.language.save_pretrained(folder.parent / "language")
        parts = {
            "vis_encoder.vision_model": self.eyes,
            "lang_decoder": self.language,
            "projection": self.projection,
            "lang_embed": self.embed,
        }
        torch.save(
            {f"{p}.{k.removeprefix('vision_model.')}": v for p, m in parts.items() for k, v in m.state_dict().items()},
            folder / "pytorch_model.bin",
        )

    def ids(self, case: Case) -> list[int]:
        count = (self.size // 8) ** 2 + 1
        return [token for piece in case.pieces for token in ([IMAGE] * count if isinstance(piece, int) else piece)]

    def single(self, ids: list[int], shown: list[int], prompt: int) -> Tensor:
        given = torch.tensor(ids)
        visual = (given == IMAGE) & (torch.arange(len(ids)) < prompt)
        x = self.embed(given)
        if shown:
            seen = self.projection(self.eyes(self.pixels(shown)).last_hidden_state)
            x = x.masked_scatter(visual[:, None], seen.flatten(0, 1))
        config, model = self.language.config, self.language.model
        angle = torch.outer(torch.arange(len(ids)).float(), 1.0 / 10000 ** (torch.arange(0, 12, 2).float() / 12))
        cos, sin = angle.cos(), angle.sin()
        for layer in model.layers:
            h, attention = layer.input_layernorm(x), layer.self_attn
            q = self._turn(attention.q_proj(h).unflatten(-1, (config.num_attention_heads, -1)).transpose(0, 1), cos, sin)
            k = self._turn(attention.k_proj(h).unflatten(-1, (config.num_key_value_heads, -1)).transpose(0, 1), cos, sin)
            v = attention.v_proj(h).unflatten(-1, (config.num_key_value_heads, -1)).transpose(0, 1)
            groups = config.num_attention_heads // config.num_key_value_heads
            weights = self.weights(q @ k.repeat_interleave(groups, 0).transpose(1, 2) / 12**0.5, visual)
            x = x + attention.o_proj((weights @ v.repeat_interleave(groups, 0)).transpose(0, 1).flatten(1))
            x = x + layer.mlp(layer.post_attention_layernorm(x))
        return self.language.lm_head(model.norm(x))

    @staticmethod
    def _turn(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        a, b = x.chunk(2, -1)
        return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)

    def weights(self, scores: Tensor, visual: Tensor) -> Tensor:
        """Attention weights [h, T, T]: the sum of two softmaxes over the same scores."""
        past = torch.ones_like(scores[0], dtype=torch.bool).tril()
        itself = torch.eye(len(visual), dtype=torch.bool)
        to_text, to_pictures = (past & ~visual), torch.where(visual[:, None], itself, past & visual)
        if self.attention == "mmca":
            parts = [torch.where(visual[:, None], itself, to_text), to_pictures & ~visual[:, None]]
            return sum((scores.masked_fill(~seen, float("-inf")).softmax(-1).nan_to_num(0.0) for seen in parts), torch.zeros(()))
        lowest = torch.finfo(scores.dtype).min
        # As in its code: the largest negative number is added for what is not seen, and once more for what comes later.
        masks = [torch.where(seen, 0.0, lowest) + torch.where(past, 0.0, lowest) for seen in (to_text, to_pictures)]
        return sum(((scores + mask).softmax(-1) for mask in masks), torch.zeros(()))
