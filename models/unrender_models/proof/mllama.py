"""Llama 3.2 Vision: transformers' `Mllama`, pictures cut by its own processor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import MllamaConfig, MllamaForConditionalGeneration
from transformers.models.mllama.image_processing_pil_mllama import MllamaImageProcessorPil
from transformers.models.mllama.processing_mllama import convert_sparse_cross_attention_mask_to_dense, get_cross_attention_token_mask

from ..convert.formats import Format
from .reference import Reference, padded, tokenizer_json
from .tiny import VOCABULARY, Case, pictures, randomise

IMAGE, TILES = VOCABULARY, 4


class Mllama(Reference):
    """Pictures of one, two and three tiles; grouped heads; cross-attention in the place of two of five blocks."""

    name = "Llama 3.2 Vision (Mllama)"
    model: MllamaForConditionalGeneration

    def __init__(self) -> None:
        super().__init__()
        wide, high = pictures(2 * self.size)[0][: self.size], pictures(3 * self.size)[1][:, : self.size]
        self.pictures = [self.pictures[0], wide, high]
        text = {
            "vocab_size": VOCABULARY, "hidden_size": 48, "intermediate_size": 64, "num_hidden_layers": 5, "num_attention_heads": 4, "num_key_value_heads": 2,
            "cross_attention_layers": [1, 3], "max_position_embeddings": 1024, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2,
            "rope_parameters": {"rope_type": "llama3", "rope_theta": 500.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 64},
        }  # fmt: skip
        vision = {
            "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3, "num_global_layers": 2, "attention_heads": 2, "image_size": self.size, "patch_size": 8,
            "max_num_tiles": TILES, "intermediate_layers_indices": [0, 2], "vision_output_dim": 96, "supported_aspect_ratios": [[1, 1]] * 8,
        }  # fmt: skip
        self.model = MllamaForConditionalGeneration(MllamaConfig(text_config=text, vision_config=vision, image_token_index=IMAGE)).eval()
        randomise(self.model, self.seed)
        self.processor: Any = MllamaImageProcessorPil(size={"height": self.size, "width": self.size}, max_image_tiles=TILES, resample=2)
        # transformers (5.24) lets a token that sees no picture attend to all of them, later ones too. The model's own code gives it nothing; so does this.
        self.blind: torch.Tensor | None = None
        for layer in self.model.model.language_model.layers:
            if hasattr(layer, "cross_attn"):
                layer.cross_attn.register_forward_hook(self.nothing_for_the_blind)

    def nothing_for_the_blind(self, _module: torch.nn.Module, _args: object, output: Any) -> Any:
        return output if self.blind is None else (output[0].masked_fill(self.blind[..., None], 0), *output[1:])

    def save(self, folder: Path) -> None:
        self.model.save_pretrained(folder)
        self.processor.save_pretrained(folder)
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json({"<|image|>": IMAGE}, VOCABULARY + 1)), "utf-8")

    def ids(self, case: Case) -> list[int]:
        return [token for piece in case.pieces for token in ([IMAGE] if isinstance(piece, int) else piece)]

    def forward(self, rows: list[list[int]], shown: list[list[int]]) -> torch.Tensor:
        return self.seen(rows, shown, [len(row) for row in rows])

    def extend(self, ids: list[int], prompt: int, shown: list[int]) -> torch.Tensor:
        return self.seen([ids], [shown], [prompt])[0]

    def seen(self, rows: list[list[int]], shown: list[list[int]], prompts: list[int]) -> torch.Tensor:
        """Logits; what comes after a prompt sees what its last token saw (as the reference's generation has it)."""
        ids, mask = padded(rows)
        if not any(shown):
            self.blind = None
            return self.model(input_ids=ids, attention_mask=mask, use_cache=False).logits
        given = self.processor([[self.pictures[n] for n in row] or [np.zeros_like(self.pictures[0])] for row in shown], return_tensors="pt")
        ranges = [get_cross_attention_token_mask(row[:prompt], IMAGE) for row, prompt in zip(rows, prompts, strict=True)]
        # The end of a prompt is the end of what it says: -1, so that it holds on.
        ends = [[[a, -1 if b in (-1, prompt) else b] for a, b in row] for row, prompt in zip(ranges, prompts, strict=True)]
        left = [ids.shape[1] - len(row) for row in rows]
        moved = [[[a + n, b if b < 0 else b + n] for a, b in row] for row, n in zip(ends, left, strict=True)]
        media = convert_sparse_cross_attention_mask_to_dense(moved, given["num_tiles"], TILES, ids.shape[1])
        cross = torch.from_numpy(media).float()
        most = given["pixel_values"].shape[1]
        cross = torch.nn.functional.pad(cross, (0, 0, 0, most - cross.shape[2]))
        self.blind = cross.flatten(2).sum(-1) == 0
        return self.model(
            input_ids=ids, attention_mask=mask, pixel_values=given["pixel_values"], aspect_ratio_ids=given["aspect_ratio_ids"],
            aspect_ratio_mask=given["aspect_ratio_mask"], cross_attention_mask=cross, use_cache=False,
        ).logits  # fmt: skip

    def formats(self) -> list[Format]:
        return ["fp32", "int4"]

    def halved(self, name: str) -> bool:
        return "tile" in name and name.endswith("embedding.weight")

    def looks(self, name: str) -> bool:
        return "vision_model" in name or "multi_modal_projector" in name or ("cross_attn." in name and name.endswith(("k_proj", "v_proj")))
