"""CLIP and SigLIP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import CLIPConfig, CLIPModel, SiglipConfig, SiglipModel

from ..convert.formats import Format
from .reference import tokenizer_json
from .tiny import VOCABULARY, normalised, pictures, randomise, words

TEXT = {
    "vocab_size": VOCABULARY, "hidden_size": 48, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "max_position_embeddings": 16,
    "pad_token_id": 0, "bos_token_id": 1,
}  # fmt: skip
VISION = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 2, "patch_size": 8}
END = VOCABULARY - 1


class Towers:
    """Texts of several lengths against several pictures."""

    name: str
    size = 32
    layout: str | None = None
    model: Any

    def __init__(self) -> None:
        self.pictures = list(pictures(self.size, 4))
        rng = np.random.default_rng(3)
        self.texts = [[1, *words(rng, count), END] for count in (1, 3, 6, 13)]
        self.mean, self.deviation = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]

    def save(self, folder: Path) -> None:
        self.model.save_pretrained(folder)
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json({"<end>": END})), "utf-8")
        (folder / "preprocessor_config.json").write_text(
            json.dumps({"image_mean": self.mean, "image_std": self.deviation, "resample": 3}), "utf-8"
        )

    def logits(self) -> NDArray[np.float32]:
        """[pictures, texts]."""
        longest = 16
        ids = torch.tensor([text + [0] * (longest - len(text)) for text in self.texts])
        with torch.no_grad():
            return self.model(input_ids=ids, pixel_values=normalised(self.pictures, self.mean, self.deviation)).logits_per_image.numpy()

    def formats(self) -> list[Format]:
        return ["fp32", "int8"]

    def adjust(self, package: Path) -> None:
        """Nothing to change."""


class Clip(Towers):
    name = "CLIP"

    def __init__(self) -> None:
        super().__init__()
        self.model = CLIPModel(
            CLIPConfig(text_config={**TEXT, "eos_token_id": END}, vision_config={**VISION, "image_size": self.size}, projection_dim=24)
        ).eval()
        randomise(self.model, 2)


class Siglip(Towers):
    name = "SigLIP"

    def __init__(self) -> None:
        super().__init__()
        self.mean = self.deviation = [0.5, 0.5, 0.5]
        self.model = SiglipModel(
            SiglipConfig(text_config={**TEXT, "projection_size": 32}, vision_config={**VISION, "image_size": self.size})
        ).eval()
        randomise(self.model, 2)
