"""BLIP-2 (arXiv 2301.12597): EVA vision transformer, Q-Former, one projection, a language model that only decodes (OPT)."""

from __future__ import annotations

from typing import Any

from .blocks import layer_norm, linear
from .checkpoint import CheckpointError, Scope
from .idefics import decoder_spec, prompt_spec
from .language import DecoderGraph, embed_graph
from .languages import head_weight, language_of, language_scopes
from .package import Job, picture_spec, self_test, stop_ids, tokenizer_spec
from .qformer import QFormer
from .vision import VisionNames, clip_vision, pixels_input, vision_states

EVA = VisionNames(positions="embeddings.position_embedding", pre_norm=None, fused="qkv", out="projection")
EVA_BIG: dict[str, object] = {
    "hidden_size": 1408, "num_hidden_layers": 39, "num_attention_heads": 16, "image_size": 224, "patch_size": 14, "hidden_act": "gelu", "layer_norm_eps": 1e-6,
}  # fmt: skip


def convert(job: Job) -> dict[str, Any]:
    """Writes the graphs and returns the manifest's body."""
    checkpoint = job.checkpoint
    config = checkpoint.json("config.json")
    text = config.get("text_config") or {"model_type": "opt"}
    if text.get("model_type") in ("t5", "flan-t5"):
        raise CheckpointError("This BLIP-2 writes with T5, which has an encoder of its own; those with OPT are supported.")
    model = language_of(text)
    vision = clip_vision(config.get("vision_config") or {}, EVA_BIG, EVA)
    top = Scope(checkpoint, "")
    blocks, head = language_scopes(checkpoint, model, "language_model.")
    q = {
        "num_hidden_layers": 12,
        "num_attention_heads": 12,
        "cross_attention_frequency": 2,
        "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
        **(config.get("qformer_config") or {}),
    }
    former = QFormer(q["num_hidden_layers"], q["num_attention_heads"], q["cross_attention_frequency"], q["layer_norm_eps"], q["hidden_act"])
    queries = top.get("query_tokens")
    with job.graph("vision") as b:
        scope = top.below("vision_model.")
        x = layer_norm(b, vision_states(b, pixels_input(b, vision.size), vision, scope)[-1], scope.below("post_layernorm."), vision.eps)
        x = former.build(b, x, queries, top.below("qformer."))
        b.output(linear(b, x, top, "language_projection"), "features", ["N", int(queries.shape[1]), model.width])
    with job.graph("embed") as b:
        embed_graph(b, [blocks.get(model.names.embed)])
    with job.graph("decoder") as b:
        DecoderGraph(b, model, blocks).build([head_weight(model, blocks, head)])
    marker = config.get("image_token_index", config.get("image_token_id"))
    return {
        "picture": picture_spec(checkpoint.json("preprocessor_config.json", {}), vision.size), "decoder": decoder_spec(model), "attention": {"kind": "causal"},
        "prompt": prompt_spec(marker, int(queries.shape[1]), [], [], begin=text.get("bos_token_id", 2)),
        "generation": {"stop": stop_ids(checkpoint, config)}, "tokenizer": tokenizer_spec(job), "selfTest": self_test(job, "vision", "features", vision.size),
    }  # fmt: skip
