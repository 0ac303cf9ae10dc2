"""References whose pictures are tokens among the others, as transformers has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from transformers import Blip2Config, Blip2ForConditionalGeneration, LlavaConfig, LlavaForConditionalGeneration

from ..convert.formats import Format
from .reference import Reference, padded, tokenizer_json
from .tiny import VOCABULARY, Case, normalised, randomise

MEAN, DEVIATION = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
IMAGE = VOCABULARY - 1
LLAMA: dict[str, Any] = {
    "model_type": "llama", "vocab_size": VOCABULARY, "hidden_size": 48, "intermediate_size": 64, "num_hidden_layers": 3, "num_attention_heads": 4,
    "num_key_value_heads": 2, "max_position_embeddings": 1024, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2,
}  # fmt: skip
CLIP: dict[str, Any] = {
    "model_type": "clip_vision_model", "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3, "num_attention_heads": 2, "patch_size": 8, "hidden_act": "quick_gelu",
}  # fmt: skip


class Prefix(Reference):
    """A picture is `count` image tokens in a row."""

    count: int
    model: Any

    def save(self, folder: Path) -> None:
        self.model.save_pretrained(folder)
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json({"<image>": IMAGE})), "utf-8")

    def ids(self, case: Case) -> list[int]:
        return [token for piece in case.pieces for token in ([IMAGE] * self.count if isinstance(piece, int) else piece)]

    def pixels(self, shown: list[list[int]]) -> torch.Tensor | None:
        chosen = [number for row in shown for number in row]
        return normalised([self.pictures[n] for n in chosen], MEAN, DEVIATION) if chosen else None

    def forward(self, rows: list[list[int]], shown: list[list[int]]) -> torch.Tensor:
        ids, mask = padded(rows)
        return self.model(input_ids=ids, attention_mask=mask, pixel_values=self.pixels(shown), use_cache=False).logits

    def extend(self, ids: list[int], prompt: int, shown: list[int]) -> torch.Tensor:
        # An image token that is generated is a word like any other: it is given as an embedding, because the reference would look for its picture.
        embeds = self.embeddings(ids[:prompt], shown)
        rest = self.model.get_input_embeddings()(torch.tensor([ids[prompt:]]))
        return self.model(inputs_embeds=torch.cat([embeds, rest], 1), use_cache=False).logits[0]

    def embeddings(self, ids: list[int], shown: list[int]) -> torch.Tensor:
        """What the language model is given for a prompt."""
        given = torch.tensor([ids])
        embeds = self.model.get_input_embeddings()(given)
        pixels = self.pixels([shown])
        if pixels is not None:
            features = self.features(pixels)
            embeds = embeds.masked_scatter((given == IMAGE)[..., None].expand_as(embeds), features.reshape(-1, embeds.shape[-1]))
        return embeds

    def features(self, pixels: torch.Tensor) -> torch.Tensor:
        return torch.stack(list(self.model.get_image_features(pixels, return_dict=True).pooler_output))


class Llava(Prefix):
    name = "LLaVA 1.5"

    def __init__(self) -> None:
        super().__init__()
        self.count = (self.size // 8) ** 2
        config = LlavaConfig(
            vision_config={**CLIP, "image_size": self.size},
            text_config=LLAMA,
            image_token_index=IMAGE,
            image_seq_length=self.count,
            vision_feature_layer=-2,
        )
        self.model = LlavaForConditionalGeneration(config).eval()
        randomise(self.model, self.seed)

    def formats(self) -> list[Format]:
        return ["fp32", "fp16", "int8", "int4"]

    def looks(self, name: str) -> bool:
        return "vision_tower" in name or "multi_modal_projector" in name


class Blip2(Prefix):
    name = "BLIP-2"

    def __init__(self) -> None:
        super().__init__()
        self.count = 5
        vision = {
            "hidden_size": 32,
            "intermediate_size": 48,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "patch_size": 8,
            "image_size": self.size,
        }
        former = {"hidden_size": 24, "intermediate_size": 32, "num_hidden_layers": 4, "num_attention_heads": 2, "vocab_size": 8}
        text = {
            "model_type": "opt", "vocab_size": VOCABULARY, "hidden_size": 48, "ffn_dim": 64, "num_hidden_layers": 3, "num_attention_heads": 4, "max_position_embeddings": 512,
            "word_embed_proj_dim": 48, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2,
        }  # fmt: skip
        config = Blip2Config(
            vision_config=vision, qformer_config=former, text_config=text, num_query_tokens=self.count, image_token_index=IMAGE
        )
        self.model = Blip2ForConditionalGeneration(config).eval()
        randomise(self.model, self.seed)

    def forward(self, rows: list[list[int]], shown: list[list[int]]) -> torch.Tensor:
        # The reference's own forward wants a picture; what it does with one is repeated here, for text alone as well.
        ids, mask = padded(rows)
        embeds = self.model.get_input_embeddings()(ids)
        pixels = self.pixels(shown)
        if pixels is not None:
            if all(shown):
                return self.model(input_ids=ids, attention_mask=mask, pixel_values=pixels).logits
            embeds = embeds.masked_scatter((ids == IMAGE)[..., None].expand_as(embeds), self.features(pixels).reshape(-1, embeds.shape[-1]))
        return self.model.language_model(inputs_embeds=embeds, attention_mask=mask, use_cache=False).logits

    def extend(self, ids: list[int], prompt: int, shown: list[int]) -> torch.Tensor:
        rest = self.model.get_input_embeddings()(torch.tensor([ids[prompt:]]))
        return self.model.language_model(inputs_embeds=torch.cat([self.embeddings(ids[:prompt], shown), rest], 1), use_cache=False).logits[
            0
        ]

    def features(self, pixels: torch.Tensor) -> torch.Tensor:
        seen = self.model.vision_model(pixels).last_hidden_state
        asked = self.model.qformer(
            query_embeds=self.model.query_tokens.expand(len(pixels), -1, -1), encoder_hidden_states=seen
        ).last_hidden_state
        return self.model.language_projection(asked)
