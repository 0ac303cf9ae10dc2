"""MiniGPT-4 (arXiv 2304.10592) and MiniGPT-v2 (arXiv 2310.09478): their checkpoints hold one projection (v2: and a LoRA); everything else are bases."""

from __future__ import annotations

from typing import Any

from .blocks import layer_norm, linear
from .checkpoint import Array, Checkpoint, Scope
from .idefics import decoder_spec, prompt_spec
from .language import DecoderGraph, embed_graph
from .languages import head_weight, language_of, language_scopes
from .package import Job, picture_spec, self_test, stop_ids, tokenizer_spec
from .qformer import QFormer
from .vision import VisionModel, VisionNames, pixels_input, vision_states, without_class

EVA = VisionNames(
    class_token="cls_token", patches="patch_embed.proj", positions="pos_embed", pre_norm=None, block="blocks.{}.", norm_attention="norm1.", norm_feed="norm2.",
    attention="attn.", fused="qkv", out="proj",
)  # fmt: skip
BERT: dict[str, Any] = {"inner": "self.", "block": "bert.encoder.layer.{}.", "first_norm": "bert.embeddings.LayerNorm."}
LORA_SCALE = 16 / 64
"""alpha / rank of MiniGPT-v2's LoRA, fixed in its code."""


class WithLora(Scope):
    """A language model's tensors with a low-rank update (arXiv 2106.09685) added: W + scale * B A."""

    def __init__(self, checkpoint: Checkpoint, update: Checkpoint, prefixes: tuple[str, ...], below: str = "model.") -> None:
        super().__init__(checkpoint, *prefixes)
        self.update, self.place = update, below

    def get(self, name: str) -> Array:
        weight = super().get(name)
        stem = f"llama_model.base_model.model.{self.place}{name.removesuffix('.weight')}"
        for style in (".lora_{}.weight", ".lora_{}.default.weight"):
            a, b = (stem + style.format(side) for side in "AB")
            if a in self.update and b in self.update:
                return weight + LORA_SCALE * (self.update.get(b) @ self.update.get(a))
        return weight

    def below(self, prefix: str) -> Scope:
        return WithLora(self.checkpoint, self.update, tuple(f"{p}{prefix}" for p in self.prefixes), self.place + prefix)


def eva(scope: Scope, settings: dict[str, Any]) -> VisionModel:
    """EVA's shape from its tensors. Heads leave no trace in them: 16 in EVA-g."""
    width, _, patch, _ = scope.get("patch_embed.proj.weight").shape
    layers = 0
    while f"blocks.{layers}.norm1.weight" in scope:
        layers += 1
    grid = round((scope.get("pos_embed").shape[1] - 1) ** 0.5)
    return VisionModel(width, layers, settings.get("vision_heads", 16), settings.get("image_size", grid * patch), patch, "gelu", 1e-6, EVA)


def convert(job: Job) -> dict[str, Any]:
    """Writes the graphs and returns the manifest's body."""
    checkpoint, base = job.checkpoint, job.base("language")
    config = base.json("config.json")
    model = language_of(config)
    settings = checkpoint.json("config.json", {})
    plain, top = language_scopes(base, model, "")
    blocks = WithLora(base, checkpoint, plain.prefixes)
    sight = Scope(job.base("vision"), "visual_encoder.", "")
    vision = eva(sight, settings)
    project = Scope(checkpoint, "")
    # A part that was trained lies in the checkpoint itself, one that was kept in its base.
    former = next((Scope(c, "") for c in (checkpoint, job.bases.get("qformer")) if c is not None and "query_tokens" in c), None)
    last = next(Scope(c, "ln_vision.") for c in (checkpoint, *job.bases.values()) if "ln_vision.weight" in c)
    with job.graph("vision") as b:
        x = layer_norm(b, vision_states(b, pixels_input(b, vision.size), vision, sight)[-1], last, 1e-5)
        if former is not None:
            queries = former.get("query_tokens")
            count, layers = int(queries.shape[1]), 0
            while f"Qformer.bert.encoder.layer.{layers}.attention.self.query.weight" in former:
                layers += 1
            x = QFormer(layers, settings.get("qformer_heads", 12), **BERT).build(b, x, queries, former.below("Qformer."))
        else:
            # v2: four neighbours in a row become one token.
            count = (vision.tokens - 1) // 4
            x = b.reshape(without_class(b, x), 0, count, 4 * vision.width)
        b.output(linear(b, x, project, "llama_proj"), "features", ["N", count, model.width])
    with job.graph("embed") as b:
        embed_graph(b, [blocks.get(model.names.embed)])
    with job.graph("decoder") as b:
        DecoderGraph(b, model, blocks).build([head_weight(model, blocks, top)])
    return {
        "picture": picture_spec({}, vision.size), "decoder": decoder_spec(model), "attention": {"kind": "causal"},
        "prompt": prompt_spec(None, count, [], [], begin=config.get("bos_token_id", 1)), "generation": {"stop": stop_ids(base, config)},
        "tokenizer": tokenizer_spec(job), "selfTest": self_test(job, "vision", "features", vision.size),
    }  # fmt: skip
