"""MiniGPT-4 and MiniGPT-v2, put together from transformers' parts under the names of their own checkpoints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import (
    Blip2QFormerConfig,
    Blip2QFormerModel,
    Blip2VisionConfig,
    Blip2VisionModel,
    LlamaConfig,
    LlamaForCausalLM,
)

from .one_by_one import OneByOne
from .prefix import IMAGE, LLAMA
from .tiny import Case, randomise


class MiniGpt4(OneByOne):
    """Version 1: EVA, Q-Former in LAVIS' naming, one projection. Version 2: four patches a token, a LoRA on queries and values."""

    layout = "minigpt4"

    def __init__(self, version: int) -> None:
        super().__init__()
        self.name, self.version = f"MiniGPT-{'4' if version == 1 else 'v2'}", version
        vision: dict[str, Any] = {
            "hidden_size": 32,
            "intermediate_size": 48,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "patch_size": 8,
            "image_size": self.size,
            "layer_norm_eps": 1e-6,
        }
        self.eyes: Any = Blip2VisionModel(Blip2VisionConfig(**vision)).eval()
        former: dict[str, Any] = {
            "hidden_size": 24,
            "intermediate_size": 32,
            "num_hidden_layers": 4,
            "num_attention_heads": 2,
            "vocab_size": 8,
            "encoder_hidden_size": 32,
        }
        self.former: Any = Blip2QFormerModel(Blip2QFormerConfig(**former)).eval()
        self.language: Any = LlamaForCausalLM(LlamaConfig(**{k: v for k, v in LLAMA.items() if k != "model_type"})).eval()
        self.queries = torch.randn(1, 5, 24, generator=torch.Generator().manual_seed(4))
        self.project = nn.Linear(24 if version == 1 else 4 * 32, 48)
        for seed, module in enumerate((self.eyes, self.former, self.language, self.project)):
            randomise(module, self.seed + seed)
        # Its own norm after the encoder has the default epsilon.
        self.eyes.post_layernorm.eps = 1e-5
        # Keys have no bias in EVA.
        with torch.no_grad():
            for name, p in self.eyes.named_parameters():
                if name.endswith("qkv.bias"):
                    p[32:64] = 0

    def save(self, folder: Path) -> None:
        home = folder.parent
        for name in ("vision", "qformer"):
            (home / name).mkdir()
        (folder / "config.json").write_text(json.dumps({"vision_heads": 2, "qformer_heads": 2}), "utf-8")
        state = {f"llama_proj.{k}": v for k, v in self.project.state_dict().items()}
        sight = {eva_name(k): v for k, v in self.eyes.state_dict().items()}
        for name in [k for k in sight if k.endswith("attn.qkv.bias")]:
            bias = sight.pop(name)
            sight |= {name.replace("qkv.bias", "q_bias"): bias[:32], name.replace("qkv.bias", "v_bias"): bias[64:]}
        last = {f"ln_vision.{k}": v for k, v in self.eyes.post_layernorm.state_dict().items()}
        torch.save({k: v for k, v in sight.items() if "post_layernorm" not in k}, home / "vision" / "eva.pth")
        former = (
            {f"Qformer.{bert_name(k)}": v for k, v in self.former.state_dict().items()} | {"query_tokens": self.queries}
            if self.version == 1
            else {}
        )
        torch.save({"model": former | last}, home / "qformer" / "blip2.pth")
        if self.version == 2:
            state |= self._lora()
        self.language.save_pretrained(home / "language")
        if self.version == 2:
            self._merge(state)
        torch.save({"model": state}, folder / "minigpt4.pth")

    def _lora(self) -> dict[str, Tensor]:
        generator = torch.Generator().manual_seed(8)
        made: dict[str, Tensor] = {}
        for i, layer in enumerate(self.language.model.layers):
            for name in ("q_proj", "v_proj"):
                rows, columns = getattr(layer.self_attn, name).weight.shape
                stem = f"llama_model.base_model.model.model.layers.{i}.self_attn.{name}"
                made |= {
                    f"{stem}.lora_A.weight": torch.randn(64, columns, generator=generator) / 7,
                    f"{stem}.lora_B.weight": torch.randn(rows, 64, generator=generator) / 7,
                }
        return made

    def _merge(self, state: dict[str, Tensor]) -> None:
        """The low-rank update as PEFT applies it: alpha / rank = 16 / 64."""
        with torch.no_grad():
            for i, layer in enumerate(self.language.model.layers):
                for name in ("q_proj", "v_proj"):
                    stem = f"llama_model.base_model.model.model.layers.{i}.self_attn.{name}"
                    getattr(layer.self_attn, name).weight.add_(state[f"{stem}.lora_B.weight"] @ state[f"{stem}.lora_A.weight"] / 4)

    def ids(self, case: Case) -> list[int]:
        count = 5 if self.version == 1 else (self.size // 8) ** 2 // 4
        return [token for piece in case.pieces for token in ([IMAGE] * count if isinstance(piece, int) else piece)]

    def single(self, ids: list[int], shown: list[int], prompt: int) -> Tensor:
        given = torch.tensor([ids])
        x = self.language.get_input_embeddings()(given)
        if shown:
            seen = self.eyes(self.pixels(shown)).last_hidden_state
            if self.version == 1:
                seen = self.former(query_embeds=self.queries.expand(len(shown), -1, -1), encoder_hidden_states=seen).last_hidden_state
            else:
                seen = seen[:, 1:].reshape(len(shown), -1, 4 * 32)
            places = (given == IMAGE) & (torch.arange(len(ids)) < prompt)
            x = x.masked_scatter(places[..., None], self.project(seen).flatten(0, 1))
        return self.language(inputs_embeds=x, use_cache=False).logits[0]


def eva_name(name: str) -> str:
    """transformers' names of BLIP-2's encoder as EVA's own code has them."""
    for ours, theirs in (
        ("embeddings.class_embedding", "cls_token"), ("embeddings.position_embedding", "pos_embed"), ("embeddings.patch_embedding", "patch_embed.proj"),
        ("encoder.layers", "blocks"), ("self_attn.projection", "attn.proj"), ("self_attn", "attn"), ("layer_norm", "norm"),
    ):  # fmt: skip
        name = name.replace(ours, theirs)
    return name


def bert_name(name: str) -> str:
    """transformers' names of the Q-Former as LAVIS has them."""
    if name.startswith("layernorm."):
        return f"bert.embeddings.LayerNorm.{name.removeprefix('layernorm.')}"
    return f"bert.{name}".replace("attention.attention.", "attention.self.")
