"""SmolVLM / Idefics3, run from an ONNX folder as transformers.js keeps it; pictures cut and written by its own processor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import Idefics3Config, Idefics3ForConditionalGeneration
from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil
from transformers.models.smolvlm.processing_smolvlm import get_image_prompt_string

from ..convert.formats import Format
from .onnx_folder import export
from .reference import Reference, padded, tokenizer_json
from .tiny import VOCABULARY, Case, pictures, randomise

IMAGE = VOCABULARY - 1
SPECIAL = {
    "<fake_token_around_image>": 80, "<global-img>": 81, "<row_1_col_1>": 82, "<row_1_col_2>": 83, "<row_2_col_1>": 84, "<row_2_col_2>": 85, "\n": 86, "<image>": IMAGE,
}  # fmt: skip


class SmolVlm(Reference):
    """Pictures of two by two, two by one and one by two parts; pixels stand in blocks of two, so that halving is exact."""

    name = "SmolVLM (Idefics3), ONNX folder"
    model: Idefics3ForConditionalGeneration

    def __init__(self) -> None:
        super().__init__()
        double = [np.repeat(np.repeat(picture, 2, 0), 2, 1) for picture in pictures(self.size)]
        self.pictures = [double[0], double[1][: self.size], double[2][:, : self.size]]
        vision = {
            "hidden_size": 32,
            "intermediate_size": 48,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "image_size": self.size,
            "patch_size": 8,
        }
        text = {
            "model_type": "llama", "vocab_size": VOCABULARY, "hidden_size": 48, "intermediate_size": 64, "num_hidden_layers": 3, "num_attention_heads": 4,
            "num_key_value_heads": 2, "max_position_embeddings": 1024, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2, "tie_word_embeddings": False,
        }  # fmt: skip
        self.model = Idefics3ForConditionalGeneration(
            Idefics3Config(vision_config=vision, text_config=text, image_token_id=IMAGE, scale_factor=2, tie_word_embeddings=False)
        ).eval()
        randomise(self.model, self.seed)
        self.tokens = (self.size // 8 // 2) ** 2
        self.processor: Any = Idefics3ImageProcessorPil(
            size={"longest_edge": 2 * self.size},
            max_image_size={"longest_edge": self.size},
            resample=0,
            image_mean=[0.5] * 3,
            image_std=[0.5] * 3,
        )
        self.tokenizer = json.dumps(tokenizer_json(SPECIAL))

    def save(self, folder: Path) -> None:
        self.model.save_pretrained(folder)
        self.processor.save_pretrained(folder)
        (folder / "tokenizer.json").write_text(self.tokenizer, "utf-8")

    def package(self, checkpoint: Path, out: Path, fmt: Format) -> None:
        export(checkpoint, out, fmt)

    def given(self, shown: list[int]) -> Any:
        return self.processor([[self.pictures[n] for n in shown]], return_tensors="pt", return_row_col_info=True)

    def ids(self, case: Case) -> list[int]:
        made = self.given(case.pictures) if case.pictures else {"rows": [[]], "cols": [[]]}
        grids = iter(zip(made["rows"][0], made["cols"][0], strict=True))
        words = Tokenizer.from_str(self.tokenizer)
        out: list[int] = []
        for piece in case.pieces:
            if isinstance(piece, int):
                rows, columns = next(grids)
                text = get_image_prompt_string(rows, columns, self.tokens, "<fake_token_around_image>", "<image>", "<global-img>")
                out += words.encode(text, add_special_tokens=False).ids
            else:
                out += piece
        return out

    def embeddings(self, ids: list[int], shown: list[int]) -> torch.Tensor:
        embeds = self.model.get_input_embeddings()(torch.tensor([ids]))
        if not shown:
            return embeds
        made = self.given(shown)
        seen = self.model.model.get_image_features(made["pixel_values"], made["pixel_attention_mask"]).pooler_output
        return embeds.masked_scatter((torch.tensor([ids]) == IMAGE)[..., None].expand_as(embeds), torch.cat(list(seen)))

    def forward(self, rows: list[list[int]], shown: list[list[int]]) -> torch.Tensor:
        ids, mask = padded(rows)
        if len(rows) == 1 and shown[0]:
            made = self.given(shown[0])
            return self.model(
                input_ids=ids,
                attention_mask=mask,
                pixel_values=made["pixel_values"],
                pixel_attention_mask=made["pixel_attention_mask"],
                use_cache=False,
            ).logits
        embeds = self.model.get_input_embeddings()(ids)
        for i, (row, numbers) in enumerate(zip(rows, shown, strict=True)):
            embeds[i, -len(row) :] = self.embeddings(row, numbers)[0]
        return self.model(inputs_embeds=embeds, attention_mask=mask, use_cache=False).logits

    def extend(self, ids: list[int], prompt: int, shown: list[int]) -> torch.Tensor:
        rest = self.model.get_input_embeddings()(torch.tensor([ids[prompt:]]))
        return self.model(inputs_embeds=torch.cat([self.embeddings(ids[:prompt], shown), rest], 1), use_cache=False).logits[0]

    def formats(self) -> list[Format]:
        return ["fp32", "int4"]

    def looks(self, name: str) -> bool:
        return "vision_model" in name or "connector" in name
