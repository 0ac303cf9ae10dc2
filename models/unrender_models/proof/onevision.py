"""LLaVA-OneVision: pictures whole and in parts, cut by its own processor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import LlavaOnevisionConfig, LlavaOnevisionForConditionalGeneration
from transformers.models.llava_onevision.image_processing_pil_llava_onevision import LlavaOnevisionImageProcessorPil

from ..convert.formats import Format
from .prefix import IMAGE, Prefix
from .reference import padded, tokenizer_json
from .tiny import VOCABULARY, Case, pictures, randomise

GRIDS = [[32, 64], [64, 32], [64, 64], [32, 96]]
"""[height, width]."""


class OneVision(Prefix):
    """A square picture with padding in its grid, a wide one that fills it, and one that gives more tokens than are kept.

    Pixels stand in blocks of two, so that scaling to the nearest one is exact whichever of a block is taken.
    """

    name = "LLaVA-OneVision"
    model: LlavaOnevisionForConditionalGeneration

    def __init__(self) -> None:
        super().__init__()
        double = [np.repeat(picture, 2, 1) for picture in pictures(self.size)]
        self.pictures = [self.pictures[0], double[1], np.repeat(double[2], 2, 0)]
        text = {
            "model_type": "qwen2", "vocab_size": VOCABULARY, "hidden_size": 48, "intermediate_size": 64, "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 2,
            "max_position_embeddings": 1024, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2,
        }  # fmt: skip
        vision = {
            "model_type": "siglip_vision_model", "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3, "num_attention_heads": 2, "patch_size": 8,
            "image_size": self.size, "vision_use_head": False,
        }  # fmt: skip
        config = LlavaOnevisionConfig(
            vision_config=vision, text_config=text, image_token_index=IMAGE, image_grid_pinpoints=GRIDS, vision_aspect_ratio="anyres_max_1",
            vision_feature_layer=-1, vision_feature_select_strategy="full",
        )  # fmt: skip
        self.model = LlavaOnevisionForConditionalGeneration(config).eval()
        randomise(self.model, self.seed)
        self.processor: Any = LlavaOnevisionImageProcessorPil(
            size={"height": self.size, "width": self.size},
            resample=0,
            image_grid_pinpoints=GRIDS,
            image_mean=[0.5] * 3,
            image_std=[0.5] * 3,
        )

    def save(self, folder: Path) -> None:
        self.model.save_pretrained(folder)
        self.processor.save_pretrained(folder)
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json({"<image>": IMAGE})), "utf-8")

    def given(self, shown: list[int]) -> dict[str, Any]:
        """What the reference is given for the pictures of one prompt."""
        made = self.processor([[self.pictures[n] for n in shown]], return_tensors="pt")
        return {"pixel_values": made["pixel_values"], "image_sizes": made["image_sizes"], "batch_num_images": torch.tensor([len(shown)])}

    def seen(self, shown: list[int]) -> list[torch.Tensor]:
        """Visual tokens of the pictures of one prompt."""
        with torch.no_grad():
            return (
                list(self.model.model.get_image_features(**self.given(shown), vision_aspect_ratio="anyres_max_1").pooler_output)
                if shown
                else []
            )

    def ids(self, case: Case) -> list[int]:
        lengths = iter(len(tokens) for tokens in self.seen(case.pictures))
        return [token for piece in case.pieces for token in ([IMAGE] * next(lengths) if isinstance(piece, int) else piece)]

    def forward(self, rows: list[list[int]], shown: list[list[int]]) -> torch.Tensor:
        ids, mask = padded(rows)
        if len(rows) == 1:
            return self.model(input_ids=ids, attention_mask=mask, use_cache=False, **(self.given(shown[0]) if shown[0] else {})).logits
        embeds = self.model.get_input_embeddings()(ids)
        tokens = [part for row in shown for part in self.seen(row)]
        if tokens:
            embeds = embeds.masked_scatter((ids == IMAGE)[..., None].expand_as(embeds), torch.cat(tokens))
        return self.model(inputs_embeds=embeds, attention_mask=mask, use_cache=False).logits

    def embeddings(self, ids: list[int], shown: list[int]) -> torch.Tensor:
        given = torch.tensor([ids])
        embeds = self.model.get_input_embeddings()(given)
        tokens = self.seen(shown)
        return embeds.masked_scatter((given == IMAGE)[..., None].expand_as(embeds), torch.cat(tokens)) if tokens else embeds

    def formats(self) -> list[Format]:
        return ["fp32", "int8"]

    def halved(self, name: str) -> bool:
        return name.endswith("image_newline")

    def looks(self, name: str) -> bool:
        return "vision_tower" in name or "multi_modal_projector" in name
