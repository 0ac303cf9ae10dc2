"""Flamingo: transformers' `Idefics` with the resampler on, q/k norms, vector gates and additional vocabulary."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import torch
from transformers import IdeficsConfig, IdeficsForVisionText2Text, LlamaConfig, LlamaForCausalLM
from transformers.models.idefics.processing_idefics import image_attention_mask_for_packed_input_ids, incremental_to_binary_attention_mask

from ..convert.formats import Format
from ..convert.idefics import DEVIATION, MEAN
from .reference import Reference, padded, tokenizer_json
from .tiny import VOCABULARY, Case, normalised, randomise

FAKE, IMAGE = VOCABULARY - 2, VOCABULARY - 1


class Flamingo(Reference):
    """`closed`: all gates at 0."""

    name = "Flamingo (Idefics)"
    model: IdeficsForVisionText2Text
    bare = False

    def __init__(self, closed: bool = False, every: int = 2) -> None:
        super().__init__()
        self.closed = closed
        vision = {
            "embed_dim": 32,
            "image_size": self.size,
            "patch_size": 8,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "intermediate_size": 48,
            "hidden_act": "gelu",
        }
        perceiver = {
            "use_resampler": True,
            "resampler_n_latents": 5,
            "resampler_depth": 2,
            "resampler_n_heads": 2,
            "resampler_head_dim": 12,
            "qk_layer_norms_perceiver": True,
        }
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
                pixels[i, : len(pictures)] = normalised([self.pictures[n] for n in pictures], MEAN, DEVIATION)
        return self.model(input_ids=ids, attention_mask=mask, pixel_values=pixels, image_attention_mask=media, use_cache=False).logits

    def formats(self) -> list[Format]:
        return ["fp32"] if self.bare else ["fp32", "fp16", "int8", "int4"]

    def looks(self, name: str) -> bool:
        return "vision_model" in name or "perceiver" in name or ("cross_attn." in name and name.endswith(("k_proj", "v_proj")))


class BareLanguageModel(Flamingo):
    """What a Flamingo must be equal to: its own language model, without any of Flamingo's parts.

    `closed`: with all gates at 0, for every prompt. Otherwise for text alone, where the caller closes the gates of tokens that see no picture.
    """

    def __init__(self, closed: bool) -> None:
        super().__init__(closed)
        self.name = (
            "Flamingo, gates at 0 = the bare language model"
            if closed
            else "Flamingo, gates closed by the caller, text alone = the bare language model"
        )
        c = self.model.config
        self.language = LlamaForCausalLM(
            LlamaConfig(vocab_size=VOCABULARY, hidden_size=c.hidden_size, intermediate_size=c.intermediate_size, num_hidden_layers=c.num_hidden_layers, num_attention_heads=c.num_attention_heads, rms_norm_eps=c.rms_norm_eps)
        ).eval()  # fmt: skip
        state = self.model.state_dict()
        embed, head = state["model.embed_tokens.weight"], state["lm_head.weight"]
        wanted = {name: state[name] for name in self.language.state_dict() if name in state}
        wanted["model.embed_tokens.weight"] = torch.cat([embed, state["model.embed_tokens.additional_embedding.weight"]])
        wanted["lm_head.weight"] = torch.cat([head, state["lm_head.additional_fc.weight"]])
        self.language.load_state_dict(wanted)
        self.bare = True

    def masked(self, rows: list[list[int]], shown: list[list[int]], media: torch.Tensor) -> torch.Tensor:
        ids, mask = padded(rows)
        return self.language(input_ids=ids, attention_mask=mask, use_cache=False).logits

    def cases(self) -> list[Case]:
        return [case for case in super().cases() if self.closed or not case.pictures]

    def batch(self) -> list[Case]:
        return super().batch() if self.closed else []

    def adjust(self, package: Path) -> None:
        if not self.closed:
            manifest = json.loads((package / "manifest.json").read_text("utf-8"))
            manifest["media"]["gatedFeedForward"] = "seen"
            (package / "manifest.json").write_text(json.dumps(manifest), "utf-8")
