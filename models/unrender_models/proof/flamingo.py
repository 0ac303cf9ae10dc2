"""Flamingo: transformers' `Idefics` with the resampler on, q/k norms, vector gates and additional vocabulary."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import torch
from transformers import IdeficsConfig, IdeficsForVisionText2Text
from transformers.models.idefics.processing_idefics import image_attention_mask_for_packed_input_ids, incremental_to_binary_attention_mask

from ..convert.formats import Format
from ..convert.idefics import DEVIATION, MEAN
from .reference import Reference, padded, tokenizer_json
from .tiny import VOCABULARY, Case, normalised, randomise

FAKE, IMAGE = VOCABULARY - 2, VOCABULARY - 1


class Flamingo(Reference):
    """`closed`: all gates at 0."""

    name = "Flamingo (Idefics)"

    def __init__(self, closed: bool = False, every: int = 2) -> None:
        super().__init__()
        self.closed = closed
        vision = {"embed_dim": 32, "image_size": self.size, "patch_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 48, "hidden_act": "gelu"}
        perceiver = {"use_resampler": True, "resampler_n_latents": 5, "resampler_depth": 2, "resampler_n_heads": 2, "resampler_head_dim": 12, "qk_layer_norms_perceiver": True}
        config = IdeficsConfig(
            vocab_size=VOCABULARY - 2, additional_vocab_size=2, hidden_size=48, intermediate_size=64, num_hidden_layers=4, num_attention_heads=4,
            alpha_type="vector", cross_layer_interval=every, qk_layer_norms=True, use_resampler=True, vision_config=vision, perceiver_config=perceiver,
            max_position_embeddings=1024,
        )  # fmt: skip
        self.model = IdeficsForVisionText2Text(config).eval()
        randomise(self.model, self.seed)
        if closed:
            with torch.no_grad():
                for name, p in self.model.named_parameters():
                    if "alpha" in name:
                        p.zero_()

    def save(self, folder: Path) -> None:
        self.model.save_pretrained(folder)
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json({"<fake_token_around_image>": FAKE, "<image>": IMAGE})), "utf-8")

    def ids(self, case: Case) -> list[int]:
        out: list[int] = []
        before: object = None
        for piece in case.pieces:
            if isinstance(piece, int):
                out += [IMAGE, FAKE] if isinstance(before, int) else [FAKE, IMAGE, FAKE]
            else:
                out += piece
            before = piece
        return out

    def forward(self, rows: list[list[int]], shown: list[list[int]]) -> torch.Tensor:
        return self.masked(rows, shown, self.media_mask(rows, shown))

    def extend(self, ids: list[int], prompt: int, shown: list[int]) -> torch.Tensor:
        # What is generated sees what the end of the prompt saw, whatever it is (the reference's generation repeats the last row).
        mask = self.media_mask([ids[:prompt]], [shown])
        rest = mask[:, -1:].expand(-1, len(ids) - prompt, -1)
        return self.masked([ids], [shown], torch.cat([mask, rest], 1))[0]

    @staticmethod
    def media_mask(rows: list[list[int]], shown: list[list[int]]) -> torch.Tensor:
        """The processor's own mask, [B, T, pictures]."""
        ids, _ = padded(rows)
        tokenizer = SimpleNamespace(convert_tokens_to_ids=lambda _: IMAGE, eos_token_id=2)
        mask, _ = image_attention_mask_for_packed_input_ids(ids, tokenizer, "pt")
        return incremental_to_binary_attention_mask(mask, "pt", num_classes=max(1, *map(len, shown)))

    def masked(self, rows: list[list[int]], shown: list[list[int]], media: torch.Tensor) -> torch.Tensor:
        ids, mask = padded(rows)
        most = max(1, *map(len, shown))
        pixels = torch.zeros(len(rows), most, 3, self.size, self.size)
        for i, pictures in enumerate(shown):
            if pictures:
                pixels[i, : len(pictures)] = normalised(self.pictures[pictures], MEAN, DEVIATION)
        return self.model(input_ids=ids, attention_mask=mask, pixel_values=pixels, image_attention_mask=media, use_cache=False).logits

    def variants(self) -> list[tuple[str, Format]]:
        return [("fp32", "fp32"), ("fp16", "fp16"), ("int8", "int8"), ("int4", "int4")]
